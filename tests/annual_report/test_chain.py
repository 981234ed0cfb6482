# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""条例第四十九条: a unit hands its report in, the office returns it with reasons or accepts it, and only what is accepted is published."""

from datetime import date

import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client

from gongkai.annual_report import actions, chain, likeness, queries, report, units
from gongkai.annual_report.actions import Refused
from gongkai.annual_report.md import markdown
from gongkai.annual_report.models import Submission
from gongkai.applications.actions import correct_outcome
from gongkai.organs.actions import close
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from gongkai.portal.press.reports import template_context
from tests.annual_report.test_report import NOTES, YEAR, write_all
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person, reply

pytestmark = pytest.mark.django_db
DAY, NEXT = date(2025, 1, 20), date(2025, 1, 22)


@pytest.fixture
def county():
    return OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)


@pytest.fixture
def unit(county):
    organ = OrganFactory(parent=county)
    reply(ApplicationFactory(organ=organ))
    write_all(organ)
    return organ


@pytest.mark.law("条例第二十条")
def test_a_nought_of_table_2_is_declared_and_what_nobody_declared_is_asked_for(county, client, settings):
    settings.GONGKAI_TODAY = DAY
    unit, other = OrganFactory(parent=county, slug="ju"), OrganFactory(parent=county)
    assert report.compute(unit, YEAR).as_json()["table2"]["licences"] is None
    compiler = person(unit, Role.COMPILER)
    client.force_login(compiler)
    at = f"/desk/reports/ju/{YEAR}/"
    page = client.get(at).text
    assert "还没有申报：行政许可、行政处罚、行政强制、行政事业性收费" in page and "未申报" in page
    with pytest.raises(Refused, match="没有申报的不能当作0"):
        hand_in(unit)
    refused = client.post(f"{at}declare/", {"licences": "12", "penalties": "1.5", "coercion": "0"})
    assert refused.status_code == 422 and "件数应为整数" in refused.text and 'value="12"' in refused.text
    assert client.post(f"{at}declare/", {"licences": "", "source": ""}).status_code == 422
    assert "请写明数量的依据" in client.post(f"{at}declare/", {"licences": "12"}).text
    client.post(f"{at}declare/", {"licences": "12", "penalties": "0", "source": "许可系统导出"})
    table = report.compute(unit, YEAR).as_json()["table2"]
    assert (table["licences"], table["penalties"], table["coercion"]) == (12, 0, None)
    codes = {f.code: f.message for f in report.compute(county, YEAR).findings}
    assert (
        "3个机关没有申报" in codes["T2.undeclared"] and "T2.missing_cell" in codes
    )  # coercion and fees by nobody
    client.post(f"{at}declare/", {"coercion": "0", "fees": "0"})
    assert "T2.missing_cell" not in {f.code for f in report.compute(unit, YEAR).findings}
    assert client.post(f"/desk/reports/{other.slug}/{YEAR}/declare/", {"fees": "0"}).status_code == 404


def hand_in(unit, **more):
    return chain.submit(**{"actor": SYSTEM, "organ": unit, "year": YEAR, "on": DAY, **more})


def test_a_unit_publishes_only_what_was_accepted(unit):
    publish = {"actor": SYSTEM, "organ": unit, "year": YEAR, "on": NEXT}
    with pytest.raises(Refused, match=r"先向.*报送"):
        actions.publish(**publish)
    row = hand_in(unit)
    with pytest.raises(Refused, match=r"先向.*报送"):
        actions.publish(**publish)
    chain.accept(actor=SYSTEM, submission=row, on=DAY)
    out = actions.publish(**publish)
    assert out.snapshot["table3"] == row.snapshot["table3"]
    assert list(queries.check_projections()) == []


def test_what_changed_after_it_was_accepted_is_named_and_has_to_be_handed_in_again(unit):
    chain.accept(actor=SYSTEM, submission=hand_in(unit), on=DAY)
    case = unit.applications.get()
    correct_outcome(actor=SYSTEM, application=case, on=NEXT, outcome_id="R3.4.1", reason="选错")
    with pytest.raises(Refused, match=r"审核通过的不同：.*予以公开.*重新报送"):
        actions.publish(actor=SYSTEM, organ=unit, year=YEAR, on=NEXT)
    assert hand_in(unit, on=NEXT).round == 2


