# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the text claims is proved by the records or blocks the report; a figure that is 0 reads properly; amounts are printed plainly."""

import json
from datetime import date
from decimal import Decimal

import pytest

from gongkai.annual_report import actions, archive, frozen, layout, promises, report
from gongkai.annual_report.md import markdown
from gongkai.law.table2 import Documents, Table2
from gongkai.law.table3 import Table3
from gongkai.law.table4 import Block, Result, Table4
from gongkai.organs.models import Organ
from gongkai.publishing.models import Register
from tests.annual_report import layouts as made
from tests.annual_report.test_report import NOTES, YEAR, write_all
from tests.factories import SYSTEM, ApplicationFactory, DocumentFactory, OrganFactory, reply

NONE = Documents(0, 0, 0)
T2 = Table2(NONE, NONE, 0, 0, 0, Decimal(0))
NOTHING = {"applications.late": 0, "fees.handling": 0, "accountability.cases": 0}


def found(text, t3=None, t4=None, **values):
    tables = (T2, t3 or Table3.from_leaves({}), t4 or Table4.from_counts({}))
    said = {**NOTHING, **{k.replace("__", "."): v for k, v in values.items()}}
    return [
        (f.code, f.severity.value)
        for f in promises.check([("1.2", "依申请公开情况", text)], said, tables, YEAR)
    ]


@pytest.mark.parametrize(("text", "figure"), [
    ("申请均在规定时间内办理。", "applications__late"), ("全部申请都在法定期限内答复。", "applications__late"),
    ("按期办结率达到100%。", "applications__late"), ("没有出现逾期答复。", "applications__late"),
    ("全年未收取信息处理费。", "fees__handling"), ("没有向申请人收取任何费用。", "fees__handling"),
    ("未发生因政府信息公开被追究责任的情况。", "accountability__cases"), ("没有责任追究。", "accountability__cases"),
])  # fmt: skip
def test_a_promise_stands_only_where_the_records_say_so(text, figure):
    assert found(text) == []
    assert found(text, **{figure: 2}) == [("N.claim", "error")]


@pytest.mark.parametrize("text", [
    "其中2件没有在法定期限内答复。", "向申请人收取信息处理费40元。", "对逾期的2件依法追究责任。", "依法在规定期限内开展征求意见。", "没有其他需要报告的事项。",
])  # fmt: skip
def test_what_says_how_it_is_is_no_promise(text):
    assert found(text, applications__late=2, fees__handling=40, accountability__cases=1) == []


def test_the_tables_contradict_a_promise_too():
    one = Table3.from_leaves({("R1", "np"): 1, ("R4", "np"): 1})
    assert found("全年未收到政府信息公开申请。", one) == [("N.claim", "error")]
    assert found(
        "没有因政府信息公开引发的行政复议。",
        t4=Table4.from_counts({(Block.RECONSIDERATION, Result.UPHELD): 1}),
    ) == [("N.claim", "error")]


def test_a_negative_count_is_named_where_the_sums_hold():
    rows = [[0] * 7 for _ in range(25)]
    for n, value in ((0, -3), (2, -3), (23, -3)):
        rows[n][0] = rows[n][6] = value
    assert {(f.code, f.where.rpartition("，")[2]) for f in Table3.from_rows(rows).check()} == {
        ("T3.negative", "自然人"), ("T3.negative", "总计")
    }  # fmt: skip
    four = Table4.from_counts({(Block.LITIGATION_AFTER, Result.OTHER): -1})
    assert [f.code for f in four.check()] == ["T4.negative"] * 2


@pytest.mark.parametrize(
    ("value", "printed"),
    [(0.0, "0"), (12.0, "12"), (0.00005, "0.00005"), (1e-06, "0.000001"), (1750.192617, "1750.192617")],
)
def test_an_amount_is_printed_without_exponent_or_noughts(value, printed):
    from gongkai.web.jinja import thousands
    from tests.annual_report.test_reading_ours import snapshot

    f = made.figures(3)
    shown = snapshot(f)
    shown["table2"] = {**f.t2, "fees_wan_yuan": value}
    grid = layout.table2(shown["table2"])  # what Word and PDF draw
    assert layout.printed(grid.cells[-1], grid) == printed
    assert f"| 行政事业性收费 | {printed} |" in markdown(shown)
    assert thousands(value) == printed


