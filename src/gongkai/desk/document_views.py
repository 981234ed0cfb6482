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
from gongkai.desk.fields import day, text
from gongkai.desk.views import page
from gongkai.ledger.queries import stream
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.recording import NotYet
from gongkai.organs.today import today
from gongkai.publishing import actions
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Document, Draft


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


def _live(row: Document) -> bool:
    return row.withdrawn_on is None


def _in_register(row: Document) -> bool:
    return _live(row) and row.register is not None and row.repealed_on is None


# name: label, form, action, when, said beside it
VERBS: dict[str, tuple[str, type[forms.Form], Callable[..., Any], Callable[[Document], bool], str]] = {
    "repeal": ("登记废止", RepealForm, actions.repeal, _in_register, "文件留在网站上，标注“已废止”。"),
    "partly": ("登记部分失效", PartlyForm, actions.void_partly, _in_register, "文件留在网站上，标注“部分失效”。"),
    "withdraw": (
        "撤下", WithdrawForm, actions.withdraw, _live,
        "只用于不该公开的内容。失效、废止的文件标注即可，不撤下。撤下后原地址留有说明，标题和正文不再显示。",
    ),
}  # fmt: skip
_WORDS = {
    "document.published": "公开", "document.amended": "更正、更新", "document.withdrawn": "撤下", "document.repealed": "废止",
    "document.partly_voided": "部分失效", "document.interprets": "关联解读", "document.accompanied": "关联办事和问答",
}  # fmt: skip


def _row(request: HttpRequest, pk: int) -> Document:
    return get_object_or_404(publishing.visible_to(screens.signed_in(request)), pk=pk)


def _show(
    request: HttpRequest, row: Document, refused: tuple[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    forms_shown = []
    if holds(screens.signed_in(request), row.organ, Role.EDITOR):
        for name, (label, form, _, is_open, said) in VERBS.items():
            if is_open(row):
                shown = refused[1] if refused and refused[0] == name else form(initial={"on": today()})
                forms_shown.append((name, label, shown, said))
    return page(
        request, "document", status=status, row=row, entries=forms_shown, opened=refused[0] if refused else "",
        versions=list(row.versions.all()), events=[(e, _WORDS.get(e.kind, e.kind)) for e in stream(row.stream)],
        drafts=list(Draft.objects.filter(document=row)), conversions=list(row.conversions.all()), places=[p.column for p in row.placements.select_related("column")],
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
