# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""怎样答复: each path of the tree to its row of table 3, and what each row means in letters and remedies."""

import importlib.util
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law import outcomes
from gongkai.law.citations import instrument
from gongkai.law.letters import LETTERS, for_outcome, letter, missing
from gongkai.law.outcomes import OUTCOMES, outcome
from gongkai.law.remedies import Ground, Scope, Variant
from gongkai.law.replies import FIRST, TREE, WAITS, IllegalAnswers, decide, question

# The questions that are answered no on the way to disclosure, in order.
TRIAGE = ["petition", "publication", "repeated", "reissue", "excessive", "special"]
FOUND = ["government_information", "ours", "exists", "ready"]
GROUNDS = [
    "already_public",
    "secret",
    "prohibited",
    "endangers",
    "third_party",
    "internal",
    "process",
    "enforcement",
]


def path(last, *, until):
    """Clear, everything of the triage no, the information found, no ground; up to and with `until` answered last."""
    answers = {
        "clear": True,
        **dict.fromkeys(TRIAGE, False),
        **dict.fromkeys(FOUND, True),
        **dict.fromkeys(GROUNDS, False),
    }
    order = list(answers)
    kept = {key: answers[key] for key in order[: order.index(until)]}
    return {**kept, until: last}


NO_REPLY_YET = {"clear": False, "supplemented": True}
BURDEN = path(True, until="excessive")
EXCESSIVE = {**BURDEN, "ask_reasons": True}
CHARGED = {**BURDEN, "ask_reasons": False, "fee": True}
THIRD = {**path(True, until="third_party")}

# 回答, 表三的行, 依据（最后一问）
ROWS = [
    ({**NO_REPLY_YET, "supplement_came": False}, "R3.6.1", "条例第三十条"),
    ({**NO_REPLY_YET, "supplement_came": True, "clear_now": False}, "R3.4.3", "条例第三十条"),
    (path(True, until="petition"), "R3.5.1", "条例第三十九条第一款"),
    (path(True, until="publication"), "R3.5.3", "条例第三十九条第二款"),
    (path(True, until="repeated"), "R3.5.2", "条例第三十六条第六项"),
    (path(True, until="reissue"), "R3.5.5", "条例第三十六条第六项"),
    ({**EXCESSIVE, "reasons_given": True, "reasons_reasonable": False}, "R3.5.4", "条例第三十五条"),
    ({**CHARGED, "fee_paid": False, "fee_expired": True}, "R3.6.2", "条例第四十二条"),
    (path(True, until="special"), "R3.3.8", "条例第三十六条第七项"),
    (path(False, until="government_information"), "R3.6.3", "条例第二条"),
    (path(False, until="ours"), "R3.4.1", "条例第三十六条第五项"),
    (path(False, until="exists"), "R3.4.1", "条例第三十六条第四项"),
    (path(False, until="ready"), "R3.4.2", "条例第三十八条"),
    (path(True, until="already_public"), "R3.1", "条例第三十六条第一项"),
    (path(False, until="enforcement"), "R3.1", "条例第十六条第二款"),
    ({**path(True, until="secret"), "separable": False}, "R3.3.1", "条例第三十七条"),
    ({**path(True, until="prohibited"), "separable": False}, "R3.3.2", "条例第三十七条"),
    ({**path(True, until="endangers"), "separable": False}, "R3.3.3", "条例第三十七条"),
    ({**THIRD, "consulted": True, "objects": True, "public_interest": False, "separable": False}, "R3.3.4", "条例第三十七条"),
    ({**path(True, until="internal"), "separable": False}, "R3.3.5", "条例第三十七条"),
    ({**path(True, until="process"), "separable": False}, "R3.3.6", "条例第三十七条"),
    ({**path(True, until="enforcement"), "separable": False}, "R3.3.7", "条例第三十七条"),
    ({**path(True, until="process"), "separable": True}, "R3.2", "条例第三十七条"),
]  # fmt: skip


