# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Every other period of law, the catalogue's deadlines, service, and how stale a column may be."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import catalogue, deadlines
from gongkai.law.catalogue import Anchor, CatalogueRow, DeadlineRule, RowUnit, UpdateClass
from gongkai.law.citations import INSTRUMENTS, instrument
from gongkai.law.disclosure import ART20_ITEMS
from gongkai.law.service import Way, served_on
from gongkai.law.validity import SOON, Standing, turns_on, validity
from tests.law.notices import WORKDAYS

D = date.fromisoformat

# 期限, 从哪一日, 最后一日, 长度
PERIODS = [
    ("publication", "2024-06-03", "2024-07-02", "20个工作日"),
    ("supplement_notice", "2024-06-03", "2024-06-13", "7个工作日"),
    ("third_party_opinion", "2024-06-03", "2024-06-25", "15个工作日"),
    ("co_maker_opinion", "2024-06-03", "2024-06-25", "15个工作日"),
    ("reply", "2024-09-27", "2024-10-30", "20个工作日"),
    ("payment", "2024-06-17", "2024-07-15", "20个工作日"),
    ("confirmation", "2024-06-07", "2024-06-11", "1个工作日"),
    ("consultation", "2024-06-03", "2024-07-03", "30日"),
    ("consultation", "2024-05-09", "2024-06-08", "30日"),  # a minimum does not move to a working day
    ("hearing_material", "2024-06-20", "2024-06-13", "7日"),  # counted back from the hearing
    ("review", "2024-06-03", "2024-08-02", "60日"),
    ("review_acceptance", "2024-06-03", "2024-06-11", "5个工作日"),
    ("review_answer", "2024-06-03", "2024-06-18", "10个工作日"),
    ("review_answer_simple", "2024-06-03", "2024-06-11", "5个工作日"),
    ("review_decision", "2024-06-03", "2024-08-02", "60日"),
    ("review_decision_simple", "2024-06-03", "2024-07-03", "30日"),
    ("suit", "2024-06-03", "2024-12-03", "6个月"),
    ("suit_after_review", "2024-06-03", "2024-06-18", "15日"),
    ("review_decision_extended", "2024-06-03", "2024-09-02", "90日"),  # 2024-09-01 is a Sunday
    ("suit_after_silence", "2024-06-03", "2024-06-18", "15日"),
    ("suit_judgment", "2024-06-03", "2024-12-03", "6个月"),
    ("appeal", "2024-06-03", "2024-06-18", "15日"),
    ("appeal_ruling", "2024-05-31", "2024-06-11", "10日"),  # 06-10 is 端午节
    ("suit_answer", "2024-06-03", "2024-06-18", "15日"),
    ("suit_judgment_simple", "2024-06-03", "2024-07-18", "45日"),
    ("sentiment_major", "2024-06-07", "2024-06-08", "1日"),
    ("sentiment", "2024-06-07", "2024-06-09", "2日"),  # the press does not wait for Monday
]


@pytest.mark.law(
    "条例第二十六条", "条例第三十条", "条例第三十二条", "条例第三十三条", "条例第三十四条", "信息处理费办法关于缴费期限的规定", "国务院令第713号第十五条",
    "国务院令第713号第十六条", "行政复议法第二十条", "行政复议法第三十条", "行政复议法第四十八条", "行政复议法第五十四条", "行政复议法第六十二条",
    "行政诉讼法第四十五条", "行政诉讼法第四十六条", "行政诉讼法第六十七条", "行政诉讼法第八十一条", "行政诉讼法第八十三条", "行政诉讼法第八十五条", "国办发〔2016〕61号",
)  # fmt: skip
@pytest.mark.parametrize(("key", "start", "last", "length"), PERIODS)
def test_every_period_from_its_fact_to_its_last_day(key, start, last, length):
    assert deadlines.due(key, D(start), WORKDAYS) == D(last)
    assert deadlines.period(key).length == length
    assert instrument(deadlines.period(key).citation.instrument)


def test_every_period_is_in_the_table_above():
    assert {p.key for p in deadlines.PERIODS} == {key for key, *_ in PERIODS}


def test_an_unknown_period_is_named():
    with pytest.raises(KeyError, match="没有登记这一期限：无"):
        deadlines.period("无")


