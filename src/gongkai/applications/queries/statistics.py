# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Figures of the cases of a year, each a set of cases that can be opened; counted from the rows, never stored."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count

from gongkai.applications.models import Application, Letter
from gongkai.applications.queries.cases import stories, visible_to
from gongkai.applications.queries.finding import Sought
from gongkai.law.outcomes import OUTCOMES
from gongkai.organs.permissions import Actor
from gongkai.organs.workdays import workdays

ASSIGNED_WITHIN = 5  # 工作日 from the day the count starts: later is said to be a reason of a late reply
LATE_READ = 2000  # late cases of a year whose story is read for its reason

# Why a reply was late, as its own story tells: the first that applies is the one counted.
REASONS: tuple[tuple[str, str], ...] = (
    ("unassigned", f"收到{ASSIGNED_WITHIN}个工作日以后才交办，或者没有交办"), ("service", "期限以内签发，期限以后送达"),
    ("extended", "延期以后仍然超期"), ("consulted", "征求意见以后超期，没有延期"), ("plain", "没有征求意见，也没有延期"),
)  # fmt: skip


@dataclass(frozen=True)
class Month:
    """One month: what was received, what was closed, and of the answered how many in time."""

    first: date
    last: date
    received: int
    closed: int
    in_time: int
    late: int


@dataclass(frozen=True)
class Statistics:
    """The cases of a year. days are working days from receipt to closing, waiting and consulting included."""

    received: int
    closed: int
    in_time: int
    late: int
    open_late: int
    average: float | None
    longest: int | None
    months: list[Month]
    organs: list[tuple[int, int, int, int]]  # organ, received, closed, late; most received first
    outcomes: list[
        tuple[str, str, int]
    ]  # row of table 3, its short name, how many; in the order of the table
    reasons: list[tuple[str, str, int]]

    @property
    def share(self) -> float | None:
        """按期率 in percent, of those whose timeliness can be said; None when there are none."""
        judged = self.in_time + self.late
        return 100 * self.in_time / judged if judged else None


def statistics(actor: Actor, year: int, *, as_of: date, organs: Collection[int] | None = None) -> Statistics:
    """The figures of one year, of these organs or of all the actor may see."""
    span = (date(year, 1, 1), date(year, 12, 31))
    rows = Sought(organs=organs).narrow(visible_to(actor)).order_by()
    received = rows.filter(received_on__range=span).values_list("received_on__month", "organ_id")
    came = [(m, o, n) for m, o, n in received.annotate(Count("pk"))]
    # What was taken back before it was received is in no row of table 3 either.
    closed = rows.filter(closed_on__range=span, received_on__isnull=False)
    done = list(
        closed.values_list("closed_on__month", "organ_id", "on_time", "outcome").annotate(Count("pk"))
    )
    pairs = closed.values_list("received_on", "closed_on").annotate(Count("pk"))
    spent = Counter[int]()
    days = workdays()
    for start, end, count in pairs:
        spent[days.between(start, end)] += count
    total = spent.total()
    open_late = rows.filter(act_kind="reply", act_on__lt=as_of).count() if as_of.year == year else 0
    told = late_reasons(actor, year, organs=organs)
    return Statistics(
        received=sum(n for *_, n in came), closed=sum(n for *_, n in done),
        in_time=sum(n for _, _, on, _, n in done if on), late=sum(n for _, _, on, _, n in done if on is False),
        open_late=open_late, average=sum(d * n for d, n in spent.items()) / total if total else None,
        longest=max(spent, default=None), months=_months(year, came, done, as_of), organs=_by_organ(came, done),
        outcomes=[
            (o.id, f"{o.group[3:] + '：' if o.group else ''}{o.short}", n)
            for o in OUTCOMES if (n := sum(count for *_, got, count in done if got == o.id))
        ],
        reasons=[(key, label, len(told[key])) for key, label in REASONS if told[key]],
    )  # fmt: skip


def month_span(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month."""
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), date.fromordinal(following.toordinal() - 1)


def _months(year: int, came: list[Any], done: list[Any], as_of: date) -> list[Month]:
    last = as_of.month if as_of.year == year else 12
    found = []
    for month in range(1, last + 1):
        of_month = [row for row in done if row[0] == month]
        found.append(
            Month(
                *month_span(year, month), received=sum(n for m, _, n in came if m == month), closed=sum(r[4] for r in of_month),
                in_time=sum(r[4] for r in of_month if r[2]), late=sum(r[4] for r in of_month if r[2] is False),
            )
        )  # fmt: skip
    return found


def _by_organ(came: list[Any], done: list[Any]) -> list[tuple[int, int, int, int]]:
    counts: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for _, organ, n in came:
        counts[organ][0] += n
    for _, organ, on_time, _, n in done:
        counts[organ][1] += n
        counts[organ][2] += n if on_time is False else 0
    return sorted(((organ, *n) for organ, n in counts.items()), key=lambda row: (-row[1], row[0]))  # type: ignore[misc]


def late_reasons(actor: Actor, year: int, *, organs: Collection[int] | None = None) -> dict[str, list[int]]:
    """Reason → the cases answered late in the year for it, read from what happened in each."""
    late = Sought(organs=organs, on_time=False, closed=(date(year, 1, 1), date(year, 12, 31)))
    cases = list(late.narrow(visible_to(actor)).order_by("pk")[:LATE_READ])
    letters = {
        row.application_id: row
        for row in Letter.objects.filter(
            application__in=cases, outcome__isnull=False, state=Letter.State.SERVED
        )
    }
    found: dict[str, list[int]] = {key: [] for key, _ in REASONS}
    told = stories(cases)
    for case in cases:
        found[_reason(case, told[case.pk], letters.get(case.pk))].append(case.pk)
    return found


def _reason(case: Application, story: Any, letter: Letter | None) -> str:
    start = max(
        (e.on for e in story.clock_events if e.type in ("supplement_received", "fee_paid")),
        default=case.received_on,
    )
    if (
        start is None
        or story.assigned_on is None
        or workdays().between(start, story.assigned_on) > ASSIGNED_WITHIN
    ):
        return "unassigned"
    if letter is not None and letter.letter_on and case.due_on and letter.letter_on <= case.due_on:
        return "service"
    kinds = {e.type for e in story.clock_events}
    if "extended" in kinds:
        return "extended"
    return "consulted" if "consultation_sent" in kinds else "plain"
