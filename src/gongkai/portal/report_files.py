# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The report as files to hand in or keep: each one whole in itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from gongkai.annual_report import report
from gongkai.annual_report.docx import document_bytes
from gongkai.annual_report.infographic import infographic
from gongkai.annual_report.md import markdown
from gongkai.annual_report.models import PublishedReport
from gongkai.annual_report.pdf import NoFont, pdf_bytes
from gongkai.annual_report.xlsx import workbook_bytes
from gongkai.portal.press.reports import template_context

SHEETS = ("tokens", "base", "parts", "portal", "print")


def _styles() -> str:
    texts = []
    for name in SHEETS:
        text = Path(finders.find(f"gongkai/{name}.css")).read_text(encoding="utf-8")
        texts.append(f"@media print {{\n{text}}}" if name == "print" else text)
    return "\n".join(texts)


def snapshot_of(computed: report.Report) -> dict[str, Any]:
    """What is printed: the published snapshot where there is one, else the report as it stands."""
    scope = computed.scope
    published = PublishedReport.objects.filter(organ=scope.organ, year=scope.year).first()
    return published.snapshot if published else report.draft(computed)


def _html(snapshot: dict[str, Any], body: str) -> bytes:
    on = snapshot.get("published_on")
    context = {
        **template_context(snapshot, lite=False), "g": infographic(snapshot), "styles": _styles(), "base": "",
        "body": f"portal/{body}.html", "published_on": date.fromisoformat(on) if on else None,
    }  # fmt: skip
    return render_to_string("portal/report_file.html", context).encode()


def write_files(computed: report.Report, out: Path, omitted: Callable[[str], None]) -> Iterator[Path]:
    """Write html, docx, pdf, xlsx, md, json and the infographic into out; each path is given as it is done.

    Without a Chinese font there is no PDF; `omitted` is told why.
    """
    snapshot = snapshot_of(computed)
    stem = f"{computed.scope.organ.slug}-{computed.scope.year}"
    for name, content in (
        (f"{stem}.html", lambda: _html(snapshot, "report_body")),
        (f"{stem}.docx", lambda: document_bytes(snapshot)),
        (f"{stem}.pdf", lambda: pdf_bytes(snapshot)),
        (f"{stem}.xlsx", lambda: workbook_bytes(snapshot)),
        (f"{stem}.md", lambda: markdown(snapshot).encode()),
        (f"{stem}.json", lambda: json.dumps(snapshot, ensure_ascii=False, indent=1).encode()),
        (f"{stem}-infographic.html", lambda: _html(snapshot, "infographic_body")),
    ):
        path = out / name
        try:
            path.write_bytes(content())
        except NoFont as error:
            omitted(str(error))
            continue
        yield path
