# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The reply clock rule by rule: what each fact does, what the law refuses, and what is still computed then."""

from datetime import date

import pytest

from gongkai.law.clock import Event, parse_event, run
from gongkai.law.strip import Mark, strip
from tests.law.notices import WORKDAYS

pytestmark = pytest.mark.law(
    "条例第三十条",
    "条例第三十二条",
    "条例第三十三条",
    "条例第三十四条",
    "条例第三十五条",
    "信息处理费办法关于缴费期限的规定",
    "信息处理费办法关于收费通知的规定",
)
D = date.fromisoformat


def ev(kind, on, **rest):
    return {"type": kind, "on": on, **rest}


def clock(*events, received="2024-06-03", as_of="2024-06-04"):
    return run(D(received), [parse_event(e) for e in events], as_of=D(as_of), workdays=WORKDAYS)


def sent(id, on, to="third_party", **rest):
    return ev("consultation_sent", on, id=id, to=to, **rest)


def closed(id, on):
    return ev("consultation_closed", on, id=id)


ASKED, CAME = ev("supplement_requested", "2024-06-13"), ev("supplement_received", "2024-07-01")
NOTIFIED, PAID = ev("fee_notified", "2024-06-17"), ev("fee_paid", "2024-07-01")


def extended(on, n=5):
    return ev("extended", on, working_days=n)


# 错误, 条, 事项, 仍然算得出的最后答复日
REFUSED = [
    ("supplement_twice", "条例第三十条", [ASKED, CAME, ev("supplement_requested", "2024-07-03")], "2024-07-29"),
    ("supplement_late", "条例第三十条", [ev("supplement_requested", "2024-06-14"), CAME], "2024-07-29"),
    ("extension_too_long", "条例第三十三条第二款", [extended("2024-06-20", 21)], "2024-07-02"),
    ("extension_twice", "条例第三十三条第二款", [extended("2024-06-20"), extended("2024-06-21")], "2024-07-09"),
    ("extension_after_limit", "条例第三十三条第二款", [extended("2024-07-03")], "2024-07-02"),
    ("event_before_receipt", "条例第三十一条", [extended("2024-06-02")], "2024-07-02"),
    ("event_after_close", "条例第三十三条第二款", [ev("replied", "2024-06-20"), extended("2024-06-21")], "2024-07-02"),
    ("consultation_unknown", "条例第三十三条第三款", [closed("x", "2024-06-05")], "2024-07-02"),
    ("consultation_unknown", "条例第三十三条第三款", [sent("x", "2024-06-04"), closed("x", "2024-06-05"), closed("x", "2024-06-06")], "2024-07-03"),
    ("payment_without_notice", "信息处理费办法关于缴费期限的规定", [ev("fee_paid", "2024-06-05")], "2024-07-02"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "article", "events", "due"), REFUSED)
def test_what_the_law_does_not_allow_is_named_and_the_rest_still_computed(code, article, events, due):
    found = clock(*events, as_of="2024-07-05")
    assert [(e.code, e.article) for e in found.errors] == [(code, article)]
    assert found.errors[0].message
    assert found.due == D(due)


