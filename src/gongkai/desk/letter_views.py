# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The judgement of a case, and its letters: drafting, review, signing, service, files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gongkai.applications import actions
from gongkai.applications import queries as applications
from gongkai.applications.actions.letters import DRAFTERS
from gongkai.applications.letters import docx, pdf
from gongkai.applications.letters.composing import draft_of, matter_of, typed_facts
from gongkai.applications.letters.facts import computed, suggested
from gongkai.applications.letters.snapshot import opened
from gongkai.applications.letters.words import FRAME, facts_of
from gongkai.applications.models import Letter
from gongkai.applications.sealing import unseal
from gongkai.desk import screens
from gongkai.desk.case_views import attempt, case_of, show_case, tried
from gongkai.desk.letter_forms import ChooseForm, JudgeForm, LetterForm, ReasonForm, ServeForm
from gongkai.desk.verbs import CaseForm, VerbForm
from gongkai.desk.views import page
from gongkai.law.letters import LetterKind
from gongkai.law.letters import letter as kind_of
from gongkai.law.outcomes import outcome
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.today import today
from gongkai.typesetting import NoFont

State = Letter.State
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer one question; those asked after it fall where an earlier one is answered anew."""
    row = case_of(request, pk)
    if request.method != "POST":
        return redirect("desk:case", pk=pk)

    def act(*, actor: Any, question: str, answer: bool) -> Any:
        before: dict[str, bool] = {}
        for turn in applications.judgement(row).decision.turns:
            if turn.question.key == question:
                break
            before[turn.question.key] = turn.answer
        return actions.judge(actor=actor, application=row, on=today(), answers={**before, question: answer})

    response = attempt(request, row, "judge", JudgeForm(row, request.POST), act, "已记下判断")
    if response.status_code == 302:
        response["Location"] += "#question"
    return response


@login_required
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """另选一行, with the reason."""
    row = case_of(request, pk)
    if request.method != "POST":
        return show_case(request, row, asked="choose")

    def act(**facts: Any) -> Any:
        return actions.choose_outcome(application=row, on=today(), **facts)

    form = ChooseForm(row, request.POST, auto_id="choose_%s")
    return attempt(request, row, "choose", form, act, "已另选办理结果")


def _kind(key: str) -> LetterKind:
    try:
        return kind_of(key)
    except KeyError:
        raise Http404 from None


@login_required
def draft(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """拟稿: the facts of the case are there; the reasons are the officer's."""
    row, chosen = case_of(request, pk), _kind(kind)
    judged = applications.judgement(row)
    told = judged.outcome if chosen.outcomes and judged.outcome in chosen.outcomes else None
    refused_for = judged.refused_for if told == "R3.2" else None
    matter = matter_of(row, chosen, today(), row=told, refused_for=refused_for)
    ground = refused_for or told
    form = LetterForm(row, chosen, ground, request.POST or None, initial=suggested(matter))
    if request.method == "POST":

        def act(*, actor: Any, facts: dict[str, Any]) -> Letter:
            return actions.draft_letter(
                actor=actor,
                application=row,
                on=today(),
                kind=kind,
                outcome=told,
                refused_for=refused_for,
                facts=facts,
            )

        done, made = tried(request, row, form, act)
        if done:
            messages.success(request, "已存稿")
            return redirect("desk:letter", pk=made.pk)
    return page(
        request, "letter_write", status=422 if form.errors else 200, case=row, kind=chosen, form=form,
        known=_known(chosen, computed(matter, {}), ground), letter=None, told=outcome(told) if told else None,
    )  # fmt: skip


def _known(kind: LetterKind, facts: dict[str, str], ground: str | None) -> list[tuple[str, str]]:
    """What the case fills in, for the officer to see."""
    return [
        (fact.label, facts[fact.key])
        for fact in facts_of(kind, ground)
        if fact.key in facts and fact.key not in FRAME
    ]


def letter_of(request: HttpRequest, pk: int) -> Letter:
    """The letter with this number among those the person may see, or 404."""
    return get_object_or_404(applications.letters_visible_to(screens.signed_in(request)), pk=pk)


@login_required
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """一份文书."""
    return show_letter(request, letter_of(request, pk))