@pytest.mark.law(
    "条例第二条", "条例第十条", "条例第十四条", "条例第十五条", "条例第十六条", "条例第二十九条", "条例第三十条", "条例第三十五条",
    "条例第三十六条", "条例第三十七条", "条例第三十八条", "条例第三十九条", "条例第四十二条",
)  # fmt: skip
@pytest.mark.parametrize(("answers", "row", "article"), ROWS)
def test_answers_lead_to_a_row_of_table_3(answers, row, article):
    decision = decide(answers)
    assert (decision.outcome, decision.turns[-1].question.citation.text) == (row, article)
    assert decision.next_question is None
    assert all(turn.reason for turn in decision.turns)


@pytest.mark.law("条例第四十二条", "条例第三十五条")
def test_only_an_unreasonable_volume_may_be_charged_or_asked_for_reasons():
    assert decide(path(False, until="excessive")).next_question.key == "special"
    for key in ("fee", "ask_reasons"):
        with pytest.raises(IllegalAnswers, match="不能同时成立"):
            decide({**path(False, until="excessive"), key: True})
    assert decide({**BURDEN, "ask_reasons": False, "fee": False}).next_question.key == "special"


def test_every_row_of_table_3_is_reached():
    assert {row for _, row, _ in ROWS} == {o.id for o in OUTCOMES}


def test_a_partial_disclosure_remembers_the_ground_of_the_part_refused():
    decision = decide({**path(True, until="process"), "separable": True})
    assert (decision.outcome, decision.refused_for) == ("R3.2", "R3.3.6")
    whole = decide({**path(True, until="process"), "separable": False})
    assert (whole.outcome, whole.refused_for) == ("R3.3.6", None)


# 回答, 等什么, 文书
WAITING = [
    ({"clear": False, "supplemented": False}, "wait:supplement", "补正告知书"),
    ({**EXCESSIVE, "reasons_given": False}, "wait:reasons", "说明理由告知书"),
    ({**CHARGED, "fee_paid": False, "fee_expired": False}, "wait:payment", "收费通知书"),
    ({**THIRD, "consulted": False}, "wait:consult", "征求意见书（第三方）"),
]


@pytest.mark.law("条例第三十条", "条例第三十二条", "条例第三十五条", "条例第四十二条")
@pytest.mark.parametrize(("answers", "waits", "title"), WAITING)
def test_some_answers_wait_for_a_letter_first(answers, waits, title):
    decision = decide(answers)
    assert (decision.outcome, decision.waits_for, WAITS[waits][0]) == (None, waits, title)
    shown = decision.as_json(letter_on=date(2025, 7, 1))
    assert (shown["waits_for"], shown["remedy"]["variant"]) == (title, "C")
    assert (shown["outcome"], shown["label"], shown["articles"], shown["letters"]) == (None, None, [], [])


@pytest.mark.law("条例第三十二条")
@pytest.mark.parametrize(
    ("more", "outcome_id"),
    [
        ({"consulted": True, "objects": False, "internal": False, "process": False, "enforcement": False}, "R3.1"),
        ({"consulted": True, "objects": True, "public_interest": True, "internal": False, "process": False, "enforcement": False}, "R3.1"),
    ],
)  # fmt: skip
def test_a_third_party_that_agrees_or_is_outweighed_does_not_stop_disclosure(more, outcome_id):
    decision = decide({**THIRD, **more})
    assert decision.outcome == outcome_id
    assert decision.third_party_is_told is more.get("public_interest", False)
    assert (
        "决定公开告知书（第三方）" in decision.as_json(letter_on=date(2025, 7, 1))["letters"]
    ) is decision.third_party_is_told


def test_a_third_party_that_outweighs_is_not_told_of_a_disclosure():
    refused = {**THIRD, "consulted": True, "objects": True, "public_interest": False, "separable": True}
    assert decide(refused).third_party_is_told is False
    overridden = {**THIRD, "consulted": True, "objects": True, "public_interest": True, "internal": True}
    assert decide({**overridden, "separable": True}).third_party_is_told is True
    assert decide({**overridden, "separable": False}).third_party_is_told is False


