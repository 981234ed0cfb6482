# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Import of any register of 政民互动: tried first, then the very bytes that were tried."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.desk import screens
from gongkai.desk.engagement_common import mine
from gongkai.desk.sent import sent
from gongkai.desk.views import page
from gongkai.engagement.registers import register as register_of
from gongkai.engagement.sheets import Register, import_rows, workbook
from gongkai.organs.models import Role
from gongkai.redaction import Unreadable

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Where each register is on the desk.
HOMES = {
    "tickets": "desk:tickets", "activities": "desk:activities", "problems": "desk:problems", "stations": "desk:stations",
    "opinions": "desk:consultations", "letters": "desk:citizen_messages", "sentiments": "desk:sentiments", "goals": "desk:goals",
}  # fmt: skip


def _register(key: str) -> Register:
    found = register_of(key)
    if found is None:
        raise Http404
    return found


@login_required
def upload(request: HttpRequest, name: str) -> HttpResponse:
    """试导入, 导入."""
    register, person = _register(name), screens.signed_in(request)
    if not mine(person, Role.EDITOR, Role.HANDLER):
        raise PermissionDenied("导入需要“编辑”或者“承办”岗位")
    shown = {
        "register": register,
        "home": HOMES[register.key],
        "result": None,
        "error": "",
        "held": "",
        "name": "",
        "digest": "",
    }
    if request.method != "POST":
        return page(request, "engage/import", **shown)
    file = sent(request)
    if not file.data:
        return page(
            request, "engage/import", status=422, **shown | {"error": "请选择一个 .xlsx 或者 .csv 文件"}
        )
    try:
        result = import_rows(actor=person, register=register, data=file.data, dry_run=not file.again)
    except Unreadable as error:
        return page(request, "engage/import", status=422, **shown | {"error": str(error), "name": file.name})
    if result.imported:
        messages.success(
            request, f"已导入{len(result.new)}{register.unit}，{len(result.unchanged)}{register.unit}没有变化"
        )
        return redirect(HOMES[register.key])
    held = file.held if result.usable else ""
    return page(
        request, "engage/import", status=200 if result.usable else 422,
        **shown | {"result": result, "held": held, "name": file.name, "digest": file.digest},
    )  # fmt: skip


@login_required
def template(request: HttpRequest, name: str) -> HttpResponse:
    """The empty register with one example."""
    return sheet(workbook(_register(name)), f"{name}-template")


def sheet(data: bytes, name: str) -> HttpResponse:
    """An .xlsx as an attachment."""
    response = HttpResponse(data, content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
