# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""依申请公开: what the law lets an office do, in which order, and what the record keeps of it."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from gongkai.applications import actions, queries
from gongkai.applications.actions import Refused, conclude_proceeding, open_proceeding
from gongkai.applications.models import Applicant, Application, State
from gongkai.law.receipt import Channel
from gongkai.law.table4 import Block, Result
from gongkai.ledger.models import Event
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from gongkai.organs.workdays import workdays
from tests.factories import DAY, SYSTEM, ApplicationFactory, OrganFactory, person, reply
from tests.properties import examples

pytestmark = pytest.mark.django_db


@pytest.mark.law("条例第二十七条", "条例第四十五条")
def test_counter_submission_is_received_that_day_and_due_20_working_days_later():
    case = ApplicationFactory()
    assert (case.received_on, case.due_on, case.state) == (DAY, date(2024, 7, 2), State.RUNNING)
    assert case.number == f"{case.organ.letter_code}-YSQ-2024-0001"


def test_online_submission_waits_for_the_confirmation_of_article_31():
    case = ApplicationFactory(channel=Channel.ONLINE)
    assert (case.state, case.received_on, case.due_on) == (State.UNCONFIRMED, None, None)
    case = actions.confirm(actor=SYSTEM, application=case, on=date(2024, 6, 5))
    assert (case.state, case.received_on, case.due_on) == (State.RUNNING, date(2024, 6, 5), date(2024, 7, 4))
    with pytest.raises(Refused, match="已于"):
        actions.confirm(actor=SYSTEM, application=case, on=date(2024, 6, 6))


def test_signed_post_needs_the_day_it_was_signed_for():
    with pytest.raises(Refused, match="第三十一条第二项"):
        ApplicationFactory(channel=Channel.POST_SIGNED)
    case = ApplicationFactory(channel=Channel.POST_SIGNED, arrived_on=date(2024, 6, 6))
    assert case.received_on == date(2024, 6, 6)


def test_numbers_run_per_organ_and_year():
    organ = OrganFactory()
    numbers = [ApplicationFactory(organ=organ).number[-4:] for _ in range(3)]
    assert numbers == ["0001", "0002", "0003"]
    assert ApplicationFactory(organ=organ, submitted_on=date(2025, 1, 6)).number.endswith("2025-0001")


def test_supplement_is_asked_once_and_restarts_the_clock():
    case = ApplicationFactory()
    facts = {"actor": SYSTEM, "application": case, "respond_by": date(2024, 7, 5), "what": "写明文号"}
    case = actions.request_supplement(on=date(2024, 6, 13), **facts)
    assert (case.state, case.due_on) == (State.AWAITING_SUPPLEMENT, None)
    case = actions.receive_supplement(actor=SYSTEM, application=case, on=date(2024, 7, 1))
    assert (case.state, case.due_on) == (State.RUNNING, date(2024, 7, 29))
    with pytest.raises(Refused, match="第三十条"):
        actions.request_supplement(on=date(2024, 7, 2), **{**facts, "application": case})


def test_late_supplement_notice_is_refused_with_its_article():
    with pytest.raises(Refused, match="7个工作日"):
        actions.request_supplement(
            actor=SYSTEM, application=ApplicationFactory(), on=date(2024, 6, 14), respond_by=date(2024, 7, 5), what="x"
        )  # fmt: skip


def test_third_party_time_is_left_out():
    case = ApplicationFactory()
    case = actions.consult(actor=SYSTEM, application=case, on=date(2024, 6, 12), id="1", to="third_party")
    case = actions.close_consultation(
        actor=SYSTEM, application=case, on=date(2024, 6, 25), id="1", answer="objected"
    )
    assert case.due_on == date(2024, 7, 15)


@pytest.mark.parametrize(
    ("on", "days", "article"),
    [(date(2024, 6, 20), 21, "最长20个工作日"), (date(2024, 7, 3), 10, "已过答复期限")],
)
def test_unlawful_extension_is_refused(on, days, article):
    with pytest.raises(Refused, match=article):
        actions.extend(
            actor=SYSTEM, application=ApplicationFactory(), on=on, working_days=days, reason="档案多"
        )


def test_late_reply_is_recorded_and_said_to_be_late():
    case = reply(ApplicationFactory(), on=date(2024, 7, 3))
    assert (case.on_time, case.due_on, case.state) == (False, date(2024, 7, 2), State.CLOSED)


def test_refusal_needs_reasons():
    with pytest.raises(Refused, match="理由"):
        reply(ApplicationFactory(), outcome_id="R3.3.4")


