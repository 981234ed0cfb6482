# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The last days of many cases at once, without their traces: what recomputing a county's register needs.

Each answer equals clock.run for the same facts. A plain case is one look-up in a table of every day's twentieth working
day; one with consultations, an extension or a supplement is folded in numbers of working days; whatever is rarer (or not
allowed, so that the law must say so) goes through clock.run itself. The trace is made for the case one looks at.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import compress, count, repeat
from operator import gt

from gongkai.law.calendar import Workdays
from gongkai.law.clock import CONSULTED_PARTY_REPLY, EXTENSION_MOST, REPLY_LIMIT, run
from gongkai.law.events import Event

AHEAD = timedelta(
    days=1100
)  # of table beyond the last receipt; a case that runs longer goes through clock.run
_NEVER = 1 << 30  # a consultation of another organ ends by no law
_NO_SPANS: dict[str, list[int]] = {}

# due, excluded working days, on_time, overdue
_Standing = tuple[date | None, int, bool | None, bool]


@dataclass(frozen=True, slots=True)
class Standings:
    """Where many cases stand, a column each, in the order of the cases."""

    due: list[date | None]
    excluded_working_days: list[int]
    on_time: list[bool | None]
    overdue: list[bool]


@dataclass(frozen=True, slots=True)
class _Table:
    """A stretch of the calendar as prefix sums: how many working days up to each day, and which day is the n-th."""

    passed: dict[date, int]  # working days of the stretch up to and with the day
    nth: list[date]  # the n-th working day; the first day of the stretch stands for the 0th
    limit: dict[date, date]  # the day of receipt → the twentieth working day after it


def _table(first: date, last: date, workdays: Workdays) -> _Table:
    passed, nth = {}, [first]
    for n in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(n)
        if workdays.is_workday(day):
            nth.append(day)
        passed[day] = len(nth) - 1
    limit = {day: nth[n + REPLY_LIMIT] for day, n in passed.items() if n + REPLY_LIMIT < len(nth)}
    return _Table(passed, nth, limit)


def _put_off(begin: int, last: int, spans: Collection[list[int]], now: int) -> int:
    """The limit in working days of the table: each span that begins before it puts it off by what no other covered."""
    reached = begin
    for after, until, _ in sorted(spans) if len(spans) > 1 else spans:
        if after > reached:
            reached = after
        if until == _NEVER:
            until = now
        if until > reached and reached < last:
            last += until - reached
            reached = until
    return last


def _fold(received: date, events: Sequence[Event], as_of: date, table: _Table) -> _Standing | None:
    """One case in numbers of working days; None for a fact that the plain courses do not know or the law refuses."""
    passed, nth, previous, now = table.passed, table.nth, received, as_of
    begin, extension, asked, waiting, end = passed[received], 0, False, False, None
    spans = _NO_SPANS  # by number: left out after, until (as long as it is open: its end in law), whether it is open
    for event in events:
        on, kind = event.on, event.type
        if on < previous:
            return None
        previous = on
        if kind == "consultation_sent" and event.id not in spans:
            law = (
                _NEVER
                if event.to == "organ"
                else passed[event.received_by_party_on or on] + CONSULTED_PARTY_REPLY
            )
            spans = {**spans, event.id: [passed[on], law, True]}
        elif kind == "consultation_closed" and event.id in spans and spans[event.id][2]:
            span = spans[event.id]
            span[1], span[2] = min(span[1], passed[on]), False
        elif kind == "replied" or kind == "withdrawn":
            if event is not events[-1]:  # what follows may be earlier, or is refused
                return None
            end, now = event, on
        elif kind == "extended" and not extension and not waiting and event.working_days <= EXTENSION_MOST:
            if on > nth[_put_off(begin, begin + REPLY_LIMIT, spans.values(), passed[as_of])]:
                return None
            extension = event.working_days
        elif kind == "supplement_requested" and not asked:
            asked = waiting = True
        elif kind == "supplement_received" and waiting:
            begin, extension, waiting = passed[on], 0, False
        else:
            return None
    if waiting:
        return None, 0, None, False
    last = begin + REPLY_LIMIT + extension
    moved = _put_off(begin, last, spans.values(), passed[now]) if spans else last
    return _stand(nth[moved], moved - last, end, as_of)


def _stand(due: date, excluded: int, end: Event | None, as_of: date) -> _Standing:
    if end is None:
        return due, excluded, None, as_of > due
    return due, excluded, end.on <= due if end.type == "replied" else None, False


def _common(received: date, events: Sequence[Event], as_of: date, table: _Table) -> _Standing | None:
    """The commonest whole courses, each in a few look-ups, replied to or still open; None for any other."""
    last, first, count = events[-1], events[0], len(events)
    replied = last.type == "replied"
    if first.on < received or (count > 1 and last.on < events[-2].on):
        return None
    kind, due, excluded = first.type, None, 0
    course = count - replied
    if course == 0:
        due = table.limit[received]
    elif course == 1:
        if kind == "extended" and first.working_days <= EXTENSION_MOST and first.on <= table.limit[received]:
            due = table.nth[table.passed[received] + REPLY_LIMIT + first.working_days]
    elif course == 2 and (second := events[1]).on >= first.on:
        if kind == "consultation_sent" and second.type == "consultation_closed" and first.id == second.id:
            passed = table.passed
            after, until, limit = passed[first.on], passed[second.on], passed[received] + REPLY_LIMIT
            if first.to != "organ":
                until = min(until, passed[first.received_by_party_on or first.on] + CONSULTED_PARTY_REPLY)
            excluded = until - after if after < limit and until > after else 0
            due = table.nth[limit + excluded]
        elif kind == "supplement_requested" and second.type == "supplement_received":
            due = table.limit[second.on]
    if due is None:
        return None
    return (due, excluded, last.on <= due, False) if replied else (due, excluded, None, as_of > due)


def _one(
    received: date, events: Sequence[Event], as_of: date, workdays: Workdays, table: _Table
) -> _Standing:
    try:
        found = _common(received, events, as_of, table) or _fold(received, events, as_of, table)
    except (KeyError, IndexError):  # a day outside the table
        found = None
    if found is None:
        clock = run(received, events, as_of=as_of, workdays=workdays)
        return clock.due, clock.excluded_working_days, clock.on_time, clock.overdue
    return found


def conclude(
    received: Sequence[date],
    histories: Sequence[Sequence[Event]],
    *,
    as_of: date | Sequence[date],
    workdays: Workdays,
) -> Standings:
    """Where each case stands at the end of as_of (one day for all, or a day each). Columns of one length."""
    if not received:
        return Standings([], [], [], [])
    days = repeat(as_of) if isinstance(as_of, date) else as_of
    table = _table(min(received), max(received) + AHEAD, workdays)
    due: list[date | None] = list(map(table.limit.__getitem__, received))
    overdue = list(map(gt, days, due))  # type: ignore[arg-type]
    excluded = [0] * len(due)
    on_time: list[bool | None] = [None] * len(due)
    one_day = as_of if isinstance(as_of, date) else None
    for n in compress(count(), histories):
        today = one_day or as_of[n]  # type: ignore[index]
        due[n], excluded[n], on_time[n], overdue[n] = _one(received[n], histories[n], today, workdays, table)
    return Standings(due, excluded, on_time, overdue)
