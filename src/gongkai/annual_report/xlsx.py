# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The report's figures as an Excel file: the three tables as printed, and the figures the text refers to."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.worksheet import Worksheet

from gongkai.annual_report.figures import FIGURES
from gongkai.annual_report.layout import Grid, table2, table3, table4
from gongkai.annual_report.text import NOTES_TITLE, notes_lines
from gongkai.applications.letters.docx import still

_LINE = Side(style="thin")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def workbook_bytes(snapshot: dict[str, Any]) -> bytes:
    """An .xlsx of a published (or computed) report."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator = snapshot["title"], snapshot["organ"]
    grids = (table2(snapshot["table2"]), table3(snapshot["table3"]), table4(snapshot["table4"]))
    for name, grid in zip(("表二", "表三", "表四"), grids, strict=True):
        _draw(book.create_sheet(name), grid, snapshot["title"])
    _figures(book.create_sheet("指标"), snapshot["figures"])
    if lines := notes_lines(snapshot):
        sheet = book.create_sheet(NOTES_TITLE)
        for line in (
            lines
        ):  # notes, not a text of six parts: a workbook that holds sentences is asked for all of them
            sheet.append([line.rstrip("。").replace("。", "；")])
        sheet.column_dimensions["A"].width = 100
        for (cell,) in sheet.iter_rows(max_col=1):
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    made = date.fromisoformat(snapshot["published_on"]) if snapshot.get("published_on") else date.today()  # noqa: DTZ011 - a draft carries the day it was made
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as saved:  # the library writes down when it saved
        core = _SAVED.sub(f"\\g<1>{made.isoformat()}T00:00:00Z".encode(), saved.read(_CORE))
    return still(out.getvalue(), {_CORE: core})


_CORE = "docProps/core.xml"
_SAVED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


_ABOVE = 2  # rows above the grid: whose report on which year, and the table's title


def _draw(sheet: Worksheet, grid: Grid, title: str) -> None:
    """The grid below the report's title and its own."""
    sheet.append([title])
    sheet.append([grid.title])
    sheet["A1"].font = sheet["A2"].font = Font(bold=True, size=14)
    for row in sheet.iter_rows(min_row=_ABOVE + 1, max_row=grid.rows + _ABOVE, max_col=grid.columns):
        for cell in row:
            cell.border = _BOX
    for placed in grid.cells:
        cell = sheet.cell(placed.top + _ABOVE + 1, placed.left + 1, placed.value)
        cell.alignment = Alignment(
            horizontal="left" if placed.left_aligned else "center", vertical="center", wrap_text=True
        )
        if placed.merged:
            sheet.merge_cells(
                start_row=placed.top + _ABOVE + 1, end_row=placed.bottom + _ABOVE + 1,
                start_column=placed.left + 1, end_column=placed.right + 1,
            )  # fmt: skip
    widths = {"A": 22, "B": 16, "C": 40} if grid.columns == 10 else {"A": 22}
    for column, width in widths.items():
        sheet.column_dimensions[column].width = width


def _figures(sheet: Worksheet, values: dict[str, int | float]) -> None:
    sheet.append(["代号", "指标", "数", "单位", "依据", "怎么数"])
    for f in FIGURES:
        sheet.append([f.key, f.label, values.get(f.key), f.unit, f.article, f.rule])
    for column, width in {"A": 26, "B": 24, "C": 12, "D": 8, "E": 30, "F": 60}.items():
        sheet.column_dimensions[column].width = width
    for cell in sheet[1]:
        cell.font = Font(bold=True)
