# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""办理单 on the desk: at most six queries, pages without counting, an alarm for cases nobody owns, one press to confirm."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.applications import actions
from gongkai.applications.models import Application
from gongkai.law.receipt import Channel
from gongkai.organs.models import Organ, Role
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings):
    settings.GONGKAI_TODAY = date(2024, 6, 20)
    organ = OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)
    OrganFactory(parent=organ)
    return organ, person(organ, *Role.values, username="staff")


@pytest.fixture
def desk(office):
    client = Client()
    client.force_login(office[1], backend="django.contrib.auth.backends.ModelBackend")
    return client


def rows(html):
    return html.count('data-l="环节"')


def test_a_page_costs_six_queries_and_the_next_is_reached_from_the_last_line(desk, office):
    for n in range(23):
        ApplicationFactory(organ=office[0], submitted_on=date(2024, 6, 3 + n % 5))
    desk.get("/desk/work/")  # the first request of a process asks once whether the instance is set up
    with CaptureQueriesContext(connection) as asked:
        html = desk.get("/desk/work/").content.decode()
    assert len(asked) <= 6
    assert not any("OFFSET" in q["sql"] for q in asked)
    assert rows(html) == 20
    later = html.split('class="btn q" href="?after=')[1].split('"')[0]
    with CaptureQueriesContext(connection) as asked:
        html = desk.get(f"/desk/work/?after={later}").content.decode()
    assert len(asked) <= 6
    assert rows(html) == 3
    earlier = html.split('href="?before=')[1].split('"')[0]
    assert rows(desk.get(f"/desk/work/?before={earlier}").content.decode()) == 20


def test_a_case_without_an_owner_is_an_alarm_that_leads_to_it(desk, office):
    case = ApplicationFactory(organ=office[0])
    for path in ("/desk/", "/desk/work/"):
        assert "1件没有承办人" in desk.get(path).content.decode()
    assert case.number in desk.get("/desk/work/?owner=none").content.decode()
    actions.assign(actor=SYSTEM, application=case, on=date(2024, 6, 20), handler=office[1])
    assert "件没有承办人" not in desk.get("/desk/work/").content.decode()
    assert case.number in desk.get("/desk/work/?owner=me").content.decode()
    assert "没有符合条件的在办申请" in desk.get("/desk/work/?owner=none").content.decode()


def test_filters_stay_when_one_goes_on(desk, office):
    for _ in range(22):
        ApplicationFactory(organ=office[0])
    assert 'href="?channel=counter&amp;after=' in desk.get("/desk/work/?channel=counter").content.decode()
    assert rows(desk.get("/desk/work/?channel=fax").content.decode()) == 0


@pytest.mark.parametrize("after", ["", "x", "2024-13-01.1", "2024-01-01.²", "2024-01-01.", "99999-01-01.1"])
def test_a_cursor_that_means_nothing_is_the_first_page(desk, office, after):
    ApplicationFactory(organ=office[0])
    response = desk.get("/desk/work/", {"after": after, "due": "不认识", "organ": "没有", "owner": "x"})
    assert response.status_code == 200
    assert rows(response.content.decode()) == 1


@pytest.mark.law("条例第三十一条")
def test_an_unconfirmed_one_is_confirmed_in_the_list_with_one_press(desk, office):
    case = ApplicationFactory(organ=office[0], channel=Channel.FAX, submitted_on=date(2024, 6, 18))
    assert f'action="/desk/cases/{case.pk}/confirm/"' in desk.get("/desk/work/").content.decode()
    response = desk.post(f"/desk/cases/{case.pk}/confirm/", {"back": "work"})
    assert response["Location"] == "/desk/work/"
    assert Application.objects.get().received_on == date(2024, 6, 20)


def test_the_rooms_of_the_desk_stand_in_groups_and_one_is_current(desk):
    html = desk.get("/desk/cases/new/").content.decode()
    assert html.count('aria-current="page"><span>') == 1
    assert 'aria-current="page"><span>登记申请' in html
    assert html.count('<details class="grp" open') == 1, "the group of the page is unfolded, no other"
    assert '<details class="grp" data-group="监督">' in html
    assert ">依申请公开<b>" in html, "a folded group tells what waits in it"
