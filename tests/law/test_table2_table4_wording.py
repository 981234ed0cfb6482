# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Tables 2 and 4, and how the narrative says numbers."""

from decimal import Decimal

import pytest

from gongkai.law.table2 import Documents, Table2, in_force
from gongkai.law.table4 import Block, Result, Table4
from gongkai.law.wording import about_wan, amount, more_than, thousands

PUBLISHED = {
    "reconsideration": [376, 97, 196, 121, 790],
    "litigation_direct": [16, 1, 12, 27, 56],
    "litigation_after_reconsideration": [74, 1, 30, 51, 156],
}

pytestmark = pytest.mark.law(
    "年度报告格式（2021）表二", "年度报告格式（2021）表四", "规章制定程序条例第三十六条", "条例第五十条"
)


def test_a_published_table_4_adds_up():
    assert Table4.from_json(PUBLISHED).check() == []
    assert Table4.from_json(PUBLISHED).as_json() == PUBLISHED


def test_a_total_that_does_not_add_up_is_named_by_block():
    wrong = PUBLISHED | {"litigation_direct": [16, 1, 12, 27, 57]}
    (finding,) = Table4.from_json(wrong).check()
    assert (finding.code, finding.expected, finding.found) == ("T4.total", 56, 57)
    assert "未经复议直接起诉" in finding.where


def test_a_negative_number_of_cases_is_named_by_block_and_column():
    wrong = PUBLISHED | {"litigation_direct": [16, 1, -12, 27, 32]}
    (finding,) = Table4.from_json(wrong).check()
    assert (finding.code, finding.found) == ("T4.negative", -12)
    assert "未经复议直接起诉" in finding.where


def test_a_blank_in_table_4_is_not_judged():
    assert Table4.from_json(PUBLISHED | {"litigation_direct": [16, None, 12, 27, 57]}).check() == []


def test_table_4_from_cases_derives_its_totals():
    table = Table4.from_counts(
        {(Block.RECONSIDERATION, Result.UPHELD): 3, (Block.RECONSIDERATION, Result.PENDING): 1}
    )
    assert table.as_json()["reconsideration"] == [3, 0, 0, 1, 4]
    assert table.check() == []


def table2(rules=(0, 0, 0), penalties=5):
    return Table2(Documents(*rules), Documents(14, 3, 97), 10, penalties, 0, Decimal("12.5"))


def test_a_county_has_no_rules_of_its_own():
    assert table2().check(may_make_rules=False) == []
    assert [f.code for f in table2((0, 0, 1)).check(may_make_rules=False)] == ["T2.rules_in_county"]
    assert table2((0, 0, 1)).check(may_make_rules=True) == []


def test_a_negative_figure_is_an_error():
    (finding,) = table2(penalties=-1).check(may_make_rules=False)
    assert finding.as_json()["code"] == "T2.negative"
    assert table2().as_json()["fees_wan_yuan"] == 12.5


@pytest.mark.parametrize(
    ("exact", "said"),
    [(54, "50余"), (312, "300余"), (30126, "30000余"), (500, "500"), (527, "500余"), (7, "7"), (0, "0")],
)
def test_more_than(exact, said):
    assert more_than(exact) == said


@pytest.mark.parametrize(
    ("exact", "said"), [(11036, "约1.1万"), (20000, "2万"), (11500, "约1.2万"), (9999, "9,999")]
)
def test_about_wan(exact, said):
    assert about_wan(exact) == said


def test_separators():
    assert thousands(112575) == "112,575"


def test_documents_in_force_are_last_years_plus_made_minus_repealed():
    def table(made, repealed, in_force):
        return Table2.from_json({"normative_documents": [made, repealed, in_force], "fees_wan_yuan": 1.5})

    assert in_force(table(0, 0, 32), table(6, 1, 37)) == []
    found = in_force(table(0, 0, 32), table(6, 1, 40))
    assert [(f.code, f.severity, f.expected, f.found) for f in found] == [("X.in_force", "warning", 37, 40)]
    assert in_force(table(0, 0, None), table(6, 1, 40)) == []


def test_table_2_survives_its_own_json():
    shown = {
        "rules": [0, 0, 3],
        "normative_documents": [1, 2, 3],
        "licences": 4,
        "penalties": 5,
        "coercion": 6,
        "fees_wan_yuan": 7.25,
    }
    assert Table2.from_json(shown).as_json() == shown
    assert Table2.from_json({}).as_json()["fees_wan_yuan"] is None


def test_the_cells_of_table_2_are_numbers_in_the_order_of_the_form():
    assert table2().as_json_cells() == [0, 0, 0, 14, 3, 97, 10, 5, 0, 12.5]


def test_an_amount_has_no_exponent_and_no_superfluous_noughts():
    assert [amount(0.0), amount(12.0), amount(0.00005), amount(Decimal("1750.192617")), amount(10)] == [
        "0", "12", "0.00005", "1750.192617", "10"
    ]  # fmt: skip
