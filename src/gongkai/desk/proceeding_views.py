# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""复议和诉讼 on the desk: what is pending and by when, one proceeding and its verbs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from gongkai.applications import actions, queries
from gongkai.applications.models import Proceeding
from gongkai.desk import screens
from gongkai.desk.attempts import refusals
from gongkai.desk.case_views import attempt, case_of, show_case
from gongkai.desk.proceeding_forms import AssignNewReplyForm, ConcludeForm, DayForm, NewReplyForm, OpenForm
from gongkai.desk.views import page, paged
from gongkai.law.table4 import Block
from gongkai.ledger.queries import stream
from gongkai.organs.models import Role
from gongkai.organs.permissions import holds
from gongkai.organs.today import today


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Pending ones first, each with what is due; the new replies that were ordered above them."""
    person, day = screens.signed_in(request), today()
    rows = queries.proceedings_visible_to(person)
    block, state = request.GET.get("block", ""), request.GET.get("state", "")
    if block in set(Block):
        rows = rows.filter(block=block)
    if state == "pending":
        rows = rows.filter(concluded_on__isnull=True)
    rows = rows.order_by(F("concluded_on").desc(nulls_first=True), "-accepted_on", "-pk")
    found, query = paged(request, rows, "件")
    tasks = queries.new_replies_visible_to(person).filter(done_on__isnull=True)
    return page(
        request, "proceedings", found=found, query=query, day=day, block=block, state=state,
        rows=[(row, queries.duties(row)) for row in found.object_list], tasks=list(tasks), blocks=list(Block),
    )  # fmt: skip


def _row(request: HttpRequest, pk: int) -> Proceeding:
    return get_object_or_404(queries.proceedings_visible_to(screens.signed_in(request)), pk=pk)


@login_required
def open_new(request: HttpRequest, pk: int) -> HttpResponse:
    """登记受理 about a case; a suit that the law does not expect is asked about once."""
    row = case_of(request, pk)
    if request.method != "POST":
        return show_case(request, row, asked="proceeding")
    form = OpenForm(row, request.POST)
    if form.is_valid() and not form.cleaned_data.pop("acknowledged"):
        why = actions.unusual_suit(row, form.cleaned_data["block"])
        if why:
            form.ask_to_acknowledge(why)

    def act(**facts: Any) -> Any:
        facts.pop("acknowledged", None)
        return actions.open_proceeding(application=row, **facts)

    return attempt(request, row, "proceeding", form, act, "已登记受理")


def _new_reply(row: Proceeding) -> Any:
    found = getattr(row, "new_reply", None)
    if found is None:
        raise Http404
    return found


# name: (label, form, action, open)
_Forms = Callable[[Proceeding, Any], Any]
VERBS: dict[str, tuple[str, _Forms, Callable[..., Any], Callable[[Proceeding], bool]]] = {
    "copy": (
        "登记收到副本", lambda row, data: DayForm(data), actions.receive_copy,
        lambda row: row.copy_received_on is None and row.concluded_on is None,
    ),
    "answer": (
        "登记已提交答复", lambda row, data: DayForm(data), actions.answer_proceeding,
        lambda row: row.copy_received_on is not None and row.answered_on is None and row.concluded_on is None,
    ),
    "conclude": ("登记审结", ConcludeForm, actions.conclude_proceeding, lambda row: row.concluded_on is None),
    "assign": (
        "交办重新答复", AssignNewReplyForm,
        lambda proceeding, **facts: actions.assign_new_reply(new_reply=_new_reply(proceeding), on=today(), **facts),
        lambda row: _undone(row),
    ),
    "reply": (
        "登记已重新答复", lambda row, data: NewReplyForm(data),
        lambda proceeding, **facts: actions.record_new_reply(new_reply=_new_reply(proceeding), **facts),
        lambda row: _undone(row),
    ),
}  # fmt: skip


def _undone(row: Proceeding) -> bool:
    task = getattr(row, "new_reply", None)
    return task is not None and task.done_on is None


def _show(
    request: HttpRequest, row: Proceeding, refused: tuple[str, Any] | None, status: int
) -> HttpResponse:
    person = screens.signed_in(request)
    forms = []
    if holds(person, row.organ, Role.HANDLER, Role.REVIEWER):
        for name, (label, form, _, is_open) in VERBS.items():
            if is_open(row):
                shown = refused[1] if refused and refused[0] == name else form(row, None)
                forms.append((name, label, shown))
    chain, step = [row], row
    while step.continues is not None:
        step = step.continues
        chain.insert(0, step)
    return page(
        request, "proceeding", status=status, row=row, duties=queries.duties(row), entries=forms, day=today(),
        opened=refused[0] if refused else "", chain=chain, task=getattr(row, "new_reply", None),
        events=list(stream(row.stream)), words=_WORDS,
    )  # fmt: skip


_WORDS = {
    "proceeding.opened": "受理", "proceeding.copy_received": "收到副本", "proceeding.answered": "提交答复",
    "proceeding.concluded": "审结", "proceeding.new_reply_assigned": "交办重新答复",
    "proceeding.new_reply_given": "已重新答复",
}  # fmt: skip


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One review or suit."""
    return _show(request, _row(request, pk), None, 200)


@login_required
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do one of its verbs; what was refused stays on the page."""
    row = _row(request, pk)
    if name not in VERBS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:proceeding", pk=pk)
    label, form_of, action, _ = VERBS[name]
    form = form_of(row, request.POST)
    if form.is_valid():
        facts = {k: v for k, v in form.cleaned_data.items() if v not in (None, "")}
        with refusals(form, actions.Refused):
            action(actor=screens.signed_in(request), proceeding=row, **facts)
            messages.success(request, f"已{label}")
            return redirect("desk:proceeding", pk=pk)
    return _show(request, _row(request, pk), (name, form), 422)