def _forms(request: HttpRequest, row: Letter, refused: tuple[str, Any] | None) -> dict[str, Any]:
    """The forms open to this person on this letter, by the name of their verb."""
    case, person, day = row.application, screens.signed_in(request), today()

    def may(*roles: Role) -> bool:
        return holds(person, row.organ, *roles)

    found: dict[str, Any] = {}
    if row.state == State.DRAFT and may(*DRAFTERS):
        found["revise"] = LetterForm(
            case, kind_of(row.kind), row.refused_for or row.outcome, initial=typed_facts(row)
        )
        found["send"] = CaseForm(case)
    if row.state == State.REVIEW and may(Role.REVIEWER, Role.SIGNER):
        found["review"] = CaseForm(case) if not row.reviewed_by else None
        found["sign"] = VerbForm(case, initial={"on": day}, auto_id="sign_%s") if may(Role.SIGNER) else None
        found["return"] = ReasonForm(case, initial={"on": day}, auto_id="return_%s")
    if row.state == State.SIGNED and may(Role.INTAKE, Role.HANDLER, Role.SIGNER):
        found["serve"] = ServeForm(case, auto_id="serve_%s")
    if row.state in (State.DRAFT, State.REVIEW, State.SIGNED) and may(
        Role.HANDLER, Role.REVIEWER, Role.SIGNER
    ):
        found["void"] = ReasonForm(case, initial={"on": day}, auto_id="void_%s")
    if refused:
        found[refused[0]] = refused[1]
    return {name: form for name, form in found.items() if form is not None}


def show_letter(
    request: HttpRequest, row: Letter, *, refused: tuple[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    """The sheet, what is still missing, and what may be done. The applicant's name shows in the files alone."""
    draft_now = draft_of(row, today()) if row.snapshot_sealed is None else None
    kind = kind_of(row.kind)
    return page(
        request, "letter", status=status, letter=row, case=row.application, kind=kind, draft=draft_now,
        paper=opened(row.snapshot_sealed) if row.snapshot_sealed else None, forms_open=_forms(request, row, refused),
        refused=refused[0] if refused else "", told=outcome(row.outcome) if row.outcome else None,
        remark=unseal(row.remark_sealed) if row.remark_sealed else "",
        mine=row.drafted_by_id == screens.signed_in(request).pk,
    )  # fmt: skip


Act = Callable[..., Any]
VERBS: dict[str, tuple[Act, str]] = {
    "revise": (actions.revise_letter, "已存稿"), "send": (actions.send_for_review, "已送审"),
    "review": (actions.review_letter, "审核通过"), "sign": (actions.sign_letter, "已签发"),
    "return": (actions.return_letter, "已退回"), "serve": (actions.serve_letter, "已登记送达"),
    "void": (actions.void_letter, "已作废"),
}  # fmt: skip


def _form(name: str, row: Letter, data: Any) -> Any:
    case = row.application
    match name:
        case "revise":
            return LetterForm(case, kind_of(row.kind), row.refused_for or row.outcome, data)
        case "serve":
            return ServeForm(case, data, auto_id="serve_%s")
        case "sign":
            return VerbForm(case, data, auto_id="sign_%s")
        case "return" | "void":
            return ReasonForm(case, data, auto_id=f"{name}_%s")
    return CaseForm(case, data)


@login_required
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do one of a letter's verbs; what was refused stays on the page with its reason."""
    row = letter_of(request, pk)
    if name not in VERBS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:letter", pk=pk)
    verb, done = VERBS[name]

    def run(*, actor: Any, **facts: Any) -> Any:
        if name != "serve":
            facts.setdefault("on", today())
        return verb(actor=actor, letter=row, **facts)

    form = _form(name, row, request.POST)
    was_done, _ = tried(request, row.application, form, run)
    if not was_done:
        return show_letter(request, letter_of(request, pk), refused=(name, form), status=422)
    messages.success(request, done)
    return redirect("desk:letter", pk=pk)


@login_required
def file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The signed letter as Word or PDF; the look is logged. A PDF that would print boxes is refused, the Word file offered."""
    row = letter_of(request, pk)
    what = "下载PDF" if form == "pdf" else "下载Word"
    try:
        paper = actions.open_letter(actor=screens.signed_in(request), letter=row, on=today(), what=what)
        data = pdf.render(paper) if form == "pdf" else docx.render(paper)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except (actions.Refused, NoFont) as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:letter", pk=pk)
    response = HttpResponse(data, content_type="application/pdf" if form == "pdf" else WORD)
    response["Content-Disposition"] = f'attachment; filename="letter-{row.pk}.{form}"'
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """预览PDF of a letter that is not signed: marked as such, without number and seal; the look is logged."""
    row = letter_of(request, pk)
    try:
        paper = actions.preview_letter(actor=screens.signed_in(request), letter=row, on=today())
        data = pdf.render(paper, "预览稿")
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except (actions.Refused, NoFont) as refusal:
        messages.error(request, str(refusal))
        return redirect("desk:letter", pk=pk)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="preview-{row.pk}.pdf"'
    response["Cache-Control"] = "no-store"
    return response
