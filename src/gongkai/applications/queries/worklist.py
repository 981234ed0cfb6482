# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The work list: open cases by the day of their next step, each with the reason for that day and the next verb.

Read from the columns the verbs project (applications.worklines), page by page after the last line seen: a page costs the
same at the thousandth as at the first. What has passed or lapsed is seen here, by comparing a stored day with today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet

from gongkai.applications.models import NO_DAY, Application, Due, State
from gongkai.applications.queries.cases import stories, visible_to
from gongkai.applications.queries.keyset import Mark, page_of
from gongkai.applications.queries.labels import STATES, Labelled
from gongkai.law.calendar import Workdays
from gongkai.organs.permissions import Actor
from gongkai.organs.queries import limiting_ids
from gongkai.organs.workdays import workdays

SIZE = 20
SOON = 3  # 工作日
COUNTED = 1000  # open cases counted before a total is said as “at least”
_DAYS = dict(Due.choices)


@dataclass(frozen=True, slots=True)
class Line(Labelled):
    """One line of the work list as it is today."""

    pk: int
    number: str
    title: str
    organ_id: int
    channel: str
    state: str
    submitted_on: date
    received_on: date | None
    act_on: date
    act_kind: str
    reason: str
    consulting: bool
    handler_id: int | None
    handler: str | None
    applicant: str
    as_of: date
    limit: date | None = None  # where a moving limit stands today
    remaining: int | None = None  # 工作日 to the day, negative when it has passed; None when nothing dates it

    @property
    def due(self) -> date | None:
        """The day itself; None when nothing dates it."""
        return self.limit or (None if self.act_on == NO_DAY else self.act_on)

    @property
    def late(self) -> bool:
        """答复期限已过."""
        return self.act_kind == Due.REPLY and self.act_on < self.as_of

    @property
    def lapsed(self) -> bool:
        """补正、缴费期限已过: someone decides whether the case is still handled (条例第三十条)."""
        return self.act_kind in (Due.SUPPLEMENT, Due.PAYMENT) and self.act_on < self.as_of

    @property
    def unconfirmed_late(self) -> bool:
        """An application nobody confirmed within one working day: no clock runs meanwhile."""
        return self.act_kind == Due.CONFIRM and self.act_on < self.as_of

    @property
    def why(self) -> str:
        """The reason for the day, in a few words."""
        if self.lapsed:
            return "补正（缴费）期限已过，可以不再处理"
        if self.unconfirmed_late:
            return "超过1个工作日没有确认，期限还没有起算"
        return f"{self.reason}，等其他机关意见，期限顺延" if self.act_kind == Due.MOVING else self.reason

    @property
    def step(self) -> str:
        """Where the work stands, in the words of the counter."""
        return self._next()[0]

    @property
    def next_verb(self) -> str:
        """The verb that takes it on."""
        return self._next()[1]

    def _next(self) -> tuple[str, str]:
        if self.state == State.UNCONFIRMED:
            return "待与申请人确认", "确认"
        if self.lapsed:
            return "待决定是否不再处理", "决定"
        if self.state != State.RUNNING:
            return STATES[self.state], "查看"
        if self.handler_id is None:
            return "待交办", "交办"
        return ("等征求意见的答复", "催办") if self.consulting else ("办理中", "续办")

    @property
    def kind_of_day(self) -> str:
        return _DAYS[self.act_kind]


_COLUMNS = (
    "pk", "number", "title", "organ_id", "channel", "state", "submitted_on", "received_on", "act_on", "act_kind", "why",
    "consulting", "handler_id", "handler__name", "applicant__kind",
)  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What a person wants of the list; an empty value leaves the matter open."""

    state: str = ""
    organs: tuple[int, ...] | None = None  # None: every organ the person may see
    owner: int | None = None
    unowned: bool = False
    due: str = ""  # late, today, soon, undated
    channel: str = ""
    kind: str = ""

    def narrow(self, rows: QuerySet[Application], as_of: date) -> QuerySet[Application]:
        if self.state:
            rows = rows.filter(state=self.state)
        if self.organs is not None:
            rows = rows.filter(organ__in=self.organs)
        if self.unowned:
            rows = rows.filter(handler__isnull=True)
        elif self.owner is not None:
            rows = rows.filter(handler=self.owner)
        if self.channel:
            rows = rows.filter(channel=self.channel)
        if self.kind:
            rows = rows.filter(applicant__kind=self.kind)
        return _DUE[self.due](rows, as_of) if self.due in _DUE else rows


def _late(rows: QuerySet[Application], as_of: date) -> QuerySet[Application]:
    return rows.filter(act_on__lt=as_of, act_kind=Due.REPLY)


def _today(rows: QuerySet[Application], as_of: date) -> QuerySet[Application]:
    return rows.filter(act_on=as_of, act_kind=Due.REPLY)


def _soon(rows: QuerySet[Application], as_of: date) -> QuerySet[Application]:
    return rows.filter(act_on__gte=as_of, act_on__lte=workdays().add(as_of, SOON), act_kind=Due.REPLY)


def _undated(rows: QuerySet[Application], as_of: date) -> QuerySet[Application]:
    return rows.filter(act_on=NO_DAY)


def _passed(rows: QuerySet[Application], as_of: date) -> QuerySet[Application]:
    return rows.filter(act_on__lt=as_of, act_kind__in=(Due.SUPPLEMENT, Due.PAYMENT))


_DUE = {"late": _late, "today": _today, "soon": _soon, "lapsed": _passed, "undated": _undated}
DUE_CHOICES = (
    ("late", "已超过答复期限"), ("today", "今天到期"), ("soon", f"{SOON}个工作日以内"), ("lapsed", "补正、缴费期限已过"),
    ("undated", "没有确定的日子"),
)  # fmt: skip


@dataclass(frozen=True)
class Page:
    """A page of lines; earlier and later say whether there is more on either side."""

    lines: tuple[Line, ...]
    earlier: bool
    later: bool


def open_cases(actor: Actor) -> QuerySet[Application]:
    """未办结 cases the actor may see."""
    return visible_to(actor).filter(act_on__isnull=False)


def work_list(
    actor: Actor,
    *,
    as_of: date,
    wanted: Wanted | None = None,
    after: Mark | None = None,
    before: Mark | None = None,
    size: int = SIZE,
) -> Page:
    """Open cases by their next day, at most size of them, from after (or up to before) a line's (day, pk)."""
    rows = (wanted or Wanted()).narrow(open_cases(actor), as_of)
    found, earlier, later = page_of(rows, "act_on", _COLUMNS, after=after, before=before, size=size)
    return Page(_lines(found, as_of), earlier, later)


