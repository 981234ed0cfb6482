# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Several people on one case: talks, tasks, parties, fees, reasons and groups; what the law refuses and the ledger keeps."""

import json
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gongkai.applications import actions, queries
from gongkai.applications.actions import ApplicantFacts, Refused
from gongkai.applications.models import Contact, GroupMember, Party, State, Task
from gongkai.law.table3 import ApplicantKind
from gongkai.ledger.models import Event
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person, reply

pytestmark = pytest.mark.django_db
SECRET = "林晓（示例）住在<b>县前路</b>13800000000"


@pytest.fixture(autouse=True)
def _day(settings):
    settings.GONGKAI_TODAY = date(2024, 8, 30)


@pytest.fixture
def case():
    return ApplicationFactory()


@pytest.fixture
def asked(case):
    return actions.ask_colleagues(
        actor=SYSTEM, application=case, on=date(2024, 6, 5), organ=OrganFactory(), what=SECRET, working_days=5
    )


def contact(case, on=date(2024, 6, 4), **facts):
    facts = {"way": "phone", "whom": "applicant", "note": SECRET, "result": "narrowed", **facts}
    return actions.record_contact(actor=facts.pop("actor", SYSTEM), application=case, on=on, **facts)


def ledger_words():
    return json.dumps([e.payload for e in Event.objects.all()], ensure_ascii=False)


def party(case, kind="third_party"):
    return actions.add_party(
        actor=SYSTEM,
        application=case,
        on=date(2024, 6, 5),
        kind=kind,
        name="第三方甲（示例）",
        contact="示例路2号",
    )


def opinion(row, on, answer, reasons=""):
    return actions.record_opinion(actor=SYSTEM, party=row, on=on, answer=answer, reasons=reasons)


def judge(row, on, judgement):
    return actions.judge_objection(actor=SYSTEM, party=row, on=on, judgement=judgement, why="判断的依据")


# 答复前沟通


def test_a_talk_is_in_the_story_without_a_word_of_what_was_said(case):
    row = contact(case)
    line = queries.story_lines(case)[-1]
    assert (line.title, line.detail) == ("答复前沟通", "电话，申请人，缩小了范围")
    assert row.note == SECRET
    assert "13800000000" not in ledger_words()
    assert SECRET.encode() not in bytes(Contact.objects.get().note_sealed)


def test_a_talk_may_be_put_down_late_and_does_not_move_the_clock(case):
    actions.extend(actor=SYSTEM, application=case, on=date(2024, 6, 20), working_days=10, reason="档案多")
    contact(case, on=date(2024, 6, 4))
    case.refresh_from_db()
    actions.withdraw(actor=SYSTEM, application=case, on=date(2024, 6, 20))


@pytest.mark.parametrize(("on", "why"), [(date(2024, 6, 2), "早于提交"), (date(2024, 8, 31), "还没有到")])
def test_a_talk_before_the_application_or_tomorrow_is_refused(case, on, why):
    with pytest.raises(Refused, match=why):
        contact(case, on=on)


def test_after_the_reply_a_talk_is_no_longer_before_it_and_unknown_words_are_refused(case):
    with pytest.raises(ValidationError):
        contact(case, way="pigeon")
    reply(case)
    with pytest.raises(Refused, match="不算答复前沟通"):
        contact(case, on=date(2024, 6, 20))
    assert contact(case, on=date(2024, 6, 11))


def test_opening_a_talk_asks_the_role_and_leaves_a_trace(case):
    row = contact(case)
    with pytest.raises(NotAllowed):
        actions.open_contact(actor=person(OrganFactory(), Role.HANDLER), contact=row, on=date(2024, 6, 6))
    assert actions.open_contact(actor=SYSTEM, contact=row, on=date(2024, 6, 6)) == SECRET
    assert Event.objects.get(kind="contact.viewed").payload == {"application": case.pk}


# 协办


def test_a_task_is_due_in_working_days_and_warns_beyond_the_cases_own_limit(case, asked):
    assert asked.due_on == date(2024, 6, 13)  # 端午 is left out
    assert not actions.beyond_limit(asked)
    late = actions.ask_colleagues(
        actor=SYSTEM, application=case, on=date(2024, 6, 5), organ=case.organ, what="核对", working_days=30
    )
    assert (late.number, actions.beyond_limit(late)) == (2, True)
    assert list(queries.overdue_tasks(queries.tasks_visible_to(SYSTEM), as_of=date(2024, 6, 14))) == [asked]


