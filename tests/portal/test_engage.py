# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政民互动 in public: what people write arrives once, works without script, and never shows who they are."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongkai.applications import throttle
from gongkai.engagement import actions
from gongkai.engagement.actions.catalogues import DecisionFacts
from gongkai.engagement.models import CitizenMessage, Opinion, PageVote
from gongkai.publishing import actions as publishing
from gongkai.supervision import actions as supervision
from tests.factories import DAY, SYSTEM, DocumentFactory, OrganFactory
from tests.portal.walk import hidden, html_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings):
    settings.GONGKAI_TODAY = date(2024, 6, 20)
    organ = OrganFactory(slug="xian", name="测试县人民政府", kind="government", office_name="测试县办公室")
    catalogue = actions.publish_catalogue(
        actor=SYSTEM,
        organ=organ,
        year=2024,
        on=DAY,
        agreed_on=DAY,
        items=[DecisionFacts("养老规划", organ, "三季度")],
    )
    row = actions.open_consultation(
        actor=SYSTEM, organ=organ, document=DocumentFactory(organ=organ, title="养老规划（征求意见稿）"), title="养老规划", on=DAY,
        closes_on=date(2024, 7, 3), major_decision=True, explanation="为什么起草", item=catalogue.items.get(),
    )  # fmt: skip
    return organ, row


def opened(client, path, most=16, status=200):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    assert response.status_code == status, path
    assert len(queries) <= most, [q["sql"][:90] for q in queries]
    html = html_of(response)
    assert html.count("<h1") == 1 and not re.search(r'(?:src|action)="(?:https?:)?//', html)
    return html


def test_every_page_of_consultations_opens_within_its_budget(client, site):
    _, row = site
    for path in (
        "/engage/",
        "/engage/consultations/",
        "/engage/consultations/2024/",
        "/engage/decisions/",
        "/engage/decisions/2024/",
    ):
        assert "养老规划" in opened(client, path) or path == "/engage/"
    assert "为什么起草" in opened(client, f"/engage/consultation/{row.pk}/")
    for gone in (
        "/engage/consultations/2023/",
        "/engage/decisions/2023/",
        "/engage/consultation/99999/",
        "/engage/consultation/99999/say/",
    ):
        assert client.get(gone).status_code == 404


def test_an_opinion_is_sent_without_script_once_and_is_shown_when_it_was_read(client, site):
    _organ, row = site
    at = f"/engage/consultation/{row.pk}/say/"
    state = hidden(opened(client, at))
    empty = client.post(at, {"state": state, "text": " ", "name": "林晓"})
    assert empty.status_code == 422 and "请写明您的意见" in html_of(empty) and "林晓" in html_of(empty)
    sent = {"state": state, "text": "建议增加<b>助餐点</b>", "name": "林晓", "contact": "13800000000"}
    for _ in range(2):
        assert "您的是第1条意见" in html_of(client.post(at, sent))
    (opinion,) = Opinion.objects.all()
    assert "助餐点" not in opened(client, f"/engage/consultation/{row.pk}/")
    actions.screen_opinions(actor=SYSTEM, consultation=row, opinions=[opinion], on=date(2024, 6, 20))
    html = opened(client, f"/engage/consultation/{row.pk}/")
    assert "&lt;b&gt;助餐点" in html and "林晓" not in html and "13800000000" not in html


def test_floods_are_stopped_and_what_was_written_stays(client, site, monkeypatch):
    _, row = site
    monkeypatch.setattr(throttle, "SUBMIT", throttle.Limit("submit", 1))
    at = f"/engage/consultation/{row.pk}/say/"
    for n, status in enumerate((200, 429)):
        response = client.post(at, {"state": hidden(html_of(client.get(at))), "text": f"意见{n}"})
        assert response.status_code == status
    assert "意见1" in html_of(response) and Opinion.objects.count() == 1


