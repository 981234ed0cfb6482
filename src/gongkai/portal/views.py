# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The portal's pages: everything here is for anyone, and reads only what is public on the day."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.defaults import page_not_found

from gongkai.organs.models import Organ
from gongkai.portal.columns import asks, filtered
from gongkai.portal.press.rendering import answer, in_frame


def page(
    request: HttpRequest, name: str, current: str = "", /, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Render one of the portal's templates; current marks the statutory entry the page belongs to."""
    return render(request, f"portal/{name}.html", {"current": current, **context}, status=status)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """没有这一页, in the site's frame and with ways on. The desk's, and where there is no site yet, is the bare page."""
    if request.path_info.startswith("/desk/") or not Organ.objects.filter(parent__isnull=True).exists():
        return page_not_found(request, exception)
    response = in_frame(request, "portal/missing.html", "", {})
    response.status_code = 404
    return response


def pressed(request: HttpRequest, **_address: object) -> HttpResponse:
    """A page that is pressed to a file, made for this request by the same class."""
    return answer(request, request.path)


def column(request: HttpRequest, slug: str, ended: bool = False) -> HttpResponse:
    """栏目: its pressed list, or what was looked for in it."""
    return filtered(request, slug, ended=ended) if asks(request) else answer(request, request.path)


def mode(request: HttpRequest, mode: str) -> HttpResponse:
    """长者版 switch: the same address, remembered in a cookie."""
    if mode not in ("elder", "standard"):
        raise Http404
    onward = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()}):
        onward = "/"
    response = HttpResponseRedirect(onward)
    if mode == "standard":
        response.delete_cookie("mode")
    else:
        response.set_cookie("mode", mode, max_age=365 * 24 * 3600, samesite="Lax", httponly=True)
    return response