@pytest.mark.law("条例第四十九条")
@pytest.mark.parametrize(("government", "last"), [(False, "2025-01-31"), (True, "2025-03-31")])
def test_when_the_report_on_a_year_is_due(government, last):
    assert deadlines.report_due(2024, of_government=government) == D(last)


@pytest.mark.law("国务院令第713号第十五条")
@pytest.mark.parametrize(("closes", "short"), [("2024-07-02", True), ("2024-07-03", False)])
def test_a_major_decision_out_for_less_than_thirty_days_needs_a_reason(closes, short):
    assert deadlines.consultation_is_short(D("2024-06-03"), D(closes)) is short


# 目录


def rule(anchor, n, unit, other_law=""):
    return DeadlineRule(Anchor(anchor), n, RowUnit(unit), other_law)


# 公开时限, 形成或者变更之日, 最后一日
@pytest.mark.law("国办发〔2019〕54号", "条例第二十六条")
@pytest.mark.parametrize(
    ("deadline", "formed", "last"),
    [
        (catalogue.DEFAULT_RULE, "2024-06-03", "2024-07-02"),
        (rule("形成", 3, "工作日"), "2024-06-03", "2024-06-06"),
        (rule("变更", 30, "工作日"), "2024-06-03", "2024-07-02"),  # never later than Article 26
        (rule("形成", 7, "日"), "2024-06-03", "2024-06-10"),
        (rule("形成", 60, "日"), "2024-06-03", "2024-07-02"),
        (rule("实时", 0, "日"), "2024-06-03", "2024-06-03"),
        (rule("年度", 131, "月日"), "2024-01-08", "2024-01-31"),
        (rule("年度", 131, "月日"), "2024-02-01", "2025-01-31"),
        (rule("年度", 131, "月日"), "2024-01-31", "2024-01-31"),
        (rule("年度", 229, "月日"), "2024-03-01", "2025-02-28"),
        (rule("形成", 1, "月"), "2024-01-31", "2024-02-29"),
        (rule("形成", 2, "月"), "2024-01-31", "2024-03-04"),
        (rule("形成", 2, "月", "城乡规划法"), "2024-01-31", "2024-03-31"),
        (rule("形成", 30, "工作日", "城乡规划法"), "2024-06-03", "2024-07-16"),
    ],
)
def test_a_catalogue_row_is_due_by_its_own_rule(deadline, formed, last):
    assert catalogue.due(deadline, D(formed), WORKDAYS) == D(last)


@pytest.mark.law("条例第二十六条")
def test_longer_than_twenty_working_days_wants_a_law():
    wanting = [rule("形成", 21, "工作日"), rule("形成", 32, "日"), rule("变更", 2, "月")]
    assert all(map(catalogue.wants_a_law, wanting))
    allowed = [
        catalogue.DEFAULT_RULE,
        rule("形成", 60, "工作日", "示例法"),
        rule("年度", 131, "月日"),
        rule("实时", 0, "日"),
    ]
    assert not any(map(catalogue.wants_a_law, allowed))


@pytest.mark.law("条例第二十条", "条例第二十一条", "条例第二十三条", "国办发〔2019〕54号")
def test_the_lists_of_the_statute_have_their_full_length():
    assert (len(ART20_ITEMS), len(catalogue.ART21_COUNTY), len(catalogue.ART21_TOWNSHIP)) == (15, 7, 8)
    assert len(set(catalogue.FIELDS)) == 26
    assert "政府公报" in catalogue.CHANNELS
    assert sum(max(1, len(below)) for _, below in catalogue.ROW_HEADERS) == 14


@pytest.mark.law("国办发〔2019〕54号")
@pytest.mark.parametrize(
    ("deadline", "text"),
    [
        (catalogue.DEFAULT_RULE, "自信息形成或者变更之日起20个工作日内"), (rule("变更", 7, "日"), "自信息变更之日起7日内"),
        (rule("形成", 1, "月"), "自信息形成或者变更之日起1个月内"), (rule("年度", 131, "月日"), "每年1月31日前"),
        (rule("实时", 0, "日"), "实时公开"), (rule("年度", 20, "工作日"), "自信息形成或者变更之日起20个工作日内"),
    ],
)  # fmt: skip
def test_a_deadline_rule_is_printed_in_the_words_of_the_catalogue(deadline, text):
    assert deadline.text == text


@pytest.mark.parametrize(
    "wrong", [("年度", 1301, "月日"), ("年度", 230, "月日"), ("年度", 100, "月日"), ("形成", -1, "日")]
)
def test_a_deadline_rule_that_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=r"不是一年里的日期|不能是负数"):
        rule(*wrong)


