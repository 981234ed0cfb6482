# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The desk's screens of supervision: for the office and for a unit, within a budget of questions."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.applications import actions as applications
from gongkai.applications.models import Matter
from gongkai.organs.models import Organ, Role
from gongkai.supervision import actions
from gongkai.supervision.errands.working import work
from gongkai.supervision.models import Detection, Finding, Notice, RuleSetting, SurveyAnswer
from gongkai.supervision.queries.pulse import pulses
from tests.factories import DAY, SYSTEM, ColumnFactory, DocumentFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
FIRST = DAY + timedelta(days=20)


@pytest.fixture
def county(db, settings):
    settings.GONGKAI_TODAY = FIRST
    site = OrganFactory(slug="site", kind=Organ.Kind.GOVERNMENT)
    unit, other = OrganFactory(slug="unit", parent=site), OrganFactory(slug="other", parent=site)
    for organ in (unit, other):
        DocumentFactory(
            organ=organ, column=ColumnFactory(owner=organ, name=f"{organ.slug}动态", update_class="动态要闻")
        )
    actions.inspect(actor=SYSTEM, on=FIRST, only=("column_stale",))
    return person(site, Role.SUPERVISOR, username="office"), person(unit, Role.EDITOR, username="clerk")


def test_the_office_issues_from_what_is_ticked_and_the_unit_sees_its_own(
    client, county, django_assert_max_num_queries
):
    office, clerk = county
    client.force_login(office)
    with django_assert_max_num_queries(30):
        assert "2" in client.get("/desk/supervision/").content.decode()
    listed = client.get("/desk/supervision/found/?rule=column_stale").content.decode()
    assert "unit动态" in listed and "other动态" in listed
    ids = list(Detection.objects.values_list("pk", flat=True))
    drawn = client.get("/desk/notices/new/", {"d": ids})
    assert "印出来的样子" in drawn.content.decode()
    wrong = client.post("/desk/notices/new/", {"d": ids, "title": "通知书", "due_on": FIRST.isoformat()})
    assert wrong.status_code == 422 and "不晚于发出日期" in wrong.content.decode()
    due = (FIRST + timedelta(days=10)).isoformat()
    later = (FIRST + timedelta(days=20)).isoformat()
    made = client.post(
        "/desk/notices/new/", {"d": ids, "title": "通知书", "due_on": due, f"due{ids[0]}": later}
    )
    notice = Notice.objects.get()
    assert made.url == f"/desk/notices/{notice.pk}/"
    assert sorted(str(f.due_on) for f in notice.findings.all()) == [due, later]
    with django_assert_max_num_queries(25):
        assert "没有签收" in client.get(made.url).content.decode()
    assert client.get(f"{made.url}notice.docx").content[:2] == b"PK"

    client.force_login(clerk)
    shown = client.get(made.url).content.decode()
    assert "unit动态" in shown and "other动态" not in shown
    mine, others = Finding.objects.get(organ__slug="unit"), Finding.objects.get(organ__slug="other")
    assert client.get(f"/desk/findings/{others.pk}/").status_code == 404
    assert client.get(f"/desk/supervision/found/{others.detection_id}/").status_code == 404
    assert client.get("/desk/notices/new/", {"d": ids}).status_code == 403
    assert client.post("/desk/supervision/run/").status_code == 403
    assert client.post(f"/desk/notices/{notice.pk}/receive/other/").status_code == 403
    client.post(f"/desk/notices/{notice.pk}/receive/unit/")
    page = client.post(f"/desk/findings/{mine.pk}/do/claim/", {"text": ""})
    assert page.status_code == 422 and "请写明" in page.content.decode()
    told = client.post(
        f"/desk/findings/{mine.pk}/do/claim/", {"text": "已经更新"}, follow=True
    ).content.decode()
    assert "复查还能发现" in told
    paper = client.get(f"/desk/notices/{notice.pk}/notice.docx")
    assert "unit" not in paper["Content-Disposition"] and paper.status_code == 200


