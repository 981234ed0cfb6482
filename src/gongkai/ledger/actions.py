# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The one way into the ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from gongkai.ledger.hashing import GENESIS
from gongkai.ledger.models import Event
from gongkai.ledger.projectors import tell

# One number for the whole ledger: appends wait for each other until commit, so seq is gapless (ADR 0002).
LOCK = 0x676F6E67


class StreamMoved(Exception):
    """Someone else wrote to this stream after the caller read it; read again and decide again."""


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
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        last = Event.objects.order_by("-seq").values_list("seq", "hash").first()
        version = (
            Event.objects.filter(stream=stream).order_by("-version").values_list("version", flat=True).first()
            or 0
        )
        if expected_version is not None and version != expected_version:
            raise StreamMoved(f"{stream} 已有第{version}条记录，您看到的是第{expected_version}条")
        event = Event(
            seq=(last[0] if last else 0) + 1,
            stream=stream,
            version=version + 1,
            kind=kind,
            occurred_on=occurred_on,
            recorded_at=(recorded_at or datetime.now(UTC)).astimezone(UTC),
            actor=actor,
            actor_label=actor_label or (str(actor) if actor is not None else "系统"),
            payload=payload,
            algorithm=settings.GONGKAI_LEDGER_HASH,
            previous_hash=last[1] if last else GENESIS,
        )
        event.hash = event.seal()
        event.save(force_insert=True)
        tell(event)
        return event
