# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Beside the report: 口径说明, 批注, what moved since it was last looked at, last year's figures and the units'."""

from datetime import date, timedelta

import pytest
from django.test import Client

from gongkai.annual_report import actions, beside, comparing, moved, problems, queries, report
from gongkai.annual_report.actions import Refused
from gongkai.annual_report.docx import document_bytes
from gongkai.annual_report.md import markdown
from gongkai.annual_report.models import DayCount, FigureNote, Remark
from gongkai.annual_report.reading.reader import read_bytes
from gongkai.annual_report.scope import Scope
from gongkai.applications.actions import correct_outcome
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from tests.annual_report.test_report import NOTES, YEAR, declare_nothing, write_all
from tests.factories import SYSTEM, ApplicationFactory, OrganFactory, person, reply

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2025, 1, 6), date(2025, 1, 7)
AT = f"/desk/reports/xian/{YEAR}/"


@pytest.fixture
def county():
    return OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)


def noted(county, **more):
    facts = {"key": "T3.R1.np", "text": "含线上{{ applications.new }}件。", "public": True, "on": MONDAY}
    return beside.note(actor=SYSTEM, organ=county, year=YEAR, **{**facts, **more})


def test_a_public_note_is_printed_in_every_rendering_and_moves_no_cell(county):
    reply(ApplicationFactory(organ=county))
    plain = report.draft(report.compute(county, YEAR))
    assert "figure_notes" not in plain  # digests of what was handed in before stay what they were
    noted(county)
    noted(county, key="applications.late", text="内部说明", public=False)
    shown = report.draft(report.compute(county, YEAR))
    assert [n["text"] for n in shown["figure_notes"]] == ["含线上1件。"]
    for kind, data in (("md", markdown(shown).encode()), ("docx", document_bytes(shown))):
        reading = read_bytes(f"a.{kind}", data)
        assert "含线上1件" in "".join(text for _, text in reading.prose)
        assert reading.tables.table3.as_rows() == plain["table3"]


def test_a_public_note_is_closed_with_the_report_and_an_inner_one_is_not(county):
    reply(ApplicationFactory(organ=county))
    write_all(county)
    actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=TUESDAY, notes=NOTES)
    with pytest.raises(Refused, match="先登记更正"):
        noted(county)
    assert noted(county, public=False).public is False
    with pytest.raises(Refused, match="先登记更正"):
        noted(county, public=True)
    actions.open_correction(actor=SYSTEM, organ=county, year=YEAR, on=TUESDAY, reason="补充说明")
    noted(county, on=TUESDAY)
    second = actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=TUESDAY, notes=NOTES)
    assert [c["key"] for c in second.snapshot["correction"]["changes"]] == ["notes"]


@pytest.mark.parametrize(("more", "why"), [
    ({"key": "T9.x"}, "没有"), ({"text": "字" * 501}, "最多500字"), ({"text": " "}, "还没有口径说明"), ({"text": "{{ no }}"}, "没有“no”"),
])  # fmt: skip
def test_a_note_that_cannot_stand_is_refused(county, more, why):
    with pytest.raises(Refused, match=why):
        noted(county, **more)


def test_an_empty_note_takes_it_away_and_the_ledger_knows_every_note(county):
    noted(county)
    assert list(queries.check_projections()) == []
    FigureNote.objects.update(text="改过")
    assert len(list(queries.check_projections())) == 1
    assert noted(county, text="") is None
    assert not FigureNote.objects.exists()


def test_a_remark_is_made_by_a_colleague_and_resolved_by_its_writer_or_the_compiler(county):
    clerk, other, compiler = (
        person(county, Role.HANDLER), person(county, Role.INTAKE), person(county, Role.COMPILER)
    )  # fmt: skip
    made = {"organ": county, "year": YEAR, "on": MONDAY}
    row = beside.remark(actor=clerk, part="1.1", text="培训场次再核对", **made)
    with pytest.raises(NotAllowed):
        beside.resolve(actor=other, row=row, on=MONDAY)
    assert beside.resolve(actor=compiler, row=row, on=TUESDAY).resolved_by == compiler
    with pytest.raises(Refused, match="已经解决"):
        beside.resolve(actor=clerk, row=row, on=TUESDAY)
    with pytest.raises(NotAllowed):
        beside.remark(actor=person(OrganFactory(), Role.COMPILER), part="1.1", text="外人", **made)
    with pytest.raises(Refused, match="旁边"):
        beside.remark(actor=clerk, text="无处", **made)
    assert "培训场次再核对" not in str(report.draft(report.compute(county, YEAR)))


