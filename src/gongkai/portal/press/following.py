# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Keeping the pressed site in step with the ledger and the day: what an event touches is pressed before its verb returns.

The state of the site is its manifest's root: the ledger's row it shows, the day, the next day on which time alone changes something.
Files are written before the root, so a site that was cut off in the middle is pressed again from the old root on.
"""

from __future__ import annotations

import fcntl
import logging
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import close_old_connections, connection
from django.db.models import Q

from gongkai.ledger.hashing import GENESIS
from gongkai.ledger.models import Event
from gongkai.organs.prepared import Prepared
from gongkai.organs.today import today
from gongkai.portal.press.attached import file_addresses, no_longer_public
from gongkai.portal.press.manifest import ALONE, Broken, Line, Manifest, Part, Root, digest
from gongkai.portal.press.pages import one_reading
from gongkai.portal.press.places import FILES, address_of, gone_path, path_of, shard_of
from gongkai.portal.press.rendering import Pressed, fingerprint, press
from gongkai.portal.press.touching import STREAMS, Everything, next_turn, touched, turned, turning_between
from gongkai.portal.press.tree import Writing, gz, remove

log = logging.getLogger(__name__)
EVERY_SECONDS = 0.5
BATCH, FILE_BATCH = 200, 2  # pages held in memory at once, and files, each of which may be large


class Tree:
    """One pressed tree: pages/ and manifest/ in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.pages = folder, folder / "pages"
        self.manifest = Manifest(folder / "manifest")

    def undone(self) -> dict[str, Path]:
        """Documents whose file was taken away for a withdrawal that may not have happened: address → its mark."""
        return {f"/document/{mark.name}/": mark for mark in (self.folder / "undone").glob("*")}

    @contextmanager
    def unfinished(self) -> Iterator[bool]:
        """Writing into the tree; True when the writer before was cut off, so that the manifest's word on a file is not enough."""
        mark = self.folder / "unfinished"
        cut_off = mark.exists() or any((self.folder / "undone").glob("*"))
        mark.touch()
        yield cut_off
        mark.unlink()


def current() -> Tree | None:
    """The tree readers are given; None where nothing is pressed yet."""
    link = settings.GONGKAI_PRESS / "current"
    return Tree(link) if link.is_dir() else None


@contextmanager
def pressing(name: str = "lock") -> Iterator[None]:
    """The one who writes the tree; the lock falls when the process does."""
    folder: Path = settings.GONGKAI_PRESS
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / name, "w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


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


def follow() -> int:
    """Press what the ledger and the day changed; how many files were written or removed. Nothing where nothing is pressed yet."""
    if current() is None:
        return 0
    with pressing():
        tree = current()
        changed = catch_up(tree) if tree else None
    if changed is not None:
        return changed
    from gongkai.portal.press.rebuilding import rebuild

    return rebuild(processes=1)


def catch_up(tree: Tree) -> int | None:
    """Bring one tree up to now; None when all of it has to be pressed anew. For who holds the lock."""
    day = today()
    try:
        was = tree.manifest.root()
    except Broken as error:
        log.warning("%s，全部重新发布", error)
        return None
    now = new_root(day)
    now.parts = was.parts
    if _another(was, now):
        return None
    events = _events(was.seq, now.seq)
    again = tree.undone()
    with one_reading():
        try:
            turning = turning_between(date.fromisoformat(was.day), day) if was.day != now.day else []
            addresses = touched(events, day, besides=len(turning))
        except Everything:
            return None
        if again:
            addresses |= again.keys() | file_addresses(int(mark.name) for mark in again.values())
        if was.day != now.day:
            addresses |= turned(turning, date.fromisoformat(was.day), day, besides=len(events)) | due(
                tree, was, day
            )
        if not addresses and was.day == now.day:
            return 0  # other rooms' rows: nothing to show for them
        changed = put(tree, now, addresses, day)
    for mark in again.values():
        mark.unlink(missing_ok=True)
    return changed


