# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The cases behind a figure, a page at a time: organ by organ, in each by the day, after the last line seen.

How many each organ has is told by the kept counts (ADR 0014), so a page asks only the organs it shows, in the order of their
index, and a cell of a hundred thousand cases opens like one of ten.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from gongkai.annual_report.figures import Figure
from gongkai.annual_report.scope import Scope
from gongkai.applications.models import Application

SMALL = 500  # organs with fewer cases are asked together


@dataclass(frozen=True, order=True)
class Mark:
    """Where a line stands: its organ, its day, its key. Written 12.2024-06-03.345 in an address."""

    organ: int
    day: date
    pk: int

    def __str__(self) -> str:
        return f"{self.organ}.{self.day.isoformat()}.{self.pk}"

    @classmethod
    def read(cls, text: str) -> Mark | None:
        """A mark as an address has it; None for anything else."""
        organ, _, rest = text.partition(".")
        day, _, pk = rest.partition(".")
        try:
            return (
                cls(int(organ), date.fromisoformat(day), int(pk)) if max(len(organ), len(pk)) < 19 else None
            )
        except ValueError:
            return None


@dataclass(frozen=True)
class Opened:
    """One page of cases, and whether there are some before and after it."""

    rows: list[Application]
    total: int
    earlier: Mark | None
    later: Mark | None


def is_of_cases(f: Figure) -> bool:
    """Whether a figure's records are cases the kept counts tell of."""
    return f.groups is not None


def open_cases(
    f: Figure, scope: Scope, *, after: Mark | None = None, before: Mark | None = None, size: int = 50
) -> Opened:
    """The page after a mark, the page before one, or the first."""
    if f.groups is None:
        raise TypeError(f"{f.key} is not counted from cases")
    kept = f.groups(scope).filter(n__gt=0).order_by().values_list("organ")
    counts = dict(sorted(kept.annotate(sum=Sum("n"))))
    back, mark = before is not None and after is None, after or before
    found = list(_walk(f, scope, counts, mark, back=back, most=size + 1))
    more, rows = len(found) > size, found[:size]
    if back:
        rows.reverse()
    marks = [Mark(row.organ_id, getattr(row, f.day), row.pk) for row in (rows[:1] + rows[-1:])]
    first, last = (marks[0], marks[-1]) if marks else (None, None)
    goes_back, goes_on = (more, True) if back else (after is not None, more)
    return Opened(rows, sum(counts.values()), first if goes_back else None, last if goes_on else None)


def _walk(
    f: Figure, scope: Scope, counts: dict[int, int], mark: Mark | None, *, back: bool, most: int
) -> Iterator[Application]:
    """Lines from a mark on (or back), at most so many."""
    organs = sorted(counts, reverse=back)
    if mark is not None:
        if mark.organ in counts:
            part = f.rows(scope).filter(_beyond(f.day, mark, back=back), organ=mark.organ)
            found = list(_ordered(part, f.day, back=back)[:most])
            most -= len(found)
            yield from found
        organs = [o for o in organs if (o < mark.organ if back else o > mark.organ)]
    while organs and most > 0:
        together = _together(organs, counts, most)
        organs = organs[len(together) :]
        part = f.rows(scope).filter(organ=together[0]) if len(together) == 1 else _of(f, scope, together)
        found = list(_ordered(part, f.day, back=back, organ=len(together) > 1)[:most])
        most -= len(found)
        yield from found


def _together(organs: list[int], counts: dict[int, int], most: int) -> list[int]:
    """The next organ, and those after it while they are small and a page wants them."""
    found, held = organs[:1], counts[organs[0]]
    for organ in organs[1:]:
        if held >= most or held + counts[organ] > SMALL:
            break
        found.append(organ)
        held += counts[organ]
    return found


def _of(f: Figure, scope: Scope, organs: list[int]) -> QuerySet[Application]:
    return f.rows(scope).filter(organ__in=organs)


def _beyond(day: str, mark: Mark, *, back: bool) -> Q:
    side = "lt" if back else "gt"
    beyond = Q((f"{day}__{side}", mark.day)) | Q((day, mark.day), (f"pk__{side}", mark.pk))
    return beyond & Q((f"{day}__{side}e", mark.day))  # the second lets the index begin at the day


def _ordered(rows: Any, day: str, *, back: bool, organ: bool = False) -> QuerySet[Application]:
    names = (["organ_id"] if organ else []) + [day, "pk"]
    return rows.order_by(*(f"-{name}" if back else name for name in names))
