# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Beside the report: 口径说明, 批注, and the figures beside last year's and the units'."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from gongkai.annual_report import beside, comparing, likeness, report
from gongkai.annual_report.actions import Refused
from gongkai.annual_report.figures import figure
from gongkai.annual_report.models import Remark
from gongkai.desk import screens
from gongkai.desk.fields import typed
from gongkai.desk.report_views import Kept, organ_of, show
from gongkai.desk.views import page
from gongkai.organs.models import Organ
from gongkai.organs.permissions import NotAllowed
from gongkai.organs.today import today


def _back(organ: Organ, year: int, key: str, part: str) -> str:
    at = reverse("desk:report", kwargs={"slug": organ.slug, "year": year})
    return f"{at}?{urlencode({'figure': key})}#trace" if key else f"{at}#part-{part}"


def _done(request: HttpRequest, organ: Organ, year: int, verb: Callable[[], str], kept: Kept) -> HttpResponse:
    """Run a verb and go back to where it was asked; a refusal shows the editor again with what was typed."""
    try:
        said = verb()
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except Refused as refusal:
        kept.why = str(refusal)
        return show(request, organ, year, kept=kept, status=422)
    messages.success(request, said)
    return redirect(_back(organ, year, kept.key, kept.part))


@login_required
def note(request: HttpRequest, slug: str, year: int, key: str) -> HttpResponse:
    """写口径说明."""
    organ = organ_of(request, slug, year)
    if request.method != "POST":
        return redirect(_back(organ, year, key, ""))
    text, public = typed(request, "text"), request.POST.get("public") == "1"

    def verb() -> str:
        row = beside.note(
            actor=screens.signed_in(request),
            organ=organ,
            year=year,
            key=key,
            text=text,
            public=public,
            on=today(),
        )
        if row is None:
            return "已删除口径说明"
        return "已保存口径说明，会随报告公布" if row.public else "已保存口径说明，只在工作台看得到"

    return _done(request, organ, year, verb, Kept("note", text, key=key, public=public))


@login_required
def remark(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """批注 a part or a figure."""
    organ = organ_of(request, slug, year)
    key, part, text = typed(request, "key"), typed(request, "part"), typed(request, "text")
    if request.method != "POST":
        return redirect("desk:report", slug=slug, year=year)

    def verb() -> str:
        beside.remark(
            actor=screens.signed_in(request), organ=organ, year=year, text=text, on=today(),
            part=part or None, key=key or None,
        )  # fmt: skip
        return "已写批注，不会公布"

    return _done(request, organ, year, verb, Kept("remark", text, key=key, part=part))


@login_required
def resolve(request: HttpRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """解决 a remark."""
    organ = organ_of(request, slug, year)
    row = get_object_or_404(Remark, pk=pk, organ=organ, year=year)
    if request.method != "POST":
        return redirect(_back(organ, year, row.figure or "", row.part or ""))

    def verb() -> str:
        beside.resolve(actor=screens.signed_in(request), row=row, on=today())
        return "批注已解决"

    return _done(request, organ, year, verb, Kept("resolve", "", key=row.figure or "", part=row.part or ""))


@login_required
def compare(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """与上年比、与所属单位比、文字有没有照抄."""
    organ = organ_of(request, slug, year)
    computed = report.compute(organ, year)
    before = comparing.last_year(computed.scope)
    rows = comparing.pairs(computed, before)
    draft = report.draft(computed)
    return page(
        request, "report_compare", organ=organ, year=year, report=computed, before=before, rows=rows,
        large=[r for r in rows if r.large], units=comparing.by_unit(computed.scope),
        unit_figures=[figure(key) for key in comparing.OF_UNITS],
        alike=likeness.last_year(organ, year, draft), others=likeness.others(organ, year, draft),
    )  # fmt: skip