def test_what_moved_names_the_records_that_came_and_went(county):
    case = reply(ApplicationFactory(organ=county))
    moved.keep(report.compute(county, YEAR), MONDAY)
    assert moved.since(report.compute(county, YEAR), MONDAY) == []
    correct_outcome(actor=SYSTEM, application=case, on=date(2024, 8, 1), outcome_id="R3.4.1", reason="选错")
    new = ApplicationFactory(organ=county)
    found = {m.key: m for m in moved.since(report.compute(county, YEAR), MONDAY)}
    assert (found["T3.R3.1.np"].was, found["T3.R3.1.np"].now) == (1, 0)
    assert [r.number for r in found["T3.R3.1.np"].went] == [case.number]
    assert [r.number for r in found["T3.R3.4.1.np"].came] == [case.number]
    assert [r.number for r in found["applications.new"].came] == [new.number]
    assert "T3.R3.1.total" not in found  # a sum moves with its leaves


def test_a_days_count_is_kept_once_and_the_oldest_go(county):
    computed = report.compute(county, YEAR)
    for n in range(moved.MOST_DAYS + 3):
        moved.keep(computed, MONDAY + timedelta(n))
        moved.keep(computed, MONDAY + timedelta(n))
    assert DayCount.objects.count() == moved.MOST_DAYS
    assert DayCount.objects.earliest("on").on == MONDAY + timedelta(3)


def test_the_tick_keeps_the_count_of_what_is_being_written_and_no_other(county):
    actions.write(actor=SYSTEM, organ=county, year=YEAR, part="6", text="没有其他事项。", on=MONDAY)
    OrganFactory()
    assert (moved.keep_all(TUESDAY), moved.keep_all(TUESDAY)) == (1, 0)
    assert list(DayCount.objects.values_list("organ", "year", "on")) == [(county.pk, YEAR, TUESDAY)]


def test_last_year_is_the_printed_one_and_a_figure_it_did_not_print_is_null(county):
    reply(ApplicationFactory(organ=county))
    before = comparing.LastYear("", {"applications.new": 40})
    rows = {r.key: r for r in comparing.pairs(report.compute(county, YEAR), before)}
    assert (rows["applications.new"].change, rows["applications.new"].large) == (-39, True)
    assert rows["T3.R1.total"].change is None
    unit = OrganFactory(parent=county)
    ApplicationFactory(organ=unit)
    new = comparing.OF_UNITS.index("applications.new")
    assert {u.organ: u.values[new] for u in comparing.by_unit(report.compute(county, YEAR).scope)} == {
        county: 1,
        unit: 1,
    }


def test_the_editor_shows_notes_remarks_and_what_moved_and_keeps_refused_words(county):
    who = person(county, Role.COMPILER)
    desk = Client()
    desk.force_login(who)
    moved.keep(report.compute(county, YEAR), MONDAY)
    case = ApplicationFactory(organ=county)
    refused = desk.post(f"{AT}note/T3.R1.np/", {"text": "字" * 501})
    assert refused.status_code == 422
    assert "字" * 501 in refused.content.decode()
    desk.post(f"{AT}note/T3.R1.np/", {"text": "按收到之日计", "public": "1"})
    desk.post(f"{AT}remark/", {"part": "1.1", "text": "再核对一次"})
    html = desk.get(f"{AT}?figure=T3.R1.np").content.decode()
    for words in (
        "按收到之日计",
        "随报告公布",
        "再核对一次",
        "没有解决的批注1条",
        "1月6日以来有",
        case.number,
    ):
        assert words in html
    desk.post(f"{AT}remark/{Remark.objects.get().pk}/resolve/")
    assert "没有解决的批注" not in desk.get(AT).content.decode()
    assert "与所属单位比" not in desk.get(f"{AT}compare/").content.decode()  # it has none
    stranger = Client()
    stranger.force_login(person(OrganFactory(), Role.COMPILER))
    assert stranger.post(f"{AT}remark/", {"part": "1.1", "text": "看不到"}).status_code == 404


def test_last_years_problems_are_told_one_by_one_and_too_few_answers_are_said(county):
    declare_nothing(county)
    actions.write(
        actor=SYSTEM, organ=county, year=YEAR, part="5.1", text="一是更新慢。二是解读少。", on=MONDAY
    )
    for part in ("1.1", "1.3", "1.4", "5.2"):
        actions.write(actor=SYSTEM, organ=county, year=YEAR, part=part, text="已写。", on=MONDAY)
    actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=TUESDAY, notes=NOTES)
    assert problems.before(Scope(county, YEAR + 1)).problems == ("更新慢", "解读少")
    actions.write(actor=SYSTEM, organ=county, year=YEAR + 1, part="5.2", text="更新加快了。", on=TUESDAY)
    said = [f for f in report.compute(county, YEAR + 1).findings if f.code == "S.answers"]
    assert [(f.expected, f.found, f.severity.value) for f in said] == [("2", "1", "note")]
    actions.write(
        actor=SYSTEM, organ=county, year=YEAR + 1, part="5.2", text="一是加快更新。二是多作解读。", on=TUESDAY
    )
    assert not [f for f in report.compute(county, YEAR + 1).findings if f.code == "S.answers"]
