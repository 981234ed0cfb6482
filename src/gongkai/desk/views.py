# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The desk: the morning page, cases, and the lists of what was published, held and supervised."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from gongkai.annual_report.figures import figure
from gongkai.annual_report.scope import Scope
from gongkai.applications import actions
from gongkai.applications import queries as applications
from gongkai.applications.clock_view import clock_view
from gongkai.applications.models import Application, State
from gongkai.desk import screens
from gongkai.desk.verbs import BY_NAME, VERBS
from gongkai.engagement.models import Activity
from gongkai.engagement.queries import visible_to as engagement_visible
from gongkai.law.outcomes import outcome
from gongkai.law.remedies import Variant, variant_of
from gongkai.ledger.actions import StreamMoved
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.queries import working_organs
from gongkai.organs.today import today
from gongkai.organs.workdays import workdays
from gongkai.publishing import queries as publishing
from gongkai.supervision import queries as supervision

PAGE = 50


class SignIn(LoginView):
    """登录."""

    template_name = "desk/sign_in.html"
    redirect_authenticated_user = True

    def get_form(self, form_class: Any = None) -> AuthenticationForm:
        form: AuthenticationForm = super().get_form(form_class)
        form.error_messages["invalid_login"] = "用户名或者密码不对，请核对后再试"
        for name, label in (("username", "用户名"), ("password", "密码")):
            form.fields[name].label = label
            form.fields[name].widget.attrs["class"] = "in"
            form.fields[name].error_messages["required"] = f"请填写{label}"
        form.use_required_attribute = False
        return form


class SignOut(LogoutView):
    """退出."""

    next_page = "portal:home"


def page(request: HttpRequest, name: str, /, *, status: int = 200, **context: Any) -> HttpResponse:
    """Render a desk template with what every desk page shows."""
    person = screens.signed_in(request)
    open_cases = applications.visible_to(person).exclude(state=State.CLOSED).count()
    shared = {"person": person, "nav": screens.navigation(request, open_cases=open_cases)}
    return render(request, f"desk/{name}.html", {**shared, **context}, status=status)


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
    lines = applications.work_list(person, as_of=day)
    start = screens.week_start(day)
    counts = applications.due_by_day(lines, start=start, days=21)
    scope = Scope(person.organ, day.year)
    keys = ("applications.new", "applications.carried_in", "applications.handled", "applications.carried_out")
    so_far = {key: figure(key).value(scope) for key in keys}
    in_hand = sum(1 for x in lines if x.case.state != State.UNCONFIRMED and x.case.organ in scope.organs)
    findings = supervision.visible_to(person).filter(rectified_on__isnull=True)
    return page(
        request, "home", day=day, kind=calendar.kind(day), groups=screens.grouped(lines), total=len(lines),
        load=screens.load_calendar(counts, today=day, workdays=calendar), load_span=(start, counts[-1][0]),
        urgent=[x for x in lines if x.remaining == 0 and x.clock and x.clock.state == "running"],
        late=[x for x in lines if x.clock and x.clock.overdue],
        unconfirmed=[x for x in lines if x.case.state == State.UNCONFIRMED],
        so_far=so_far, in_hand=in_hand, findings=list(findings[:5]), findings_total=findings.count(),
        soon=publishing.visible_to(person).filter(publishing.in_force(day), expires_on__lte=_in_days(day, 60)).count(),
        scope=scope,
    )  # fmt: skip


def _in_days(day: date, count: int) -> date:
    return date.fromordinal(day.toordinal() + count)


@login_required
def cases(request: HttpRequest) -> HttpResponse:
    """依申请公开: every case the person may see, with filters."""
    person = screens.signed_in(request)
    rows = applications.visible_to(person)
    words, state, organ = (request.GET.get(k, "").strip() for k in ("q", "state", "organ"))
    if words:
        rows = rows.filter(Q(number__icontains=words) | Q(title__icontains=words))
    if state == "open":
        rows = rows.exclude(state=State.CLOSED)
    elif state in State.values:
        rows = rows.filter(state=state)
    if organ:
        rows = rows.filter(organ__slug=organ)
    if state in ("", State.CLOSED.value):
        rows = rows.order_by("-submitted_on", "-pk")
    found, query = paged(request, rows, "件")
    return page(
        request, "cases", found=found, query=query, words=words, state=state, organ=organ,
        states=State.choices, organs=working_organs(person), outcome=outcome,
    )  # fmt: skip


def _case(request: HttpRequest, pk: int) -> Application:
    return get_object_or_404(applications.visible_to(screens.signed_in(request)), pk=pk)


