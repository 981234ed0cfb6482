# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading subscriptions: what is due to whom, how many follow what, and what could not be delivered. Never an address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from gongkai.ledger.models import Event
from gongkai.mailing.models import Subscription, Topic
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from gongkai.organs.queries import organs_with_role
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Column, Document

BACK = timedelta(days=14)  # what a stopped server missed longer ago is no news
MOST = 50  # items in one mail
GIVEN_UP = 5  # failures in a row after which an address is left alone


def due(row: Subscription, day: date) -> list[Document]:
    """Public items of its topic that came out after it was confirmed and were not sent, oldest first."""
    if row.confirmed_on is None:
        return []
    rows = publishing.public(day).filter(published_on__gte=max(row.confirmed_on, day - BACK))
    rows = rows.filter(Q(published_on__gt=row.confirmed_on) | Q(pk__gt=row.after))
    if row.topic == Topic.COLUMN:
        column = Column.objects.filter(slug=row.slug).first()
        if column is None:
            return []
        rows = rows.filter(pk__in=publishing.in_column(column, as_of=day).values("pk"))
    elif row.topic == Topic.ORGAN:
        rows = rows.filter(organ__slug=row.slug)
    elif row.topic == Topic.POLICIES:
        rows = rows.filter(register__isnull=False)
    elif row.topic == Topic.INTERPRETATIONS:
        rows = rows.filter(interprets__isnull=False)
    return list(rows.exclude(pk__in=row.sent.values("document")).order_by("published_on", "pk")[:MOST])


def name_of(topic: str, slug: str | None) -> str:
    """What a topic is called."""
    if topic == Topic.COLUMN:
        return Column.objects.filter(slug=slug).values_list("name", flat=True).first() or "已经没有的栏目"
    if topic == Topic.ORGAN:
        return Organ.objects.filter(slug=slug).values_list("name", flat=True).first() or "已经没有的机关"
    return Topic(topic).label


@dataclass(frozen=True)
class Followed:
    """One topic with how many follow it and how many of them cannot be reached."""

    name: str
    confirmed: int
    failing: int
    given_up: int


def followed(actor: object) -> list[Followed]:
    """Every topic that is followed, for who runs the site. Raises NotAllowed."""
    _runs(actor)
    rows = Subscription.objects.filter(confirmed_on__isnull=False).order_by().values_list("topic", "slug").annotate(
        n=Count("pk"), failing=Count("pk", filter=Q(failures__gt=0)), over=Count("pk", filter=Q(failures__gte=GIVEN_UP)),
    )  # fmt: skip
    found = [Followed(name_of(topic, slug), n, failing, over) for topic, slug, n, failing, over in rows]
    return sorted(found, key=lambda f: (-f.confirmed, f.name))


def failing(actor: object) -> QuerySet[Subscription]:
    """Subscriptions whose last mail could not be handed over, the newest failure first. Raises NotAllowed."""
    _runs(actor)
    return Subscription.objects.filter(failures__gt=0).order_by("-failed_on", "-pk")


def asking() -> int:
    """How many questions wait for an answer."""
    return Subscription.objects.filter(confirmed_on__isnull=True).count()


def _runs(actor: object) -> None:
    organs = organs_with_role(actor, Role.ADMIN) | organs_with_role(actor, Role.SUPERVISOR)  # type: ignore[arg-type]
    if not organs.exists():
        raise NotAllowed("邮件订阅由平台管理和监督岗位查看")


def check_projections() -> Iterator[str]:
    """Confirmed subscriptions are those the ledger says were confirmed and not ended."""
    said: set[str] = set()
    for event in Event.objects.filter(stream__startswith="subscription/").order_by("seq").iterator(2000):
        said = said | {event.stream} if event.kind == "subscription.confirmed" else said - {event.stream}
    held = {row.stream for row in Subscription.objects.filter(confirmed_on__isnull=False)}
    for stream in sorted(said ^ held):
        yield f"{stream}：邮件订阅与账本不同"
