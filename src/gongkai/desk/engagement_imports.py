# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Import of any register of 政民互动: tried first, then the very bytes that were tried."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.desk import screens
from gongkai.desk.engagement_common import mine
from gongkai.desk.sent import in_two_steps
from gongkai.engagement.registers import register as register_of
from gongkai.engagement.sheets import Register, import_rows, workbook
from gongkai.organs.models import Role

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Where each register is on the desk.
HOMES = {
    "tickets": "desk:tickets", "activities": "desk:activities", "posts": "desk:activities", "problems": "desk:problems", "stations": "desk:stations",
    "opinions": "desk:consultations", "letters": "desk:citizen_messages", "sentiments": "desk:sentiments", "goals": "desk:goals", "announcements": "desk:announcements",
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
    home = HOMES[register.key]
    return in_two_steps(
        request, "engage/import", lambda file: import_rows(actor=person, register=register, data=file.data, dry_run=not file.again),
        lambda r: f"已导入{len(r.new)}{register.unit}，{len(r.unchanged)}{register.unit}没有变化", redirect(home),
        register=register, home=home,
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
