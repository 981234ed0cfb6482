# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Keeping this host's copy of the index in step with the ledger: one writer at a time, from the watermark on.

The ledger's numbers are gapless and given out under a lock held until commit (ADR 0002), so every row up to the last one visible is
visible: a watermark set to it passes nothing that is still to be committed, on either database.
"""

from __future__ import annotations

import fcntl
import logging
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from django.conf import settings

from gongkai.ledger import queries as ledger
from gongkai.ledger import watching
from gongkai.ledger.hashing import GENESIS
from gongkai.ledger.models import Event
from gongkai.ledger.projectors import Projector
from gongkai.ledger.projectors import register as register_projector
from gongkai.organs.today import today
from gongkai.search.embedded import Embedded, digest
from gongkai.search.engine import SPAN, Entry, Gone, Line, Unavailable, Watermark, entry_id

log = logging.getLogger(__name__)
BATCH = 500


class Source(Protocol):
    """What a room above gives to be found. It speaks of its items by their own numbers; only Entry and Line carry the id."""

    space: int  # of its ids, 0 to 31; never given to another once used
    prefix: str  # of its streams: "document/"
    kinds: Mapping[str, str]  # what its entries' `kind` may be, and how a reader is told

    def touched(self, streams: Collection[str]) -> set[int]:
        """The numbers whose entries may have changed with these streams."""

    def turned(self, after: date, until: date) -> set[int]:
        """The numbers that become public by the passing of time alone in these days."""

    def entries(self, numbers: Collection[int] | None, *, as_of: date, version: int) -> Iterator[Entry]:
        """Entries of those that are public on the day; None means all."""

    def lines(self, numbers: Collection[int], *, as_of: date) -> Iterable[Line]:
        """Those that are public on the day, read again to be shown."""


_sources: list[Source] = []


def register(source: Source) -> None:
    """Called once for each source, when its room starts; a second of the same space takes the first's place."""
    _sources[:] = sorted([*(s for s in _sources if s.space != source.space), source], key=lambda s: s.space)
    register_projector(Projector("查找", tuple(s.prefix for s in _sources), follow))


def kinds() -> dict[str, str]:
    """Every kind of thing that can be found, and how a reader is told."""
    return {kind: name for source in _sources for kind, name in source.kinds.items()}


def by_source(ids: Collection[int]) -> Iterator[tuple[Source, list[int]]]:
    """The ids under the source each is of, as its own numbers."""
    for source in _sources:
        first = entry_id(source.space, 0)
        if mine := [i - first for i in ids if first <= i < first + SPAN]:
            yield source, mine


@lru_cache(maxsize=8)
def _engine(folder: Path) -> Embedded:
    return Embedded(folder)


def engine() -> Embedded:
    """This host's index."""
    return _engine(settings.GONGKAI_INDEX)


@contextmanager
def writing() -> Iterator[None]:
    """The one writer of this host; the lock falls when the process does."""
    folder: Path = settings.GONGKAI_INDEX
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "lock", "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def head() -> Watermark:
    """The ledger's end and the day, as a watermark."""
    last = ledger.last()
    return Watermark(last["seq"] if last else 0, last["hash"] if last else GENESIS, today())


def follow() -> int:
    """Bring the index up to the ledger's end; how many entries were written. Builds nothing where there is no index yet."""
    index = engine()
    try:
        if _level(index.watermark(), head()):
            return 0
    except Unavailable:
        return 0
    with writing():
        mark, end = index.watermark(), head()
        if mark is None or not _same_history(mark):
            log.warning("索引记的是另一本账本，重新建立")
            return _build(end)
        return 0 if _level(mark, end) else _catch_up(index, mark, end)


def _level(mark: Watermark | None, end: Watermark) -> bool:
    return mark == end


def _same_history(mark: Watermark) -> bool:
    if mark.seq == 0:
        return True
    return Event.objects.filter(seq=mark.seq, hash=mark.hash).exists()


def _catch_up(index: Embedded, mark: Watermark, end: Watermark) -> int:
    ids: set[int] = set()
    for source in _sources:
        rows = Event.objects.filter(seq__gt=mark.seq, seq__lte=end.seq, stream__startswith=source.prefix)
        mine = source.touched(set(rows.order_by().values_list("stream", flat=True)))
        if mark.day != end.day:
            mine |= source.turned(min(mark.day, end.day), max(mark.day, end.day))
        ids |= {entry_id(source.space, number) for number in mine}
    if not ids and mark.day == end.day and end.seq - mark.seq < BATCH:
        return 0  # only others' rows: not worth a commit yet
    return index.apply(_changes(sorted(ids), end), end)


def _changes(ids: list[int], end: Watermark) -> Iterator[Entry | Gone]:
    for n in range(0, len(ids), BATCH):
        part = ids[n : n + BATCH]
        missing = set(part)
        for source, numbers in by_source(part):
            for entry in source.entries(numbers, as_of=end.day, version=end.seq):
                missing.discard(entry.id)
                yield entry
        yield from (Gone(i, end.seq) for i in sorted(missing))


def rebuild(progress: Callable[[int], None] | None = None) -> int:
    """Build the whole index beside the present one, put it in place, and catch up with what was written meanwhile."""
    with writing():
        return _build(head(), progress)


def _build(end: Watermark, progress: Callable[[int], None] | None = None) -> int:
    entries = (entry for source in _sources for entry in source.entries(None, as_of=end.day, version=end.seq))
    count = engine().swap(entries, end, progress)
    late = head()
    if late != end:
        _catch_up(engine(), end, late)
    return count


def prepare(progress: Callable[[int], None] | None = None) -> int:
    """What `serve` does first: build the index where there is none or where it cannot be written, else catch up."""
    if not engine().ensure():
        return rebuild(progress)
    try:
        return follow()
    except (ValueError, RuntimeError):  # tantivy's: its files are not as it left them
        log.exception("检索索引写不进去，重新建立")
        return rebuild(progress)


def named(i: int) -> str:
    """An id as people are told of it."""
    source = next((s for s in _sources if s.space == i // SPAN), None)
    return f"{source.prefix if source and source.space else ''}{i % SPAN}"


def check_index() -> Iterator[str]:
    """Every entry against the record, both ways. Nothing is said where there is neither index nor anything to find."""
    day = today()
    expected = {e.id: digest(e) for source in _sources for e in source.entries(None, as_of=day, version=0)}
    try:
        follow()
        held = dict(engine().contents())
    except Unavailable as error:
        if expected:
            yield str(error)
        return
    for i in sorted(expected.keys() - held.keys()):
        yield f"检索索引里缺少编号{named(i)}的信息"
    for i in sorted(held.keys() - expected.keys()):
        yield f"检索索引里多出编号{named(i)}，它现在不应当被查到"
    for i in sorted(expected.keys() & held.keys()):
        if expected[i] != held[i]:
            yield f"检索索引里编号{named(i)}的内容与记录不同"


def start_watching() -> threading.Event:
    """Follow what other processes and hosts write in a thread of its own; the event stops it."""
    return watching.start("检索索引", head, follow)
