# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政府信息公开统计: what was made public, from the documents themselves; what became of applications, from the published reports.

Applications are shown as the statutory report prints them, each figure with a way to its trace: fewer cases than a report counts could
tell who asked.

The page counts up to yesterday: a publication does not count the archive anew, the next day does.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Count

from gongkai.annual_report import queries as reports
from gongkai.annual_report.bars import bars
from gongkai.organs.models import Organ
from gongkai.organs.prepared import Prepared, counting
from gongkai.portal.press.fronts import ColumnLine, Content, open_columns
from gongkai.portal.press.pages import Single
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Column, Placement

YEARS, ORGANS = 8, 12
BEGINNING = date(1949, 10, 1)
ASKED = (
    ("applications.new", "本年新收"), ("applications.carried_in", "上年结转"), ("applications.handled", "本年办结"),
    ("applications.carried_out", "结转下年度"), ("applications.late", "超过法定期限"),
)  # fmt: skip
# Rows of table 3 by their place among the twenty-three: (first, last) and what they are together.
OUTCOMES = (
    (2, 2, "予以公开"), (3, 3, "部分公开"), (4, 11, "不予公开"), (12, 14, "无法提供"), (15, 19, "不予处理"), (20, 22, "其他处理"),
)  # fmt: skip

_between = Prepared(
    lambda day, first, last: counting(
        publishing.public(day).filter(published_on__gte=first, published_on__lte=last)
    )
)
_by_organ = Prepared(
    lambda day: publishing.public(day).select_related(None).order_by().values_list("organ__short_name", "organ__slug")
    .annotate(n=Count("pk")).order_by("-n", "organ__slug")
)  # fmt: skip
_by_column = Prepared(
    lambda ids, day, first, last: Placement.objects.filter(
        column__in=ids, document__withdrawn_on__isnull=True, document__published_on__lte=day,
        document__published_on__range=(first, last),
    ).order_by().values_list("column").annotate(n=Count("pk"))
)  # fmt: skip
_reports = Prepared(lambda day: reports.public(day).filter(organ__parent__isnull=True))


class Statistics(Single):
    """政府信息公开统计."""

    address, template, current = "/statistics/", "portal/statistics.html", "reports"

    def content(self, day: date) -> Content:
        today, day = day, day - timedelta(days=1)
        years = [(y, _count(day, y)) for y in range(day.year, day.year - YEARS, -1)]
        while len(years) > 1 and not years[-1][1]:
            years.pop()
        organs = _by_organ(day)
        columns = open_columns(Column.Kind.STATUTORY, day)
        spans = [(y, _in_year(columns, day, y)) for y in (day.year, day.year - 1)]
        total = dict(_by_column([c.pk for c in columns], day, BEGINNING, day))
        found = _reports(today)
        context = {
            "years": years, "year_bars": bars(((f"{y}年", n, "") for y, n in years), unit="条"), "total": sum(_between(day, BEGINNING, day)),
            "until": day,
            "organs": organs, "organ_bars": bars(((name, n, f"/organ/{slug}/") for name, slug, n in organs[:ORGANS]), unit="条"),
            "organ_count": Organ.objects.count(), "columns": [(c, *(s.get(c.pk, 0) for _, s in spans), total.get(c.pk, 0)) for c in columns],
            "spans": [y for y, _ in spans], "reports": [reported(r) for r in found],
        }  # fmt: skip
        return context, today + timedelta(days=1)


def _count(day: date, year: int) -> int:
    return sum(_between(day, date(year, 1, 1), date(year, 12, 31)))


def _in_year(columns: list[ColumnLine], day: date, year: int) -> dict[int, int]:
    return dict(_by_column([c.pk for c in columns], day, date(year, 1, 1), date(year, 12, 31)))


def reported(report: Any) -> dict[str, Any]:
    """What one report says of applications: its figures, and the outcomes of table 3 in six lines."""
    figures, table = report.snapshot["figures"], report.snapshot["table3"]
    outcomes = [
        (label, sum(_last(row) for row in table[first : last + 1])) for first, last, label in OUTCOMES
    ]
    return {
        "year": report.year, "asked": [(key, label, figures.get(key)) for key, label in ASKED if figures.get(key) is not None],
        "outcomes": outcomes, "bars": bars(((label, n, "") for label, n in outcomes)),
    }  # fmt: skip


def _last(row: list[Any]) -> int:
    """The column 总计 of a row of table 3; what was not printed counts nothing."""
    return int(row[-1] or 0)
