# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""1,000,000 case histories through the clock, against numpy.busday_offset doing only the base limit of the same dates."""

import random
import time
from datetime import date, timedelta

import numpy as np

from gongkai.law.clock import REPLY_LIMIT, Event, run
from gongkai.organs.workdays import library

CASES = 1_000_000
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


histories = [history(n, day) for n, day in enumerate(received)]
holidays = [np.datetime64(d) for n in DAYS.years.values() for d in n.off if d.weekday() < 5]
as_numpy = np.array(received, dtype="datetime64[D]")

start = time.process_time()
base = np.busday_offset(as_numpy, REPLY_LIMIT, roll="backward", holidays=holidays)
numpy_seconds = time.process_time() - start

start = time.process_time()
closing = [
    run(day, events, as_of=day, workdays=DAYS).due for day, events in zip(received, histories, strict=True)
]
clock_seconds = time.process_time() - start

start = time.process_time()
plain = [DAYS.add(day, REPLY_LIMIT) for day in received]
add_seconds = time.process_time() - start

print(f"numpy.busday_offset, base limit only, no make-up days: {numpy_seconds:.3f} s")
print(f"our base limit (Workdays.add): {add_seconds:.3f} s = {add_seconds / numpy_seconds:.1f}×")
print(f"whole clock with trace: {clock_seconds:.3f} s = {clock_seconds / numpy_seconds:.1f}×")
