# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The one way into the ledger."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from gongkai.ledger.hashing import GENESIS
from gongkai.ledger.models import Event
from gongkai.ledger.projectors import tell
from gongkai.ledger.rehearsing import apart

# One number for the whole ledger: appends wait for each other until commit, so seq is gapless (ADR 0002).
LOCK = 0x676F6E67


class StreamMoved(Exception):
    """Someone else wrote to this stream after the caller read it; read again and decide again."""


@dataclass(frozen=True)
class Fact:
    """What one event will say: occurred_on is the legal date of the fact."""

    stream: str
    kind: str
    occurred_on: date
    payload: dict[str, Any]


def append(
    *,
    stream: str,
    kind: str,
    occurred_on: date,
    actor: Any | None,
    payload: dict[str, Any],
    recorded_at: datetime | None = None,
    expected_version: int | None = None,
    actor_label: str | None = None,
) -> Event:
    """Append one event and return it.

    occurred_on is the legal date of the fact, recorded_at the moment it was written down (now unless told).
    expected_version, when given, is the version the caller saw; StreamMoved is raised when it is no longer last.
    Call inside the verb's transaction: the event stands or falls with what the verb writes.
    """
    if not connection.in_atomic_block:
        with transaction.atomic():
            return append(
                stream=stream, kind=kind, occurred_on=occurred_on, actor=actor, payload=payload, recorded_at=recorded_at,
                expected_version=expected_version, actor_label=actor_label,
            )  # fmt: skip
    last = _last(stream)
    if expected_version is not None and last.version != expected_version:
        raise StreamMoved(f"{stream} 已有第{last.version}条记录，您看到的是第{expected_version}条")
    event = _sealed(
        last, Fact(stream, kind, occurred_on, payload), actor, actor_label, recorded_at or datetime.now(UTC)
    )
    event.save(force_insert=True)
    tell(event)
    return event


def append_new(facts: Sequence[Fact], *, actor: Any | None, actor_label: str | None = None) -> None:
    """Append the first event of each of many new streams, in order: an import's thousand items at once.

    Raises IntegrityError when one of the streams is not new. Call inside the verb's transaction.
    """
    if not facts:
        return
    now, last, events = datetime.now(UTC), _last(facts[0].stream), []
    for fact in facts:
        event = _sealed(replace(last, version=0), fact, actor, actor_label, now)
        events.append(event)
        last = Last(event.seq, event.hash, event.version)
    Event.objects.bulk_create(events, batch_size=BATCH)
    for event in events:
        tell(event)


BATCH = 500


@dataclass(frozen=True)
class Last:
    """What the next event follows: the ledger's last number and hash, and the last version of its stream."""

    seq: int
    hash: str
    version: int


# One question, in words both databases have: building two of Django's costs ten times what the answers do.
_LAST = """SELECT seq, hash, (SELECT MAX(version) FROM ledger_event WHERE stream = %s)
    FROM ledger_event ORDER BY seq DESC LIMIT 1"""


def hold() -> None:
    """Let no one append until this transaction ends (SQLite's own does, from its beginning)."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _last(stream: str) -> Last:
    """As it stays until this transaction ends. A rehearsal holds up no one: it counts where no one else does."""
    if not (above := apart()):
        hold()
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [stream])
        row = cursor.fetchone()
    return Last(max(row[0], above), row[1], row[2] or 0) if row else Last(above, GENESIS, 0)


def _sealed(
    last: Last, fact: Fact, actor: Any | None, actor_label: str | None, recorded_at: datetime
) -> Event:
    event = Event(
        seq=last.seq + 1,
        stream=fact.stream,
        version=last.version + 1,
        kind=fact.kind,
        occurred_on=fact.occurred_on,
        recorded_at=recorded_at.astimezone(UTC),
        actor=actor,
        actor_label=actor_label or (str(actor) if actor is not None else "系统"),
        # keys as text, as the database keeps them
        payload=json.loads(json.dumps(fact.payload, ensure_ascii=False)),
        algorithm=settings.GONGKAI_LEDGER_HASH,
        previous_hash=last.hash,
    )
    event.hash = event.seal()
    return event
