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
    with pytest.raises(ValidationError):
        hold(people=None)
    with pytest.raises(ValidationError):
        hold(kind=Activity.Kind.JOB_FAIR, people=30)
    assert hold().people == 30


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
    with pytest.raises(Refused, match="理由"):
        actions.judge_opinion(actor=SYSTEM, opinion=opinion, adoption="not", reason="", on=date(2024, 7, 5))
    actions.judge_opinion(actor=SYSTEM, opinion=opinion, adoption="adopted", reason="", on=date(2024, 7, 5))
    assert actions.feed_back(actor=SYSTEM, consultation=row, on=date(2024, 7, 5), feedback="已研究").feedback
