# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Excel files. Hidden sheets, rows and columns are not read; a formula is its last computed value, or nothing."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from gongkai.annual_report.reading.blocks import Block, Cell, Grid, Line, distinct
from gongkai.annual_report.reading.source import Unusable, check_package

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_MADE = 200_000  # cells of all sheets
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 2000, 60, 30
_NO_VALUE = re.compile(rb"</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>|<f\b[^>]*/>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")


def blocks(data: bytes) -> list[Block]:
    """Each visible sheet as its name and a grid. Raises Unusable."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    check_package(data)
    _check_sheets(data)
    try:
        book = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except (InvalidFileException, ParseError, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, SyntaxError) as error:  # fmt: skip
        raise Unusable(f"Excel文件损坏，打不开（{type(error).__name__}）") from None
    formulas = _uncounted(data)
    found: list[Block] = []
    for sheet in book.worksheets[:MOST_SHEETS]:
        if sheet.sheet_state == "visible":
            found += [
                Line(_titled(sheet.title)),
                *_parted(_grid(sheet, formulas.get(sheet.title, frozenset()))),
            ]
    return found


def _titled(name: str) -> str:
    """A sheet named by its year is headed so."""
    year = re.fullmatch(r"\s*(20\d\d)\s*年?度?\s*", name)
    return f"{year[1]}年报告" if year else name


def _uncounted(data: bytes) -> dict[str, frozenset[str]]:
    """By sheet, the cells with a formula that was never computed: they are not blank. Looked for only where there is one."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/")]
        if not any(_NO_VALUE.search(package.read(name)) for name in sheets):
            return {}
    book = load_workbook(io.BytesIO(data), keep_links=False)
    return {
        sheet.title: frozenset(
            cell.coordinate
            for row in sheet.iter_rows(
                max_row=min(sheet.max_row or 0, MOST_ROWS), max_col=min(sheet.max_column or 0, MOST_COLUMNS)
            )
            for cell in row
            if cell.data_type == "f"
        )
        for sheet in book.worksheets[:MOST_SHEETS]
    }


def _parted(grid: Grid) -> Iterator[Block]:
    """One column is lines."""
    if grid.width != 1:
        yield grid
        return
    yield from (
        Line(line)
        for row in grid.rows
        for cell in distinct(row)
        for line in cell.text.split("\n")
        if line.strip()
    )


def _check_sheets(data: bytes) -> None:
    """Raise Unusable where the library would make more cells than a report has: it makes every place a merged cell covers."""
    from openpyxl.utils import column_index_from_string

    made = 0
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if not re.match(r"/?xl/.*sheet[^/]*\.xml$", name, re.I):
                continue
            xml = package.read(name)
            made += sum(1 for _ in _CELL.finditer(xml))
            for left, top, right, bottom in _MERGED.findall(xml):
                rows = abs(int(bottom) - int(top)) + 1
                made += rows * (
                    abs(column_index_from_string(right.decode()) - column_index_from_string(left.decode()))
                    + 1
                )
            if made > MOST_MADE:
                raise Unusable("Excel文件里的格子太多，不像年度报告")


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


def _grid(sheet: Worksheet, uncounted: frozenset[str]) -> Grid:
    from openpyxl.utils.cell import coordinate_to_tuple

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
    for name in uncounted:
        row_number, column = coordinate_to_tuple(name)
        if row_number <= len(shown) and column <= columns and not shown[row_number - 1][column - 1].text:
            shown[row_number - 1][column - 1].text = "（公式没有算出的数）"
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
