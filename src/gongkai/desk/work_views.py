# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What several people do on a case: the verbs' addresses, the look at what is sealed, the 协办 list and its pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gongkai.applications import actions, queries
from gongkai.applications.models import Application, Task
from gongkai.desk import screens
from gongkai.desk.case_views import attempt, case_of, show_case
from gongkai.desk.fields import day, text
from gongkai.desk.views import page, paged
from gongkai.desk.work import BY_NAME
from gongkai.ledger.actions import StreamMoved
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.queries import working_organs
from gongkai.organs.today import today


@login_required
def work(request: HttpRequest, pk: int, name: str, item: int | None = None) -> HttpResponse:
    """Its form, open on the case's page; posted, do it: what was refused stays on the page with the reason."""
    row, chosen = case_of(request, pk), BY_NAME.get(name)
    if chosen is None or bool(chosen.of) != (item is not None):
        raise Http404
    about = get_object_or_404(chosen.records(row), pk=item) if chosen.of else None
    if request.method != "POST":
        return show_case(request, row, asked=chosen.key(about))

    def act(**facts: Any) -> Any:
        return chosen.do(row, about, **facts)

    form = chosen.build(row, about, request.POST)
    return attempt(request, row, chosen.key(about), form, act, f"已登记：{chosen.label}")


def _contact(case: Application, item: int, **who: Any) -> tuple[str, list[tuple[str, str]]]:
    row = get_object_or_404(case.contacts, pk=item)
    return "沟通的内容", [("内容", actions.open_contact(contact=row, **who))]


def _party(case: Application, item: int, **who: Any) -> tuple[str, list[tuple[str, str]]]:
    row = get_object_or_404(case.parties, pk=item)
    found = actions.open_party(party=row, **who)
    labels = (("name", "姓名或者名称"), ("contact", "联系方式"), ("reasons", "对方的理由"))
    return str(row), [(label, found[key]) for key, label in labels]


def _reasons(case: Application, item: int, **who: Any) -> tuple[str, list[tuple[str, str]]]:
    row = getattr(case, "reasons_asked", None)
    if row is None or row.pk != item:
        raise Http404
    return "申请人说明的理由", [("理由", actions.open_reasons(asked=row, **who))]


_LOOKS: dict[str, Callable[..., tuple[str, list[tuple[str, str]]]]] = {
    "contact": _contact, "party": _party, "reasons": _reasons,
}  # fmt: skip


@login_required
@require_POST
def look(request: HttpRequest, pk: int, kind: str, item: int) -> HttpResponse:
    """查看加密保存的内容: the verb leaves the trace; the page is kept nowhere."""
    row = case_of(request, pk)
    if kind not in _LOOKS:
        raise Http404
    try:
        label, facts = _LOOKS[kind](row, item, actor=screens.signed_in(request), on=today())
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    response = page(request, "look", case=row, label=label, facts=facts)
    response["Cache-Control"] = "no-store"
    return response


@login_required
def tasks(request: HttpRequest) -> HttpResponse:
    """协办: what others ask of the person's organs, or what these ask of others; what is due first on top."""
    person = screens.signed_in(request)
    side = "asking" if request.GET.get("side") == "asking" else "asked"
    state = request.GET.get("state", "open")
    if side == "asked":
        rows = queries.tasks_asked_of(person)
    else:
        rows = queries.tasks_visible_to(person).filter(application__organ__in=working_organs(person))
    late = queries.overdue_tasks(rows, as_of=today()).count()
    if state == "open":
        rows = rows.filter(queries.OPEN_TASK)
    found, query = paged(request, rows.order_by("due_on", "pk"), "项")
    return page(request, "tasks", found=found, query=query, side=side, state=state, late=late, day=today())


class TaskActForm(forms.Form):
    """签收."""

    use_required_attribute = False
    on = day("发生日期")


class AnswerForm(TaskActForm):
    answer = text(
        "反馈意见", lines=5, max_length=4000, help_text="加密保存；写明找到什么、没有什么、查找的范围"
    )


class ReturnForm(TaskActForm):
    reason = text("退回的理由", lines=2, max_length=500)


_ACTS: dict[str, tuple[str, type[TaskActForm], Callable[..., Task]]] = {
    "accept": ("签收", TaskActForm, actions.accept_task),
    "answer": ("反馈", AnswerForm, actions.answer_task),
    "return": ("退回", ReturnForm, actions.return_task),
}


def _task(request: HttpRequest, pk: int) -> Task:
    return get_object_or_404(queries.tasks_visible_to(screens.signed_in(request)), pk=pk)


@login_required
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: what is asked, until when, the verbs of the organ asked."""
    return _show(request, _task(request, pk))


def _show(
    request: HttpRequest, row: Task, refused: tuple[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    person, on = screens.signed_in(request), today()
    try:
        words = actions.open_task(actor=person, task=row, on=on)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    offers = []
    if row.is_open and holds(person, row.organ, Role.INTAKE, Role.HANDLER):
        for name, (label, form, _) in _ACTS.items():
            if name == "accept" and row.state != Task.State.ASKED:
                continue
            again = refused is not None and refused[0] == name
            shown = refused[1] if refused and again else form(initial={"on": on}, auto_id=f"{name}_%s")
            offers.append((name, label, shown, again))
    response = page(
        request, "task", status=status, task=row, words=words, offers=offers, late=row.is_open and row.due_on < on,
        asking=queries.visible_to(person).filter(pk=row.application_id).exists(),
    )  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def task_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """签收、反馈、退回."""
    row = _task(request, pk)
    if name not in _ACTS:
        raise Http404
    label, form_of, act = _ACTS[name]
    form = form_of(request.POST, auto_id=f"{name}_%s")
    if form.is_valid():
        try:
            act(actor=screens.signed_in(request), task=row, **form.cleaned_data)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except (actions.Refused, StreamMoved) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已登记：{label}")
            return redirect("desk:task", pk=pk)
    return _show(request, _task(request, pk), (name, form), 422)
