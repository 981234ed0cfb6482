# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What officers decided about groups, applied to what the run found: merged into another, split off by words, placed by hand."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator

from django.db.models import QuerySet

from gongkai.engagement.demands.models import Demand, DemandGroup, Placement

BATCH = 1000


def text_key(text: str) -> str:
    """By which a placement knows the words it is about."""
    return hashlib.sha256(text.encode()).hexdigest()


def parts(pks: list[int]) -> Iterator[list[int]]:
    """Keys, so many at a time as one statement names."""
    return (pks[n : n + BATCH] for n in range(0, len(pks), BATCH))


class Decisions:
    """Every decision in force, read once."""

    def __init__(self) -> None:
        rows = DemandGroup.objects.order_by("pk").values_list(
            "pk", "merged_into_id", "split_from_id", "split_words"
        )
        self._into: dict[int, int] = {}
        self._parts: dict[int, list[tuple[int, list[str]]]] = defaultdict(list)
        for pk, into, parent, words in rows:
            if into is not None:
                self._into[pk] = into
            if parent is not None:
                self._parts[parent].append((pk, words))
        self._placed = dict(Placement.objects.values_list("text_key", "group_id"))

    def of(self, base: int | None, text: str) -> int | None:
        """The group a demand stands in, when the run found base. Placed by hand counts first, then the split, then the merger."""
        if self._placed and (key := text_key(text)) in self._placed:
            placed = self._placed[key]
            return None if placed is None else self._into.get(placed, placed)
        group, seen = base, {base}
        while group is not None:
            parts = self._parts.get(group, ()) if self._parts else ()
            part = next((pk for pk, words in parts if pk not in seen and any(w in text for w in words)), None)
            following = part if part is not None else self._into.get(group)
            if following is None:
                return group
            group = following
            seen.add(group)
        return None


def apply(demands: QuerySet[Demand] | None = None) -> int:
    """Put every demand (or these) where the decisions say; how many moved."""
    decisions, moved = Decisions(), defaultdict[int | None, list[int]](list)
    rows = (Demand.objects.all() if demands is None else demands).order_by()
    for pk, text, base, now in list(rows.values_list("pk", "text", "base_id", "group_id")):
        group = decisions.of(base, text)
        if group != now:
            moved[group].append(pk)
    for group, pks in moved.items():
        for part in parts(pks):
            Demand.objects.filter(pk__in=part).update(group=group)
    return sum(map(len, moved.values()))