def test_the_organ_asked_sees_its_task_and_not_the_case(asked):
    theirs, stranger = person(asked.organ, Role.HANDLER), person(OrganFactory(), Role.HANDLER)
    assert list(queries.tasks_visible_to(theirs)) == [asked]
    assert not queries.visible_to(theirs).exists()
    assert not queries.tasks_visible_to(stranger).exists()
    assert actions.open_task(actor=theirs, task=asked, on=date(2024, 6, 6)) == {"what": SECRET, "answer": ""}
    actions.open_task(actor=theirs, task=asked, on=date(2024, 6, 6))
    assert Event.objects.filter(kind="task.viewed").count() == 1
    for verb, facts in (
        (actions.open_task, {}), (actions.accept_task, {}), (actions.answer_task, {"answer": "有"}),
        (actions.return_task, {"reason": "不是"}), (actions.remind_task, {}), (actions.cancel_task, {}),
    ):  # fmt: skip
        with pytest.raises(NotAllowed):
            verb(actor=stranger, task=asked, on=date(2024, 6, 6), **facts)


def test_the_asked_may_not_remind_itself_and_the_asker_may_not_answer_for_it(case, asked):
    theirs, ours = person(asked.organ, Role.HANDLER), person(case.organ, Role.HANDLER)
    with pytest.raises(NotAllowed):
        actions.remind_task(actor=theirs, task=asked, on=date(2024, 6, 6))
    with pytest.raises(NotAllowed):
        actions.answer_task(actor=ours, task=asked, on=date(2024, 6, 6), answer="有")


def test_a_task_is_answered_once_and_the_words_stay_sealed(case, asked):
    asked = actions.accept_task(actor=SYSTEM, task=asked, on=date(2024, 6, 6))
    done = actions.answer_task(actor=SYSTEM, task=asked, on=date(2024, 6, 14), answer=f"找到2份。{SECRET}")
    assert (done.state, done.closed_on, done.answer[:5]) == ("answered", date(2024, 6, 14), "找到2份。")
    assert Event.objects.get(kind="application.task_answered").payload["late"] is True
    for again in (
        lambda: actions.answer_task(actor=SYSTEM, task=asked, on=date(2024, 6, 17), answer="再答"),
        lambda: actions.return_task(actor=SYSTEM, task=asked, on=date(2024, 6, 17), reason="退"),
        lambda: actions.accept_task(actor=SYSTEM, task=asked, on=date(2024, 6, 17)),
        lambda: actions.remind_task(actor=SYSTEM, task=asked, on=date(2024, 6, 17)),
        lambda: actions.cancel_task(actor=SYSTEM, task=asked, on=date(2024, 6, 17)),
    ):
        with pytest.raises(Refused, match="已反馈"):
            again()
    assert "13800000000" not in ledger_words()
    titles = [line.title for line in queries.story_lines(case)]
    assert titles[-2:] == ["协办签收", "协办反馈"]


def test_reminders_are_counted_once_a_day_and_the_ledger_agrees(asked):
    actions.remind_task(actor=SYSTEM, task=asked, on=date(2024, 6, 14))
    with pytest.raises(Refused, match="已经催办"):
        actions.remind_task(actor=SYSTEM, task=asked, on=date(2024, 6, 14))
    again = actions.remind_task(actor=SYSTEM, task=asked, on=date(2024, 6, 17))
    assert again.reminders == 2
    assert list(queries.check_collaboration()) == []
    Task.objects.update(reminders=3)
    assert "催办次数" in "".join(queries.check_collaboration())


@pytest.mark.parametrize("on", [date(2024, 6, 4), date(2024, 8, 31)])
def test_an_answer_before_the_question_or_tomorrow_is_refused(asked, on):
    with pytest.raises(Refused):
        actions.answer_task(actor=SYSTEM, task=asked, on=on, answer="有")


