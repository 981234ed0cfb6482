# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading what the search keeps in the database."""

from __future__ import annotations

import time
from datetime import date

from django.db.models import Max, QuerySet, Sum

from gongkai.search.models import SearchMiss, SynonymGroup
from gongkai.search.synonyms import DEFAULTS

# Another process's change of the list is seen after this long.
KEPT_SECONDS = 20.0
_kept: list[tuple[float, tuple[tuple[str, ...], ...]]] = []


def synonyms() -> tuple[tuple[str, ...], ...]:
    """The instance's list, or the built-in one."""
    now = time.monotonic()
    if _kept and now - _kept[0][0] < KEPT_SECONDS:
        return _kept[0][1]
    rows = tuple(tuple(words.split(" ")) for words in SynonymGroup.objects.values_list("words", flat=True))
    _kept[:] = [(now, rows or DEFAULTS)]
    return _kept[0][1]


def forget_synonyms() -> None:
    """Read the list anew at the next question."""
    _kept.clear()


def misses(first: date, last: date, *, at_least: int = 2) -> QuerySet[SearchMiss, dict[str, object]]:
    """What was looked for in vain in these days, most often first; once is chance (and may be a name)."""
    rows = SearchMiss.objects.filter(day__range=(first, last)).order_by().values("words")
    counted = rows.annotate(times=Sum("count"), latest=Max("day")).filter(times__gte=at_least)
    return counted.order_by("-times", "words")