# 事项, 今天, 状态, 最后答复日, 逾期, 按时, 还剩, 不计
STATES = [
    ([], "2024-07-02", "running", "2024-07-02", False, None, 0, 0),
    ([], "2024-07-03", "running", "2024-07-02", True, None, -1, 0),
    ([], "2024-06-03", "running", "2024-07-02", False, None, 20, 0),
    ([ASKED], "2024-06-14", "awaiting_supplement", None, False, None, None, 0),
    ([ev("supplement_requested", "2024-06-13", respond_by="2024-07-05")], "2024-07-05", "awaiting_supplement", None, False, None, None, 0),
    ([ev("supplement_requested", "2024-06-13", respond_by="2024-07-05")], "2024-07-06", "lapsed", None, False, None, None, 0),
    ([ASKED], "2030-01-01", "awaiting_supplement", None, False, None, None, 0),  # no period was set
    ([ASKED, CAME], "2024-07-02", "running", "2024-07-29", False, None, 19, 0),
    ([NOTIFIED], "2024-07-15", "awaiting_payment", None, False, None, None, 0),
    ([NOTIFIED], "2024-07-16", "lapsed", None, False, None, None, 0),
    ([NOTIFIED, PAID], "2024-07-02", "running", "2024-07-29", False, None, 19, 0),
    ([extended("2024-07-02", 20)], "2024-07-03", "running", "2024-07-30", False, None, 19, 0),
    ([ev("replied", "2024-07-02")], "2024-08-01", "closed", "2024-07-02", False, True, None, 0),
    ([ev("replied", "2024-07-03")], "2024-08-01", "closed", "2024-07-02", False, False, None, 0),
    ([ASKED, ev("replied", "2024-07-03")], "2024-08-01", "closed", None, False, None, None, 0),
    ([ev("withdrawn", "2024-06-20")], "2024-08-01", "closed", "2024-07-02", False, None, None, 0),
    ([ASKED, ev("withdrawn", "2024-06-20")], "2024-08-01", "closed", None, False, None, None, 0),
    ([ev("reasons_requested", "2024-06-05")], "2024-06-06", "running", "2024-07-02", False, None, 17, 0),
    ([ev("delayed", "2024-06-20", until="2024-09-30")], "2024-06-21", "running", "2024-09-30", False, None, 71, 0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("events", "today", "state", "due", "overdue", "on_time", "remaining", "excluded"), STATES
)
def test_where_a_case_stands(events, today, state, due, overdue, on_time, remaining, excluded):
    shown = clock(*events, as_of=today).as_json()
    assert (shown["state"], shown["due"], shown["overdue"], shown["on_time"]) == (
        state,
        due,
        overdue,
        on_time,
    )
    assert (shown["remaining_working_days"], shown["excluded_working_days"]) == (remaining, excluded)
    assert shown["errors"] == []


# 征求意见, 今天, 不计的工作日, 最后答复日
CONSULTATIONS = [
    ([sent("a", "2024-06-12"), closed("a", "2024-06-25")], "2024-06-26", 9, "2024-07-15"),
    # a third party that never answers: 15 working days from its receipt
    ([sent("a", "2024-06-04", received_by_party_on="2024-06-06")], "2024-12-31", 17, "2024-07-25"),
    ([sent("a", "2024-06-04")], "2024-12-31", 15, "2024-07-23"),
    ([sent("a", "2024-06-04", to="co_maker")], "2024-12-31", 15, "2024-07-23"),
    # an answer after that does not lengthen it
    ([sent("a", "2024-06-04"), closed("a", "2024-07-20")], "2024-12-31", 15, "2024-07-23"),
    # another organ has no limit: left out up to today, then up to its answer
    ([sent("a", "2024-06-04", to="organ")], "2024-06-11", 4, "2024-07-08"),
    ([sent("a", "2024-06-04", to="organ"), closed("a", "2024-07-20")], "2024-12-31", 32, "2024-08-15"),
    # two that overlap are left out once, in either order
    ([sent("a", "2024-06-04"), sent("b", "2024-06-06", to="organ"), closed("a", "2024-06-11"), closed("b", "2024-06-14")], "2024-06-20", 7, "2024-07-11"),
    # two with one number are both closed by it
    ([sent("a", "2024-06-04", to="organ"), sent("a", "2024-06-06", to="organ"), closed("a", "2024-06-07")], "2024-06-20", 3, "2024-07-05"),
    # what was asked before a supplement came is forgotten
    ([sent("a", "2024-06-04", to="organ"), ASKED, CAME, closed("a", "2024-07-03")], "2024-07-10", 2, "2024-07-31"),
    ([sent("a", "2024-06-04"), closed("a", "2024-06-07"), ASKED, CAME], "2024-07-10", 0, "2024-07-29"),
]  # fmt: skip


@pytest.mark.parametrize(("events", "today", "excluded", "due"), CONSULTATIONS)
def test_time_spent_asking_others_is_not_counted(events, today, excluded, due):
    found = clock(*events, as_of=today)
    assert (found.excluded_working_days, found.due, found.errors) == (excluded, D(due), ())


@pytest.mark.parametrize("today", ["2024-06-20", "2024-12-31"])
def test_a_closed_case_does_not_go_on_waiting_for_another_organ(today):
    found = clock(sent("a", "2024-06-12", to="organ"), ev("replied", "2024-06-19"), as_of=today)
    assert (found.due, found.on_time, found.excluded_working_days) == (D("2024-07-09"), True, 5)


# 延迟答复（第三十五条）: 事项, 最后答复日, 不计的工作日
DELAYS = [
    ([ev("delayed", "2024-07-02", until="2024-08-30")], "2024-08-30", 0),
    # a delay never brings the last day forward
    ([ev("delayed", "2024-06-20", until="2024-06-25")], "2024-07-02", 0),
    ([ev("delayed", "2024-06-20", until="2024-07-05"), extended("2024-07-05", 20)], "2024-07-30", 0),
    ([extended("2024-06-20", 5), ev("delayed", "2024-07-09", until="2024-08-01")], "2024-08-01", 0),
    # what was left out belongs to the limit of 第三十三条; the day the organ set stays as it was told
    ([sent("a", "2024-06-12"), closed("a", "2024-06-25"), ev("delayed", "2024-07-01", until="2024-08-01")], "2024-08-01", 9),
    ([sent("a", "2024-06-12"), closed("a", "2024-06-25"), ev("delayed", "2024-07-01", until="2024-07-10")], "2024-07-15", 9),
    ([ev("delayed", "2024-06-12", until="2024-08-30"), ASKED, CAME], "2024-07-29", 0),  # forgotten by a restart
]  # fmt: skip


@pytest.mark.parametrize(("events", "due", "excluded"), DELAYS)
def test_a_delay_puts_the_last_day_off(events, due, excluded):
    found = clock(*events, as_of="2024-07-03")
    assert (found.due, found.excluded_working_days, found.errors) == (D(due), excluded, ())
    told = [t for t in found.trace if t.rule == "条例第三十三条第三款"]
    assert [t.to for t in told] == ([D("2024-07-15")] if excluded else [])


def test_a_delay_after_the_limit_does_not_wash_away_a_late_reply():
    found = clock(ev("delayed", "2024-07-03", until="2024-09-30"), ev("replied", "2024-07-10"))
    assert [(e.code, e.article) for e in found.errors] == [("delay_after_limit", "条例第三十五条")]
    assert "2024年7月3日告知延迟答复，已过答复期限2024年7月2日" in found.errors[0].message
    assert (found.due, found.on_time) == (D("2024-07-02"), False)
    assert clock(NOTIFIED, ev("delayed", "2024-07-08", until="2024-07-12")).errors == ()


def test_a_fee_notice_after_the_limit_is_a_fault_but_still_stops_the_clock():
    late = ev("fee_notified", "2024-07-03")
    found = clock(late, as_of="2024-07-04")
    assert [(e.code, e.article) for e in found.errors] == [
        ("fee_notice_late", "信息处理费办法关于收费通知的规定")
    ]
    assert (found.state, found.due) == ("awaiting_payment", None)
    assert clock(ev("fee_notified", "2024-07-02")).errors == ()
    assert clock(ASKED, ev("fee_notified", "2024-07-08")).errors == ()  # while it waits there is no limit


# 同时等补正和缴费
BOTH = [ASKED, NOTIFIED]


@pytest.mark.parametrize(
    ("events", "state", "due"),
    [
        (BOTH, "awaiting_payment", None),
        ([NOTIFIED, ev("supplement_requested", "2024-06-18")], "awaiting_supplement", None),
        (
            [NOTIFIED, ev("supplement_requested", "2024-06-18"), ev("fee_notified", "2024-06-19")],
            "awaiting_payment",
            None,
        ),
        ([*BOTH, CAME], "awaiting_payment", None),
        ([*BOTH, PAID], "awaiting_supplement", None),
        ([*BOTH, ev("fee_notified", "2024-06-18")], "awaiting_payment", None),
        ([*BOTH, PAID, ev("supplement_received", "2024-07-03")], "running", "2024-07-31"),
        ([*BOTH, ev("supplement_received", "2024-06-20"), PAID], "running", "2024-07-29"),
        ([*BOTH, PAID, ev("replied", "2024-07-03")], "closed", None),
    ],
)
def test_a_case_that_waits_for_two_things_goes_on_when_both_have_come(events, state, due):
    found = clock(*events, as_of="2024-07-04")
    assert (found.state, found.due) == (state, due and D(due))


def test_a_case_lapses_when_either_of_two_periods_has_run_out():
    asked = ev("supplement_requested", "2024-06-13", respond_by="2024-06-28")
    assert clock(asked, NOTIFIED, as_of="2024-06-28").state == "awaiting_payment"
    assert clock(asked, NOTIFIED, as_of="2024-06-29").state == "lapsed"
    assert (
        clock(asked, NOTIFIED, ev("supplement_received", "2024-06-29"), as_of="2024-06-30").state
        == "awaiting_payment"
    )


def test_a_supplement_or_payment_after_its_period_is_taken_and_said_to_be_late():
    asked = ev("supplement_requested", "2024-06-13", respond_by="2024-06-28")
    texts = [t.text for t in clock(asked, CAME, as_of="2024-07-02").trace]
    assert "收到补正（期限2024年6月28日已过），答复期限重新起算" in texts
    texts = [t.text for t in clock(asked, ev("supplement_received", "2024-06-28"), as_of="2024-07-02").trace]
    assert "收到补正，答复期限重新起算" in texts
    paid = clock(NOTIFIED, ev("fee_paid", "2024-07-16"), as_of="2024-07-17")
    assert "缴费完成（期限2024年7月15日已过），答复期限重新起算" in [t.text for t in paid.trace]


def test_the_period_of_payment_too_is_provisional_in_a_year_without_a_notice():
    assert (
        clock(ev("fee_notified", "2025-12-10"), received="2025-12-01", as_of="2025-12-11").provisional is True
    )
    assert clock(NOTIFIED, as_of="2024-06-18").provisional is False


def test_a_fact_after_the_day_asked_about_counts_as_known():
    found = clock(ev("replied", "2024-07-01"), as_of="2024-06-04")
    assert (found.state, found.on_time) == ("closed", True)


def test_facts_are_taken_by_date_and_those_of_one_day_as_given():
    shuffled = clock(closed("a", "2024-06-25"), sent("a", "2024-06-12"))
    assert (shuffled.due, shuffled.errors) == (D("2024-07-15"), ())
    same_day = [sent("a", "2024-06-12"), closed("a", "2024-06-12")]
    assert clock(*same_day).errors == ()
    assert [e.code for e in clock(*reversed(same_day)).errors] == ["consultation_unknown"]


def test_an_extension_is_judged_by_the_limit_then_in_force():
    asked = [sent("a", "2024-06-12"), closed("a", "2024-06-25")]
    assert clock(*asked, extended("2024-07-15")).due == D("2024-07-22")
    assert [e.code for e in clock(*asked, extended("2024-07-16")).errors] == ["extension_after_limit"]
    assert [e.code for e in clock(extended("2024-07-03")).errors] == ["extension_after_limit"]


def test_a_restart_forgets_an_extension_and_allows_a_new_one():
    found = clock(extended("2024-06-12", 20), ASKED, CAME, extended("2024-07-10", 3), as_of="2024-07-11")
    assert (found.due, found.errors) == (D("2024-08-01"), ())


def test_a_supplement_nobody_asked_for_changes_nothing():
    found = clock(CAME, as_of="2024-07-02")
    assert (found.due, found.trace[-1].text) == (D("2024-07-02"), "没有等待中的补正，答复期限不变")
    # nor does what came after a second request, which the law does not allow
    twice = clock(
        ASKED, CAME, ev("supplement_requested", "2024-07-03"), ev("supplement_received", "2024-07-08")
    )
    assert twice.due == D("2024-07-29")


def test_the_trace_says_each_step_with_its_rule():
    found = clock(sent("a", "2024-06-12"), closed("a", "2024-06-25"), extended("2024-06-26", 3))
    assert [(t.rule, t.text) for t in found.trace] == [
        ("条例第三十三条第二款", "2024年6月3日收到，当日不算；20个工作日到2024年7月2日（法定节假日1日不计）"),
        ("条例第三十三条第二款", "延期答复，延长3个工作日"),
        ("条例第三十三条第三款", "征求意见所需时间不计入，共9个工作日，顺延到2024年7月18日"),
    ]
    again = clock(ASKED, CAME, as_of="2024-07-02")
    assert [t.rule for t in again.trace] == ["条例第三十三条第二款", "条例第三十条", "条例第三十条"]
    assert "2024年7月1日重新起算" in again.trace[0].text
    paid = clock(NOTIFIED, PAID, as_of="2024-07-02")
    assert "缴费完成，答复期限重新起算" in [t.text for t in paid.trace]
    crossing = clock(received="2024-09-27")
    assert "（法定节假日5日不计，调休上班2日计入）" in crossing.trace[0].text
    assert clock(received="2024-06-12").trace[0].text.endswith("2024年7月10日")


# 事项, 它在理由里的一句: 条, 话, 从, 到
STEPS = [
    ([ev("supplement_requested", "2024-06-13", respond_by="2024-07-05")], 0, "条例第三十条", "已告知补正，期限等收到补正后重新起算", "2024-06-13", "2024-07-05"),
    ([ASKED, CAME], 2, "条例第三十条", "收到补正，答复期限重新起算", "2024-07-01", None),
    ([CAME], 1, "条例第三十条", "没有等待中的补正，答复期限不变", "2024-07-01", None),
    ([extended("2024-06-20", 5)], 1, "条例第三十三条第二款", "延期答复，延长5个工作日", "2024-06-20", None),
    ([ev("delayed", "2024-06-20", until="2024-08-01")], 1, "条例第三十五条", "确定并告知延迟答复的合理期限", "2024-06-20", "2024-08-01"),
    ([ev("reasons_requested", "2024-06-20")], 1, "条例第三十五条", "要求说明理由，期限照常计算", "2024-06-20", None),
    ([NOTIFIED], 0, "信息处理费办法关于缴费期限的规定", "已发收费通知，20个工作日内缴费", "2024-06-17", "2024-07-15"),
    ([NOTIFIED, PAID], 2, "信息处理费办法关于缴费期限的规定", "缴费完成，答复期限重新起算", "2024-07-01", None),
]  # fmt: skip


@pytest.mark.parametrize(("events", "at", "rule", "text", "since", "until"), STEPS)
def test_each_fact_is_a_step_with_its_rule_its_words_and_its_days(events, at, rule, text, since, until):
    step = clock(*events).trace[at]
    assert (step.rule, step.text, step.from_, step.to) == (rule, text, D(since), until and D(until))


# 错误, 说的话
WORDS = [
    ([ASKED, ev("supplement_requested", "2024-06-14")], "补正只能一次性告知，不能再次要求补正"),
    ([ev("supplement_requested", "2024-06-14")], "补正应当在2024年6月13日以前（收到之日起7个工作日内）告知"),
    ([extended("2024-06-20"), extended("2024-06-21")], "延期答复只能有一次"),
    ([extended("2024-06-20", 21)], "延期21个工作日，最长20个工作日"),
    ([extended("2024-07-03")], "2024年7月3日告知延期，已过答复期限2024年7月2日"),
    ([ev("delayed", "2024-07-03", until="2024-08-01")], "2024年7月3日告知延迟答复，已过答复期限2024年7月2日"),
    ([ev("fee_notified", "2024-07-03")], "2024年7月3日发出收费通知，已过答复期限2024年7月2日"),
    ([PAID], "没有待缴费的收费通知"),
    ([extended("2024-06-02")], "2024年6月2日早于收到申请之日2024年6月3日"),
    ([ev("replied", "2024-06-20"), extended("2024-06-21")], "2024年6月21日的事项发生在办结之后"),
    ([closed("x", "2024-06-05")], "没有编号为“x”的在途征求意见"),
]  # fmt: skip


@pytest.mark.parametrize(("events", "words"), WORDS)
def test_each_refusal_says_what_is_wrong(events, words):
    assert [e.message for e in clock(*events).errors] == [words]


def test_the_answer_has_the_shape_of_the_contract():
    found = clock(
        sent("a", "2024-06-12"), closed("a", "2024-06-25"), extended("2024-06-26", 21), as_of="2024-06-27"
    )
    assert found.as_json() == {
        "state": "running", "due": "2024-07-15", "overdue": False, "on_time": None, "remaining_working_days": 12,
        "excluded_working_days": 9, "provisional": False,
        "trace": [
            {"rule": "条例第三十三条第二款", "text": "2024年6月3日收到，当日不算；20个工作日到2024年7月2日（法定节假日1日不计）",
             "from": "2024-06-03", "to": "2024-07-02"},
            {"rule": "条例第三十三条第三款", "text": "征求意见所需时间不计入，共9个工作日，顺延到2024年7月15日",
             "from": "2024-06-03", "to": "2024-07-15"},
        ],
        "errors": [{"code": "extension_too_long", "article": "条例第三十三条第二款", "message": "延期21个工作日，最长20个工作日"}],
    }  # fmt: skip


@pytest.mark.law("条例第五十六条")
def test_what_came_before_the_revision_is_said_to_be_under_the_old_rules():
    step = clock(received="2019-05-14").trace[0]
    assert (step.rule, step.from_, step.to) == ("条例第五十六条", D("2019-05-14"), None)
    assert step.text == "2019年5月15日以前收到的申请适用修订前的规定，这里按现行规定推算"
    assert clock(received="2019-05-15").trace[0].rule == "条例第三十三条第二款"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"type": "x", "on": "2024-06-03"}, "type 不认识"), ({"type": ["x"], "on": "2024-06-03"}, "type 不认识"),
        ({"type": "replied"}, "缺少 on"), ({"type": "replied", "on": 3}, "YYYY-MM-DD"),
        ({"type": "replied", "on": "2024-6-3"}, "YYYY-MM-DD"), ({"type": "consultation_sent", "on": "2024-06-03", "to": "x"}, "to 应为"),
        ({"type": "consultation_sent", "on": "2024-06-03", "to": ["organ"]}, "to 应为"),
        ({"type": "extended", "on": "2024-06-03"}, "应为正整数"), ({"type": "extended", "on": "2024-06-03", "working_days": True}, "应为正整数"),
        ({"type": "extended", "on": "2024-06-03", "working_days": 1.5}, "应为正整数"), ({"type": "delayed", "on": "2024-06-03"}, "缺少 until"),
        ({"type": "delayed", "on": "2024-06-03", "until": "2024-13-01"}, "不是历书上的日期"),
    ],
)  # fmt: skip
def test_an_event_that_cannot_be_read_says_which_field_is_wrong(raw, words):
    with pytest.raises(ValueError, match=words):
        parse_event(raw)


