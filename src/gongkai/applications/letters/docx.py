# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A signed letter as a Word file laid out after GB/T 9704, from its snapshot alone; the same snapshot gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from gongkai.applications.letters.snapshot import Snapshot

TITLE, FANG, SONG = "方正小标宋简体", "仿宋_GB2312", "宋体"
RED = RGBColor(0xC8, 0x16, 0x1D)
LINE = Pt(28.95)  # 22 lines in 225 mm
SEAL = Mm(42)
EPOCH = (1980, 1, 1, 0, 0, 0)


def render(paper: Snapshot) -> bytes:
    """The .docx."""
    doc = Document()
    _page(doc)
    _line(doc, paper.organ, TITLE, 30, centre=True, colour=RED)
    number = _line(doc, paper.number, FANG, 16, centre=True)
    number.paragraph_format.space_before = Pt(16)
    _rule(number)
    title = _line(doc, paper.title, TITLE, 22, centre=True)
    title.paragraph_format.space_before, title.paragraph_format.space_after = Pt(28), Pt(14)
    _line(doc, f"{paper.recipient}：", FANG, 16)
    for text in paper.paragraphs:
        _line(doc, text, FANG, 16).paragraph_format.first_line_indent = Pt(32)
    organ = _line(doc, paper.organ, FANG, 16, right=True)
    organ.paragraph_format.space_before, organ.paragraph_format.keep_with_next = Pt(29), True
    day = _line(doc, paper.signed_day, FANG, 16, right=True)
    for line in (organ, day):
        line.paragraph_format.right_indent = Pt(32)
    if seal := paper.seal_bytes:
        _float(day.add_run().add_picture(io.BytesIO(seal), width=SEAL))
    _footer(doc)
    _properties(doc, paper)
    out = io.BytesIO()
    doc.save(out)
    return still(out.getvalue())


def _page(doc: Any) -> None:
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(24)
    style = doc.styles["Normal"]
    style.font.name, style.font.size = FANG, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FANG)


def _font(run: Any, name: str, size: float, colour: RGBColor | None = None) -> None:
    run.font.name, run.font.size = name, Pt(size)
    run._element.rPr.rFonts.set(qn("w:eastAsia"), name)
    if colour is not None:
        run.font.color.rgb = colour


def _line(
    doc: Any,
    text: str,
    font: str,
    size: float,
    *,
    centre: bool = False,
    right: bool = False,
    colour: RGBColor | None = None,
) -> Any:
    paragraph = doc.add_paragraph()
    _font(paragraph.add_run(text), font, size, colour)
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    if size <= 16:
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    if centre or right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centre else WD_ALIGN_PARAGRAPH.RIGHT
    return paragraph


def _rule(paragraph: Any) -> None:
    """The red line under the number."""
    paragraph._p.get_or_add_pPr().append(
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="12" w:space="8" w:color="C8161D"/></w:pBdr>'
        )
    )


def _float(picture: Any) -> None:
    """Lay the seal behind the signature and the date, centred on the date, instead of in the line."""
    inline = picture._inline
    anchor = parse_xml(
        f'<wp:anchor {nsdecls("wp", "a", "pic", "r")} distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        'relativeHeight="2" behindDoc="1" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="column"><wp:align>right</wp:align></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{-int(SEAL) // 2 - int(Pt(8))}</wp:posOffset></wp:positionV>'
        "</wp:anchor>"
    )
    for tag in ("wp:extent", "wp:docPr", "wp:cNvGraphicFramePr", "a:graphic"):
        child = inline.find(qn(tag))
        if tag == "wp:docPr":
            anchor.append(parse_xml(f"<wp:wrapNone {nsdecls('wp')}/>"))
            child.set("descr", "印章")
        anchor.append(child)
    inline.getparent().replace(inline, anchor)


def _footer(doc: Any) -> None:
    """— 1 —: 单页码居右, 双页码居左."""
    doc.settings.odd_and_even_pages_header_footer = True
    section = doc.sections[0]
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    ):  # fmt: skip
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        for part in ("— ", None, " —"):
            run = paragraph.add_run(part or "")
            _font(run, SONG, 14)
            if part is None:
                field = OxmlElement("w:fldSimple")
                field.set(qn("w:instr"), "PAGE")
                run._r.addprevious(field)
                field.append(run._r)


def _properties(doc: Any, paper: Snapshot) -> None:
    doc.core_properties.title, doc.core_properties.author = f"{paper.title} {paper.number}", paper.organ
    stamp = datetime.combine(paper.day, time(0), tzinfo=UTC)
    doc.core_properties.created = doc.core_properties.modified = stamp


def still(data: bytes, parts: Mapping[str, bytes] | None = None) -> bytes:
    """The same package without the time it was zipped at; `parts` stand in the place of parts that hold a time themselves."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in made.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, (parts or {}).get(name) or made.read(name))
    return out.getvalue()
