# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""怎么答复 and 文书: answering the law's questions, and a letter from draft to service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from gongkai.applications import actions
from gongkai.applications.letters import docx, pdf
from gongkai.applications.letters.composing import draft_of, matter_of, typed_facts
from gongkai.applications.letters.facts import suggested
from gongkai.applications.letters.snapshot import opened
from gongkai.applications.models import Application, Letter
from gongkai.applications.queries import judgement, letters_visible_to
from gongkai.desk import screens
from gongkai.desk.case_views import case_of, show_case
from gongkai.desk.letter_forms import FactsForm, ReasonForm, ServeForm
from gongkai.desk.views import page
from gongkai.law.letters import LetterKind
from gongkai.law.letters import letter as kind_of
from gongkai.ledger.actions import StreamMoved
from gongkai.organs.models import Person, Role
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.recording import NotYet
from gongkai.organs.today import today
from gongkai.typesetting import NoFont

State = Letter.State


def _version(request: HttpRequest) -> int | None:
    given = request.POST.get("version", "")
    return int(given) if given.isdigit() else None


def _on_case(request: HttpRequest, pk: int, act: Callable[[Application], Any]) -> HttpResponse:
    """Do something to a case; what was refused is said where it was asked."""
    row = case_of(request, pk)
    if request.method != "POST":
        return redirect("desk:case", pk=pk)
    try:
        with transaction.atomic():
            if (seen := _version(request)) is not None:
                actions.expect(row, seen)
            act(row)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except (actions.Refused, StreamMoved) as refusal:
        return show_case(request, case_of(request, pk), refused=("judge", str(refusal)), status=422)
    response = redirect("desk:case", pk=pk)
    response["Location"] += "#question"
    return response


