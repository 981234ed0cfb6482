# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""行政复议 and 行政诉讼: stages, clocks, columns of table 4, and the new reply a decision orders."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gongkai.annual_report.scope import Scope
from gongkai.annual_report.tables import table3, table4
from gongkai.applications import actions, queries
from gongkai.applications.actions import Refused
from gongkai.applications.models import NewReply
from gongkai.law.decisions import Stage
from gongkai.law.table4 import Block, Result
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person, reply

pytestmark = pytest.mark.django_db
REVIEW, DIRECT, AFTER = Block


@pytest.fixture
def refused():
    """A refusal under 条例第十六条 of 2024-06-12."""
    case = ApplicationFactory()
    return reply(case, outcome_id="R3.3.6", reasons="属于过程性信息")


def opened(case, block=REVIEW, on=date(2024, 7, 1), number="1号", **more):
    return actions.open_proceeding(
        actor=SYSTEM,
        application=case,
        block=block,
        body="永嘉县人民政府（示例）",
        case_number=number,
        on=on,
        **more,
    )


def cells(organ, year):
    return {block: row for block, row in table4(Scope(organ, year)).as_json().items() if any(row)}


def test_the_organs_answer_runs_from_the_copy_ten_working_days_or_five(refused):
    case = opened(refused)
    assert [d.label for d in queries.duties(case)] == ["作出复议决定（普通程序）"]
    actions.receive_copy(actor=SYSTEM, proceeding=case, on=date(2024, 7, 3))
    case.refresh_from_db()
    answer, decision = queries.duties(case)
    assert (answer.due_on, answer.length, answer.ours) == (date(2024, 7, 17), "10个工作日", True)
    assert decision.due_on == date(2024, 8, 30) and not decision.ours
    simple = opened(refused, number="2号", simple_procedure=True, copy_received_on=date(2024, 7, 3))
    assert [d.due_on for d in queries.duties(simple)] == [date(2024, 7, 10), date(2024, 7, 31)]


def test_an_answer_is_recorded_once_after_the_copy_and_a_late_one_too(refused):
    case = opened(refused)
    with pytest.raises(Refused, match="收到副本"):
        actions.answer_proceeding(actor=SYSTEM, proceeding=case, on=date(2024, 7, 8))
    actions.receive_copy(actor=SYSTEM, proceeding=case, on=date(2024, 7, 3))
    case = actions.answer_proceeding(actor=SYSTEM, proceeding=case, on=date(2024, 7, 25))
    assert queries.duties(case)[0].overdue(date(2024, 7, 1))
    with pytest.raises(Refused, match="已于"):
        actions.answer_proceeding(actor=SYSTEM, proceeding=case, on=date(2024, 7, 26))


def test_the_ending_decides_the_column(refused):
    case = opened(refused)
    actions.conclude_proceeding(
        actor=SYSTEM, proceeding=case, decision_key="review.dismissed", on=date(2024, 8, 15)
    )
    assert cells(refused.organ, 2024) == {"reconsideration": [1, 0, 0, 0, 1]}
    assert cells(refused.organ, 2025) == {}


def test_an_ending_of_another_stage_is_refused(refused):
    case = opened(refused)
    with pytest.raises(Refused, match="不能以“驳回诉讼请求”结案"):
        actions.conclude_proceeding(
            actor=SYSTEM, proceeding=case, decision_key="suit.dismissed", on=date(2024, 8, 15)
        )
    with pytest.raises(Refused, match="写明结果"):
        actions.conclude_proceeding(actor=SYSTEM, proceeding=case, on=date(2024, 8, 15))


def test_a_suit_and_its_appeal_count_once_at_the_stage_reached_by_the_years_end(refused):
    first = opened(refused, AFTER, date(2024, 9, 2))
    actions.conclude_proceeding(
        actor=SYSTEM, proceeding=first, decision_key="suit.revoked", on=date(2024, 11, 20)
    )
    assert cells(refused.organ, 2024)[AFTER] == [0, 1, 0, 0, 1]
    first.refresh_from_db()
    appeal = opened(refused, AFTER, date(2024, 12, 10), "终1号", stage=Stage.SECOND, continues=first)
    assert cells(refused.organ, 2024)[AFTER] == [0, 0, 0, 1, 1]
    actions.conclude_proceeding(
        actor=SYSTEM, proceeding=appeal, decision_key="suit.affirmed", on=date(2025, 3, 3)
    )
    assert cells(refused.organ, 2024)[AFTER] == [0, 0, 0, 1, 1]
    assert cells(refused.organ, 2025)[AFTER] == [0, 1, 0, 0, 1]  # the judgment before stands: 结果纠正


def test_an_appeal_of_next_year_does_not_move_this_years_table(refused):
    first = opened(refused, DIRECT, date(2024, 9, 2))
    first = actions.conclude_proceeding(
        actor=SYSTEM, proceeding=first, decision_key="suit.dismissed", on=date(2024, 11, 20)
    )
    opened(refused, DIRECT, date(2025, 1, 6), "终1号", stage=Stage.SECOND, continues=first)
    assert cells(refused.organ, 2024)[DIRECT] == [1, 0, 0, 0, 1]
    assert cells(refused.organ, 2025)[DIRECT] == [0, 0, 0, 1, 1]