def test_while_it_is_looked_at_its_text_stands_and_it_is_not_handed_in_twice(unit):
    row = hand_in(unit)
    write = {
        "actor": SYSTEM,
        "organ": unit,
        "year": YEAR,
        "part": "6",
        "text": "没有其他事项了。",
        "on": NEXT,
    }
    with pytest.raises(Refused, match="第1次报送还在审核"):
        actions.write(**write)
    with pytest.raises(Refused, match="第1次报送还在审核"):
        hand_in(unit)
    chain.send_back(actor=SYSTEM, submission=row, on=DAY, reason="第六部分没有写收费")
    with pytest.raises(Refused, match="完全相同"):
        hand_in(unit)
    actions.write(**write)
    assert hand_in(unit).round == 2


def test_it_is_returned_only_with_a_reason_and_decided_once(unit):
    row = hand_in(unit)
    with pytest.raises(Refused, match="原因"):
        chain.send_back(actor=SYSTEM, submission=row, on=DAY, reason=" ")
    with pytest.raises(Refused, match="最多1000字"):
        chain.send_back(actor=SYSTEM, submission=row, on=DAY, reason="长" * 1001)
    with pytest.raises(Refused, match="早于报送日期"):
        chain.accept(actor=SYSTEM, submission=row, on=date(2025, 1, 19))
    done = chain.send_back(actor=SYSTEM, submission=row, on=DAY, reason="表三与台账不符")
    assert (done.state, done.remark) == (Submission.State.RETURNED, "表三与台账不符")
    with pytest.raises(Refused, match="已退回，不能再审核"):
        chain.accept(actor=SYSTEM, submission=row, on=DAY)


def test_the_office_decides_not_the_unit_and_never_who_handed_it_in(unit, county):
    clerk, both = person(unit, Role.COMPILER), person(county, Role.COMPILER)
    row = hand_in(unit, actor=clerk)
    with pytest.raises(NotAllowed, match="监督"):
        chain.accept(actor=clerk, submission=row, on=DAY)
    chain.send_back(actor=both, submission=row, on=DAY, reason="请改")
    actions.write(actor=both, organ=unit, year=YEAR, part="6", text="没有其他事项了。", on=DAY)
    again = hand_in(unit, actor=both)
    with pytest.raises(Refused, match="另一人"):
        chain.accept(actor=both, submission=again, on=DAY)
    chain.accept(actor=person(county, Role.SUPERVISOR), submission=again, on=DAY)


def test_a_fault_blocks_handing_in_and_a_government_or_a_vertical_line_hands_in_to_no_one(unit, county):
    actions.write(actor=SYSTEM, organ=unit, year=YEAR, part="1.3", text="", on=DAY)
    with pytest.raises(Refused, match="还没有写"):
        hand_in(unit)
    with pytest.raises(Refused, match="直接公布"):
        hand_in(county)
    with pytest.raises(Refused, match="直接公布"):
        hand_in(OrganFactory(parent=county, vertical_line=True))
    with pytest.raises(Refused, match="还没有过完"):
        hand_in(unit, on=date(2024, 12, 31))


def test_the_county_states_which_units_are_missing(unit, county):
    def said():
        return [f.message for f in report.compute(county, YEAR).findings if f.code == "S.units"]

    assert unit.short_name in said()[0]
    write_all(county)
    publish = {"actor": SYSTEM, "organ": county, "year": YEAR, "on": NEXT}
    with pytest.raises(Refused, match="没有通过审核"):
        actions.publish(**publish, notes=NOTES)
    with transaction.atomic():  # gone to the public without waiting, it says so in print, in every rendering
        early = actions.publish(**publish, notes={**NOTES, "S.units": "已经催报"}).snapshot
        assert early["statements"] == [
            f"汇总范围：{unit.short_name}的年度报告到本报告公布时还没有通过审核，它们的数按登记的记录计入本报告。已经催报。"
        ]
        assert "汇总范围" in markdown(early)
        assert "汇总范围" in render_to_string(
            "portal/report_body.html", {"base": "", **template_context(early, lite=False)}
        )
        transaction.set_rollback(True)
    chain.accept(actor=SYSTEM, submission=hand_in(unit), on=DAY)
    assert said() == []
    assert "statements" not in actions.publish(**publish, notes=NOTES).snapshot


