# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The library's working calendar against the State Council's notices of four years, day by day."""

from datetime import date, timedelta

import pytest

from gongkai.organs.workdays import library

# 年, 放假（起止）, 调休上班
NOTICES = [
    (2023, "01-01..01-02 01-21..01-27 04-05 04-29..05-03 06-22..06-24 09-29..10-06", "01-28 01-29 04-23 05-06 06-25 10-07 10-08"),
    (2024, "01-01 02-10..02-17 04-04..04-06 05-01..05-05 06-10 09-15..09-17 10-01..10-07",
     "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12"),
    (2025, "01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08", "01-26 02-08 04-27 09-28 10-11"),
    (2026, "01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07",
     "01-04 02-14 02-28 05-09 09-20 10-10"),
]  # fmt: skip


def days(year, text):
    found = set()
    for part in text.split():
        first, _, last = part.partition("..")
        start, end = (date.fromisoformat(f"{year}-{d}") for d in (first, last or first))
        found |= {start + timedelta(days=n) for n in range((end - start).days + 1)}
    return found


@pytest.mark.law("民事诉讼法第八十五条")
@pytest.mark.parametrize(("year", "off", "on"), NOTICES)
def test_every_day_of_a_year_is_as_the_notice_says(year, off, on):
    calendar, day = library(), date(year, 1, 1)
    away, worked = days(year, off), days(year, on)
    assert calendar.is_loaded(year)
    while day.year == year:
        expected = day in worked or (day.weekday() < 5 and day not in away)
        assert calendar.is_workday(day) is expected, day
        day += timedelta(days=1)
