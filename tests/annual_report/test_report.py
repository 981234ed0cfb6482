# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""年度报告: counted from records, said by reference, blocked while it does not hold, frozen once published."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from docx import Document as Word

from gongkai.annual_report import actions, narrative, queries, report
from gongkai.annual_report.actions import Refused
from gongkai.annual_report.docx import document_bytes
from gongkai.annual_report.figures import FIGURES, figure
from gongkai.annual_report.models import PublishedReport
from gongkai.annual_report.scope import Scope
from gongkai.annual_report.tables import cell_keys
from gongkai.applications.actions import ApplicantFacts, correct_outcome
from gongkai.law.table3 import COLUMNS, ROW_IDS, ApplicantKind
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import NotAllowed
from gongkai.publishing import actions as publishing
from gongkai.publishing.models import DecisionCount, Register
from tests.factories import SYSTEM, ApplicationFactory, DocumentFactory, OrganFactory, person, reply

pytestmark = pytest.mark.django_db
YEAR = 2024


@pytest.fixture
def county():
    return OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)


def cells(organ, year=YEAR):
    rows = report.compute(organ, year).table3.as_rows()
    return {
        (r, c): v
        for r, row in zip(ROW_IDS, rows, strict=True)
        for c, v in zip(COLUMNS, row, strict=True)
        if v
    }


def test_the_county_report_adds_up_its_organs_and_leaves_out_vertical_lines(county):
    below, tax = OrganFactory(parent=county), OrganFactory(parent=county, vertical_line=True)
    for organ in (county, below, tax):
        reply(ApplicationFactory(organ=organ))
    assert cells(county)["R1", "total"] == 2
    assert cells(below)["R1", "total"] == cells(tax)["R1", "total"] == 1


def test_a_case_is_new_in_one_year_and_carried_into_the_next(county):
    late = ApplicationFactory(organ=county, submitted_on=date(2024, 12, 4))
    reply(late, on=date(2025, 1, 2))
    assert cells(county) == {("R1", "np"): 1, ("R1", "total"): 1, ("R4", "np"): 1, ("R4", "total"): 1}
    assert set(cells(county, 2025)) == {(r, c) for r in ("R2", "R3.1", "R3.7") for c in ("np", "total")}


def test_correcting_one_outcome_moves_exactly_its_cells_and_the_trace_names_it(county):
    firm = ApplicantFacts(ApplicantKind.COMPANY, "某公司（示例）", "代码1")
    case = reply(ApplicationFactory(organ=county, applicant=firm))
    reply(ApplicationFactory(organ=county))
    before = cells(county)
    correct_outcome(actor=SYSTEM, application=case, on=date(2024, 8, 1), outcome_id="R3.4.1", reason="选错")
    after = cells(county)
    moved = {k for k in before.keys() | after.keys() if before.get(k) != after.get(k)}
    assert moved == {("R3.1", "co"), ("R3.1", "total"), ("R3.4.1", "co"), ("R3.4.1", "total")}
    opened = report.trace(Scope(county, YEAR), "T3.R3.4.1.co")
    assert [r.label for r in opened.records()] == [case.number]


def test_every_figure_and_cell_opens_to_as_many_records_as_it_says(county):
    reply(ApplicationFactory(organ=county))
    scope = Scope(county, YEAR)
    keys = [*(f.key for f in FIGURES), *cell_keys()]
    assert len(cell_keys()) == 10 + 175 + 15
    for key in keys:
        opened = report.trace(scope, key)
        if opened.figure.add is None:
            assert opened.value == len(opened.records()), key
        assert opened.figure.article
        assert opened.figure.rule
    with pytest.raises(KeyError):
        report.find("T3.R9.np")


def test_the_sentence_about_limits_is_decided_by_the_clocks(county):
    reply(ApplicationFactory(organ=county))
    said = narrative.default_text("1.2", narrative.Values(Scope(county, YEAR)))

    def text():
        values = narrative.Values(Scope(county, YEAR))
        return "".join(p.text for p in narrative.render(said, values))

    assert "均在法定期限内办理" in text()
    assert "新收政府信息公开申请1件，上年结转0件，办结1件" in text()
    reply(ApplicationFactory(organ=county), on=date(2024, 7, 3))
    assert "其中1件没有在法定期限内答复" in text()


@pytest.mark.parametrize(
    "text",
    [
        "举办培训178场。",
        "公开信息50余条。",
        "收费 1,200 元",
        "{{ no.such.figure }}条",
        "{{ topics.items|多 }}",
    ],
)
def test_a_typed_number_or_an_unknown_reference_is_refused(county, text):
    with pytest.raises(Refused):
        actions.write(actor=SYSTEM, organ=county, year=YEAR, part="1.1", text=text, on=date(2025, 1, 6))


@pytest.mark.parametrize(
    "text",
    ["“民营经济32条”和“12345”热线，2024年。", "开展{{ training.sessions }}场。", "《办法》〔2024〕12号"],
)
def test_names_years_and_references_are_no_typed_numbers(county, text):
    assert actions.write(actor=SYSTEM, organ=county, year=YEAR, part="1.1", text=text, on=date(2025, 1, 6))


def declare_nothing(organ, year=YEAR):
    """The noughts of table 2, declared by each organ of the report."""
    for unit in Scope(organ, year).organs:
        for kind in DecisionCount.Kind:
            publishing.declare_count(
                actor=SYSTEM,
                organ=unit,
                year=year,
                kind=kind,
                amount=Decimal(0),
                source="没有发生",
                on=date(2025, 1, 6),
            )