def test_unsupplemented_case_ends_only_after_its_period():
    case = ApplicationFactory()
    case = actions.request_supplement(
        actor=SYSTEM, application=case, on=date(2024, 6, 5), respond_by=date(2024, 6, 28), what="写明文号"
    )
    with pytest.raises(Refused, match="还没有过"):
        actions.end(actor=SYSTEM, application=case, on=date(2024, 6, 28), outcome_id="R3.6.1")
    case = actions.end(actor=SYSTEM, application=case, on=date(2024, 7, 1), outcome_id="R3.6.1")
    assert (case.outcome, case.state) == ("R3.6.1", State.CLOSED)


def test_unpaid_fee_ends_after_20_working_days():
    case = ApplicationFactory()
    case = actions.notify_fee(actor=SYSTEM, application=case, on=date(2024, 6, 17), yuan=100, basis="按件")
    with pytest.raises(Refused, match="还没有过"):
        actions.end(actor=SYSTEM, application=case, on=date(2024, 7, 15), outcome_id="R3.6.2")
    case = actions.end(actor=SYSTEM, application=case, on=date(2024, 7, 16), outcome_id="R3.6.2")
    assert case.outcome == "R3.6.2"


def test_nothing_happens_after_closing():
    case = reply(ApplicationFactory())
    with pytest.raises(Refused, match="办结"):
        actions.withdraw(actor=SYSTEM, application=case, on=date(2024, 6, 20))


def test_events_do_not_go_back_in_time():
    case = ApplicationFactory()
    case = actions.consult(actor=SYSTEM, application=case, on=date(2024, 6, 12), id="1", to="organ")
    with pytest.raises(Refused, match="早于上一条"):
        reply(case, on=date(2024, 6, 10))


def test_each_verb_asks_for_its_role():
    organ = OrganFactory()
    intake, signer = person(organ, Role.INTAKE), person(organ, Role.SIGNER)
    case = ApplicationFactory(organ=organ, actor=intake)
    with pytest.raises(NotAllowed, match="签发"):
        actions.reply(
            actor=intake, application=case, on=date(2024, 6, 12), outcome_id="R3.6.3", reasons="非政府信息"
        )
    stranger = person(OrganFactory(), Role.SIGNER, Role.INTAKE)
    with pytest.raises(NotAllowed):
        actions.reply(
            actor=stranger, application=case, on=date(2024, 6, 12), outcome_id="R3.6.3", reasons="非政府信息"
        )
    with pytest.raises(Refused, match="其他处理要写明理由"):
        actions.reply(actor=signer, application=case, on=date(2024, 6, 12), outcome_id="R3.6.3")
    with pytest.raises(Refused, match="先拟稿、审核、签发"):
        actions.reply(actor=signer, application=case, on=date(2024, 6, 12), outcome_id="R3.1")


@pytest.mark.parametrize(
    ("verb", "facts", "article"),
    [
        (actions.extend, {"working_days": 10, "reason": "档案多"}, "第三十三条第二款"),
        (actions.delay, {"until": date(2024, 8, 1), "reason": "数量大"}, "第三十五条"),
        (actions.notify_fee, {"yuan": 100, "basis": "按件"}, "第四十二条"),
    ],
)  # fmt: skip
def test_what_needs_a_notice_is_not_done_by_a_person_without_the_signed_letter(verb, facts, article):
    organ = OrganFactory()
    case = ApplicationFactory(organ=organ)
    with pytest.raises(Refused, match=article):
        verb(actor=person(organ, Role.SIGNER), application=case, on=date(2024, 6, 12), **facts)


def test_only_own_organs_cases_are_visible():
    case, other = ApplicationFactory(), ApplicationFactory()
    viewer = person(case.organ, Role.HANDLER)
    assert list(queries.visible_to(viewer)) == [case]
    above = OrganFactory()
    below = OrganFactory(parent=above)
    theirs = ApplicationFactory(organ=below)
    assert list(queries.visible_to(person(above, Role.SUPERVISOR))) == [theirs]
    assert list(queries.visible_to(person(above, Role.HANDLER))) == []
    assert other in queries.visible_to(SYSTEM)


def test_no_name_or_content_enters_the_ledger_and_particulars_are_sealed():
    case = reply(ApplicationFactory())
    written = "".join(str(e.payload) for e in Event.objects.all())
    for secret in ("林晓", "示例证件1", "示例联系方式", case.title, case.description):
        assert secret not in written
    stored = Applicant.objects.get()
    assert "林晓".encode() not in bytes(stored.name_sealed)
    assert stored.name == "林晓（示例）"


