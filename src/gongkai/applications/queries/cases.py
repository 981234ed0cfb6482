# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Which cases an actor may see, and the sets the annual report counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.applications.models import Application
from gongkai.applications.story import Story, fold
from gongkai.law.clock import Clock
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ
from gongkai.organs.permissions import Actor
from gongkai.organs.prepared import Prepared
from gongkai.organs.queries import limiting_ids, working_ids
from gongkai.organs.workdays import workdays


def visible_to(actor: Actor) -> QuerySet[Application]:
    """The cases of the organs the actor works in or oversees; no one else's, in any list, count or export."""
    cases = Application.objects.select_related("organ", "applicant", "handler")
    ids = limiting_ids(actor)
    return cases if ids is None else cases.filter(organ__in=ids)


_ONE = Prepared(lambda pk: Application.objects.select_related("organ", "applicant", "handler").filter(pk=pk))


def one_visible_to(actor: Actor, pk: int) -> Application | None:
    """visible_to(actor).get(pk=pk): the same gate for one case; None where the actor may not see it or it does not exist."""
    ids = working_ids(actor)
    found = next(iter(_ONE(pk)), None)
    return found if found is not None and (ids is None or found.organ_id in ids) else None


def in_organs(organs: Iterable[Organ]) -> QuerySet[Application]:
    """Every case of these organs, for counting."""
    return Application.objects.filter(organ__in=[o.pk for o in organs])


@dataclass(frozen=True)
class Facts:
    """Where a question finds the days of a case: on its row as days, or in the kept counts as years. One rule reads both."""

    received: str
    closed: str
    due: str
    late: Q
    span: Callable[[int], tuple[Any, Any]]  # the first and the last day of a year, in the same measure

    def lie(self, name: str, first: Any, last: Any) -> Q:
        return Q((f"{name}__gte", first), (f"{name}__lte", last))

    def open_after(self, last: Any) -> Q:
        return Q((f"{self.closed}__isnull", True)) | Q((f"{self.closed}__gt", last))


DAYS = Facts(
    "received_on", "closed_on", "due_on", Q(on_time=False), lambda year: (date(year, 1, 1), date(year, 12, 31))
)  # fmt: skip
YEARS = Facts("received_year", "closed_year", "due_year", Q(late=True), lambda year: (year, year))


def received_in(year: int, by: Facts = DAYS) -> Q:
    """本年新收: 收到申请之日 lies in the year."""
    return by.lie(by.received, *by.span(year))


def carried_into(year: int, by: Facts = DAYS) -> Q:
    """上年结转: received before the year and not closed before it."""
    first, _ = by.span(year)
    return Q((f"{by.received}__lt", first)) & (
        Q((f"{by.closed}__isnull", True)) | Q((f"{by.closed}__gte", first))
    )


def handled_in(year: int, by: Facts = DAYS) -> Q:
    """办理结果: the reply or the decision was issued in the year. What was taken back before it was received is in no row."""
    return by.lie(by.closed, *by.span(year)) & Q((f"{by.received}__isnull", False))


def carried_out_of(year: int, by: Facts = DAYS) -> Q:
    """结转下年度: received by 31 December and open at its end."""
    _, last = by.span(year)
    return Q((f"{by.received}__lte", last)) & by.open_after(last)


def answered_late_in(year: int, by: Facts = DAYS) -> Q:
    """Closed in the year after the limit."""
    return handled_in(year, by) & by.late


def open_late_in(year: int, by: Facts = DAYS, *, until: date | None = None) -> Q:
    """Open at the year's end with a limit that had passed by then; of a running year, with one passed by `until`."""
    _, last = by.span(year)
    return carried_out_of(year, by) & Q((f"{by.due}__lte", last if until is None else until))


def late_in(year: int, by: Facts = DAYS, *, until: date | None = None) -> Q:
    """超过法定期限 (条例第三十三条): closed in the year after the limit, or open and past the limit at its end.

    until: the last day whose limits have passed (`law.deadlines.judged_until`), which the kept counts, by years, cannot ask.
    """
    return answered_late_in(year, by) | open_late_in(year, by, until=until)


def stories(cases: Iterable[Application], *, until: date | None = None) -> dict[int, Story]:
    """Fold many cases with one query for their events; until leaves out what was dated later."""
    cases = list(cases)
    events: dict[str, list[Event]] = defaultdict(list)
    names = [c.stream for c in cases]
    for start in range(0, len(names), 500):
        rows = Event.objects.filter(stream__in=names[start : start + 500]).order_by("stream", "version")
        for event in rows:
            if until is None or event.occurred_on <= until:
                events[event.stream].append(event)
    return {case.pk: fold(events[case.stream]) for case in cases}


_EVENTS = Prepared(lambda stream: Event.objects.filter(stream=stream).order_by("version"))


def events_of(case: Application) -> list[Event]:
    """The events of a case, oldest first."""
    return _EVENTS(case.stream)


def clocks(cases: Iterable[Application], *, as_of: date) -> dict[int, Clock | None]:
    """The clock of each case at the end of a day."""
    found = stories(cases, until=as_of)
    return {pk: story.clock(as_of=as_of, workdays=workdays()) for pk, story in found.items()}


def case_clock(case: Application, *, as_of: date) -> Clock | None:
    """One case's clock on a day."""
    return clocks([case], as_of=as_of)[case.pk]