@pytest.mark.law("国办发〔2019〕54号")
def test_a_row_is_printed_under_the_headers_of_the_standard_catalogue():
    row = CatalogueRow(
        "0505", "义务教育", "招生管理", "招生结果", "录取名单", ("【法律】示例法", "【规章】示例办法"), catalogue.DEFAULT_RULE, "教育局（示例）",
        frozenset({"政府网站", "精准推送"}), False, "申请入学的家庭", True, True, False,
    )  # fmt: skip
    printed = row.printed()
    assert len(printed) == sum(max(1, len(below)) for _, below in catalogue.ROW_HEADERS)
    assert printed[:7] == (
        "0505", "招生管理", "招生结果", "录取名单", "【法律】示例法\n【规章】示例办法", "自信息形成或者变更之日起20个工作日内", "教育局（示例）",
    )  # fmt: skip
    assert (printed[7].count("■"), printed[7].count("□")) == (2, len(catalogue.CHANNELS) - 2)
    assert "■政府网站" in printed[7]
    assert printed[8:] == ("", "√ 申请入学的家庭", "√", "", "√", "")
    everyone = replace(row, everyone=True, group="", proactive=False, county=False, township=True)
    assert everyone.printed()[8:] == ("√", "", "", "√", "", "√")


@pytest.mark.law("国办发〔2019〕54号")
def test_an_office_adds_its_own_fields_after_the_26():
    assert catalogue.fields() == catalogue.FIELDS
    assert catalogue.fields(["示例领域"])[-1] == "示例领域"
    for wrong in ([" "], ["养老服务"], ["示例领域", "示例领域"]):
        with pytest.raises(ValueError, match="为空或者重复"):
            catalogue.fields(wrong)


