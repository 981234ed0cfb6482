# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Moving SQLite's log (WAL) into the database beside the verbs, so that none of them has to wait for it.

SQLite moves it by itself once it is long: whoever commits then waits for the disk, 20 to 40 ms every thirtieth publication. Here a thread of its
own does so before that. SQLite's own turn stays, at a greater length (`web.instance`), for what no verb writes.
"""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from contextlib import closing
from itertools import count
from pathlib import Path

from django.db import connection

log = logging.getLogger(__name__)

AFTER = 12  # commits of verbs in this process; a publication writes some thirty pages
LATER = 0.2  # seconds: what follows the commit, the pressed pages and the index, has the disk first
TRIES = 5  # only when nobody wrote meanwhile does the log begin anew

_commits = count(1)


def committed() -> None:
    """Told after each verb's commit; every so often the log is moved, after a moment."""
    if connection.vendor != "sqlite" or connection.is_in_memory_db():
        return
    if next(_commits) % AFTER == 0:
        path = Path(connection.settings_dict["NAME"])
        threading.Thread(target=_move, args=(path,), name="ledger-checkpoint", daemon=True).start()


def _move(path: Path) -> None:
    time.sleep(LATER)
    try:
        move(path)
    except sqlite3.Error as error:  # SQLite itself does it at the next commit that finds the log too long
        log.warning("数据库的日志没有并入：%s", error)


def move(path: Path) -> bool:
    """Move the log of the database into it, waiting for nobody and holding nobody up; whether all of it is moved."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=0)) as database:
        database.execute("PRAGMA synchronous=NORMAL")
        for last in range(TRIES):
            time.sleep(0.02 * last)
            busy, there, moved = database.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
            if not busy and there == moved:
                return True
    return False
