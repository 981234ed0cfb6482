# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""查找: the results page and what is offered while typing."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import get_script_prefix

from gongkai.organs.today import today
from gongkai.portal.apply.fields import typed
from gongkai.portal.cards import cn
from gongkai.portal.press.rendering import in_frame
from gongkai.publishing.finding import DEEPEST, LONGEST, Found, Hit, find, suggestions
from gongkai.publishing.models import Form
from gongkai.search.actions import remember_miss

PAGE = 20
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
    words = typed(request.GET.get("q", "")).strip()[:LONGEST]
    chosen = {said: typed(request.GET.get(said, ""))[:60].strip() for said in FILTERS}
    by_date = request.GET.get("排序") == "日期"
    asked = {"q": words, **{k: v for k, v in chosen.items() if v}, **({"排序": "日期"} if by_date else {})}
    context: dict[str, Any] = {"words": words, "chosen": chosen, "by_date": by_date, "found": None}
    if words:
        day, number = today(), _page_number(request)
        found = find(
            words, as_of=day, filters={FILTERS[k]: v for k, v in chosen.items()}, by_date=by_date,
            page=number, size=PAGE,
        )  # fmt: skip
        if (
            not (found.total or found.nothing)
            and number == 1
            and not any(chosen.values())
            and not found.without_index
        ):
            remember_miss(text=words, on=day)
        context |= _shown(found, number, asked, chosen)
    return in_frame(request, "portal/search.html", "", context)


def _page_number(request: HttpRequest) -> int:
    said = request.GET.get("page", "1")
    return (
        min(max(int(said), 1), DEEPEST // PAGE) if said.isascii() and said.isdigit() and len(said) < 6 else 1
    )


_quoted = lru_cache(maxsize=4096)(quote)


def _shown(found: Found, number: int, asked: dict[str, str], chosen: dict[str, str]) -> dict[str, Any]:
    pages = Paginator(_Counted(min(found.total, DEEPEST)), PAGE).get_page(number)
    pages.unit = "条"
    base = get_script_prefix()
    rows = [(hit, address := f"{base}{hit.path}", _beside(hit, address)) for hit in found.hits]
    facets = []
    for said, name in FILTERS.items():
        without = urlencode({k: v for k, v in asked.items() if k != said})
        chosen_by = f"{without}&{_quoted(said)}="
        entries = [
            (label, count, chosen_by + _quoted(value), value == chosen[said])
            for value, label, count in found.facets.get(name, [])
        ]
        if len(entries) > 1 or chosen[said]:
            facets.append((said, entries, without if chosen[said] else ""))
    return {
        "found": found, "pages": pages, "rows": [(hit, address, beside, cn(hit.published_on)) for hit, address, beside in rows], "facets": facets, "query": f"{urlencode(asked)}&",
        "by_relevance_url": urlencode({k: v for k, v in asked.items() if k != "排序"}),
        "by_date_url": urlencode({**asked, "排序": "日期"}),
        "unfiltered": urlencode({"q": asked["q"]}) if any(chosen.values()) else "",
    }  # fmt: skip


def _beside(hit: Hit, address: str) -> list[tuple[str, str]]:
    """What a result has beside it, each once, and where on its page."""
    said = [(f"{Form(form).label}" if form else "", kind) for kind, form in hit.companions]
    named = [
        (form, f"{address}#read") if kind == "interpretation" else BESIDE[kind](address)
        for form, kind in said
    ]
    return list(dict.fromkeys(named))


BESIDE = {
    "service": lambda address: ("办事入口", f"{address}#do"),
    "question": lambda address: ("常见问题", f"{address}#faq"),
}


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
