# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What citizens bring: one-click confirmation, the files they sent, query codes; 来件 and their answers."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gongkai.applications import actions
from gongkai.applications import queries as applications
from gongkai.applications.actions.matters import ROLES
from gongkai.applications.codes import grouped
from gongkai.applications.models import RESULTS_OF, CaseFile, Matter
from gongkai.desk import screens
from gongkai.desk.case_views import case_of
from gongkai.desk.fields import choice, day, text, typed
from gongkai.desk.views import page, paged
from gongkai.ledger.actions import StreamMoved
from gongkai.ledger.queries import stream
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.today import today
from gongkai.organs.workdays import workdays


@login_required
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """今天已与申请人确认: from the list, with today's date (条例第三十一条)."""
    row = case_of(request, pk)
    try:
        actions.confirm(actor=screens.signed_in(request), application=row, on=today())
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except (actions.Refused, StreamMoved) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{row.number}已登记今天与申请人确认，期限从明天起算")
    return redirect("desk:work_list" if request.POST.get("back") == "work" else "desk:home")


@login_required
@require_POST
def case_file(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """A file of the applicant's, as an attachment that no browser opens by itself; the look is logged."""
    row = case_of(request, pk)
    chosen = get_object_or_404(CaseFile.objects.filter(application=row), pk=file)
    try:
        name, _, data = actions.open_file(actor=screens.signed_in(request), file=chosen, on=today())
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:case", pk=pk)
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def case_code(request: HttpRequest, pk: int) -> HttpResponse:
    """发放查询码: shown once, to be handed over."""
    row = case_of(request, pk)
    try:
        code = actions.issue_code(actor=screens.signed_in(request), application=row, on=today())
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    response = page(request, "code", case=row, code=grouped(code))
    response["Cache-Control"] = "no-store"
    return response


@login_required
def matters(request: HttpRequest) -> HttpResponse:
    """公众来件: unanswered first, oldest first."""
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    rows = applications.matters_visible_to(screens.signed_in(request))
    if kind in Matter.Kind.values:
        rows = rows.filter(kind=kind)
    if state in ("open", "answered"):
        rows = rows.filter(answered_on__isnull=state == "open")
    rows = rows.order_by("answered_on", "submitted_on", "id") if state == "open" else rows
    found, query = paged(request, rows, "件")
    return page(
        request, "matters", found=found, query=query, kind=kind, state=state, kinds=Matter.Kind.choices,
        lines=[(m, _due(m)) for m in found.object_list], day=today(),
    )  # fmt: skip


def _due(matter: Matter) -> Any:
    """The day by which the instance wants an answer; no statutory limit."""
    return workdays().add(matter.submitted_on, settings.GONGKAI_MATTER_WORKDAYS)


class AnswerForm(forms.Form):
    """The answer to a 来件."""

    use_required_attribute = False
    on = day("答复日期")
    result = choice("处理结果", [])
    answer = text("答复内容", lines=5, max_length=2000, help_text="提交来件的人会看到，写明核查情况和依据")

    def __init__(self, kind: Matter.Kind, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(r.value, r.label) for r in RESULTS_OF[kind]]
        self.fields["result"].choices = [("", "请选择"), *choices]  # type: ignore[attr-defined]

    def clean_result(self) -> Matter.Result:
        return Matter.Result(self.cleaned_data["result"])


def _matter(request: HttpRequest, pk: int) -> Matter:
    return get_object_or_404(applications.matters_visible_to(screens.signed_in(request)), pk=pk)


@login_required
def matter(request: HttpRequest, pk: int) -> HttpResponse:
    """One 来件: what was brought, and the answer."""
    row = _matter(request, pk)
    kind = Matter.Kind(row.kind)
    if request.method != "POST":
        return _matter_page(request, row, AnswerForm(kind, initial={"on": today()}))
    form = AnswerForm(kind, request.POST)
    if form.is_valid():
        try:
            actions.answer_matter(actor=screens.signed_in(request), matter=row, **form.cleaned_data)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except (actions.Refused, StreamMoved) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已答复，提交来件的人可以查到")
            return redirect("desk:matter", pk=pk)
    return _matter_page(request, row, form, status=422)


_WORDS = {"matter.registered": "登记", "matter.answered": "答复", "matter.person_viewed": "查看来件人信息"}


def _matter_page(
    request: HttpRequest,
    row: Matter,
    form: AnswerForm,
    *,
    person: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    return page(
        request, "matter", status=status, row=row, form=form, due=_due(row), revealed=person,
        events=[(e, _WORDS.get(e.kind, e.kind)) for e in stream(row.stream)],
        may_answer=row.answered_on is None and holds(screens.signed_in(request), row.organ, *ROLES[Matter.Kind(row.kind)]),
    )  # fmt: skip


@login_required
@require_POST
def matter_person(request: HttpRequest, pk: int) -> HttpResponse:
    """查看来件人信息: for a purpose, with a trace."""
    row = _matter(request, pk)
    try:
        person = actions.reveal_person(
            actor=screens.signed_in(request), matter=row, on=today(), purpose=typed(request, "purpose")
        )
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:matter", pk=pk)
    response = _matter_page(
        request, row, AnswerForm(Matter.Kind(row.kind), initial={"on": today()}), person=person
    )
    response["Cache-Control"] = "no-store"
    return response
