# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""历年和同类年报: files tried and kept, one body over the years, one year over the bodies."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from gongkai.annual_report import archive
from gongkai.annual_report.actions import Refused
from gongkai.annual_report.bars import bars
from gongkai.annual_report.models import ArchivedReport
from gongkai.annual_report.reading.source import KINDS
from gongkai.desk import screens
from gongkai.desk.fields import typed, whole_number
from gongkai.desk.views import page
from gongkai.organs.models import Organ, Role
from gongkai.organs.queries import organs_with_role
from gongkai.organs.today import today

SALT = "archive"  # what was read stays on the page, signed, between the trial and the keeping
MOST_FILES, MOST_BYTES = 20, 10 * 2**20


def _office(request: HttpRequest) -> Organ:
    """The organ whose archive the person works with: the highest in which they compile reports."""
    office = organs_with_role(screens.signed_in(request), Role.COMPILER).order_by("position", "pk").first()
    if office is None:
        raise PermissionDenied("查看历年和同类年报需要“年报”岗位")
    return office


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """What is known, by body; files are tried first and kept on a second word."""
    office = _office(request)
    if request.method != "POST":
        return _index(request, office)
    if held := request.POST.getlist("held"):
        return _keep(request, office, held)
    files = request.FILES.getlist("files")
    if not files:
        return _index(request, office, error="请选择年度报告文件", status=422)
    if len(files) > MOST_FILES:
        return _index(
            request, office, error=f"一次最多{MOST_FILES}个文件，现在选了{len(files)}个", status=422
        )
    tried = []
    for file in files:
        name = file.name or "报告"
        if (file.size or 0) > MOST_BYTES:
            tried.append(archive.Tried(name, "", None, None, {}, "文件超过10MB，请上传正文部分"))
        else:
            tried.append(archive.attempt(name, file.read(), on=today()))
    return _index(
        request,
        office,
        tried=[(t, "" if t.refused else signing.dumps(asdict(t), salt=SALT, compress=True)) for t in tried],
    )


def _keep(request: HttpRequest, office: Organ, held: list[str]) -> HttpResponse:
    kept, refused, again = 0, [], []
    for text in held:
        try:
            tried = archive.Tried(**signing.loads(text, salt=SALT, max_age=3600))
            if tried.asks:
                given = (
                    typed(request, f"organ:{tried.digest}"),
                    whole_number(typed(request, f"year:{tried.digest}")),
                )
                tried = archive.named(tried, organ=given[0], year=given[1], on=today())
            if tried.asks:  # what was given is kept on the page, and asked for once more
                again.append((tried, text))
                continue
            archive.keep(actor=screens.signed_in(request), office=office, tried=tried, on=today())
            kept += 1
        except signing.BadSignature:
            refused.append("试读的结果已经失效，请重新选择文件")
        except Refused as refusal:
            refused.append(str(refusal))
    if kept:
        messages.success(request, f"已收入{kept}份")
    for words in refused:
        messages.error(request, words)
    if again:
        words = f"还有{len(again)}份没有收入：请填写是哪个机关、哪一年的报告"
        return _index(request, office, tried=again, error=words, status=422)
    return redirect("desk:report_archive")


def _index(
    request: HttpRequest, office: Organ, *, tried: Any = (), error: str = "", status: int = 200
) -> HttpResponse:
    found = archive.known(office, today())
    years = sorted({y.year for y in found}, reverse=True)
    chosen = whole_number(request.GET.get("year")) or (years[0] if years else None)
    bodies: dict[str, list[archive.YearOf]] = {}
    for row in found:
        bodies.setdefault(row.organ, []).append(row)
    peers = sorted((y for y in found if y.year == chosen), key=lambda y: -(y.new or 0))
    drawn = bars((y.organ, y.new or 0, "") for y in peers[:12])
    return page(
        request, "report_archive", status=status, office=office, bodies=bodies, years=years, chosen=chosen, peers=peers,
        bars=drawn, tried=tried, usable=sum(not t.refused for t, _ in tried), error=error, kinds="、".join(KINDS), accept=",".join(KINDS),
    )  # fmt: skip


@login_required
def body(request: HttpRequest) -> HttpResponse:
    """One body over the years, and where one year does not follow from the last."""
    office, name = _office(request), request.GET.get("name", "")
    years = [y for y in archive.known(office, today()) if y.organ == name]
    if not years:
        raise Http404
    drawn = bars((f"{y.year}年", y.new or 0, "") for y in reversed(years))
    return page(
        request, "report_trend", name=name, years=years, bars=drawn, faults=list(archive.continuity(years)),
        missing=[y for y in range(years[-1].year, years[0].year) if y not in {r.year for r in years}],
    )  # fmt: skip


@login_required
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """移除 one kept report, with its reason."""
    row = get_object_or_404(ArchivedReport, pk=pk, kept_by=_office(request))
    if request.method == "POST":
        try:
            archive.remove(
                actor=screens.signed_in(request), row=row, on=today(), reason=typed(request, "reason")
            )
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已移除{row.organ_name}{row.year}年的报告")
    return redirect("desk:report_archive")
