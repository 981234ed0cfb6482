# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""年度报告按期报送 as an indicator of the scorecards: supervision lies below this room, so it is brought there."""

from __future__ import annotations

from django.db.models import Min

from gongkai.annual_report.models import Submission
from gongkai.annual_report.units import due
from gongkai.organs.models import Organ
from gongkai.supervision.scoring import Counts, Indicator, Span, register


def _handed_in(span: Span) -> Counts:
    """The report of the year before, whose limit lies in the span: its first round on time, of the units that owe one here.

    In the first year an office collects here, some hand theirs in on paper: then only those that handed in here are judged.
    """
    year = span.year - 1
    rounds = Submission.objects.filter(year=year, submitted_on__lte=span.last).order_by()
    first = dict(rounds.values_list("organ").annotate(on=Min("submitted_on")))
    offices = set(Submission.objects.filter(year__lt=year).order_by().values_list("organ__parent", flat=True))
    units = Organ.objects.filter(parent__isnull=False, vertical_line=False, reporting_unit=True).exclude(
        kind=Organ.Kind.GOVERNMENT
    )
    counts: dict[int, tuple[int, int]] = {}
    for unit in units:
        limit, on = due(unit, year), first.get(unit.pk)
        if unit.closed_on is not None and unit.closed_on <= limit:
            continue
        if on is not None or (unit.parent_id in offices and span.last > limit):
            counts[unit.pk] = (int(on is not None and on <= limit), 1)
    return counts


def bring() -> None:
    """Let the scorecards know."""
    register(
        Indicator(
            "report",
            "年度报告按期报送",
            "本年1月31日以前向主管部门报送了上一年度报告；主管部门第一年在平台上收报告时，只考核在平台报送的单位",
            "条例第四十九条",
            5,
            _handed_in,
        )
    )
