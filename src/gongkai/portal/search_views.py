# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""查找: the results page and what is offered while typing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import get_script_prefix

from gongkai.organs.today import today
from gongkai.portal.apply.fields import typed
from gongkai.portal.asked import FILTERS, SORT, Asked
from gongkai.portal.press.rendering import in_frame, of_request
from gongkai.portal.result_page import TEMPLATE, whole
from gongkai.portal.results import query
from gongkai.portal.searching import FOUND
from gongkai.publishing.finding import LONGEST, suggestions
from gongkai.search.actions import remember_miss


def search(request: HttpRequest) -> HttpResponse:
    """查找 by title, text, number; with the index gone, by title and number only, and the page says so. Most of what finds something
    is answered before it comes here (`searching`)."""
    asked, day = Asked.of(request.GET), today()
    context = {"words": asked.words, "found": None, "longest": LONGEST, "too_long": 0}
    if asked.length > LONGEST:
        response = in_frame(request, TEMPLATE, "", {**context, "too_long": asked.length})
        response.status_code = 422
        return response
    if not asked.words:
        return in_frame(request, TEMPLATE, "", context)
    found = request.META.get(FOUND) or asked.find(day)
    if found.total:
        return HttpResponse(whole(asked, found, of_request(request)))
    if not (found.nothing or asked.number > 1 or asked.picked or found.without_index):
        remember_miss(text=asked.words, on=day)
    unfiltered = query(asked.fields(), SORT, *FILTERS) if asked.picked else ""
    return in_frame(request, TEMPLATE, "", {**context, "found": found, "unfiltered": unfiltered})


def suggest(request: HttpRequest) -> JsonResponse:
    """Titles and numbers while typing, as JSON; the page works without it."""
    words = typed(request.GET.get("q", "")).strip()[:LONGEST]
    rows = suggestions(words, as_of=today()) if len(words) > 1 else []
    base = get_script_prefix()
    response = JsonResponse(
        {"items": [{"title": r.title, "number": r.number, "url": f"{base}{r.path}"} for r in rows]}
    )
    response["Cache-Control"] = "max-age=30"
    return response
