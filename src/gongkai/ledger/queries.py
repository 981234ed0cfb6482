# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading the ledger: a stream's events, and whether the chain is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from gongkai.ledger.hashing import GENESIS
from gongkai.ledger.models import Event
from gongkai.ledger.triggers import missing


@dataclass(frozen=True)
class Break:
    """A place where the chain does not hold, in words for the person who must look at it."""

    seq: int
    stream: str
    message: str


def stream(name: str) -> QuerySet[Event]:
    """One stream's events in order."""
    return Event.objects.filter(stream=name).order_by("version")


def last() -> dict[str, Any] | None:
    """The chain's last row: its number, algorithm and hash; None when nothing is written yet."""
    return Event.objects.order_by("-seq").values("seq", "algorithm", "hash").first()


def verify(progress: Callable[[int], None] | None = None) -> Iterator[Break]:
    """Walk the whole chain; yield every row that was changed, removed or put in between."""
    expected_seq, previous = 1, GENESIS
    versions: dict[str, int] = {}
    for event in Event.objects.order_by("seq").iterator(chunk_size=2000):
        if event.seq != expected_seq:
            yield Break(event.seq, event.stream, f"第{expected_seq}行到第{event.seq - 1}行不见了")
        if event.previous_hash != previous:
            yield Break(event.seq, event.stream, f"第{event.seq}行接不上前一行的散列值")
        if event.seal() != event.hash:
            yield Break(
                event.seq, event.stream, f"第{event.seq}行（{event.stream}，{event.kind}）的内容被改动过"
            )
        seen = versions.get(event.stream, 0)
        if event.version != seen + 1:
            yield Break(event.seq, event.stream, f"{event.stream} 的第{seen + 1}条记录不见了")
        versions[event.stream] = event.version
        expected_seq, previous = event.seq + 1, event.hash
        if progress:
            progress(event.seq)


def differing(
    kind: str, stored: Mapping[str, tuple[date | None, Mapping[str, Any]]]
) -> Iterator[tuple[str, str]]:
    """Rows that events of this kind put on record, against the last of them: (stream, how it differs).

    stored is by stream: the day, and what the payload says of the row. A payload of an earlier form may lack a key.
    """
    said = {event.stream: event for event in Event.objects.filter(kind=kind).order_by("seq").iterator(2000)}
    for name in said.keys() - stored.keys():
        yield name, "账本里登记过，库里没有"
    for name, (on, facts) in stored.items():
        event = said.get(name)
        if event is None:
            yield name, "账本里没有它的登记"
        elif event.occurred_on != on or any(event.payload.get(k, v) != v for k, v in facts.items()):
            yield name, "与账本不同"


def unguarded() -> list[str]:
    """Names of the triggers that keep the ledger append-only and are gone."""
    return missing(connection)
