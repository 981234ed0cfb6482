# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The line of the work list that follows from a case's events: the next last day, what it is the last day of, and why. Pure.

Everything here holds on whatever day it is read: a day is stored, not how far it is; what the passing of time alone changes
is decided where the line is read, by comparing that day with today.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from gongkai.applications.story import Story
from gongkai.law.calendar import Workdays
from gongkai.law.clock import Clock
from gongkai.law.receipt import CONFIRMATION_LIMIT

NO_DAY = date.max  # after every dated one
_CLOSED: dict[str, Any] = {"act_on": None, "act_kind": None, "why": None, "consulting": False}


def work_line(story: Story, days: Workdays) -> dict[str, Any]:
    """The columns act_on, act_kind, why and consulting of a case."""
    return line_of(story, story.clock(as_of=story.last_on, workdays=days) if story.last_on else None, days)


def line_of(story: Story, clock: Clock | None, days: Workdays) -> dict[str, Any]:
    """The same from a clock that is known already: the one of the day of the last event."""
    if story.outcome is not None:
        return dict(_CLOSED)
    consulting = bool(open_consultations(story))
    if clock is None or story.received_on is None:
        came = story.arrived_on or story.submitted_on or story.last_on or NO_DAY
        by = days.add(came, CONFIRMATION_LIMIT)
        return {"act_on": by, "act_kind": "confirm", "why": "与申请人确认后起算", "consulting": consulting}
    if clock.due is None:
        kind, said = ("payment", "等缴费后重新起算") if story.paying else ("supplement", "等补正后重新起算")
        return {"act_on": clock.awaited_by or NO_DAY, "act_kind": kind, "why": said, "consulting": consulting}
    moves = _moves(story, clock.due, days)
    return {
        "act_on": NO_DAY if moves else clock.due,
        "act_kind": "moving" if moves else "reply",
        "why": why(story, clock),
        "consulting": consulting,
    }


def open_consultations(story: Story) -> set[tuple[str, str]]:
    """(id, whom) of the opinions that were asked for and have not come."""
    closed = {e.id for e in story.clock_events if e.type == "consultation_closed"}
    return {(e.id, e.to) for e in story.clock_events if e.type == "consultation_sent" and e.id not in closed}


def _moves(story: Story, due: date, days: Workdays) -> bool:
    """Whether the limit recedes while one waits: another organ has not answered, and the limit is not reached meanwhile.

    What a third party or a co-maker is asked ends by itself after 15 working days, so its limit is a day already.
    """
    if not any(to == "organ" for _, to in open_consultations(story)):
        return False
    later = story.clock(as_of=due + timedelta(days=1), workdays=days)
    return later is not None and later.due != due


def why(story: Story, clock: Clock) -> str:
    """The reason for the last day, short enough for one line of a table."""
    parts = ["20个工作日"]
    for event in story.clock_events:
        if event.type == "extended":
            parts.append(f"延期{event.working_days}个工作日")
        elif event.type == "delayed":
            parts.append("合理延迟（第三十五条）")
        elif event.type in ("supplement_received", "fee_paid"):
            parts.append(f"{event.on.month}月{event.on.day}日起重新计算")
    if clock.excluded_working_days:
        parts.append(f"征求意见不计{clock.excluded_working_days}日")
    return "，".join(parts)[:200]
