# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A rehearsal: verbs are really done, so that what would stand against them is known, and nothing of it stays, and nobody waits for it.

SQLite has one writer at a time, and a trial of thousands of rows writes for half a minute: it is therefore given a copy of the database,
which is thrown away. PostgreSQL lets others write meanwhile; there only the ledger's numbers are taken where no one else counts.
"""

from __future__ import annotations

import logging
import secrets
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

log = logging.getLogger(__name__)
_FOLDER, _STALE = "trial-", 3600.0
# The number above which events of a rehearsal are counted; 0 outside of one.
_apart: ContextVar[int] = ContextVar("apart", default=0)


def apart() -> int:
    """Above which number this rehearsal's events are, 0 when there is none or it has a copy of its own."""
    return _apart.get()


@contextmanager
def rehearsal() -> Iterator[None]:
    """Verbs done inside leave no trace: neither rows, nor what runs after a commit."""
    with _copied() if _can_be_copied() else _aside(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def _can_be_copied() -> bool:
    """A SQLite file with room for a copy beside it, and nothing under way that a copy would not show."""
    own: Any = connections[DEFAULT_DB_ALIAS]
    if own.vendor != "sqlite" or own.in_atomic_block or own.is_in_memory_db():
        return False
    file = Path(own.settings_dict["NAME"])
    return shutil.disk_usage(file.parent).free > 2 * file.stat().st_size


@contextmanager
def _copied() -> Iterator[None]:
    """This thread's connection leads to a copy of the database as it is now; the copy is gone afterwards."""
    own: Any = connections[DEFAULT_DB_ALIAS]
    own.ensure_connection()
    beside = Path(own.settings_dict["NAME"]).parent
    _sweep(beside)
    with tempfile.TemporaryDirectory(prefix=_FOLDER, dir=beside) as folder:
        copy = Path(folder) / "copy.sqlite3"
        target = sqlite3.connect(copy)
        try:
            own.connection.backup(target)  # of one moment; writers go on
        finally:
            target.close()
        spare = own.copy()
        spare.settings_dict["NAME"] = copy
        spare.settings_dict["OPTIONS"]["init_command"] = (
            "PRAGMA journal_mode=MEMORY;PRAGMA synchronous=OFF;PRAGMA foreign_keys=ON;"
        )
        connections[DEFAULT_DB_ALIAS] = spare
        try:
            yield
        finally:
            connections[DEFAULT_DB_ALIAS] = own
            spare.close()


def _sweep(beside: Path) -> None:
    """Copies that a process left behind when it was killed."""
    for folder in beside.glob(f"{_FOLDER}*"):
        if time.time() - folder.stat().st_mtime > _STALE:
            log.warning("清除中断的试导入留下的副本%s", folder.name)
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _aside() -> Iterator[None]:
    """In the database itself, with the ledger's numbers far above all that are in use."""
    token = _apart.set(2**61 + secrets.randbelow(2**60))
    try:
        yield
    finally:
        _apart.reset(token)
