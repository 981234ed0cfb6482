# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""1,000,000 case histories through the clock, against numpy.busday_offset doing only the base limit of the same dates."""

import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from gongkai.law.clock import REPLY_LIMIT, Event, run
from gongkai.law.many import conclude
from gongkai.organs.workdays import library

CASES, TRACED = 1_000_000, 100_000
TODAY = date(2025, 3, 31)
rng = random.Random(2)
DAYS = library()
received = [date(2021, 1, 4) + timedelta(rng.randrange(1500)) for _ in range(CASES)]


def history(n: int, day: date) -> list[Event]:
    """Seven in ten plain; the rest consulted, extended or supplemented, as a county's are."""
    kind = n % 20
    if kind < 3:
        return [
            Event("consultation_sent", day + timedelta(3), id="a", to="third_party"),
            Event("consultation_closed", day + timedelta(12), id="a"),
        ]
    if kind < 5:
        return [Event("extended", day + timedelta(15), working_days=10)]
    if kind < 6:
        return [
            Event("supplement_requested", day + timedelta(4)),
            Event("supplement_received", day + timedelta(20)),
        ]
    return []


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """The median of CPU seconds."""
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


histories = [history(n, day) for n, day in enumerate(received)]
replied = [[*h, Event("replied", day + timedelta(40))] for h, day in zip(histories, received, strict=True)]
holidays = [np.datetime64(d) for n in DAYS.years.values() for d in n.off if d.weekday() < 5]
as_numpy = np.array(received, dtype="datetime64[D]")


def traced(facts: list[list[Event]]) -> list[date | None]:
    pairs = zip(received[:TRACED], facts[:TRACED], strict=True)
    return [run(day, events, as_of=TODAY, workdays=DAYS).due for day, events in pairs]


for facts in (histories, replied):
    assert conclude(received[:TRACED], facts[:TRACED], as_of=TODAY, workdays=DAYS).due == traced(facts)

base = seconds(lambda: np.busday_offset(as_numpy, REPLY_LIMIT, roll="backward", holidays=holidays))
print(f"numpy.busday_offset, base limit only, no make-up days: {base:.3f} s")
for name, work, scale in (
    ("base limit one by one (Workdays.add)", lambda: [DAYS.add(day, REPLY_LIMIT) for day in received], 1),
    ("base limit at once (no facts)", lambda: conclude(received, [()] * CASES, as_of=TODAY, workdays=DAYS), 1),
    ("open cases at once, three in ten with facts", lambda: conclude(received, histories, as_of=TODAY, workdays=DAYS), 1),
    ("the same, every one also replied to", lambda: conclude(received, replied, as_of=TODAY, workdays=DAYS), 1),
    ("whole clock with trace, one by one (a tenth measured)", lambda: traced(histories), CASES // TRACED),
):  # fmt: skip
    took = seconds(work, 3 if scale > 1 else 5) * scale
    print(f"{name}: {took:.3f} s = {took / base:.1f}×")
