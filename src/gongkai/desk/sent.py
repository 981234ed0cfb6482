# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A register sent for import: tried first; the second step sends back the very bytes that were tried, and they alone are taken."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from gongkai.desk.views import page
from gongkai.organs.permissions import NotAllowed
from gongkai.redaction import Unreadable


@dataclass(frozen=True)
class Sent:
    """The bytes and what the file is called; again is whether they are those that were tried."""

    data: bytes
    name: str
    again: bool

    @property
    def digest(self) -> str:
        """What the trial's page keeps, so that no other bytes are taken."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def held(self) -> str:
        """The bytes as the trial's page carries them."""
        return base64.b64encode(self.data).decode()


def sent(request: HttpRequest) -> Sent:
    """The chosen file, or the one carried by the page; without either its data is empty."""
    chosen = request.FILES.get("file")
    name = ((chosen.name or "") if chosen else request.POST.get("name", "")).replace("\0", "")
    try:
        data = chosen.read() if chosen else base64.b64decode(request.POST.get("held", ""), validate=True)
    except ValueError:
        data = b""
    return Sent(data, name, bool(data) and request.POST.get("digest") == hashlib.sha256(data).hexdigest())


def in_two_steps(
    request: HttpRequest,
    template: str,
    read: Callable[[Sent], Any],
    done: Callable[[Any], str],
    onward: HttpResponse,
    *,
    ask: str = "请选择一个 .xlsx 或者 .csv 文件",
    refused: tuple[type[Exception], ...] = (),
    **more: Any,
) -> HttpResponse:
    """The page of an import: choose a file, see what would happen row by row, import the very bytes that were tried.

    read tries or imports (the file says which); done says in words what an import did; onward is where one comes to then.
    """
    shown = {"result": None, "error": "", "held": "", "name": "", "digest": "", **more}
    if request.method != "POST":
        return page(request, template, **shown)
    file = sent(request)
    if not file.data:
        return page(request, template, status=422, **shown | {"error": ask})
    try:
        result = read(file)
    except (Unreadable, *refused) as error:
        return page(request, template, status=422, **shown | {"error": str(error), "name": file.name})
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    if result.imported:
        messages.success(request, done(result))
        return onward
    tried = {
        "result": result,
        "held": file.held if result.usable else "",
        "name": file.name,
        "digest": file.digest,
    }
    return page(request, template, status=200 if result.usable else 422, **shown | tried)
