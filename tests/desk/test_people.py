# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The office adds a person, gives a role and ends one; the ledger says so; nobody else may."""

from datetime import date

import pytest
from django.test import Client

from gongkai.ledger.models import Event
from gongkai.organs.models import Appointment, Organ, Person, Role
from tests.factories import ApplicationFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
ON = date(2024, 6, 20)
GOOD = {"on": "2024-06-20", "name": "林晓（示例）", "username": "linxiao", "password": "yanhe-2024-xin"}


def client_of(staff):
    client = Client()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def office(settings):
    settings.GONGKAI_TODAY = ON
    top = OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)
    unit = OrganFactory(parent=top)
    return unit, client_of(person(top, Role.ADMIN, username="chief"))


def test_a_new_person_may_sign_in_and_holds_what_was_given(office):
    unit, desk = office
    assert desk.post("/desk/people/do/add/", {**GOOD, "organ": unit.pk}).status_code == 302
    role = {"on": "2024-06-20", "organ": unit.pk, "username": "linxiao", "role": "handler"}
    assert desk.post("/desk/people/do/appoint/", role).status_code == 302
    who = Person.objects.get(username="linxiao")
    assert who.check_password(GOOD["password"]) and list(who.appointments.values_list("role", flat=True)) == [
        "handler"
    ]
    html = desk.get("/desk/people/?q=林晓").content.decode()
    assert "linxiao" in html and "承办" in html
    kinds = Event.objects.filter(stream=f"organ/{unit.pk}").values_list("kind", "payload")
    assert ("organ.person_added", {"person": who.pk, "username": "linxiao"}) in list(kinds)
    assert GOOD["password"] not in str(list(kinds))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"username": "chief"}, "已经有人用"), ({"username": "Chief"}, "已经有人用"), ({"username": "林"}, "字母"),
        ({"password": "short"}, "10"), ({"password": "password1234"}, "常见"), ({"on": "2024-06-21"}, "还没有到"),
        ({"name": " "}, "姓名"), ({"organ": ""}, "请选择机关"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_what_was_typed_stays(office, change, words):
    unit, desk = office
    response = desk.post("/desk/people/do/add/", {**GOOD, "organ": unit.pk, **change})
    html = response.content.decode()
    assert response.status_code == 422 and words in html and GOOD["password"] not in html
    assert not Person.objects.filter(username="linxiao").exists()


def test_ending_a_role_tells_of_the_open_cases_and_keeps_the_last_office(office):
    unit, desk = office
    clerk = person(unit, Role.HANDLER)
    case = ApplicationFactory(organ=unit)
    type(case).objects.filter(pk=case.pk).update(handler=clerk)
    row = Appointment.objects.get(person=clerk)
    html = desk.get(f"/desk/people/appointments/{row.pk}/end/").content.decode()
    assert "还有1件在办申请" in html and f"owner={clerk.pk}" in html
    assert desk.post(f"/desk/people/appointments/{row.pk}/end/", {"on": "2024-06-20"}).status_code == 302
    assert not clerk.appointments.exists()
    assert Event.objects.get(kind="organ.appointment_ended").payload == {
        "person": clerk.pk,
        "role": "handler",
    }
    own = Appointment.objects.get(person__username="chief")
    refused = desk.post(f"/desk/people/appointments/{own.pk}/end/", {"on": "2024-06-20"})
    assert refused.status_code == 422 and "另一名管理人员" in refused.content.decode()


def test_without_the_role_one_reads_and_does_nothing(office):
    unit, _ = office
    clerk = person(unit, Role.HANDLER)
    desk = client_of(clerk)
    html = desk.get("/desk/people/").content.decode()
    assert (
        clerk.username in html and "chief" not in html and 'id="do-add"' not in html and "/end/" not in html
    )
    refused = desk.post("/desk/people/do/add/", {**GOOD, "organ": unit.pk})
    assert refused.status_code == 422 and not Person.objects.filter(username="linxiao").exists()
    row = Appointment.objects.get(person=clerk)
    assert desk.post(f"/desk/people/appointments/{row.pk}/end/", {"on": "2024-06-20"}).status_code == 404
