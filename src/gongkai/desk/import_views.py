# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""导入登记簿: choose a file, see what would happen, then import it."""

from __future__ import annotations

import base64
import hashlib

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.applications import register as registers
from gongkai.desk import screens
from gongkai.desk.views import page

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def register(request: HttpRequest) -> HttpResponse:
    """Dry run first; the second step sends back the very bytes that were tried."""
    if request.method != "POST":
        return page(request, "import", result=None, error="", held="", name="")
    upload = request.FILES.get("file")
    if upload is not None:
        data, name = upload.read(), upload.name or ""
    else:
        name = request.POST.get("name", "")
        try:
            data = base64.b64decode(request.POST.get("held", ""), validate=True)
        except ValueError:
            data = b""
    if not data:
        return page(
            request, "import", status=422, result=None, error="请选择一个 .xlsx 登记簿", held="", name=""
        )
    again = request.POST.get("digest") == hashlib.sha256(data).hexdigest()
    try:
        result = registers.import_register(actor=screens.signed_in(request), data=data, dry_run=not again)
    except registers.Unreadable as error:
        return page(request, "import", status=422, result=None, error=str(error), held="", name=name)
    if result.imported:
        messages.success(request, f"已导入{len(result.new)}件，{len(result.unchanged)}件没有变化")
        return redirect("desk:cases")
    return page(
        request, "import", status=200 if result.usable else 422, result=result, error="", name=name,
        held=base64.b64encode(data).decode() if result.usable else "", digest=hashlib.sha256(data).hexdigest(),
    )  # fmt: skip


@login_required
def template(request: HttpRequest) -> HttpResponse:
    """The empty register."""
    response = HttpResponse(registers.workbook(), content_type=EXCEL)
    response["Content-Disposition"] = 'attachment; filename="register-template.xlsx"'
    return response
