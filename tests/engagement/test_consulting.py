# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""意见征集 from opening to decision: every opinion studied, withheld only by law, its sender sealed (国务院令第713号)."""

from datetime import date

import pytest
from django.db import connection

from gongkai.applications.sealing import seal
from gongkai.engagement import actions, consulting, queries
from gongkai.engagement.actions import Refused
from gongkai.engagement.actions.catalogues import DecisionFacts
from gongkai.engagement.models import Opinion
from gongkai.ledger.models import Event
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from tests.factories import DAY, SYSTEM, DocumentFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
CLOSES, LATER = date(2024, 7, 3), date(2024, 7, 10)


def opened(**facts):
    organ = facts.pop("organ", None) or OrganFactory()
    base = {"actor": SYSTEM, "organ": organ, "document": DocumentFactory(organ=organ), "title": "规划", "on": DAY,
            "closes_on": CLOSES, "major_decision": True}  # fmt: skip
    return actions.open_consultation(**{**base, **facts})


def said(row, text="建议延长过渡期", **facts):
    return actions.receive_opinion(actor=actions.PUBLIC, consultation=row, text=text, on=DAY, **facts)


@pytest.mark.law("国务院令第713号第十五条")
def test_a_person_publishes_the_explanation_of_a_major_decision_along():
    organ = OrganFactory()
    clerk = person(organ, Role.EDITOR)
    with pytest.raises(Refused, match="说明"):
        opened(organ=organ, actor=clerk)
    assert opened(organ=organ, actor=clerk, explanation="背景和依据").explanation
    with pytest.raises(NotAllowed):
        opened(actor=clerk)
    with pytest.raises(Refused, match="7个工作日"):
        opened(major_decision=False, closes_on=date(2024, 6, 11))
    with pytest.raises(Refused, match="还没有公开"):
        opened(document=DocumentFactory(on=date(2024, 6, 5)))


def test_an_opinion_is_sealed_and_who_sent_it_seen_only_for_a_purpose():
    row = opened()
    opinion = said(row, name="林晓（示例）", contact="13800000000", nonce="n1")
    assert said(row, text="再点了一次", nonce="n1").pk == opinion.pk and row.opinions.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM engagement_opinion")
        held = str(
            [
                bytes(x).decode("utf-8", "replace") if isinstance(x, bytes | memoryview) else x
                for x in cursor.fetchall()[0]
            ]
        )
    assert "林晓" not in held and opinion.text[:6] not in held and Opinion.objects.get().text == opinion.text
    assert "林晓" not in str(list(Event.objects.values_list("payload", flat=True)))
    clerk = person(row.organ, Role.EDITOR)
    with pytest.raises(Refused, match="用途"):
        actions.reveal_sender(actor=clerk, opinion=opinion, on=DAY, purpose=" ")
    assert (
        actions.reveal_sender(actor=clerk, opinion=opinion, on=DAY, purpose="核实")["contact"]
        == "13800000000"
    )
    assert Event.objects.filter(kind="consultation.sender_viewed", actor=clerk).count() == 1
    with pytest.raises(NotAllowed):
        actions.reveal_sender(actor=person(row.organ, Role.REVIEWER), opinion=opinion, on=DAY, purpose="好奇")


def test_an_opinion_is_withheld_only_on_a_ground_of_law_and_is_studied_all_the_same():
    row = opened()
    fine, private = said(row), said(row, text="张三得了重病")
    screen = {"actor": SYSTEM, "consultation": row, "on": DAY}
    with pytest.raises(Refused, match="法律规定的情形"):
        actions.screen_opinions(**screen, opinions=[fine], ground="critical", why="批评政府")
    with pytest.raises(Refused, match="哪些内容"):
        actions.screen_opinions(**screen, opinions=[private], ground="privacy")
    actions.screen_opinions(**screen, opinions=[fine])
    actions.screen_opinions(**screen, opinions=[private], ground="privacy", why="他人健康情况")
    assert [(o.place, o.pk) for o in consulting.shown_opinions(row)] == [(1, fine.pk)]
    with pytest.raises(Refused, match="还有2条"):
        actions.feed_back(actor=SYSTEM, consultation=row, on=LATER, feedback="已研究")
    assert list(queries.check_projections()) == []
    Opinion.objects.filter(pk=private.pk).update(withheld=None, withheld_why=None)
    assert list(queries.check_projections()) == [f"意见{private.pk}：与账本不同"]
    Opinion.objects.filter(pk=private.pk).update(
        withheld="privacy", withheld_why="改", text_sealed=seal("换了内容")
    )
    assert list(queries.check_projections()) == [f"意见{private.pk}：内容与收到时不同"]


@pytest.mark.law("国务院令第713号第十八条", "国务院令第713号第三十二条")
def test_alike_opinions_are_judged_together_and_the_decision_follows_the_feedback():
    row = opened()
    same = [said(row, text="建议延长过渡期安排"), said(row, text="建议延长过渡期安排。")]
    other = said(row, text="停车费太高了")
    groups = consulting.alike(list(row.opinions.all()))
    assert [[o.pk for o in g.opinions] for g in groups] == [[o.pk for o in same], [other.pk]]
    judge = {"actor": SYSTEM, "consultation": row, "on": LATER}
    with pytest.raises(Refused, match="理由"):
        actions.judge_opinions(**judge, opinions=same, adoption="not", reason="")
    actions.judge_opinions(**judge, opinions=same, adoption="partly", reason="延长至三个月")
    with pytest.raises(Refused, match="这次征求到的"):
        actions.judge_opinions(**judge, opinions=[said(opened())], adoption="adopted", reason="")
    decision = DocumentFactory(organ=row.organ, on=LATER)
    with pytest.raises(Refused, match="先公布意见采纳情况"):
        actions.link_decision(actor=SYSTEM, consultation=row, document=decision, on=LATER)
    actions.judge_opinions(**judge, opinions=[other], adoption="not", reason="不属于本规划")
    actions.feed_back(actor=SYSTEM, consultation=row, on=LATER, feedback="已研究")
    assert (
        actions.link_decision(actor=SYSTEM, consultation=row, document=decision, on=LATER).decision
        == decision
    )
    assert list(queries.check_projections()) == []
    type(row).objects.filter(pk=row.pk).update(decision=None)
    assert ["决策文件与账本不同" in line for line in queries.check_projections()] == [True]


