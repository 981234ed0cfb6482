# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""One public item on the desk: its facts, its versions, and what may still be done to it, each with its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from gongkai.desk import screens
from gongkai.desk.draft_forms import named_policy
from gongkai.desk.fields import choice, day, text
from gongkai.desk.views import page
from gongkai.ledger.queries import stream
from gongkai.organs.models import Person, Role
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.recording import NotYet
from gongkai.organs.today import today
from gongkai.publishing import actions
from gongkai.publishing import queries as publishing
from gongkai.publishing.attachments import files_of
from gongkai.publishing.due import due_of_document
from gongkai.publishing.models import Column, Companion, CompanionDraft, Document, Draft, Form


class WithdrawForm(forms.Form):
    """撤下."""

    use_required_attribute = False
    reason = text("原因", max_length=200, help_text="会印在撤下的说明里，请不要写要保护的内容")


class RepealForm(forms.Form):
    """废止."""

    use_required_attribute = False
    on = day("废止的生效日期")
    basis = text("依据的文件", max_length=120)


class PartlyForm(forms.Form):
    """部分失效."""

    use_required_attribute = False
    what = text("哪些条款失效、依据什么", max_length=120)


class TermForm(forms.Form):
    """登记有效期."""

    use_required_attribute = False
    expires_on = day(
        "有效期至",
        required=False,
        help_text="最后一个有效的日子；过了这一天自动标注“已失效”。不填就是没有规定有效期",
    )
    basis = text("依据的文件", max_length=120)


class RescheduleForm(forms.Form):
    """改期."""

    use_required_attribute = False
    publish_on = day("公开日期")
    reason = text("原因", max_length=200)


class PlaceForm(forms.Form):
    """同时放进另一栏目."""

    use_required_attribute = False
    column = choice("栏目", [])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = [
            c
            for kind in Column.Kind
            for c in publishing.open_columns(kind, as_of=today()).select_related("parent")
        ]
        self.columns = {c.slug: c for c in rows}
        named = [(c.slug, f"{c.parent.name}／{c.name}" if c.parent else c.name) for c in rows]
        self.fields["column"].choices = [("", "请选择"), *named]  # type: ignore[attr-defined]

    def clean_column(self) -> Column:
        return self.columns[self.cleaned_data["column"]]


class UnplaceForm(forms.Form):
    """移出栏目."""

    use_required_attribute = False
    column = text("栏目名称", max_length=60)
    reason = text("原因", max_length=200)

    def clean_column(self) -> Column:
        found = Column.objects.filter(name=self.cleaned_data["column"].strip()).first()
        if found is None:
            raise forms.ValidationError("没有这个名称的栏目，请照右边“栏目”里的写")
        return found


class UnmarkForm(forms.Form):
    """撤销时效标注."""

    use_required_attribute = False
    reason = text("原因", max_length=200)


class AccompanyForm(forms.Form):
    """关联办事入口 or 常见问题."""

    use_required_attribute = False
    kind = choice("关联什么", Companion.Kind.choices)
    title = text("名称或者问题", max_length=120)
    text = text("说明或者回答", lines=3, max_length=1000)
    url = forms.URLField(
        label="网址", required=False, max_length=300, assume_scheme="https", widget=forms.URLInput({"class": "in"}),
        error_messages={"invalid": "请写完整的网址"},
    )  # fmt: skip


