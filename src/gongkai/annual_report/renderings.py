# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Every file a report is given out as, from its one snapshot: name, kind, and how it is made.

What is published does not change, so a rendering of it is kept for as long as the process has room.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from gongkai.annual_report import picture
from gongkai.annual_report.docx import document_bytes
from gongkai.annual_report.md import markdown
from gongkai.annual_report.models import PublishedReport
from gongkai.annual_report.pdf import pdf_bytes
from gongkai.annual_report.xlsx import workbook_bytes

Snapshot = dict[str, Any]
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEPT = 32


@dataclass(frozen=True)
class Form:
    """One kind of file. `tail` follows what names the report: .docx, -infographic.png."""

    tail: str
    label: str
    media: str
    make: Callable[[Snapshot], bytes]


FORMS: dict[str, Form] = {
    "report.docx": Form(".docx", "Word", _WORD, document_bytes),
    "report.pdf": Form(".pdf", "PDF", "application/pdf", pdf_bytes),
    "report.xlsx": Form(".xlsx", "Excel", _EXCEL, workbook_bytes),
    "report.md": Form(".md", "Markdown", "text/markdown; charset=utf-8", lambda s: markdown(s).encode()),
    "report.json": Form(".json", "数据（json）", "application/json", lambda s: json.dumps(s, ensure_ascii=False, indent=1).encode()),
    "infographic.png": Form("-infographic.png", "图解（图片）", "image/png", picture.png_bytes),
    "infographic.pdf": Form("-infographic.pdf", "图解（PDF）", "application/pdf", picture.pdf_bytes),
}  # fmt: skip


def of_published(row: PublishedReport, name: str) -> bytes:
    """A file of a published edition. Raises KeyError for a name there is not, typesetting.NoFont without a font."""
    return _kept(row.pk, row.digest, name)


@lru_cache(maxsize=KEPT)
def _kept(pk: int, digest: str, name: str) -> bytes:
    return FORMS[name].make(PublishedReport.objects.get(pk=pk, digest=digest).snapshot)


def file_name(slug: str, year: int, name: str) -> str:
    """What a download is called."""
    return f"{slug}-{year}{FORMS[name].tail}"
