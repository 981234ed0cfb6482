# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""导入目录条目: the rows of a column's catalogue from a table, tried out before anything is written."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from openpyxl import Workbook

from gongkai.desk import screens
from gongkai.desk.sent import in_two_steps
from gongkai.organs.models import Role
from gongkai.organs.permissions import holds
from gongkai.organs.today import today
from gongkai.publishing import cataloguing
from gongkai.publishing.models import Column

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _row(request: HttpRequest, pk: int) -> Column:
    row = get_object_or_404(Column.objects.select_related("owner"), pk=pk)
    if not holds(screens.signed_in(request), row.owner, Role.ADMIN, Role.SUPERVISOR):
        raise PermissionDenied("登记目录条目需要“监督”或者“管理”岗位")
    return row


@login_required
def import_items(request: HttpRequest, pk: int) -> HttpResponse:
    """Dry run first; the second step sends back the very bytes that were tried."""
    row = _row(request, pk)
    person = screens.signed_in(request)
    return in_two_steps(
        request, "catalogue_import",
        lambda file: cataloguing.import_items(actor=person, column=row, data=file.data, on=today(), dry_run=not file.again),
        lambda r: f"已登记{len(r.lines)}个目录条目，{r.unchanged}个没有变化", redirect("desk:column", pk=pk),
        refused=(cataloguing.Refused,), row=row, headings=cataloguing.HEADINGS,
    )  # fmt: skip


@login_required
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """The empty table, with a row to show how."""
    _row(request, pk)
    book = Workbook()
    book.active.append(cataloguing.HEADINGS)
    book.active.append(
        [
            "1",
            "政策文件",
            "行政法规和规章",
            "文件名称、文号、正文",
            "《中华人民共和国政府信息公开条例》",
            "20个工作日",
            "",
            "全社会",
            "主动",
        ]
    )
    response = HttpResponse(content_type=EXCEL)
    book.save(response)
    response["Content-Disposition"] = 'attachment; filename="catalogue-template.xlsx"'
    return response
