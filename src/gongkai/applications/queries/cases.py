# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Which cases an actor may see, and the sets the annual report counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

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


_ONE = Prepared(lambda pk: Application.objects.select_related("organ", "applicant", "handler").filter(pk=pk), int)


def one_visible_to(actor: Actor, pk: int) -> Application | None:
    """visible_to(actor).get(pk=pk): the same gate for one case; None where the actor may not see it or it does not exist."""
    ids = working_ids(actor)
    found = next(iter(_ONE(pk)), None)
    return found if found is not None and (ids is None or found.organ_id in ids) else None


def in_organs(organs: Iterable[Organ]) -> QuerySet[Application]:
    """Every case of these organs, for counting."""
    return Application.objects.filter(organ__in=[o.pk for o in organs])


def received_in(year: int) -> Q:
    """本年新收: 收到申请之日 lies in the year."""
    return Q(received_on__gte=date(year, 1, 1), received_on__lte=date(year, 12, 31))


def carried_into(year: int) -> Q:
    """上年结转: received before the year and not closed before it."""
    first = date(year, 1, 1)
    return Q(received_on__lt=first) & (Q(closed_on__isnull=True) | Q(closed_on__gte=first))


def handled_in(year: int) -> Q:
    """办理结果: the reply or the decision was issued in the year. What was taken back before it was received is in no row."""
    return Q(closed_on__gte=date(year, 1, 1), closed_on__lte=date(year, 12, 31), received_on__isnull=False)


def carried_out_of(year: int) -> Q:
    """结转下年度: received by 31 December and open at its end."""
    last = date(year, 12, 31)
    return Q(received_on__lte=last) & (Q(closed_on__isnull=True) | Q(closed_on__gt=last))


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


_EVENTS = Prepared(lambda stream: Event.objects.filter(stream=stream).order_by("version"), str)


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
