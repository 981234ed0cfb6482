# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The calendar strip: a reply period day by day, whole weeks from Monday, each day with what it is and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.law.calendar import DayKind, Workdays
from gongkai.law.clock import Clock


class Mark(StrEnum):
    """What a day is in the count."""

    OUTSIDE = "outside"  # a weekend, or before the start and after the end
    START = "start"  # the day it was received (or the clock started again); not counted
    COUNTED = "counted"
    MAKEUP = "makeup"  # 调休上班, counted
    HOLIDAY = "holiday"
    EXCLUDED = "excluded"  # 征求意见, 条例第三十三条第三款
    DUE = "due"


@dataclass(frozen=True, slots=True)
class StripDay:
    """One day of the strip; ordinal is which working day of the period it is, when it is one."""

    day: date
    mark: Mark
    ordinal: int | None


def strip(clock: Clock, *, workdays: Workdays) -> tuple[StripDay, ...]:
    """The days of the period now running, from the week of its start to the week of its last day; empty without one."""
    if clock.due is None:
        return ()
    start, due = clock.counted_from, clock.due
    day = start - timedelta(days=start.weekday())
    last = due + timedelta(days=6 - due.weekday())
    found, counted = [], 0
    while day <= last:
        mark, ordinal = Mark.OUTSIDE, None
        kind = workdays.kind(day)
        if day == start:
            mark = Mark.START
        elif start < day <= due:
            if kind is DayKind.HOLIDAY:
                mark = Mark.HOLIDAY
            elif kind is not DayKind.WEEKEND:
                if any(after < day <= until for after, until in clock.excluded_spans):
                    mark = Mark.EXCLUDED
                else:
                    counted += 1
                    ordinal = counted
                    mark = Mark.MAKEUP if kind is DayKind.MAKEUP else Mark.COUNTED
            if day == due:
                mark = Mark.DUE
        elif kind is DayKind.HOLIDAY and due < day:
            mark = Mark.HOLIDAY
        found.append(StripDay(day, mark, ordinal))
        day += timedelta(days=1)
    return tuple(found)
