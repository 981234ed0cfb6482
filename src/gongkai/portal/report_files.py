# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The report as files to hand in or keep: each one whole in itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from gongkai.annual_report import report
from gongkai.annual_report.infographic import infographic
from gongkai.annual_report.models import PublishedReport
from gongkai.annual_report.renderings import FORMS, file_name
from gongkai.portal.press.reports import template_context
from gongkai.typesetting import NoFont

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
        "body": f"portal/{body}.html", "graphic": body == "infographic_body",
        "published_on": date.fromisoformat(on) if on else None,
    }  # fmt: skip
    return render_to_string("portal/report_file.html", context).encode()


def write_files(computed: report.Report, out: Path, omitted: Callable[[str], None]) -> Iterator[Path]:
    """Write html, docx, pdf, xlsx, md, json and the infographic (html, png, pdf) into out; each path is given as it is done.

    Without a Chinese font there is no PDF and no picture; `omitted` is told why.
    """
    snapshot, slug, year = snapshot_of(computed), computed.scope.organ.slug, computed.scope.year
    made: list[tuple[str, Callable[[], bytes]]] = [
        (f"{slug}-{year}.html", partial(_html, snapshot, "report_body")),
        (f"{slug}-{year}-infographic.html", partial(_html, snapshot, "infographic_body")),
    ]
    made += [(file_name(slug, year, name), partial(form.make, snapshot)) for name, form in FORMS.items()]
    for name, content in made:
        path = out / name
        try:
            path.write_bytes(content())
        except NoFont as error:
            omitted(f"{name}：{error}")
            continue
        yield path
