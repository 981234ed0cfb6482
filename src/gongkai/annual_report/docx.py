# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The report as a Word file: six parts, and the three tables with their merged headers."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import Table, _Cell

from gongkai.annual_report.text import PART_TITLES, preamble
from gongkai.law.table3 import COLUMN_LABELS, COLUMNS, CORNER, ROWS
from gongkai.law.table4 import Block, Result

BODY, TITLE = "仿宋_GB2312", "方正小标宋简体"


def document_bytes(snapshot: dict[str, Any]) -> bytes:
    """A .docx of a published (or computed) report."""
    doc = Document()
    _page(doc)
    heading = doc.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _font(heading.add_run(snapshot["title"]), TITLE, 22)
    _paragraph(doc, preamble(snapshot))
    parts = {part["key"]: part for part in snapshot["parts"]}
    for number, (title, keys) in enumerate(PART_TITLES, 1):
        _heading(doc, title)
        for key in keys:
            part = parts[key]
            if part["label"] != title.split("、")[1]:
                _heading(doc, part["label"], level=2)
            _paragraph(doc, "".join(piece["text"] for piece in part["pieces"]))
        if number == 2:
            _table2(doc, snapshot["table2"])
        elif number == 3:
            _table3(doc, snapshot["table3"])
        elif number == 4:
            _table4(doc, snapshot["table4"])
    made = snapshot.get("published_on") or date.today().isoformat()  # noqa: DTZ011 - a draft carries the day it was made
    stamp = datetime.fromisoformat(made).replace(tzinfo=UTC)
    doc.core_properties.title = snapshot["title"]
    doc.core_properties.author = snapshot["organ"]
    doc.core_properties.language = "zh-CN"
    doc.core_properties.created = doc.core_properties.modified = stamp
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()


def _page(doc: Any) -> None:
    section = doc.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.6), Cm(2.4)
    style = doc.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(14)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)


def _font(run: Any, name: str, size: float, *, bold: bool = False) -> None:
    run.font.name, run.font.size, run.font.bold = name, Pt(size), bold
    run._element.rPr.rFonts.set(qn("w:eastAsia"), name)


def _heading(doc: Any, text: str, *, level: int = 1) -> None:
    paragraph = doc.add_heading(level=level)
    _font(paragraph.add_run(text), "黑体" if level == 1 else "楷体_GB2312", 16 if level == 1 else 14)


def _paragraph(doc: Any, text: str) -> None:
    paragraph = doc.add_paragraph(text)
    paragraph.paragraph_format.first_line_indent = Pt(28)
    paragraph.paragraph_format.line_spacing = 1.5


def _grid(doc: Any, rows: int, columns: int) -> Table:
    table: Table = doc.add_table(rows=rows, cols=columns)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    return table


def _put(cell: _Cell, text: object, *, size: float = 9, centre: bool = True) -> None:
    cell.text = ""
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centre else WD_ALIGN_PARAGRAPH.LEFT
    _font(paragraph.add_run("" if text is None else f"{text}"), "宋体", size)


def _merged(table: Table, top: int, left: int, bottom: int, right: int, text: object, **style: Any) -> None:
    _put(table.cell(top, left).merge(table.cell(bottom, right)), text, **style)


def _table2(doc: Any, t: dict[str, Any]) -> None:
    table = _grid(doc, 14, 4)
    one = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
    _merged(table, 0, 0, 0, 3, "第二十条第（一）项")
    for n, text in enumerate(one):
        _put(table.cell(1, n), text)
    for n, (label, values) in enumerate(
        (("规章", t["rules"]), ("行政规范性文件", t["normative_documents"])), 2
    ):
        _put(table.cell(n, 0), label)
        for m, value in enumerate(values, 1):
            _put(table.cell(n, m), value)
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
        _merged(table, at, 0, at, 3, item)
        _put(table.cell(at + 1, 0), "信息内容")
        _merged(table, at + 1, 1, at + 1, 3, unit)
        for n, (label, value) in enumerate(rows, at + 2):
            _put(table.cell(n, 0), label)
            _merged(table, n, 1, n, 3, value)
        at += 2 + len(rows)


def _table3(doc: Any, rows: list[list[int | None]]) -> None:
    table = _grid(doc, 3 + len(ROWS), 10)
    _merged(table, 0, 0, 2, 2, CORNER)
    _merged(table, 0, 3, 0, 9, "申请人情况")
    _merged(table, 1, 3, 2, 3, COLUMN_LABELS["np"])
    _merged(table, 1, 4, 1, 8, "法人或其他组织")
    _merged(table, 1, 9, 2, 9, COLUMN_LABELS["total"])
    for n, key in enumerate(COLUMNS[1:6], 4):
        _put(table.cell(2, n), COLUMN_LABELS[key])
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for n, (row, values) in enumerate(zip(ROWS, rows, strict=True), 3):
        for m, value in enumerate(values, 3):
            _put(table.cell(n, m), value)
        if row.id in ("R1", "R2", "R4"):
            _merged(table, n, 0, n, 2, row.label, centre=False)
        elif row.group is None:
            _merged(table, n, 1, n, 2, row.label, centre=False)
        else:
            _put(table.cell(n, 2), row.label, centre=False)
            first.setdefault(row.group, n)
            last[row.group] = n
    for group, top in first.items():
        _merged(table, top, 1, last[group], 1, group)
    results = [n for n, row in enumerate(ROWS, 3) if row.id.startswith("R3")]
    _merged(table, results[0], 0, results[-1], 0, "三、本年度办理结果")


def _table4(doc: Any, blocks: dict[str, list[int | None]]) -> None:
    table = _grid(doc, 4, 15)
    _merged(table, 0, 0, 1, 4, "行政复议")
    _merged(table, 0, 5, 0, 14, "行政诉讼")
    _merged(table, 1, 5, 1, 9, "未经复议直接起诉")
    _merged(table, 1, 10, 1, 14, "复议后起诉")
    at = 0
    for block in Block:
        for label, value in zip((*(r.label for r in Result), "总计"), blocks[block.value], strict=True):
            _put(table.cell(2, at), label, size=8)
            _put(table.cell(3, at), value)
            at += 1
