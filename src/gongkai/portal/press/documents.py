# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The page of a document, and the stone where a withdrawn one lay."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, F
from markupsafe import Markup

from gongkai.engagement.models import Consultation, ConversionCase
from gongkai.law.validity import turns_on
from gongkai.organs.prepared import Prepared
from gongkai.organs.workdays import workdays
from gongkai.portal.cards import Row, cn, href, validity_of
from gongkai.portal.press.around import around, having
from gongkai.portal.press.casting import alone, cast
from gongkai.portal.press.fragments import in_time, older, trail
from gongkai.portal.press.metadata import citation, described
from gongkai.portal.press.pages import Page, Shown, earliest
from gongkai.portal.press.skin import Skin
from gongkai.publishing import queries as publishing
from gongkai.publishing.feeds import beside_each
from gongkai.publishing.models import (
    Attachment,
    Companion,
    Document,
    Interpretation,
    Placement,
    Version,
)

_ID = re.compile(r"/document/([1-9]\d{0,17})/$")


class Place(NamedTuple):
    """A column the document stands in."""

    pk: int
    slug: str
    name: str


def turn_of(document: Document | Row, day: date) -> date | None:
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
        # What is out is read from the index of columns in its order; the stones, which are few, come after.
        out = publishing.public(day).select_related(None).order_by("column", "published_on", "pk")
        stones = Document.objects.filter(
            withdrawn_on__lte=day, withdrawn_on__gte=F("published_on"), published_on__lte=day
        ).order_by("pk")
        for rows in (out, stones):
            batch, of = [], None
            for pk, column in rows.values_list("pk", "column").iterator(5000):
                if batch and (column != of or len(batch) == 500):
                    yield batch
                    batch = []
                batch.append(f"/document/{pk}/")
                of = column
            if batch:
                yield batch

    def cast(
        self, addresses: list[str], day: date, skin: Skin, base: str
    ) -> tuple[list[str], Iterator[tuple[str, bytes]]]:
        facts = alone([int(found[1]) for address in addresses if (found := _ID.match(address))], day)
        made = {f"/document/{f.pk}/" for f in facts}
        return [a for a in addresses if a not in made], cast(facts, day, skin, base)

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
        found = around(tuple(ids))
        self.versions: dict[int, list[Any]] = defaultdict(list)
        for row in _versions(ids):
            self.versions[row.document_id].append(row)
        self.companions: dict[int, list[Companion]] = defaultdict(list)
        for companion in _companions(having("companions", ids, found)):
            self.companions[companion.document_id].append(companion)
        self.explains: dict[int, list[Interpretation]] = defaultdict(list)
        for row in _explaining(day, having("explained", ids, found)):
            self.explains[row.policy_id].append(row)
        self.policy = {row.document_id: row.policy for row in _explained(day, having("explains", ids, found))}
        self.places: dict[int, list[Any]] = defaultdict(list)
        for document, *place in _places(ids):
            self.places[document].append(Place(*place))
        self.files: dict[int, list[Attachment]] = defaultdict(list)
        held = dict(_held(having("files", ids, found)))
        for file in _files(sorted(held)):
            self.files[held[file.pk]].append(file)
        self.entries = beside_each(documents, as_of=day)
        self.led = dict(_led(having("cases", ids, found)))
        consulted = having("consultation", ids, found)
        self.consultations = {c.document_id: c for c in _consultations(consulted)}
        self.decided = {c.decision_id: c for c in _decided(day, consulted)}
        self.older = older(documents, day)

    def page(self, d: Document) -> Shown:
        pk = d.pk
        companions, versions = self.companions.get(pk, ()), self.versions[pk]
        policy, consultation = self.policy.get(pk), self.consultations.get(pk)
        published = cn(d.published_on)
        context = {
            "d": d, "body": versions[-1].body, "story": [(cn(v.made_on), v.note) for v in versions], "validity": validity_of(d, self.day),
            "formed": cn(d.formed_on), "published": published, "in_time": in_time(d, self.workdays),
            "services": [c for c in companions if c.kind == Companion.Kind.SERVICE],
            "questions": [c for c in companions if c.kind == Companion.Kind.QUESTION],
            "explains": [(i, href(i.document)) for i in self.explains.get(pk, ())],
            "policy": (policy, href(policy)) if policy else None, "places": self.places.get(pk, ()),
            "older": Markup("".join(self.older[pk])),  # noqa: S704 - lines as the template printed them
            "consultation": consultation, "decided": self.decided.get(pk), "files": self.files.get(pk, ()),
            "beside": self.entries.get(pk, []), "asked": self.led.get(pk, 0),
            "crumbs": trail(d.column, d.number or d.index_number),
        }  # fmt: skip
        changed = max(versions[-1].made_on, d.published_on)
        context |= {
            "described": described(d, context["validity"], changed, context["services"]), "citation": citation(d, published),
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
