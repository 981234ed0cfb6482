# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The trial format of 2019, and adding up units into a government's report."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law import rollup, trial2019
from gongkai.law.table3 import LEAF_COLUMNS, LEAF_ROWS, Table3

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


def test_a_unit_with_an_unread_cell_is_not_added_up():
    rows = Table3.from_leaves({}).as_rows()
    rows[2][0] = None
    with pytest.raises(ValueError, match="甲的表三 （一）予以公开，自然人没有数"):
        rollup.add_up({"甲": Table3.from_rows(rows)})
