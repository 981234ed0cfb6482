# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政府信息公开年报: the reports of all years, each with its 图解, its earlier editions and where every figure comes from."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from gongkai.annual_report import queries as reports
from gongkai.annual_report.infographic import infographic
from gongkai.annual_report.models import PublishedReport
from gongkai.annual_report.text import PART_TITLES, preamble
from gongkai.law.table3 import ROWS
from gongkai.portal.press.pages import Page, Shown, Single


def template_context(snapshot: dict[str, Any], *, lite: bool) -> dict[str, Any]:
    """What the report's templates take from a snapshot. lite: on a phone table 3 shows two columns."""
    return {
        "s": snapshot, "parts_of": {part["key"]: part for part in snapshot["parts"]},
        "rows": list(zip(ROWS, snapshot["table3"], strict=True)), "part_titles": PART_TITLES, "preamble": preamble, "lite": lite,
    }  # fmt: skip


def of_the_site(day: date) -> dict[int, PublishedReport]:
    """The reports of the organ the site belongs to, by year."""
    return {row.year: row for row in reports.public(day).filter(organ__parent__isnull=True)}


def whole(row: PublishedReport, *, lite: bool = True) -> dict[str, Any]:
    """The context of a report's page."""
    return {
        "report": row,
        "latest": row,
        "editions": list(reports.editions(row)),
        **template_context(row.snapshot, lite=lite),
    }


class ReportIndex(Single):
    """Every published report, newest first."""

    address, template, current = "/reports/", "portal/reports.html", "reports"

    def content(self, day: date) -> tuple[dict[str, Any], date | None]:
        return {"reports": list(reports.public(day))}, None


class _Yearly(Page):
    """A page of one year's report."""

    current = "reports"

    def addresses(self, day: date) -> Iterator[list[str]]:
        for row in of_the_site(day).values():
            yield self.of(row)

    def of(self, row: PublishedReport) -> list[str]:
        """This kind's addresses of one report."""
        raise NotImplementedError

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        rows = of_the_site(day)
        for address in addresses:
            found = self.pattern.match(address)
            row = rows.get(int(found[1])) if found else None
            context = self.content(row, found) if found and row else None
            if context is not None:
                yield Shown(address, context)

    def content(self, row: PublishedReport, found: re.Match[str]) -> dict[str, Any] | None:
        """The context, or None where the report has no such page."""
        raise NotImplementedError


class ReportPage(_Yearly):
    """The report as published."""

    pattern = re.compile(r"/report/(\d{4})/$")
    template = "portal/report.html"

    def of(self, row: PublishedReport) -> list[str]:
        return [f"/report/{row.year}/"]

    def content(self, row: PublishedReport, found: re.Match[str]) -> dict[str, Any] | None:
        return whole(row)


class EditionPage(_Yearly):
    """An edition as it was printed."""

    pattern = re.compile(r"/report/(\d{4})/edition/([1-9]\d{0,3})/$")
    template = "portal/report.html"

    def of(self, row: PublishedReport) -> list[str]:
        return [f"/report/{row.year}/edition/{e.edition}/" for e in reports.editions(row)]

    def content(self, row: PublishedReport, found: re.Match[str]) -> dict[str, Any] | None:
        edition = reports.editions(row).filter(edition=int(found[2])).first()
        return {**whole(edition), "latest": row, "editions": []} if edition else None


class InfographicPage(_Yearly):
    """图解."""

    pattern = re.compile(r"/report/(\d{4})/infographic/$")
    template = "portal/infographic.html"

    def of(self, row: PublishedReport) -> list[str]:
        return [f"/report/{row.year}/infographic/"]

    def content(self, row: PublishedReport, found: re.Match[str]) -> dict[str, Any] | None:
        return {"report": row, "g": infographic(row.snapshot), **template_context(row.snapshot, lite=True)}


class FigurePage(_Yearly):
    """这个数怎么来的, in public: the rule, the article and the composition; no one's name."""

    pattern = re.compile(r"/report/(\d{4})/figure/([-.\w]+)/$", re.ASCII)
    template = "portal/figure.html"

    def of(self, row: PublishedReport) -> list[str]:
        return [f"/report/{row.year}/figure/{key}/" for key in row.snapshot["trace"]]

    def content(self, row: PublishedReport, found: re.Match[str]) -> dict[str, Any] | None:
        opened = row.snapshot["trace"].get(found[2])
        if opened is None:
            return None
        most = max((n for _, n in opened["composition"]), default=0)
        bars = [
            {
                "label": name,
                "text": f"{n:,}",
                "share": 100 * n / most if most else 0,
                "href": "",
                "tone": "c1",
            }
            for name, n in opened["composition"][:15]
        ]
        rest = opened["composition"][15:]
        return {
            "report": row, "key": found[2], "f": opened, "bars": bars, "rest": (len(rest), sum(n for _, n in rest)),
        }  # fmt: skip


KINDS = (ReportIndex(), ReportPage(), EditionPage(), InfographicPage(), FigurePage())


def report_addresses(year: int, day: date) -> set[str]:
    """Every page of one year's report."""
    row = of_the_site(day).get(year)
    return {a for kind in KINDS[1:] for a in kind.of(row)} if row else set()  # type: ignore[attr-defined]
