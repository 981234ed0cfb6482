# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""撤下 and 更正: what leaves the site is gone before the record says so, and does not come back while nobody knows yet whether it will say so.

A mark in undone/ holds the addresses that were taken away. The one who took them holds a lock on it until its transaction has ended:
whoever presses meanwhile sees a record in which they are still public, and lets them be. Once the lock has fallen the record is right, and what
it still has is pressed again.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable
from itertools import count
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from gongkai.ledger.models import Event
from gongkai.organs.today import today
from gongkai.portal.press.attached import file_addresses, no_longer_public
from gongkai.portal.press.places import FILES, path_of
from gongkai.portal.press.tree import remove
from gongkai.portal.press.trees import Tree, current, is_locked, pressing

_numbers = count()


def unlink_now(event: Event) -> None:
    """撤下: the document's own file and its attachments are gone before the record says so, whatever happens after.

    更正: so are the attachments that the new version leaves out.
    """
    if event.kind not in ("document.withdrawn", "document.amended"):
        return
    pk = int(event.stream.removeprefix("document/"))
    leaving = no_longer_public(pk, today())
    if event.kind == "document.withdrawn":
        leaving.add(f"/{event.stream}/")
    if not leaving:
        return
    with pressing():
        # Where no tree is yet, one may be put in place before this transaction ends.
        transaction.on_commit(_Hold(pk, leaving))
        tree = current()
        if tree is not None:
            take_away(tree, leaving)


def take_away(tree: Tree, addresses: Iterable[str]) -> None:
    """Remove the files of these addresses."""
    paths = [(address, path_of(address)) for address in sorted(addresses)]
    remove(tree.pages, [path for _, path in paths])
    remove(tree.pages, [f"{path}.gz" for address, path in paths if not address.startswith(FILES)])


class _Hold:
    """A mark and the lock on it. It is among the transaction's callbacks: called after the commit, dropped with them by a rollback."""

    def __init__(self, document: int, addresses: Iterable[str]) -> None:
        _folder().mkdir(exist_ok=True)
        name = _folder() / f"{document}.{os.getpid()}-{next(_numbers)}"
        self.handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        fcntl.flock(self.handle, fcntl.LOCK_EX)
        os.write(self.handle, "\n".join(sorted(addresses)).encode())

    def __call__(self) -> None:
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1

    __del__ = __call__


class Marks(NamedTuple):
    """held: addresses that transactions took away which have not ended. over: marks of those that have, and what may have to come back."""

    held: set[str]
    over: dict[Path, set[str]]


def marks() -> Marks:
    """What stands in undone/ now. For who holds the lock: nobody else takes anything away meanwhile."""
    found = Marks(set(), {})
    for mark in _folder().glob("*"):
        taken = set(mark.read_text().split())
        if is_locked(mark):
            found.held.update(taken)
        else:
            found.over[mark] = taken | file_addresses([int(mark.name.partition(".")[0])])
    return found


def waiting() -> frozenset[str]:
    """Names of the marks whose transactions have ended. Cheap: asked twice a second."""
    return frozenset(mark.name for mark in _folder().glob("*") if not is_locked(mark))


def _folder() -> Path:
    folder: Path = settings.GONGKAI_PRESS / "undone"
    return folder
