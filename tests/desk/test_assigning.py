# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Several cases to one owner at once: one event each, what is refused is told, nothing another did is overwritten."""

from datetime import date

import pytest
from django.test import Client

from gongkai.applications import actions
from gongkai.applications.models import Application
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Role
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
ON = date(2024, 6, 20)


def client_of(staff):
    client = Client()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def office(settings):
    settings.GONGKAI_TODAY = ON
    organ = OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)
    return organ, client_of(person(organ, Role.INTAKE)), person(organ, Role.HANDLER)


def chosen(cases):
    return [f"{c.pk}.{Application.objects.get(pk=c.pk).version}" for c in cases]


def test_those_chosen_on_the_list_go_to_one_person_with_an_event_each(office):
    organ, desk, handler = office
    cases = [ApplicationFactory(organ=organ) for _ in range(3)]
    assert desk.get("/desk/work/").content.decode().count('form="assign"') == 3
    html = desk.get("/desk/work/assign/", {"case": [c.pk for c in cases]}).content.decode()
    assert all(c.number in html for c in cases) and handler.name in html
    done = desk.post(
        "/desk/work/assign/",
        {"case": chosen(cases), "on": ON.isoformat(), "handler": handler.pk},
        follow=True,
    )
    assert f"已把3件交办给{handler.name}" in done.content.decode()
    assert Application.objects.filter(handler=handler).count() == 3
    assert Event.objects.filter(kind="application.assigned").values("stream").distinct().count() == 3


def test_what_cannot_be_given_is_told_and_the_others_are_done(office):
    organ, desk, handler = office
    cases = [ApplicationFactory(organ=organ) for _ in range(3)]
    seen = chosen(cases)
    actions.withdraw(actor=SYSTEM, application=cases[0], on=ON)
    other = person(organ, Role.HANDLER)
    actions.assign(actor=SYSTEM, application=cases[1], on=ON, handler=other)
    response = desk.post("/desk/work/assign/", {"case": seen, "on": ON.isoformat(), "handler": handler.pk})
    html = response.content.decode()
    assert response.status_code == 422 and "已把1件交办给" in html and "没有办成2件" in html
    handlers = [Application.objects.get(pk=c.pk).handler for c in cases]
    assert handlers == [None, other, handler]


def test_nothing_is_offered_or_done_without_the_role(office):
    organ, desk, handler = office
    case, foreign = ApplicationFactory(organ=organ), ApplicationFactory()
    clerk = client_of(handler)
    assert 'form="assign"' not in clerk.get("/desk/work/").content.decode()
    assert clerk.post("/desk/work/assign/", {"case": chosen([case])}).status_code == 403
    assert (
        foreign.number not in desk.get("/desk/work/assign/", {"case": [case.pk, foreign.pk]}).content.decode()
    )
    empty = desk.get("/desk/work/assign/", {"case": ["x", foreign.pk]}, follow=True)
    assert "请先在办理单上选中" in empty.content.decode()
    kept = desk.post("/desk/work/assign/", {"case": chosen([case]), "on": ""})
    assert kept.status_code == 422 and "请填写交办日期" in kept.content.decode()