def test_what_an_event_does_not_say_is_nothing():
    assert parse_event({"type": "replied", "on": "2024-06-03"}) == Event("replied", D("2024-06-03"))
    assert parse_event({"type": "replied", "on": "2024-06-03", "id": None}).id == ""
    assert parse_event(ev("consultation_closed", "2024-06-03", id=7)).id == "7"
    assert parse_event(extended("2024-06-03", 1)).working_days == 1
    with pytest.raises(ValueError, match=r"^delayed 缺少 until（延迟答复的期限）$"):
        parse_event({"type": "delayed", "on": "2024-06-03"})


# 日历条


def marks(found, *days):
    by_day = {d.day: d for d in strip(found, workdays=WORKDAYS)}
    return [(by_day[D(day)].mark, by_day[D(day)].ordinal) for day in days]


def test_the_strip_shows_each_day_of_the_period_for_what_it_is():
    found = clock(received="2024-09-27")
    days = strip(found, workdays=WORKDAYS)
    assert (days[0].day, days[-1].day, len(days) % 7) == (D("2024-09-23"), D("2024-11-03"), 0)
    assert marks(found, "2024-09-26", "2024-09-27", "2024-09-28", "2024-09-29", "2024-09-30", "2024-10-01", "2024-10-12", "2024-10-30", "2024-10-31") == [
        (Mark.OUTSIDE, None), (Mark.START, None), (Mark.OUTSIDE, None), (Mark.MAKEUP, 1), (Mark.COUNTED, 2), (Mark.HOLIDAY, None),
        (Mark.MAKEUP, 7), (Mark.DUE, 20), (Mark.OUTSIDE, None),
    ]  # fmt: skip


def test_the_strip_leaves_out_consultation_days_and_ends_at_the_due():
    found = clock(sent("a", "2024-06-12"), closed("a", "2024-06-25"))
    assert marks(found, "2024-06-12", "2024-06-13", "2024-06-25", "2024-06-26", "2024-07-15") == [
        (Mark.COUNTED, 6), (Mark.EXCLUDED, None), (Mark.EXCLUDED, None), (Mark.COUNTED, 7), (Mark.DUE, 20),
    ]  # fmt: skip
    after = clock(
        received="2024-09-02", as_of="2024-09-03"
    )  # due 2024-09-30, the holiday begins the next day
    assert marks(after, "2024-10-01") == [(Mark.HOLIDAY, None)]


def test_a_case_that_waits_has_no_strip():
    assert strip(clock(ASKED, as_of="2024-06-14"), workdays=WORKDAYS) == ()
