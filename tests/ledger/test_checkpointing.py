# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""SQLite's log is moved into the database beside the verbs."""

import sqlite3
from pathlib import Path

import pytest

from gongkai.ledger import checkpointing


@pytest.fixture
def written(tmp_path):
    """A database whose log holds all it says, and the connection that wrote it."""
    path = tmp_path / "one.sqlite3"
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("CREATE TABLE said (words TEXT)")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.executemany("INSERT INTO said VALUES (?)", [("很长的话" * 900,)] * 20)
    yield path, database
    database.close()


def test_the_log_is_moved_while_the_database_is_in_use(written):
    path, database = written
    before = path.stat().st_size
    assert checkpointing.move(path)
    assert path.stat().st_size > before
    log = Path(f"{path}-wal")
    length = log.stat().st_size
    database.execute("INSERT INTO said VALUES ('一')")
    assert log.stat().st_size == length, "the log begins anew, it does not grow"


def test_a_reader_in_the_middle_is_not_disturbed_and_nothing_waits(written):
    path, database = written
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT COUNT(*) FROM said").fetchone()
    database.execute("DELETE FROM said")
    assert not checkpointing.move(path)
    assert reader.execute("SELECT COUNT(*) FROM said").fetchone() == (20,)
    reader.close()


def test_it_is_moved_after_so_many_commits_and_a_database_that_is_gone_is_not_made(monkeypatch, tmp_path):
    begun = []

    class Connection:
        vendor, settings_dict = "sqlite", {"NAME": tmp_path / "gone.sqlite3"}
        is_in_memory_db = staticmethod(lambda: False)

    monkeypatch.setattr(checkpointing, "connection", Connection)
    monkeypatch.setattr(checkpointing, "_commits", iter(range(1, 100)))
    monkeypatch.setattr(checkpointing, "LATER", 0)
    threads = checkpointing.threading.Thread
    monkeypatch.setattr(
        checkpointing.threading, "Thread", lambda **given: begun.append(threads(**given)) or begun[-1]
    )
    for _ in range(3 * checkpointing.AFTER - 1):
        checkpointing.committed()
    assert len(begun) == 2
    for thread in begun:
        thread.join(10)
    assert not list(tmp_path.iterdir())
