# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""稿件: what waits for me, writing, and the review of one draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from gongkai.desk import screens
from gongkai.desk.draft_forms import AmendForm, CopyingForm, DraftForm, ReasonForm, SecrecyForm
from gongkai.desk.fields import whole_number
from gongkai.desk.views import page, paged
from gongkai.ledger.actions import StreamMoved
from gongkai.organs.models import Person, Role
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.today import today
from gongkai.publishing import actions, drafts
from gongkai.publishing import queries as publishing
from gongkai.publishing.actions.reviewing import steps_of
from gongkai.publishing.due import due_of_drafts
from gongkai.publishing.feeds import offers_waiting_for
from gongkai.publishing.models import DESCRIBING, Document, Draft
from gongkai.publishing.prechecks import doubts, parsed
from gongkai.publishing.prechecks.copying import quality, taken_from
from gongkai.publishing.word import Unreadable, read_word

_EDITABLE = (Draft.State.WRITING, Draft.State.RETURNED)
UNFINISHED = (*_EDITABLE, Draft.State.REVIEWING)


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """稿件: those waiting for me above, then all, newest first."""
    person, state = screens.signed_in(request), request.GET.get("state", "")
    rows = drafts.drafts_visible_to(person)
    if state in Draft.State.values:
        rows = rows.filter(state=state)
    found, query = paged(request, rows, "篇")
    waiting = [(d, drafts.waiting_step(d), doubts(d, as_of=today())) for d in drafts.waiting_for(person)[:20]]
    return page(
        request, "drafts", found=found, query=query, state=state, due=due_of_drafts(found.object_list, as_of=today()), states=Draft.State.choices, waiting=waiting, beside=drafts.companions_waiting_for(person), offers=offers_waiting_for(person),
        may_write=person.appointments.filter(role=Role.EDITOR).exists(), bare=publishing.without_interpretation(person, as_of=today()),
    )  # fmt: skip


def draft_of(request: HttpRequest, pk: int) -> Draft:
    return get_object_or_404(drafts.drafts_visible_to(screens.signed_in(request)), pk=pk)


def _initial(draft: Draft) -> dict[str, Any]:
    names = ("title", "body", "summary", "number", "formed_on", "register", "effective_from", "expires_on", "form", "clarifies", "publish_on", "note", "version", *DESCRIBING)  # fmt: skip
    facts = {name: getattr(draft, name) for name in names}
    policy = draft.policy
    return facts | {
        "explains": draft.explains_id, "also_in": [c.slug for c in draft.also_in.all()], "organ": draft.organ.slug, "column": draft.column.slug,
        "policy": _named(policy),
    }  # fmt: skip


def _amended(person: Person, pk: str | None) -> Document | None:
    if not pk:
        return None
    return get_object_or_404(publishing.visible_to(person), pk=whole_number(pk), withdrawn_on__isnull=True)


