# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""工作日: holidays, make-up working days, years without a notice, and notices an officer loads."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.calendar import DayKind, Workdays, YearNotice, parse_day
from gongkai.law.notices import calendar_with, parse_notice
from tests.law.notices import WORKDAYS

pytestmark = pytest.mark.law("民事诉讼法第八十五条")
D = date.fromisoformat


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2024-06-10", DayKind.HOLIDAY),  # 端午节, a Monday
        ("2024-09-29", DayKind.MAKEUP),  # a Sunday worked for 国庆
        ("2024-06-08", DayKind.WEEKEND),
        ("2024-06-11", DayKind.WORK),
        ("2024-10-05", DayKind.HOLIDAY),  # a Saturday inside the holiday
        ("2030-10-01", DayKind.WORK),  # no notice yet: a Tuesday like any other
    ],
)
def test_what_a_day_is(day, kind):
    assert WORKDAYS.kind(D(day)) is kind
    assert WORKDAYS.is_workday(D(day)) is (kind in (DayKind.WORK, DayKind.MAKEUP))


def test_a_weekday_named_in_the_notice_as_worked_is_a_plain_working_day():
    days = Workdays({2024: YearNotice(off=frozenset(), on=frozenset({D("2024-06-11")}))})
    assert days.kind(D("2024-06-11")) is DayKind.WORK


@pytest.mark.parametrize(
    ("day", "following"),
    [
        ("2024-06-08", "2024-06-11"),  # Saturday, Sunday and 端午
        ("2024-06-11", "2024-06-11"),
        ("2024-12-31", "2024-12-31"),
        ("2026-12-31", "2026-12-31"),
        ("2024-09-28", "2024-09-29"),  # the next day is a make-up working day
    ],
)
def test_a_last_day_on_a_day_off_moves_to_the_next_working_day(day, following):
    assert WORKDAYS.next_workday(D(day)) == D(following)


def test_the_next_working_day_may_lie_in_the_next_year():
    days = Workdays({2022: YearNotice(off=frozenset({D("2022-12-31")}), on=frozenset())})
    assert days.next_workday(D("2022-12-31")) == D("2023-01-02")


def test_counting_nothing_forward_or_backward():
    assert WORKDAYS.add(D("2024-06-08"), 0) == D("2024-06-08")
    assert WORKDAYS.between(D("2024-06-10"), D("2024-06-03")) == 0
    with pytest.raises(ValueError, match="不能是负数"):
        WORKDAYS.add(D("2024-06-08"), -1)


def test_a_span_is_provisional_when_any_year_of_it_has_no_notice():
    assert not WORKDAYS.is_provisional(D("2024-12-20"), D("2025-01-20"))
    assert WORKDAYS.is_provisional(D("2025-12-20"), D("2026-01-20"))


def test_where_the_count_leaves_the_ordinary_week():
    # 2024-09-27 to 2024-10-30: five weekdays off, two weekends worked
    assert WORKDAYS.irregular(D("2024-09-27"), D("2024-10-30")) == (5, 2)
    assert WORKDAYS.irregular(D("2030-09-27"), D("2030-10-30")) == (0, 0)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.dates(date(2023, 6, 1), date(2026, 6, 1)), st.integers(1, 60), st.integers(0, 90))
def test_a_day_off_more_never_makes_a_limit_earlier(start, count, ahead):
    more = start + timedelta(days=ahead)
    years = dict(WORKDAYS.years)
    held = years.get(more.year, YearNotice(frozenset(), frozenset()))
    years[more.year] = YearNotice(held.off | {more}, held.on - {more})
    assert Workdays(years).add(start, count) >= WORKDAYS.add(start, count)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.dates(date(2023, 6, 1), date(2026, 6, 1)), st.integers(1, 60))
