# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A projector runs once after the commit, never for what was rolled back, and never breaks the verb."""

from contextlib import contextmanager
from datetime import date

import pytest
from django.db import connection, transaction

from gongkai.ledger import projectors
from gongkai.ledger.actions import append
from gongkai.ledger.models import Event
from gongkai.ledger.projectors import Projector, register

pytestmark = pytest.mark.django_db


@pytest.fixture
def runs(monkeypatch):
    calls = []
    monkeypatch.setattr(projectors, "_registered", {})
    register(Projector("测试", ("document/",), lambda: calls.append("ran")))
    return calls


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """What a commit would run; the ledger refuses the DELETEs that a test with real commits would need."""

    @contextmanager
    def committing():
        connection.run_on_commit.clear()
        with django_capture_on_commit_callbacks(execute=True):
            yield

    return committing


def write(stream="document/1"):
    append(stream=stream, kind="x.done", occurred_on=date(2024, 1, 2), actor=None, payload={})


def test_it_runs_after_the_commit_and_once_whatever_the_number_of_events(runs, commit):
    with commit():
        for _ in range(5):
            write()
        assert runs == []
    assert runs == ["ran"]
    with commit():
        write()
    assert runs == ["ran", "ran"]


def test_it_hears_only_of_its_own_streams(runs, commit):
    with commit():
        write("application/1")
    assert runs == []


def test_a_savepoint_rolled_back_does_not_silence_what_comes_after(runs, commit):
    with commit():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            write()
            raise ZeroDivisionError
        write()
    assert runs == ["ran"]
    with commit(), pytest.raises(ZeroDivisionError), transaction.atomic():
        write()
        raise ZeroDivisionError
    assert runs == ["ran"]


def test_a_projector_that_fails_does_not_undo_the_record(monkeypatch, caplog, commit):
    monkeypatch.setattr(projectors, "_registered", {})
    register(Projector("坏的", ("document/",), lambda: 1 / 0))
    with commit():
        write()
    assert "没有跟上账本" in caplog.text
    assert Event.objects.count() == 1
