# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Establishing, renaming, merging and closing organs on the desk: who may, what it brings, and no case in two reports."""

from datetime import date

import pytest
from django.test import Client

from gongkai.annual_report import actions as reports
from gongkai.annual_report import chain, units
from gongkai.annual_report.actions import Refused
from gongkai.annual_report.scope import Scope
from gongkai.annual_report.tables import table3
from gongkai.organs import actions
from gongkai.organs.models import Organ, Role
from tests.annual_report.test_report import YEAR, write_all
from tests.factories import SYSTEM, ApplicationFactory, ColumnFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
DAY = date(2025, 1, 20)


@pytest.fixture
def county(settings):
    settings.GONGKAI_TODAY = DAY
    return OrganFactory(slug="xian", name="示例县人民政府", kind=Organ.Kind.GOVERNMENT)


@pytest.fixture
def desk(county):
    client = Client()
    client.force_login(person(county, Role.ADMIN))
    return client


def test_a_merger_is_shown_with_its_consequences_and_done_when_they_were_read(county, desk):
    old, new = (
        OrganFactory(parent=county, slug="jiu"),
        OrganFactory(parent=county, name="接续机关（示例）", slug="xin"),
    )
    ApplicationFactory(organ=old, submitted_on=date(2025, 1, 6))
    ColumnFactory(owner=old)
    at = "/desk/organs/jiu/do/merge/"
    assert "依据的文件" in desk.post(at, {"into": new.pk, "on": "2025-01-20", "basis": ""}).text
    typed = {"into": new.pk, "on": "2025-01-20", "basis": "机构改革方案（示例）"}
    said = desk.post(at, typed).text
    for words in (
        "没有办结的1件申请由接续机关（示例）接着办", "1个栏目不自动移交", "2024年的年度报告还没有公布（现在：没有报送），仍由",
        "2025年起", "汇总时只计一次",
    ):  # fmt: skip
        assert words in said
    assert Organ.objects.get(slug="jiu").closed_on is None
    assert desk.post(at, {**typed, "sure": "1"}).status_code == 302
    assert Organ.objects.get(slug="jiu").merged_into == new
    assert "由它接着办" in desk.get("/desk/organs/jiu/").text
    assert desk.post(at, {**typed, "sure": "1"}).status_code == 403  # the back button: it is merged already


def test_a_new_name_a_new_organ_and_the_power_to_make_rules_are_registered(county, desk):
    unit = OrganFactory(parent=county, slug="ju", name="旧名（示例）")
    write_all(unit)
    chain.accept(actor=SYSTEM, submission=chain.submit(actor=SYSTEM, organ=unit, year=YEAR, on=DAY), on=DAY)
    typed = {
        "name": "新名（示例）",
        "short_name": "新名",
        "letter_code": "",
        "on": "2025-01-20",
        "basis": "文件（示例）",
    }
    assert "要重新报送、审核以后才能公布" in desk.post("/desk/organs/ju/do/rename/", typed).text
    desk.post("/desk/organs/ju/do/rename/", {**typed, "sure": "1"})
    unit.refresh_from_db()
    assert (unit.name, unit.letter_code, unit.former_names.get().name) == (
        "新名（示例）",
        None,
        "旧名（示例）",
    )
    taken = desk.post("/desk/organs/ju/do/rename/", {**typed, "name": county.name})
    assert taken.status_code == 422 and "已经是另一个机关的名称" in taken.text
    later = desk.post("/desk/organs/ju/do/rename/", {**typed, "name": "又名", "on": "2025-02-01"})
    assert later.status_code == 422 and "还没有到" in later.text

    rules = {"makes_rules": "yes", "on": "2025-01-20", "basis": "文件（示例）"}
    assert "表二“规章”一行按" in desk.post("/desk/organs/ju/do/rules/", rules).text
    desk.post("/desk/organs/ju/do/rules/", {**rules, "sure": "1"})
    unit.refresh_from_db()
    assert unit.makes_rules

    made = {
        "parent": county.pk, "name": "新设机关（示例）", "short_name": "新设", "slug": "xinshe", "kind": "department",
        "office_name": "办公室", "address": "示例路2号", "phone": "00000000", "on": "2025-01-20", "letter_code": "",
    }  # fmt: skip
    assert "2026年1月31日前向示例县人民政府报送" in desk.post("/desk/organs/new/", made).text.replace(
        county.short_name, county.name
    )
    assert desk.post("/desk/organs/new/", {**made, "slug": "ju"}).status_code == 422
    desk.post("/desk/organs/new/", {**made, "sure": "1"})
    assert Organ.objects.get(slug="xinshe").parent == county
    assert "新设机关（示例）" in desk.get("/desk/organs/").text


def test_reorganisation_is_offered_and_allowed_only_above_the_organ(county):
    unit = OrganFactory(parent=county, slug="ju")
    client = Client()
    client.force_login(person(unit, Role.ADMIN, Role.COMPILER))
    assert "do-merge" not in client.get("/desk/organs/ju/").text
    typed = {"on": "2025-01-20", "basis": "文件（示例）", "sure": "1"}
    assert client.post("/desk/organs/ju/do/close/", typed).status_code == 403
    assert client.get("/desk/organs/xian/").status_code == 404
    stranger = Client()
    stranger.force_login(person(unit, Role.EDITOR))
    assert stranger.get("/desk/organs/new/").status_code == 403


def test_an_organ_merged_out_of_the_area_is_counted_where_it_went_and_writes_no_report_of_its_own(county):
    old, line = OrganFactory(parent=county), OrganFactory(parent=county, vertical_line=True)
    ApplicationFactory(organ=old, submitted_on=date(2024, 6, 3))
    actions.merge(actor=SYSTEM, organ=old, into=line, on=date(2024, 9, 2), basis="机构改革方案（示例）")

    def new(organ, year):
        return table3(Scope(Organ.objects.get(pk=organ.pk), year)).cells["R1", "total"]

    assert (new(county, 2024), new(line, 2024)) == (0, 1)
    old.refresh_from_db()
    assert units.ended_before(old, 2024) and not units.ended_before(old, 2023)
    with pytest.raises(Refused, match="2024年不单独编制年度报告"):
        reports.publish(actor=SYSTEM, organ=old, year=2024, on=DAY)
    with pytest.raises(Refused, match="由它一并报告"):
        chain.submit(actor=SYSTEM, organ=old, year=2024, on=DAY)
