# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""互动: activities carry their own quantity; a major decision is consulted on for 30 days."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from gongkai.engagement import actions, queries
from gongkai.engagement.actions import Refused
from gongkai.engagement.models import Activity
from tests.factories import DAY, SYSTEM, DocumentFactory, OrganFactory

pytestmark = pytest.mark.django_db


def hold(**facts):
    base = {"actor": SYSTEM, "organ": OrganFactory(), "kind": Activity.Kind.TRAINING, "title": "培训", "on": DAY,
            "place": "线上", "evidence": "签到表", "people": 30}  # fmt: skip
    return actions.hold(**{**base, **facts})


@pytest.mark.law("条例第四十八条")
def test_an_activity_needs_evidence_and_the_quantity_of_its_kind():
    with pytest.raises(Refused, match="依据"):
        hold(evidence="")
    with pytest.raises(Refused, match="企业培训按人数统计，请写明人数"):
        hold(people=None)
    with pytest.raises(Refused, match="招聘会不按人数统计"):
        hold(kind=Activity.Kind.JOB_FAIR, people=30, posts=200)
    with pytest.raises(Refused, match="新闻发布会不按"):
        hold(kind=Activity.Kind.PRESS_CONFERENCE)
    with pytest.raises(ValidationError):
        hold(people=-1)
    assert hold().people == 30


def test_a_ticket_is_answered_after_it_came_and_its_number_is_its_own():
    organ = OrganFactory()
    _ticket(organ)
    with pytest.raises(Refused, match="已经登记过"):
        _ticket(organ)
    with pytest.raises(Refused, match="早于收到日期"):
        actions.record_ticket(
            actor=SYSTEM, organ=organ, number="T2", subject="医保咨询", on=DAY, policy_consultation=False, answered_on=date(2024, 6, 2)
        )  # fmt: skip


def test_check_names_a_quantity_changed_beside_the_verbs():
    row = hold()
    assert list(queries.check_projections()) == []
    Activity.objects.filter(pk=row.pk).update(people=31)
    assert list(queries.check_projections()) == [f"活动{row.pk}“培训”与账本不同"]


def consultation(**facts):
    base = {"actor": SYSTEM, "organ": OrganFactory(), "document": DocumentFactory(), "title": "规划", "on": DAY,
            "closes_on": date(2024, 7, 3), "major_decision": True}  # fmt: skip
    return actions.open_consultation(**{**base, **facts})


def test_a_major_decision_is_open_30_days_or_says_why_not():
    with pytest.raises(Refused, match="30日"):
        consultation(closes_on=date(2024, 7, 2))
    assert consultation().pk
    assert consultation(closes_on=date(2024, 6, 20), short_reason="防汛应急").pk


def test_opinions_come_while_it_is_open_and_are_all_judged_before_feedback():
    row = consultation()
    with pytest.raises(Refused):
        actions.receive_opinion(actor=SYSTEM, consultation=row, text="晚了", on=date(2024, 7, 4))
    opinion = actions.receive_opinion(actor=SYSTEM, consultation=row, text="建议", on=DAY)
    with pytest.raises(Refused, match="还有1条"):
        actions.feed_back(actor=SYSTEM, consultation=row, on=date(2024, 7, 5), feedback="已研究")
    with pytest.raises(Refused, match="还可以提意见"):  # the last day is the public's
        actions.feed_back(actor=SYSTEM, consultation=row, on=row.closes_on, feedback="已研究")
    with pytest.raises(Refused, match="理由"):
        actions.judge_opinion(actor=SYSTEM, opinion=opinion, adoption="not", reason="", on=date(2024, 7, 5))
    actions.judge_opinion(actor=SYSTEM, opinion=opinion, adoption="adopted", reason="", on=date(2024, 7, 5))
    assert actions.feed_back(actor=SYSTEM, consultation=row, on=date(2024, 7, 5), feedback="已研究").feedback
    with pytest.raises(Refused, match="已于2024年7月5日公布"):
        actions.feed_back(actor=SYSTEM, consultation=row, on=date(2024, 7, 6), feedback="改写")
    with pytest.raises(Refused, match="不能再改"):
        actions.judge_opinion(
            actor=SYSTEM, opinion=opinion, adoption="not", reason="改判", on=date(2024, 7, 6)
        )


def _ticket(organ):
    return actions.record_ticket(
        actor=SYSTEM, organ=organ, number="T1", subject="医保咨询", on=DAY, policy_consultation=True, answered_on=date(2024, 6, 5)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("make", "change", "said"),
    [
        (lambda o: hold(organ=o), None, "账本里登记过，库里没有"),
        (_ticket, {"answered_on": date(2023, 12, 29), "received_on": date(2023, 12, 1)}, "工单T1与账本不同"),
        (_ticket, {"answered_on": None}, "工单T1与账本不同"),
        (_ticket, None, "账本里登记过，库里没有"),
        (
            lambda o: actions.collect_problem(actor=SYSTEM, organ=o, title="用电", on=DAY),
            {"collected_on": date(2023, 6, 3)},
            "与账本不同",
        ),
        (
            lambda o: actions.collect_problem(actor=SYSTEM, organ=o, title="用电", on=DAY),
            None,
            "账本里登记过，库里没有",
        ),
        (lambda o: consultation(organ=o), {"closes_on": date(2024, 8, 1)}, "与账本不同"),
    ],
    ids=[
        "activity-gone",
        "ticket-moved",
        "ticket-unanswered",
        "ticket-gone",
        "problem-moved",
        "problem-gone",
        "consultation-longer",
    ],
)
def test_check_names_whatever_the_report_counts_and_was_changed_beside_the_verbs(make, change, said):
    row = make(OrganFactory())
    assert list(queries.check_projections()) == []
    same = type(row).objects.filter(pk=row.pk)
    if change is None:
        same.delete()
    else:
        same.update(**change)
    (found,) = queries.check_projections()
    assert said in found