@pytest.fixture
def county(db):
    return OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)


def said(county, part):
    return next(p.plain for p in report.compute(county, YEAR).parts if p.key == part)


def test_a_typed_promise_blocks_while_it_is_not_true_and_is_told_where(county):
    write_all(county)
    actions.write(
        actor=SYSTEM,
        organ=county,
        year=YEAR,
        part="1.4",
        text="申请均在规定时间内办理。",
        on=date(2025, 1, 6),
    )
    codes = {f.code for f in report.compute(county, YEAR).blocking}
    assert codes == set()
    reply(ApplicationFactory(organ=county), on=date(2024, 7, 3))
    with pytest.raises(actions.Refused, match="记录里1件超过了法定期限"):
        actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=date(2025, 1, 20), notes=NOTES)


def test_a_year_without_applications_is_said_in_words(county):
    assert said(county, "1.2") == "全年没有收到政府信息公开申请，也没有上年结转的申请。"
    ApplicationFactory(organ=county, submitted_on=date(2024, 12, 20))
    assert "办结0件，没有超过法定期限的申请；结转下年度1件" in said(county, "1.2")


def test_a_nought_the_compiler_wrote_is_pointed_at(county):
    actions.write(
        actor=SYSTEM,
        organ=county,
        year=YEAR,
        part="1.1",
        text="召开新闻发布会{{ press.conferences }}次。",
        on=date(2025, 1, 6),
    )
    assert [f.message[:7] for f in report.compute(county, YEAR).findings if f.code == "N.zero"] == [
        "“新闻发布会”"
    ]


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("答复来信12封。", False),
        ("发布解读3篇。", False),
        ("印发第3期专报。", True),
        ("共清理三百余件。", False),
        ("一件事一次办，落实第十二条，八项规定。", True),
        ("按期答复率98.5%。", True),
    ],
)
def test_typed_numbers_of_every_unit_are_refused_and_ordinals_are_not(county, text, stands):
    def write():
        return actions.write(
            actor=SYSTEM, organ=county, year=YEAR, part="1.1", text=text, on=date(2025, 1, 6)
        )

    if stands:
        assert write()
    else:
        with pytest.raises(actions.Refused, match="直接写的数"):
            write()


def test_a_typed_share_is_saved_and_has_to_be_explained_before_it_is_published(county):
    actions.write(
        actor=SYSTEM,
        organ=county,
        year=YEAR,
        part="1.4",
        text="按期答复率百分之九十八。",
        on=date(2025, 1, 6),
    )
    found = [(f.severity, f.found) for f in report.compute(county, YEAR).findings if f.code == "N.typed"]
    assert found == [("warning", "百分之九十八")]


def test_last_years_report_kept_from_a_file_is_followed_like_one_published_here(county):
    data = {"organ": county.name, "year": 2023, "table3": [*[[0] * 7] * 24, [4, 0, 0, 0, 0, 0, 4]]}
    archive.keep(
        actor=SYSTEM,
        office=county,
        tried=archive.attempt("a.json", json.dumps(data).encode()),
        on=date(2025, 1, 6),
    )
    faults = [f for f in report.compute(county, YEAR).findings if f.code == "X.carry_over"]
    assert [(f.expected, f.found) for f in faults] == [(4, 0), (4, 0)]


def test_the_documents_behind_table_2_are_frozen_too(county):
    paper = DocumentFactory(
        organ=county, register=Register.NORMATIVE, number="永政发〔2024〕1号", effective_from=date(2024, 7, 3)
    )
    write_all(county)
    row = actions.publish(actor=SYSTEM, organ=county, year=YEAR, on=date(2025, 1, 20), notes=NOTES)
    for part in ("made", "in_force"):
        held = frozen.frozen(row, f"T2.normative.{part}")
        assert (held.page(0, 50), held.broken) == ([(str(paper.pk), paper)], [])
    after = {
        **row.snapshot,
        "table2": {**row.snapshot["table2"], "normative_documents": [2, 0, 1], "fees_wan_yuan": 0.5},
    }
    assert [(c["key"], c["label"], c["was"], c["now"]) for c in report.changes(row.snapshot, after)] == [
        ("T2.normative.made", "表二 行政规范性文件，本年制发件数", 1, 2), ("T2.fees", "表二 行政事业性收费", 0.0, 0.5),
    ]  # fmt: skip
