# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A public document as a Word file, with the headings, tables and pictures of its page."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from gongkai.publishing.copies.blocks import Block, Run, blocks
from gongkai.publishing.copies.paper import Paper

BODY, TITLE, HEADS = "仿宋_GB2312", "方正小标宋简体", ("黑体", "楷体_GB2312", "仿宋_GB2312")
WIDE = Cm(15.6)  # of the text on A4 with the margins of GB/T 9704
CONTROL = dict.fromkeys(n for n in range(32) if n not in (9, 10))


def docx_bytes(paper: Paper, as_of: date) -> bytes:
    """A .docx of the paper."""
    doc = Document()
    _page(doc)
    heading = doc.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.paragraph_format.space_after = Pt(18)
    _font(heading.add_run(_plain(paper.title)), TITLE, 22)
    pictures = paper.pictures(as_of)
    for block in blocks(paper.body):
        _put(doc, block, pictures)
    if paper.signed:
        for line in (paper.organ, paper.signed):
            _paragraph(doc, [Run(line)], indent=False).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for n, name in enumerate(paper.files, 1):
        _paragraph(doc, [Run(f"附件{n if len(paper.files) > 1 else ''}：{name}")])
    _facts(doc, paper)
    stamp = datetime.combine(paper.published_on, datetime.min.time(), UTC)
    about = doc.core_properties
    about.title, about.author, about.language = _plain(paper.title)[:255], _plain(paper.organ)[:255], "zh-CN"
    about.created = about.modified = stamp
    about.last_modified_by = about.comments = ""
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()


def _page(doc: Any) -> None:
    section = doc.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    style = doc.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)


def _plain(text: str) -> str:
    """Without the control characters XML has no way to write."""
    return text.translate(CONTROL)


def _font(run: Any, name: str, size: float) -> None:
    run.font.name, run.font.size = name, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _paragraph(doc: Any, runs: list[Run], *, indent: bool = True) -> Any:
    paragraph = doc.add_paragraph()
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(32)
    paragraph.paragraph_format.line_spacing = Pt(28)
    paragraph.paragraph_format.space_after = Pt(0)
    _write(paragraph, runs)
    return paragraph


def _write(paragraph: Any, runs: list[Run], size: float | None = None) -> None:
    for run in runs:
        if run.text == "\n":
            paragraph.add_run().add_break()
            continue
        made = paragraph.add_run(_plain(run.text))
        made.bold, made.italic, made.underline = (
            ("b" in run.marks) or None,
            ("i" in run.marks) or None,
            ("u" in run.marks) or None,
        )
        made.font.subscript, made.font.superscript = ("d" in run.marks) or None, ("p" in run.marks) or None
        if size:
            made.font.size = Pt(size)


def _put(doc: Any, block: Block, pictures: dict[str, bytes]) -> None:
    if block.kind == "heading":
        paragraph = doc.add_heading(level=block.level)
        _font(paragraph.add_run(_plain(block.text)), HEADS[block.level - 1], 16)
        paragraph.paragraph_format.first_line_indent = Pt(32)
    elif block.kind == "table":
        _table(doc, block)
    elif block.kind == "picture":
        _picture(doc, block, pictures)
    elif block.kind == "rule":
        doc.add_paragraph("—" * 12).alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif block.kind == "caption":
        _paragraph(doc, block.runs, indent=False).alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif block.kind == "item":
        paragraph = _paragraph(
            doc, [Run(f"{block.marker} "), *block.runs] if block.marker else block.runs, indent=False
        )
        paragraph.paragraph_format.left_indent = Pt(32 * block.level)
    else:
        paragraph = _paragraph(doc, block.runs)
        if block.kind == "quote":
            paragraph.paragraph_format.left_indent = Pt(32)


def _picture(doc: Any, block: Block, pictures: dict[str, bytes]) -> None:
    data = pictures.get(block.src)
    try:
        if data is None:
            raise UnrecognizedImageError
        paragraph = doc.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape = paragraph.add_run().add_picture(io.BytesIO(data))
    except (UnrecognizedImageError, ZeroDivisionError):
        _paragraph(doc, [Run(f"［图：{block.text}，见网页］")])
        return
    if shape.width > WIDE:
        shape.height, shape.width = round(shape.height * WIDE / shape.width), WIDE
    shape._inline.docPr.set("descr", _plain(block.text))


def _table(doc: Any, block: Block) -> None:
    rows, columns = max(c.y for c in block.cells) + 1, max(c.x + c.across for c in block.cells)
    table = doc.add_table(rows=rows, cols=columns)
    table.style = "Table Grid"
    places = [list(row.cells) for row in table.rows]  # python-docx builds the grid anew on every look
    for cell in block.cells:
        place = places[cell.y][cell.x]
        if cell.across > 1 or cell.down > 1:
            place = place.merge(places[cell.y + cell.down - 1][cell.x + cell.across - 1])
        runs = [Run(r.text, r.marks + "b") for r in cell.runs] if cell.head else cell.runs
        _write(place.paragraphs[0], runs, 10.5)
    doc.add_paragraph().paragraph_format.space_after = Pt(0)


def _facts(doc: Any, paper: Paper) -> None:
    doc.add_paragraph("—" * 12).paragraph_format.space_before = Pt(18)
    for name, value in (*paper.facts, ("来源", paper.address)):
        paragraph = doc.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        _write(paragraph, [Run(f"{name}：{value}")], 10.5)
