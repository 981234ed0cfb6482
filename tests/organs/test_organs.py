# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Organs, roles, and who may do what where."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from gongkai.ledger.models import Event
from gongkai.organs.actions import appoint, establish
from gongkai.organs.models import Appointment, Organ, Person, Role
from gongkai.organs.permissions import NotAllowed, System, holds, require
from gongkai.organs.queries import area, organs_with_role, working_organs
from tests.factories import DAY, OrganFactory, person

pytestmark = pytest.mark.django_db
FACTS = {"office_name": "办公室", "address": "地址", "phone": "电话"}


def organ(slug, parent=None, kind="department", **facts):
    return OrganFactory(slug=slug, name=f"{slug}机关", short_name=slug, parent=parent, kind=kind, **facts)


@pytest.fixture
def county():
    government = organ("gov", kind="government")
    return {
        "gov": government,
        "office": organ("office", government, kind="office"),
        "civil": organ("civil", government),
        "town": organ("town", government, kind="township"),
        "tax": organ("tax", government, vertical_line=True),
    }


def test_the_area_is_the_organ_and_all_below_it_but_not_what_reports_in_its_own_line(county):
    below = organ("school", county["civil"], kind="institution")
    assert {o.slug for o in area(county["gov"])} == {"gov", "office", "civil", "town", "school"}
    assert area(below) == [below]


@pytest.mark.law("条例第三条")
@pytest.mark.parametrize(
    ("role", "reaches_below"),
    [
        (Role.INTAKE, False), (Role.HANDLER, False), (Role.REVIEWER, False), (Role.SIGNER, False),
        (Role.EDITOR, False), (Role.SUPERVISOR, True), (Role.COMPILER, True), (Role.ADMIN, True),
    ],
)  # fmt: skip
def test_only_overseeing_roles_reach_the_organs_below(county, role, reaches_below):
    who = person(county["gov"], role)
    assert holds(who, county["gov"], role)
    assert holds(who, county["town"], role) is reaches_below
    assert set(organs_with_role(who, role)) == set(area(county["gov"]) if reaches_below else [county["gov"]])


def test_no_role_reaches_an_organ_managed_by_its_own_line(county):
    chief = person(county["gov"], Role.SUPERVISOR, Role.ADMIN)
    assert not holds(chief, county["tax"], Role.SUPERVISOR)
    assert county["tax"] not in working_organs(chief)


def test_a_role_in_one_organ_is_none_in_another(county):
    who = person(county["civil"], Role.HANDLER)
    with pytest.raises(NotAllowed, match="town的“承办”岗位"):
        require(who, county["town"], Role.HANDLER)


def test_who_no_longer_works_here_may_do_nothing(county):
    who = person(county["civil"], Role.HANDLER)
    Person.objects.filter(pk=who.pk).update(is_active=False)
    assert not holds(who, county["civil"], Role.HANDLER)


def test_only_an_administrator_establishes_and_appoints(county):
    handler, admin = person(county["gov"], Role.HANDLER), person(county["gov"], Role.ADMIN)
    facts = {
        "slug": "new",
        "name": "新局",
        "short_name": "新局",
        "kind": "department",
        "parent": county["gov"],
        **FACTS,
    }
    with pytest.raises(NotAllowed):
        establish(actor=handler, on=DAY, **facts)
    with pytest.raises(NotAllowed):
        appoint(actor=handler, on=DAY, person=handler, organ=county["gov"], role=Role.SIGNER)
    made = establish(actor=admin, on=DAY, **facts)
    assert Event.objects.filter(stream=f"organ/{made.pk}", kind="organ.established").exists()


def test_an_appointment_twice_is_one_appointment_and_one_event(county):
    who = person(county["civil"], Role.HANDLER)
    appoint(actor=System(), on=DAY, person=who, organ=county["civil"], role=Role.HANDLER)
    assert Appointment.objects.filter(person=who).count() == 1
    assert Event.objects.filter(kind="organ.appointed").count() == 1


@pytest.mark.law("条例第四条", "条例第五十四条")
def test_impossible_organs_and_roles_are_refused(county):
    with pytest.raises(ValidationError):
        organ("gov", kind="department")  # the name and the slug are taken
    with pytest.raises(IntegrityError), transaction.atomic():
        Organ.objects.filter(pk=county["civil"].pk).update(kind="nonsense")
    who = person(county["civil"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(person=who, organ=county["civil"], role="king")
