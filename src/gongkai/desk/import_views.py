# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""导入登记簿: choose a file, see what would happen, then import it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.applications import register as registers
from gongkai.desk import screens
from gongkai.desk.sent import sent
from gongkai.desk.views import page

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """Dry run first; the second step sends back the very bytes that were tried."""
    if request.method != "POST":
        return page(request, "import", result=None, error="", held="", name="")
    file = sent(request)
    if not file.data:
        return page(
            request, "import", status=422, result=None, error="请选择一个 .xlsx 登记簿", held="", name=""
        )
    try:
        result = registers.import_register(actor=screens.signed_in(request), data=file.data, dry_run=not file.again)
    except registers.Unreadable as error:
        return page(request, "import", status=422, result=None, error=str(error), held="", name=file.name)
    if result.imported:
        messages.success(request, f"已导入{len(result.new)}件，{len(result.unchanged)}件没有变化")
        return redirect("desk:cases")
    return page(
        request, "import", status=200 if result.usable else 422, result=result, error="", name=file.name,
        held=file.held if result.usable else "", digest=file.digest,
    )  # fmt: skip


@login_required
def template(request: HttpRequest) -> HttpResponse:
    """The empty register."""
    response = HttpResponse(registers.workbook(), content_type=EXCEL)
    response["Content-Disposition"] = 'attachment; filename="register-template.xlsx"'
    return response
