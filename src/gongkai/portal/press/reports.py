# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政府信息公开年报: the reports of all years, each with its 图解, its earlier editions and where every figure comes from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import get_script_prefix

from gongkai.annual_report import queries as reports
from gongkai.annual_report.bars import bars
from gongkai.annual_report.infographic import infographic
from gongkai.annual_report.models import PublishedReport
from gongkai.annual_report.renderings import FORMS
from gongkai.annual_report.text import PART_TITLES, preamble
from gongkai.law.table3 import ROWS
from gongkai.portal.press.pages import Page, Shown, Single


def template_context(snapshot: dict[str, Any], *, lite: bool) -> dict[str, Any]:
    """What the report's templates take from a snapshot. lite: on a phone table 3 shows two columns."""
    return {
        "s": snapshot, "parts_of": {part["key"]: part for part in snapshot["parts"]},
        "rows": list(zip(ROWS, snapshot["table3"], strict=True)), "part_titles": PART_TITLES, "preamble": preamble, "lite": lite,
    }  # fmt: skip


# Where a report is: /report/2024/ of the organ the site belongs to, /organ/SLUG/report/2024/ of a unit.
AT = r"(?:/organ/([-\w]+))?/report/(\d{4})/"
Key = tuple[str, int]  # the unit's slug, or "" for the site's own organ; the year


def key_of(row: PublishedReport) -> Key:
    """How a report is told apart in an address."""
    return ("" if row.organ.parent_id is None else row.organ.slug), row.year


def address(row: PublishedReport) -> str:
    """The address of a report, without the prefix the site is served under."""
    slug, year = key_of(row)
    return f"/organ/{slug}/report/{year}/" if slug else f"/report/{year}/"


def at(row: PublishedReport) -> str:
    """The same as a link."""
    return get_script_prefix().rstrip("/") + address(row)


def linked(rows: Iterable[PublishedReport]) -> list[tuple[PublishedReport, str]]:
    """Reports with where they are."""
    return [(row, at(row)) for row in rows]


def of_the_site(day: date) -> QuerySet[PublishedReport]:
    """The reports of the organ the site belongs to, the newest first."""
    return reports.public(day).filter(organ__parent__isnull=True)


def whole(row: PublishedReport, *, lite: bool = True) -> dict[str, Any]:
    """The context of a report's page."""
    return {
        **_placed(row),
        "latest": row,
        "editions": list(reports.editions(row)),
        **template_context(row.snapshot, lite=lite),
    }


def _placed(row: PublishedReport) -> dict[str, Any]:
    """Whose report, where it is, and as which files it is given out."""
    return {
        "report": row, "at": at(row), "of_unit": row.organ.parent_id is not None,
        "files": [(f"{at(row)}{name}", form.label) for name, form in FORMS.items()],
    }  # fmt: skip


class ReportIndex(Single):
    """Every published report, newest first."""

    address, template, current = "/reports/", "portal/reports.html", "reports"

    def content(self, day: date) -> tuple[dict[str, Any], date | None]:
        below = reports.public(day).filter(organ__parent__isnull=False).defer("snapshot")
        units: dict[int, list[tuple[PublishedReport, str]]] = {}
        for row, where in linked(below.order_by("-year", "organ__position", "organ_id")):
            units.setdefault(row.year, []).append((row, where))
        return {"own": linked(of_the_site(day)), "units": units}, None


class _Yearly(Page):
    """A page of one report."""

    current = "reports"

    def addresses(self, day: date) -> Iterator[list[str]]:
        for row in reports.public(day).iterator(10):  # each with its whole snapshot
            yield self.of(row)

    def of(self, row: PublishedReport) -> list[str]:
        """This kind's addresses of one report."""
        raise NotImplementedError

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        found = [(a, m) for a in addresses if (m := self.pattern.match(a))]
        wanted = Q(organ__slug__in={m[1] for _, m in found if m[1]}, organ__parent__isnull=False)
        if any(m[1] is None for _, m in found):
            wanted |= Q(organ__parent__isnull=True)
        asked = reports.public(day).filter(wanted, year__in={int(m[2]) for _, m in found})
        rows = {key_of(row): row for row in asked}
        for a, match in found:
            row = rows.get((match[1] or "", int(match[2])))
            context = self.content(row, match) if row else None
            if context is not None:
                yield Shown(a, context)

    def content(self, row: PublishedReport, found: re.Match[str]) -> dict[str, Any] | None:
        """The context, or None where the report has no such page."""
        raise NotImplementedError


class ReportPage(_Yearly):
    """The report as published."""

    pattern = re.compile(AT + "$", re.ASCII)
    template = "portal/report.html"

    def of(self, row: PublishedReport) -> list[str]:
        return [address(row)]

    def content(self, row: PublishedReport, found: re.Match[str]) -> dict[str, Any] | None:
        return whole(row)


class EditionPage(_Yearly):
    """An edition as it was printed."""

    pattern = re.compile(AT + r"edition/([1-9]\d{0,3})/$", re.ASCII)
    template = "portal/report.html"

    def of(self, row: PublishedReport) -> list[str]:
        return [f"{address(row)}edition/{e.edition}/" for e in reports.editions(row)]

    def content(self, row: PublishedReport, found: re.Match[str]) -> dict[str, Any] | None:
        edition = reports.editions(row).filter(edition=int(found[3])).first()
        return {**whole(edition), "latest": row, "editions": []} if edition else None


class InfographicPage(_Yearly):
    """图解."""

    pattern = re.compile(AT + "infographic/$", re.ASCII)
    template = "portal/infographic.html"

    def of(self, row: PublishedReport) -> list[str]:
        return [f"{address(row)}infographic/"]

    def content(self, row: PublishedReport, found: re.Match[str]) -> dict[str, Any] | None:
        return {**_placed(row), "g": infographic(row.snapshot), **template_context(row.snapshot, lite=True)}


class FigurePage(_Yearly):
    """这个数怎么来的, in public: the rule, the article and the composition; no one's name."""

    pattern = re.compile(AT + r"figure/([-.\w]+)/$", re.ASCII)
    template = "portal/figure.html"

    def of(self, row: PublishedReport) -> list[str]:
        return [f"{address(row)}figure/{key}/" for key in row.snapshot["trace"]]

    def content(self, row: PublishedReport, found: re.Match[str]) -> dict[str, Any] | None:
        opened = row.snapshot["trace"].get(found[3])
        if opened is None:
            return None
        rest = opened["composition"][15:]
        return {
            **_placed(row), "key": found[3], "f": opened, "listed": _listed(row.snapshot, found[3]), "bars": bars(((name, n, "") for name, n in opened["composition"][:15]), unit=""),
            "rest": (len(rest), sum(n for _, n in rest)),
        }  # fmt: skip


def _listed(snapshot: dict[str, Any], key: str) -> dict[str, Any] | None:
    """What was frozen of the records behind a cell: how many, and the digest of their list; never which."""
    said = snapshot.get("records", {}).get(key)
    return said if isinstance(said, dict) else None


KINDS = (ReportIndex(), ReportPage(), EditionPage(), InfographicPage(), FigurePage())


def report_addresses(slug: str, year: int, day: date) -> set[str]:
    """Every page of one organ's report of a year."""
    row = reports.public(day).filter(organ__slug=slug, year=year).first()
    return {a for kind in KINDS[1:] for a in kind.of(row)} if row else set()  # type: ignore[attr-defined]