@pytest.mark.law("国务院令第713号第十六条")
def test_a_hearing_has_its_material_delivered_seven_days_before():
    row = opened()
    hearing = {"actor": SYSTEM, "consultation": row, "on": date(2024, 6, 20), "place": "301室", "people": 12,
               "who": "利害关系人8名", "summary": "主要是标准"}  # fmt: skip
    with pytest.raises(Refused, match="材料送达"):
        actions.hold_hearing(**hearing, kind="hearing")
    with pytest.raises(Refused, match="7日前"):
        actions.hold_hearing(**hearing, kind="hearing", material_on=date(2024, 6, 14))
    actions.hold_hearing(**hearing, kind="hearing", material_on=date(2024, 6, 13))
    actions.hold_hearing(**hearing, kind="talk")
    assert list(queries.check_projections()) == []
    row.hearings.filter(kind="talk").update(people=120)
    assert "听证、座谈的记录与账本不同" in next(iter(queries.check_projections()))


@pytest.mark.law("国务院令第713号第三条")
def test_the_catalogue_of_a_year_is_published_once_with_consent_and_its_items_never_vanish():
    organ = OrganFactory()
    facts = {
        "actor": SYSTEM,
        "organ": organ,
        "year": 2024,
        "items": [DecisionFacts("养老规划", organ, "三季度")],
    }
    with pytest.raises(Refused, match="同意"):
        actions.publish_catalogue(**facts, on=DAY, agreed_on=date(2024, 6, 4))
    row = actions.publish_catalogue(**facts, on=DAY, agreed_on=DAY)
    with pytest.raises(Refused, match="已经公布"):
        actions.publish_catalogue(**facts, on=DAY, agreed_on=DAY)
    added = actions.add_decision(
        actor=SYSTEM, catalogue=row, on=LATER, title="公交方案", drafter=organ, planned="四季度"
    )
    assert added.number == 2
    with pytest.raises(Refused, match="理由"):
        actions.drop_decision(actor=SYSTEM, item=added, on=LATER, reason="")
    actions.drop_decision(actor=SYSTEM, item=added, on=LATER, reason="并入综合交通规划")
    with pytest.raises(Refused, match="已经调出"):
        opened(item=added)
    stranger = OrganFactory()
    with pytest.raises(Refused, match="请由承办单位"):
        opened(
            organ=stranger, actor=person(stranger, Role.EDITOR), explanation="背景", item=row.items.first()
        )
    assert opened(item=row.items.first()).item.number == 1
    assert list(queries.check_projections()) == []
    added.delete()
    assert ["事项与账本不同" in line for line in queries.check_projections()] == [True]


@pytest.mark.law("条例第十五条")
def test_what_everyone_reads_of_a_consultation_holds_no_number_that_points_at_a_person(client, settings):
    settings.GONGKAI_TODAY = LATER
    row = opened()
    opinion = said(row, text="我是陈某，电话13800000000，建议延长过渡期")
    for words in ("explanation", "short_reason"):
        with pytest.raises(Refused, match="手机号"):
            opened(**{words: "联系人13800000000"})
    hearing = {
        "actor": SYSTEM,
        "consultation": row,
        "kind": "talk",
        "on": LATER,
        "place": "301室",
        "people": 2,
    }
    with pytest.raises(Refused, match="参加人里疑似有手机号"):
        actions.hold_hearing(**hearing, who="陈某13800000000", summary="标准")
    with pytest.raises(Refused, match="理由里疑似有手机号"):
        actions.judge_opinion(
            actor=SYSTEM, opinion=opinion, adoption="not", reason="已电话13800000000说明", on=LATER
        )
    actions.judge_opinion(actor=SYSTEM, opinion=opinion, adoption="adopted", reason="", on=LATER)
    with pytest.raises(Refused, match="采纳情况里疑似有手机号"):
        actions.feed_back(actor=SYSTEM, consultation=row, on=LATER, feedback="已答复13800000000")
    actions.feed_back(actor=SYSTEM, consultation=row, on=LATER, feedback="已研究")
    page = client.get(f"/engage/consultation/{row.pk}/").content.decode()
    assert "电话＊＊＊，建议延长过渡期" in page and "13800000000" not in page
    assert Opinion.objects.get().text.count("13800000000") == 1  # the record keeps what was said


def test_what_turns_out_to_be_private_after_the_feedback_is_still_taken_from_the_public():
    row = opened()
    opinion = said(row, text="张三得了重病")
    actions.judge_opinion(actor=SYSTEM, opinion=opinion, adoption="adopted", reason="", on=LATER)
    actions.feed_back(actor=SYSTEM, consultation=row, on=LATER, feedback="已研究")
    assert consulting.shown_opinions(row) == [opinion]
    screen = {"actor": SYSTEM, "consultation": row, "opinions": [opinion], "on": LATER}
    with pytest.raises(Refused, match="不能再改"):
        actions.screen_opinions(**screen)
    actions.screen_opinions(**screen, ground="privacy", why="他人健康情况")
    assert consulting.shown_opinions(row) == [] and list(queries.check_projections()) == []
