# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Keeping the pressed site in step with the ledger and the day: what an event touches is pressed before its verb returns.

The state of the site is its manifest's root: the ledger's row it shows, the day, the next day on which time alone changes something.
Files are written before the root, so a site that was cut off in the middle is pressed again from the old root on. Where every page
changes (other templates, an organ's name), the root says so, and `rebuilding` presses a new tree beside it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from gongkai.ledger import watching
from gongkai.ledger.hashing import GENESIS
from gongkai.ledger.models import Event
from gongkai.organs.prepared import Prepared
from gongkai.organs.processes import begin
from gongkai.organs.today import today
from gongkai.portal.press.leaving import marks, waiting
from gongkai.portal.press.manifest import ALONE, Broken, Line, Part, Root, digest
from gongkai.portal.press.pages import one_reading
from gongkai.portal.press.places import FILES, address_of, gone_path, path_of, shard_of
from gongkai.portal.press.rendering import Pressed, fingerprint, press
from gongkai.portal.press.touching import STREAMS, changes_all, next_turn, touched, turned, turning_between
from gongkai.portal.press.tree import Writing, gz, remove
from gongkai.portal.press.trees import OUTDATED, Tree, current, is_behind, pressing, under_way

log = logging.getLogger(__name__)
BATCH, FILE_BATCH = 200, 2  # pages held in memory at once, and files, each of which may be large


def head() -> tuple[int, str]:
    """The ledger's last row."""
    return next(iter(_last()), (0, GENESIS))


_last = Prepared(lambda: Event.objects.order_by("-seq").values_list("seq", "hash")[:1])


def new_root(day: date) -> Root:
    """A root for a tree that shows the record as it is now."""
    seq, seal = head()
    return Root(seq, seal, day.isoformat(), fingerprint())


def of_streams() -> Q:
    """Events the pages are made from."""
    wanted = Q()
    for prefix in STREAMS:
        wanted |= Q(stream__startswith=prefix)
    return wanted


class Step(NamedTuple):
    """What one look at the ledger brought: how many files were written or removed, and whether all has to be pressed anew besides."""

    changed: int
    anew: bool


def follow() -> int:
    """Press what the ledger and the day changed; how many files were written or removed. Nothing where nothing is pressed yet.

    Where all has to be pressed anew, that is left to whoever is at it already, and in a server to its follower: no verb waits for it.
    """
    if current() is None:
        return 0
    changed, anew = step()
    if not anew or _watching.is_set():
        return changed
    from gongkai.portal.press.rebuilding import rebuild

    try:
        return rebuild(processes=1, unless_done=True, wait=False)
    except BlockingIOError:
        return changed


def step() -> Step:
    """Bring the tree readers are given up to now, as far as this can be done page by page."""
    with pressing():
        tree = current()
        return catch_up(tree) if tree else Step(0, True)


def catch_up(tree: Tree) -> Step:
    """Bring one tree up to now. For who holds the lock.

    Pages are pressed also into a tree of which all has to be pressed anew: a list must not go on naming what was withdrawn, however long that takes.
    """
    day = today()
    try:
        was = tree.manifest.root()
    except Broken as error:
        log.warning("%s，全部重新发布", error)
        return Step(0, True)
    now = new_root(day)
    if was.day > now.day or not _of_this_ledger(was):
        _outdate(tree, was)
        return Step(0, True)
    events, (away, again) = list(_events(was.seq, now.seq)), marks()
    every, now.parts = any(map(changes_all, events)), was.parts
    anew = every or was.fingerprint != now.fingerprint
    with one_reading():
        turning = turning_between(date.fromisoformat(was.day), day) if was.day != now.day else []
        addresses = touched(events, day, besides=len(turning)).union(*again.values())
        if was.day != now.day:
            addresses |= turned(turning, date.fromisoformat(was.day), day, besides=len(events)) | due(
                tree, was, day
            )
        if not addresses and was.day == now.day and not every:
            return Step(0, anew)  # other rooms' rows: nothing to show for them
        if anew:
            now.fingerprint = OUTDATED
        changed = put(tree, now, addresses, day, away=away, cut_off=bool(away or again))
    for mark in again:
        mark.unlink(missing_ok=True)
    return Step(changed, anew)


def _outdate(tree: Tree, was: Root) -> None:
    """Say of a tree that it shows another record, before anything of it is given out."""
    if was.fingerprint != OUTDATED:
        was.fingerprint = OUTDATED
        tree.manifest.write(was, (), [])


_events = Prepared(
    lambda after, until: Event.objects.filter(of_streams(), seq__gt=after, seq__lte=until)
    .order_by("seq").only("stream", "kind", "payload")
)  # fmt: skip
_at = Prepared(lambda seq, seal: Event.objects.filter(seq=seq, hash=seal).values_list("seq", flat=True))


def _of_this_ledger(was: Root) -> bool:
    return was.seq == 0 or bool(_at(was.seq, was.hash))


def due(tree: Tree, root: Root, day: date) -> set[str]:
    """Pages whose own day has come."""
    found = set()
    for name, (_, turns) in root.parts.items():
        if turns and turns <= day.isoformat():
            part = tree.manifest.part(name)
            found |= {
                address_of(path)
                for path, line in part.items()
                if line.turns != "-" and line.turns <= day.isoformat()
            }
    return found


def batched(rows: list[str], size: int) -> Iterator[list[str]]:
    """The rows, so many at a time."""
    return (rows[n : n + size] for n in range(0, len(rows), size))


def put(
    tree: Tree,
    root: Root,
    addresses: Iterable[str],
    day: date,
    *,
    away: Collection[str] = (),
    cut_off: bool = False,
) -> int:
    """Press these addresses into the tree: what is gone is removed first, what is new is whole before it is named in the manifest.

    away: what is not brought back, though the record may still have it (see `leaving`). cut_off: files may lack that the manifest names.
    """
    waiting, parts, changed = sorted(set(addresses)), _Parts(tree, root, away), 0
    with tree.unfinished() as broken_off:
        cut_off = cut_off or broken_off
        files = [address for address in waiting if address.startswith(FILES)]
        pages = [address for address in waiting if not address.startswith(FILES)]
        with Writing() as writing:
            for batch in (*batched(files, FILE_BATCH), *batched(pages, BATCH)):
                writing.place()  # the batch before; the last one waits for the disk with the manifest
                changed += _put(tree, parts, batch, day, cut_off, writing)
            tree.manifest.write(root, parts.read.items(), [next_turn(day)], writing)
    return changed


class _Parts:
    """The parts of the manifest that are being changed, and what is not brought back."""

    def __init__(self, tree: Tree, root: Root, away: Collection[str]) -> None:
        self.tree, self.root, self.away = tree, root, away
        self.read: dict[str, Part] = {}

    def of(self, path: str) -> Part:
        name = shard_of(path)
        if name not in self.read:
            self.read[name] = self.tree.manifest.part_of(self.root, name)
        return self.read[name]


def _put(tree: Tree, parts: _Parts, batch: list[str], day: date, cut_off: bool, writing: Writing) -> int:
    gone: list[str] = []
    fresh, left = 0, set(batch)

    def clear(paths: list[str]) -> None:
        for path in paths:
            if parts.of(path).pop(path, None) is not None or cut_off:
                gone.extend((path, f"{path}.gz"))

    for pressed in press(batch, day):
        left.discard(pressed.address)
        if not pressed.gone and pressed.address in parts.away:
            continue
        there, others = _paths(pressed.address, pressed)
        clear(others)
        line, data = line_of(pressed)
        part = parts.of(there)
        if part.get(there) != line or cut_off:
            files = [(there, pressed.body), *([(f"{there}.gz", data)] if data else [])]
            writing.add(tree.pages, files)  # on its way to the disk while the next page is printed
            fresh += len(files)
        part[there] = line
    for address in sorted(left):
        clear(_paths(address, None)[1])
    remove(tree.pages, gone)
    return len(gone) + fresh


def line_of(pressed: Pressed) -> tuple[Line, bytes]:
    """A page's line in the manifest and its compressed bytes; none beside an attachment, which is compressed as it is."""
    if pressed.address.startswith(FILES):
        return Line(digest(pressed.body), ALONE, "-"), b""
    packed = gz(pressed.body)
    return Line(
        digest(pressed.body), digest(packed), pressed.turns.isoformat() if pressed.turns else "-"
    ), packed


def _paths(address: str, pressed: Pressed | None) -> tuple[str, list[str]]:
    """Where the page lies, and where nothing of that address may lie."""
    both = [path_of(address), gone_path(address)] if address.startswith("/document/") else [path_of(address)]
    if pressed is None:
        return "", both
    there = gone_path(address) if pressed.gone else path_of(address)
    return there, [path for path in both if path != there]


_watching = threading.Event()


def _standing() -> object:
    """What the follower looks at. A site that is behind is looked at again each minute: the pressing that was begun may have failed."""
    return *head(), today(), waiting(), is_behind() and int(time.monotonic() // 60)


def _keep_up() -> None:
    """For the follower of a server: pressing all anew is another process's work, for which nobody's page waits."""
    if current() is not None and step().anew and not under_way().runs:
        child = begin("press", "rebuild", "--if-needed")
        threading.Thread(target=child.wait, name="press-anew", daemon=True).start()  # or it stays as a zombie


def start_watching() -> threading.Event:
    """Follow what other processes and the day bring in a thread of its own; the event stops it."""
    _watching.set()
    return watching.start("静态页", _standing, _keep_up)
