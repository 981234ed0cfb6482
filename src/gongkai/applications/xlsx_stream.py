# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""An .xlsx written row by row and handed out while it is being written: as many rows as there are, in constant memory.

Only three kinds of cells are ever written: a date, a whole number, a text. A text is an inline string whatever it begins
with, so no cell of it is a formula to the program that opens it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

EPOCH = date(1899, 12, 30).toordinal()  # day 0 of the serial dates of a workbook
MOST_TEXT = 32_767  # characters of a cell
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CHUNK = 64 * 1024
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
PLAIN, BOLD, DAY, WRAP = range(4)


class _Pipe(io.RawIOBase):
    """Takes what the zip writes and gives it out in pieces; it cannot go back, so the zip does not try."""

    def __init__(self) -> None:
        self.held: list[bytes] = []
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.held.append(bytes(data))
        self.size += len(self.held[-1])
        return len(self.held[-1])

    def take(self) -> bytes:
        found = b"".join(self.held)
        self.held, self.size = [], 0
        return found


def _text(value: str) -> str:
    return escape(_NOT_XML.sub("", value)[:MOST_TEXT])


def _cell(value: Any, style: int = PLAIN) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, date):
        return f'<c s="{DAY}"><v>{value.toordinal() - EPOCH}</v></c>'
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{_text(str(value))}</t></is></c>'


def _parts(name: str, widths: Sequence[int]) -> list[tuple[str, str]]:
    fixed = f'{_HEAD}<styleSheet {_MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    return [
        ("[Content_Types].xml", f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         '<Default Extension="xml" ContentType="application/xml"/>'
         f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}sheet.main+xml"/>'
         f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SHEET}worksheet+xml"/>'
         f'<Override PartName="/xl/styles.xml" ContentType="{_SHEET}styles+xml"/></Types>'),
        ("_rels/.rels", f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
         f'<Relationship Id="rId1" Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
        ("xl/workbook.xml", f'{_HEAD}<workbook {_MAIN} xmlns:r="{_REL}"><sheets>'
         f'<sheet name="{_text(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
         f'<Relationship Id="rId1" Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/>'
         f'<Relationship Id="rId2" Type="{_REL}/styles" Target="styles.xml"/></Relationships>'),
        ("xl/styles.xml", fixed + '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
         '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
         '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4">'
         '<xf numFmtId="49" applyNumberFormat="1"/>'
         '<xf fontId="1" applyFont="1" applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf>'
         '<xf numFmtId="164" applyNumberFormat="1"/>'
         '<xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf>'
         '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'),
    ]  # fmt: skip


def stream_xlsx(
    name: str, headings: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Any]]
) -> Iterator[bytes]:
    """The bytes of a workbook with one sheet, as its rows come."""
    pipe = _Pipe()
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{w}" customWidth="1"/>' for n, w in enumerate(widths, 1)
    )
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as book:
        for path, xml in _parts(name, widths):
            book.writestr(path, xml)
        with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            pane = '<pane xSplit="1" ySplit="1" topLeftCell="B2" activePane="bottomRight" state="frozen"/>'
            sheet.write(
                f'{_HEAD}<worksheet {_MAIN}><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
                f"<cols>{columns}</cols><sheetData><row>{''.join(_cell(h, BOLD) for h in headings)}</row>".encode()
            )
            for row in rows:
                sheet.write(f"<row>{''.join(map(_cell, row))}</row>".encode())
                if pipe.size >= _CHUNK:
                    yield pipe.take()
            sheet.write(b"</sheetData></worksheet>")
    yield pipe.take()
