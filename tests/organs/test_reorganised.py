# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Organs that are renamed, merged or closed: cases follow, what was signed stays (国办公开办函〔2019〕14号)."""

from datetime import date

import pytest

from gongkai.annual_report.scope import Scope
from gongkai.annual_report.tables import table3
from gongkai.applications import actions as applications
from gongkai.applications import queries
from gongkai.applications.actions import Refused as CaseRefused
from gongkai.organs import actions
from gongkai.organs.actions import Refused
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person, reply

pytestmark = pytest.mark.django_db
DAY = date(2024, 9, 2)


@pytest.fixture
def county():
    return OrganFactory(slug="county", kind=Organ.Kind.GOVERNMENT)


def test_a_case_of_a_merged_organ_goes_on_in_the_one_it_went_to(county):
    old, new = OrganFactory(parent=county), OrganFactory(parent=county)
    case = ApplicationFactory(organ=old, submitted_on=date(2024, 8, 20))
    officer = person(new, Role.HANDLER, Role.INTAKE, Role.SIGNER)
    assert not queries.visible_to(officer).exists()
    actions.merge(actor=SYSTEM, organ=old, into=new, on=DAY, basis="机构改革方案（示例）")
    officer = type(officer).objects.get(pk=officer.pk)
    assert list(queries.visible_to(officer)) == [case]
    case.refresh_from_db()
    applications.withdraw(actor=officer, application=case, on=date(2024, 9, 4))
    assert case.number.startswith(old.letter_code)


def test_a_merged_organ_receives_nothing_new_and_says_where_to_go(county):
    old, new = OrganFactory(parent=county), OrganFactory(parent=county, name="接续机关（示例）")
    actions.merge(actor=SYSTEM, organ=old, into=new, on=DAY, basis="机构改革方案（示例）")
    old.refresh_from_db()
    with pytest.raises(CaseRefused, match="请向接续机关（示例）申请"):
        ApplicationFactory(organ=old, submitted_on=DAY)


def test_the_merged_organs_cases_are_counted_once_in_the_county_and_with_the_successor_from_that_year(county):
    old, new = OrganFactory(parent=county), OrganFactory(parent=county)
    reply(ApplicationFactory(organ=old, submitted_on=date(2024, 6, 3)), on=date(2024, 6, 12))
    actions.merge(actor=SYSTEM, organ=old, into=new, on=DAY, basis="机构改革方案（示例）")

    def received(organ, year):
        return table3(Scope(Organ.objects.get(pk=organ.pk), year)).cells["R1", "total"]

    assert (received(county, 2024), received(new, 2024), received(new, 2023)) == (1, 1, 0)
    assert Scope(Organ.objects.get(pk=new.pk), 2023).organ_ids == [new.pk]


def test_a_renamed_organ_keeps_its_former_name_with_its_last_day(county):
    organ = OrganFactory(parent=county, name="旧名（示例）")
    actions.rename(
        actor=SYSTEM,
        organ=organ,
        on=DAY,
        name="新名（示例）",
        short_name="新名",
        letter_code="X",
        basis="文件（示例）",
    )
    organ.refresh_from_db()
    former = organ.former_names.get()
    assert (organ.name, former.name, former.until) == ("新名（示例）", "旧名（示例）", date(2024, 9, 1))
    again = {
        "actor": SYSTEM,
        "organ": organ,
        "short_name": "又名",
        "letter_code": "X",
        "basis": "文件（示例）",
    }
    for day in (DAY, date(2024, 8, 1)):  # a name that would have lasted no day
        with pytest.raises(Refused, match="自2024年9月2日起用现名"):
            actions.rename(on=day, name="又名（示例）", **again)
    actions.rename(on=date(2024, 9, 3), name="又名（示例）", **again)


def test_reorganisation_is_decided_above_the_organ(county):
    organ, other = OrganFactory(parent=county), OrganFactory(parent=county)
    own_admin, admin = person(organ, Role.ADMIN), person(county, Role.ADMIN)
    with pytest.raises(NotAllowed):
        actions.close(actor=own_admin, organ=organ, on=DAY, basis="文件（示例）")
    actions.close(actor=admin, organ=organ, on=DAY, basis="文件（示例）")
    with pytest.raises(Refused, match="已于2024年9月2日撤销"):
        actions.merge(actor=admin, organ=organ, into=other, on=DAY, basis="文件（示例）")


@pytest.mark.parametrize("verb", ["close", "merge", "rename"])
def test_a_reorganisation_needs_its_document(county, verb):
    organ, other = OrganFactory(parent=county), OrganFactory(parent=county)
    more = {
        "close": {},
        "merge": {"into": other},
        "rename": {"name": "新", "short_name": "新", "letter_code": None},
    }[verb]
    with pytest.raises(Refused, match="依据的文件"):
        getattr(actions, verb)(actor=SYSTEM, organ=organ, on=DAY, basis=" ", **more)


def test_an_organ_is_not_merged_into_itself(county):
    organ = OrganFactory(parent=county)
    with pytest.raises(Refused, match="不能并入自己"):
        actions.merge(actor=SYSTEM, organ=organ, into=organ, on=DAY, basis="文件（示例）")


@pytest.mark.law("规章制定程序条例第三十六条")
def test_only_an_organ_that_may_make_rules_reports_any(db):
    city = OrganFactory(kind=Organ.Kind.GOVERNMENT)
    office = OrganFactory(kind=Organ.Kind.OFFICE, parent=city)
    facts = {"actor": SYSTEM, "on": DAY, "basis": "省人大常委会决定（示例）"}
    assert Scope(city, DAY.year).may_make_rules is False
    actions.grant_rules(organ=city, makes_rules=True, **facts)
    assert Scope(Organ.objects.get(pk=city.pk), DAY.year).may_make_rules is True
    assert Scope(office, DAY.year).may_make_rules is False
    with pytest.raises(Refused, match="已经登记为有"):
        actions.grant_rules(organ=city, makes_rules=True, **facts)
    with pytest.raises(Refused, match="政府办公室没有规章制定权"):
        actions.grant_rules(organ=office, makes_rules=True, **facts)
    with pytest.raises(Refused, match="依据"):
        actions.grant_rules(organ=city, makes_rules=False, **{**facts, "basis": " "})
    with pytest.raises(NotAllowed):
        actions.grant_rules(organ=office, makes_rules=False, **{**facts, "actor": person(office, Role.ADMIN)})
