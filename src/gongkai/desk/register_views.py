# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""规范性文件和数量: the register whose counts are table 2, and the counts other systems hold, imported with their source."""

from __future__ import annotations

from decimal import Decimal

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from openpyxl import Workbook

from gongkai.desk import screens
from gongkai.desk.fields import whole_number
from gongkai.desk.sent import in_two_steps
from gongkai.desk.views import page, paged
from gongkai.law.citations import FIRST_YEAR
from gongkai.organs.models import Role
from gongkai.organs.queries import organs_with_role
from gongkai.organs.today import today
from gongkai.publishing import counting
from gongkai.publishing.models import CountFile, DecisionCount, Register
from gongkai.publishing.queries import CELLS, counts_visible_to, registered

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The register of a year: made, repealed, in force; and what was decided and charged."""
    person, day = screens.signed_in(request), today()
    year = whole_number(request.GET.get("year")) or day.year
    year = min(max(year, FIRST_YEAR), day.year)
    cell = request.GET.get("cell", "in_force")
    cell = cell if cell in CELLS else "in_force"
    kind = request.GET.get("kind", Register.NORMATIVE)
    kind = kind if kind in Register.values else Register.NORMATIVE
    sums = {k: {c: registered(person, k, c, year, as_of=day).count() for c in CELLS} for k in Register.values}
    found, query = paged(request, registered(person, kind, cell, year, as_of=day), "件")
    counts = counts_visible_to(person).filter(year=year)
    return page(
        request, "registers", year=year, years=range(day.year, day.year - 6, -1), cell=cell, cells=CELLS, kind=kind, sums=sums,
        kinds=Register.choices, found=found, query=query,
        counts=[(c, counting.said(c.kind, c.amount)) for c in counts],
        totals=[(k.label, counting.said(k, sum((c.amount for c in counts if c.kind == k), start=Decimal()))) for k in DecisionCount.Kind],
        may_import=organs_with_role(person, Role.COMPILER).exists(), day=day,
    )  # fmt: skip


@login_required
def import_counts(request: HttpRequest) -> HttpResponse:
    """Dry run first; the second step sends back the very bytes that were tried."""
    person = screens.signed_in(request)
    if not organs_with_role(person, Role.COMPILER).exists():
        raise PermissionDenied("导入数量需要“年报”岗位")
    return in_two_steps(
        request, "counts",
        lambda file: counting.import_counts(actor=person, name=file.name, data=file.data, on=today(), dry_run=not file.again),
        lambda r: f"已导入{len(r.lines)}项，{r.unchanged}项没有变化", redirect("desk:registers"), headings=counting.HEADINGS,
    )  # fmt: skip


@login_required
def template(request: HttpRequest) -> HttpResponse:
    """The empty table."""
    book = Workbook()
    book.active.append(counting.HEADINGS)
    book.active.append(["县市场监管局", today().year - 1, "行政许可", 0, "件", "许可系统导出"])
    response = HttpResponse(content_type=EXCEL)
    book.save(response)
    response["Content-Disposition"] = 'attachment; filename="counts-template.xlsx"'
    return response


@login_required
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """The file counts came from, to those who may see one of the counts."""
    visible = counts_visible_to(screens.signed_in(request)).filter(file=pk)
    if not visible.exists():
        raise Http404
    file = get_object_or_404(CountFile, pk=pk)
    with default_storage.open(file.stored, "rb") as held:
        response = HttpResponse(held.read(), content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    return response
