# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The interface every search engine keeps, and the values that cross it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Protocol

from gongkai.law.validity import Validity

FACETS = ("column", "organ", "kind", "theme", "paper", "year", "validity")
IN_FORCE, ENDED, NOT_YET = "in_force", "ended", "not_yet"


class Unavailable(Exception):
    """There is no index to ask (not built yet, or damaged); the message says what to do."""


# An id of the index says which source the item is of and its number there: documents keep their own number.
SPAN = 1 << 48


def entry_id(space: int, pk: int) -> int:
    """The id of an item of a source in the index."""
    return space * SPAN + pk


def numbers_of(prefix: str, streams: Collection[str]) -> set[int]:
    """The items of a source among these streams: 12 for "document/12" where its prefix is "document/"."""
    found = (s.removeprefix(prefix) for s in streams if s.startswith(prefix))
    return {int(number) for number in found if number.isdigit()}


class Line(NamedTuple):
    """An item that was found, as its room reads it again through its own gate. path is below the site's root; text is its
    words, or html, where it has some, its cleaned HTML in UTF-8: few of its bytes are ever made text of. beside: something else
    is kept of it, which is worth asking for."""

    id: int
    path: str
    title: str
    number: str | None
    organ: str
    published_on: date
    text: str
    summary: str = ""
    validity: Validity | None = None
    html: bytes = b""
    beside: bool = False


@dataclass(frozen=True)
class Entry:
    """What the index holds of one public item. version is the number of the last ledger row that touched it."""

    id: int
    version: int
    title: str
    texts: tuple[str, ...]  # body, summary, the text of attachments
    numbers: tuple[str, ...]  # 文号, 索引号
    columns: tuple[str, ...]  # slugs
    organ: str
    kind: str
    published_on: date
    # 规章, 规范性文件: the days from which and up to which it is in force; None where nothing of the sort is recorded.
    force_from: date | None = None
    force_until: date | None = None
    registered: bool = False
    theme: str | None = None  # 主题分类
    paper: str | None = None  # 公文种类


@dataclass(frozen=True)
class Gone:
    """The item may no longer be found."""

    id: int
    version: int


@dataclass(frozen=True)
class Watermark:
    """How far the index has read: ledger row, its hash (another history of the same length is noticed), and the day."""

    seq: int
    hash: str
    day: date


@dataclass(frozen=True)
class Query:
    """A question. filters: any of FACETS → one value. as_of is the day on which something is public or in force.
    exact: nothing near is looked for where nothing matches."""

    text: str
    as_of: date
    filters: tuple[tuple[str, str], ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    by_date: bool = False
    offset: int = 0
    limit: int = 20
    facets: bool = True
    exact: bool = False


@dataclass(frozen=True)
class Page:
    """Ids in order, how many there are in all, counts by facet; rescued when nothing matched and one character was let go."""

    ids: list[int]
    total: int
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    rescued: bool = False


@dataclass(frozen=True)
class Health:
    """state: ready, missing or broken. entries, bytes and watermark as they are on this host."""

    state: str
    entries: int = 0
    bytes: int = 0
    watermark: Watermark | None = None
    note: str = ""


class Engine(Protocol):
    """Writing calls run under the host's writer lock (`following`); reading calls from any thread or process."""

    def ensure(self) -> bool:
        """True when an index of this version of the code is there; otherwise a rebuild is needed."""

    def apply(self, changes: Iterable[Entry | Gone], watermark: Watermark) -> int:
        """Write changes and move the watermark in one commit. An older version never replaces a newer one; twice is once."""

    def swap(
        self, entries: Iterable[Entry], watermark: Watermark, progress: Callable[[int], None] | None = None
    ) -> int:
        """Build a whole index beside the present one and put it in its place at once."""

    def search(self, query: Query) -> Page:
        """Answer a question."""

    def suggest(self, text: str, *, as_of: date, limit: int = 8) -> list[int]:
        """Items whose title or number holds what is typed so far, newest first."""

    def similar(self, text: str, *, as_of: date, limit: int = 5) -> list[int]:
        """Items nearest to a longer text, for 可能已经公开."""

    def counts(self, texts: list[str], *, as_of: date) -> list[int]:
        """How many items each of these words finds."""

    def contents(self) -> Iterable[tuple[int, int]]:
        """Every entry's id and digest, to compare with the record."""

    def health(self) -> Health:
        """How the index on this host stands."""
