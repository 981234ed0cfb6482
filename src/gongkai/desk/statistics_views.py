# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""统计: the year's cases in figures, each open to the cases it counts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from gongkai.annual_report.bars import bars
from gongkai.applications import queries as applications
from gongkai.desk import screens
from gongkai.desk.fields import whole_number
from gongkai.desk.views import page
from gongkai.desk.worklist_views import organs_seen
from gongkai.law.citations import FIRST_YEAR
from gongkai.organs.queries import every_organ
from gongkai.organs.today import today

ORGANS = 40  # bars of organs; the table beside has them all


@login_required
def statistics(request: HttpRequest) -> HttpResponse:
    """One year, of one organ or of all the person may see."""
    person, day = screens.signed_in(request), today()
    year = whole_number(request.GET.get("year")) or day.year
    year = min(max(year, FIRST_YEAR), day.year)
    organ = next((o for o in organs_seen(person) if o.slug == request.GET.get("organ")), None)
    found = applications.statistics(person, year, as_of=day, organs=None if organ is None else (organ.pk,))
    base = {"organ": organ.slug} if organ else {}

    def to(**filters: Any) -> str:
        return f"{reverse('desk:cases')}?{urlencode({**base, **filters})}"

    organs = every_organ(person)
    months = [
        {
            "label": f"{m.first.month}月", "received": (m.received, to(received=f"{m.first:%Y-%m}")),
            "closed": (m.closed, to(closed=f"{m.first:%Y-%m}")), "late": (m.late, to(closed=f"{m.first:%Y-%m}", time="no")),
            "share": _percent(m.in_time, m.late),
        }
        for m in found.months
    ]  # fmt: skip
    by_organ = [
        {
            "label": organs[pk].short_name, "received": (r, _of(organs[pk].slug, received=year)),
            "closed": (c, _of(organs[pk].slug, closed=year)), "late": (late, _of(organs[pk].slug, closed=year, time="no")),
        }
        for pk, r, c, late in found.organs
    ]  # fmt: skip
    results = [(label, count, to(closed=year, outcome=key)) for key, label, count in found.outcomes]
    reasons = [(label, count, to(closed=year, time="no", why=key)) for key, label, count in found.reasons]
    return page(
        request, "statistics", year=year, years=range(day.year, max(day.year - 6, FIRST_YEAR), -1), organ=organ,
        seen=organs_seen(person), found=found, to=to, months=months, by_organ=by_organ, results=results, reasons=reasons,
        month_bars=bars([(m["label"], *m["received"]) for m in months]), share=_percent(found.in_time, found.late),
        organ_bars=bars([(o["label"], *o["received"]) for o in by_organ[:ORGANS]]), result_bars=bars(results),
        reason_bars=bars(reasons, tone="wa-fill"),
    )  # fmt: skip


def _of(slug: str, **filters: Any) -> str:
    return f"{reverse('desk:cases')}?{urlencode({'organ': slug, **filters})}"


def _percent(part: int, rest: int) -> str:
    """A share in percent, one place; empty when there is nothing to judge. 99.96 stays below 100."""
    whole = part + rest
    if not whole:
        return ""
    return "100%" if not rest else f"{min(round(100 * part / whole, 1), 99.9):.1f}%"