@login_required
def write(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """起草 or 修改; ?amends=n starts the next version of a public item. A .docx replaces the body and is shown before it is saved."""
    person = screens.signed_in(request)
    draft = draft_of(request, pk) if pk is not None else None
    if draft is not None and draft.state not in _EDITABLE:
        return redirect("desk:draft", pk=draft.pk)
    amends = draft.amends if draft else _amended(person, request.GET.get("amends"))
    kind = AmendForm if amends else DraftForm
    if request.method != "POST":
        initial = _initial(draft) if draft else {"formed_on": today()}
        if draft is None and amends is not None:
            initial = _of_document(amends)
        elif draft is None:
            initial |= _explaining(person, request)
        form = kind(person, initial=initial)
        return page(request, "draft_write", form=form, draft=draft, amends=amends, remarks=())
    form = kind(person, request.POST, request.FILES)
    if upload := request.FILES.get("word"):
        return _from_word(request, form, draft, amends, upload.read())
    if form.is_valid():
        saved = _save(form, person, draft, amends)
        if saved is not None:
            messages.success(request, f"已保存第{saved.version}稿")
            return redirect("desk:draft", pk=saved.pk)
    return page(request, "draft_write", status=422, form=form, draft=draft, amends=amends, remarks=())


def _of_document(document: Document) -> dict[str, Any]:
    held = {
        name: getattr(document, name) for name in ("title", "summary", "number", "clarifies", *DESCRIBING)
    }
    return held | {"body": publishing.latest_version(document).body}


def _explaining(person: Person, request: HttpRequest) -> dict[str, Any]:
    """A new interpretation: ?explains=n of a draft on its way, ?interprets=n of what is public."""
    if pk := whole_number(request.GET.get("explains")):
        source = get_object_or_404(drafts.drafts_visible_to(person), pk=pk)
        known: dict[str, Any] = {"explains": source.pk, "policy": _named(source.document)}
    elif pk := whole_number(request.GET.get("interprets")):
        document = get_object_or_404(publishing.public(today()), pk=pk)
        source, known = document, {"policy": _named(document)}
    else:
        return {}
    return known | {
        "organ": source.organ.slug, "column": source.column.slug, "title": f"《{source.title}》解读"[:200], "form": "text",
    }  # fmt: skip


def _named(document: Document | None) -> str:
    return (document.number or document.index_number) if document else ""


def _from_word(
    request: HttpRequest, form: DraftForm, draft: Draft | None, amends: Document | None, data: bytes
) -> HttpResponse:
    """Show the form again with the file's text in it; nothing is saved yet."""
    given, person = request.POST.copy(), screens.signed_in(request)

    def keep(picture: bytes) -> str | None:
        try:
            return actions.hold_picture(actor=person, name="图片", data=picture, on=today()).path
        except actions.Refused:
            return None

    try:
        imported = read_word(data, keep)
    except Unreadable as error:
        form.is_valid()
        form.add_error("word", str(error))
        return page(request, "draft_write", status=422, form=form, draft=draft, amends=amends, remarks=())
    given["body"] = imported.body
    shown = type(form)(person, initial=given.dict())
    remarks = ("已读入 Word 文件，还没有保存。请核对后按“保存”。", *imported.remarks)
    return page(request, "draft_write", form=shown, draft=draft, amends=amends, remarks=remarks)


def _save(form: DraftForm, person: Person, draft: Draft | None, amends: Document | None) -> Draft | None:
    facts = {k: v for k, v in form.cleaned_data.items() if k not in ("word", "version", "organ")}
    try:
        if draft is None and amends is not None:
            return actions.start_draft(
                actor=person, organ=amends.organ, column=amends.column, on=today(), amends=amends, **facts
            )
        if draft is None:
            return actions.start_draft(actor=person, organ=form.cleaned_data["organ"], on=today(), **facts)
        seen = form.cleaned_data["version"] or 0
        return actions.revise_draft(actor=person, draft=draft, on=today(), expected_version=seen, **facts)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except (actions.Refused, StreamMoved) as refusal:
        form.add_error(None, str(refusal))
    except ValidationError as refusal:
        form.add_error(None, "；".join(refusal.messages))
    return None


def show_draft(
    request: HttpRequest, draft: Draft, *, refused: tuple[str, Any] | None = None, files: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The draft's page; what was refused stays on it."""
    from gongkai.desk.draft_file_views import shown

    person, day = screens.signed_in(request), today()
    mine = drafts.may_review(person, draft)
    secrecy = drafts.may_review_secrecy(person, draft)
    may_edit = draft.state in _EDITABLE and holds(person, draft.organ, Role.EDITOR)

    def form(name: str, kind: Callable[[], Any]) -> Any:
        return refused[1] if refused and refused[0] == name else kind()

    text = parsed(draft.body)
    meter = quality(draft, text)
    taken, unsaid = taken_from(draft, as_of=day) if draft.state in UNFINISHED else ([], "")
    excusing = meter is not None and meter.stops and drafts.may_accept_copying(person, draft)
    return page(
        request, "draft", status=status, draft=draft, doubts=doubts(draft, as_of=day, deep=True), meter=meter,
        taken=taken, unsaid=unsaid, explanations=list(draft.explained_by.exclude(state=Draft.State.DROPPED)),
        copying_form=form("copying", CopyingForm) if excusing else None,
        stop_percent=round(settings.GONGKAI_COPIED_STOP * 100), steps=steps_of(draft.column),
        opinions=list(draft.opinions.select_related("person")), waiting=drafts.waiting_step(draft), mine=mine,
        due=due_of_drafts([draft], as_of=day).get(draft.pk), also_in=list(draft.also_in.all()), may_edit=may_edit, files=shown(draft, may_edit, **(files or {})),
        secrecy_form=form("secrecy", SecrecyForm) if secrecy else None,
        return_form=form("return", ReasonForm) if mine else None,
        drop_form=form("drop", lambda: ReasonForm(auto_id="drop_%s")) if draft.state in UNFINISHED and holds(person, draft.organ, Role.EDITOR, Role.REVIEWER) else None,
        recall_form=form("recall", lambda: ReasonForm(auto_id="recall_%s")) if draft.state == Draft.State.REVIEWING and holds(person, draft.organ, Role.EDITOR) else None,
        refused=refused[0] if refused else "",
        note=refused[1] if refused and isinstance(refused[1], str) else "",
    )  # fmt: skip


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One draft as the public will see it, with what the machine doubts and who said what."""
    return show_draft(request, draft_of(request, pk))


def _submit(person: Person, draft: Draft, _facts: dict[str, Any], _version: int) -> Draft:
    return actions.submit_draft(actor=person, draft=draft, on=today())


def _pass(person: Person, draft: Draft, _facts: dict[str, Any], version: int) -> Draft:
    return actions.pass_step(actor=person, draft=draft, on=today(), expected_version=version)


def _return(person: Person, draft: Draft, facts: dict[str, Any], _version: int) -> Draft:
    return actions.return_draft(actor=person, draft=draft, on=today(), **facts)


def _recall(person: Person, draft: Draft, facts: dict[str, Any], _version: int) -> Draft:
    return actions.recall_draft(actor=person, draft=draft, on=today(), **facts)


def _drop(person: Person, draft: Draft, facts: dict[str, Any], _version: int) -> Draft:
    return actions.drop_draft(actor=person, draft=draft, on=today(), **facts)


def _secrecy(person: Person, draft: Draft, facts: dict[str, Any], _version: int) -> Draft:
    return actions.review_secrecy(actor=person, draft=draft, on=today(), **facts)


def _copying(person: Person, draft: Draft, facts: dict[str, Any], _version: int) -> Draft:
    return actions.accept_copying(actor=person, draft=draft, on=today(), **facts)


VERBS: dict[str, tuple[type[Any] | None, Callable[[Person, Draft, dict[str, Any], int], Draft], str]] = {
    "submit": (None, _submit, "已送审"),
    "pass": (None, _pass, "已通过"),
    "return": (ReasonForm, _return, "已退回"),
    "recall": (ReasonForm, _recall, "已撤回，可以修改"),
    "drop": (ReasonForm, _drop, "已登记不再公开"),
    "secrecy": (SecrecyForm, _secrecy, "已登记保密审查"),
    "copying": (CopyingForm, _copying, "已写明理由"),
}


@login_required
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do one of the verbs of review; what was refused stays on the page with its reason."""
    draft = draft_of(request, pk)
    if name not in VERBS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:draft", pk=pk)
    kind, action, done = VERBS[name]
    form = kind(request.POST) if kind else None
    version = request.POST.get("version", "")
    if form is None or form.is_valid():
        try:
            saved = action(
                screens.signed_in(request),
                draft,
                form.cleaned_data if form else {},
                whole_number(version) or 0,
            )
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except (actions.Refused, StreamMoved) as refusal:
            if form is None:
                return show_draft(request, draft, refused=(name, str(refusal)), status=422)
            form.add_error(None, str(refusal))
        else:
            if saved.state == Draft.State.PUBLISHED and saved.document:
                done = f"已公开，索引号{saved.document.index_number}"
            messages.success(request, done)
            return redirect("desk:draft", pk=pk)
    return show_draft(request, draft, refused=(name, form), status=422)
