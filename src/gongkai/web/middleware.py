# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Response headers every page carries."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.organs.models import Organ

POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"

# What every page carries, whether Django made it or it was pressed to a file (docs/deploy.md gives the same to nginx).
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class ContentPolicy:
    """No page asks anything of another host; the browser is told so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        return response


class BodyLimit:
    """A post that is too large is refused before any of it is read or written to the disk, on the desk too: its
    sign-in page stands open to everyone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        said = str(request.META.get("CONTENT_LENGTH") or "0")
        size = int(said) if said.isascii() and said.isdigit() else 0
        desk = request.path.startswith("/desk/")
        if size > (settings.GONGKAI_DESK_MOST_BYTES if desk else settings.GONGKAI_MOST_BYTES):
            return render(request, "413.html", status=413)
        return self.get_response(request)


class NoNull:
    """An address whose question holds a null character is refused: no database keeps one, and no one types it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path_info:
            return render(request, "400.html", status=400)
        return self.get_response(request)


class EmptyInstance:
    """Until the first organ is registered there is no site to show: every address says what to do."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.ready = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not self.ready:
            self.ready = Organ.objects.filter(parent__isnull=True).exists()
        return self.get_response(request) if self.ready else render(request, "empty.html", status=503)
