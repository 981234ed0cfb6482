# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""可能已经公开: what is already public and looks like the wish. One function, so that another engine can take its place."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q

from gongkai.portal.cards import href
from gongkai.publishing import finding
from gongkai.publishing import queries as publishing
from gongkai.search.engine import Unavailable

_CANDIDATES = 200
_NUMBER = re.compile(r"[一-鿿]{1,12}[〔\[(（【]?\d{4}[〕\])）】]?第?\d{1,5}号")
# Words of asking, not of the thing asked for.
_ASKING = re.compile(
    r"申请|公开|政府信息|信息|要求|希望|需要|提供|关于|有关|相关|以及|及其|和|与|的|了|请|我|情况|材料|文件|所有|全部|年度|\d{4}年|以来|至今"
)


@dataclass(frozen=True, slots=True)
class Similar:
    """One item already public."""

    title: str
    url: str
    published_on: date


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1) if text[n : n + 2].isalnum()}


def similar_public(text: str, limit: int, *, as_of: date) -> list[Similar]:
    """Public items whose number is named in the text, then those nearest to its words."""
    text = unicodedata.normalize("NFKC", text)[:200]
    try:
        found = finding.similar_public(text, as_of=as_of, limit=limit)
    except Unavailable:
        return _by_title(text, limit, as_of)
    return [Similar(r.title, href(r), r.published_on) for r in found]


def _by_title(text: str, limit: int, as_of: date) -> list[Similar]:
    """Without an index: the numbers named, then titles that share most of the words."""
    rows = publishing.public(as_of)
    found = []
    for number in _NUMBER.findall(text):
        year, serial = re.findall(r"\d+", number)[:2]
        found += list(rows.filter(number__contains=f"〔{year}〕{int(serial)}号")[:limit])
    chunks = [c for c in _ASKING.sub(" ", re.sub(r"[^\w\s]", " ", text)).split() if len(c) >= 2]
    pairs = set().union(*(_pairs(c) for c in chunks)) if chunks else set()
    if pairs:
        asked = [c[n : n + 4] for c in chunks for n in range(0, len(c), 4) if len(c[n : n + 4]) >= 2][:8]
        near = reduce(or_, (Q(title__contains=a) for a in asked))
        scored = [
            (len(pairs & _pairs(r.title)), r)
            for r in rows.filter(near).order_by("-published_on", "-pk")[:_CANDIDATES]
        ]
        floor = max(2, len(pairs) // 3)
        scored = [s for s in scored if s[0] >= min(floor, len(pairs))]
        scored.sort(key=lambda s: (-s[0], -s[1].published_on.toordinal()))
        found += [r for _, r in scored if r not in found]
    return [Similar(r.title, href(r), r.published_on) for r in found[:limit]]
