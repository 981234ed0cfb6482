# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Which document of the whole archive a text was copied from: this host's winnowing marks, following the ledger.

The marks lie in two files beside the search index and are mapped, not read, so that many processes share them; what was published
since is kept in memory until it is worth writing. They may be thrown away: the next question, or `gongkai index rebuild`, makes them
anew. Marks only propose: a source is named after an exact comparison and through the gate.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db.models import F

from gongkai.ledger import queries as ledger
from gongkai.ledger.hashing import GENESIS
from gongkai.ledger.models import Event
from gongkai.publishing.body import plain
from gongkai.publishing.copied import Archive, Copied, copied, marks
from gongkai.publishing.models import Document, Version
from gongkai.publishing.queries import public

AT_ONCE = 20_000  # documents a question may wait for; more are read by the command
KEEP = 500  # documents in memory before the files are written anew
_TRIED = 5  # likeliest sources compared exactly


class NotReady(Exception):
    """The marks of the archive are not made yet; the message says by what."""


@dataclass(frozen=True)
class Origin:
    """A public document that the text shares passages with, exactly."""

    document: Document
    copied: Copied

    @property
    def percent(self) -> float:
        return round(self.copied.share * 100, 1)


def _texts(ids: Collection[int] | None = None) -> Iterator[tuple[int, str]]:
    rows = Version.objects.filter(number=F("document__version"), document__withdrawn_on__isnull=True)
    if ids is not None:
        rows = rows.filter(document__in=ids)
    for pk, body in rows.order_by("document").values_list("document", "body").iterator(500):
        yield pk, plain(body)


class Kept:
    """The marks of one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = threading.Lock()
        self.base, self.late = Archive(()), Archive(())
        self.fresh: set[int] = set()
        self.mark: tuple[int, str] | None = None
        self._open()

    def _open(self) -> None:
        try:
            state = json.loads((self.folder / "state.json").read_text())
            stem = self.folder / state["name"]
            hashes = np.load(f"{stem}.hashes.npy", mmap_mode="r")
            keys = np.load(f"{stem}.keys.npy", mmap_mode="r")
        except (OSError, ValueError, KeyError):
            return
        self.base = Archive.of(hashes, keys)
        self.mark = (state["seq"], state["hash"])

    def follow(self, most: int | None = AT_ONCE) -> None:
        """Read what was published since. Raises NotReady where that is more than a question can wait for."""
        last = ledger.last()
        end = (last["seq"], last["hash"]) if last else (0, GENESIS)
        if self.mark == end:
            return
        if self.mark is None or not _same_history(self.mark):
            if most is not None and Document.objects.count() > most:
                raise NotReady("全部信息的比对索引还没有建立，请系统管理员运行 gongkai index rebuild")
            self._rebuild(end)
            return
        rows = Event.objects.filter(seq__gt=self.mark[0], seq__lte=end[0], stream__startswith="document/")
        names = {
            s.removeprefix("document/") for s in rows.order_by().values_list("stream", flat=True).distinct()
        }
        touched = {int(name) for name in names if name.isdigit()}
        if touched:
            self.fresh |= touched
            if len(self.fresh) > KEEP:
                self._rebuild(end)
                return
            self.late = Archive(_texts(self.fresh))
        self.mark = end

    def _rebuild(self, end: tuple[int, str]) -> None:
        self.base, self.late, self.fresh, self.mark = Archive(_texts()), Archive(()), set(), end
        self.folder.mkdir(parents=True, exist_ok=True)
        before = {p.name for p in self.folder.iterdir()}
        stem = self.folder / f"{end[0]}-{os.getpid()}"
        np.save(f"{stem}.hashes.npy", self.base.hashes)
        np.save(f"{stem}.keys.npy", self.base.keys)
        said = self.folder / f"state.{os.getpid()}"
        said.write_text(json.dumps({"name": stem.name, "seq": end[0], "hash": end[1]}))
        said.replace(self.folder / "state.json")  # at once: a reader sees the old pair or the new one
        for name in before:
            if name.endswith(".npy") and not name.startswith(f"{stem.name}."):
                (self.folder / name).unlink(missing_ok=True)  # a process that has it mapped keeps it

    def likely(self, text: str, besides: Collection[int]) -> list[int]:
        """Documents that share most marks, likeliest first."""
        asked = marks(text)
        found = np.concatenate([self.base.keys_of(asked), self.late.keys_of(asked)])
        keys, counts = np.unique(found, return_counts=True)
        votes = {int(k): int(n) for k, n in zip(keys, counts, strict=True) if int(k) not in besides}
        return sorted(votes, key=lambda k: (-votes[k], k))


def _same_history(mark: tuple[int, str]) -> bool:
    return mark[0] == 0 or Event.objects.filter(seq=mark[0], hash=mark[1]).exists()


@lru_cache(maxsize=8)
def _kept(folder: Path) -> Kept:
    return Kept(folder)


def kept() -> Kept:
    """This host's marks."""
    return _kept(settings.GONGKAI_INDEX / "copied")


def rebuild() -> int:
    """Make the marks of all documents anew; how many marks."""
    held = kept()
    with held.lock:
        held.mark = None
        held.follow(most=None)
        return len(held.base.hashes)


def origins(text: str, *, as_of: date, besides: Collection[int] = ()) -> list[Origin]:
    """Public documents a text was copied from, the largest share first. Raises NotReady."""
    held = kept()
    with held.lock:
        held.follow()
        ids = held.likely(text, besides)[:_TRIED]
    rows = {d.pk: d for d in public(as_of).filter(pk__in=ids)}
    found = [Origin(rows[pk], copied(text, words)) for pk, words in _texts(list(rows)) if pk in rows]
    return sorted((o for o in found if o.copied.share > 0), key=lambda o: (-o.copied.share, o.document.pk))
