# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Working days as a value. A year comes from the State Council's notice (放假安排); a year without one is provisional."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

# What can be computed at all; a date outside is a slip of the pen.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2199, 12, 31)
_ISO = re.compile(r"\d{4}-\d\d-\d\d")


def parse_day(value: object) -> date:
    """A date from its YYYY-MM-DD form, within what can be computed. Raises ValueError saying what it is instead."""
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        raise ValueError(f"应写成 YYYY-MM-DD，现在是 {value!r}")
    try:
        day = date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"不是历书上的日期：{value}") from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError(f"应在{FIRST_DAY.year}年到{LAST_DAY.year}年之间，现在是 {value}")
    return day


class DayKind(StrEnum):
    """What a day is in the calendar."""

    WORK = "work"
    MAKEUP = "makeup"  # 调休上班: a weekend that counts
    HOLIDAY = "holiday"  # 法定节假日或调休放假: a weekday that does not count
    WEEKEND = "weekend"


@dataclass(frozen=True)
class YearNotice:
    """One year's arrangement: days off, and weekends worked instead."""

    off: frozenset[date]
    on: frozenset[date]


@dataclass(frozen=True)
class Workdays:
    """The working calendar. Counting is a search in one sorted list a year, never a walk over days."""

    years: Mapping[int, YearNotice]
    _days: dict[int, tuple[int, ...]] = field(default_factory=dict, repr=False, compare=False)

    def kind(self, day: date) -> DayKind:
        """What this day is."""
        notice = self.years.get(day.year)
        weekend = day.weekday() >= 5
        if notice is not None:
            if day in notice.on:
                return DayKind.MAKEUP if weekend else DayKind.WORK
            if day in notice.off:
                return DayKind.HOLIDAY
        return DayKind.WEEKEND if weekend else DayKind.WORK

    def is_workday(self, day: date) -> bool:
        return self.kind(day) in (DayKind.WORK, DayKind.MAKEUP)

    def is_loaded(self, year: int) -> bool:
        return year in self.years

    def is_provisional(self, start: date, end: date) -> bool:
        """True when any year the span touches has no notice loaded."""
        return any(not self.is_loaded(year) for year in range(start.year, end.year + 1))

    def _year(self, year: int) -> tuple[int, ...]:
        """Ordinals of the year's working days, in order."""
        if year not in self._days:
            first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
            self._days[year] = tuple(
                n for n in range(first, last + 1) if self.is_workday(date.fromordinal(n))
            )
        return self._days[year]

    def add(self, day: date, count: int) -> date:
        """The count-th working day after day; day itself is not counted (民事诉讼法第八十五条 and uniform practice)."""
        if count < 0:
            raise ValueError("工作日数不能是负数")
        if count == 0:
            return day
        year, days = day.year, self._year(day.year)
        index = bisect_right(days, day.toordinal()) + count - 1
        while index >= len(days):
            index -= len(days)
            year += 1
            days = self._year(year)
        return date.fromordinal(days[index])

    def between(self, after: date, until: date) -> int:
        """How many working days d with after < d ≤ until; 0 when until is not later."""
        if until <= after:
            return 0
        total = -bisect_right(self._year(after.year), after.toordinal())
        for year in range(after.year, until.year):
            total += len(self._year(year))
        return total + bisect_right(self._year(until.year), until.toordinal())

    def next_workday(self, day: date) -> date:
        """The day itself when it is a working day, else the first one after it."""
        days = self._year(day.year)
        index = bisect_left(days, day.toordinal())
        return date.fromordinal(days[index]) if index < len(days) else self.add(day - timedelta(1), 1)

    def irregular(self, after: date, until: date) -> tuple[int, int]:
        """(weekdays off, weekends worked) with after < d ≤ until: where the count leaves the ordinary week."""
        off = on = 0
        for year in range(after.year, until.year + 1):
            notice = self.years.get(year)
            if notice is not None:
                off += sum(after < d <= until and d.weekday() < 5 for d in notice.off - notice.on)
                on += sum(after < d <= until and d.weekday() >= 5 for d in notice.on)
        return off, on
