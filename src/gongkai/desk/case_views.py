# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""One case: its page, its verbs, the look at its applicant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.applications import actions
from gongkai.applications import queries as applications
from gongkai.applications.models import Application
from gongkai.applications.story import fold
from gongkai.desk import attempts, case_parts, screens
from gongkai.desk.fields import typed
from gongkai.desk.verbs import BY_NAME
from gongkai.desk.views import page
from gongkai.law.clock import cn
from gongkai.organs.permissions import NotAllowed
from gongkai.organs.today import today
from gongkai.organs.workdays import workdays


def case_of(request: HttpRequest, pk: int) -> Application:
    """The case with this number among those the person may see, or 404."""
    found = applications.one_visible_to(screens.signed_in(request), pk)
    if found is None:
        raise Http404
    return found


@login_required
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """一件申请: its clock, what can be done now, its story, its facts."""
    return show_case(request, case_of(request, pk))


def show_case(
    request: HttpRequest,
    row: Application,
    *,
    asked: str = "",
    refused: tuple[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render a case. asked names the form to show open; refused is (name, bound form) of one that was not accepted, so
    that nothing typed is lost."""
    events = applications.events_of(row)
    story = fold(events)
    shown = case_parts.CasePage(
        person=screens.signed_in(request), case=row, story=story, events=events,
        clock=story.clock(as_of=today(), workdays=workdays()), day=today(), refused=refused, asked=asked,
        change=request.GET.get("change", ""),
    )  # fmt: skip
    main, side = (
        [(part.template, data) for part in parts if (data := part.show(shown)) is not None]
        for parts in (case_parts.MAIN, case_parts.SIDE)
    )
    return page(
        request, "case", status=status, case=row, clock=shown.clock, result=shown.result, main=main, side=side
    )


@dataclass(frozen=True)
class Watch:
    """A case under a form: looks at its applicant or its files do not count as having moved it."""

    case: Application
    field: str = "version"

    def expect(self, seen: int) -> None:
        actions.expect(self.case, seen)

    def meanwhile(self, seen: int) -> str:
        lines = [x for x in applications.story_lines(self.case) if x.version > seen]
        said = "；".join(
            f"{cn(x.on)}{x.who}：{x.title}{f'（{x.detail}）' if x.detail else ''}" for x in lines[-3:]
        )
        return f"您打开本页以后，这件申请又有{len(lines)}条新的记录：{said}。您写的还在本页，请核对后再登记"

    def now(self) -> int:
        return Application.objects.get(pk=self.case.pk).version


def tried(request: HttpRequest, row: Application, form: Any, act: Any) -> tuple[bool, Any]:
    """attempts.tried on a case, by whoever is signed in."""
    return attempts.tried(form, act, Watch(row), actor=screens.signed_in(request))


def attempt(
    request: HttpRequest, row: Application, name: str, form: Any, act: Any, done: str
) -> HttpResponse:
    """Run a verb with a form's cleaned facts: back to the case when it is done, else the page with what was typed."""
    was_done, _ = tried(request, row, form, act)
    if was_done:
        messages.success(request, done)
        return redirect("desk:case", pk=row.pk)
    return show_case(request, case_of(request, row.pk), refused=(name, form), status=422)


@login_required
def verb(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Its form, open on the case's page; posted, do it: what was refused stays on the page with the reason."""
    row, chosen = case_of(request, pk), BY_NAME.get(name)
    if chosen is None:
        raise Http404
    if request.method != "POST":
        return show_case(request, row, asked=name)

    def act(**facts: Any) -> Any:
        return chosen.action(application=row, **facts)

    return attempt(
        request,
        row,
        name,
        chosen.form(row, request.POST, auto_id=f"{name}_%s"),
        act,
        f"已登记：{chosen.label}",
    )


@login_required
def applicant(request: HttpRequest, pk: int) -> HttpResponse:
    """查看申请人信息: asks for a purpose, and leaves a trace of the look."""
    row = case_of(request, pk)
    if request.method != "POST":
        return redirect("desk:case", pk=pk)
    try:
        particulars = actions.reveal_applicant(
            actor=screens.signed_in(request),
            application=row,
            on=today(),
            purpose=typed(request, "purpose"),
        )
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:case", pk=pk)
    response = page(request, "applicant", case=row, particulars=particulars)
    response["Cache-Control"] = "no-store"
    return response
