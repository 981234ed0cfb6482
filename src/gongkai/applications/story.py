# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""An application's state is the fold of its events. Pure: the same events give the same state, today or in ten years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from gongkai.law import clock as law_clock
from gongkai.law.calendar import Workdays
from gongkai.law.clock import Clock
from gongkai.law.receipt import Channel, receipt_date

# Ledger kinds that the clock reads, by the contract's event type.
CLOCK_KINDS = {f"application.{name}": name for name in law_clock.TYPES}

# Events about the record or beside the case: they do not move its time on, so they may be put down late.
ASIDE = frozenset(
    f"application.{name}"
    for name in (
        "applicant_viewed", "outcome_corrected", "enclosed", "message_received", "file_viewed", "code_issued", "judged",
        "outcome_chosen", "file_attached", "file_redacted", "file_released",
        "contacted", "task_asked", "task_accepted", "task_answered",
        "task_returned", "task_reminded", "task_cancelled", "party_added", "party_judged", "party_told",
        "consultation_received", "fee_decided", "fee_refunded", "reasons_received", "reasons_judged", "grouped",
        "ungrouped", "evidence_made", "converted", "discussed",
    )
)  # fmt: skip
LETTER = "letter."  # what happens to a letter moves the case only by the verb its service calls


def is_aside(kind: str) -> bool:
    return kind in ASIDE or kind.startswith(LETTER)


class Recorded(Protocol):
    """What the fold needs of a ledger event."""

    kind: str
    occurred_on: date
    payload: dict[str, Any]
    version: int


@dataclass
class Story:
    """The state the events add up to."""

    version: int = 0
    channel: Channel | None = None
    submitted_on: date | None = None
    arrived_on: date | None = None  # 送达: a letter or a fax in the organ's hands, before it is confirmed
    received_on: date | None = None
    handler: int | None = None
    assigned_on: date | None = None  # the first time
    outcome: str | None = None
    closed_on: date | None = None
    last_on: date | None = None  # the latest legal date on record, looks and corrections left out
    paying: bool = False
    clock_events: list[law_clock.Event] = field(default_factory=list)

    def clock(self, *, as_of: date, workdays: Workdays) -> Clock | None:
        """The reply clock, or None while there is no receipt date yet."""
        if self.received_on is None:
            return None
        return law_clock.run(self.received_on, self.clock_events, as_of=as_of, workdays=workdays)


def clock_event(kind: str, on: date, payload: dict[str, Any]) -> law_clock.Event:
    """The clock's view of a ledger event."""
    return law_clock.parse_event({**payload, "type": CLOCK_KINDS[kind], "on": on.isoformat()})


def _day(payload: dict[str, Any], name: str) -> date | None:
    value = payload.get(name)
    return date.fromisoformat(value) if value else None


def _received(event: law_clock.Event, payload: dict[str, Any]) -> law_clock.Event:
    """A consultation with the day its letter reached the party, which was learnt after it was sent."""
    if event.type != "consultation_sent" or event.id != payload["id"]:
        return event
    return replace(event, received_by_party_on=_day(payload, "received_by_party_on"))


def fold(events: Iterable[Recorded]) -> Story:
    """Add the events up, oldest first."""
    story = Story()
    for event in events:
        story.version = event.version
        payload = event.payload
        if not is_aside(event.kind):
            story.last_on = max(event.occurred_on, story.last_on or event.occurred_on)
        if event.kind == "application.registered":
            story.channel = Channel(payload["channel"])
            story.submitted_on, story.arrived_on = event.occurred_on, _day(payload, "arrived_on")
            story.received_on = receipt_date(
                story.channel,
                submitted_on=event.occurred_on,
                arrived_on=story.arrived_on,
                confirmed_on=_day(payload, "confirmed_on"),
            ).received_on
            story.last_on = max(filter(None, (story.last_on, story.received_on)))
        elif event.kind == "application.confirmed":
            story.received_on = event.occurred_on
        elif event.kind == "application.assigned":
            story.handler = payload["handler"]
            story.assigned_on = story.assigned_on or event.occurred_on
        elif event.kind == "application.outcome_corrected":
            story.outcome = payload["outcome"]
        elif event.kind == "application.consultation_received":
            story.clock_events = [_received(e, payload) for e in story.clock_events]
        elif event.kind in CLOCK_KINDS:
            story.clock_events.append(clock_event(event.kind, event.occurred_on, payload))
            if event.kind in ("application.fee_notified", "application.fee_paid"):
                story.paying = event.kind == "application.fee_notified"
            if event.kind in ("application.replied", "application.withdrawn"):
                story.outcome, story.closed_on = payload["outcome"], event.occurred_on
        elif event.kind == "application.ended":  # closed without a letter: 逾期不补正, 逾期未缴费
            story.outcome, story.closed_on = payload["outcome"], event.occurred_on
    return story