def _lines(rows: Sequence[tuple[Any, ...]], as_of: date) -> tuple[Line, ...]:
    days = workdays()
    lines = [Line(*row, as_of=as_of) for row in rows]
    moving = [line.pk for line in lines if line.act_kind == Due.MOVING]
    limits = _limits_today(moving, as_of, days) if moving else {}
    return tuple(_told(line, limits.get(line.pk), days) for line in lines)


def _told(line: Line, limit: date | None, days: Workdays) -> Line:
    """A line with its working days; limit is where a moving one stands today."""
    day = limit or line.due
    if day is None:
        return line
    return replace(line, limit=limit, remaining=days.between(line.as_of, day) - days.between(day, line.as_of))


def _limits_today(pks: Sequence[int], as_of: date, days: Workdays) -> dict[int, date]:
    """The limit of cases that wait for another organ, as it stands today: it recedes, so it is never stored."""
    found = {}
    for pk, story in stories(Application.objects.filter(pk__in=pks).only("pk")).items():
        clock = story.clock(as_of=as_of, workdays=days)
        if clock is not None and clock.due is not None:
            found[pk] = clock.due
    return found


@dataclass(frozen=True)
class Standing:
    """How the open cases stand. capped: more than COUNTED are open, and every number but late and today is “at least”.
    follow_ups: what joint meetings gave out that is open after its day.
    """

    total: int
    late: int
    today: int
    unowned: int
    unconfirmed: int
    lapsed: int
    capped: bool
    follow_ups: int = 0


# Every page of the desk asks this, and building it through the ORM costs three times what running it does.
_STANDING = """
SELECT COUNT(*), COUNT(CASE WHEN act_kind = 'reply' AND act_on < %s THEN 1 END),
  COUNT(CASE WHEN act_kind = 'reply' AND act_on = %s THEN 1 END), COUNT(CASE WHEN handler_id IS NULL THEN 1 END),
  COUNT(CASE WHEN act_kind = 'confirm' THEN 1 END),
  COUNT(CASE WHEN act_kind IN ('supplement', 'payment') AND act_on < %s THEN 1 END),
  (SELECT COUNT(*) FROM applications_followup WHERE done_on IS NULL AND due_on < %s{follow_ups})
FROM (SELECT act_on, act_kind, handler_id FROM applications_application WHERE act_on IS NOT NULL{organs}
  ORDER BY act_on, id LIMIT {limit}) first_lines
"""


def standing(actor: Actor, *, as_of: date) -> Standing:
    """The numbers every page of the desk shows, in one query over the open cases whose day comes first.

    The gate is that of visible_to (and of follow_ups_visible_to): the ids of the organs the actor works in.
    """
    ids = limiting_ids(actor)
    if ids is not None and not ids:
        return Standing(0, 0, 0, 0, 0, 0, False)
    among = "" if ids is None else f"organ_id IN ({', '.join(['%s'] * len(ids))})"
    organs = among and f" AND {among}"
    meetings = "SELECT id FROM applications_jointmeeting WHERE"
    given = among and f" AND ({among} OR meeting_id IN ({meetings} {among}))"
    mine = [*(ids or ())]
    day = as_of.isoformat() if connection.vendor == "sqlite" else as_of
    with connection.cursor() as cursor:
        cursor.execute(
            _STANDING.format(organs=organs, follow_ups=given, limit=COUNTED + 1),
            [day, day, day, day, *mine, *mine, *mine],
        )
        total, late, due, unowned, unconfirmed, lapsed, follow_ups = cursor.fetchone()
    return Standing(min(total, COUNTED), late, due, unowned, unconfirmed, lapsed, total > COUNTED, follow_ups)


def due_by_day(actor: Actor, *, start: date, days: int) -> list[tuple[date, int]]:
    """How many open cases must be replied to by each of the coming days."""
    last = start + timedelta(days - 1)
    rows = open_cases(actor).filter(act_on__range=(start, last), act_kind=Due.REPLY)
    counts = dict(rows.order_by().values_list("act_on").annotate(Count("pk")))
    return [(day, counts.get(day, 0)) for day in (start + timedelta(n) for n in range(days))]
