# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""How a verb writes to the ledger: who did it, on which legal date, and that the date has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from gongkai.law.clock import cn
from gongkai.ledger.actions import Fact, append, append_new
from gongkai.ledger.models import Event
from gongkai.organs.permissions import Actor, person_or_none
from gongkai.organs.today import today


class NotYet(Exception):
    """A fact dated after today: it has not happened, so it cannot be recorded."""


def has_come(on: date, refused: type[Exception] = NotYet) -> None:
    """Raise NotYet, or the room's own refusal, for a day that has not come."""
    if on > today():
        raise refused(f"{cn(on)}还没有到，只登记已经发生的事")


def within_a_year(day: date, since: date, what: str, refused: type[Exception]) -> None:
    """Raise the room's refusal for a limit or an end more than a year off: nobody sets one, a finger slipped in the year."""
    if day > since + timedelta(days=366):
        raise refused(f"{what}{cn(day)}离{cn(since)}超过一年，请核对年份")


def record(
    stream: str,
    actor: Actor,
    kind: str,
    on: date,
    payload: dict[str, Any],
    *,
    expected_version: int | None = None,
) -> Event:
    """Append what an actor did. Raises NotYet for a day that has not come."""
    has_come(on)
    return append(
        stream=stream, kind=kind, occurred_on=on, actor=person_or_none(actor), actor_label=str(actor),
        payload=payload, expected_version=expected_version,
    )  # fmt: skip


def record_new(actor: Actor, facts: Sequence[Fact]) -> None:
    """Append the first event of each of many new streams. Raises NotYet for a day that has not come."""
    for day in {fact.occurred_on for fact in facts}:
        has_come(day)
    append_new(facts, actor=person_or_none(actor), actor_label=str(actor))
