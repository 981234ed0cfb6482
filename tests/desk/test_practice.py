# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Enquiries, joint meetings and procedures on the desk: logged, followed up, compared; nothing typed is lost."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.applications import actions
from gongkai.applications.models import Enquiry, FollowUp, JointMeeting, Procedure
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Role
from tests.applications.test_enquiries import LINE, book
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
MARKUP = "<script>alert(1)</script>说明"


def client_of(staff):
    client = Client()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def office(settings):
    settings.GONGKAI_TODAY = date(2024, 6, 20)
    organ = OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT, short_name="测试局")
    return organ, client_of(person(organ, *Role.values))


def post(client, path, status=302, **data):
    response = client.post(path, data)
    assert response.status_code == status, response.content.decode()[:3000]
    return response.content.decode()


def asked(organ, **facts):
    return {
        "on": "2024-06-20", "organ": organ.pk, "kind": "guidance", "channel": "phone", "subject": "怎么申请公开", **facts,
    }  # fmt: skip


def test_an_enquiry_is_logged_with_its_answer_in_one_form_and_shown_only_by_asking(office):
    organ, client = office
    assert "登记第一次" in client.get("/desk/enquiries/").content.decode()
    half = post(client, "/desk/enquiries/new/", 422, **asked(organ, answer=MARKUP))
    assert "都要写" in half and "&lt;script&gt;" in half and "<script>alert" not in half
    post(client, "/desk/enquiries/new/", **asked(organ, result="told", answer=MARKUP))
    row = Enquiry.objects.get()
    page = client.get(f"/desk/enquiries/{row.pk}/").content.decode()
    assert "已经解答" in page and "说明" not in page.split("<main", 1)[1].split("咨询和指引")[-1]
    shown = post(client, f"/desk/enquiries/{row.pk}/look/", 200)
    assert "&lt;script&gt;" in shown and "<script>alert" not in shown
    assert Event.objects.filter(kind="enquiry.viewed").count() == 1


def test_the_list_of_enquiries_is_filtered_and_counted_within_its_queries(
    office, django_assert_max_num_queries
):
    organ, client = office
    for n in range(3):
        post(
            client,
            "/desk/enquiries/new/",
            **asked(organ, channel="visit" if n else "phone", subject=f"第{n}次"),
        )
    with django_assert_max_num_queries(20):
        html = client.get("/desk/enquiries/?channel=visit&year=2024&state=open").content.decode()
    assert '共<b class="num">2</b>次' in html and "第0次" not in html and "第2次" in html
    assert "没有符合条件" in client.get("/desk/enquiries/?q=没有这样的").content.decode()
    for odd in ("?year=²", "?year=99999999999", "?q=%00", "?organ=%27", "?page=x"):
        assert client.get(f"/desk/enquiries/{odd}").status_code in (200, 400)


def test_of_two_officers_answering_one_enquiry_the_second_is_told_and_keeps_the_words(office):
    organ, client = office
    post(client, "/desk/enquiries/new/", **asked(organ))
    at = f"/desk/enquiries/{Enquiry.objects.get().pk}/do/"
    facts = {"on": "2024-06-20", "seen": "1", "result": "told"}
    post(client, f"{at}answer/", **facts, answer="先答的")
    second = post(client_of(person(organ, Role.HANDLER)), f"{at}answer/", 422, **facts, answer="后写的一大段")
    assert "又有新的记录" in second and "答复" in second
    assert Enquiry.objects.get().answer == "先答的"


def test_strangers_see_no_enquiry_meeting_or_procedure(office):
    organ, client = office
    post(client, "/desk/enquiries/new/", **asked(organ))
    post(
        client, "/desk/procedures/new/", organ=organ.pk, name="规范", about="全部", on="2024-06-20",
        in_force_on="2024-06-20", basis="纪要", text="一、登记。",
    )  # fmt: skip
    stranger = client_of(person(OrganFactory(), *Role.values))
    for path in (f"enquiries/{Enquiry.objects.get().pk}/", f"procedures/{Procedure.objects.get().pk}/"):
        assert stranger.get(f"/desk/{path}").status_code == 404
    editor = client_of(person(organ, Role.EDITOR))
    assert editor.get("/desk/enquiries/new/").status_code == 403
    assert editor.get("/desk/meetings/new/").status_code == 403
    assert editor.get("/desk/procedures/new/").status_code == 403


