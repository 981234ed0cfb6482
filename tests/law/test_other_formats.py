# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The trial format of 2019, and adding up units into a government's report."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law import rollup, trial2019
from gongkai.law.table2 import Documents, Table2
from gongkai.law.table3 import LEAF_COLUMNS, LEAF_ROWS, Table3
from gongkai.law.table4 import Block, Result, Table4

TABLES = st.dictionaries(
    st.sampled_from([(r, c) for r in LEAF_ROWS for c in LEAF_COLUMNS]), st.integers(0, 500), max_size=12
).map(Table3.from_leaves)


def trial(**changes):
    """A balanced trial table: row number → the 自然人 value, which is also the 总计."""
    values = {0: 10, 1: 2, 2: 7, 3: 1, 20: 1, 21: 9, 22: 3} | {int(k[1:]): v for k, v in changes.items()}
    return [[values.get(n, 0), 0, 0, 0, 0, 0, values.get(n, 0)] for n in range(23)]


@pytest.mark.law("年度报告格式（2019）表三")
def test_the_trial_format_has_one_row_of_other_handling_which_becomes_the_third_of_todays():
    table = trial2019.table3(trial())
    assert table.cells["R3.6.3", "np"] == 1
    assert table.cells["R3.6.1", "np"] is table.cells["R3.6.2", "total"] is None
    assert (table.cells["R1", "np"], table.cells["R3.7", "total"], table.cells["R4", "np"]) == (10, 9, 3)
    assert len(trial2019.ROW_LABELS) == 23
    assert dict(trial2019.ROW_LABELS)["R3.6.3"] == "（六）其他处理"


@pytest.mark.law("年度报告格式（2019）表三")
def test_the_sum_of_the_trial_format_is_checked_on_its_own_rows():
    assert trial2019.check_sum(trial()) == ()
    assert trial2019.check_sum(trial(r21=8)) == (("np", 9, 8), ("total", 9, 8))
    unread = trial()
    unread[5][0] = unread[21][6] = None
    assert trial2019.check_sum(unread) == ()


@pytest.mark.parametrize("rows", [trial()[:22], [row[:6] for row in trial()]])
def test_another_shape_is_not_read_as_the_trial_format(rows):
    with pytest.raises(ValueError, match="应为23行、每行7个数"):
        trial2019.table3(rows)


@pytest.mark.law("年度报告格式（2019）表二")
def test_table_2_of_the_trial_format_has_five_blocks():
    assert [len(rows) for _, _, rows in trial2019.TABLE2] == [2, 2, 2, 1, 1]


@pytest.mark.parametrize(
    ("year", "name"), [(2018, None), (2019, "2019"), (2020, "2019"), (2021, "2021"), (2024, "2021")]
)
def test_the_year_decides_the_format(year, name):
    assert trial2019.format_of(year) == name


@pytest.mark.law("条例第五十条")
@settings(derandomize=True, max_examples=30, deadline=None)
@given(st.lists(TABLES, min_size=1, max_size=4))
def test_a_sum_of_units_is_consistent_and_does_not_depend_on_their_order(tables):
    units = {f"单位{n}": table for n, table in enumerate(tables)}
    total = rollup.add_up(units)
    assert total.cells == rollup.add_up(dict(reversed(units.items()))).cells
    assert rollup.check(total, units, frozenset(units)) == []
    assert {f.code for f in total.check()} <= {"T3.balance"}
    if all(not table.check() for table in tables):
        assert total.check() == []


def test_a_cell_that_is_not_the_sum_is_named():
    units = {"甲": Table3.from_leaves({("R1", "np"): 3}), "乙": Table3.from_leaves({("R1", "np"): 4})}
    parent = Table3.from_leaves({("R1", "np"): 8})
    found = rollup.check(parent, units, frozenset(units))
    assert [(f.code, f.expected, f.found) for f in found] == [("X.rollup", 7, 8), ("X.rollup", 7, 8)]
    assert "自然人" in found[0].where


