# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""How a clock reads on a screen: the conclusion, the steps with their articles, the calendar. Nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.law.calendar import Workdays
from gongkai.law.clock import Clock, cn
from gongkai.law.receipt import Channel, receipt_date
from gongkai.law.strip import Mark, strip


@dataclass(frozen=True)
class Step:
    """One line of the explanation of a date."""

    text: str
    result: str
    cite: str


@dataclass(frozen=True)
class CalendarDay:
    """One cell of a calendar: its class, the day, a small mark, the large text."""

    cls: str
    label: str
    mark: str
    text: str


@dataclass(frozen=True)
class ClockView:
    """The clock as a reader meets it: the conclusion, the steps, the days."""

    title: str
    conclusion: str
    remaining: str
    tone: str
    steps: list[Step]
    days: list[CalendarDay]
    span: str
    excluded: int
    used: int | None
    provisional: bool


_CLASSES = {
    Mark.OUTSIDE: "o", Mark.START: "f", Mark.COUNTED: "w", Mark.MAKEUP: "m", Mark.HOLIDAY: "h", Mark.EXCLUDED: "x",
    Mark.DUE: "z",
}  # fmt: skip
_TEXTS = {Mark.START: "收", Mark.HOLIDAY: "休", Mark.EXCLUDED: "不计"}
_MARKS = {Mark.MAKEUP: "班", Mark.DUE: "止"}


def day_label(day: date, first: bool) -> str:
    return f"{day.month}月" if day.day == 1 else (f"{day.month}.{day.day}" if first else str(day.day))


def calendar_days(clock: Clock, *, today: date, workdays: Workdays) -> list[CalendarDay]:
    """The strip of a period."""
    days = strip(clock, workdays=workdays)
    return [
        CalendarDay(
            _CLASSES[d.mark] + (" t" if d.day == today else ""), day_label(d.day, n == 0), _MARKS.get(d.mark, ""),
            str(d.ordinal) if d.ordinal else _TEXTS.get(d.mark, ""),
        )
        for n, d in enumerate(days)
    ]  # fmt: skip


def clock_view(
    clock: Clock | None, *, channel: str, submitted_on: date, today: date, workdays: Workdays, outcome: str
) -> ClockView:
    """The clock pane of a case page."""
    receipt = receipt_date(Channel(channel), submitted_on=submitted_on, arrived_on=today, confirmed_on=today)
    if clock is None and outcome:
        text = f"{cn(submitted_on)}提交，在双方确认以前撤回，没有收到申请之日"
        return ClockView(
            "最后答复日",
            "没有起算",
            outcome,
            "",
            [Step(text, "", receipt.citation.text)],
            [],
            "",
            0,
            None,
            False,
        )
    if clock is None:
        text = f"{cn(submitted_on)}提交，还没有确认；{receipt.text}"
        return ClockView(
            "最后答复日", "与申请人确认后起算", "", "ochre", [Step(text, "", receipt.citation.text)], [], "", 0, None, False
        )  # fmt: skip
    steps = [Step(t.text, "", t.rule) for t in clock.trace]
    steps.insert(0, Step(receipt.text, "", receipt.citation.text))
    days = calendar_days(clock, today=today, workdays=workdays)
    span = f"{cn(clock.counted_from)}至{cn(clock.due)}" if clock.due else ""
    title, conclusion, remaining, tone = "最后答复日", cn(clock.due) if clock.due else "", "", ""
    left = clock.remaining_working_days
    if clock.state == "closed":
        remaining = outcome
        if clock.on_time is False:
            remaining, tone = f"{outcome}，超过期限", "red"
    elif clock.state == "awaiting_supplement":
        conclusion, tone = "等补正后重新起算", "ochre"
    elif clock.state == "awaiting_payment":
        conclusion, tone = "等缴费后重新起算", "ochre"
    elif clock.state == "lapsed":
        conclusion, tone = "补正（缴费）期限已过，可以决定不再处理", "ochre"
    elif clock.overdue and left is not None:
        remaining, tone = f"已超{-left}个工作日", "red"
    elif left is not None:
        remaining = f"还剩{left}个工作日" if left else "今天到期"
        tone = "ochre" if left <= 3 else ""
    used = (
        workdays.between(clock.counted_from, min(today, clock.due)) - _excluded_until(clock, today, workdays)
        if clock.due
        else None
    )
    return ClockView(
        title,
        conclusion,
        remaining,
        tone,
        steps,
        days,
        span,
        clock.excluded_working_days,
        used,
        clock.provisional,
    )


def _excluded_until(clock: Clock, today: date, workdays: Workdays) -> int:
    total, reached = 0, clock.counted_from
    for after, until in sorted(clock.excluded_spans):
        total += workdays.between(max(after, reached), min(until, today))
        reached = max(reached, until)
    return total
