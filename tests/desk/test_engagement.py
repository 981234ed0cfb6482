# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政民互动 on the desk: each organ works its own, nothing typed is lost, who wrote is seen only for a purpose."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.applications.sealing import seal
from gongkai.engagement import actions
from gongkai.engagement.models import (
    Activity,
    CitizenMessage,
    CollectedProblem,
    Consultation,
    DecisionCatalogue,
    Faq,
    Goal,
    HotlineTicket,
    Opinion,
    SentimentCase,
    Station,
)  # fmt: skip
from gongkai.organs.models import Organ, Role
from tests.desk.test_practice import client_of, post
from tests.engagement.test_messages import book
from tests.factories import DAY, SYSTEM, DocumentFactory, OrganFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings):
    settings.GONGKAI_TODAY = date(2024, 6, 20)
    organ = OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT, short_name="测试局")
    return organ, client_of(person(organ, *Role.values))


def test_a_consultation_goes_from_the_catalogue_to_the_decision(
    office, settings, django_assert_max_num_queries
):
    organ, client = office
    catalogue = {"organ": organ.pk, "year": "2024", "agreed_on": "2024-06-03", "on": "2024-06-03"}
    wrong = post(
        client, "/desk/catalogues/new/", 422, **catalogue, items="养老规划｜火星局｜三季度\n只有一段"
    )
    assert "没有“火星局”" in wrong and "第2行应有三段" in wrong and "只有一段" in wrong
    post(
        client,
        "/desk/catalogues/new/",
        **catalogue,
        items="养老规划｜测试局｜三季度\n公交方案\t测试局\t四季度",
    )
    listed = DecisionCatalogue.objects.get()
    post(
        client,
        f"/desk/catalogues/{listed.pk}/do/drop/",
        on="2024-06-20",
        item=listed.items.get(number=2).pk,
        reason="并入",
        seen="1",
    )
    draft = DocumentFactory(organ=organ, title="养老规划（征求意见稿）")
    facts = {
        "on": "2024-06-20", "organ": organ.pk, "document": draft.pk, "title": "养老规划", "closes_on": "2024-07-10",
        "major_decision": "on", "item": listed.items.get(number=1).pk,
    }  # fmt: skip
    slip = post(client, "/desk/consultations/new/", 422, **{**facts, "closes_on": "9999-12-31"})
    assert "请核对年份，截止日期" in slip  # no day comes after that one, and every page counts the day after
    assert "超过一年" in post(client, "/desk/consultations/new/", 422, **{**facts, "closes_on": "2026-07-10"})
    short = post(client, "/desk/consultations/new/", 422, **facts)
    assert "不少于30日" in short
    assert "及其说明" in post(client, "/desk/consultations/new/", 422, **{**facts, "closes_on": "2024-07-22"})
    post(client, "/desk/consultations/new/", **{**facts, "closes_on": "2024-07-22"}, explanation="背景")
    row = Consultation.objects.get()
    at = f"/desk/consultations/{row.pk}/"
    one, two, three = (
        actions.receive_opinion(
            actor=actions.PUBLIC,
            consultation=row,
            text=text,
            on=date(2024, 6, 20),
            name="林晓（示例）" if n else "",
        )
        for n, text in enumerate(("建议增加助餐点", "建议增加助餐点！", "联系我13812345678"))
    )
    with django_assert_max_num_queries(22):
        html = client.get(at).content.decode()
    assert "相近的2条" in html and "手机号码" in html and "林晓" not in html
    judge = {"on": "2024-06-20", "opinions": [one.pk, two.pk]}
    kept = post(client, f"{at}judge/", 422, **judge, what="not", reason="")
    assert "要写明理由" in kept and f'value="{one.pk}" id="pick-{one.pk}" checked' in kept
    post(client, f"{at}judge/", **judge, what="not", reason="另有规划")
    post(
        client,
        f"{at}judge/",
        on="2024-06-20",
        opinions=[three.pk],
        what="withhold-privacy",
        reason="写有电话",
    )
    assert "林晓（示例）" in post(client, f"{at}sender/{two.pk}/", 200, purpose="核实情况")
    settings.GONGKAI_TODAY = date(2024, 7, 23)
    left = post(client, f"{at}do/feedback/", 422, on="2024-07-23", feedback="写好的说明")
    assert "还有1条意见" in left and "写好的说明" in left
    post(client, f"{at}judge/", on="2024-07-23", opinions=[three.pk], what="adopted", reason="")
    post(client, f"{at}do/feedback/", on="2024-07-23", feedback="已研究")
    later = {"on": "2024-07-23", "opinions": [one.pk], "reason": "写了邻居的病情"}
    post(client, f"{at}judge/", 422, **later, what="adopted")  # told to the public: no more of that
    post(client, f"{at}judge/", **later, what="withhold-privacy")
    assert row.opinions.get(pk=one.pk).withheld == "privacy"
    decision = DocumentFactory(organ=organ, on=date(2024, 7, 23))
    post(client, f"{at}do/decide/", on="2024-07-23", document=decision.index_number)
    row.refresh_from_db()
    assert row.decision == decision
    with django_assert_max_num_queries(20):
        assert "2024年7月23日公布" in client.get("/desk/consultations/?state=done").content.decode()