def test_lists_rules_runs_and_clean_up_open_for_both(client, county):
    office, clerk = county
    row = Detection.objects.filter(organ__slug="unit").get()
    for who, status in ((office, 200), (clerk, 200)):
        client.force_login(who)
        for path in (
            "/desk/supervision/", "/desk/supervision/found/?state=closed", "/desk/supervision/found/?age=0&severity=fault&organ=unit",
            f"/desk/supervision/found/{row.pk}/", "/desk/supervision/rules/", "/desk/supervision/rules/column_stale/",
            "/desk/supervision/runs/", "/desk/supervision/cleanup/", "/desk/notices/", "/desk/findings/?state=late",
        ):  # fmt: skip
            assert client.get(path).status_code == status, path
    client.force_login(office)
    numbers = {"news": 40, "notices": 180, "messages": 60, "statistics": 90, "yearly": 366}
    assert client.post("/desk/supervision/rules/column_stale/", numbers).status_code == 422
    client.post("/desk/supervision/rules/column_stale/", {**numbers, "reason": "本地要求"})
    assert RuleSetting.objects.get().values == {"news": 40}
    assert client.post(f"/desk/supervision/found/{row.pk}/do/dismiss/", {"reason": ""}).status_code == 422
    client.post(f"/desk/supervision/found/{row.pk}/do/dismiss/", {"reason": "即将关闭"})
    assert "不作为问题" in client.get(f"/desk/supervision/found/{row.pk}/").content.decode()
    assert "等着开始" in client.post("/desk/supervision/run/", follow=True).content.decode()
    assert "正在巡查" in client.post("/desk/supervision/run/", follow=True).content.decode()
    assert work() == 1


def test_a_mark_goes_through_two_people_on_the_desk_and_shows_to_the_public(client, county):
    office, clerk = county
    unit = Organ.objects.get(slug="unit")
    item = DocumentFactory(organ=unit, title="关于申报的通知", body="<p>申报截止时间：2024年6月10日。</p>")
    client.force_login(office)
    client.post("/desk/supervision/run/")
    work()
    row = Detection.objects.get(rule="expired_unmarked")
    client.force_login(clerk)
    client.post("/desk/supervision/cleanup/propose/", {"d": [row.pk]})
    wrong = client.post(
        "/desk/supervision/cleanup/propose/one/", {"document": "没有", "what": "archived", "basis": "归档"}
    )
    assert wrong.status_code == 422 and "没有这个索引号" in wrong.content.decode()
    archive = {"column": item.column.slug, "before": FIRST.isoformat(), "basis": "档案管理规定"}
    # its column is another organ's
    assert client.post("/desk/supervision/cleanup/archive/", archive).status_code == 422
    own = {**archive, "column": unit.columns.get().slug}
    assert "已提出1条" in client.post("/desk/supervision/cleanup/archive/", own, follow=True).content.decode()
    client.force_login(office)
    proposal = item.clean_ups.get()
    client.post("/desk/supervision/cleanup/decide/", {"c": [proposal.pk], "go": "no"})
    proposal.refresh_from_db()
    assert proposal.state == "proposed"  # no reason given
    client.post("/desk/supervision/cleanup/decide/", {"c": [proposal.pk], "go": "yes"})
    item.refresh_from_db()
    assert item.mark == "expired"
    assert "已过时效" in client.get(f"/document/{item.pk}/").content.decode()


def test_scores_surveys_and_registers_open_and_say_what_stands(client, county):
    office, clerk = county
    for who in (office, clerk):
        client.force_login(who)
        for path in (
            "/desk/supervision/scores/?year=2024", "/desk/supervision/scores/unit/2024/", "/desk/supervision/surveys/",
            "/desk/supervision/complaints/", "/desk/supervision/training/", "/desk/supervision/accountability/?year=2023",
        ):  # fmt: skip
            assert client.get(path).status_code == 200, path
    assert "other" not in client.get("/desk/supervision/scores/?year=2024").content.decode()
    assert client.get("/desk/supervision/scores/other/2024/").status_code == 404
    assert client.get("/desk/supervision/scores/weights/?year=2024").status_code == 403
    client.force_login(office)
    said = client.get("/desk/supervision/accountability/?year=2023").content.decode()
    assert "2023年没有发生因政府信息公开导致的责任追究" in said and "登记簿0件" in said
    case = {"organ": "unit", "on": FIRST.isoformat(), "facts": "未按期公开", "measure": "通报批评"}
    assert client.post("/desk/supervision/accountability/", {**case, "facts": ""}).status_code == 422
    client.post("/desk/supervision/accountability/", case)
    shown = client.get("/desk/supervision/accountability/?year=2024").content.decode()
    assert "没有发生" not in shown and "通报批评" in shown
    wrong = client.post("/desk/supervision/scores/weights/?year=2024", {"columns": "90", "reason": "办法"})
    assert wrong.status_code == 422
    assert (
        "没有结束" in client.post("/desk/supervision/scores/confirm/?year=2024", follow=True).content.decode()
    )
    client.force_login(clerk)
    held = {
        "organ": "unit",
        "title": "新任人员培训",
        "on": FIRST.isoformat(),
        "place": "会议室",
        "people": "30",
        "evidence": "签到表",
    }
    client.post("/desk/supervision/training/", held)
    assert "1次，30人" in client.get("/desk/supervision/training/").content.decode()


