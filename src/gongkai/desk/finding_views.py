# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""全部申请: found by number, words, dates and results; by the applicant's name with a trace; the register as a file."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gongkai.applications import actions
from gongkai.applications import queries as applications
from gongkai.applications.models import State
from gongkai.applications.queries import Sought, month_span
from gongkai.applications.queries.statistics import REASONS
from gongkai.applications.register_out import export_register
from gongkai.desk import screens
from gongkai.desk.fields import MOST_WORDS, typed
from gongkai.desk.import_views import EXCEL
from gongkai.desk.views import page
from gongkai.desk.worklist_views import CHANNELS, KINDS, cursor, organs_seen, pages
from gongkai.law.outcomes import OUTCOMES
from gongkai.organs.models import Person
from gongkai.organs.permissions import NotAllowed
from gongkai.organs.queries import every_organ
from gongkai.organs.today import today

RESULTS = tuple((o.id, f"{o.group[3:] + '：' if o.group else ''}{o.short}") for o in OUTCOMES)
STATES = (("open", "未办结"), *State.choices)
TIMES = (("yes", "按期"), ("no", "超期"))
FILTERS = ("q", "state", "organ", "channel", "kind", "outcome", "received", "closed", "time", "why")
_SPAN = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)


def span(text: str) -> tuple[date, date] | None:
    """A year (2024) or a month (2024-06) from an address; None for anything else."""
    found = _SPAN.fullmatch(text)
    if not found or not 1990 <= int(found[1]) <= 2100 or not 1 <= int(found[2] or 1) <= 12:
        return None
    year = int(found[1])
    return month_span(year, int(found[2])) if found[2] else (date(year, 1, 1), date(year, 12, 31))


def sought(asked: dict[str, str], person: Person) -> tuple[Sought, dict[str, str]]:
    """What is asked for, and what of it was understood; the rest is left out."""
    organ = next((o.pk for o in organs_seen(person) if o.slug == asked.get("organ")), None)
    allowed = {
        "state": dict(STATES), "channel": dict(CHANNELS), "kind": dict(KINDS), "outcome": dict(RESULTS), "time": dict(TIMES),
        "why": dict(REASONS),
    }  # fmt: skip
    known = {name: asked[name] for name, choices in allowed.items() if asked.get(name, "") in choices}
    known |= {name: asked[name] for name in ("received", "closed") if span(asked.get(name, ""))}
    if organ is not None:
        known["organ"] = asked["organ"]
    if words := asked.get("q", "").strip()[:MOST_WORDS]:
        known["q"] = words
    organs = None if organ is None else (organ,)
    closed = span(known.get("closed", ""))
    only = None
    if "why" in known and closed:  # reasons are read from the stories of the cases answered late in a year
        only = applications.late_reasons(person, closed[0].year, organs=organs)[known["why"]]
    else:
        known.pop("why", None)
    found = Sought(
        words=words, state=known.get("state", ""), organs=organs, channel=known.get("channel", ""), kind=known.get("kind", ""),
        outcome=known.get("outcome", ""), received=span(known.get("received", "")), closed=closed,
        on_time={"yes": True, "no": False}.get(known.get("time", "")), only=only,
    )  # fmt: skip
    return found, known


@login_required
def cases(request: HttpRequest) -> HttpResponse:
    """全部申请, newest first, with filters; the figures of the statistics open here."""
    person = screens.signed_in(request)
    wanted, chosen = sought({name: request.GET.get(name, "") for name in FILTERS}, person)
    found = applications.find_cases(
        person, wanted, after=cursor(request.GET.get("after")), before=cursor(request.GET.get("before"))
    )
    kept = urlencode(chosen)
    marks = [(x.submitted_on, x.pk) for x in found.lines]
    return page(
        request, "cases", found=found, chosen=chosen, said=_said(chosen), organs=every_organ(person), seen=organs_seen(person),
        states=STATES, channels=CHANNELS, kinds=KINDS, results=RESULTS, times=TIMES, first=f"?{kept}",
        links=pages(f"{kept}&" if kept else "", marks, found), may_look=_may_look(person),
    )  # fmt: skip


def _said(chosen: dict[str, str]) -> list[str]:
    """Filters without a field of their own, in words."""
    words = []
    for name, word in (("received", "收到"), ("closed", "办结")):
        if name in chosen:
            year, _, month = chosen[name].partition("-")
            words.append(f"{year}年{f'{int(month)}月' if month else ''}{word}")
    if "why" in chosen:
        words.append(f"超期，{dict(REASONS)[chosen['why']]}")
    return words


def _may_look(person: Person) -> bool:
    return person.appointments.filter(role__in=applications.LOOKERS).exists()


@login_required
@require_POST
def by_name(request: HttpRequest) -> HttpResponse:
    """按申请人查找. By POST: a name belongs in no address and no log of one."""
    name, purpose = typed(request, "name")[:MOST_WORDS], typed(request, "purpose")
    person = screens.signed_in(request)
    try:
        found = actions.find_by_name(actor=person, name=name, on=today(), purpose=purpose)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except actions.Refused as refusal:
        return _named(request, refused=str(refusal), name=name, purpose=purpose, status=422)
    return _named(request, name=name, purpose=purpose, found=found)


def _named(
    request: HttpRequest, *, status: int = 200, refused: str = "", found: Any = None, **typed_in: str
) -> HttpResponse:
    response = page(request, "by_name", status=status, refused=refused, found=found, **typed_in)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """导出登记簿 of what is on the list, all its pages, handed out while it is written."""
    person = screens.signed_in(request)
    wanted, chosen = sought({name: typed(request, name) for name in FILTERS}, person)
    try:
        made = export_register(
            actor=person, sought=wanted, on=today(), personal=bool(request.POST.get("personal")), purpose=typed(request, "purpose"),
        )  # fmt: skip
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{request.path.rsplit('/', 1)[0]}/?{urlencode(chosen)}#export")
    response = StreamingHttpResponse(made.content, content_type=EXCEL)
    name = f"政府信息公开申请登记簿（{made.count}件）.xlsx"
    response["Content-Disposition"] = (
        f"attachment; filename=\"register.xlsx\"; filename*=UTF-8''{quote(name)}"
    )
    response["Cache-Control"] = "no-store"
    return response