def test_a_unit_that_is_missing_or_unknown_blocks():
    found = rollup.check(Table3.from_leaves({}), {"丙": Table3.from_leaves({})}, frozenset({"甲"}))
    assert [(f.code, f.where) for f in found] == [("X.unit_missing", "甲"), ("X.unit_unknown", "丙")]


def tables(n):
    documents = Documents(n, 0, 10 * n)
    second = Table2(Documents(0, 0, 0), documents, n, 2 * n, 0, Decimal(n) / 4)
    fourth = Table4.from_counts(
        {(Block.RECONSIDERATION, Result.UPHELD): n, (Block.LITIGATION_DIRECT, Result.PENDING): 1}
    )
    return rollup.Tables(second, Table3.from_leaves({("R1", "np"): n, ("R4", "np"): n}), fourth)


@pytest.mark.law("条例第五十条")
def test_all_two_hundred_cells_add_up():
    units = {"甲": tables(1), "乙": tables(2)}
    parent = rollup.Tables(
        rollup.add_up_table2({name: t.table2 for name, t in units.items()}),
        rollup.add_up({name: t.table3 for name, t in units.items()}),
        rollup.add_up_table4({name: t.table4 for name, t in units.items()}),
    )
    assert parent.table2 == Table2(Documents(0, 0, 0), Documents(3, 0, 30), 3, 6, 0, Decimal("0.75"))
    assert parent.table4.as_json() == {
        "reconsideration": [3, 0, 0, 0, 3], "litigation_direct": [0, 0, 0, 2, 2], "litigation_after_reconsideration": [0, 0, 0, 0, 0],
    }  # fmt: skip
    assert (
        len(parent.table2.values()) + len(parent.table3.cells) + sum(map(len, parent.table4.blocks.values()))
        == 200
    )
    assert rollup.check_all(parent, units, frozenset(units)) == []
    wrong = replace(
        parent, table2=replace(parent.table2, fees_wan_yuan=Decimal("0.8")), table4=units["甲"].table4,
        table3=Table3.from_leaves({("R1", "np"): 4, ("R4", "np"): 3}),
    )  # fmt: skip
    found = rollup.check_all(wrong, units, frozenset(units))
    assert {f.code for f in found} == {"X.rollup"}
    assert [f.where for f in found] == [
        "表二 行政事业性收费", "表三 一、本年新收政府信息公开申请数量，自然人", "表三 一、本年新收政府信息公开申请数量，总计",
        "表四 行政复议，结果维持", "表四 行政复议，总计", "表四 行政诉讼 未经复议直接起诉，尚未审结", "表四 行政诉讼 未经复议直接起诉，总计",
    ]  # fmt: skip
    assert (found[0].expected, found[0].found) == (Decimal("0.75"), Decimal("0.8"))


def test_a_cell_of_the_parent_that_was_not_read_is_not_judged():
    units = {"甲": tables(1)}
    unread = replace(tables(1), table2=Table2.from_values([None] * 10))
    assert rollup.check_all(unread, units, frozenset(units)) == []


def test_a_missing_unit_stops_the_whole_sum():
    found = rollup.check_all(tables(1), {"甲": tables(1)}, frozenset({"甲", "乙"}))
    assert [(f.code, f.where) for f in found] == [("X.unit_missing", "乙")]


def test_a_unit_with_an_unread_cell_of_table_2_or_4_is_not_added_up():
    with pytest.raises(ValueError, match="甲的表二 规章，本年制发件数没有数"):
        rollup.add_up_table2({"甲": Table2.from_values([None] * 10)})
    blocks = {**tables(1).table4.blocks, Block.LITIGATION_AFTER: (0, None, 0, 0, 0)}
    with pytest.raises(ValueError, match="甲的表四 行政诉讼 复议后起诉，结果纠正没有数"):
        rollup.add_up_table4({"甲": Table4(blocks)})


def test_a_unit_with_an_unread_cell_is_not_added_up():
    rows = Table3.from_leaves({}).as_rows()
    rows[2][0] = None
    with pytest.raises(ValueError, match="甲的表三 （一）予以公开，自然人没有数"):
        rollup.add_up({"甲": Table3.from_rows(rows)})