def test_the_public_answers_a_survey_without_script_and_its_result_is_shown(client, county, settings):
    office, _ = county
    assert "没有正在进行" in client.get("/survey/").content.decode()
    client.force_login(office)
    form = {
        "year": "2024", "title": "2024年社会评议", "intro": "请评价。", "questions": "好找\n总体", "opens_on": FIRST.isoformat(),
        "closes_on": (FIRST + timedelta(days=5)).isoformat(),
    }  # fmt: skip
    assert (
        client.post("/desk/supervision/surveys/", {**form, "closes_on": FIRST.isoformat()}).status_code == 422
    )
    page = client.post("/desk/supervision/surveys/", form, follow=True)
    client.logout()
    opened = client.get("/survey/").content.decode()
    state = opened.split('name="state" value="')[1].split('"')[0]
    assert client.post("/survey/", {"state": state, "q0": "5"}).status_code == 422
    assert "已收到" in client.post("/survey/", {"state": state, "q0": "5", "q1": "4"}).content.decode()
    client.post("/survey/", {"state": state, "q0": "1", "q1": "1"})
    assert SurveyAnswer.objects.count() == 1
    settings.GONGKAI_TODAY = FIRST + timedelta(days=6)
    client.force_login(office)
    client.post(f"{page.redirect_chain[-1][0]}conclude/")
    assert "总体满意率100.0%" in client.get("/survey/").content.decode()


def test_the_pulse_puts_the_worst_column_first(client, county, django_assert_max_num_queries):
    office, clerk = county
    unit = Organ.objects.get(slug="unit")
    ColumnFactory(owner=unit, name="空的")
    fresh = ColumnFactory(owner=unit, name="新的", update_class="动态要闻")
    DocumentFactory(organ=unit, column=fresh, formed_on=FIRST, on=FIRST)
    rows = pulses(clerk, FIRST)
    assert [(p.state, p.left) for p in rows] == [("late", -6), ("empty", None), ("fine", 14)]
    assert (
        sum(rows[0].weeks) == 1
        and rows[0].silence[1] == pytest.approx(52 - 6 / 7)
        and rows[2].bars[-1][0] == 51
    )
    client.force_login(office)
    with django_assert_max_num_queries(15):
        said = client.get("/desk/supervision/pulse/").content.decode()
    assert said.index("超6日") < said.index("空的") < said.index("新的")
    assert "空的" not in client.get("/desk/supervision/pulse/?state=late").content.decode()


def test_the_office_adds_what_it_found_by_itself(client, county):
    office, _ = county
    client.force_login(office)
    sent = {"title": "通知书", "due_on": (FIRST + timedelta(days=10)).isoformat()}
    for more, said in (
        ("", "请在这里写明问题"),
        ("没有这个单位：电话停用", "第1行要写成"),
        ("unit", "第1行要写成"),
    ):
        page = client.post("/desk/notices/new/", {**sent, "more": more})
        assert page.status_code == 422 and said in page.content.decode()
    unit = Organ.objects.get(slug="unit")
    client.post(
        "/desk/notices/new/",
        {**sent, "more": f"{unit.short_name}：招生页面的电话已停用\n\n{unit.name}:缺少附件"},
    )
    assert [f.text for f in Notice.objects.get().findings.all()] == ["招生页面的电话已停用", "缺少附件"]
    assert Finding.objects.filter(organ=unit, detection__isnull=True).count() == 2