_events = Prepared(
    lambda after, until: Event.objects.filter(of_streams(), seq__gt=after, seq__lte=until)
    .order_by("seq").only("stream", "kind", "payload")
)  # fmt: skip
_at = Prepared(lambda seq, seal: Event.objects.filter(seq=seq, hash=seal).values_list("seq", flat=True))


def _another(was: Root, now: Root) -> bool:
    """Whether what was pressed belongs to another ledger, other templates, or a later day."""
    if was.fingerprint != now.fingerprint or was.day > now.day:
        return True
    return was.seq > 0 and not _at(was.seq, was.hash)


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


def put(tree: Tree, root: Root, addresses: Iterable[str], day: date) -> int:
    """Press these addresses into the tree: what is gone is removed first, what is new is whole before it is named in the manifest."""
    waiting, parts, changed = sorted(set(addresses)), _Parts(tree, root), 0
    with tree.unfinished() as cut_off:
        files = [address for address in waiting if address.startswith(FILES)]
        pages = [address for address in waiting if not address.startswith(FILES)]
        with Writing() as writing:
            for batch in (*batched(files, FILE_BATCH), *batched(pages, BATCH)):
                writing.place()  # the batch before; the last one waits for the disk with the manifest
                changed += _put(tree, parts, batch, day, cut_off, writing)
            tree.manifest.write(root, parts.read, [next_turn(day)], writing)
    return changed


class _Parts:
    """The parts of the manifest that are being changed."""

    def __init__(self, tree: Tree, root: Root) -> None:
        self.tree, self.root = tree, root
        self.read: dict[str, Part] = {}

    def of(self, path: str) -> Part:
        name = shard_of(path)
        if name not in self.read:
            self.read[name] = self.tree.manifest.part(name) if name in self.root.parts else {}
        return self.read[name]


def _put(tree: Tree, parts: _Parts, batch: list[str], day: date, cut_off: bool, writing: Writing) -> int:
    pages = {pressed.address: pressed for pressed in press(batch, day)}
    gone, fresh = [], []
    for address in batch:
        pressed = pages.get(address)
        there, others = _paths(address, pressed)
        for path in others:
            if parts.of(path).pop(path, None) is not None or cut_off:
                gone += [path, f"{path}.gz"]
        if pressed is not None:
            line, data = line_of(pressed)
            if parts.of(there).get(there) != line or cut_off:
                fresh += [(there, pressed.body), *([(f"{there}.gz", data)] if data else [])]
            parts.of(there)[there] = line
    remove(tree.pages, gone)
    writing.add(tree.pages, fresh)
    return len(gone) + len(fresh)


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


def unlink_now(event: Event) -> None:
    """撤下: the document's own file and its attachments are gone before the record says so, whatever happens after.

    更正: so are the attachments that the new version leaves out.
    """
    if event.kind not in ("document.withdrawn", "document.amended"):
        return
    tree = current()
    if tree is None:
        return
    pk = int(event.stream.removeprefix("document/"))
    gone = [path_of(address) for address in no_longer_public(pk, today())]
    if event.kind == "document.withdrawn":
        path = path_of(f"/{event.stream}/")
        gone += [path, f"{path}.gz"]
    if not gone:
        return
    (tree.folder / "undone").mkdir(exist_ok=True)
    (tree.folder / "undone" / str(pk)).touch()
    with pressing():
        remove(tree.pages, gone)


def watch(stop: threading.Event) -> None:
    """Follow what other processes and the day bring, until told to stop. Runs in a thread of each web process."""
    seen: tuple[object, ...] = ()
    while not stop.wait(EVERY_SECONDS):
        try:
            now, tree = (*head(), today()), current()
            if now != seen or (tree and tree.undone()):
                follow()
                seen = now
        except Exception:
            log.exception("静态页没有跟上账本")
        finally:
            close_old_connections()
    connection.close()


def start_watching() -> threading.Event:
    """Start the follower; the event stops it."""
    stop = threading.Event()
    threading.Thread(target=watch, args=(stop,), name="press-follower", daemon=True).start()
    return stop