def test_another_organs_consultation_and_catalogue_are_not_there_and_a_reader_does_nothing(office):
    organ, _ = office
    draft = DocumentFactory(organ=organ)
    row = actions.open_consultation(
        actor=SYSTEM,
        organ=organ,
        document=draft,
        title="规划",
        on=DAY,
        closes_on=date(2024, 7, 3),
        major_decision=False,
    )
    stranger = client_of(person(OrganFactory(), *Role.values))
    assert stranger.get(f"/desk/consultations/{row.pk}/").status_code == 404
    reader = client_of(person(organ, Role.REVIEWER))
    assert reader.get(f"/desk/consultations/{row.pk}/").status_code == 200
    assert reader.get("/desk/consultations/new/").status_code == 403
    opinion = actions.receive_opinion(actor=actions.PUBLIC, consultation=row, text="好", on=DAY)
    post(
        reader,
        f"/desk/consultations/{row.pk}/judge/",
        403,
        on="2024-06-20",
        opinions=[opinion.pk],
        what="adopted",
    )
    post(reader, f"/desk/consultations/{row.pk}/sender/{opinion.pk}/", 403, purpose="好奇")


def test_a_message_is_answered_reviewed_by_another_and_becomes_a_question(
    office, django_assert_max_num_queries
):
    organ, client = office
    row = actions.send_message(
        kind=CitizenMessage.Kind.QUESTION,
        organ=organ,
        title="社保补贴",
        text="怎么申请",
        on=DAY,
        nonce="n",
        agrees=True,
        name="林晓（示例）",
    ).record
    at = f"/desk/citizen-messages/{row.pk}/"
    with django_assert_max_num_queries(20):
        assert "应于6月11日前答复" in client.get("/desk/citizen-messages/?state=open").content.decode()
    with django_assert_max_num_queries(20):
        assert "林晓" not in client.get(at).content.decode()
    assert "林晓（示例）" in post(client, f"{at}writer/", 200, purpose="电话核实")
    late = post(client, f"{at}do/answer/", 422, on="2024-06-21", answer="写了很久的答复")
    assert "还没有到" in late and "写了很久的答复" in late
    post(client, f"{at}do/answer/", on="2024-06-20", answer="带身份证")
    shown = {"on": "2024-06-20", "title": "社保补贴", "text": "怎么申请", "answer": "带身份证"}
    assert "另一人审核" in post(client, f"{at}do/publish/", 422, **shown)
    other = client_of(person(organ, Role.REVIEWER))
    post(other, f"{at}do/publish/", **shown)
    assert "社保补贴" in client.get(f"/engage/message/{row.pk}/").content.decode()
    form = client.get(f"/desk/faqs/new/?message={row.pk}").content.decode()
    assert "带身份证" in form
    post(
        client,
        f"/desk/faqs/new/?message={row.pk}",
        on="2024-06-20",
        organ=organ.pk,
        question="怎么申请",
        answer="带身份证",
    )
    faq = Faq.objects.get()
    assert faq.message == row and "由另一人审核" in client.get(f"/desk/faqs/{faq.pk}/").content.decode()
    post(client, f"/desk/faqs/{faq.pk}/do/publish/", 422, on="2024-06-20")
    post(other, f"/desk/faqs/{faq.pk}/do/publish/", on="2024-06-20")
    post(client, f"/desk/faqs/{faq.pk}/do/withdraw/", on="2024-06-20", reason="政策调整")
    stranger = client_of(person(OrganFactory(), *Role.values))
    for path in (at, f"/desk/faqs/{faq.pk}/"):
        assert stranger.get(path).status_code == 404
    post(stranger, f"{at}writer/", 404, purpose="好奇")


