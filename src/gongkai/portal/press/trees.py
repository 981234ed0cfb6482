# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The pressed trees of this host: which one readers are given, who writes, and whether all of it has to be pressed anew."""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from gongkai.portal.press.manifest import ROOT, Broken, Manifest
from gongkai.portal.press.rendering import fingerprint

# A root's fingerprint where all has to be pressed anew. No code has it, so no file of the tree is given out by `gongkai serve`.
OUTDATED = ""


class Tree:
    """One pressed tree: pages/ and manifest/ in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.pages = folder, folder / "pages"
        self.manifest = Manifest(folder / "manifest")

    @contextmanager
    def unfinished(self) -> Iterator[bool]:
        """Writing into the tree; True when the writer before was cut off, so that the manifest's word on a file is not enough."""
        mark = self.folder / "unfinished"
        cut_off = mark.exists()
        mark.touch()
        yield cut_off
        mark.unlink()


def current() -> Tree | None:
    """The tree readers are given; None where nothing is pressed yet."""
    link = settings.GONGKAI_PRESS / "current"
    return Tree(link) if link.is_dir() else None


def is_behind() -> bool:
    """Whether there is no tree, or all of it has to be pressed anew: it is of other templates, or of what changes every page."""
    tree = current()
    if tree is None:
        return True
    try:
        about = os.stat(tree.manifest.folder / ROOT)
        return _fingerprint(tree.manifest.folder, about.st_ino, about.st_mtime_ns) != fingerprint()
    except (OSError, Broken):
        return True


@lru_cache(maxsize=2)
def _fingerprint(folder: Path, _inode: int, _moment: int) -> str:
    return Manifest(folder).root().fingerprint


LOCK, WHOLE = (
    "lock",
    "rebuild.lock",
)  # who writes the tree readers are given; who presses all of it anew beside
_held: set[int] = set()


@contextmanager
def pressing(name: str = LOCK, *, wait: bool = True) -> Iterator[int]:
    """The one who writes the tree; the lock falls when the process does. Its file is given, in which its holder may say how far it is.

    wait: for who holds it now; raises BlockingIOError otherwise.
    """
    folder: Path = settings.GONGKAI_PRESS
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o644)
    _held.add(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield handle
    finally:
        if handle in _held:
            _held.discard(handle)
            os.close(handle)


def _let_go() -> None:
    """A worker has no share in the lock: it would hold it still when the one it works for was killed."""
    while _held:
        os.close(_held.pop())


os.register_at_fork(after_in_child=_let_go)


def is_locked(path: Path) -> bool:
    """Whether some process holds a lock on the file."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


class Pressing(NamedTuple):
    """A site that is behind: whether somebody presses it anew, how many pages are done, and of how many."""

    runs: bool
    done: int = 0
    total: int = 0


def say(handle: int, done: int, total: int) -> None:
    """Write into the lock of who presses all anew how far it is."""
    os.pwrite(handle, f"{done:12}{total:12}".encode(), 0)


def under_way() -> Pressing:
    """How far the pressing of the whole site is that runs now."""
    path: Path = settings.GONGKAI_PRESS / WHOLE
    if not is_locked(path):
        return Pressing(False)
    with contextlib.suppress(OSError, ValueError):
        said = path.read_text()
        return Pressing(True, int(said[:12]), int(said[12:24]))
    return Pressing(True)


def state() -> Pressing | None:
    """For the desk: how the pressing stands where the files do not show the present; None where they do, or where nothing is pressed."""
    return under_way() if current() is not None and is_behind() else None
