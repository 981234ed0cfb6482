# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""导入登记簿: choose a file, see what would happen, then import it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.applications import register as registers
from gongkai.desk import screens
from gongkai.desk.sent import in_two_steps

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """Dry run first; the second step sends back the very bytes that were tried."""
    person = screens.signed_in(request)
    return in_two_steps(
        request, "import", lambda file: registers.import_register(actor=person, data=file.data, dry_run=not file.again),
        lambda r: f"已导入{len(r.new)}件，{len(r.unchanged)}件没有变化", redirect("desk:cases"), ask="请选择一个 .xlsx 登记簿",
        refused=(registers.Unreadable,),
    )  # fmt: skip


@login_required
def template(request: HttpRequest) -> HttpResponse:
    """The empty register."""
    response = HttpResponse(registers.workbook(), content_type=EXCEL)
    response["Content-Disposition"] = 'attachment; filename="register-template.xlsx"'
    return response
