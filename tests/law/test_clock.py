# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The reply clock, as tables a clerk can check against a wall calendar."""

from datetime import date

import pytest

from gongkai.law.clock import parse_event, run
from tests.law.notices import WORKDAYS

D = date.fromisoformat


def clock(received, *events, as_of="2024-06-04"):
    return run(D(received), [parse_event(e) for e in events], as_of=D(as_of), workdays=WORKDAYS)


def ev(kind, on, **rest):
    return {"type": kind, "on": on, **rest}


# 收到之日, 工作日数, 最后一日
DEADLINES = [
    ("2024-06-03", 7, "2024-06-13"),
    ("2024-06-03", 15, "2024-06-25"),
    ("2024-06-03", 20, "2024-07-02"),
    ("2024-06-03", 40, "2024-07-30"),
    ("2024-09-27", 20, "2024-10-30"),
    ("2024-02-05", 20, "2024-03-08"),
    ("2024-04-26", 20, "2024-05-27"),
    ("2024-09-13", 7, "2024-09-25"),
    ("2024-12-03", 20, "2024-12-31"),
    ("2024-12-04", 20, "2025-01-02"),
    ("2025-01-24", 20, "2025-02-27"),
]


@pytest.mark.parametrize(("received", "count", "last"), DEADLINES)
def test_the_last_day_is_counted_in_working_days_from_the_day_after_receipt(received, count, last):
    assert WORKDAYS.add(D(received), count) == D(last)
    assert WORKDAYS.between(D(received), D(last)) == count


CONSULT = (
    ev("consultation_sent", "2024-06-12", id="c1", to="third_party"),
    ev("consultation_closed", "2024-06-25", id="c1"),
)


def test_consultation_time_is_not_counted():
    result = clock("2024-06-03", *CONSULT)
    assert (result.due, result.excluded_working_days) == (D("2024-07-15"), 9)


def test_overlapping_consultations_are_counted_once():
    more = (
        ev("consultation_sent", "2024-06-13", id="c2", to="organ"),
        ev("consultation_closed", "2024-06-20", id="c2"),
    )
    assert clock("2024-06-03", *CONSULT, *more).due == D("2024-07-15")


def test_a_received_supplement_restarts_the_clock_and_forgets_what_came_before():
    events = (
        ev("consultation_sent", "2024-06-04", id="c", to="organ"),
        ev("consultation_closed", "2024-06-07", id="c"),
        ev("supplement_requested", "2024-06-13"),
        ev("supplement_received", "2024-07-01"),
    )
    result = clock("2024-06-03", *events, as_of="2024-07-02")
    assert (result.due, result.excluded_working_days, result.errors) == (D("2024-07-29"), 0, ())


def test_while_a_supplement_or_payment_is_awaited_there_is_no_due_date():
    asked = ev("supplement_requested", "2024-06-13", respond_by="2024-07-05")
    assert (clock("2024-06-03", asked).state, clock("2024-06-03", asked).due) == ("awaiting_supplement", None)
    assert clock("2024-06-03", asked, as_of="2024-07-06").state == "lapsed"
    fee = ev("fee_notified", "2024-06-17")
    assert clock("2024-06-03", fee, as_of="2024-07-15").state == "awaiting_payment"
    assert clock("2024-06-03", fee, as_of="2024-07-16").state == "lapsed"
    assert clock("2024-06-03", fee, ev("fee_paid", "2024-07-01")).due == D("2024-07-29")


def test_one_extension_of_up_to_twenty_working_days():
    assert clock("2024-06-03", ev("extended", "2024-07-02", working_days=20)).due == D("2024-07-30")


@pytest.mark.parametrize(
    ("code", "events"),
    [
        ("extension_too_long", [ev("extended", "2024-06-20", working_days=21)]),
        ("extension_after_limit", [ev("extended", "2024-07-03", working_days=5)]),
        (
            "supplement_late",
            [ev("supplement_requested", "2024-06-14"), ev("supplement_received", "2024-06-14")],
        ),
        ("event_before_receipt", [ev("extended", "2024-06-02", working_days=5)]),
        ("consultation_unknown", [ev("consultation_closed", "2024-06-05", id="x")]),
        ("payment_without_notice", [ev("fee_paid", "2024-06-05")]),
        ("event_after_close", [ev("replied", "2024-06-20"), ev("extended", "2024-06-21", working_days=5)]),
    ],
)
def test_what_the_law_does_not_allow_is_named_and_the_rest_still_computed(code, events):
    result = clock("2024-06-03", *events)
    assert [e.code for e in result.errors] == [code]
    assert result.due is not None


def test_a_reply_is_on_time_up_to_its_limit():
    assert clock("2024-06-03", ev("replied", "2024-07-02")).on_time is True
    assert clock("2024-06-03", ev("replied", "2024-07-03")).on_time is False


def test_a_year_without_a_notice_is_provisional():
    assert clock("2025-12-20", as_of="2025-12-21").provisional is True
    assert clock("2024-12-04", as_of="2024-12-05").provisional is False
