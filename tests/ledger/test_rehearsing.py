# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A trial import: everything a row would do is really done, on a copy nobody waits for, and nothing of it stays."""

import sqlite3
from datetime import date

import pytest
from django.db import connections

from gongkai.ledger.actions import append
from gongkai.ledger.models import Event
from gongkai.ledger.rehearsing import apart, rehearsal

DAY = date(2024, 6, 20)


def noted(stream):
    return append(stream=stream, kind="thing.done", occurred_on=DAY, actor=None, payload={})


@pytest.fixture
def file(tmp_path, django_db_blocker):
    """This thread's database is a file, as an instance's is."""
    own = connections["default"]
    if own.vendor != "sqlite":
        pytest.skip("the copy is SQLite's")
    with django_db_blocker.unblock():
        spare = own.copy()
        spare.settings_dict["NAME"] = tmp_path / "gongkai.sqlite3"
        connections["default"] = spare
        with spare.schema_editor() as editor:
            editor.execute("CREATE TABLE organs_person (id integer PRIMARY KEY)")
            editor.create_model(Event)
        noted("a/1")
        yield tmp_path / "gongkai.sqlite3"
        connections["default"] = own
        spare.close()


def test_a_trial_in_a_file_holds_up_no_writer_and_leaves_nothing(file):
    other = sqlite3.connect(file, timeout=0, isolation_level=None)
    with rehearsal():
        assert [noted("a/1").version, noted("b/1").version] == [2, 1] and Event.objects.count() == 3
        other.execute("CREATE TABLE probe (x)")  # at once: nothing is locked
        assert [p.name for p in file.parent.glob("trial-*/*.sqlite3")] == ["copy.sqlite3"]
    assert Event.objects.count() == 1 and not list(file.parent.glob("trial-*"))
    other.close()
    with pytest.raises(ZeroDivisionError), rehearsal():
        noted("a/1")
        raise ZeroDivisionError
    assert Event.objects.count() == 1 and not list(file.parent.glob("trial-*"))
    assert connections["default"].settings_dict["NAME"] == file


@pytest.mark.django_db
def test_where_no_copy_is_made_the_ledgers_numbers_in_use_are_left_to_others():
    before = noted("a/1")
    with rehearsal():
        first, second = noted("a/1"), noted("b/1")
        assert first.seq > apart() > before.seq and second.seq == first.seq + 1
        assert first.previous_hash == before.hash
    assert list(Event.objects.values_list("seq", flat=True)) == [before.seq]
    assert noted("a/1").seq == before.seq + 1 and apart() == 0
