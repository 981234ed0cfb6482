# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""意见征集 and 重大行政决策事项目录 as pressed pages, and which of them an event touches."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from gongkai.engagement import consulting
from gongkai.engagement.models import Consultation, DecisionCatalogue, Opinion
from gongkai.organs.prepared import Prepared
from gongkai.portal.press.pages import Page, Shown, Single, earliest
from gongkai.publishing.models import Document

LATEST = 20


class Consultations(Single):
    """意见征集: what is open, what is being studied, what came of the last ones."""

    address, template, current = "/engage/consultations/", "portal/engage/consultations.html", ""

    def content(self, day: date) -> tuple[dict[str, Any], date | None]:
        rows = list(consulting.public(day).order_by("closes_on", "pk"))
        now = [c for c in rows if c.closes_on >= day]
        studied = [c for c in rows if c.closes_on < day and c.feedback_on is None]
        done = sorted((c for c in rows if c.feedback_on), key=lambda c: (c.feedback_on, c.pk), reverse=True)
        years = sorted({c.opened_on.year for c in rows}, reverse=True)
        context = {
            "open": now, "studied": studied[::-1], "done": done[:LATEST], "years": years, "more": len(done) > LATEST,
        }  # fmt: skip
        return context, earliest(*(c.closes_on + timedelta(days=1) for c in now))


class ConsultationYear(Page):
    """Every consultation opened in a year."""

    pattern = re.compile(r"/engage/consultations/(\d{4})/$", re.ASCII)
    template = "portal/engage/consultation_year.html"

    def addresses(self, day: date) -> Iterator[list[str]]:
        years = consulting.public(day).order_by().values_list("opened_on__year", flat=True).distinct()
        yield [f"/engage/consultations/{year}/" for year in sorted(set(years))]

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        for address in addresses:
            found = self.pattern.match(address)
            if found is None:
                continue
            rows = list(
                consulting.public(day).filter(opened_on__year=int(found[1])).order_by("-opened_on", "-pk")
            )
            if rows:
                turns = earliest(*(c.closes_on + timedelta(days=1) for c in rows if c.closes_on >= day))
                yield Shown(address, {"rows": rows, "year": int(found[1])}, turns)


class ConsultationPage(Page):
    """One consultation: the draft, its explanation, the window, what was said and adopted, hearings, the decision."""

    pattern = re.compile(r"/engage/consultation/([1-9]\d{0,17})/$", re.ASCII)
    template = "portal/engage/consultation.html"

    def addresses(self, day: date) -> Iterator[list[str]]:
        ids = consulting.public(day).order_by("pk").values_list("pk", flat=True)
        yield [f"/engage/consultation/{pk}/" for pk in ids]

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        ids = [int(found[1]) for address in addresses if (found := self.pattern.match(address))]
        rows = (
            consulting.public(day).filter(pk__in=ids).select_related("item__catalogue__organ").order_by("pk")
        )
        for row in rows.prefetch_related("hearings"):
            opinions = consulting.shown_opinions(row)
            decision = row.decision
            context = {
                "c": row, "opinions": consulting.page_of(opinions, 1), "total": len(opinions), "pages": consulting.pages_of(len(opinions)),
                "tally": consulting.tally(row.opinions.all()),
                "withheld": row.opinions.filter(withheld__isnull=False).count(),
                "hearings": list(row.hearings.all()),
                "decision": decision if decision and decision.withdrawn_on is None and decision.published_on <= day else None,
                "is_open": row.closes_on >= day,
            }  # fmt: skip
            turns = row.closes_on + timedelta(days=1) if row.closes_on >= day else None
            yield Shown(f"/engage/consultation/{row.pk}/", context, turns)


class OpinionPage(Page):
    """The opinions beyond the first page of a consultation: every one that may be shown has its place, however many there are."""

    pattern = re.compile(r"/engage/consultation/([1-9]\d{0,17})/opinions/([1-9]\d{0,5})/$", re.ASCII)
    template = "portal/engage/opinions.html"

    def addresses(self, day: date) -> Iterator[list[str]]:
        for row in consulting.public(day).filter(received__gt=consulting.PAGE).order_by("pk"):
            pages = consulting.pages_of(len(consulting.shown_opinions(row)))
            yield [opinion_address(row.pk, number) for number in range(2, pages + 1)]

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        wanted: dict[int, list[int]] = {}
        for address in addresses:
            if found := self.pattern.match(address):
                wanted.setdefault(int(found[1]), []).append(int(found[2]))
        for row in consulting.public(day).filter(pk__in=wanted).order_by("pk"):
            opinions = consulting.shown_opinions(row)
            pages = consulting.pages_of(len(opinions))
            for number in sorted(n for n in wanted[row.pk] if 2 <= n <= pages):
                part = consulting.page_of(opinions, number)
                context = {
                    "c": row,
                    "opinions": part,
                    "number": number,
                    "pages": pages,
                    "total": len(opinions),
                }
                yield Shown(opinion_address(row.pk, number), context)


def opinion_address(pk: int, number: int) -> str:
    return f"/engage/consultation/{pk}/opinions/{number}/"


class Decisions(Page):
    """重大行政决策事项目录 of a year; the bare address is the newest year's."""

    pattern = re.compile(r"/engage/decisions/(?:(\d{4})/)?$", re.ASCII)
    template = "portal/engage/decisions.html"

    def addresses(self, day: date) -> Iterator[list[str]]:
        years = (
            DecisionCatalogue.objects.filter(published_on__lte=day).order_by().values_list("year", flat=True)
        )
        yield ["/engage/decisions/", *(f"/engage/decisions/{year}/" for year in sorted(set(years)))]

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        every = list(consulting.catalogues(day))
        years = sorted({c.year for c in every}, reverse=True)
        for address in addresses:
            found = self.pattern.match(address)
            asked = int(found[1]) if found and found[1] else None
            year = asked or (years[0] if years else None)
            if asked is None or asked in years:
                rows = [c for c in every if c.year == year]
                yield Shown(address, {"catalogues": rows, "year": year, "years": years})


def opinion_pages(consultation: Consultation) -> set[str]:
    """Every page of opinions there is or may have been a moment ago: not more than all received fill."""
    most = consulting.pages_of(consultation.opinions.count()) + 1
    return {opinion_address(consultation.pk, number) for number in range(2, most + 1)}


def came_last(consultation: Consultation, opinion: int) -> bool:
    """Whether an opinion that came moved no other's number: one entered from paper later may stand before others."""
    later = consultation.opinions.filter(
        received_on__gt=Opinion.objects.filter(pk=opinion).values("received_on")[:1]
    )
    return not later.exists()


def pages_of(consultation: Consultation) -> set[str]:
    """Where a consultation shows, beside its documents."""
    return {
        "/engage/", "/engage/consultations/", f"/engage/consultations/{consultation.opened_on.year}/",
        f"/engage/consultation/{consultation.pk}/", "/engage/decisions/",
        *({f"/engage/decisions/{consultation.item.catalogue.year}/"} if consultation.item else ()),
    }  # fmt: skip


def beside(document: Document) -> set[str]:
    """The consultations a document is the draft or the decision of."""
    return set().union(*(pages_of(row) | opinion_pages(row) for row in _of_document(document.pk)))


_of_document = Prepared(
    lambda pk: Consultation.objects.filter(Q(document=pk) | Q(decision=pk)).select_related("item__catalogue")
)


def of_catalogue(pk: int) -> set[str]:
    row = DecisionCatalogue.objects.filter(pk=pk).first()
    return {"/engage/", "/engage/decisions/", f"/engage/decisions/{row.year}/"} if row else set()
