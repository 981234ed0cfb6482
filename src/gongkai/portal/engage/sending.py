# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Forms anyone may send: carried by the page itself, sent once, and not too often from one address."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.applications import throttle
from gongkai.portal.address import address

TOO_OFTEN = "这个网络地址一小时内提交得太多。请过一小时再提交，您写的内容还在本页。"


def may_send(request: HttpRequest, form: Any) -> bool:
    """Count one more of this address, or say on the form that it has had its hour."""
    who = address(request)
    if throttle.spent(throttle.SUBMIT, who):
        form.add_error(None, TOO_OFTEN)
        form.too_often = True
        return False
    throttle.count(throttle.SUBMIT, who)
    return True


def form_page(request: HttpRequest, name: str, /, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page with what someone is writing in it: kept by no cache between."""
    response = render(request, f"portal/engage/{name}.html", {"current": "", **context}, status=status)
    response["Cache-Control"] = "private, no-cache"
    return response