def test_after_the_close_the_form_says_so_and_the_result_shows_adoption_and_decision(client, site, settings):
    organ, row = site
    opinion = actions.receive_opinion(actor=actions.PUBLIC, consultation=row, text="建议增加助餐点", on=DAY)
    settings.GONGKAI_TODAY = date(2024, 7, 12)
    assert "已经截止" in opened(client, f"/engage/consultation/{row.pk}/say/", status=410)
    assert client.post(f"/engage/consultation/{row.pk}/say/", {"text": "晚了"}).status_code == 410
    day = date(2024, 7, 12)
    actions.judge_opinion(actor=SYSTEM, opinion=opinion, adoption="partly", reason="每个街道一处", on=day)
    actions.feed_back(actor=SYSTEM, consultation=row, on=day, feedback="逐条研究")
    decision = DocumentFactory(organ=organ, title="养老规划正式稿", on=day)
    actions.link_decision(actor=SYSTEM, consultation=row, document=decision, on=day)
    html = opened(client, f"/engage/consultation/{row.pk}/")
    assert "部分采纳" in html and "每个街道一处" in html and "养老规划正式稿" in html
    assert f"/engage/consultation/{row.pk}/" in html_of(client.get(f"/document/{decision.pk}/"))
    assert "决策已公布" in opened(client, "/engage/decisions/2024/")
    publishing.withdraw(actor=SYSTEM, document=decision, on=day, reason="更正")
    assert "养老规划正式稿" not in opened(client, f"/engage/consultation/{row.pk}/")
    publishing.withdraw(actor=SYSTEM, document=row.document, on=day, reason="更正")
    assert client.get(f"/engage/consultation/{row.pk}/").status_code == 404


def test_a_message_is_written_followed_rated_and_shown_after_review(client, site, settings):
    _organ, _ = site
    state = hidden(opened(client, "/engage/ask/?organ=xian"))
    facts = {
        "state": state,
        "kind": "question",
        "organ": "xian",
        "title": "社保补贴",
        "text": "我叫林晓，怎么申请",
        "agrees": "on",
    }
    missing = client.post("/engage/ask/", {**facts, "kind": "", "text": ""})
    assert missing.status_code == 422 and "请写明内容" in html_of(missing) and "社保补贴" in html_of(missing)
    receipt = html_of(client.post("/engage/ask/", facts))
    code = re.search(r'id="code">([A-Z0-9-]+)<', receipt)[1]
    row = CitizenMessage.objects.get()
    assert row.number in receipt and "2024年6月27日前答复" in receipt
    assert (
        html_of(client.post("/engage/ask/", facts)).count(row.number) == 1
        and CitizenMessage.objects.count() == 1
    )
    assert client.get("/status/message/").status_code == 302
    wrong = client.post("/status/", {"number": row.number, "code": "AAAA-AAAA-AAAA"})
    assert wrong.status_code == 422
    assert client.post("/status/", {"number": row.number, "code": code})["Location"] == "/status/message/"
    assert "2024年6月27日前答复" in opened(client, "/status/message/")
    day = date(2024, 6, 20)
    actions.answer_message(actor=SYSTEM, message=row, on=day, answer="带身份证来办")
    assert "带身份证来办" in opened(client, "/status/message/")
    assert client.post("/status/message/", {"rating": ""}).status_code == 422
    assert client.post("/status/message/", {"rating": "2", "words": "还行"}).status_code == 302
    assert "您已评价：基本满意" in opened(client, "/status/message/")
    assert client.get(f"/engage/message/{row.pk}/").status_code == 404
    actions.publish_message(
        actor=SYSTEM, message=row, on=day, title="社保补贴", text="怎么申请<i>", answer="带身份证"
    )
    for path in ("/engage/", "/engage/messages/", "/engage/messages/2024-06/", f"/engage/message/{row.pk}/"):
        html = opened(client, path)
        assert "社保补贴" in html and "林晓" not in html and "<i>" not in html
    for odd in ("2024-07", "2024-13", "0000-00"):
        assert client.get(f"/engage/messages/{odd}/").status_code == 404


def test_a_fault_of_the_site_goes_to_who_owns_the_column_and_every_page_can_be_judged(client, site):
    _organ, row = site
    owner = row.document.column.owner
    page = f"/document/{row.document_id}/"
    html = opened(client, page)
    assert f"/site-error/?page={page}" in html and f"/useful/?page={page}" in html
    state = hidden(opened(client, f"/site-error/?page={page}"))
    client.post("/site-error/", {"state": state, "page": page, "what": "link", "text": "附件打不开"})
    error = CitizenMessage.objects.get()
    assert (error.organ, error.page, error.title) == (owner, page, f"链接打不开：{page}")
    state = hidden(opened(client, f"/useful/?page={page}"))
    assert client.post("/useful/", {"state": state, "page": page}).status_code == 422
    for _ in range(2):
        assert "谢谢" in html_of(
            client.post("/useful/", {"state": state, "page": page, "useful": "no", "words": "太长"})
        )
    assert PageVote.objects.get().page == page
    for odd in ("https://example.org/", "//example.org/x", "/desk/", "javascript:alert(1)", "/nope/"):
        assert '<a href="/">/</a>' in html_of(client.get("/useful/", {"page": odd}))


