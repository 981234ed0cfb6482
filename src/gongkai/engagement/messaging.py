# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading messages, votes on pages and FAQs: for the public, for who holds a code, and counted for the desk."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from gongkai.applications.codes import matches
from gongkai.applications.sealing import unseal
from gongkai.engagement.models import CitizenMessage, Faq, PageVote
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor
from gongkai.organs.queries import organs_with_role
from gongkai.organs.workdays import workdays
from gongkai.publishing.models import Column, Document


def by_code(number: str, code: str) -> CitizenMessage | None:
    """The message of this number, when the code is its own."""
    number = unicodedata.normalize("NFKC", number).strip().upper()[:40]
    row = CitizenMessage.objects.select_related("organ").filter(number=number).first()
    return row if matches(row.code_digest if row else None, code) else None


def own(pk: int) -> CitizenMessage | None:
    """The message a code opened, by its key in the writer's session."""
    return CitizenMessage.objects.select_related("organ").filter(pk=pk).first()


def answer_due(row: CitizenMessage) -> date:
    """The day by which the instance wants an answer: site errors sooner. No statute names it; both are settings."""
    site = row.kind == CitizenMessage.Kind.SITE_ERROR
    days = settings.GONGKAI_SITE_ERROR_WORKDAYS if site else settings.GONGKAI_MESSAGE_WORKDAYS
    return workdays().add(row.submitted_on, days)


def unanswered(as_of: date) -> QuerySet[CitizenMessage]:
    """What waits for an answer, the oldest first."""
    rows = CitizenMessage.objects.filter(submitted_on__lte=as_of, answered_on__isnull=True).select_related(
        "organ"
    )
    return rows.order_by("submitted_on", "pk")


SEARCHED = 5000  # letters, the newest, whose sealed titles are opened to look for a word


def saying(rows: QuerySet[CitizenMessage], words: str) -> QuerySet[CitizenMessage]:
    """Those with the words in their title or number, among the newest; titles are sealed, so they are looked into one by one."""
    kept = rows.order_by("-pk").values_list("pk", "title_sealed")[:SEARCHED]
    found = [pk for pk, title in kept if words.casefold() in unseal(title).casefold()]
    return rows.filter(Q(pk__in=found) | Q(number__icontains=words))


def public(as_of: date) -> QuerySet[CitizenMessage]:
    """The reviewed copies anyone may read."""
    return CitizenMessage.objects.filter(published_on__lte=as_of).select_related("organ")


def counts(rows: QuerySet[CitizenMessage]) -> dict[str, Any]:
    """Of some messages: how many, answered, and how their writers found the answers."""
    found = rows.order_by().aggregate(
        total=Count("pk"), answered=Count("answered_on"), rated=Count("rating"),
        **{f"r{value}": Count("pk", filter=Q(rating=value)) for value in CitizenMessage.Rating.values},
    )  # fmt: skip
    found["ratings"] = [(label, found[f"r{value}"]) for value, label in CitizenMessage.Rating.choices]
    return found


def keeper(page: str) -> Organ:
    """Who mends a page: the owner of the document's column or of the column, else who keeps the site."""
    parts = page.strip("/").split("/")
    owner = None
    if len(parts) >= 2 and parts[0] == "document" and parts[1].isdigit():
        found = Document.objects.filter(pk=int(parts[1])).select_related("column__owner").first()
        owner = found.column.owner if found else None
    elif len(parts) >= 2 and parts[0] == "column":
        column = Column.objects.filter(slug=parts[1]).select_related("owner").first()
        owner = column.owner if column else None
    if owner is None or owner.closed_on is not None:
        owner = Organ.objects.filter(parent__isnull=True).order_by("pk").first()
    assert owner is not None  # noqa: S101 - without an organ no page is shown at all
    return owner


def words_on(page: str, actor: Actor) -> QuerySet[PageVote]:
    """What readers said of a page, for who mends it or oversees who does: they may name people."""
    rows, may = PageVote.objects.filter(page=page), organs_with_role(actor, Role.EDITOR, Role.SUPERVISOR)
    return rows if may.filter(pk=keeper(page).pk).exists() else rows.none()


def votes() -> QuerySet[PageVote, dict[str, Any]]:
    """Pages with how many found them useful and not, those most found useless first."""
    rows = PageVote.objects.order_by().values("page")
    return rows.annotate(
        yes=Count("pk", filter=Q(useful=True)),
        no=Count("pk", filter=Q(useful=False)),
        said=Count("words_sealed"),
    ).order_by("-no", "-yes", "page")


def faqs(as_of: date) -> QuerySet[Faq]:
    """常见问题 that are public."""
    rows = Faq.objects.filter(published_on__lte=as_of, withdrawn_on__isnull=True)
    return rows.select_related("organ", "policy").order_by("-published_on", "-pk")