class DecideForm(forms.Form):
    """复核 what another proposed to stand beside the document."""

    use_required_attribute = False
    item = choice("哪一项", [])
    passes = choice("结论", [("1", "可以公开"), ("0", "不公开")])
    words = text(
        "审查结论和依据，或者不公开的原因",
        lines=2,
        max_length=200,
        help_text="如：不涉及国家秘密、工作秘密，内容与文件一致，可以公开",
    )

    def __init__(self, *args: Any, waiting: list[CompanionDraft], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = {str(c.pk): c for c in waiting}
        named = [(str(c.pk), f"{c.get_kind_display()}：{c.title}") for c in waiting]
        self.fields["item"].choices = [("", "请选择"), *named]  # type: ignore[attr-defined]


class InterpretForm(forms.Form):
    """关联它解读的文件."""

    use_required_attribute = False
    policy = text("解读的文件", max_length=60, help_text="被解读文件的文号或者索引号")
    form = choice("解读形式", Form.choices)

    def clean_policy(self) -> Document:
        return named_policy(self.cleaned_data["policy"])


class UnaccompanyForm(forms.Form):
    """去掉办事入口 or 常见问题."""

    use_required_attribute = False
    title = text("名称或者问题", max_length=120, help_text="照右边“办事和问答”里的写")
    reason = text("原因", max_length=200)


def _unaccompany(*, actor: Any, document: Document, title: str, reason: str, on: Any) -> Document:
    found = document.companions.filter(title=title.strip()).first()
    if found is None:
        raise actions.Refused("这份文件旁边没有这一项，请核对名称")
    return actions.unaccompany(actor=actor, companion=found, on=on, reason=reason)


def _decide(*, actor: Any, document: Document, item: str, passes: str, words: str, on: Any) -> Any:
    draft = get_object_or_404(document.companion_drafts, pk=int(item))
    return actions.decide_companion(actor=actor, draft=draft, on=on, passes=passes == "1", words=words)


def _explains_nothing(row: Document) -> bool:
    return _live(row) and row.register is None and not hasattr(row, "interprets")


def _proposed(row: Document) -> bool:
    return _live(row) and row.companion_drafts.filter(decided_on__isnull=True).exists()


def _accompanied(row: Document) -> bool:
    return _live(row) and row.companions.exists()


def _placed(row: Document) -> bool:
    return _live(row) and row.placements.count() > 1


def _marked(row: Document) -> bool:
    return _live(row) and row.mark is not None


def _waiting(row: Document) -> bool:
    return _live(row) and row.published_on > today()


def _live(row: Document) -> bool:
    return row.withdrawn_on is None


def _in_register(row: Document) -> bool:
    return _live(row) and row.register is not None and row.repealed_on is None


# name: label, form, action, when, said beside it
VERBS: dict[str, tuple[str, type[forms.Form], Callable[..., Any], Callable[[Document], bool], str]] = {
    "reschedule": ("改公开日期", RescheduleForm, actions.reschedule, _waiting, "已经签发、还没有到公开日期，可以提前或者推后。由签发岗位的人办理。"),
    "term": ("登记有效期", TermForm, actions.set_term, _in_register, "有效期满的当天起，各处自动标注“已失效”，文件留在网站上。"),
    "repeal": ("登记废止", RepealForm, actions.repeal, _in_register, "文件留在网站上，标注“已废止”。"),
    "partly": ("登记部分失效", PartlyForm, actions.void_partly, _in_register, "文件留在网站上，标注“部分失效”。"),
    "interpret": ("关联它解读的文件", InterpretForm, actions.interpret, _explains_nothing, "这条是解读、起草时没有关联文件的，在这里补上，两边互相能看到。"),
    "accompany": (
        "提出办事和问答", AccompanyForm, actions.propose_companion, _live,
        "由审核或者签发岗位的另一人复核以后，显示在文件旁边。办事入口由来源给出的，在“办事和惠企来源”里读取。",
    ),
    "decide": ("复核办事和问答", DecideForm, _decide, _proposed, "别人提出的，复核并做保密审查（条例第十七条）。提出的人不能复核。"),
    "unaccompany": ("去掉办事和问答", UnaccompanyForm, _unaccompany, _accompanied, "不再适用的办事入口、问答从文件旁边去掉。"),
    "place": ("放进另一栏目", PlaceForm, actions.place, _live, "还是同一条信息，改动、失效、撤下各处一致。"),
    "unplace": ("移出栏目", UnplaceForm, actions.unplace, _placed, "只从那个栏目移出，别处不变。"),
    "unmark": ("撤销时效标注", UnmarkForm, actions.unmark, _marked, "只用于标注错了的。标注由“过期清理”提出，另一人复核。"),
    "withdraw": (
        "撤下", WithdrawForm, actions.withdraw, _live,
        "只用于不该公开的内容。失效、废止的文件标注即可，不撤下。撤下后原地址留有说明，标题和正文不再显示。",
    ),
}  # fmt: skip
# Who does them, where it is not the editor.
ROLES = {"reschedule": (Role.SIGNER,), "decide": (Role.REVIEWER, Role.SIGNER)}
_WORDS = {
    "document.published": "公开", "document.amended": "更正、更新", "document.withdrawn": "撤下", "document.repealed": "废止",
    "document.partly_voided": "部分失效", "document.interprets": "关联解读", "document.accompanied": "关联办事和问答",
    "document.term_set": "登记有效期", "document.rescheduled": "改公开日期", "document.placed": "放进栏目", "document.unplaced": "移出栏目",
    "document.unaccompanied": "去掉办事和问答", "document.marked": "标注时效", "document.unmarked": "撤销时效标注",
}  # fmt: skip


def _row(request: HttpRequest, pk: int) -> Document:
    return get_object_or_404(publishing.visible_to(screens.signed_in(request)), pk=pk)


def _show(
    request: HttpRequest, row: Document, refused: tuple[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    forms_shown, person = [], screens.signed_in(request)
    roles = {role for role in (Role.EDITOR, Role.REVIEWER, Role.SIGNER) if holds(person, row.organ, role)}
    waiting = list(row.companion_drafts.filter(decided_on__isnull=True).select_related("author"))
    for name, (label, kind, _, is_open, said) in VERBS.items():
        if roles & {*ROLES.get(name, (Role.EDITOR,))} and is_open(row):
            form = _made(name, kind, person, waiting)
            if form is not None:
                forms_shown.append(
                    (name, label, refused[1] if refused and refused[0] == name else form, said)
                )
    return page(
        request, "document", status=status, row=row, entries=forms_shown, opened=refused[0] if refused else "",
        versions=list(row.versions.all()), events=[(e, _WORDS.get(e.kind, e.kind)) for e in stream(row.stream)],
        due=due_of_document(row), files=files_of(row), companions=list(row.companions.all()), waiting=waiting, drafts=list(Draft.objects.filter(document=row)), conversions=list(row.conversions.all()), places=[p.column for p in row.placements.select_related("column")],
    )  # fmt: skip


def _made(
    name: str, kind: type[forms.Form], person: Person, waiting: list[CompanionDraft], data: Any = None
) -> forms.Form | None:
    """The verb's form for this person; none where there is nothing they could do with it."""
    if name != "decide":
        return kind(data, initial={"on": today()})
    others = [c for c in waiting if c.author_id != person.pk]
    return DecideForm(data, waiting=others) if others or data is not None else None


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One item."""
    return _show(request, _row(request, pk))


@login_required
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Do one of its verbs; what was refused stays on the page with its reason."""
    row = _row(request, pk)
    if name not in VERBS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:document", pk=pk)
    label, kind, action, _, _ = VERBS[name]
    waiting = list(row.companion_drafts.filter(decided_on__isnull=True))
    form = _made(name, kind, screens.signed_in(request), waiting, request.POST)
    if form is not None and form.is_valid():
        try:
            action(actor=screens.signed_in(request), document=row, **{"on": today(), **form.cleaned_data})
        except NotAllowed as refusal:
            raise PermissionDenied(str(refusal)) from None
        except (actions.Refused, NotYet) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"已{label}")
            return redirect("desk:document", pk=pk)
    return _show(request, row, (name, form), 422)
