# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""汇总: a government's report is its own plus its departments' and townships', each once (条例第四十九、五十条)."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.law.findings import Finding, Severity
from gongkai.law.table3 import COLUMNS, LEAF_COLUMNS, LEAF_ROWS, ROW_IDS, Table3, place


def add_up(units: Mapping[str, Table3]) -> Table3:
    """The sum over units. Raises ValueError when a unit's leaf cell is missing: nothing is guessed."""
    leaves: dict[tuple[str, str], int] = {}
    for name, table in units.items():
        for row in LEAF_ROWS:
            for column in LEAF_COLUMNS:
                value = table.cells[row, column]
                if value is None:
                    raise ValueError(f"{name}的{place(row, column)}没有数，不能汇总")
                leaves[row, column] = leaves.get((row, column), 0) + value
    return Table3.from_leaves(leaves)


def check(parent: Table3, units: Mapping[str, Table3], expected: frozenset[str]) -> list[Finding]:
    """The parent's 175 cells against the sum of its units, and every expected unit present, none unknown."""
    found = [
        Finding("X.unit_missing", Severity.ERROR, name, None, None, f"没有{name}的报告，不能汇总")
        for name in sorted(expected - set(units))
    ]
    found += [
        Finding("X.unit_unknown", Severity.ERROR, name, None, None, f"{name}不在汇总范围里")
        for name in sorted(set(units) - expected)
    ]
    if found:
        return found
    total = add_up(units)
    for row in ROW_IDS:
        for column in COLUMNS:
            now, should = parent.cells[row, column], total.cells[row, column]
            if now is not None and now != should:
                message = f"各单位相加是{should}，汇总写{now}"
                found.append(Finding("X.rollup", Severity.ERROR, place(row, column), should, now, message))
    return found
