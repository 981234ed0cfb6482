# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政府信息公开年报: the published report, its 图解, its files, and where every figure comes from."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404

from gongkai.annual_report import queries as reports
from gongkai.annual_report.docx import document_bytes
from gongkai.annual_report.models import PublishedReport
from gongkai.organs.today import today
from gongkai.portal.press.rendering import answer
from gongkai.portal.press.reports import whole
from gongkai.portal.views import page

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _get(year: int) -> PublishedReport:
    return get_object_or_404(reports.public(today()).filter(organ__parent__isnull=True), year=year)


def report(request: HttpRequest, year: int) -> HttpResponse:
    """The report as published; on a phone table 3 shows two columns unless all are asked for."""
    if request.GET.get("columns") != "all":
        return answer(request, request.path)
    return page(request, "report", "reports", **whole(_get(year), lite=False))


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
