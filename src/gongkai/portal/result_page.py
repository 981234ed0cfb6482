# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The page of results: its template printed once for each shape the page can have, cut where a question differs, and filled.

After the engine has gone through its index nothing of a template is in the processor's caches any more, and printing it costs three
times what it costs alone. The template stays the one place that knows the page; a test holds filled pages equal to printed ones.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.urls import get_script_prefix
from jinja2.filters import do_urlencode
from markupsafe import escape

from gongkai.portal import results
from gongkai.portal.asked import BY_DATE, FILTERS, PAGE, SORT, Asked, last_page
from gongkai.portal.press.rendering import skin_of
from gongkai.portal.press.skin import Mould, Skin, hole
from gongkai.publishing.finding import DEEPEST, LONGEST, Found

TEMPLATE = "portal/search.html"
# Numbers no page has: where they come out, the real ones go.
_TOTAL, _PAGED, _MANY = 910_000_000_000_001, 920_000_000_000_002, 930_000_000_000_003
_NUMBERS = {f"{_TOTAL:,}": "total", f"{_PAGED:,}": "paged", str(_MANY): "last"}
_ELIDED = 3  # more pages than this behind the one shown, and the pager leaves some out


class Shape(NamedTuple):
    """What decides which parts of the template are printed. pages: how many, or _MANY where the pager tells the last one only."""

    number: int
    pages: int
    by_date: bool
    picked: int
    rescued: bool
    without_index: bool
    also: bool
    facets: bool


def whole(asked: Asked, found: Found, common: dict[str, Any]) -> bytes:
    """The page of a question that has an answer. common: the frame (`rendering.as_asked`)."""
    here, location = do_urlencode(common["here"]), escape(common["location"])
    paged, last = min(found.total, DEEPEST), last_page(found.total)
    number = min(asked.number, last)
    fields = asked.fields()
    query = results.query(fields)
    unsorted = results.query(fields, SORT) if asked.by_date else query
    counted = [(said, found.facets.get(name, [])) for said, name in FILTERS.items()]
    facets = results.facets(fields, asked.chosen, counted)
    shape = Shape(
        number, _MANY if last - number > _ELIDED else last, asked.by_date, asked.picked, found.rescued,
        bool(found.without_index), bool(found.also), bool(facets),
    )  # fmt: skip
    filling = {
        "here": here, "location": location, "words": escape(asked.words), "facets": facets,
        "rows": results.rows(found.hits, get_script_prefix()), "query": f"{query}&amp;", "relevance": unsorted,
        "date": query if asked.by_date else f"{query}&amp;{results.quoted(SORT)}={results.quoted(BY_DATE)}",
        "unfiltered": results.query(fields, SORT, *FILTERS) if shape.picked else "",
        "also": escape("”“".join(found.also)), "total": f"{found.total:,}", "paged": f"{paged:,}", "last": str(last),
    }  # fmt: skip
    return _mould(skin_of(common), shape).fill(filling)


@lru_cache(maxsize=512)
def _mould(skin: Skin, shape: Shape) -> Mould:
    """The page of this shape, printed with holes."""
    found = Found([], _TOTAL, 0.0, rescued=shape.rescued, also=[hole("also")] if shape.also else [])
    found.without_index = "-" if shape.without_index else ""
    pages = Paginator((), PAGE)
    pages.count, pages.num_pages = _PAGED, shape.pages
    page = pages.page(shape.number)
    page.unit = "条"  # type: ignore[attr-defined]
    printed = skin.render(
        TEMPLATE, "", hole("here"), hole("location"),
        {
            "words": hole("words"), "picked": shape.picked, "by_date": shape.by_date, "found": found, "longest": LONGEST,
            "too_long": 0, "pages": page, "rows": hole("rows"), "facets": hole("facets") if shape.facets else "",
            "query": hole("query"), "by_relevance_url": hole("relevance"), "by_date_url": hole("date"),
            "unfiltered": hole("unfiltered") if shape.picked else "",
        },
    )  # fmt: skip
    for number, name in _NUMBERS.items():
        printed = printed.replace(number, hole(name))
    return Mould(printed)
