# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""工作台 for what citizens bring: one-click confirmation, files, codes, 来件 with their answers."""

from datetime import date

import pytest
from django.test import Client

from gongkai.applications import actions, queries
from gongkai.applications.actions import ApplicantFacts
from gongkai.applications.models import Application, Matter
from gongkai.law.receipt import Channel
from gongkai.law.table3 import ApplicantKind
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Role
from tests.factories import DAY, SYSTEM, ApplicationFactory, OrganFactory, person
from tests.portal.walk import Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings, tmp_path):
    settings.GONGKAI_TODAY = date(2024, 6, 20)
    settings.MEDIA_ROOT = tmp_path
    organ = OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)
    return organ, person(organ, *Role.values, username="staff")


def signed_in(staff):
    client = Client()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def desk(office):
    return signed_in(office[1])


@pytest.mark.law("条例第三十一条")
def test_an_online_application_is_confirmed_from_the_list_with_one_press(desk, office):
    case = ApplicationFactory(organ=office[0], channel=Channel.ONLINE, submitted_on=date(2024, 6, 19))
    html = desk.get("/desk/").content.decode()
    assert f'action="/desk/cases/{case.pk}/confirm/"' in html
    html = desk.post(f"/desk/cases/{case.pk}/confirm/", follow=True).content.decode()
    assert "今天与申请人确认" in html
    case.refresh_from_db()
    assert (case.state, case.received_on) == ("running", date(2024, 6, 20))
    assert "不能再确认" in desk.post(f"/desk/cases/{case.pk}/confirm/", follow=True).content.decode()
    assert desk.get(f"/desk/cases/{case.pk}/confirm/").status_code == 405


def test_only_intake_confirms_and_only_its_own_cases(office):
    case = ApplicationFactory(organ=office[0], channel=Channel.ONLINE)
    assert (
        signed_in(person(office[0], Role.SIGNER)).post(f"/desk/cases/{case.pk}/confirm/").status_code == 403
    )
    assert (
        signed_in(person(OrganFactory(), Role.INTAKE)).post(f"/desk/cases/{case.pk}/confirm/").status_code
        == 404
    )


def test_files_agent_and_messages_stand_on_the_case_page_and_files_open_as_attachments(desk, office):
    upload = actions.keep_upload(name="<b>通知.pdf", data=b"%PDF-1.7 x").key
    walk = Walk(Client())
    walk.to_the_end(who={
        "acting": "on", "basis": "entrusted", "agent_name": "代小理（示例）", "agent_certificate": "passport",
        "agent_identity": "E12345678", "agent_phone": "13900000000",
    })  # fmt: skip
    case = Application.objects.get()
    actions.send_message(
        application=case,
        kind=actions.online.Message.Kind.NOTE,
        text="<script>留言",
        on=date(2024, 6, 20),
        nonce="m",
        files=[upload],
    )
    html = desk.get(f"/desk/cases/{case.pk}/").content.decode()
    assert "委托代理人代为提交" in html
    assert "&lt;script&gt;留言" in html
    assert "代小理" not in html
    file = case.files.get()
    response = desk.post(f"/desk/cases/{case.pk}/file/{file.pk}/")
    assert response.content == b"%PDF-1.7 x"
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == "application/octet-stream"
    assert Event.objects.filter(kind="application.file_viewed").count() == 1
    other = ApplicationFactory(organ=office[0])
    assert desk.post(f"/desk/cases/{other.pk}/file/{file.pk}/").status_code == 404
    shown = desk.post(f"/desk/cases/{case.pk}/applicant/", {"purpose": "核对委托"}).content.decode()
    assert "代小理（示例）" in shown


def test_a_query_code_is_shown_once_and_works(desk, office):
    case = ApplicationFactory(organ=office[0])
    html = desk.post(f"/desk/cases/{case.pk}/code/").content.decode()
    code = html.split('class="big num">')[1].split("<")[0]
    assert queries.by_code(case.number, code) == case
    assert code not in desk.get(f"/desk/cases/{case.pk}/").content.decode()


def test_matters_are_listed_answered_and_told_to_who_brought_them(desk, office):
    below = OrganFactory(slug="ju", parent=office[0])
    facts = ApplicantFacts(ApplicantKind.NATURAL_PERSON, "林晓（示例）", "示例证件1", "电话1")
    filed = actions.raise_matter(
        kind=Matter.Kind.COMPLAINT,
        about=below,
        title="不答复",
        text="<i>没有答复",
        on=date(2024, 6, 3),
        nonce="k",
        person=facts,
    )
    html = desk.get("/desk/matters/?state=open").content.decode()
    assert "XIAN-TS-2024-0001" in html
    assert "2024年7月2日" in html
    path = f"/desk/matters/{filed.record.pk}/"
    html = desk.get(path).content.decode()
    assert "&lt;i&gt;没有答复" in html
    assert "林晓" not in html
    refused = desk.post(path, {"on": "2024-06-20", "result": "corrected", "answer": "写了很多"})
    assert refused.status_code == 422
    assert "写了很多" in refused.content.decode()
    assert (
        "还没有到"
        in desk.post(path, {"on": "2024-06-21", "result": "substantiated", "answer": "x"}).content.decode()
    )
    desk.post(path, {"on": "2024-06-20", "result": "substantiated", "answer": "已督促整改"})
    assert "林晓（示例）" in desk.post(path + "person/", {"purpose": "回访"}).content.decode()
    citizen = Client().post("/status/", {"number": filed.record.number, "code": filed.code}, follow=True)
    assert "已督促整改" in citizen.content.decode()


def test_another_organs_matters_do_not_exist(office):
    stranger = signed_in(person(OrganFactory(), *Role.values))
    row = actions.raise_matter(
        kind=Matter.Kind.SUGGESTION, about=office[0], title="t", text="x", on=DAY, nonce="k", actor=SYSTEM
    ).record
    assert stranger.get(f"/desk/matters/{row.pk}/").status_code == 404
    assert row.number not in stranger.get("/desk/matters/").content.decode()


@pytest.mark.parametrize(
    "path", ["/desk/matters/", "/desk/matters/?kind=zz&state=open&page=x", "/desk/matters/?kind=complaint"]
)
def test_lists_open_with_any_filter(desk, path):
    assert desk.get(path).status_code == 200
