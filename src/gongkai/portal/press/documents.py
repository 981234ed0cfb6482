# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The page of a document, and the stone where a withdrawn one lay."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Count, F, Q
from django.urls import get_script_prefix, reverse
from markupsafe import Markup, escape

from gongkai.engagement.models import Consultation, ConversionCase
from gongkai.law.validity import turns_on
from gongkai.organs.prepared import Prepared
from gongkai.organs.workdays import workdays
from gongkai.portal.cards import cn, href, validity_of
from gongkai.portal.press.metadata import citation, described
from gongkai.portal.press.pages import Page, Shown, earliest
from gongkai.portal.press.skin import template
from gongkai.publishing import queries as publishing
from gongkai.publishing.due import due_of_document
from gongkai.publishing.feeds import beside_each
from gongkai.publishing.models import (
    Attachment,
    Column,
    Companion,
    Document,
    Interpretation,
    Placement,
    Register,
    Version,
)

OLDER = 4  # earlier items of the same column beside a document: a new one touches no page but its own
FEW = 40  # fewer documents than this are asked one by one for what is older
_ID = re.compile(r"/document/([1-9]\d{0,17})/$")


@dataclass(frozen=True)
class Neighbour:
    """A line beside a document."""

    title: str
    published_on: date
    href: str


class Place(NamedTuple):
    """A column the document stands in."""

    pk: int
    slug: str
    name: str


def turn_of(document: Document, day: date) -> date | None:
    """When the words about a document's force change by time alone."""
    if document.register is None or document.effective_from is None:
        return None
    return turns_on(
        day, effective_from=document.effective_from, expires_on=document.expires_on, repealed_on=document.repealed_on,
        partly=bool(document.partly_void),
    )  # fmt: skip


class DocumentPage(Page):
    """一条政府信息: whether it is in force, its text, its facts, why it was in time, and what stands beside it."""

    pattern = _ID
    template = "portal/document.html"
    current = "disclosure"

    def addresses(self, day: date) -> Iterator[list[str]]:
        rows = Document.objects.filter(published_on__lte=day).filter(
            Q(withdrawn_on__isnull=True) | Q(withdrawn_on__lte=day, withdrawn_on__gte=F("published_on"))
        )
        batch, of = [], None
        for pk, column in (
            rows.order_by("column", "published_on", "pk").values_list("pk", "column").iterator(5000)
        ):
            if batch and (column != of or len(batch) == 500):
                yield batch
                batch = []
            batch.append(f"/document/{pk}/")
            of = column
        if batch:
            yield batch

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        ids = [int(found[1]) for address in addresses if (found := _ID.match(address))]
        documents: list[Document] = _documents(day, ids)
        beside = _Beside(documents, day)
        for document in documents:
            yield beside.page(document)
        for pk in set(ids) - {d.pk for d in documents}:
            stone = publishing.tombstone(pk, as_of=day)
            if stone is not None:
                yield Shown(f"/document/{pk}/", {"stone": stone}, None, 410)


class _Beside:
    """What stands beside a batch of documents, read together."""

    def __init__(self, documents: list[Document], day: date) -> None:
        self.day, self.workdays = day, workdays()
        ids = [d.pk for d in documents]
        self.versions: dict[int, list[Any]] = defaultdict(list)
        for row in _versions(ids):
            self.versions[row.document_id].append(row)
        self.companions: dict[int, list[Companion]] = defaultdict(list)
        for companion in _companions(ids):
            self.companions[companion.document_id].append(companion)
        self.explains: dict[int, list[Interpretation]] = defaultdict(list)
        for row in _explaining(day, ids):
            self.explains[row.policy_id].append(row)
        self.policy = {row.document_id: row.policy for row in _explained(day, ids)}
        self.places: dict[int, list[Any]] = defaultdict(list)
        for document, *place in _places(ids):
            self.places[document].append(Place(*place))
        self.files: dict[int, list[Attachment]] = defaultdict(list)
        held = dict(_held(ids))
        for file in _files(sorted(held)):
            self.files[held[file.pk]].append(file)
        self.entries = beside_each(documents, as_of=day)
        self.led = dict(_led(ids))
        self.consultations = {c.document_id: c for c in _consultations(ids)}
        self.decided = {c.decision_id: c for c in _decided(day, ids)}
        self.older = older(documents, day)

    def page(self, d: Document) -> Shown:
        pk = d.pk
        companions, versions = self.companions.get(pk, ()), self.versions[pk]
        policy, consultation = self.policy.get(pk), self.consultations.get(pk)
        context = {
            "d": d, "version": versions[-1], "versions": versions, "validity": validity_of(d, self.day),
            "timely": due_of_document(d, self.workdays),
            "services": [c for c in companions if c.kind == Companion.Kind.SERVICE],
            "questions": [c for c in companions if c.kind == Companion.Kind.QUESTION],
            "explains": [(i, href(i.document)) for i in self.explains.get(pk, ())],
            "policy": (policy, href(policy)) if policy else None, "places": self.places.get(pk, ()),
            "older": self.older[pk], "consultation": consultation, "decided": self.decided.get(pk),
            "registered": d.register == Register.NORMATIVE, "cn": cn, "files": self.files.get(pk, ()),
            "beside": self.entries.get(pk, []), "asked": self.led.get(pk, 0),
            "crumbs": trail(d.column, d.number or d.index_number),
        }  # fmt: skip
        changed = max(versions[-1].made_on, d.published_on)
        context |= {
            "described": described(d, context["validity"], changed, context["services"]), "citation": citation(d),
        }  # fmt: skip
        # What a source gave grows older by the day, and an application for it ends on one.
        older = self.day + timedelta(days=1) if self.entries.get(pk) else None
        return Shown(
            f"/document/{pk}/", context, earliest(turn_of(d, self.day), self._asked(consultation), older)
        )

    def _asked(self, consultation: Consultation | None) -> date | None:
        """An open consultation counts its days."""
        if consultation is None or consultation.closes_on < self.day:
            return None
        return max(consultation.opened_on, self.day + timedelta(days=1))