@pytest.mark.parametrize(
    ("everyone", "proactive", "online"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_rows_for_a_group_or_on_application_stay_off_the_open_site(everyone, proactive, online):
    row = CatalogueRow(
        "0505", "义务教育", "招生管理", "招生结果", "名单", ("条例",), catalogue.DEFAULT_RULE, "教育局", frozenset({"政府网站"}),
        everyone, "", proactive, True, False,
    )  # fmt: skip
    assert row.may_go_online is online


# 更新类别, 最近更新在几天前, 是否过期
@pytest.mark.law("国办秘函〔2019〕19号")
@pytest.mark.parametrize(
    ("kind", "ago", "stale"),
    [
        (UpdateClass.NEWS, 14, False), (UpdateClass.NEWS, 15, True), (UpdateClass.NOTICES, 180, False),
        (UpdateClass.NOTICES, 181, True), (UpdateClass.MESSAGES, 61, True), (UpdateClass.STATISTICS, 90, False),
        (UpdateClass.YEARLY, 367, True), (UpdateClass.LASTING, 3000, False), (UpdateClass.LASTING, None, True),
    ],
)  # fmt: skip
def test_when_a_column_is_stale(kind, ago, stale):
    today = D("2024-06-03")
    last = None if ago is None else today - timedelta(days=ago)
    assert catalogue.is_stale(kind, last, today) is stale


# 有效性: 哪一日, 失效日, 废止日, 部分失效, 结论
TERM = D("2024-12-31")


@pytest.mark.parametrize(
    ("as_of", "expires", "repealed", "partly", "standing", "label"),
    [
        ("2023-12-31", TERM, None, False, Standing.NOT_YET, "尚未施行"),
        ("2024-01-01", TERM, None, False, Standing.IN_FORCE, "现行有效"),
        ("2024-01-01", None, None, False, Standing.IN_FORCE, "现行有效"),
        ("2024-01-01", None, None, True, Standing.PARTLY, "部分失效"),
        ("2024-11-01", TERM, None, False, Standing.EXPIRING, "60日后期满"),
        ("2024-10-31", TERM, None, False, Standing.IN_FORCE, "现行有效"),
        ("2024-12-31", TERM, None, False, Standing.EXPIRING, "今天期满"),
        ("2025-01-01", TERM, None, False, Standing.EXPIRED, "已失效"),
        ("2024-06-01", TERM, D("2024-06-01"), False, Standing.REPEALED, "已废止"),
        ("2024-05-31", TERM, D("2024-06-01"), False, Standing.IN_FORCE, "现行有效"),
        ("2025-01-01", TERM, D("2024-06-01"), True, Standing.REPEALED, "已废止"),
    ],
)
def test_a_document_stands_where_its_dates_put_it(as_of, expires, repealed, partly, standing, label):
    found = validity(
        D(as_of), effective_from=D("2024-01-01"), expires_on=expires, repealed_on=repealed, partly=partly
    )
    assert (found.standing, found.label) == (standing, label)
    assert found.in_force is (standing in (Standing.IN_FORCE, Standing.PARTLY, Standing.EXPIRING))
    assert SOON == 60


DAYS = st.dates(D("2023-10-01"), D("2025-06-30"))


@given(as_of=DAYS, start=DAYS, expires=st.none() | DAYS, repealed=st.none() | DAYS, partly=st.booleans())
def test_what_is_said_of_a_document_holds_until_the_day_it_turns(as_of, start, expires, repealed, partly):
    facts = {"effective_from": start, "expires_on": expires, "repealed_on": repealed, "partly": partly}
    now, turn = validity(as_of, **facts), turns_on(as_of, **facts)
    assert turn is None or turn > as_of
    days = ((turn or D("2027-01-01")) - as_of).days
    assert {validity(as_of + timedelta(days=n), **facts) for n in range(days)} == {now}


@pytest.mark.parametrize(
    ("as_of", "expires", "repealed", "partly", "turn"),
    [
        ("2023-12-30", None, None, False, "2024-01-01"), ("2024-01-01", None, None, False, None),
        ("2024-01-01", TERM, None, False, "2024-11-01"), ("2024-11-01", TERM, None, False, "2024-11-02"),
        ("2024-11-01", TERM, None, True, "2025-01-01"), ("2024-12-31", TERM, None, False, "2025-01-01"),
        ("2025-01-01", TERM, None, False, None), ("2024-06-02", TERM, D("2024-06-01"), False, None),
        ("2024-05-02", TERM, D("2024-06-01"), False, "2024-06-01"),
    ],
)  # fmt: skip
def test_the_day_a_documents_standing_turns(as_of, expires, repealed, partly, turn):
    found = turns_on(
        D(as_of), effective_from=D("2024-01-01"), expires_on=expires, repealed_on=repealed, partly=partly
    )
    assert found == (D(turn) if turn else None)


# 送达


@pytest.mark.law("国办公开办函〔2016〕235号")
@pytest.mark.parametrize(
    ("way", "day"),
    [(Way.DIRECT, "2024-06-05"), (Way.ENTRUSTED, "2024-06-05"), (Way.POST, "2024-06-03"), (Way.ELECTRONIC, "2024-06-04")],
)  # fmt: skip
def test_a_letter_is_given_on_the_day_of_its_own_fact(way, day):
    facts = {"signed_on": D("2024-06-05"), "posted_on": D("2024-06-03"), "sent_on": D("2024-06-04")}
    assert served_on(way, **facts) == D(day)
    assert served_on(way) is None


@pytest.mark.law("条例第五十六条")
@pytest.mark.parametrize(
    ("short", "day", "in_force"),
    [
        ("条例", "2019-05-14", False), ("条例", "2019-05-15", True), ("年度报告格式（2019）", "2021-09-25", True),
        ("年度报告格式（2019）", "2021-09-26", False), ("法释〔2011〕17号", "2025-05-31", True), ("法释〔2011〕17号", "2025-06-01", False),
        ("行政复议法（2017）", "2000-01-01", True),
    ],
)  # fmt: skip
def test_an_instrument_applies_from_its_first_day_to_its_last(short, day, in_force):
    assert instrument(short).in_force(D(day)) is in_force
    assert len({i.short for i in INSTRUMENTS}) == len(INSTRUMENTS)


@pytest.mark.law("条例第三十三条")
@pytest.mark.parametrize(
    ("as_of", "until"),
    [
        ("2024-07-02", "2024-07-01"),  # on its last day a case may still be answered in time
        ("2024-12-31", "2024-12-30"), ("2025-01-01", "2024-12-31"), ("2026-03-01", "2024-12-31"), ("2023-12-31", "2023-12-30"),
    ],
)  # fmt: skip
def test_while_the_year_runs_only_limits_that_have_passed_count_as_missed(as_of, until):
    assert deadlines.judged_until(2024, D(as_of)) == D(until)