def test_questions_are_listed_for_all_and_by_organ_and_stand_beside_their_policy(client, site):
    organ, row = site
    day = date(2024, 6, 20)
    faq = actions.draft_faq(
        actor=SYSTEM, organ=organ, on=day, question="规划何时公布", answer="七月", policy=row.document
    )
    assert client.get("/engage/faq/xian/").status_code == 404
    actions.publish_faq(actor=SYSTEM, faq=faq, on=day)
    for path in ("/engage/faq/", "/engage/faq/xian/", f"/document/{row.document_id}/"):
        assert "规划何时公布" in opened(client, path)
    assert row.document.title in opened(client, "/engage/faq/")
    publishing.withdraw(actor=SYSTEM, document=row.document, on=day, reason="更正")
    assert row.document.title not in opened(client, "/engage/faq/")


def test_activities_stations_and_goals_are_read_within_their_budget(client, site):
    organ, row = site
    day = date(2024, 6, 20)
    press = actions.hold(
        actor=SYSTEM, organ=organ, kind="press", title="第1场发布会", on=day, place="三楼", evidence="实录"
    )
    actions.describe_activity(
        actor=SYSTEM,
        activity=press,
        on=day,
        transcript="主持人：<b>开始",
        video_url="https://v.example/1",
        policies=[row.document],
    )
    visit = actions.hold(
        actor=SYSTEM,
        organ=organ,
        kind="visit",
        title="走访某厂",
        on=day,
        place="桥头",
        evidence="单",
        firms=3,
    )
    actions.open_station(
        actor=SYSTEM,
        organ=organ,
        name="零工驿站",
        address="示例路1号",
        phone="67100000",
        hours="每日",
        services="求职",
        on=day,
    )
    goal = actions.set_goal(
        actor=SYSTEM, organ=organ, action="扩中提低行动", title="技能人才", unit="人", baseline=Decimal(0), target=Decimal(400), on=DAY,
        due_on=date(2024, 12, 31),
    )  # fmt: skip
    actions.report_goal(actor=SYSTEM, goal=goal, on=day, value=Decimal(100), evidence="台账")
    html = opened(client, f"/engage/activity/{press.pk}/")
    assert (
        "&lt;b&gt;开始" in html
        and row.document.title in html
        and 'href="https://v.example/1" rel="noopener noreferrer"' in html
    )
    front = opened(client, "/engage/activities/")
    assert "第1场发布会" in front and "1次，3家次" in front and "走访某厂" not in front
    assert "第1场发布会" in opened(client, "/engage/activities/press/2024/")
    for gone in (
        f"/engage/activity/{visit.pk}/",
        "/engage/activities/visit/2024/",
        "/engage/activities/press/2023/",
    ):
        assert client.get(gone).status_code == 404
    assert "示例路1号" in opened(client, "/engage/stations/")
    assert "25%" in opened(client, "/engage/goals/") and "技能人才" in opened(client, "/engage/goals/")
    publishing.withdraw(actor=SYSTEM, document=row.document, on=day, reason="更正")
    assert row.document.title not in opened(client, f"/engage/activity/{press.pk}/")


def test_a_survey_that_is_open_is_reached_from_the_front_until_it_closes(client, site, settings):
    facts = {
        "actor": SYSTEM,
        "year": 2023,
        "on": date(2024, 6, 20),
        "intro": "请评",
        "questions": ["总的满意吗"],
    }
    days = {"opens_on": date(2024, 6, 20), "closes_on": date(2024, 7, 1)}
    with pytest.raises(supervision.Refused, match="手机号码"):
        supervision.open_survey(**{**facts, "intro": "请打13800138000"}, **days, title="2023年评议")
    supervision.open_survey(**facts, **days, title="2023年评议")
    front = html_of(client.get("/engage/"))
    assert "2023年评议" in front and 'href="/survey/"' in front
    settings.GONGKAI_TODAY = date(2024, 7, 2)
    assert "2023年评议" not in html_of(client.get("/engage/"))
