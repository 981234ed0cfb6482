# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The reply clock against the obvious way: walking the calendar day by day."""

import random
from datetime import date, timedelta

from compare import compare

from gongkai.law.calendar import Workdays
from gongkai.law.clock import Event, run
from gongkai.organs.workdays import library

CASES = 20_000
rng = random.Random(1)
DAYS = library()
received = [date(2021, 1, 4) + timedelta(rng.randrange(1500)) for _ in range(CASES)]
facts = [
    [
        Event("consultation_sent", day + timedelta(3), id="a", to="third_party"),
        Event("consultation_closed", day + timedelta(12), id="a"),
    ]
    if n % 3 == 0
    else []
    for n, day in enumerate(received)
]


def by_calendar() -> list[date | None]:
    return [
        run(day, events, as_of=day, workdays=DAYS).due for day, events in zip(received, facts, strict=True)
    ]


def walk(days: Workdays, day: date, events: list[Event]) -> date:
    left_out = set()
    if events:
        on = events[0].on + timedelta(1)
        while on <= events[1].on:
            left_out.add(on)
            on += timedelta(1)
    counted = 0
    while counted < 20:
        day += timedelta(1)
        counted += days.is_workday(day) and day not in left_out
    return day


def by_walking() -> list[date]:
    return [walk(DAYS, day, events) for day, events in zip(received, facts, strict=True)]


assert by_calendar() == by_walking()
compare(f"clock with trace, {CASES} cases", by_calendar, "bare walk without trace", by_walking)