_HOLE = "\x1fhere\x1f"


def trail(column: Column, here: str) -> Markup:
    """当前位置 of a page below a column: the way to the column printed once for all of its pages, and cut where their names go."""
    before, after = _way(get_script_prefix(), column.slug, column.name, column.parent_id is None)
    return Markup(f"{before}{escape(here)}{after}")  # noqa: S704 - halves of what the template printed


@lru_cache(maxsize=2048)
def _way(_prefix: str, slug: str, name: str, top: bool) -> tuple[str, str]:
    above = (
        ("法定主动公开内容", reverse("portal:disclosure"))
        if top
        else ("基层政务公开领域", reverse("portal:fields"))
    )
    steps = [
        ("首页", reverse("portal:home")),
        above,
        (name, reverse("portal:column", kwargs={"slug": slug})),
        (_HOLE, None),
    ]
    before, after = str(template("parts.html").module.crumb(steps)).split(_HOLE)
    return before, after


# What stands beside a batch, each question written once.
_documents = Prepared(
    lambda day, ids: (
        publishing.public(day).filter(pk__in=ids).select_related("organ", "column__owner").order_by("pk")
    )
)
_versions = Prepared(lambda ids: Version.objects.filter(document__in=ids).order_by("number").defer("digest"))
_companions = Prepared(lambda ids: Companion.objects.filter(document__in=ids))
_explaining = Prepared(
    lambda day, ids: Interpretation.objects.filter(
        document__withdrawn_on__isnull=True, document__published_on__lte=day, policy__in=ids
    ).select_related("document").order_by("document__published_on", "pk")
)  # fmt: skip
_explained = Prepared(
    lambda day, ids: Interpretation.objects.filter(
        document__in=ids, policy__withdrawn_on__isnull=True, policy__published_on__lte=day
    ).select_related("policy")
)  # fmt: skip
_places = Prepared(
    lambda ids: Placement.objects.filter(document__in=ids).order_by("pk")
    .values_list("document", "column", "column__slug", "column__name")
)  # fmt: skip
_held = Prepared(
    lambda ids: Version.objects.filter(document__in=ids, number=F("document__version"), files__use=Attachment.Use.FILE)
    .order_by("files").values_list("files", "document")
)  # fmt: skip
_files = Prepared(lambda ids: Attachment.objects.filter(pk__in=ids))
_led = Prepared(
    lambda ids: ConversionCase.objects.filter(conversion__document__in=ids).order_by()
    .values_list("conversion__document").annotate(n=Count("pk"))
)  # fmt: skip
_consultations = Prepared(lambda ids: Consultation.objects.filter(document__in=ids))
_decided = Prepared(
    lambda day, ids: Consultation.objects.filter(
        decision__in=ids, document__withdrawn_on__isnull=True, document__published_on__lte=day
    )
)
_LINE = ("pk", "title", "published_on")
_before = Prepared(
    lambda day, column, on, pk: publishing.public(day)
    .filter(Q(published_on__lt=on) | Q(published_on=on, pk__lt=pk), column=column, published_on__lte=on)
    .select_related(None).order_by("-published_on", "-pk").values_list(*_LINE)
)  # fmt: skip
_lines_of = Prepared(
    lambda day, column, first, last: publishing.public(day)
    .filter(column=column, published_on__gte=first, published_on__lte=last)
    .select_related(None).order_by("-published_on", "-pk").values_list(*_LINE)
)  # fmt: skip


def older(documents: list[Document], day: date) -> dict[int, list[Neighbour]]:
    """The few items of its own column that came out just before each document."""
    found: dict[int, list[Neighbour]] = {}
    if len(documents) <= FEW:
        for d in documents:
            lines = _before.between(0, OLDER, day, d.column_id, d.published_on, d.pk)
            found[d.pk] = [_neighbour(*line) for line in lines]
        return found
    together: dict[int, list[Document]] = defaultdict(list)
    for d in documents:
        together[d.column_id].append(d)
    for column, those in together.items():
        days = [d.published_on for d in those]
        # Of a column only what came out between them: one of many thousands is pressed in many batches.
        rows = _lines_of(day, column, min(days), max(days))
        first, _, on = rows[-1]
        lines = [_neighbour(*row) for row in (*rows, *_before.between(0, OLDER, day, column, on, first))]
        place = {row[0]: n + 1 for n, row in enumerate(rows)}
        for d in those:
            found[d.pk] = lines[place[d.pk] : place[d.pk] + OLDER]
    return found


def _neighbour(pk: int, title: str, published_on: date) -> Neighbour:
    return Neighbour(title, published_on, f"/document/{pk}/")
