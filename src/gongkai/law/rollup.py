# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""汇总: a government's report is its own plus its departments' and townships', each once (条例第四十九、五十条).

All 200 cells add up: 10 of table 2, 175 of table 3, 15 of table 4. A unit that is missing, or a cell that was not read,
stops the sum: nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gongkai.law.findings import Finding, Severity
from gongkai.law.table2 import PLACES, Table2
from gongkai.law.table3 import COLUMNS, LEAF_COLUMNS, LEAF_ROWS, ROW_IDS, Table3, place
from gongkai.law.table4 import Block, Result, Table4


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


def add_up_table2(units: Mapping[str, Table2]) -> Table2:
    """The sum of table 2, 件 and 万元. Raises ValueError when a unit's cell is missing."""
    sums: list[int | Decimal] = [0] * len(PLACES)
    for name, table in units.items():
        for n, (where, value) in enumerate(zip(PLACES, table.values(), strict=True)):
            if value is None:
                raise ValueError(f"{name}的表二 {where}没有数，不能汇总")
            sums[n] += value
    return Table2.from_values(sums)


def add_up_table4(units: Mapping[str, Table4]) -> Table4:
    """The sum of table 4; totals are derived. Raises ValueError when a unit's cell is missing."""
    counts: dict[tuple[Block, Result], int] = {}
    for name, table in units.items():
        for block in Block:
            for result, value in zip(Result, table.blocks[block], strict=False):
                if value is None:
                    raise ValueError(f"{name}的表四 {block.label}，{result.label}没有数，不能汇总")
                counts[block, result] = counts.get((block, result), 0) + value
    return Table4.from_counts(counts)


@dataclass(frozen=True, slots=True)
class Tables:
    """The three tables of one report."""

    table2: Table2
    table3: Table3
    table4: Table4


def check_all(parent: Tables, units: Mapping[str, Tables], expected: frozenset[str]) -> list[Finding]:
    """The parent's 200 cells against the sum of its units, in the order of the tables."""
    found = check(parent.table3, {name: unit.table3 for name, unit in units.items()}, expected)
    if any(finding.code != "X.rollup" for finding in found):
        return found
    second = add_up_table2({name: unit.table2 for name, unit in units.items()})
    fourth = add_up_table4({name: unit.table4 for name, unit in units.items()})
    cells = [
        (f"表二 {where}", should, now)
        for where, should, now in zip(PLACES, second.values(), parent.table2.values(), strict=True)
    ]
    headings = [*(result.label for result in Result), "总计"]
    rows = [
        (f"表四 {block.label}，{heading}", should, now)
        for block in Block
        for heading, should, now in zip(
            headings, fourth.blocks[block], parent.table4.blocks[block], strict=True
        )
    ]
    return [*_differences(cells), *found, *_differences(rows)]


def _differences(
    cells: Iterable[tuple[str, int | Decimal | None, int | Decimal | None]],
) -> Iterator[Finding]:
    for where, should, now in cells:
        if now is not None and now != should:
            message = f"各单位相加是{should}，汇总写{now}"
            yield Finding("X.rollup", Severity.ERROR, where, should, now, message)


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
    return list(
        _differences(
            (place(row, column), total.cells[row, column], parent.cells[row, column])
            for row in ROW_IDS
            for column in COLUMNS
        )
    )
