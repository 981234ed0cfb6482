# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""查找: the results page and what is offered while typing."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import get_script_prefix
from markupsafe import Markup

from gongkai.organs.today import today
from gongkai.portal import results
from gongkai.portal.apply.fields import typed
from gongkai.portal.press.rendering import in_frame
from gongkai.publishing.finding import DEEPEST, LONGEST, Found, find, suggestions
from gongkai.search.actions import remember_miss

PAGE = 20
KEPT = 500  # characters of too long a question that stay in its field to be shortened
SORT = "排序"
# The filter's name in an address, and in the index.
FILTERS = {
    "有效性": "validity",
    "类别": "kind",
    "主题": "theme",
    "公文种类": "paper",
    "机关": "organ",
    "栏目": "column",
    "年份": "year",
}


class _Counted:
    """Something whose length is known, for the paginator."""

    def __init__(self, total: int) -> None:
        self.total = total

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, _key: object) -> list[object]:
        return []


def search(request: HttpRequest) -> HttpResponse:
    """查找 by title, text, number; with the index gone, by title and number only, and the page says so."""
    words = typed(request.GET.get("q", "")).strip()[:KEPT]
    chosen = {said: typed(request.GET.get(said, ""))[:60].strip() for said in FILTERS}
    by_date = request.GET.get(SORT) == "日期"
    asked = {"q": words, **{k: v for k, v in chosen.items() if v}, **({SORT: "日期"} if by_date else {})}
    picked = sum(map(bool, chosen.values()))
    context: dict[str, Any] = {
        "words": words, "picked": picked, "by_date": by_date, "found": None, "longest": LONGEST, "too_long": 0,
    }  # fmt: skip
    if len(words) > LONGEST:
        context["too_long"] = len(typed(request.GET["q"]).strip())
        response = in_frame(request, "portal/search.html", "", context)
        response.status_code = 422
        return response
    if words:
        day, number = today(), _page_number(request)
        found = find(
            words, as_of=day, filters={FILTERS[k]: v for k, v in chosen.items()}, by_date=by_date,
            page=number, size=PAGE,
        )  # fmt: skip
        if not (found.total or found.nothing) and number == 1 and not picked and not found.without_index:
            remember_miss(text=words, on=day)
        context |= _shown(found, number, asked, chosen)
    return in_frame(request, "portal/search.html", "", context)


def _page_number(request: HttpRequest) -> int:
    said = request.GET.get("page", "1")
    return (
        min(max(int(said), 1), DEEPEST // PAGE) if said.isascii() and said.isdigit() and len(said) < 6 else 1
    )


def _shown(found: Found, number: int, asked: dict[str, str], chosen: dict[str, str]) -> dict[str, Any]:
    pages = Paginator(_Counted(min(found.total, DEEPEST)), PAGE).get_page(number)
    pages.unit = "条"
    counted = [(said, found.facets.get(name, [])) for said, name in FILTERS.items()]
    return {
        "found": found, "pages": pages, "rows": results.rows(found.hits, get_script_prefix()),
        "facets": results.facets(asked, chosen, counted), "query": results.query(asked) + Markup("&amp;"),
        "by_relevance_url": results.query(asked, SORT), "by_date_url": results.query({**asked, SORT: "日期"}),
        "unfiltered": results.query(asked, SORT, *FILTERS) if any(chosen.values()) else "",
    }  # fmt: skip


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