def test_returning_needs_a_reason_and_the_database_keeps_it_so(asked):
    with pytest.raises(Refused, match="理由"):
        actions.return_task(actor=SYSTEM, task=asked, on=date(2024, 6, 6), reason="  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.update(state="returned", closed_on=date(2024, 6, 6))


# 第三方、共同制作机关、其他机关


def test_two_parties_at_once_leave_out_the_union_and_need_no_typed_id(case):
    one, two = party(case), party(case)
    assert (one.key, two.key) == ("P1", "P2")
    one = actions.ask_party(actor=SYSTEM, party=one, on=date(2024, 6, 12), received_on=date(2024, 6, 13))
    two = actions.ask_party(actor=SYSTEM, party=two, on=date(2024, 6, 14))
    opinion(one, date(2024, 6, 20), "agreed")
    opinion(two, date(2024, 6, 25), "objected", "涉及商业秘密")
    clock = queries.case_clock(case, as_of=date(2024, 6, 26))
    assert (clock.excluded_working_days, clock.due) == (9, date(2024, 7, 15))
    assert "甲" not in ledger_words()


@pytest.mark.law("条例第三十二条")
def test_the_fifteen_days_run_from_a_receipt_learnt_later(case):
    row = actions.ask_party(actor=SYSTEM, party=party(case), on=date(2024, 6, 12))
    before = queries.case_clock(case, as_of=date(2024, 7, 31)).excluded_working_days
    row = actions.confirm_party_receipt(actor=SYSTEM, party=row, on=date(2024, 6, 17))
    assert queries.case_clock(case, as_of=date(2024, 7, 31)).excluded_working_days == before + 3
    assert queries.parties_of(case, as_of=date(2024, 7, 9))[0].answer_by == date(2024, 7, 8)
    with pytest.raises(Refused, match="已登记"):
        actions.confirm_party_receipt(actor=SYSTEM, party=row, on=date(2024, 6, 18))
    with pytest.raises(Refused, match="还没有过"):
        opinion(row, date(2024, 7, 8), "silent")
    row = opinion(row, date(2024, 7, 9), "silent")
    assert queries.parties_of(case, as_of=date(2024, 7, 9))[0].consequence.undecided


@pytest.mark.law("条例第三十四条")
def test_a_silent_co_maker_consents(case):
    row = actions.ask_party(
        actor=SYSTEM, party=party(case, "co_maker"), on=date(2024, 6, 12), received_on=date(2024, 6, 12)
    )
    opinion(row, date(2024, 7, 4), "silent")
    follows = queries.parties_of(case, as_of=date(2024, 7, 4))[0].consequence
    assert "视为同意公开" in follows.text
    assert not follows.undecided


@pytest.mark.law("条例第三十二条")
def test_nothing_is_released_over_an_objection_before_it_is_judged_and_the_third_party_told(case):
    row = actions.ask_party(actor=SYSTEM, party=party(case), on=date(2024, 6, 12))
    with pytest.raises(Refused, match="理由"):
        opinion(row, date(2024, 6, 14), "objected")
    row = opinion(row, date(2024, 6, 14), "objected", SECRET)
    with pytest.raises(Refused, match="还没有判断"):
        reply(case, on=date(2024, 6, 17))
    row = judge(row, date(2024, 6, 17), "public_interest")
    assert queries.parties_of(case, as_of=date(2024, 6, 17))[0].to_tell
    with pytest.raises(Refused, match="还没有送达"):
        reply(case, on=date(2024, 6, 17))
    row = actions.tell_third_party(actor=SYSTEM, party=row, on=date(2024, 6, 18))
    with pytest.raises(Refused, match="不能再改判断"):
        judge(row, date(2024, 6, 18), "withhold")
    assert reply(case, on=date(2024, 6, 19)).outcome == "R3.1"
    assert "13800000000" not in ledger_words()


def test_a_reasonable_objection_forbids_full_release_and_allows_the_rest(case):
    row = actions.ask_party(actor=SYSTEM, party=party(case), on=date(2024, 6, 12))
    row = opinion(row, date(2024, 6, 14), "objected", "涉及个人隐私")
    judge(row, date(2024, 6, 17), "withhold")
    with pytest.raises(Refused, match="不能全部公开"):
        reply(case, on=date(2024, 6, 17))
    assert reply(case, on=date(2024, 6, 17), outcome_id="R3.2", reasons="隐去姓名").outcome == "R3.2"


def test_an_opinion_comes_once_and_only_from_who_was_asked(case):
    row = party(case)
    with pytest.raises(Refused, match="还没有向这一方"):
        opinion(row, date(2024, 6, 14), "agreed")
    row = actions.ask_party(actor=SYSTEM, party=row, on=date(2024, 6, 12))
    with pytest.raises(Refused, match="已于"):
        actions.ask_party(actor=SYSTEM, party=row, on=date(2024, 6, 13))
    opinion(row, date(2024, 6, 14), "agreed")
    with pytest.raises(Refused, match="已经登记"):
        opinion(row, date(2024, 6, 17), "objected", "改口")
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.update(answer="objected", reasons_sealed=None)


def test_another_organs_people_may_not_open_a_party(case):
    with pytest.raises(NotAllowed):
        actions.open_party(actor=person(OrganFactory(), Role.HANDLER), party=party(case), on=date(2024, 6, 6))


# 信息处理费


def month(organ, count, identity="示例证件9"):
    who = ApplicantFacts(ApplicantKind.NATURAL_PERSON, "林晓（示例）", identity, "示例联系方式")
    return [ApplicationFactory(organ=organ, applicant=who) for _ in range(count)]


def decide(case, actor=SYSTEM, **facts):
    facts = {"basis": "by_item", "units": 1, "yuan": 100, "reason": "一个月提出11件以上", **facts}
    return actions.decide_fee(actor=actor, application=case, on=date(2024, 6, 12), **facts)


@pytest.mark.law("条例第四十二条")
def test_the_eleventh_of_a_month_may_cost_100_yuan_and_only_when_a_signer_decides():
    organ = OrganFactory()
    cases = month(organ, 11)
    month(OrganFactory(), 3)  # at another organ: another count
    assert [actions.rank_of(c) for c in (cases[0], cases[9], cases[10])] == [1, 10, 11]
    signer = person(organ, Role.SIGNER)
    with pytest.raises(Refused, match=r"没有收费决定.*第四十二条"):
        actions.notify_fee(actor=signer, application=cases[10], on=date(2024, 6, 12), yuan=100, basis="按件")
    with pytest.raises(NotAllowed):
        decide(cases[10], actor=person(organ, Role.HANDLER, Role.INTAKE))
    assert decide(cases[10], actor=signer).yuan == 100


@pytest.mark.law("信息处理费办法第四条")
def test_a_request_split_into_eight_takes_eight_places_of_the_month():
    cases = month(OrganFactory(), 7)
    # 6至13件，收11、12、13件
    assert decide(cases[5], units=8, yuan=300, reason="一事一申请，拆为8件").rank == 6
    assert [actions.rank_of(c) for c in cases] == [1, 2, 3, 4, 5, 6, 14]
    assert decide(cases[6]).yuan == 100


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"yuan": 200}, "计算为100元"), ({"reason": " "}, "理由"), ({"units": 0}, "从1起"), ({"basis": "search"}, "按件或者按量"),
        ({"basis": "by_page", "units": 30, "yuan": 1}, "0元"),
    ],
)  # fmt: skip
def test_an_amount_that_is_not_the_laws_is_refused(facts, why):
    with pytest.raises(Refused, match=why):
        decide(month(OrganFactory(), 11)[10], **facts)


