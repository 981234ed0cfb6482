# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Table 3: 25 rows, 7 columns, three rules."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.law.outcomes import OUTCOMES, outcome
from gongkai.law.table3 import (
    CARRIED_IN,
    CARRIED_OUT,
    COLUMN_LABELS,
    HANDLED,
    LEAF_COLUMNS,
    LEAF_ROWS,
    NEW,
    ROWS,
    Table3,
    carry_over,
    place,
)

pytestmark = pytest.mark.law("年度报告格式（2021）表三", "条例第五十条")

# A published 自然人 column: balanced as printed.
PUBLISHED = [
    13612,
    535,
    5345,
    2120,
    13,
    30,
    11,
    49,
    103,
    84,
    282,
    147,
    3075,
    177,
    19,
    199,
    147,
    0,
    100,
    5,
    315,
    202,
    941,
    13364,
    783,
]


def only_natural_persons(column):
    return Table3.from_rows([[n, 0, 0, 0, 0, 0, n] for n in column])


def test_the_format_has_25_numeric_rows_of_which_21_are_results():
    assert (len(ROWS), len(OUTCOMES)) == (25, 21)


def test_a_published_balanced_column_passes():
    assert only_natural_persons(PUBLISHED).check() == []


@pytest.mark.parametrize(
    ("row", "codes"),
    [(0, {"T3.balance"}), (2, {"T3.sum"}), (23, {"T3.sum", "T3.balance"}), (24, {"T3.balance"})],
)
def test_one_wrong_figure_is_found_by_the_rules_it_breaks(row, codes):
    wrong = list(PUBLISHED)
    wrong[row] += 1
    assert {f.code for f in only_natural_persons(wrong).check()} == codes


def test_a_total_that_is_not_the_sum_of_its_row_is_found():
    rows = only_natural_persons(PUBLISHED).as_rows()
    rows[2][1] = 1
    assert "T3.row_total" in {f.code for f in Table3.from_rows(rows).check()}


def test_a_missing_cell_is_named_and_not_guessed():
    rows = only_natural_persons(PUBLISHED).as_rows()
    rows[2][0] = None
    findings = Table3.from_rows(rows).check()
    assert [f.code for f in findings] == ["T3.missing_cell"]
    assert "予以公开，自然人" in findings[0].where


def test_carry_over_differences_are_named_by_column():
    current = Table3.from_leaves({(CARRIED_IN, "np"): 784})
    found = carry_over(only_natural_persons(PUBLISHED), current)
    assert [(f.expected, f.found) for f in found] == [(783, 784), (783, 784)]


@given(
    st.dictionaries(st.sampled_from([(r, c) for r in LEAF_ROWS for c in LEAF_COLUMNS]), st.integers(0, 10**6))
)
def test_sums_of_a_table_made_from_records_always_hold(leaves):
    assert {f.code for f in Table3.from_leaves(leaves).check()} <= {"T3.balance"}


def test_a_sum_cannot_be_put_in_as_if_it_were_counted():
    with pytest.raises(KeyError, match="不是表三可以计数的格"):
        Table3.from_leaves({(HANDLED, "np"): 1})


@pytest.mark.parametrize("row", ["R3.3.1", "R3.3.4", "R3.3.7", "R3.2"])
def test_refusals_under_articles_14_to_16_go_to_review_first(row):
    assert outcome(row).refuses


@pytest.mark.parametrize("row", ["R3.3.8", "R3.4.1", "R3.5.2", "R3.1"])
def test_other_replies_leave_the_choice(row):
    assert not outcome(row).refuses


def test_an_unknown_outcome_is_refused():
    with pytest.raises(KeyError, match=r"R3\.9"):
        outcome("R3.9")


@pytest.mark.parametrize("shape", [[[0] * 7] * 24, [[0] * 6] * 25])
def test_another_shape_is_not_read_as_table_3(shape):
    with pytest.raises(ValueError, match="应为25行、每行7个数"):
        Table3.from_rows(shape)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.sampled_from([(r, c) for r in LEAF_ROWS for c in LEAF_COLUMNS]))
def test_one_cell_put_up_by_one_is_found_in_its_row_and_its_column(cell):
    row, column = cell
    cells = {**Table3.from_leaves({}).cells, cell: 1}
    found = {(f.code, f.where) for f in Table3(cells).check()}
    assert any(code == "T3.row_total" and where.startswith(place(row, "total")) for code, where in found)
    balance = f"表三 {COLUMN_LABELS[column]}"
    if row in (NEW, CARRIED_IN, CARRIED_OUT):
        assert ("T3.balance", balance) in found
    else:
        assert ("T3.sum", place(HANDLED, column)) in found
    assert len(found) == 2
