# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The ledger is the only history: whole, append-only, and it names the row that was tampered with."""

from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from gongkai.ledger import actions, queries
from gongkai.ledger.hashing import GENESIS, digest
from gongkai.ledger.models import Event

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 3)


def write(stream="application/1", kind="application.received", **payload):
    return actions.append(stream=stream, kind=kind, occurred_on=DAY, actor=None, payload=payload)


def drop_triggers():
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            cursor.execute("DROP TRIGGER ledger_no_update")
            cursor.execute("DROP TRIGGER ledger_no_delete")


def test_sm3_is_the_default_and_is_the_published_algorithm():
    # The example of GB/T 32905-2016, appendix A.1
    assert digest("sm3", b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert write().algorithm == "sm3"


def test_sha256_may_be_chosen_and_rows_of_both_kinds_make_one_chain(settings):
    write()
    settings.GONGKAI_LEDGER_HASH = "sha256"
    assert write().algorithm == "sha256"
    assert list(queries.verify()) == []


def test_rows_are_numbered_without_gaps_and_each_seals_the_one_before():
    first, second, third = write(), write("document/1", "document.drafted"), write(kind="application.replied")
    assert [e.seq for e in (first, second, third)] == [1, 2, 3]
    assert [e.version for e in (first, second, third)] == [1, 1, 2]
    assert first.previous_hash == GENESIS
    assert third.previous_hash == second.hash
    assert list(queries.verify()) == []


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_refuses_to_change_or_delete(change):
    event = write()
    with pytest.raises(DatabaseError, match="账本只可追加"), transaction.atomic():
        if change == "update":
            Event.objects.filter(pk=event.pk).update(kind="application.closed")
        else:
            Event.objects.filter(pk=event.pk).delete()
    assert Event.objects.get().kind == "application.received"


@pytest.mark.parametrize("how", ["seq", "version"])
def test_the_database_refuses_to_put_a_row_in_anothers_place(how):
    event = write()
    columns = [f.column for f in Event._meta.concrete_fields]
    changed = {"kind": "'application.closed'", "hash": f"'{'f' * 64}'"} | (
        {"seq": "2"} if how == "version" else {}
    )
    picked = ", ".join(changed.get(c, c) for c in columns)
    if connection.vendor == "postgresql":
        clash = "(seq)" if how == "seq" else "(stream, version)"
        verb, on_clash = "INSERT", f"ON CONFLICT {clash} DO UPDATE SET kind = EXCLUDED.kind"
    else:
        verb, on_clash = "INSERT OR REPLACE", ""
    statement = (
        f"{verb} INTO ledger_event ({', '.join(columns)}) SELECT {picked} FROM ledger_event {on_clash}"  # noqa: S608
    )
    with (
        pytest.raises(DatabaseError, match="账本只可追加"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Event.objects.get().hash == event.hash


def test_a_payload_is_sealed_as_the_database_gives_it_back():
    write(counts={10: 1, 9: 2})
    assert list(queries.verify()) == []


def test_a_changed_byte_is_found_and_its_row_named():
    write()
    target = write("document/7", "document.published", title="示例")
    write()
    drop_triggers()
    Event.objects.filter(pk=target.pk).update(payload={"title": "示侧"})
    breaks = list(queries.verify())
    assert [b.seq for b in breaks] == [2]
    assert "document/7" in breaks[0].message


def test_a_removed_row_is_found():
    for _ in range(3):
        write()
    drop_triggers()
    Event.objects.filter(pk=2).delete()
    assert any("第2行" in b.message and "不见了" in b.message for b in queries.verify())


def test_two_officers_on_one_stream_the_second_is_told():
    write()
    write(kind="application.assigned")
    with pytest.raises(actions.StreamMoved):
        actions.append(
            stream="application/1",
            kind="application.extended",
            occurred_on=DAY,
            actor=None,
            payload={},
            expected_version=1,
        )


def test_the_moment_of_recording_survives_the_database_to_the_microsecond():
    moment = datetime(2024, 6, 3, 9, 30, 15, 123456, tzinfo=UTC)
    actions.append(
        stream="x/1", kind="x", occurred_on=DAY, actor=None, payload={"名": "值"}, recorded_at=moment
    )
    assert Event.objects.get().recorded_at == moment
    assert list(queries.verify()) == []


def test_a_trigger_that_is_gone_or_disabled_is_named():
    assert queries.unguarded() == []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE ledger_event DISABLE TRIGGER ledger_no_change")
        else:
            cursor.execute("DROP TRIGGER ledger_no_update")
    gone = "ledger_no_change" if connection.vendor == "postgresql" else "ledger_no_update"
    assert queries.unguarded() == [gone]