def test_a_fee_is_notified_paid_refunded_and_counted_as_received():
    case = month(OrganFactory(), 1)[0]
    decide(case, basis="by_page", units=45, yuan=150)
    with pytest.raises(Refused, match="已有收费决定"):
        decide(case)
    with pytest.raises(Refused, match="150元"):
        actions.notify_fee(actor=SYSTEM, application=case, on=date(2024, 6, 17), yuan=100)
    case = actions.notify_fee(actor=SYSTEM, application=case, on=date(2024, 6, 17))
    assert (case.state, case.fee.pay_by) == (State.AWAITING_PAYMENT, date(2024, 7, 15))
    with pytest.raises(Refused, match="缴足"):
        actions.receive_payment(actor=SYSTEM, application=case, on=date(2024, 7, 1), yuan=149)
    case = actions.receive_payment(actor=SYSTEM, application=case, on=date(2024, 7, 1))
    assert case.due_on == date(2024, 7, 29)
    with pytest.raises(Refused, match="1至150元"):
        actions.refund_fee(actor=SYSTEM, application=case, on=date(2024, 7, 2), yuan=151, reason="多收")
    actions.refund_fee(actor=SYSTEM, application=case, on=date(2024, 7, 2), yuan=50, reason="多收")
    assert list(queries.check_collaboration()) == []