def test_a_register_of_enquiries_is_tried_before_it_is_imported(office):
    organ, client = office
    data = book(LINE)
    tried = client.post("/desk/enquiries/import/", {"file": SimpleUploadedFile("旧.xlsx", data)})
    html = tried.content.decode()
    assert tried.status_code == 200 and "导入1次" in html and not Enquiry.objects.exists()
    held = {k: html.split(f'name="{k}" value="')[1].split('"')[0] for k in ("held", "name", "digest")}
    post(client, "/desk/enquiries/import/", **held)
    assert Enquiry.objects.count() == 1
    wrong = book({**LINE, "方式": "飞鸽"})
    refused = client.post("/desk/enquiries/import/", {"file": SimpleUploadedFile("旧.xlsx", wrong)})
    assert refused.status_code == 422 and "第2行" in refused.content.decode()
    assert client.post("/desk/enquiries/import/", {"file": SimpleUploadedFile("x", b"x")}).status_code == 422
    assert client.get("/desk/enquiries/enquiries.xlsx?rows=1").content.startswith(b"PK")
    assert organ.enquiries.count() == 1


def test_a_meeting_goes_from_the_call_to_evidence(office):
    organ, client = office
    bureau = OrganFactory(parent=organ)
    case = ApplicationFactory(organ=organ)
    call = {
        "on": "2024-06-10", "organ": organ.pk, "title": "第1次联席会议", "meets_on": "2024-06-12", "place": "301",
        "agenda": "征地信息\n协办时限", "organs": [bureau.pk],
    }  # fmt: skip
    late = post(client, "/desk/meetings/new/", 422, **{**call, "meets_on": "2024-06-09"})
    assert "早于通知日期" in late and "征地信息" in late
    post(client, "/desk/meetings/new/", **call)
    row = JointMeeting.objects.get()
    at = f"/desk/meetings/{row.pk}/"
    post(client, f"{at}do/link/", on="2024-06-11", application=case.number)
    post(
        client,
        f"{at}do/hold/",
        on="2024-06-12",
        seen="1",
        attended=[organ.pk, bureau.pk],
        decisions="列入主动公开\n",
    )
    told = post(
        client, f"{at}do/hold/", 422, on="2024-06-12", seen="1", attended=[organ.pk], decisions="我写的另一份"
    )
    assert "又有新的记录" in told and "登记召开" in told
    post(
        client, f"{at}do/give/", on="2024-06-12", what="清理征地方案", organ=bureau.pk, due_on="2024-06-19",
        decision=row.decisions.get().pk,
    )  # fmt: skip
    task = FollowUp.objects.get()
    assert "逾期" in client.get("/desk/meetings/").content.decode()
    theirs = client_of(person(bureau, Role.HANDLER))
    html = theirs.get(at).content.decode()
    assert "清理征地方案" in html and "另有1件属于其他机关" in html and case.title not in html
    kept = post(theirs, f"{at}follow-up/{task.pk}/", 422, on="2024-06-21", evidence="印发2号文")
    assert "还没有到" in kept and "印发2号文" in kept
    post(theirs, f"{at}follow-up/{task.pk}/", on="2024-06-20", evidence="印发2号文")
    assert "晚于期限" in client.get(at).content.decode()
    post(theirs, f"{at}do/give/", 403, on="2024-06-20", what="越权", organ=bureau.pk, due_on="2024-06-21")
    told = client.get(f"/desk/cases/{case.pk}/").content.decode()
    assert "提交联席会议研究" in told and f'href="{at}">第1次联席会议' in told


