# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The page of results: its template printed once for each shape the page can have, cut where a question differs, and filled.

After the engine has gone through its index nothing of a template is in the processor's caches any more, and printing it costs three
times what it costs alone. The template stays the one place that knows the page; a test holds filled pages equal to printed ones.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.urls import get_script_prefix
from jinja2.filters import do_urlencode
from markupsafe import Markup, escape

from gongkai.portal import results
from gongkai.portal.asked import BY_DATE, FILTERS, PAGE, SORT, Asked
from gongkai.portal.press.rendering import skin_of
from gongkai.portal.press.skin import Skin
from gongkai.publishing.finding import DEEPEST, LONGEST, Found

TEMPLATE = "portal/search.html"
# Numbers no page has: where they come out, the real ones go.
_TOTAL, _PAGED, _MANY = 910_000_001, 920_000_002, 93_000_003
_NUMBERS = {f"{_TOTAL:,}": "total", f"{_PAGED:,}": "paged", str(_MANY): "last"}
_CUT = re.compile(f"QQcut([a-z_]+)QQ|({'|'.join(_NUMBERS)})")
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
    paged = min(found.total, DEEPEST)
    last = max(1, -(-paged // PAGE))
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
        "rows": results.rows(found.hits, get_script_prefix()), "query": f"{query}&amp;", "by_relevance_url": unsorted,
        "by_date_url": query if asked.by_date else f"{query}&amp;{results.quoted(SORT)}={results.quoted(BY_DATE)}",
        "unfiltered": results.query(fields, SORT, *FILTERS) if shape.picked else "",
        "also": escape("”“".join(found.also)), "total": f"{found.total:,}", "paged": f"{paged:,}", "last": str(last),
    }  # fmt: skip
    filled = {name: text.encode() for name, text in filling.items()}
    texts, holes = _cut(skin_of(common), shape)
    pieces = [b""] * (2 * len(holes) + 1)
    pieces[::2] = texts
    pieces[1::2] = [filled[name] for name in holes]
    return b"".join(pieces)


@lru_cache(maxsize=512)
def _cut(skin: Skin, shape: Shape) -> tuple[list[bytes], list[str]]:
    """The page of this shape in pieces of UTF-8, and what goes between each two of them."""
    hole = {name: Markup(f"QQcut{name}QQ") for name in (  # noqa: S704 - our own
        "words", "facets", "rows", "query", "by_relevance_url", "by_date_url", "unfiltered", "also"
    )}  # fmt: skip
    found = Found([], _TOTAL, 0.0, rescued=shape.rescued, also=[hole.pop("also")] if shape.also else [])
    found.without_index = "QQ" if shape.without_index else ""
    pages = Paginator((), PAGE)
    pages.count, pages.num_pages = _PAGED, shape.pages
    page = pages.page(shape.number)
    page.unit = "条"  # type: ignore[attr-defined]
    empty = {} if shape.facets else {"facets": ""}
    unfiltered = {} if shape.picked else {"unfiltered": ""}
    printed = skin.render(
        TEMPLATE, "", "QQcuthereQQ", "QQcutlocationQQ",
        {
            **hole, **empty, **unfiltered, "found": found, "pages": page, "picked": shape.picked,
            "by_date": shape.by_date, "longest": LONGEST, "too_long": 0,
        },
    )  # fmt: skip
    texts, holes, at = [], [], 0
    for cut in _CUT.finditer(printed):
        name, number = cut.groups()
        texts.append(printed[at : cut.start()].encode())
        holes.append(name or _NUMBERS[number])
        at = cut.end()
    return [*texts, printed[at:].encode()], holes
