# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The desk: the morning page, cases, and the lists of what was published, held and supervised."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LogoutView
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongkai.annual_report.figures import figure
from gongkai.annual_report.scope import Scope
from gongkai.applications import queries as applications
from gongkai.applications.models import State
from gongkai.desk import screens
from gongkai.organs.queries import every_organ
from gongkai.organs.today import today
from gongkai.organs.workdays import workdays
from gongkai.publishing import queries as publishing
from gongkai.supervision import queries as supervision

PAGE = 50


class SignOut(LogoutView):
    """退出."""

    next_page = "portal:home"


def page(request: HttpRequest, name: str, /, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a desk template with what every desk page shows."""
    person = screens.signed_in(request)
    now: applications.Standing = context.get("standing") or applications.standing(person, as_of=today())
    organs = every_organ(person)
    setattr(request, "site_organ", next((o for o in organs.values() if o.parent_id is None), None))  # noqa: B010
    shared = {
        "person": person, "person_organ": organs.get(person.organ_id),
        "nav": screens.navigation(request, counts={"desk:work_list": screens.at_least(now.total, now.capped)}),
    }  # fmt: skip
    return render(request, f"desk/{name}.html", {**shared, **context}, status=status)


class ByKeys:
    """Rows for a page found by their keys first: an index orders those, where sorting whole rows of a large archive takes seconds."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows

    def count(self) -> int:
        return self.rows.count()

    def __getitem__(self, place: slice) -> list[Any]:
        keys = list(self.rows.select_related(None).values_list("pk", flat=True)[place])
        found = {row.pk: row for row in self.rows.order_by().filter(pk__in=keys)}
        return [found[key] for key in keys if key in found]


def paged(request: HttpRequest, rows: Any, unit: str) -> tuple[Any, str]:
    """A page of rows and the query string that keeps the filters."""
    found = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    found.unit = unit
    query = request.GET.copy()
    query.pop("page", None)
    return found, f"{query.urlencode()}&" if query else ""


@login_required
def home(request: HttpRequest) -> HttpResponse:
    """今日: what is due, why that day, and what comes in three weeks."""
    person, day, calendar = screens.signed_in(request), today(), workdays()
    now = applications.standing(person, as_of=day)
    first = applications.work_list(person, as_of=day)
    start = screens.week_start(day)
    counts = applications.due_by_day(person, start=start, days=21)
    scope = Scope(person.organ, day.year)
    keys = ("applications.new", "applications.carried_in", "applications.handled", "applications.carried_out")
    so_far = {key: figure(key).value(scope) for key in keys}
    in_hand = (
        applications.open_cases(person).filter(organ__in=scope.organs, received_on__isnull=False).count()
    )
    findings = supervision.visible_to(person).filter(rectified_on__isnull=True)
    open_findings = findings.count()
    given = (
        applications.follow_ups_late(applications.follow_ups_visible_to(person), as_of=day)
        if now.follow_ups
        else ()
    )
    asked = applications.enquiries_late(applications.enquiries_visible_to(person), as_of=day)
    unconfirmed = applications.Wanted(state=State.UNCONFIRMED)
    return page(
        request, "home", day=day, kind=calendar.kind(day), standing=now, groups=screens.grouped(first.lines),
        organs=every_organ(person), more=first.later,
        load=screens.load_calendar(counts, today=day, workdays=calendar), load_span=(start, counts[-1][0]),
        nearest=next((x for x in first.lines if x.due and x.due >= day and x.act_kind == "reply"), None),
        unconfirmed=applications.work_list(person, as_of=day, wanted=unconfirmed, size=8).lines if now.unconfirmed else (),
        so_far=so_far, in_hand=in_hand, findings=list(findings[:5]), findings_total=open_findings,
        unsigned=supervision.unsigned(person) if open_findings else [],
        soon=publishing.visible_to(person).filter(publishing.in_force(day), expires_on__lte=_in_days(day, 60)).count(),
        scope=scope, follow_ups=list(given[:3]), late_enquiries=asked.count(),
    )  # fmt: skip


def _in_days(day: date, count: int) -> date:
    return date.fromordinal(day.toordinal() + count)


@login_required
def findings(request: HttpRequest) -> HttpResponse:
    """整改问题: findings, those still open first."""
    person, state = screens.signed_in(request), request.GET.get("state", "")
    rows = supervision.visible_to(person)
    if state == "open":
        rows = rows.filter(rectified_on__isnull=True)
    elif state == "late":
        rows = rows.filter(rectified_on__isnull=True, due_on__lt=today())
    rows = rows.order_by("rectified_on", "-notice__issued_on", "pk") if not state else rows.order_by("due_on")
    found, query = paged(request, rows, "处")
    return page(request, "findings", found=found, query=query, state=state)
