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
from gongkai.desk.fields import choice, day, text
from gongkai.desk.views import page
from gongkai.ledger.queries import stream
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.recording import NotYet
from gongkai.organs.today import today
from gongkai.publishing import actions
from gongkai.publishing import queries as publishing
from gongkai.publishing.attachments import files_of
from gongkai.publishing.due import due_of_document
from gongkai.publishing.models import Column, Companion, Document, Draft


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
    expires_on = day("有效期至", required=False, help_text="最后一个有效的日子；过了这一天自动标注“已失效”。不填就是没有规定有效期")
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
        rows = [c for kind in Column.Kind for c in publishing.open_columns(kind, as_of=today()).select_related("parent")]
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
    "accompany": ("关联办事和问答", AccompanyForm, actions.accompany, _live, "显示在文件旁边。办事入口由来源给出的，在“办事和惠企来源”里读取。"),
    "unaccompany": ("去掉办事和问答", UnaccompanyForm, _unaccompany, _accompanied, "不再适用的办事入口、问答从文件旁边去掉。"),
    "place": ("放进另一栏目", PlaceForm, actions.place, _live, "还是同一条信息，改动、失效、撤下各处一致。"),
    "unplace": ("移出栏目", UnplaceForm, actions.unplace, _placed, "只从那个栏目移出，别处不变。"),
    "unmark": ("撤销时效标注", UnmarkForm, actions.unmark, _marked, "只用于标注错了的。标注由“过期清理”提出，另一人复核。"),
    "withdraw": (
        "撤下", WithdrawForm, actions.withdraw, _live,
        "只用于不该公开的内容。失效、废止的文件标注即可，不撤下。撤下后原地址留有说明，标题和正文不再显示。",
    ),
}  # fmt: skip
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
    roles = [role for role in (Role.EDITOR, Role.SIGNER) if holds(person, row.organ, role)]
    if roles:
        for name, (label, form, _, is_open, said) in VERBS.items():
            if is_open(row) and (Role.SIGNER if name == "reschedule" else Role.EDITOR) in roles:
                shown = refused[1] if refused and refused[0] == name else form(initial={"on": today()})
                forms_shown.append((name, label, shown, said))
    return page(
        request, "document", status=status, row=row, entries=forms_shown, opened=refused[0] if refused else "",
        versions=list(row.versions.all()), events=[(e, _WORDS.get(e.kind, e.kind)) for e in stream(row.stream)],
        due=due_of_document(row), files=files_of(row), companions=list(row.companions.all()), drafts=list(Draft.objects.filter(document=row)), conversions=list(row.conversions.all()), places=[p.column for p in row.placements.select_related("column")],
    )  # fmt: skip


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
    form = kind(request.POST)
    if form.is_valid():
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
