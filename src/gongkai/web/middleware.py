# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Response headers every page carries."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.shortcuts import render
from django.urls import resolve

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


# Pages of citizens that know no person, each asked for often and different each time.
IMPERSONAL = ("/search/", "/search/suggest/")


@lru_cache(maxsize=len(IMPERSONAL))
def _view(address: str) -> Callable[[HttpRequest], HttpResponse]:
    return resolve(address).func


class ShortWay:
    """What of 查找 comes to Django (`portal.searching` gives most results before it) is answered without the layers after this
    one: who is signed in, what is kept of a session and which message waits is nothing to it. Only whether the host is ours, and
    the token of the form it shows when nothing is found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.short = CsrfViewMiddleware(lambda request: _view(request.path_info)(request))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "GET" or request.path_info not in IMPERSONAL:
            return self.get_response(request)
        request.get_host()  # refuses another's
        response = self.short(request)
        response.headers.setdefault("Content-Length", str(len(response.content)))
        return response