def test_a_stage_must_follow_the_one_before(refused):
    first = opened(refused, DIRECT, date(2024, 9, 2))
    with pytest.raises(Refused, match="没有登记审结"):
        opened(refused, DIRECT, date(2024, 10, 8), "终1号", stage=Stage.SECOND, continues=first)
    with pytest.raises(Refused, match="要选它接着的前一阶段"):
        opened(refused, DIRECT, date(2024, 10, 8), "终1号", stage=Stage.SECOND)
    with pytest.raises(Refused, match="不接着别的阶段"):
        opened(refused, DIRECT, date(2024, 10, 8), "2号", continues=first)
    with pytest.raises(Refused, match="没有“二审”"):
        opened(refused, REVIEW, date(2024, 10, 8), "3号", stage=Stage.SECOND)
    first = actions.conclude_proceeding(
        actor=SYSTEM, proceeding=first, decision_key="suit.dismissed", on=date(2024, 10, 9)
    )
    with pytest.raises(Refused, match="早于前一阶段"):
        opened(refused, DIRECT, date(2024, 10, 8), "终1号", stage=Stage.SECOND, continues=first)
    with pytest.raises(Refused, match="同一类"):
        opened(refused, AFTER, date(2024, 10, 10), "终1号", stage=Stage.SECOND, continues=first)
    opened(refused, DIRECT, date(2024, 10, 10), "终1号", stage=Stage.SECOND, continues=first)
    with pytest.raises(Refused, match="已经登记过"):
        opened(refused, DIRECT, date(2024, 10, 11), "再1号", stage=Stage.RETRIAL, continues=first)


def test_the_same_case_number_twice_is_refused(refused):
    opened(refused)
    with pytest.raises(ValidationError):
        opened(refused)


def test_a_new_reply_is_a_task_with_its_own_limit_and_opens_no_new_row(refused):
    case = opened(refused)
    with pytest.raises(Refused, match="收到决定"):
        actions.conclude_proceeding(
            actor=SYSTEM, proceeding=case, decision_key="review.revoked", on=date(2024, 8, 15),
            new_reply_working_days=20,
        )  # fmt: skip
    actions.conclude_proceeding(
        actor=SYSTEM, proceeding=case, decision_key="review.revoked", on=date(2024, 8, 15),
        received_on=date(2024, 8, 19), new_reply_working_days=20,
    )  # fmt: skip
    task = NewReply.objects.get()
    assert task.due_on == date(2024, 9, 14)  # 9月14日 is a make-up working day
    before = table3(Scope(refused.organ, 2024)).as_rows()
    actions.record_new_reply(
        actor=SYSTEM, new_reply=task, on=date(2024, 9, 10), note="示例依复〔2024〕9号，予以公开"
    )
    assert table3(Scope(refused.organ, 2024)).as_rows() == before
    assert cells(refused.organ, 2024)["reconsideration"] == [0, 1, 0, 0, 1]
    with pytest.raises(Refused, match="已于2024年9月10日重新答复"):
        actions.record_new_reply(actor=SYSTEM, new_reply=task, on=date(2024, 9, 11), note="再来")


def test_only_an_ending_that_sets_aside_may_order_a_new_reply(refused):
    case = opened(refused)
    with pytest.raises(Refused, match="只有撤销、责令履行"):
        actions.conclude_proceeding(
            actor=SYSTEM, proceeding=case, decision_key="review.upheld", on=date(2024, 8, 15),
            received_on=date(2024, 8, 19), new_reply_working_days=20,
        )  # fmt: skip
    case.refresh_from_db()
    assert case.result is None


@pytest.mark.law("行政复议法第二十三条")
def test_a_direct_suit_against_a_refusal_is_said_to_be_unusual_and_recorded_all_the_same(refused):
    assert "应当先申请行政复议" in actions.unusual_suit(refused, DIRECT)
    assert actions.unusual_suit(refused, AFTER) is None
    assert actions.unusual_suit(reply(ApplicationFactory(), outcome_id="R3.4.1"), DIRECT) is None
    assert opened(refused, DIRECT).pk


def test_a_suit_about_proactive_disclosure_has_no_application():
    organ = OrganFactory()
    case = actions.open_proceeding(
        actor=SYSTEM, organ=organ, subject="征地补偿标准没有主动公开（示例）", block=DIRECT, body="法院（示例）",
        case_number="1号", on=date(2024, 9, 2),
    )  # fmt: skip
    assert case.about == "征地补偿标准没有主动公开（示例）"
    assert cells(organ, 2024)[DIRECT] == [0, 0, 0, 1, 1]
    with pytest.raises(Refused, match="哪件申请"):
        actions.open_proceeding(
            actor=SYSTEM,
            organ=organ,
            block=DIRECT,
            body="法院（示例）",
            case_number="2号",
            on=date(2024, 9, 2),
        )


def test_people_of_another_organ_neither_see_nor_touch_it(refused):
    case = opened(refused)
    stranger = person(OrganFactory(), Role.HANDLER)
    assert not queries.proceedings_visible_to(stranger).exists()
    with pytest.raises(NotAllowed):
        actions.conclude_proceeding(
            actor=stranger, proceeding=case, result=Result.UPHELD, on=date(2024, 8, 1)
        )


def test_check_names_a_proceeding_that_was_changed_around_the_ledger(refused):
    case = opened(refused)
    actions.conclude_proceeding(
        actor=SYSTEM, proceeding=case, decision_key="review.upheld", on=date(2024, 8, 15)
    )
    assert list(queries.check_projections()) == []
    type(case).objects.filter(pk=case.pk).update(result="corrected")
    assert any("结果与账本不同" in line for line in queries.check_projections())
