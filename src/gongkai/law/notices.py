# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""放假安排 as data: the State Council's yearly notice, or a region's own holidays, and several of them as one calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from gongkai.law.calendar import Workdays, YearNotice, parse_day

SPAN_MOST = 31  # days; no holiday is longer


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: the year it arranges (None: a region's holidays added to whatever year they fall in), its number."""

    year: int | None
    number: str
    off: frozenset[date]
    on: frozenset[date]

    def as_json(self) -> dict[str, Any]:
        return {
            "year": self.year, "number": self.number, "off": sorted(d.isoformat() for d in self.off),
            "on": sorted(d.isoformat() for d in self.on),
        }  # fmt: skip


def _days(raw: object, name: str) -> frozenset[date]:
    if not isinstance(raw, list):
        raise ValueError(f"{name} 应为日期的列表")
    found: set[date] = set()
    for entry in raw:
        first, _, last = entry.partition("..") if isinstance(entry, str) else (entry, "", "")
        try:
            start = parse_day(first)
            end = parse_day(last) if last else start
        except ValueError as error:
            raise ValueError(f"{name} 的 {entry!r}：{error}") from None
        if not 0 <= (end - start).days <= SPAN_MOST:
            raise ValueError(f"{name} 的 {entry!r}：起止颠倒，或者超过{SPAN_MOST}日")
        found.update(start + timedelta(days=n) for n in range((end - start).days + 1))
    return frozenset(found)


def parse_notice(raw: Mapping[str, Any]) -> Notice:
    """A notice from {year, number, off, on}, days as "2027-01-01" or "2027-02-06..2027-02-12". Raises ValueError."""
    year, number = raw.get("year"), raw.get("number")
    if not isinstance(number, str) or not number.strip():
        raise ValueError("缺少 number（放假安排的文号，或者地方假日的依据）")
    off, on = _days(raw.get("off", []), "off"), _days(raw.get("on", []), "on")
    if not off:
        raise ValueError("off 里没有放假的日期")
    if both := off & on:
        raise ValueError(f"{min(both).isoformat()} 既写放假又写上班")
    if weekdays := [d for d in on if d.weekday() < 5]:
        raise ValueError(f"{min(weekdays).isoformat()} 不是周末，不用写调休上班")
    if year is None:
        if on:
            raise ValueError("地方假日不能写调休上班")
        return Notice(None, number.strip(), off, on)
    if not isinstance(year, int) or isinstance(year, bool):
        raise ValueError(f"year 应为年份，现在是 {year!r}")
    # A year's arrangement may begin on the last days of the year before.
    if outside := [d for d in off | on if not date(year - 1, 12, 25) <= d <= date(year, 12, 31)]:
        raise ValueError(f"{min(outside).isoformat()} 不在{year}年的安排里")
    return Notice(year, number.strip(), off, on)


def calendar_with(base: Workdays, notices: Iterable[Notice]) -> Workdays:
    """The calendar with these notices over it: a year's notice replaces that year, a region's days are added."""
    years = {year: (set(n.off), set(n.on)) for year, n in base.years.items()}
    loaded = list(notices)
    for notice in loaded:
        if notice.year is not None:
            years[notice.year] = (set(), set())
    for notice in loaded:
        for day in notice.off:
            if day.year in years:  # a day of a year without its own notice would make that year look loaded
                years[day.year][0].add(day)
                years[day.year][1].discard(day)
        for day in notice.on:
            if day.year in years:
                years[day.year][1].add(day)
    return Workdays({y: YearNotice(frozenset(off), frozenset(on)) for y, (off, on) in years.items()})
