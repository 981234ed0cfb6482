# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What must hold of the clock for every case, not only the ones in the tables."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.calendar import Workdays, YearNotice
from gongkai.law.clock import Event, run
from tests.law.notices import WORKDAYS

pytestmark = pytest.mark.law("条例第三十条", "条例第三十三条")
PROFILE = settings(derandomize=True, max_examples=120, deadline=None)
RECEIVED = st.dates(date(2024, 1, 2), date(2025, 8, 1))
SPANS = st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), max_size=4)


def consultations(received, spans):
    events = []
    for n, (after, length) in enumerate(spans):
        start = received + timedelta(days=after)
        events.append(Event("consultation_sent", start, id=str(n), to="organ"))
        events.append(Event("consultation_closed", start + timedelta(days=length), id=str(n)))
    return sorted(events, key=lambda e: e.type, reverse=True)  # sent before closed on one day


def due(received, events, days=WORKDAYS):
    return run(received, events, as_of=received + timedelta(days=200), workdays=days)


@PROFILE
@given(RECEIVED, SPANS)
def test_the_due_is_a_working_day_after_receipt_with_twenty_counted_days_before_it(received, spans):
    found = due(received, consultations(received, spans))
    assert WORKDAYS.is_workday(found.due)
    assert WORKDAYS.between(received, found.due) == 20 + found.excluded_working_days


@PROFILE
@given(RECEIVED, SPANS)
def test_what_is_left_out_is_the_union_of_the_days_in_any_order(received, spans):
    found = due(received, consultations(received, spans))
    asked = set()
    for after, length in spans:
        start = received + timedelta(days=after)
        asked |= {start + timedelta(days=n) for n in range(1, length + 1)}
    counted = {d for d in asked if WORKDAYS.is_workday(d) and d <= found.due}
    assert found.excluded_working_days == len(counted)
    assert due(received, consultations(received, list(reversed(spans)))).due == found.due


@PROFILE
@given(RECEIVED, SPANS, st.integers(0, 25), st.integers(0, 25))
def test_asking_once_more_never_makes_the_limit_earlier(received, spans, after, length):
    more = [*spans, (after, length)]
    assert (
        due(received, consultations(received, more)).due >= due(received, consultations(received, spans)).due
    )


@PROFILE
@given(RECEIVED, SPANS, st.integers(1, 20))
def test_an_extension_adds_its_working_days_and_no_more(received, spans, n):
    events = consultations(received, spans)
    with_extension = due(received, [*events, Event("extended", received, working_days=n)])
    assert WORKDAYS.between(received, with_extension.due) == 20 + n + with_extension.excluded_working_days


@PROFILE
@given(RECEIVED, SPANS, st.integers(1, 20), st.integers(30, 60))
def test_a_restart_forgets_what_came_before(received, spans, n, later):
    asked = Event("supplement_requested", received)
    came = Event("supplement_received", received + timedelta(days=later))
    before = [e for e in consultations(received, spans) if e.on < came.on]
    found = due(received, [*before, Event("extended", received, working_days=n), asked, came])
    closed_late = {e.id for e in before if e.type == "consultation_sent"} - {
        e.id for e in before if e.type == "consultation_closed"
    }
    if not closed_late:
        assert found.due == WORKDAYS.add(came.on, 20)


@PROFILE
@given(RECEIVED, SPANS, st.integers(1, 60))
def test_a_holiday_more_never_makes_the_limit_earlier(received, spans, ahead):
    day = received + timedelta(days=ahead)
    held = WORKDAYS.years.get(day.year, YearNotice(frozenset(), frozenset()))
    more = Workdays({**WORKDAYS.years, day.year: YearNotice(held.off | {day}, held.on - {day})})
    events = consultations(received, spans)
    assert due(received, events, more).due >= due(received, events).due