def test_every_look_at_the_applicant_is_logged_with_its_purpose():
    case = ApplicationFactory()
    viewer = person(case.organ, Role.HANDLER)
    with pytest.raises(Refused, match="用途"):
        actions.reveal_applicant(actor=viewer, application=case, on=DAY, purpose=" ")
    shown = actions.reveal_applicant(actor=viewer, application=case, on=DAY, purpose="送达答复")
    assert shown["name"] == "林晓（示例）"
    look = Event.objects.get(kind="application.applicant_viewed")
    assert (look.actor, look.payload) == (viewer, {"purpose": "送达答复"})
    with pytest.raises(NotAllowed):
        actions.reveal_applicant(
            actor=person(case.organ, Role.EDITOR), application=case, on=DAY, purpose="好奇"
        )


def test_corrected_outcome_keeps_both_in_the_story():
    case = reply(ApplicationFactory(), outcome_id="R3.1")
    case = actions.correct_outcome(
        actor=SYSTEM, application=case, on=date(2024, 8, 1), outcome_id="R3.4.1", reason="登记时选错"
    )
    assert (case.outcome, case.closed_on) == ("R3.4.1", date(2024, 6, 12))
    assert "予以公开改为本机关不掌握" in queries.story_lines(case)[-1].title


def test_proceedings_are_opened_and_concluded_in_order():
    case = reply(ApplicationFactory())
    facts = {
        "actor": SYSTEM,
        "application": case,
        "block": Block.RECONSIDERATION,
        "body": "市政府",
        "case_number": "1",
    }
    with pytest.raises(Refused):
        open_proceeding(on=date(2024, 6, 1), **facts)
    opened = open_proceeding(on=date(2024, 7, 1), **facts)
    with pytest.raises(Refused, match="早于受理"):
        conclude_proceeding(actor=SYSTEM, proceeding=opened, result=Result.UPHELD, on=date(2024, 6, 30))
    assert conclude_proceeding(
        actor=SYSTEM, proceeding=opened, result=Result.UPHELD, on=date(2024, 8, 1)
    ).result


def test_database_refuses_a_closed_case_without_outcome():
    case = ApplicationFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=case.pk).update(state="closed")


def test_check_names_the_row_that_was_changed_beside_the_verbs():
    case = reply(ApplicationFactory())
    assert list(queries.check_projections()) == []
    Application.objects.filter(pk=case.pk).update(outcome="R3.2", title="改过的标题")
    found = "\n".join(queries.check_projections())
    assert f"{case.number}：outcome 存的是R3.2，按账本应为R3.1" in found
    assert "content_key" in found


STEPS = st.lists(st.tuples(st.sampled_from(["ask", "answer", "consult", "close", "extend", "reply", "withdraw", "fee", "pay"]), st.integers(0, 9)), max_size=8)  # fmt: skip


class Projections(TestCase):
    @settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(STEPS)
    def test_after_any_history_the_row_equals_its_events(self, steps):
        case, day = ApplicationFactory(), DAY
        for name, gap in steps:
            day = workdays().add(day, gap)
            case.refresh_from_db()
            facts = {"actor": SYSTEM, "application": case, "on": day}
            verbs = {
                "ask": lambda f=facts, d=day: actions.request_supplement(**f, respond_by=workdays().add(d, 5), what="x"),
                "answer": lambda f=facts: actions.receive_supplement(**f),
                "consult": lambda f=facts: actions.consult(**f, id="1", to="third_party"),
                "close": lambda f=facts: actions.close_consultation(**f, id="1", answer="agreed"),
                "extend": lambda f=facts: actions.extend(**f, working_days=10, reason="x"),
                "reply": lambda f=facts: actions.reply(**f, outcome_id="R3.1"),
                "withdraw": lambda f=facts: actions.withdraw(**f),
                "fee": lambda f=facts: actions.notify_fee(**f, yuan=100, basis="按件"),
                "pay": lambda f=facts: actions.receive_payment(**f, yuan=100),
            }  # fmt: skip
            try:
                verbs[name]()
            except Refused:
                pass
            assert list(queries.check_projections()) == []


def test_what_has_not_happened_yet_cannot_be_recorded(monkeypatch):
    monkeypatch.setattr("django.conf.settings.GONGKAI_TODAY", DAY)
    case = ApplicationFactory()
    tomorrow = DAY + timedelta(days=1)
    with pytest.raises(actions.Refused, match="2024年6月4日还没有到"):
        actions.withdraw(actor=SYSTEM, application=case, on=tomorrow)
    with pytest.raises(actions.Refused, match="还没有到"):
        ApplicationFactory(organ=case.organ, submitted_on=tomorrow)
    with pytest.raises(actions.Refused, match=r"确认日期.*还没有到"):
        ApplicationFactory(organ=case.organ, channel=Channel.ONLINE, confirmed_on=tomorrow)
    assert Application.objects.count() == 1
