# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The words of a procedure's file, so that two versions can be laid side by side. Pure: bytes in, text out."""

from __future__ import annotations

import io
from collections.abc import Iterator

from gongkai.applications import filetypes

MOST_WORDS = 200_000
MOST_PAGES = 200
KINDS = frozenset({"docx", "pdf"})


class NoWords(Exception):
    """The file cannot be read as text; the message says what to do."""


def words_of(data: bytes) -> tuple[filetypes.Kind, str | None]:
    """The kind of the file, and its text paragraph by paragraph; None for a scan. Raises filetypes.NotAccepted, NoWords."""
    kind = filetypes.kind_of(data)
    if kind.ending not in KINDS:
        raise NoWords("办理规范请用 .docx 或者 PDF 文件")
    try:
        lines = list(_docx(data) if kind.ending == "docx" else _pdf(data))
    except Exception:
        raise NoWords("这个文件读不出内容，可能已损坏或者加密，请另存后再选") from None
    text = "\n".join(line for line in (" ".join(x.split()) for x in lines) if line)
    if len(text) > MOST_WORDS:
        raise NoWords(f"文件的文字超过{MOST_WORDS // 10_000}万字，请分成几份")
    return kind, text.replace("\0", "") or None


def _docx(data: bytes) -> Iterator[str]:
    from docx import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    for block in Document(io.BytesIO(data)).iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            for row in block.rows:
                yield "　".join(dict.fromkeys(cell.text for cell in row.cells))


def _pdf(data: bytes) -> Iterator[str]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as book:
        for page in book.pages[:MOST_PAGES]:
            yield from (page.extract_text() or "").splitlines()
