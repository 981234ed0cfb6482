# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What day it is for this instance. The example county stands still on its own day; every other goes with the clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

from django.conf import settings

CHINA = timezone(timedelta(hours=8))


def china_today() -> date:
    """The clock's day in China, for commands that run without settings."""
    return datetime.now(CHINA).date()


_told: list[date] = []


def tell(day: date) -> None:
    """Let this process take another day for today: `gongkai tick --now`. Verbs of a server are never told."""
    _told[:] = [day]


def today() -> date:
    """The day screens and verbs speak of (中国标准时间)."""
    if _told:
        return _told[0]
    fixed: date | None = settings.GONGKAI_TODAY
    return fixed or china_today()


def is_fixed() -> bool:
    """True in an example instance whose day does not move."""
    return settings.GONGKAI_TODAY is not None


def now() -> datetime:
    """The moment clocks of hours are read at; an example that stands on its day stands at its evening."""
    day = today()
    return datetime.now(CHINA) if day == china_today() else datetime.combine(day, time(18), CHINA)