# 办理结果, 文书日期, 2025年6月以前的口径, 救济
@pytest.mark.law("条例第五十一条", "行政复议法第二十三条", "法释〔2025〕8号第一条")
@pytest.mark.parametrize(
    ("answers", "on", "scope", "variant", "version"),
    [
        ({**path(True, until="secret"), "separable": False}, "2025-07-01", Scope.NARROW, "A", "2025-06-01"),
        ({**path(True, until="secret"), "separable": False}, "2023-12-31", Scope.NARROW, "B", "before_2024"),
        ({**path(True, until="process"), "separable": True}, "2024-01-01", Scope.NARROW, "A", "2024-01-01"),
        (path(False, until="exists"), "2024-06-01", Scope.WIDE, "A", "2024-01-01"),
        (path(False, until="exists"), "2024-06-01", Scope.NARROW, "B", "2024-01-01"),
        (path(False, until="exists"), "2025-06-01", Scope.WIDE, "B", "2025-06-01"),
        (path(True, until="special"), "2024-06-01", Scope.WIDE, "B", "2024-01-01"),
        ({**NO_REPLY_YET, "supplement_came": False}, "2025-07-01", Scope.NARROW, "B", "2025-06-01"),
    ],
)  # fmt: skip
def test_the_remedy_follows_from_the_result_and_the_letters_date(answers, on, scope, variant, version):
    remedy = decide(answers).as_json(letter_on=date.fromisoformat(on), scope=scope)["remedy"]
    assert (remedy["variant"], remedy["version"]) == (variant, version)
    assert remedy["label"] == Variant(variant).label


def test_reasonable_reasons_and_a_paid_fee_bring_the_case_back_to_the_path():
    assert decide({**EXCESSIVE, "reasons_given": True, "reasons_reasonable": True}).next_question.key == "fee"
    assert decide({**CHARGED, "fee_paid": True}).next_question.key == "special"
    assert (
        decide({**NO_REPLY_YET, "supplement_came": True, "clear_now": True}).next_question.key == "petition"
    )


def test_with_no_answer_the_first_question_is_asked():
    decision = decide({})
    assert (decision.turns, decision.next_question.key) == ((), FIRST)
    shown = decision.as_json(letter_on=date(2025, 7, 1))
    assert (shown["next"]["key"], shown["remedy"]) == (FIRST, None)
    assert shown["turns"] == []


def test_the_decision_is_shown_with_its_turns_and_letters():
    shown = decide(path(True, until="petition")).as_json(letter_on=date(2025, 7, 1))
    assert (shown["label"], shown["articles"]) == ("1.信访举报投诉类申请", ["条例第三十九条第一款"])
    assert shown["letters"] == ["不作为政府信息公开申请处理告知书"]
    assert shown["next"] is None
    assert shown["turns"][-1]["rule"] == "条例第三十九条第一款"
    assert (shown["turns"][0]["answer"], shown["turns"][-1]["answer"]) == (True, True)
    asked = decide({"clear": True}).as_json(letter_on=date(2025, 7, 1))
    assert asked == {
        "outcome": None, "label": None, "articles": [], "refused_for": None, "letters": [], "remedy": None, "waits_for": None,
        "next": {"key": "petition", "text": "是以申请的形式进行信访、投诉、举报吗？"},
        "turns": [
            {"question": "clear", "text": "申请人身份、内容描述和形式要求都清楚吗？", "answer": True, "rule": "条例第二十九条第二款",
             "reason": "内容符合第二十九条，继续判断"},
        ],
    }  # fmt: skip
    part = decide({**path(True, until="process"), "separable": True}).as_json(letter_on=date(2025, 7, 1))
    assert part["refused_for"] == "R3.3.6"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"clear": True, "supplemented": True}, "不能同时成立"),
        ({"clear": True, "petition": True, "secret": True}, "不能同时成立"),
        ({"clear": True, "nonsense": True}, "没有这样的问题：nonsense"),
        ({"a": True, "b": True}, "没有这样的问题：a、b$"),
        (
            {"clear": True, "petition": True, "publication": True, "special": True},
            "按前面的回答，不会问到“要求提供的是政府公报、报刊、书籍等公开出版物吗？”、“查询的是不动产登记、工商登记、户籍等有专门规定的资料吗？”，",
        ),
        ({"secret": True}, "不能同时成立"),  # the questions before it are open
        ({**path(True, until="already_public"), "separable": True}, "不能同时成立"),
    ],
)
def test_answers_that_cannot_stand_together_are_refused(answers, words):
    with pytest.raises(IllegalAnswers, match=words):
        decide(answers)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.lists(st.booleans(), min_size=40, max_size=40))
