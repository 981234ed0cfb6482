# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""机关: which there are and how they hang together; establishing, renaming, merging, closing, each with what it brings said first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from gongkai.desk import organ_consequences as consequences
from gongkai.desk import screens
from gongkai.desk.attempts import Offer, tried
from gongkai.desk.organ_forms import (
    CloseForm,
    EstablishForm,
    MergeForm,
    RenameForm,
    RulesForm,
    may_change,
)
from gongkai.desk.views import page
from gongkai.law.clock import cn
from gongkai.ledger.queries import stream
from gongkai.organs import actions
from gongkai.organs.models import Organ, Role
from gongkai.organs.queries import ids_held, working_organs

WORDS = {
    "organ.established": "登记", "organ.renamed": "更名", "organ.merged": "并入其他机关", "organ.closed": "撤销",
    "organ.rules_granted": "登记规章制定权", "organ.contact_set": "更新联系方式",
}  # fmt: skip


@dataclass(frozen=True)
class Deed:
    """One change of an organ: its words, its form, its verb, and what it brings."""

    label: str
    form: type[Any]
    verb: Callable[..., Any]
    brings: Callable[..., Iterable[str]]


DEEDS = {
    "rename": Deed("更名", RenameForm, actions.rename, consequences.of_renaming),
    "merge": Deed("并入其他机关", MergeForm, actions.merge, consequences.of_merging),
    "close": Deed("撤销", CloseForm, actions.close, consequences.of_closing),
    "rules": Deed("登记规章制定权", RulesForm, actions.grant_rules, consequences.of_rules),
}


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Every organ the person works in or oversees, under the one above it."""
    person = screens.signed_in(request)
    rows = list(working_organs(person).select_related("parent", "merged_into"))
    here = {o.pk for o in rows}
    roots = [o for o in rows if o.parent_id not in here]
    return page(
        request, "organs", tree=list(_walk(roots, rows, 0)), count=sum(o.closed_on is None for o in rows),
        may_establish=bool(ids_held(person, Role.ADMIN)),
    )  # fmt: skip


def _walk(level: list[Organ], rows: list[Organ], depth: int) -> Iterable[tuple[int, Organ]]:
    for organ in level:
        yield depth, organ
        yield from _walk([o for o in rows if o.parent_id == organ.pk], rows, depth + 1)


def _organ(request: HttpRequest, slug: str) -> Organ:
    rows = working_organs(screens.signed_in(request)).select_related("parent", "merged_into")
    organ = rows.filter(slug=slug).first()
    if organ is None:
        raise Http404
    return organ


@login_required
def organ(request: HttpRequest, slug: str) -> HttpResponse:
    """One organ: what it is, what it was called, what happened to it, and what may be changed."""
    return _show(request, _organ(request, slug))


def _show(
    request: HttpRequest, row: Organ, refused: tuple[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    offers = []
    for name, deed in DEEDS.items() if may_change(screens.signed_in(request), row) else ():
        again = refused is not None and refused[0] == name
        form = refused[1] if refused and again else deed.form(row, auto_id=f"{name}_%s")
        offers.append(Offer(name, deed.label, form, again))
    events = [(e, WORDS[e.kind]) for e in stream(f"organ/{row.pk}") if e.kind in WORDS]
    return page(
        request, "organ", status=status, row=row, offers=offers, events=events, former=list(row.former_names.all()),
        below=list(row.children.filter(closed_on__isnull=True)), joined=list(row.predecessors.all()),
    )  # fmt: skip


@login_required
def act(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """Looked over first, with what the change brings; done when that was read."""
    row = _organ(request, slug)
    deed = DEEDS.get(name)
    if deed is None:
        raise Http404
    if request.method != "POST":
        return redirect("desk:organ", slug=slug)
    person = screens.signed_in(request)
    if row.parent is None or not may_change(person, row):
        raise PermissionDenied("机关的变动由上级机关的“管理”岗位登记")
    form = deed.form(row, request.POST, auto_id=f"{name}_%s")
    if not form.is_valid():
        return _show(request, row, (name, form), status=422)
    if not request.POST.get("sure"):
        back = reverse("desk:organ", kwargs={"slug": slug})
        return _sure(
            request, f"{row.short_name}：{deed.label}", form, partial(deed.brings, row), back, deed.label
        )
    done, _ = tried(form, _with_code(deed.verb, form), refused=actions.Refused, actor=person, organ=row)
    if not done:
        return _show(request, row, (name, form), status=422)
    messages.success(request, f"已登记：{row.short_name}{deed.label}")
    return redirect("desk:organ", slug=slug)


def _with_code(verb: Callable[..., Any], form: Any) -> Callable[..., Any]:
    """tried() leaves out what is empty; a letter code may be taken away."""
    if "letter_code" not in form.cleaned_data:
        return verb
    return lambda **facts: verb(**{"letter_code": None, **facts})


def _sure(
    request: HttpRequest, title: str, form: Any, brings: Callable[..., Iterable[str]], back: str, label: str
) -> HttpResponse:
    """The page between: what was typed, what it brings, and one button."""
    said = [*brings(**{k: v for k, v in form.cleaned_data.items() if k != "seen"})]
    typed = [(k, v) for k, vs in request.POST.lists() if k not in ("csrfmiddlewaretoken", "sure") for v in vs]
    shown = [(f.label, _read(form, f)) for f in form.visible_fields()]
    return page(
        request,
        "organ_sure",
        title=title,
        said=said,
        typed=typed,
        shown=shown,
        back=back,
        label=label,
        at=request.path,
    )


def _read(form: Any, field: Any) -> str:
    value = field.value()
    if isinstance(read := form.cleaned_data.get(field.name), date):
        return cn(read)
    choices = dict(getattr(field.field, "choices", ()) or ())
    for key in (value, int(value) if isinstance(value, str) and value.isdigit() else value):
        if key in choices:
            return str(choices[key])
    if isinstance(form.cleaned_data.get(field.name), bool):
        return "是" if form.cleaned_data[field.name] else "否"
    return str(value or "没有")


@login_required
def establish(request: HttpRequest) -> HttpResponse:
    """新设机关 under one where the person is 管理."""
    person = screens.signed_in(request)
    if not ids_held(person, Role.ADMIN):
        raise PermissionDenied("新设机关由上级机关的“管理”岗位登记")
    form = EstablishForm(person, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return page(request, "organ_new", form=form, status=422 if request.method == "POST" else 200)
    if not request.POST.get("sure"):
        back = reverse("desk:organ_new")
        return _sure(request, "新设机关", form, consequences.of_establishing, back, "登记新设的机关")
    # a new organ stands after those of its parent
    last = (
        Organ.objects.filter(parent=form.cleaned_data["parent"])
        .order_by("-position")
        .values_list("position", flat=True)
        .first()
    )
    done, made = tried(
        form, actions.establish, refused=actions.Refused, actor=person, position=min((last or 0) + 1, 32_767)
    )
    if not done:
        return page(request, "organ_new", form=form, status=422)
    messages.success(request, f"已登记{made.name}")
    return redirect("desk:organ", slug=made.slug)
