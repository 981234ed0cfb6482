# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The report as a Word file: six parts, and the three tables with their merged headers."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell

from gongkai.annual_report.layout import Grid, printed, table2, table3, table4
from gongkai.annual_report.text import NOTES_TITLE, PART_TITLES, lines, notes_lines, preamble, title_lines
from gongkai.applications.letters.docx import still

BODY, TITLE = "仿宋_GB2312", "方正小标宋简体"
LATIN = "Times New Roman"  # digits and letters, as offices print them
BLACK = RGBColor(0, 0, 0)
WIDTH = 16.0  # centimetres of the line: A4 less the margins


def document_bytes(snapshot: dict[str, Any]) -> bytes:
    """A .docx of a published (or computed) report."""
    doc = Document()
    _page(doc)
    heading = doc.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for n, line in enumerate(title_lines(snapshot)):
        if n:
            heading.add_run().add_break()
        _font(heading.add_run(line), TITLE, 22)
    _paragraph(doc, preamble(snapshot))
    parts = {part["key"]: part for part in snapshot["parts"]}
    for number, (title, keys) in enumerate(PART_TITLES, 1):
        _heading(doc, title)
        for key in keys:
            part = parts[key]
            if part["label"] != title.split("、")[1]:
                _heading(doc, part["label"], level=2)
            for line in lines(part["pieces"]):
                _paragraph(doc, "".join(piece["text"] for piece in line))
        if number == 2:
            _draw(doc, table2(snapshot["table2"]), (3, 2, 2, 2), head=0)
        elif number == 3:
            _draw(doc, table3(snapshot["table3"]), (1.1, 1.9, 5.3, *[1.2] * 7), head=3)
        elif number == 4:
            _draw(doc, table4(snapshot["table4"]), (1,) * 15, head=3)
    if noted := notes_lines(snapshot):
        _heading(doc, NOTES_TITLE, level=2)
        for note in noted:
            _paragraph(doc, note)
    made = snapshot.get("published_on") or date.today().isoformat()  # noqa: DTZ011 - a draft carries the day it was made
    stamp = datetime.fromisoformat(made).replace(tzinfo=UTC)
    doc.core_properties.title = snapshot["title"]
    doc.core_properties.author = snapshot["organ"]
    doc.core_properties.language = "zh-CN"
    doc.core_properties.created = doc.core_properties.modified = stamp
    out = io.BytesIO()
    doc.save(out)
    return still(out.getvalue())


def _page(doc: Any) -> None:
    section = doc.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.6), Cm(2.4)
    style = doc.styles["Normal"]
    style.font.name, style.font.size = LATIN, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    _numbered(section.footer.paragraphs[0])


def _numbered(paragraph: Any) -> None:
    """The page's number between dashes at its foot: — 1 —."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (
        ("", "— "),
        ("begin", ""),
        ("", "PAGE"),
        ("separate", ""),
        ("", "1"),
        ("end", ""),
        ("", " —"),
    ):
        run = paragraph.add_run()
        _font(run, "宋体", 10.5)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText" if text == "PAGE" else "w:t")
            mark.set(qn("xml:space"), "preserve")
            mark.text = text
        run._element.append(mark)


def _font(run: Any, name: str, size: float | None = None, *, bold: bool = False) -> None:
    """The face of Chinese characters; what either script has (quotation marks) is set as Chinese."""
    run.font.name, run.font.bold, run.font.color.rgb = LATIN, bold, BLACK
    if size is not None:
        run.font.size = Pt(size)
    fonts = run._element.rPr.rFonts
    fonts.set(qn("w:eastAsia"), name)
    fonts.set(qn("w:hint"), "eastAsia")


def _heading(doc: Any, text: str, *, level: int = 1) -> None:
    paragraph = doc.add_heading(level=level)
    _font(paragraph.add_run(text), "黑体" if level == 1 else "楷体_GB2312", 16 if level == 1 else 14)


def _paragraph(doc: Any, text: str) -> None:
    paragraph = doc.add_paragraph()
    _font(paragraph.add_run(text), BODY)
    paragraph.paragraph_format.first_line_indent = Pt(28)
    paragraph.paragraph_format.line_spacing = 1.5


def _put(cell: _Cell, text: str, *, size: float = 9, centre: bool = True) -> None:
    cell.text = ""
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centre else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    _font(paragraph.add_run(text), "宋体", size)


def _draw(doc: Any, grid: Grid, shares: tuple[float, ...], *, head: int) -> None:
    """The grid with columns of these shares of the line; its first rows are repeated on each page it reaches."""
    table: Table = doc.add_table(rows=grid.rows, cols=grid.columns)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    widths = [Cm(WIDTH * share / sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    # python-docx builds the grid anew on every lookup of a cell: read it once.
    cells = [list(row.cells) for row in table.rows]
    for row in cells:
        for cell, width in zip(row, widths, strict=True):
            cell.width = width
    for placed in grid.cells:
        cell = cells[placed.top][placed.left]
        if placed.merged:
            cell = cell.merge(cells[placed.bottom][placed.right])
        _put(
            cell, printed(placed, grid), size=7.5 if grid.columns >= 10 else 9, centre=not placed.left_aligned
        )
    for number, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number < head:
            properties.append(OxmlElement("w:tblHeader"))
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "40")  # twentieths of a point
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)