def test_an_unpaid_fee_ends_as_lapsed_after_twenty_working_days():
    case = month(OrganFactory(), 11)[10]
    decide(case)
    case = actions.notify_fee(actor=SYSTEM, application=case, on=date(2024, 6, 17))
    with pytest.raises(Refused, match="还没有过"):
        actions.end(actor=SYSTEM, application=case, on=date(2024, 7, 15), outcome_id="R3.6.2")
    assert (
        actions.end(actor=SYSTEM, application=case, on=date(2024, 7, 16), outcome_id="R3.6.2").outcome
        == "R3.6.2"
    )


# 说明理由


def test_reasons_are_asked_received_and_judged_once(case):
    with pytest.raises(Refused, match="第三十五条"):
        actions.receive_reasons(actor=SYSTEM, application=case, on=date(2024, 6, 6), reasons=SECRET)
    case = actions.request_reasons(actor=SYSTEM, application=case, on=date(2024, 6, 5), why="一个月二十件")
    with pytest.raises(Refused, match="还没有收到"):
        actions.judge_reasons(
            actor=SYSTEM, application=case, on=date(2024, 6, 6), reasonable=True, why="合理"
        )
    row = actions.receive_reasons(actor=SYSTEM, application=case, on=date(2024, 6, 6), reasons=SECRET)
    assert actions.open_reasons(actor=SYSTEM, asked=row, on=date(2024, 6, 7)) == SECRET
    row = actions.judge_reasons(
        actor=SYSTEM, application=case, on=date(2024, 6, 7), reasonable=False, why="同一事项"
    )
    with pytest.raises(Refused, match="已于"):
        actions.judge_reasons(
            actor=SYSTEM, application=case, on=date(2024, 6, 11), reasonable=True, why="改判"
        )
    assert row.reasonable is False
    assert "13800000000" not in ledger_words()


# 成批办理


def group_of(cases, **facts):
    return actions.open_group(
        actor=SYSTEM,
        organ=cases[0].organ,
        on=date(2024, 6, 5),
        name="同一片区征收补偿（示例）",
        applications=cases,
        **facts,
    )


def test_one_verb_for_all_says_per_case_what_was_refused():
    cases = month(OrganFactory(), 3)
    group = group_of(cases)
    actions.extend(actor=SYSTEM, application=cases[1], on=date(2024, 6, 12), working_days=5, reason="档案多")
    done = actions.apply_to_group(
        actor=SYSTEM,
        group=group,
        verb=actions.extend,
        on=date(2024, 6, 13),
        working_days=10,
        reason="多件相同",
    )
    assert [bool(d.refused) for d in done] == [False, True, False]
    assert "只能有一次" in done[1].refused
    for c in cases:
        c.refresh_from_db()
    assert cases[0].due_on > cases[1].due_on


def test_a_case_is_in_one_group_and_leaves_a_trace_when_taken_out():
    organ = OrganFactory()
    cases = month(organ, 3)
    group = group_of(cases[:2])
    with pytest.raises(Refused, match="已在"):
        group_of(cases)
    with pytest.raises(Refused, match="不是"):
        actions.add_to_group(actor=SYSTEM, group=group, application=ApplicationFactory(), on=date(2024, 6, 5))
    with pytest.raises(Refused, match="至少要有两件"):
        group_of([cases[2], cases[2]])
    actions.add_to_group(actor=SYSTEM, group=group, application=cases[2], on=date(2024, 6, 6))
    actions.remove_from_group(actor=SYSTEM, application=cases[0], on=date(2024, 6, 6))
    assert GroupMember.objects.count() == 2
    assert [line.title for line in queries.story_lines(cases[0])][-2:] == ["并入成批办理", "移出成批办理"]
    assert list(queries.check_collaboration()) == []
    with pytest.raises(NotAllowed):
        actions.write_group_draft(
            actor=person(OrganFactory(), Role.HANDLER), group=group, on=date(2024, 6, 6), text="x"
        )
    draft = actions.write_group_draft(actor=SYSTEM, group=group, on=date(2024, 6, 6), text=SECRET)
    assert draft.draft == SECRET
    assert "13800000000" not in ledger_words()