def test_every_path_ends(choices):
    answers = {}
    for choice in choices:
        decision = decide(answers)
        if decision.next_question is None:
            break
        answers[decision.next_question.key] = choice
    assert (decision.outcome is None) != (decision.waits_for is None)
    if decision.outcome:
        assert outcome(decision.outcome).id == decision.outcome


def test_every_step_of_the_tree_names_something_that_exists():
    keys = {q.key for q in TREE}
    for q in TREE:
        for step in (q.yes, q.no):
            name = step.removeprefix("part:")
            assert name in keys or name in WAITS or name == "" or outcome(name)
        assert question(q.key) is q
        assert instrument(q.citation.instrument)


# 文书


@pytest.mark.law("条例第四十条", "条例第四十一条")
@pytest.mark.parametrize("kind", LETTERS, ids=lambda k: k.key)
def test_a_letter_that_lacks_any_fact_cannot_be_issued(kind):
    facts = {fact.key: "有" for fact in kind.required}
    assert missing(kind, facts) == ()
    for fact in kind.required:
        for nothing in (None, "", "　 "):
            assert missing(kind, {**facts, fact.key: nothing}) == (fact,)
        assert missing(kind, {k: v for k, v in facts.items() if k != fact.key}) == (fact,)


@pytest.mark.parametrize(
    ("key", "must_say"),
    [
        ("supplement", "逾期不补正的后果"), ("extension", "机构负责人同意"), ("third_party_inquiry", "15个工作日的期限"),
        ("co_maker_inquiry", "逾期不提出意见视为同意公开"), ("fee", "20个工作日的期限"), ("refused", "理由"), ("absent", "检索范围"),
        ("not_ours", "负责公开的机关及联系方式，或者不能确定的说明"), ("repeated", "前次答复的文号和日期"), ("excessive", "对申请人所说理由的判断"),
        ("partly", "不予公开的部分"), ("third_party_decision", "公共利益的理由"), ("correction", "法律依据（条款项）"),
    ],
)  # fmt: skip
def test_what_each_kind_must_say(key, must_say):
    assert must_say in [fact.label for fact in letter(key).required]


@pytest.mark.law("条例第三十二条")
def test_a_refusal_for_a_third_party_says_what_the_third_party_said():
    for key in ("refused", "partly"):
        facts = {fact.key: "有" for fact in letter(key).required}
        assert [f.key for f in missing(letter(key), facts, refused_for="R3.3.4")] == ["third_party_opinion"]
        assert missing(letter(key), {**facts, "third_party_opinion": "不同意"}, refused_for="R3.3.4") == ()
        assert missing(letter(key), facts, refused_for="R3.3.5") == ()


def test_every_result_but_the_three_of_other_handling_is_told_by_a_letter():
    assert {o.id for o in OUTCOMES if not for_outcome(o.id)} == {"R3.6.1", "R3.6.2", "R3.6.3"}
    assert outcome("R3.6.3").letter is None
    assert outcome("R3.4.1").letter == "政府信息不存在告知书或者非本机关公开告知书"


@pytest.mark.parametrize("row", [o for o in OUTCOMES if o.letters], ids=lambda o: o.id)
def test_a_letter_carries_the_remedy_of_the_result_it_tells(row):
    assert {kind.ground for kind in row.letters} == {row.ground}


