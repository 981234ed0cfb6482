# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""信息处理费 (国办函〔2020〕109号): what may be charged, 元. Nothing here decides to charge; a person does (条例第四十二条)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.law import citations
from gongkai.law.citations import Citation

# (last unit of the tier, 元 each); None: without end.
PAGE_TIERS: tuple[tuple[int | None, int], ...] = ((30, 0), (100, 10), (200, 20), (None, 40))
FREE_ITEMS, FIRST_TIER, FIRST_RATE = 10, 30, 100  # 10件以下（含10件）不收费; 11至30件每件100元
STEP_ITEMS, STEP_YUAN = 10, 100  # 31件以上: 以10件为一档，每增加一档提高100元/件


@dataclass(frozen=True, slots=True)
class Line:
    """One tier of the sum: units from first to last, 元 each."""

    first: int
    last: int
    each: int

    @property
    def span(self) -> str:
        """6至10, or 11 alone."""
        return f"{self.first}至{self.last}" if self.last > self.first else str(self.first)

    @property
    def yuan(self) -> int:
        return (self.last - self.first + 1) * self.each


@dataclass(frozen=True, slots=True)
class Fee:
    """What may be charged for one request, by tier."""

    basis: str
    lines: tuple[Line, ...]
    citation: Citation

    @property
    def yuan(self) -> int:
        return sum(line.yuan for line in self.lines)

    def as_json(self) -> dict[str, object]:
        """The contract's shape."""
        unit, each = ("件", "元/件") if self.basis == "by_item" else ("页", "元/页")
        return {
            "yuan": self.yuan,
            "trace": [
                {
                    "rule": self.citation.text,
                    "text": f"第{x.span}{unit}，{x.last - x.first + 1}{unit}×{x.each}{each}＝{x.yuan}元",
                    "yuan": x.yuan,
                }
                for x in self.lines
            ],
        }


def item_rate(rank: int) -> int:
    """元 for the rank-th request of an applicant in a calendar month (第四条, 超额累进)."""
    if rank < 1:
        raise ValueError(f"当月第几件应从1数起，现在是{rank}")
    if rank <= FREE_ITEMS:
        return 0
    if rank <= FIRST_TIER:
        return FIRST_RATE
    return FIRST_RATE + STEP_YUAN * ((rank - FIRST_TIER - 1) // STEP_ITEMS + 1)


def _tier_end(rank: int) -> int:
    """The last rank charged like this one."""
    for end in (FREE_ITEMS, FIRST_TIER):
        if rank <= end:
            return end
    return FIRST_TIER + ((rank - FIRST_TIER - 1) // STEP_ITEMS + 1) * STEP_ITEMS


def by_item(*, rank: int, count: int = 1) -> Fee:
    """按件: a request split into count items, the first of them the rank-th in the applicant's month at the organ."""
    if count < 1:
        raise ValueError(f"件数应从1起，现在是{count}")
    lines, at, last = [], rank, rank + count - 1
    while at <= last:
        each, end = item_rate(at), min(_tier_end(at), last)
        lines.append(Line(at, end, each))
        at = end + 1
    return Fee("by_item", tuple(lines), citations.FEE_BY_ITEM)


def by_page(*, pages: int) -> Fee:
    """按量: the pages of one request, an A4 side or smaller each; never added up over requests."""
    if pages < 1:
        raise ValueError(f"页数应从1起，现在是{pages}")
    lines, at = [], 1
    for end, each in PAGE_TIERS:
        last = pages if end is None else min(end, pages)
        if last >= at:
            lines.append(Line(at, last, each))
            at = last + 1
    return Fee("by_page", tuple(lines), citations.FEE_BY_PAGE)


@dataclass(frozen=True, slots=True)
class Filed:
    """One request for the month's ranking: when it was received, and how many 件 it was split into."""

    id: str
    received_on: date
    count: int = 1


def monthly_ranks(requests: Iterable[Filed]) -> dict[str, int]:
    """The rank of each request's first 件 in its calendar month, for one applicant at one organ.

    Requests are ranked by receipt date, those of one day in the order given. Withdrawn and repeated ones count as
    filed, and a supplement does not move the rank: readings where the measures are silent (ADR 0006).
    """
    used: dict[tuple[int, int], int] = {}
    ranks = {}
    for request in sorted(requests, key=lambda r: r.received_on):
        month = (request.received_on.year, request.received_on.month)
        ranks[request.id] = used.get(month, 0) + 1
        used[month] = used.get(month, 0) + request.count
    return ranks
