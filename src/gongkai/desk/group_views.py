# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Many alike: forming a group, its page with one draft, one verb for all; the evidence of number and frequency."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gongkai.applications import actions, evidence, queries
from gongkai.applications.models import Application, CaseGroup
from gongkai.desk import screens
from gongkai.desk.attempts import tried, version_of
from gongkai.desk.case_views import attempt, case_of, show_case
from gongkai.desk.fields import choice, day, text
from gongkai.desk.views import page
from gongkai.desk.work_forms import PICK, GroupForm, handlers
from gongkai.law.letters import LETTERS
from gongkai.organs.models import Person, Role
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.today import today


@login_required
def open_group(request: HttpRequest, pk: int) -> HttpResponse:
    """把这件和选中的申请合为一批."""
    row, person = case_of(request, pk), screens.signed_in(request)
    if request.method != "POST":
        return show_case(request, row, asked="group")
    near = queries.alike_now(person, row)
    others = [(str(c.pk), f"{c.number}　{c.title}（{like.why}）") for c, like in near]

    def act(*, actor: Person, on: Any, name: str, owner: Person, others: list[str]) -> CaseGroup:
        chosen = [c for c, _ in near if str(c.pk) in others]
        return actions.open_group(
            actor=actor, organ=row.organ, on=on, name=name, owner=owner, applications=[row, *chosen]
        )

    form = GroupForm(row, request.POST, others=others, auto_id="group_%s")
    return attempt(request, row, "group", form, act, "已经成批办理")


class GroupAct(forms.Form):
    """A verb of a group."""

    use_required_attribute = False
    on = day("发生日期")

    def __init__(self, group: CaseGroup, *args: Any, **kwargs: Any) -> None:
        self.group = group
        super().__init__(*args, **kwargs)


class DraftForm(GroupAct):
    # the draft as it was when the page was shown
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = text("共用的理由", lines=6, max_length=4000, help_text="每件的告知书都从这里开始写；加密保存")


class AssignAllForm(GroupAct):
    handler = choice("承办人", [])

    def __init__(self, group: CaseGroup, *args: Any, **kwargs: Any) -> None:
        super().__init__(group, *args, **kwargs)
        self.fields["handler"].choices = handlers(group.organ)  # type: ignore[attr-defined]

    def clean_handler(self) -> Person:
        return Person.objects.get(pk=self.cleaned_data["handler"])


class LettersForm(GroupAct):
    kind = choice(
        "文书", [PICK, *((k.key, k.title) for k in LETTERS if k.outcomes or k.key in ("extension", "reasons", "delay"))],
        help_text="每件各拟一份，理由用共用的拟稿；审核、签发、送达仍逐件办理",
    )  # fmt: skip


class TakeOutForm(GroupAct):
    member = choice("移出哪一件", [])

    def __init__(self, group: CaseGroup, *args: Any, **kwargs: Any) -> None:
        super().__init__(group, *args, **kwargs)
        rows = group.members.values_list("application_id", "application__number")
        self.fields["member"].choices = [PICK, *((str(pk), number) for pk, number in rows)]  # type: ignore[attr-defined]


def _draft(actor: Person, group: CaseGroup, **facts: Any) -> list[actions.Done]:
    actions.write_group_draft(actor=actor, group=group, **facts)
    return []


def _assign(actor: Person, group: CaseGroup, **facts: Any) -> list[actions.Done]:
    return actions.apply_to_group(actor=actor, group=group, verb=actions.assign, **facts)


def _letters(actor: Person, group: CaseGroup, **facts: Any) -> list[actions.Done]:
    shared = {"reasons": group.draft} if group.draft else {}
    return actions.apply_to_group(actor=actor, group=group, verb=actions.draft_letter, facts=shared, **facts)


def _take_out(actor: Person, group: CaseGroup, *, on: Any, member: str) -> list[actions.Done]:
    case = Application.objects.get(pk=member, membership__group=group)
    actions.remove_from_group(actor=actor, application=case, on=on)
    return []


_ACTS: dict[str, tuple[str, type[GroupAct], Callable[..., list[actions.Done]]]] = {
    "draft": ("写共用的拟稿", DraftForm, _draft), "assign": ("全部交办", AssignAllForm, _assign),
    "letters": ("给每件拟文书", LettersForm, _letters), "remove": ("移出一件", TakeOutForm, _take_out),
}  # fmt: skip


@login_required
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """One group: its cases with their own days, the shared draft, what can be done for all."""
    return _show(request, get_object_or_404(queries.groups_visible_to(screens.signed_in(request)), pk=pk))


def _show(
    request: HttpRequest, row: CaseGroup, *, refused: tuple[str, Any] | None = None, status: int = 200,
    done: tuple[str, list[actions.Done]] | None = None,
) -> HttpResponse:  # fmt: skip
    person = screens.signed_in(request)
    members = [m.application for m in row.members.select_related("application__handler")]
    offers = []
    for name, (label, form, _) in _ACTS.items():
        again = refused is not None and refused[0] == name
        first = {"on": today(), "text": row.draft if name == "draft" else "", "seen": version_of(row.stream)}
        shown = refused[1] if refused and again else form(row, initial=first, auto_id=f"{name}_%s")
        offers.append((name, label, shown, again))
    may = holds(person, row.organ, Role.INTAKE, Role.HANDLER, Role.REVIEWER)
    response = page(
        request, "group", status=status, group=row, members=members, offers=offers if may else [], done=done
    )
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do one verb for the group; what was refused is said case by case."""
    person = screens.signed_in(request)
    row = get_object_or_404(queries.groups_visible_to(person), pk=pk)
    if name not in _ACTS:
        raise Http404
    label, form_of, verb = _ACTS[name]
    form = form_of(row, request.POST, auto_id=f"{name}_%s")

    def run(**facts: Any) -> list[actions.Done]:
        # What was seen goes on to the verb as well, which holds the group while it writes.
        return verb(person, row, **facts, **{k: form.cleaned_data[k] for k in ("seen",) if k in form.fields})

    was_done, done = tried(form, run, row.stream)
    if was_done and not done:
        return redirect("desk:group", pk=pk)
    if was_done:
        row.refresh_from_db()
        return _show(request, row, done=(label, done))
    return _show(request, row, refused=(name, form), status=422)


_TYPES = {
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", evidence.workbook),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", evidence.document),
}  # fmt: skip


@login_required
@require_POST
def pack(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """数量和频次的依据 as a file; the story says that it was taken."""
    row, person = case_of(request, pk), screens.signed_in(request)
    if form not in _TYPES:
        raise Http404
    try:
        actions.take_evidence(actor=person, application=row, on=today())
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    media_type, make = _TYPES[form]
    response = HttpResponse(make(row, queries.volume(row), today()), content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="evidence-{row.pk}.{form}"'
    response["Cache-Control"] = "no-store"
    return response
