# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""工作台: only for those who sign in, only their organs' records, refusals that keep what was written."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.annual_report.models import Paragraph
from gongkai.applications.models import Application
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Role
from tests.applications.test_register import GOOD, book
from tests.factories import ApplicationFactory, OrganFactory, person, reply

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings):
    settings.GONGKAI_TODAY = date(2024, 6, 20)
    organ = OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)
    staff = person(organ, *Role.values, username="staff")
    return organ, staff


@pytest.fixture
def desk(office):
    client = Client()
    client.force_login(office[1], backend="django.contrib.auth.backends.ModelBackend")
    return client


PATHS = ["/desk/", "/desk/cases/", "/desk/documents/", "/desk/activities/", "/desk/findings/", "/desk/reports/", "/desk/import/", "/desk/reports/xian/2024/", "/desk/reports/xian/2024/?figure=T3.R1.np", "/desk/reports/xian/2024/figure/applications.new/"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_page_asks_for_sign_in_first(client, office, path):
    response = client.get(path)
    assert response.status_code == 302
    assert response["Location"].startswith("/desk/sign-in/")


@pytest.mark.parametrize("path", PATHS)
def test_every_page_opens_within_its_budget(desk, office, path):
    for _ in range(5):
        ApplicationFactory(organ=office[0])
    reply(ApplicationFactory(organ=office[0]))
    if "2024/" in path:
        desk.get(path)  # the first look of a day also keeps what the figures were
    with CaptureQueriesContext(connection) as queries:
        response = desk.get(path)
    assert response.status_code == 200
    assert len(queries) <= (60 if "2024/" in path and "figure/" not in path else 20)


def test_sign_in_with_a_wrong_password_says_what_to_do(client, office):
    response = client.post("/desk/sign-in/", {"username": "staff", "password": "wrong"})
    assert "用户名或者密码不对" in response.content.decode()
    assert (
        client.post("/desk/sign-in/", {"username": "staff", "password": "long-enough-1"}).status_code == 302
    )


def test_another_organs_case_does_not_exist(desk, office):
    other = ApplicationFactory()
    for path in ("", "applicant/", "do/withdraw/"):
        assert desk.post(f"/desk/cases/{other.pk}/{path}").status_code in (404, 405)
    assert desk.get(f"/desk/cases/{other.pk}/").status_code == 404
    assert other.number not in desk.get("/desk/cases/").content.decode()
    assert desk.get(f"/desk/reports/{other.organ.slug}/2024/").status_code == 404


def test_the_case_page_tells_the_day_its_reason_and_the_story(desk, office):
    case = ApplicationFactory(organ=office[0])
    html = desk.get(f"/desk/cases/{case.pk}/").content.decode()
    assert "2024年7月2日" in html
    assert "还剩8个工作日" in html
    assert "条例第三十三条第二款" in html
    assert "林晓" not in html


def test_a_verb_is_done_from_the_page(desk, office):
    case = ApplicationFactory(organ=office[0])
    desk.post(f"/desk/cases/{case.pk}/do/withdraw/", {"on": "2024-06-20"})
    case.refresh_from_db()
    assert case.outcome == "R3.6.3"


def test_a_refused_verb_keeps_what_was_written_and_says_why(desk, office):
    case = ApplicationFactory(organ=office[0])
    response = desk.post(
        f"/desk/cases/{case.pk}/letters/extension/",
        {"working_days": "30", "why": "档案较多需要核对", "consent": "经负责人同意"},
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert "最长20个工作日" in html
    assert "档案较多需要核对" in html


def test_verbs_ask_the_role_even_when_posted_by_hand(office):
    case = ApplicationFactory(organ=office[0])
    client = Client()
    client.force_login(person(office[0], Role.HANDLER), backend="django.contrib.auth.backends.ModelBackend")
    assert "do-confirm" not in client.get(f"/desk/cases/{case.pk}/").content.decode()
    posted = client.post(f"/desk/cases/{case.pk}/do/confirm/", {"on": "2024-06-20"})
    assert posted.status_code == 403


def test_posts_need_the_token_of_the_page(office):
    client = Client(enforce_csrf_checks=True)
    client.force_login(office[1], backend="django.contrib.auth.backends.ModelBackend")
    case = ApplicationFactory(organ=office[0])
    assert client.post(f"/desk/cases/{case.pk}/do/withdraw/", {"on": "2024-06-20"}).status_code == 403


def test_looking_at_the_applicant_is_asked_for_and_logged(desk, office):
    case = ApplicationFactory(organ=office[0])
    response = desk.post(f"/desk/cases/{case.pk}/applicant/", {"purpose": "送达"})
    assert "林晓（示例）" in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    assert Event.objects.filter(kind="application.applicant_viewed", actor=office[1]).count() == 1


def test_a_cell_opens_to_its_cases(desk, office):
    case = reply(ApplicationFactory(organ=office[0]))
    html = desk.get("/desk/reports/xian/2024/?figure=T3.R3.1.np").content.decode()
    assert "这个数怎么来的" in html
    assert f'href="/desk/cases/{case.pk}/"' in html
    assert desk.get("/desk/reports/xian/2024/?figure=T9.x").status_code == 404


def test_a_refused_text_stays_in_its_form(desk, office):
    response = desk.post("/desk/reports/xian/2024/write/1.1/", {"text": "举办培训178场"})
    assert response.status_code == 422
    html = response.content.decode()
    assert "举办培训178场" in html
    assert "应当引用指标" in html
    assert not Paragraph.objects.exists()


def test_the_register_is_tried_first_and_then_imported_from_the_very_bytes(desk, office):
    row = {**GOOD, "受理机关": office[0].name}
    upload = SimpleUploadedFile("登记簿.xlsx", book(row))
    tried = desk.post("/desk/import/", {"file": upload})
    assert "新登记1件" in tried.content.decode()
    assert not Application.objects.exists()
    fields = dict(
        __import__("re").findall(r'name="(held|name|digest)" value="([^"]*)"', tried.content.decode())
    )
    assert desk.post("/desk/import/", fields).status_code == 302
    assert Application.objects.count() == 1
    bad = desk.post("/desk/import/", {"file": SimpleUploadedFile("x.xlsx", b"no")})
    assert bad.status_code == 422


@pytest.mark.parametrize("year", [0, 2007, 2025, 999999])
def test_a_year_that_has_no_report_is_not_there(desk, year):
    assert desk.get(f"/desk/reports/xian/{year}/").status_code == 404


@pytest.mark.parametrize("on", ["9999-12-31", "2024-06-21", "0001-01-01"])
def test_a_date_that_cannot_be_is_refused_and_the_form_keeps_what_was_written(desk, office, on):
    case = ApplicationFactory(organ=office[0])
    response = desk.post(f"/desk/cases/{case.pk}/do/withdraw/", {"on": on})
    assert response.status_code == 422
    assert on in response.content.decode()
    case.refresh_from_db()
    assert case.outcome is None


def test_too_many_wrong_passwords_are_told_in_chinese(client, office, settings):
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT):
        last = client.post("/desk/sign-in/", {"username": "staff", "password": "wrong"})
    assert last.status_code == 429
    assert "暂时不能登录" in last.content.decode()