def write_all(county):
    declare_nothing(county)
    for part in ("1.1", "1.3", "1.4", "5.1", "5.2"):
        actions.write(actor=SYSTEM, organ=county, year=YEAR, part=part, text="已写。", on=date(2025, 1, 6))


NOTES = {"S.assessment": "未组织，已说明", "S.social": "未组织，已说明"}


@pytest.mark.law("条例第四十六条", "年度报告格式（2021）第一部分")
def test_what_is_missing_or_unexplained_blocks_publication(county):
    publish = {"actor": SYSTEM, "organ": county, "year": YEAR, "on": date(2025, 1, 20)}
    with pytest.raises(Refused) as missing:
        actions.publish(**publish, notes=NOTES)
    assert {f.code for f in missing.value.findings} == {"S.section_missing", "T2.missing_cell"}
    write_all(county)
    with pytest.raises(Refused) as unexplained:
        actions.publish(**publish)
    assert {f.code for f in unexplained.value.findings} == {"S.assessment", "S.social"}
    with pytest.raises(Refused, match="没有过完"):
        actions.publish(**{**publish, "on": date(2024, 12, 31)}, notes=NOTES)
    with pytest.raises(NotAllowed, match="年报"):
        actions.publish(**{**publish, "actor": person(county, Role.SIGNER)}, notes=NOTES)
    assert actions.publish(**publish, notes=NOTES).digest


def test_a_published_report_does_not_move_and_tampering_is_named(county):
    case = reply(ApplicationFactory(organ=county))
    write_all(county)
    row = actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=date(2025, 1, 20), notes=NOTES)
    correct_outcome(actor=SYSTEM, application=case, on=date(2025, 2, 1), outcome_id="R3.4.1", reason="选错")
    row.refresh_from_db()
    assert row.snapshot["table3"][2][6] == 1
    with pytest.raises(Refused, match="已经公布"):
        actions.write(actor=SYSTEM, organ=county, year=YEAR, part="6", text="改", on=date(2025, 2, 1))
    assert list(queries.check_projections()) == []
    row.snapshot["table3"][2][6] = 2
    PublishedReport.objects.filter(pk=row.pk).update(snapshot=row.snapshot)
    assert len(list(queries.check_projections())) == 1


def test_carry_over_that_differs_from_last_years_print_asks_for_a_note(county):
    write_all(county)
    actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=date(2025, 1, 20), notes=NOTES)
    ApplicationFactory(organ=county, submitted_on=date(2024, 12, 20))  # registered after the report was out
    codes = {f.code for f in report.compute(county, 2025).findings}
    assert "X.carry_over" in codes


def test_word_file_has_six_parts_and_the_three_tables(county):
    reply(ApplicationFactory(organ=county))
    write_all(county)
    row = actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=date(2025, 1, 20), notes=NOTES)
    word = Word(io.BytesIO(document_bytes(row.snapshot)))
    text = "\n".join(p.text for p in word.paragraphs)
    for title in ("一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况",
                  "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"):  # fmt: skip
        assert title in text
    two, three, four = word.tables
    assert three.cell(3, 9).text == "1"
    assert three.cell(3, 0).text == "一、本年新收政府信息公开申请数量"
    assert [c.text for c in four.rows[3].cells] == ["0"] * 15
    assert two.cell(13, 0).text == "行政事业性收费"


def test_of_a_running_year_only_a_limit_that_has_passed_is_said_to_be_missed(county):
    ApplicationFactory(organ=county, submitted_on=date(2024, 6, 3))  # due 2 July
    late = {
        day: figure("applications.late").value(Scope(county, YEAR, day))
        for day in (date(2024, 7, 2), date(2024, 7, 3), date(2024, 12, 31), date(2025, 1, 1))
    }
    assert list(late.values()) == [0, 1, 1, 1]
    for day, number in late.items():
        scope = Scope(county, YEAR, day)
        assert figure("applications.late").rows(scope).count() == number
        said = "".join(p.text for p in narrative.render("{{ 结论:期限 }}", narrative.Values(scope)))
        assert said == ("其中1件没有在法定期限内答复" if number else "没有超过法定期限的申请")


def test_the_whole_report_stays_within_its_query_budget(county, django_assert_max_num_queries):
    reply(ApplicationFactory(organ=county))
    with django_assert_max_num_queries(45, connection=connection):
        report.compute(county, YEAR)


def test_what_did_not_happen_is_not_told_but_the_fate_of_applications_is(county):
    class One(dict):
        def __missing__(self, key):
            return 3 if key == "training.sessions" else 0

    assert narrative.default_text("1.1", One()) == "组织线上、线下培训活动{{ training.sessions }}场。"
    reply(ApplicationFactory(organ=county))
    told = {p.key: p.plain for p in report.compute(county, YEAR).parts}
    assert "上年结转0件" in told["1.2"]


def test_table_2_of_a_year_does_not_move_when_a_document_is_withdrawn_after_it(county):
    document = DocumentFactory(
        organ=county, register=Register.NORMATIVE, number="永政发〔2024〕1号", effective_from=date(2024, 7, 3)
    )
    assert report.compute(county, YEAR).table2.normative_documents.as_list() == [1, 0, 1]
    publishing.withdraw(actor=SYSTEM, document=document, on=date(2025, 3, 3), reason="附件有个人信息")
    assert report.compute(county, YEAR).table2.normative_documents.as_list() == [1, 0, 1]
    assert report.compute(county, 2025).table2.normative_documents.as_list() == [0, 0, 0]
