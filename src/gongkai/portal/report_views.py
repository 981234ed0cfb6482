# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政府信息公开年报: the published report, its 图解, its files, and where every figure comes from."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404

from gongkai.annual_report import queries as reports
from gongkai.annual_report.docx import document_bytes
from gongkai.annual_report.infographic import infographic
from gongkai.annual_report.models import PublishedReport
from gongkai.annual_report.text import PART_TITLES, preamble
from gongkai.law.table3 import ROWS
from gongkai.organs.today import today
from gongkai.portal.views import page

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _get(year: int) -> PublishedReport:
    return get_object_or_404(reports.public(today()).filter(organ__parent__isnull=True), year=year)


def edition(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """An earlier edition as it was printed."""
    row = get_object_or_404(reports.editions(_get(year)), edition=number)
    return page(
        request,
        "report",
        "reports",
        report=row,
        latest=_get(year),
        editions=[],
        **context(request, row.snapshot),
    )


def index(request: HttpRequest) -> HttpResponse:
    """Every published report, newest first."""
    return page(request, "reports", "reports", reports=list(reports.public(today())))


def report(request: HttpRequest, year: int) -> HttpResponse:
    """The report as published."""
    row = _get(year)
    return page(
        request, "report", "reports", report=row, latest=row, editions=list(reports.editions(row)),
        **context(request, row.snapshot),
    )  # fmt: skip


def context(request: HttpRequest, snapshot: dict[str, Any]) -> dict[str, Any]:
    """On a phone table 3 shows two columns unless all are asked for."""
    return template_context(snapshot, lite=request.GET.get("columns") != "all")


def template_context(snapshot: dict[str, Any], *, lite: bool) -> dict[str, Any]:
    """What the report's templates take from a snapshot."""
    return {
        "s": snapshot,
        "parts_of": {part["key"]: part for part in snapshot["parts"]},
        "rows": list(zip(ROWS, snapshot["table3"], strict=True)),
        "part_titles": PART_TITLES,
        "preamble": preamble,
        "lite": lite,
    }


def graphic(request: HttpRequest, year: int) -> HttpResponse:
    """图解."""
    row = _get(year)
    return page(
        request,
        "infographic",
        "reports",
        report=row,
        g=infographic(row.snapshot),
        **context(request, row.snapshot),
    )


def figure(request: HttpRequest, year: int, key: str) -> HttpResponse:
    """这个数怎么来的, in public: the rule, the article and the composition; no one's name."""
    row = _get(year)
    opened = row.snapshot["trace"].get(key)
    if opened is None:
        raise Http404
    most = max((n for _, n in opened["composition"]), default=0)
    bars = [
        {"label": name, "text": f"{n:,}", "share": 100 * n / most if most else 0, "href": "", "tone": "c1"}
        for name, n in opened["composition"][:15]
    ]
    rest = opened["composition"][15:]
    return page(
        request, "figure", "reports", report=row, key=key, f=opened, bars=bars,
        rest=(len(rest), sum(n for _, n in rest)),
    )  # fmt: skip


def word(request: HttpRequest, year: int) -> HttpResponse:
    """The report as a Word file."""
    row = _get(year)
    response = HttpResponse(document_bytes(row.snapshot), content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="report-{row.organ.slug}-{year}.docx"'
    return response


def data(request: HttpRequest, year: int) -> JsonResponse:
    """The report as data."""
    row = _get(year)
    return JsonResponse(row.snapshot, json_dumps_params={"ensure_ascii": False})
