# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政府信息公开年报: the published report, its 图解, its files, and where every figure comes from."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from gongkai.annual_report import queries as reports
from gongkai.annual_report.models import PublishedReport
from gongkai.annual_report.renderings import FORMS, file_name, of_published
from gongkai.organs.today import today
from gongkai.portal.press.rendering import answer
from gongkai.portal.press.reports import whole
from gongkai.portal.views import page
from gongkai.typesetting import NoFont


def _get(year: int, slug: str = "") -> PublishedReport:
    own = {"organ__slug": slug, "organ__parent__isnull": False} if slug else {"organ__parent__isnull": True}
    return get_object_or_404(reports.public(today()), year=year, **own)


def report(request: HttpRequest, year: int, slug: str = "") -> HttpResponse:
    """The report as published; on a phone table 3 shows two columns unless all are asked for."""
    if request.GET.get("columns") != "all":
        return answer(request, request.path)
    return page(request, "report", "reports", **whole(_get(year, slug), lite=False))


def download(request: HttpRequest, year: int, name: str, slug: str = "") -> HttpResponse:
    """The report or its 图解 as a file. Without a Chinese font a PDF or a picture is refused, with what to take instead."""
    if name not in FORMS:
        raise Http404
    row = _get(year, slug)
    try:
        data = of_published(row, name)
    except NoFont:
        said = {
            **whole(row),
            "problem": f"这里暂时不能生成{FORMS[name].label}，请下载Word文件或者看网页，内容完全相同。",
        }
        return page(request, "report", "reports", status=422, **said)
    response = HttpResponse(data, content_type=FORMS[name].media)
    if name != "report.json":
        response["Content-Disposition"] = f'attachment; filename="{file_name(row.organ.slug, year, name)}"'
    return response
