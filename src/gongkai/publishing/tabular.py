# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Rows of an .xlsx or .csv made by another system, by their headings, with the numbers its own program shows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from typing import Generic, TypeVar

from openpyxl import load_workbook

from gongkai.publishing.body import seen
from gongkai.redaction import Kind, Unreadable, kind_of
from gongkai.redaction.files import decoded

MOST_ROWS = 20_000
_HEADING_WITHIN = 5  # the headings stand in one of the first rows: a title may stand above them


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell (or one row): where, and how to mend it."""

    row: int
    column: str
    reason: str


L = TypeVar("L")


@dataclass
class Tried(Generic[L]):
    """What an import did, or in a dry run would do."""

    lines: list[L] = field(default_factory=list)
    unchanged: int = 0
    faults: list[Fault] = field(default_factory=list)
    imported: bool = False

    @property
    def usable(self) -> bool:
        return not self.faults


@dataclass(frozen=True)
class Row:
    """One row: its number in the file and its cells by heading, blanks cut off."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


def rows(data: bytes, needed: Sequence[str]) -> tuple[str, list[Row]]:
    """(ending, rows) under the line that has all the needed headings. Raises Unreadable, saying what to do."""
    kind = kind_of(data)
    if kind is Kind.XLSX:
        lines, ending = _excel(data), "xlsx"
    elif kind is Kind.TEXT:
        lines, ending = _csv(decoded(data)), "csv"
    else:
        raise Unreadable("请用 .xlsx 或者 .csv 文件")
    found: list[Row] = []
    headings: list[str] = []
    for number, cells in lines:
        if not headings:
            if set(needed) <= set(cells):
                headings = cells
            elif number >= _HEADING_WITHIN:
                break
        elif any(cells):
            found.append(Row(number, dict(zip(headings, cells, strict=False))))
        if len(found) > MOST_ROWS:
            raise Unreadable(f"最多{MOST_ROWS}行，请分成几个文件")
    if not headings:
        raise Unreadable(f"前{_HEADING_WITHIN}行里没有找到列名：{'、'.join(needed)}")
    return ending, found


def _excel(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        for number, cells in enumerate(islice(sheet.iter_rows(values_only=True), MOST_ROWS + 10), 1):
            yield number, [_said(cell) for cell in cells]
    except Unreadable:
        raise
    except Exception:  # a library reading a file a stranger made
        raise Unreadable("这个 .xlsx 文件已损坏，请用 Excel 打开后另存再传") from None


def _said(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.10f}".rstrip("0").rstrip(".")
    return " ".join(seen(str(cell)).replace("\0", "").split())


def _csv(text: str) -> Iterator[tuple[int, list[str]]]:
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text), delimiter="\t" if "\t" in first else ",")
    try:
        for cells in reader:
            yield reader.line_num, [_said(cell) for cell in cells]
    except csv.Error as error:
        raise Unreadable(f"第{reader.line_num}行读不出来（{error}），请另存为 CSV 再传") from None
