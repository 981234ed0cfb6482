# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Excel files. Hidden sheets, rows and columns are not read; a formula is its last computed value, or nothing."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from gongkai.annual_report.reading.blocks import Block, Cell, Grid, Line
from gongkai.annual_report.reading.source import Unusable, check_package

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 2000, 60, 30


def blocks(data: bytes) -> list[Block]:
    """Each visible sheet as its name and a grid. Raises Unusable."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    check_package(data)
    try:
        book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except (InvalidFileException, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError) as error:  # fmt: skip
        raise Unusable(f"Excel文件损坏，打不开（{type(error).__name__}）") from None
    found: list[Block] = []
    for sheet in book.worksheets[:MOST_SHEETS]:
        if sheet.sheet_state == "visible":
            grid = _grid(sheet)
            found += [Line(sheet.title), grid]
    return found


def _text(content: Any) -> str:
    """What the cell holds as a person would read it."""
    if content is None:
        return ""
    if isinstance(content, bool) or not isinstance(content, int | float | str):
        return "（不是数）"
    if isinstance(content, float):
        rounded = round(content, 6)
        if abs(rounded - content) > 1e-9 * max(1.0, abs(content)):
            return repr(content)
        return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.6f}".rstrip("0")
    return str(content)


def _grid(sheet: Worksheet) -> Grid:
    rows, columns = min(sheet.max_row or 0, MOST_ROWS), min(sheet.max_column or 0, MOST_COLUMNS)
    hidden_rows = {n for n, d in sheet.row_dimensions.items() if d.hidden}
    hidden_columns: set[int] = set()
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden:
            hidden_columns |= set(range(dimension.min or 0, min(dimension.max or 0, MOST_COLUMNS) + 1))
    shown = [
        [Cell(_text(v)) for v in row]
        for row in sheet.iter_rows(max_row=rows, max_col=columns, values_only=True)
    ]
    for merged in sheet.merged_cells.ranges:
        if merged.min_row > len(shown) or merged.min_col > columns:
            continue
        cell = shown[merged.min_row - 1][merged.min_col - 1]
        for row in shown[merged.min_row - 1 : merged.max_row]:
            for n in range(merged.min_col - 1, min(merged.max_col, columns)):
                row[n] = cell
    kept: list[list[Cell | None]] = [
        [cell for m, cell in enumerate(row, 1) if m not in hidden_columns]
        for n, row in enumerate(shown, 1)
        if n not in hidden_rows
    ]
    return Grid([row for row in kept if any(c is not None and c.text.strip() for c in row)], name=sheet.title)
