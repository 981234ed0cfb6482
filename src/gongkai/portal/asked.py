# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What was asked of 查找, as its address says it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from gongkai.portal.apply.fields import typed
from gongkai.publishing.finding import DEEPEST, Found, find

PAGE = 20
KEPT = 500  # characters of too long a question that stay in its field to be shortened
SORT, BY_DATE = "排序", "日期"
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


class Asked(NamedTuple):
    """The words, each filter's value or nothing, the order, which page, and how many characters were typed."""

    words: str
    chosen: dict[str, str]
    by_date: bool
    number: int
    length: int

    @classmethod
    def of(cls, said: Mapping[str, str]) -> Asked:
        """From the fields of an address, whatever was typed into them."""
        words = typed(said.get("q", "")).strip()
        chosen = {name: typed(said[name])[:60].strip() if name in said else "" for name in FILTERS}
        return cls(
            words[:KEPT], chosen, said.get(SORT) == BY_DATE, _page_number(said.get("page", "1")), len(words)
        )

    @property
    def picked(self) -> int:
        """How many filters are chosen."""
        return sum(map(bool, self.chosen.values()))

    def fields(self) -> dict[str, str]:
        """What a link that goes on from here carries."""
        kept = {"q": self.words}
        kept |= {name: value for name, value in self.chosen.items() if value}
        return {**kept, SORT: BY_DATE} if self.by_date else kept

    def find(self, day: date) -> Found:
        """What is public on the day and answers it: of a page behind the last one what stands on the last."""
        found = self._page(day, self.number)
        last = last_page(found.total)
        return self._page(day, last) if found.total and self.number > last else found

    def _page(self, day: date, number: int) -> Found:
        filters = {FILTERS[name]: value for name, value in self.chosen.items()}
        return find(self.words, as_of=day, filters=filters, by_date=self.by_date, page=number, size=PAGE)


def last_page(total: int) -> int:
    """The number of the last page of so many results, of which not all can be paged to."""
    return max(1, -(-min(total, DEEPEST) // PAGE))


def _page_number(said: str) -> int:
    return (
        min(max(int(said), 1), DEEPEST // PAGE) if said.isascii() and said.isdigit() and len(said) < 6 else 1
    )
