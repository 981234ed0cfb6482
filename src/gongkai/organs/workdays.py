# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The working calendar of this instance: the chinesecalendar library's notices, as the value law/ counts with.

Needs no database and no settings, so the command line can use it alone.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from chinese_calendar import constants

from gongkai.law.calendar import Workdays, YearNotice


@cache
def workdays() -> Workdays:
    """Every year the library knows; any other year is computed from weekends and marked provisional."""
    years: dict[int, tuple[set[date], set[date]]] = {}
    for day in constants.holidays:
        years.setdefault(day.year, (set(), set()))[0].add(day)
    for day in constants.workdays:
        years.setdefault(day.year, (set(), set()))[1].add(day)
    return Workdays({year: YearNotice(frozenset(off), frozenset(on)) for year, (off, on) in years.items()})