_G = {3: "（三）不予公开", 4: "（四）无法提供", 5: "（五）不予处理", 6: "（六）其他处理"}
# 表三的行, 分组, 印的字, 简称, 是否属于第十四至十六条的不予公开, 条款（条例）
RESULTS = [
    ("R3.1", None, "（一）予以公开", "予以公开", False, "第三十六条第一项 第三十六条第二项"),
    ("R3.2", None, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "部分公开", True, "第三十七条"),
    ("R3.3.1", _G[3], "1.属于国家秘密", "国家秘密", True, "第十四条"),
    ("R3.3.2", _G[3], "2.其他法律行政法规禁止公开", "法律行政法规禁止公开", True, "第十四条"),
    ("R3.3.3", _G[3], "3.危及“三安全一稳定”", "危及“三安全一稳定”", True, "第十四条"),
    ("R3.3.4", _G[3], "4.保护第三方合法权益", "保护第三方合法权益", True, "第十五条 第三十二条"),
    ("R3.3.5", _G[3], "5.属于三类内部事务信息", "内部事务信息", True, "第十六条第一款"),
    ("R3.3.6", _G[3], "6.属于四类过程性信息", "过程性信息", True, "第十六条第二款"),
    ("R3.3.7", _G[3], "7.属于行政执法案卷", "行政执法案卷", True, "第十六条第二款"),
    ("R3.3.8", _G[3], "8.属于行政查询事项", "行政查询事项", False, "第三十六条第七项"),
    ("R3.4.1", _G[4], "1.本机关不掌握相关政府信息", "本机关不掌握", False, "第三十六条第四项 第三十六条第五项"),
    ("R3.4.2", _G[4], "2.没有现成信息需要另行制作", "需要另行制作", False, "第三十八条"),
    ("R3.4.3", _G[4], "3.补正后申请内容仍不明确", "补正后仍不明确", False, "第三十条"),
    ("R3.5.1", _G[5], "1.信访举报投诉类申请", "信访举报投诉类", False, "第三十九条第一款"),
    ("R3.5.2", _G[5], "2.重复申请", "重复申请", False, "第三十六条第六项"),
    ("R3.5.3", _G[5], "3.要求提供公开出版物", "公开出版物", False, "第三十九条第二款"),
    ("R3.5.4", _G[5], "4.无正当理由大量反复申请", "大量反复申请", False, "第三十五条"),
    ("R3.5.5", _G[5], "5.要求行政机关确认或重新出具已获取信息", "要求确认或重新出具", False, "第三十六条第六项"),
    ("R3.6.1", _G[6], "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "逾期不补正", False, "第三十条"),
    ("R3.6.2", _G[6], "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "逾期未缴费", False, "第四十二条"),
    ("R3.6.3", _G[6], "3.其他", "其他处理", False, ""),
]  # fmt: skip


@pytest.mark.law("年度报告格式（2021）表三")
def test_the_21_results_as_the_format_prints_them():
    # The module is read afresh, so that this speaks of how its rows are made, not only of those made at import.
    spec = importlib.util.spec_from_file_location("gongkai.law.outcomes", outcomes.__file__)
    again = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(again)
    for rows in (OUTCOMES, again.OUTCOMES):
        assert [
            (o.id, o.group, o.label, o.short, o.refuses, " ".join(c.provision for c in o.citations))
            for o in rows
        ] == RESULTS
        assert {c.instrument for o in rows for c in o.citations} == {"条例"}


def test_only_refusals_under_articles_14_to_16_are_refusals_in_law():
    refused = {"R3.2", *(f"R3.3.{n}" for n in range(1, 8))}
    assert {o.id for o in OUTCOMES if o.refuses} == refused
    assert {o.id for o in OUTCOMES if o.gives_nothing} == {f"R3.4.{n}" for n in (1, 2, 3)} | {
        f"R3.5.{n}" for n in range(1, 6)
    }
    assert outcome("R3.3.8").ground is Ground.OTHER_REPLY


@pytest.mark.parametrize(
    ("find", "words"),
    [(letter, "没有这种文书"), (instrument, "没有登记这一文件"), (outcome, "没有这一办理结果")],
)
def test_what_is_not_registered_is_named(find, words):
    with pytest.raises(KeyError, match=words):
        find("无")