def test_a_unit_asks_for_time_the_office_decides_and_closes_what_it_checked(client, county):
    office, clerk = county
    unit, other = Organ.objects.get(slug="unit"), Organ.objects.get(slug="other")
    due = FIRST + timedelta(days=10)
    facts = [actions.FindingFacts(o, "电话已停用", due) for o in (unit, other)]
    site = Organ.objects.get(slug="site")
    notice = actions.issue_notice(actor=SYSTEM, organ=site, on=FIRST, title="通知书", findings=facts)
    row = notice.findings.get(organ=unit)
    at = f"/desk/findings/{row.pk}/"
    client.force_login(clerk)
    assert "1处" in client.get(f"/desk/notices/{notice.pk}/").content.decode()
    assert "先签收通知书" in client.get(at).content.decode()
    client.post(f"/desk/notices/{notice.pk}/receive/unit/")
    asked = {"until": due.isoformat(), "reason": "要重新招标"}
    assert client.post(f"{at}do/extend/", asked).status_code == 422
    far = client.post(f"{at}do/extend/", {**asked, "until": "3024-06-03"})
    assert far.status_code == 422 and "请核对年份" in far.content.decode()
    client.post(f"{at}do/extend/", {**asked, "until": (due + timedelta(days=5)).isoformat()})
    assert client.post(f"{at}do/decide/", {"granted": "yes"}).status_code == 403
    assert client.post(f"{at}do/close/", {"evidence": "自己看过"}).status_code == 403
    png = SimpleUploadedFile("截图.png", b"\x89PNG\r\n\x1a\n" + b"0" * 60)
    wrong = client.post(f"{at}do/claim/", {"text": "已换", "file": SimpleUploadedFile("a.png", b"<script>")})
    assert wrong.status_code == 422 and "请换成" in wrong.content.decode()
    assert client.post(f"{at}do/claim/", {"text": "已换", "link": "javascript:alert(1)"}).status_code == 422
    number = client.post(f"{at}do/claim/", {"text": "已换成13800138000"})
    assert number.status_code == 422 and not row.claims.exists()
    with pytest.raises(actions.Refused, match="超过一年"):
        late = [actions.FindingFacts(unit, "电话已停用", FIRST + timedelta(days=400))]
        actions.issue_notice(actor=SYSTEM, organ=site, on=FIRST, title="通知书", findings=late)
    said = client.post(f"{at}do/claim/", {"text": "已换成新号码", "file": png}, follow=True).content.decode()
    assert "等办公室核对" in said  # as the organ that issued it calls its office
    proof = f"/desk/findings/proof/{row.claims.get().pk}/"
    assert client.get(proof).content.startswith(b"\x89PNG")
    client.force_login(person(other, Role.EDITOR))
    assert client.get(proof).status_code == 404
    client.force_login(office)
    assert client.post(f"{at}do/decide/", {"granted": "no"}).status_code == 422
    client.post(f"{at}do/decide/", {"granted": "yes"})
    client.post(f"{at}do/close/", {"evidence": "拨打新号码接通"})
    row.refresh_from_db()
    assert (row.due_on, row.rectified_on) == (due + timedelta(days=5), FIRST)
    assert "拨打新号码接通" in client.get(at).content.decode()


def test_a_complaint_found_true_is_followed_by_a_notice_and_comments_are_read_with_a_trace(client, county):
    office, _ = county
    unit = Organ.objects.get(slug="unit")
    matter = applications.raise_matter(
        kind=Matter.Kind.COMPLAINT, about=unit, title="没有公开", text="应当公开", on=FIRST, nonce="y" * 32
    ).record
    client.force_login(office)
    at = f"/desk/supervision/complaints/{matter.pk}/notice/"
    sent = {"text": "公开补偿方案", "due_on": (FIRST + timedelta(days=10)).isoformat()}
    assert client.post(at, sent).status_code == 422
    applications.answer_matter(
        actor=SYSTEM, matter=matter, on=FIRST, result=Matter.Result.SUBSTANTIATED, answer="查证属实"
    )
    assert "发整改通知书" in client.get("/desk/supervision/complaints/").content.decode()
    assert client.post(at, sent).status_code == 302
    listed = client.get("/desk/supervision/complaints/").content.decode()
    assert "2024年第1期" in listed and "查证属实，督促整改1件" in listed
    survey = actions.open_survey(
        actor=SYSTEM, year=2024, on=FIRST, title="评议", intro="请评价", questions=["总体"], opens_on=FIRST,
        closes_on=FIRST + timedelta(days=5),
    )  # fmt: skip
    actions.answer_survey(survey=survey, on=FIRST, scores=[3], comment="栏目不好找", nonce="n")
    page = f"/desk/supervision/surveys/{survey.pk}/"
    assert "栏目不好找" not in client.get(page).content.decode()
    assert "栏目不好找" in client.post(f"{page}comments/", {"purpose": "整理意见"}).content.decode()