def test_a_procedure_shows_the_version_of_a_day_and_what_changed(office, django_assert_max_num_queries):
    organ, client = office
    first = {
        "organ": organ.pk, "name": "办理规范", "about": "全部申请", "on": "2024-01-02", "in_force_on": "2024-02-01",
        "basis": "纪要1号", "text": "一、当日登记。\n二、归档。",
    }  # fmt: skip
    assert "不能溯及以前" in post(
        client, "/desk/procedures/new/", 422, **{**first, "in_force_on": "2024-01-01"}
    )
    post(client, "/desk/procedures/new/", **first)
    at = f"/desk/procedures/{Procedure.objects.get().pk}/"
    second = {
        "on": "2024-06-03", "in_force_on": "2024-07-01", "basis": "纪要2号", "changes": "加时限", "seen": "1",
        "text": f"一、当日登记。\n二、十日内归档。\n{MARKUP}",
    }  # fmt: skip
    post(client, f"{at}do/revise/", **second)
    assert "又有新的记录" in post(client, f"{at}do/revise/", 422, **second)
    with django_assert_max_num_queries(18):
        now = client.get(at).content.decode()
    assert "第1版执行中" in now and "当日登记。\n二、归档。" in now
    assert "第2版执行中" in client.get(f"{at}?on=2024-07-01").content.decode()
    assert "还没有施行" in client.get("/desk/procedures/?on=2024-01-15").content.decode()
    assert client.get(f"{at}?on=2024-13-01").status_code == 422
    shown = client.get(f"{at}difference/?from=2&to=1").content.decode()
    assert '<ins class="put"><span class="vh">新写：</span>十日内</ins>' in shown
    assert "&lt;script&gt;" in shown and "<script>alert" not in shown
    assert client.get(f"{at}difference/?from=1&to=9").status_code == 404
    assert client.get(f"{at}file/1/").status_code == 404
    post(client, f"{at}do/repeal/", on="2024-06-20", seen="2", reason="并入新制度")
    assert "已停止执行" in client.get(at).content.decode()


def test_an_enquiry_past_the_offices_own_target_is_told_as_such_on_its_list_and_at_home(office, settings):
    organ, client = office
    # five working days: 19 June
    post(client, "/desk/enquiries/new/", **asked(organ, on="2024-06-12", subject="早问的"))
    # 20 June, today
    post(client, "/desk/enquiries/new/", **asked(organ, on="2024-06-13", subject="还在目标里的"))
    late = client.get("/desk/enquiries/?state=late").content.decode()
    assert "早问的" in late and "还在目标里的" not in late and "由本机关自定，法律没有规定期限" in late
    row = Enquiry.objects.get(subject="早问的")
    assert "2024年6月19日前答复，已经超过" in client.get(f"/desk/enquiries/{row.pk}/").content.decode()
    assert "1次咨询还没有答复" in client.get("/desk/").content.decode()
    settings.GONGKAI_ENQUIRY_WORKDAYS = 0
    assert "1次咨询还没有答复" not in client.get("/desk/").content.decode()
    assert "目标" not in client.get(f"/desk/enquiries/{row.pk}/").content.decode()


def test_what_a_meeting_gave_out_is_an_alarm_after_its_day(office):
    organ, client = office
    facts = {"actor": SYSTEM, "on": date(2024, 6, 3)}
    meeting = actions.call_meeting(
        **facts,
        organ=organ,
        title="联席会议（示例）",
        meets_on=date(2024, 6, 3),
        place="会议室",
        agenda="议题",
        organs=[organ],
    )
    actions.hold_meeting(**facts, meeting=meeting, attended=[organ], decisions=["照办"])
    actions.give_follow_up(
        **facts, meeting=meeting, what="印发清单（示例）", organ=organ, due_on=date(2024, 6, 20)
    )
    for path in ("/desk/", "/desk/work/"):
        assert "late-follow-ups" not in client.get(path).content.decode()
    FollowUp.objects.update(due_on=date(2024, 6, 19))
    for path in ("/desk/", "/desk/work/"):
        assert "落实事项逾期1项" in client.get(path).content.decode()
    stranger = client_of(person(OrganFactory(), *Role.values))
    assert "late-follow-ups" not in stranger.get("/desk/work/").content.decode()