def test_a_unit_closed_before_the_years_end_is_not_waited_for(county):
    closed, _ = OrganFactory(parent=county), OrganFactory(parent=county, vertical_line=True)
    assert units.units_of(county, YEAR) == [closed]
    close(actor=SYSTEM, organ=closed, on=date(2024, 6, 30), basis="示例县机构改革方案")
    assert units.units_of(county, YEAR) == []
    assert units.units_of(county, 2023) == [closed]


def test_how_far_each_unit_is_and_whether_it_is_late(unit, county, django_assert_num_queries):
    OrganFactory(parent=county)
    hand_in(unit)
    with django_assert_num_queries(3):
        found = {s.organ.pk: s for s in units.standings(county, YEAR, date(2025, 2, 1))}
    assert found[unit.pk].state == ("待审核", "wa")
    assert {s.late for s in found.values()} == {True}
    assert not units.standings(county, YEAR, date(2025, 1, 31))[0].late


def test_accepted_is_not_yet_published_and_so_still_overdue(unit, county):
    handed = hand_in(unit)
    chain.accept(actor=SYSTEM, submission=handed, on=date(2025, 1, 25))
    [found] = [s for s in units.standings(county, YEAR, date(2025, 2, 1)) if s.organ == unit]
    assert found.settled
    assert found.overdue


def test_a_report_copied_from_another_unit_is_seen(unit, county):
    other = OrganFactory(parent=county)
    write_all(other)
    for organ in (other, unit):
        text = "个别栏目更新不够及时，解读形式比较单一，群众不容易看明白。"
        actions.write(actor=SYSTEM, organ=organ, year=YEAR, part="5.1", text=text, on=DAY)
    hand_in(other)
    row = hand_in(unit)
    alike = likeness.others(unit, YEAR, row.snapshot)
    assert [a.label for a in alike] == [other.short_name]
    assert alike[0].much
    assert likeness.last_year(unit, YEAR, row.snapshot) is None


def test_from_the_units_desk_to_the_offices_and_back(unit, county, settings):
    settings.GONGKAI_TODAY = DAY
    clerk, head = Client(), Client()
    clerk.force_login(person(unit, Role.COMPILER))
    head.force_login(person(county, Role.SUPERVISOR))
    at = f"/desk/reports/{unit.slug}/{YEAR}/"
    assert "审核通过以后公布" in clerk.get(at).content.decode()
    there = clerk.post(f"{at}submit/").headers["Location"]
    page = head.get(there).content.decode()
    assert "与上年公布的相比" in page and "退回" in page
    refused = head.post(f"{there}do/return/", {"remark": ""})
    assert refused.status_code == 422 and "退回要写明原因" in refused.content.decode()
    assert clerk.post(f"{there}do/accept/", {"remark": ""}).status_code == 403
    head.post(f"{there}do/return/", {"remark": "第六部分请写收费"})
    assert "第六部分请写收费" in clerk.get(at).content.decode()
    clerk.post(f"{at}write/6/", {"text": "没有收取信息处理费，没有其他事项。"})
    there = clerk.post(f"{at}submit/").headers["Location"]
    assert "与上一次报送相比" in head.get(there).content.decode()
    head.post(f"{there}do/accept/", {"remark": ""})
    listed = head.get(f"/desk/reports/xian/{YEAR}/units/").content.decode()
    assert "已通过，未公布1" in listed
    assert clerk.get(f"/desk/reports/xian/{YEAR}/units/").status_code == 404
    clerk.post(f"{at}publish/")
    assert "已公布1" in head.get(f"/desk/reports/xian/{YEAR}/units/").content.decode()


def test_another_units_submission_is_not_there_for_a_stranger(unit, county):
    row = hand_in(unit)
    stranger = Client()
    stranger.force_login(person(OrganFactory(parent=county), Role.COMPILER))
    assert stranger.get(f"/desk/reports/submissions/{row.pk}/").status_code == 404