@login_required
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer one question; the answers that stood after it fall."""

    def act(row: Application) -> None:
        key, answer = request.POST.get("question", ""), request.POST.get("answer", "")
        if answer not in ("yes", "no"):
            raise actions.Refused("请选择“是”或者“不是”，再按“就这样定”")
        answers: dict[str, bool] = {}
        for turn in judgement(row).decision.turns:
            if turn.question.key == key:
                break
            answers[turn.question.key] = turn.answer
        answers[key] = answer == "yes"
        actions.judge(actor=screens.signed_in(request), application=row, on=today(), answers=answers)

    return _on_case(request, pk, act)


@login_required
def choose_outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """另选一行, with the reason."""

    def act(row: Application) -> None:
        actions.choose_outcome(
            actor=screens.signed_in(request), application=row, on=today(), reason=request.POST.get("reason", ""),
            outcome_id=request.POST.get("outcome_id", ""), refused_for=request.POST.get("refused_for") or None,
        )  # fmt: skip

    return _on_case(request, pk, act)


def _kind(key: str) -> LetterKind:
    try:
        return kind_of(key)
    except KeyError:
        raise Http404 from None


def _row_of(case: Application, kind: LetterKind) -> tuple[str | None, str | None]:
    """The row of table 3 a letter of this kind would tell, and the ground of what it refuses, as judged."""
    if not kind.outcomes:
        return None, None
    found = judgement(case)
    return (found.outcome, found.refused_for) if found.outcome in kind.outcomes else (None, None)


@login_required
def new(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """拟稿 with what the record already knows filled in."""
    case, chosen = case_of(request, pk), _kind(kind)
    row, refused_for = _row_of(case, chosen)
    matter = matter_of(case, chosen, today(), row=row, refused_for=refused_for)
    form = FactsForm(chosen, refused_for or row, request.POST or None, initial=suggested(matter))
    if request.method == "POST" and form.is_valid():
        try:
            drafted = actions.draft_letter(
                actor=screens.signed_in(request), application=case, on=today(), kind=kind, facts=form.facts(),
                outcome=row, refused_for=refused_for,
            )  # fmt: skip
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("desk:letter", pk=drafted.pk)
    status = 422 if request.method == "POST" else 200
    return page(request, "letter_write", status=status, form=form, kind=chosen, case=case, row=None)


def _letter(request: HttpRequest, pk: int) -> Letter:
    return get_object_or_404(letters_visible_to(screens.signed_in(request)), pk=pk)


@login_required
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """改稿."""
    row = _letter(request, pk)
    if row.state != State.DRAFT:
        return redirect("desk:letter", pk=pk)
    chosen = kind_of(row.kind)
    form = FactsForm(chosen, row.refused_for or row.outcome, request.POST or None, initial=typed_facts(row))
    if request.method == "POST" and form.is_valid():
        try:
            actions.revise_letter(
                actor=screens.signed_in(request), letter=row, on=today(), facts=form.facts()
            )
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except actions.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("desk:letter", pk=pk)
    status = 422 if request.method == "POST" else 200
    return page(request, "letter_write", status=status, form=form, kind=chosen, case=row.application, row=row)


DRAFTERS, REVIEWERS = (Role.INTAKE, Role.HANDLER), (Role.REVIEWER, Role.SIGNER)
# name: label, roles, states, form, action, done
VERBS: dict[str, tuple[str, tuple[Role, ...], tuple[State, ...], type[Any] | None, Callable[..., Any], str]] = {
    "send": ("送审", DRAFTERS, (State.DRAFT,), None, actions.send_for_review, "已送审"),
    "review": ("审核通过", REVIEWERS, (State.REVIEW,), None, actions.review_letter, "审核已通过"),
    "return": ("退回修改", REVIEWERS, (State.REVIEW,), ReasonForm, actions.return_letter, "已退回"),
    "sign": ("签发", (Role.SIGNER,), (State.REVIEW,), None, actions.sign_letter, "已签发"),
    "serve": ("登记送达", (*DRAFTERS, Role.SIGNER), (State.SIGNED,), ServeForm, actions.serve_letter, "已登记送达"),
    "void": (
        "作废", (Role.HANDLER, *REVIEWERS), (State.DRAFT, State.REVIEW, State.SIGNED), ReasonForm, actions.void_letter, "已作废",
    ),
}  # fmt: skip


def _forms(person: Person, row: Letter, refused: tuple[str, Any] | None) -> list[tuple[str, str, Any]]:
    found = []
    for name, (label, roles, states, kind, _, _) in VERBS.items():
        if row.state in states and holds(person, row.organ, *roles):
            form = refused[1] if refused and refused[0] == name and kind else (kind() if kind else None)
            found.append((name, label, form))
    return found


def _show(
    request: HttpRequest, row: Letter, *, refused: tuple[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    paper = opened(row.snapshot_sealed) if row.snapshot_sealed else None
    draft = None if paper else draft_of(row, today())
    kind = kind_of(row.kind)
    return page(
        request, "letter", status=status, row=row, case=row.application, kind=kind, paper=paper, draft=draft,
        entries=_forms(screens.signed_in(request), row, refused), opened=refused[0] if refused else "",
        note=refused[1] if refused and isinstance(refused[1], str) else "",
    )  # fmt: skip


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: the sheet as it will be printed, its gaps marked, and what may be done with it."""
    return _show(request, _letter(request, pk))


@login_required
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do one of its verbs; what was refused stays on the page with the reason."""
    row = _letter(request, pk)
    if name not in VERBS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:letter", pk=pk)
    _, _, _, kind, action, done = VERBS[name]
    form = kind(request.POST) if kind else None
    if form is None or form.is_valid():
        facts = {k: v for k, v in form.cleaned_data.items() if v not in (None, "")} if form else {}
        try:
            action(actor=screens.signed_in(request), letter=row, on=today(), **facts)
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except (actions.Refused, NotYet, StreamMoved) as refusal:
            if form is None:
                return _show(request, row, refused=(name, str(refusal)), status=422)
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("desk:letter", pk=pk)
    return _show(request, row, refused=(name, form), status=422)


FILES = {
    "docx": (docx.render, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "pdf": (pdf.render, "application/pdf"),
}


@login_required
def download(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """A signed letter as Word or PDF, from its own snapshot. It names the applicant, so the look is recorded."""
    row = _letter(request, pk)
    if form not in FILES or not row.snapshot_sealed:
        raise Http404
    render, media = FILES[form]
    try:
        data = render(opened(row.snapshot_sealed))
        actions.reveal_applicant(
            actor=screens.signed_in(request),
            application=row.application,
            on=today(),
            purpose=f"下载{row.number}",
        )
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except NoFont as refusal:
        return _show(request, row, refused=("pdf", f"{refusal}。请下载Word文件"), status=422)
    response = HttpResponse(data, content_type=media)
    response["Content-Disposition"] = f'attachment; filename="letter-{row.pk}.{form}"'
    response["Cache-Control"] = "no-store"
    return response
