# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""栏目脉搏: each column's year, week by week, against the silence its duty allows (条例第五十三条第二项)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from gongkai.organs.permissions import Actor
from gongkai.organs.queries import working_ids
from gongkai.publishing.models import Column, Placement
from gongkai.supervision.rules import numbers
from gongkai.supervision.rules.base import Look
from gongkai.supervision.rules.columns import duty, last_updates, named, open_columns

WEEKS = 52
STATES = (("late", "超期"), ("empty", "空白"), ("soon", "将到期"), ("fine", "正常"), ("free", "没有更新期限"))
_ORDER = {name: n for n, (name, _) in enumerate(STATES)}
_SOON = 7  # days before its limit


@dataclass(frozen=True)
class Pulse:
    """One column: weeks are counts, the oldest first; left is days to its limit, below 0 past it, None without one."""

    column: Column
    name: str
    duty: int | None
    count: int
    last: date | None
    left: int | None
    state: str
    weeks: tuple[int, ...]
    as_of: date

    @property
    def label(self) -> str:
        return dict(STATES)[self.state]

    @property
    def bars(self) -> list[tuple[int, int]]:
        """(week, height of 20) of the weeks with something; a week of very many is no taller than one of eight."""
        return [(n, 6 + 14 * min(count, 8) // 8) for n, count in enumerate(self.weeks) if count]

    @property
    def silence(self) -> tuple[float, float, float]:
        """Where in the 52 weeks the silence began, where it became too long, and the end."""
        since = self.last or self.column.opened_on
        start = max(0.0, WEEKS - (self.as_of - since).days / 7)
        if self.duty is None:
            return start, float(WEEKS), float(WEEKS)
        return (
            start,
            max(start, min(float(WEEKS), WEEKS - ((self.as_of - since).days - self.duty) / 7)),
            float(WEEKS),
        )


def pulses(actor: Actor, as_of: date) -> list[Pulse]:
    """Open columns of the organs the actor works in or oversees, the worst first."""
    values = numbers("column_stale")
    look = Look(as_of, values)
    ids = working_ids(actor)
    rows = open_columns(look).select_related("owner", "parent")
    columns = list(rows if ids is None else rows.filter(owner__in=ids))
    updates, weeks = last_updates(look), _weeks(as_of)
    found = [_pulse(c, duty(c, values), updates.get(c.pk), weeks.get(c.pk), as_of) for c in columns]
    return sorted(found, key=lambda p: (_ORDER[p.state], p.left if p.left is not None else 0, p.column.pk))


def _weeks(as_of: date) -> dict[int, list[int]]:
    first = as_of - timedelta(days=7 * WEEKS - 1)
    rows = (
        Placement.objects.filter(
            document__withdrawn_on__isnull=True, document__published_on__range=(first, as_of)
        )
        .order_by()
        .values_list("column", "document__published_on")
        .annotate(n=Count("pk"))
    )
    found: dict[int, list[int]] = defaultdict(lambda: [0] * WEEKS)
    for column, on, n in rows:
        found[column][(on - first).days // 7] += n
    return found


def _pulse(
    column: Column, allowed: int | None, known: tuple[int, date] | None, weeks: list[int] | None, as_of: date
) -> Pulse:
    count, last = known or (0, None)
    since = last or column.opened_on
    left = allowed - (as_of - since).days if allowed is not None else None
    if last is None:
        state = "empty"
    elif left is None:
        state = "free"
    else:
        state = "late" if left < 0 else "soon" if left <= _SOON else "fine"
    return Pulse(column, named(column), allowed, count, last, left, state, tuple(weeks or [0] * WEEKS), as_of)
