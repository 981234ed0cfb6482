# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The words of an attachment, for the search index and for reading before review. Functions over bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from itertools import islice

import openpyxl
import pypdfium2 as pdfium

from gongkai.redaction import LIMITS, Kind, Limits, Unreadable, kind_of
from gongkai.redaction.files import Package, decoded

MOST = 200_000  # characters kept of one file
_UNSAVED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def words_of(data: bytes, limits: Limits = LIMITS) -> str:
    """What can be read in the file, line by line; nothing for pictures. Raises Unreadable as `kind_of` does."""
    kind = kind_of(data, limits)
    lines = _LINES[kind](data, limits) if kind in _LINES else iter(())
    text, size = [], 0
    for line in lines:
        plain = " ".join(_UNSAVED.sub(" ", line).split())
        if plain:
            text.append(plain)
            size += len(plain) + 1
        if size > MOST:
            break
    return "\n".join(text)[:MOST]


def _office(parts: tuple[str, ...], block: str, run: str, data: bytes, limits: Limits) -> Iterator[str]:
    package = Package.open(data, limits)
    for name in package.names(*parts, ends=".xml"):
        for paragraph in package.xml(name).iter(block):
            yield "".join(node.text or "" for node in paragraph.iter(run))


def _word(data: bytes, limits: Limits) -> Iterator[str]:
    return _office(("word/document", "word/footnotes"), f"{_WORD}p", f"{_WORD}t", data, limits)


def _slides(data: bytes, limits: Limits) -> Iterator[str]:
    return _office(("ppt/slides/slide",), f"{_DRAWING}p", f"{_DRAWING}t", data, limits)


def _excel(data: bytes, _limits: Limits) -> Iterator[str]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except Exception:  # a library reading a file a stranger made
        raise Unreadable("这个 .xlsx 文件已损坏，请用 Excel 打开后另存再传") from None
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        for row in islice(sheet.iter_rows(values_only=True), 20_000):
            yield " ".join(str(cell) for cell in row if cell is not None)


def _pdf(data: bytes, limits: Limits) -> Iterator[str]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        raise Unreadable("这个 PDF 文件已损坏或者加了密码，请另存后再传") from None
    try:
        for page in islice(document, limits.pages):
            yield from page.get_textpage().get_text_range().splitlines()
    finally:
        document.close()


def _text(data: bytes, _limits: Limits) -> Iterator[str]:
    return iter(decoded(data).splitlines())


_LINES = {Kind.DOCX: _word, Kind.XLSX: _excel, Kind.PPTX: _slides, Kind.PDF: _pdf, Kind.TEXT: _text}
