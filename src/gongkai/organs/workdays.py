# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The working calendar: the chinesecalendar library's notices, and over them the notices an officer loaded.

Loaded notices are files, one JSON document each, in the instance's `notices` folder; reading them needs no database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from chinese_calendar import constants
from django.conf import settings

from gongkai.law.calendar import Workdays, YearNotice
from gongkai.law.notices import Notice, calendar_with, parse_notice


@cache
def library() -> Workdays:
    """Every year the library knows; any other year is computed from weekends and marked provisional."""
    years: dict[int, tuple[set[object], set[object]]] = {}
    for day in constants.holidays:
        years.setdefault(day.year, (set(), set()))[0].add(day)
    for day in constants.workdays:
        years.setdefault(day.year, (set(), set()))[1].add(day)
    return Workdays({year: YearNotice(frozenset(off), frozenset(on)) for year, (off, on) in years.items()})  # type: ignore[arg-type]


def read_notice(path: Path) -> Notice:
    """One loaded notice. Raises ValueError naming the file."""
    try:
        return parse_notice(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as error:  # of the encoding and of JSON too
        raise ValueError(f"放假安排 {path.name} 不能用：{error}") from None


def read_notices(folder: Path | None) -> dict[str, Notice]:
    """The notices of a folder by file name; none when it does not exist."""
    if folder is None or not folder.is_dir():
        return {}
    return {path.name: read_notice(path) for path in sorted(folder.glob("*.json"))}


def calendar_of(notices: Iterable[Notice]) -> Workdays:
    """The library's calendar with these notices over it."""
    return calendar_with(library(), notices)


@lru_cache(maxsize=8)
def _loaded(folder: Path, _stamp: tuple[tuple[str, int], ...]) -> Workdays:
    return calendar_of(read_notices(folder).values())


def calendar(folder: Path | None) -> Workdays:
    """The library's calendar with the notices of a folder over it; read again when a file changes."""
    if folder is None or not folder.is_dir():
        return library()
    stamp = tuple((path.name, path.stat().st_mtime_ns) for path in sorted(folder.glob("*.json")))
    return _loaded(folder, stamp) if stamp else library()


def workdays() -> Workdays:
    """The calendar this instance counts with."""
    return calendar(settings.GONGKAI_NOTICES)