def test_counting_forward_and_counting_between_agree(start, count):
    end = WORKDAYS.add(start, count)
    assert WORKDAYS.is_workday(end)
    assert WORKDAYS.between(start, end) == count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2024-6-3", "YYYY-MM-DD"), ("20240603", "YYYY-MM-DD"), (20240603, "YYYY-MM-DD"), (None, "YYYY-MM-DD"),
        ("2024-02-30", "不是历书上的日期"), ("1024-02-03", "1990年到2199年"), ("2024-W23-1", "YYYY-MM-DD"),
    ],
)  # fmt: skip
def test_a_slip_of_the_pen_in_a_date_is_named(text, words):
    with pytest.raises(ValueError, match=words):
        parse_day(text)


NOTICE = {"year": 2027, "number": "放假安排（示例）", "off": ["2027-01-01..2027-01-03", "2027-02-06..2027-02-12"], "on": ["2027-02-20"]}  # fmt: skip


def test_a_loaded_notice_makes_its_year_certain():
    loaded = calendar_with(WORKDAYS, [parse_notice(NOTICE)])
    assert WORKDAYS.is_provisional(D("2027-02-01"), D("2027-02-28"))
    assert not loaded.is_provisional(D("2027-02-01"), D("2027-02-28"))
    assert loaded.add(D("2027-02-05"), 1) == D("2027-02-15")
    assert loaded.is_workday(D("2027-02-20"))


def test_a_loaded_notice_replaces_what_was_known_of_its_year():
    changed = {"year": 2024, "number": "调整（示例）", "off": ["2024-06-11"]}
    loaded = calendar_with(WORKDAYS, [parse_notice(changed)])
    assert loaded.is_workday(D("2024-06-10"))
    assert not loaded.is_workday(D("2024-06-11"))


def test_a_regions_holiday_is_added_but_does_not_make_a_year_certain():
    regional = {"number": "地方假日（示例）", "off": ["2024-04-11", "2028-04-11"]}
    loaded = calendar_with(WORKDAYS, [parse_notice(regional)])
    assert not loaded.is_workday(D("2024-04-11"))
    assert loaded.is_provisional(D("2028-04-11"), D("2028-04-12"))
    assert parse_notice(regional).as_json()["year"] is None


def test_a_notice_may_begin_in_the_last_days_of_the_year_before():
    raw = {"year": 2026, "number": "示例", "off": ["2025-12-31..2026-01-02"], "on": ["2025-12-28"]}
    loaded = calendar_with(WORKDAYS, [parse_notice(raw)])
    assert not loaded.is_workday(D("2025-12-31"))
    assert loaded.is_workday(D("2025-12-28"))
    assert not loaded.is_provisional(D("2026-01-01"), D("2026-12-31"))


def test_a_year_before_a_loaded_one_does_not_become_certain_by_it():
    raw = {"year": 2029, "number": "示例", "off": ["2028-12-31..2029-01-01"], "on": ["2028-12-30"]}
    loaded = calendar_with(WORKDAYS, [parse_notice(raw)])
    assert loaded.is_provisional(D("2028-12-29"), D("2028-12-29"))
    assert not loaded.is_workday(D("2028-12-30"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"number": ""}, "缺少 number"), ({"off": []}, "没有放假的日期"), ({"off": "2027-01-01"}, "应为日期的列表"),
        ({"off": ["2027-01-05..2027-01-01"]}, "起止颠倒"), ({"off": ["2027-01-01..2027-12-31"]}, "超过31日"),
        ({"off": ["元旦"]}, "YYYY-MM-DD"), ({"off": [20270101]}, "YYYY-MM-DD"), ({"on": ["2027-02-10"]}, "既写放假又写上班"),
        ({"on": ["2027-02-22"]}, "不是周末"), ({"year": "2027"}, "应为年份"), ({"year": True}, "应为年份"),
        ({"off": ["2026-10-01"]}, "不在2027年"), ({"year": None}, "不能写调休上班"),
    ],
)  # fmt: skip
def test_a_wrong_notice_is_refused_with_the_place(change, words):
    with pytest.raises(ValueError, match=words):
        parse_notice({**NOTICE, **change})
