# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The work list: open cases by what is due, each with the reason for its day and the next verb."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.applications.models import Application, State
from gongkai.applications.queries.cases import stories, visible_to
from gongkai.applications.story import Story
from gongkai.law.clock import Clock
from gongkai.organs.permissions import Actor
from gongkai.organs.workdays import workdays


@dataclass(frozen=True)
class Deadline:
    """One line of the work list: a case, its clock, and the reason for the day in a few words."""

    case: Application
    clock: Clock | None
    why: str
    step: str
    next_verb: str

    @property
    def remaining(self) -> int | None:
        return self.clock.remaining_working_days if self.clock else None


def work_list(actor: Actor, *, as_of: date) -> list[Deadline]:
    """Open cases by what is due first; paused and unconfirmed ones after."""
    cases = list(visible_to(actor).exclude(state=State.CLOSED))
    found = stories(cases)
    lines = []
    for case in cases:
        story = found[case.pk]
        clock = story.clock(as_of=as_of, workdays=workdays())
        lines.append(Deadline(case, clock, why(story, clock), *step(case, story, clock)))
    far = date.max
    return sorted(
        lines, key=lambda d: ((d.clock.due if d.clock else None) or far, d.case.submitted_on, d.case.pk)
    )


def why(story: Story, clock: Clock | None) -> str:
    """The reason for the last day, short enough for one line of a table."""
    if clock is None or story.received_on is None:
        return "与申请人确认后起算"
    if clock.state == "awaiting_supplement":
        return "等补正后重新起算"
    if clock.state == "awaiting_payment":
        return "等缴费后重新起算"
    if clock.state == "lapsed":
        return "补正（缴费）期限已过，可以不再处理"
    parts = ["20个工作日"]
    for event in story.clock_events:
        if event.type == "extended":
            parts.append(f"延期{event.working_days}个工作日")
        elif event.type in ("supplement_received", "fee_paid"):
            parts.append(f"{event.on.month}月{event.on.day}日起重新计算")
    if clock.excluded_working_days:
        parts.append(f"征求意见不计{clock.excluded_working_days}日")
    return "，".join(parts)


def step(case: Application, story: Story, clock: Clock | None) -> tuple[str, str]:
    """Where the work stands, in the words of the counter, and the verb that takes it on."""
    if case.state == State.UNCONFIRMED:
        return "待与申请人确认", "确认"
    if clock is not None and clock.state == "lapsed":
        return "待决定是否不再处理", "决定"
    if case.state != State.RUNNING:
        return case.get_state_display(), "查看"
    if not case.handler_id:
        return "待交办", "交办"
    asked = {e.id for e in story.clock_events if e.type == "consultation_sent"}
    if asked - {e.id for e in story.clock_events if e.type == "consultation_closed"}:
        return "等征求意见的答复", "催办"
    return "办理中", "续办"


def due_by_day(lines: Iterable[Deadline], *, start: date, days: int) -> list[tuple[date, int]]:
    """How many open cases end on each of the coming days."""
    counts: dict[date, int] = defaultdict(int)
    for line in lines:
        if line.clock and line.clock.due and line.clock.state == "running":
            counts[line.clock.due] += 1
    return [(day, counts[day]) for day in (start + timedelta(n) for n in range(days))]