@login_required
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """一件申请: its clock, what can be done now, its story, its facts."""
    return _show_case(request, _case(request, pk))


REMEDIES = {
    Variant.REVIEW_FIRST: "先申请行政复议",
    Variant.CHOICE: "行政复议或者行政诉讼",
    Variant.NONE: "不适用",
    Variant.THIRD_PARTY: "行政复议或者行政诉讼",
}


def _show_case(
    request: HttpRequest, row: Application, *, bound: Any = None, status: int = 200
) -> HttpResponse:
    person, day = screens.signed_in(request), today()
    story = applications.stories([row])[row.pk]
    clock = applications.case_clock(row, as_of=day)
    verbs = []
    for verb in VERBS:
        if verb.open_to(person, row, story):
            form = bound[1] if bound and bound[0] is verb else verb.form(row, initial={"on": day, "id": "1"})
            verbs.append((verb, form))
    result = outcome(row.outcome) if row.outcome else None
    remedy = (
        REMEDIES[variant_of(result.ground, row.closed_on)]
        if result and result.letter and row.closed_on
        else "不适用"
    )
    same = applications.visible_to(person).filter(title=row.title).exclude(pk=row.pk).order_by("-received_on")
    return page(
        request, "case", status=status, case=row, clock=clock, result=result, remedy=remedy, verbs=verbs,
        bound_name=bound[0].name if bound else "",
        view=clock_view(
            clock, channel=row.channel, submitted_on=row.submitted_on, today=day, workdays=workdays(),
            outcome=f"{row.closed_on.year}年{row.closed_on.month}月{row.closed_on.day}日办结" if row.closed_on else "",
        ),
        lines=applications.story_lines(row), proceedings=list(row.proceedings.all()), same=list(same[:6]),
        same_total=same.count(),
        may_look=holds(person, row.organ, Role.INTAKE, Role.HANDLER, Role.REVIEWER, Role.SIGNER),
    )  # fmt: skip


@login_required
def verb(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do one of the verbs; what was refused stays on the page with the reason."""
    row = _case(request, pk)
    chosen = BY_NAME.get(name)
    if chosen is None:
        raise Http404
    if request.method != "POST":
        return redirect("desk:case", pk=pk)
    form = chosen.form(row, request.POST)
    if form.is_valid():
        facts = {k: v for k, v in form.cleaned_data.items() if v is not None}
        try:
            chosen.action(actor=screens.signed_in(request), application=row, **facts)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except (actions.Refused, StreamMoved) as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, "；".join(refusal.messages))
        else:
            messages.success(request, f"已登记：{chosen.label}")
            return redirect("desk:case", pk=pk)
    return _show_case(request, _case(request, pk), bound=(chosen, form), status=422)


@login_required
def applicant(request: HttpRequest, pk: int) -> HttpResponse:
    """查看申请人信息: asks for a purpose, and leaves a trace of the look."""
    row = _case(request, pk)
    if request.method != "POST":
        return redirect("desk:case", pk=pk)
    try:
        particulars = actions.reveal_applicant(
            actor=screens.signed_in(request),
            application=row,
            on=today(),
            purpose=request.POST.get("purpose", ""),
        )
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:case", pk=pk)
    response = page(request, "applicant", case=row, particulars=particulars)
    response["Cache-Control"] = "no-store"
    return response


@login_required
def documents(request: HttpRequest) -> HttpResponse:
    """主动公开: what the person's organs published."""
    person, words = screens.signed_in(request), request.GET.get("q", "").strip()
    rows = publishing.visible_to(person)
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(number__icontains=words))
    found, query = paged(request, rows, "条")
    return page(request, "documents", found=found, query=query, words=words)


@login_required
def activities(request: HttpRequest) -> HttpResponse:
    """活动和回应."""
    person, kind = screens.signed_in(request), request.GET.get("kind", "")
    rows = engagement_visible(person, Activity).order_by("-held_on", "-pk")
    if kind in Activity.Kind.values:
        rows = rows.filter(kind=kind)
    found, query = paged(request, rows, "次")
    return page(request, "activities", found=found, query=query, kind=kind, kinds=Activity.Kind.choices)


@login_required
def findings(request: HttpRequest) -> HttpResponse:
    """监督整改: findings, those still open first."""
    person, state = screens.signed_in(request), request.GET.get("state", "")
    rows = supervision.visible_to(person)
    if state == "open":
        rows = rows.filter(rectified_on__isnull=True)
    rows = rows.order_by("rectified_on", "-notice__issued_on", "pk") if not state else rows.order_by("due_on")
    found, query = paged(request, rows, "处")
    return page(request, "findings", found=found, query=query, state=state)