def test_tickets_come_in_from_a_sheet_after_a_trial_and_readers_votes_are_counted(
    office, django_assert_max_num_queries
):
    organ, client = office
    good = ["G1", "测试局", date(2024, 6, 3), "补贴怎么领", "是", date(2024, 6, 4), "网上申请"]
    tried = client.post("/desk/engage/import/tickets/", {"file": SimpleUploadedFile("工单.xlsx", book(good))})
    html = tried.content.decode()
    assert "导入1件" in html and not HotlineTicket.objects.exists()
    held = {k: html.split(f'name="{k}" value="')[1].split('"')[0] for k in ("held", "name", "digest")}
    post(client, "/desk/engage/import/tickets/", **held)
    row = HotlineTicket.objects.get()
    with django_assert_max_num_queries(20):
        assert "补贴怎么领" in client.get("/desk/tickets/?state=faq&year=2024").content.decode()
    policy = DocumentFactory(organ=organ)
    assert "没有这个索引号" in post(
        client,
        f"/desk/tickets/{row.pk}/do/tag/",
        422,
        on="2024-06-20",
        policy_consultation="on",
        policy="没有",
    )
    post(
        client,
        f"/desk/tickets/{row.pk}/do/tag/",
        on="2024-06-20",
        policy_consultation="on",
        policy=policy.index_number,
    )
    assert policy.title in client.get(f"/desk/tickets/{row.pk}/").content.decode()
    assert (
        client.post("/desk/engage/import/tickets/", {"file": SimpleUploadedFile("x", b"x")}).status_code
        == 422
    )
    assert client.get("/desk/engage/import/tickets/template.xlsx").content.startswith(b"PK")
    assert client.get("/desk/engage/import/nothing/").status_code == 404
    actions.judge_page(page="/guide/", useful=False, words="<b>找不到", on=DAY, nonce="v")
    assert "&lt;b&gt;找不到" in client.get("/desk/votes/?at=/guide/").content.decode()
    assert client_of(person(organ, Role.HANDLER)).get("/desk/votes/").status_code == 404


