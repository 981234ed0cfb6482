# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Many cases at once: every answer is the clock's own, whatever the facts."""

from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gongkai.law.clock import Event, run
from gongkai.law.events import TYPES
from gongkai.law.many import Standings, conclude
from tests.law.notices import WORKDAYS

pytestmark = pytest.mark.law("条例第三十条", "条例第三十三条")
RECEIVED = st.dates(date(2024, 1, 2), date(2025, 8, 1))
COURSES = [
    ["consultation_sent", "consultation_closed"], ["consultation_sent"], ["extended"], ["supplement_requested", "supplement_received"],
    ["supplement_requested"], ["replied"], ["withdrawn"], ["fee_notified", "fee_paid"], ["delayed"], ["reasons_requested"],
]  # fmt: skip


@st.composite
def histories(draw, *, lawful):
    """A case: mostly whole courses in order, or any facts in any order on any day near the receipt."""
    received = draw(RECEIVED)
    if lawful:
        kinds = [kind for course in draw(st.lists(st.sampled_from(COURSES), max_size=5)) for kind in course]
    else:
        kinds = draw(st.lists(st.sampled_from(sorted(TYPES)), max_size=6))
    days = draw(st.lists(st.integers(-1 if not lawful else 0, 60), min_size=len(kinds), max_size=len(kinds)))
    days = sorted(days) if lawful else days
    events = [
        Event(
            kind, received + timedelta(days=day), id=draw(st.sampled_from("ab")),
            to=draw(st.sampled_from(["third_party", "co_maker", "organ"])),
            received_by_party_on=draw(st.none() | st.integers(-800, 30).map(lambda n, d=received: d + timedelta(days=n))),
            working_days=draw(st.integers(1, 22)), until=received + timedelta(days=draw(st.integers(0, 90))),
            respond_by=draw(st.none() | st.just(received + timedelta(days=30))),
        )
        for kind, day in zip(kinds, days, strict=True)
    ]  # fmt: skip
    return received, events


CASES = st.lists(histories(lawful=True) | histories(lawful=False), max_size=6)
SENT = Event("consultation_sent", date(2024, 6, 4), id="a", to="organ")


def ev(kind, on, **more):
    return Event(kind, date.fromisoformat(on), **more)


def by_the_clock(cases, days, calendar=WORKDAYS):
    clocks = [
        run(received, events, as_of=day, workdays=calendar)
        for (received, events), day in zip(cases, days, strict=True)
    ]
    return Standings(
        [c.due for c in clocks], [c.excluded_working_days for c in clocks], [c.on_time for c in clocks],
        [c.overdue for c in clocks],
    )  # fmt: skip


@settings(derandomize=True, max_examples=100, deadline=None)
@given(CASES, st.integers(-10, 300))
@example(
    [(date(2024, 6, 3), [ev("extended", "2024-07-02", working_days=20), ev("replied", "2024-07-30")])], 60
)
@example([(date(2024, 6, 3), [ev("extended", "2024-07-03", working_days=20)])], 60)
@example(
    [
        (
            date(2024, 6, 3),
            [
                ev("consultation_sent", "2024-07-02", id="a", to="organ"),
                ev("consultation_closed", "2024-07-08", id="a"),
            ],
        )
    ],
    60,
)
@example(
    [(date(2024, 6, 3), [ev("supplement_received", "2024-06-20"), ev("supplement_requested", "2024-06-05")])],
    60,
)
@example(
    [(date(2024, 6, 3), [ev("extended", "2024-06-20", working_days=5), ev("replied", "2024-06-19")])], 60
)
@example([(date(2024, 6, 3), [SENT, ev("consultation_closed", "2030-06-04", id="a")])], 60)
@example(
    [(date(2024, 6, 3), [ev("supplement_requested", "2024-06-05"), ev("supplement_received", "2199-12-30")])],
    60,
)
def test_many_at_once_stand_where_the_clock_puts_each(cases, later):
    received, facts = [c[0] for c in cases], [c[1] for c in cases]
    day = date(2024, 6, 3) + timedelta(days=later)
    assert conclude(received, facts, as_of=day, workdays=WORKDAYS) == by_the_clock(cases, [day] * len(cases))
    own = [r + timedelta(days=later) for r in received]
    assert conclude(received, facts, as_of=own, workdays=WORKDAYS) == by_the_clock(cases, own)


# 收到之日, 事项, 最后答复日, 不计, 是否按期, 是否逾期
REGISTER = [
    ("2024-06-03", [], "2024-07-02", 0, None, True),
    ("2024-06-03", [ev("replied", "2024-07-02")], "2024-07-02", 0, True, False),
    ("2024-06-03", [ev("replied", "2024-07-03")], "2024-07-02", 0, False, False),
    ("2024-06-03", [ev("withdrawn", "2024-06-20")], "2024-07-02", 0, None, False),
    ("2024-06-03", [ev("consultation_sent", "2024-06-12", id="a", to="third_party"), ev("consultation_closed", "2024-06-25", id="a")],
     "2024-07-15", 9, None, True),
    ("2024-06-03", [ev("supplement_requested", "2024-06-13"), ev("supplement_received", "2024-07-01")], "2024-07-29", 0, None, True),
    ("2024-06-03", [ev("supplement_requested", "2024-06-13")], None, 0, None, False),
    ("2024-06-03", [ev("fee_notified", "2024-06-17"), ev("fee_paid", "2024-07-01")], "2024-07-29", 0, None, True),
    ("2024-12-04", [], "2025-01-02", 0, None, False),
    ("2024-06-03", [ev("consultation_sent", "2024-06-12", id="a", to="organ"), ev("replied", "2024-06-19")], "2024-07-09", 5, True, False),
    ("2024-06-03", [ev("consultation_sent", "2024-06-03", id="a", to="organ"), ev("consultation_closed", "2024-06-07", id="a")],
     "2024-07-08", 4, None, True),
    ("2024-06-03", [ev("consultation_sent", "2024-06-03", id="a", to="organ"), ev("consultation_closed", "2024-06-07", id="a"),
                    ev("withdrawn", "2024-06-20")], "2024-07-08", 4, None, False),
    ("2024-06-03", [ev("consultation_sent", "2024-06-12", id="a", to="organ"), ev("consultation_closed", "2024-06-19", id="a"),
                    ev("extended", "2024-06-20", working_days=5)], "2024-07-16", 5, None, True),
    ("2024-06-03", [ev("consultation_sent", "2024-06-12", id="a", to="third_party"), ev("consultation_sent", "2024-06-13", id="b", to="third_party"),
                    ev("consultation_closed", "2024-06-19", id="b"), ev("consultation_closed", "2024-06-25", id="a")], "2024-07-15", 9, None, True),
]  # fmt: skip


def test_a_register_in_columns():
    found = conclude(
        [date.fromisoformat(r[0]) for r in REGISTER],
        [r[1] for r in REGISTER],
        as_of=date(2024, 12, 31),
        workdays=WORKDAYS,
    )
    assert [d and d.isoformat() for d in found.due] == [r[2] for r in REGISTER]
    assert found.excluded_working_days == [r[3] for r in REGISTER]
    assert found.on_time == [r[4] for r in REGISTER]
    assert found.overdue == [r[5] for r in REGISTER]


def test_no_case_has_no_standing():
    assert conclude([], [], as_of=date(2024, 6, 3), workdays=WORKDAYS) == Standings([], [], [], [])
