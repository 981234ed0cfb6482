# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Where every word and number of the three statutory tables stands (国办公开办函〔2021〕30号 附件).

One description, drawn by the Word and the Excel renderings; rows and columns count from 0, ends are included.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from gongkai.law import wording
from gongkai.law.table3 import COLUMN_LABELS, COLUMNS, CORNER, ROWS
from gongkai.law.table4 import Block, Result

Value = str | int | float | None


@dataclass(frozen=True)
class Placed:
    """A cell, perhaps merged from several, and what it says."""

    top: int
    left: int
    bottom: int
    right: int
    value: Value
    left_aligned: bool = False

    @property
    def merged(self) -> bool:
        return (self.top, self.left) != (self.bottom, self.right)


@dataclass(frozen=True)
class Grid:
    """One table: its title, its size, its cells."""

    title: str
    rows: int
    columns: int
    cells: tuple[Placed, ...]


def printed(cell: Placed, grid: Grid) -> str:
    """What a cell says; the head of a narrow column in two lines of whole words: 结果／维持, not 结果维／持."""
    text = (
        ""
        if cell.value is None
        else cell.value
        if isinstance(cell.value, str)
        else wording.amount(cell.value)
    )
    narrow = grid.columns >= 10 and cell.left == cell.right and cell.top == 2 and len(text) in (4, 6)
    return f"{text[: len(text) // 2]}\n{text[len(text) // 2 :]}" if narrow else text


def _at(row: int, column: int, value: Value) -> Placed:
    return Placed(row, column, row, column, value)


def table2(t: dict[str, Any]) -> Grid:
    """表二: four blocks, ten values."""
    return Grid("二、主动公开政府信息情况", 14, 4, tuple(_table2(t)))


def _table2(t: dict[str, Any]) -> Iterator[Placed]:
    yield Placed(0, 0, 0, 3, "第二十条第（一）项")
    for column, text in enumerate(("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")):
        yield _at(1, column, text)
    registers = (("规章", t["rules"]), ("行政规范性文件", t["normative_documents"]))
    for row, (label, values) in enumerate(registers, 2):
        yield _at(row, 0, label)
        for column, value in enumerate(values, 1):
            yield _at(row, column, value)
    at = 4
    for item, unit, rows in (
        ("第二十条第（五）项", "本年处理决定数量", (("行政许可", t["licences"]),)),
        (
            "第二十条第（六）项",
            "本年处理决定数量",
            (("行政处罚", t["penalties"]), ("行政强制", t["coercion"])),
        ),
        ("第二十条第（八）项", "本年收费金额（单位：万元）", (("行政事业性收费", t["fees_wan_yuan"]),)),
    ):
        yield Placed(at, 0, at, 3, item)
        yield _at(at + 1, 0, "信息内容")
        yield Placed(at + 1, 1, at + 1, 3, unit)
        for row, (label, value) in enumerate(rows, at + 2):
            yield _at(row, 0, label)
            yield Placed(row, 1, row, 3, value)
        at += 2 + len(rows)


def table3(rows: list[list[int | None]]) -> Grid:
    """表三: three header rows, then the 25 statutory rows of seven values."""
    return Grid("三、收到和处理政府信息公开申请情况", 3 + len(ROWS), 10, tuple(_table3(rows)))


def _table3(rows: list[list[int | None]]) -> Iterator[Placed]:
    yield Placed(0, 0, 2, 2, CORNER)
    yield Placed(0, 3, 0, 9, "申请人情况")
    yield Placed(1, 3, 2, 3, COLUMN_LABELS["np"])
    yield Placed(1, 4, 1, 8, "法人或其他组织")
    yield Placed(1, 9, 2, 9, COLUMN_LABELS["total"])
    for column, key in enumerate(COLUMNS[1:6], 4):
        yield _at(2, column, COLUMN_LABELS[key])
    groups: dict[str, list[int]] = {}
    for n, (row, values) in enumerate(zip(ROWS, rows, strict=True), 3):
        for column, value in enumerate(values, 3):
            yield _at(n, column, value)
        if row.id in ("R1", "R2", "R4"):
            yield Placed(n, 0, n, 2, row.label, left_aligned=True)
        elif row.group is None:
            yield Placed(n, 1, n, 2, row.label, left_aligned=True)
        else:
            yield Placed(n, 2, n, 2, row.label, left_aligned=True)
            groups.setdefault(row.group, []).append(n)
    for group, numbers in groups.items():
        yield Placed(numbers[0], 1, numbers[-1], 1, group)
    results = [n for n, row in enumerate(ROWS, 3) if row.id.startswith("R3")]
    yield Placed(results[0], 0, results[-1], 0, "三、本年度办理结果")


def table4(blocks: dict[str, list[int | None]]) -> Grid:
    """表四: three header rows and one of fifteen values."""
    return Grid("四、政府信息公开行政复议、行政诉讼情况", 4, 15, tuple(_table4(blocks)))


def _table4(blocks: dict[str, list[int | None]]) -> Iterator[Placed]:
    yield Placed(0, 0, 1, 4, "行政复议")
    yield Placed(0, 5, 0, 14, "行政诉讼")
    yield Placed(1, 5, 1, 9, "未经复议直接起诉")
    yield Placed(1, 10, 1, 14, "复议后起诉")
    at = 0
    for block in Block:
        for label, value in zip((*(r.label for r in Result), "总计"), blocks[block.value], strict=True):
            yield _at(2, at, label)
            yield _at(3, at, value)
            at += 1