def test_activities_problems_responses_stations_and_goals_are_entered_followed_and_exported(
    office, django_assert_max_num_queries
):
    organ, client = office
    fact = {"on": "2024-06-20", "organ": organ.pk}
    kept = post(
        client,
        "/desk/activities/new/",
        422,
        **fact,
        kind="press",
        title="发布会",
        place="三楼",
        people="5",
        evidence="实录",
    )
    assert "不按人数统计" in kept and "三楼" in kept
    post(client, "/desk/activities/new/", **fact, kind="press", title="发布会", place="三楼", evidence="实录")
    row = Activity.objects.get()
    policy = DocumentFactory(organ=organ)
    describe = {"on": "2024-06-20", "transcript": "主持人：开始", "video_url": "https://v.example/1"}
    assert "没有这个索引号" in post(
        client, f"/desk/activities/{row.pk}/do/describe/", 422, **describe, policies="没有"
    )
    post(client, f"/desk/activities/{row.pk}/do/describe/", **describe, policies=policy.index_number)
    with django_assert_max_num_queries(20):
        assert policy.title in client.get(f"/desk/activities/{row.pk}/").content.decode()
    post(client, "/desk/activities/kinds/new/", **fact, key="open_day", label="政府开放日", measure="")
    with django_assert_max_num_queries(20):
        assert "政府开放日" in client.get("/desk/activities/?kind=press&year=2024").content.decode()
    assert client.get("/desk/activities/activities.xlsx?kind=press").content.startswith(b"PK")
    post(client, "/desk/problems/new/", **fact, title="用电增容慢")
    problem = CollectedProblem.objects.get()
    at = f"/desk/problems/{problem.pk}/do/"
    post(client, f"{at}assign/", on="2024-06-20", handler=organ.pk, due_on="2024-06-28")
    post(client, f"{at}step/", on="2024-06-20", text="已核实")
    post(client, f"{at}solve/", 422, on="2024-06-21", solution="写好的依据")
    post(client, f"{at}solve/", on="2024-06-20", solution="确认单")
    with django_assert_max_num_queries(20):
        assert "解决1条" in client.get("/desk/problems/").content.decode()
    assert client.get("/desk/problems/?out=1").content.startswith(b"PK")
    post(client, "/desk/sentiments/new/", **fact, title="停水", source="论坛", arose_at="2024-06-18T09:00")
    case = SentimentCase.objects.get()
    with django_assert_max_num_queries(20):
        assert "已超过" in client.get("/desk/sentiments/").content.decode()
    assert "停水" in client.get("/desk/sentiments/?state=wait").content.decode()
    assert "停水" not in client.get("/desk/sentiments/?state=done").content.decode()
    respond = {
        "on": "2024-06-20",
        "responded_at": "2024-06-20T08:30",
        "spokesman": "副局长",
        "response": "已抢修",
    }
    assert "没有这个号" in post(
        client, f"/desk/sentiments/{case.pk}/do/respond/", 422, **respond, activity="²"
    )
    post(client, f"/desk/sentiments/{case.pk}/do/respond/", **respond, activity=row.pk)
    assert "时限内回应" in client.get(f"/desk/sentiments/{case.pk}/").content.decode()
    station = {
        "name": "零工驿站",
        "address": "示例路1号",
        "phone": "67100000",
        "hours": "每日",
        "services": "求职",
    }
    post(client, "/desk/stations/new/", **fact, **station)
    post(
        client,
        f"/desk/stations/{Station.objects.get().pk}/do/amend/",
        on="2024-06-20",
        **{**station, "address": "示例路2号"},
    )
    assert "示例路2号" in client.get("/desk/stations/").content.decode()
    goal = {
        "action": "扩中提低行动",
        "title": "技能人才",
        "unit": "人",
        "baseline": "0",
        "target": "400.5",
        "due_on": "2024-12-31",
    }
    post(client, "/desk/goals/new/", **{**fact, "on": "2024-06-03"}, **goal)
    post(
        client,
        f"/desk/goals/{Goal.objects.get().pk}/do/report/",
        on="2024-06-20",
        value="100",
        evidence="台账",
    )
    assert "400.5人" in client.get("/desk/goals/").content.decode()
    stranger = client_of(person(OrganFactory(), *Role.values))
    for path in (
        f"activities/{row.pk}",
        f"problems/{problem.pk}",
        f"sentiments/{case.pk}",
        f"stations/{Station.objects.get().pk}",
    ):
        assert stranger.get(f"/desk/{path}/").status_code == 404
    assert client_of(person(organ, Role.REVIEWER)).get("/desk/activities/new/").status_code == 403


def test_thousands_of_opinions_are_worked_off_page_by_page_and_alike_ones_at_one_go(office):
    organ, client = office
    row = actions.open_consultation(
        actor=SYSTEM, organ=organ, document=DocumentFactory(organ=organ), title="停车", on=DAY, closes_on=date(2024, 7, 10),
        major_decision=False,
    )  # fmt: skip
    said = [chr(0x4E00 + 97 * n) * 6 for n in range(51)]
    made = Opinion.objects.bulk_create(
        Opinion(consultation=row, received_on=DAY, text_sealed=seal(words)) for words in said
    )
    at = f"/desk/consultations/{row.pk}/"
    first, second = (client.get(f"{at}?page={n}").content.decode() for n in (1, 2))
    assert "共51组" in first and said[0] in first and said[50] not in first and said[50] in second
    post(client, f"{at}judge/", on="2024-06-20", what="adopted", reason="", opinions=[made[0].pk])
    assert said[0] in client.get(f"{at}?page=2").content.decode()  # what waits comes first
    many = {"on": "2024-06-20", "what": "adopted", "reason": "", "opinions": list(range(1200))}
    assert client.post(f"{at}judge/", many).status_code == 422  # not too many fields: only unknown ones
