# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""栏目: the tree with its duties, opening, changing and closing columns, and the rows of the standard catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from gongkai.desk import screens
from gongkai.desk.attempts import refusals
from gongkai.desk.column_forms import ChangeForm, CloseForm, DropItemForm, ItemForm, OpenForm, StepsForm
from gongkai.desk.views import page
from gongkai.ledger.queries import stream
from gongkai.organs.models import Role
from gongkai.organs.permissions import holds
from gongkai.organs.queries import organs_with_role
from gongkai.organs.today import today
from gongkai.publishing import actions
from gongkai.publishing.listed import coming, counts_by_column
from gongkai.publishing.models import CatalogueItem, Column, Placement

_WORDS = {
    "column.opened": "开设", "column.changed": "修改", "column.closed": "关闭", "column.item_put": "登记目录条目",
    "column.item_dropped": "去掉目录条目", "column.steps_set": "定审核步骤",
}  # fmt: skip


@dataclass
class Line:
    """One column in the tree."""

    column: Column
    count: int
    newest: date | None
    late: int | None  # days past its duty
    items: int
    level: int


def _lines(day: date) -> dict[str, list[Line]]:
    columns = list(Column.objects.select_related("owner", "parent").order_by("position", "pk"))
    counts = counts_by_column(coming(day))
    newest = dict(
        Placement.objects.filter(document__withdrawn_on__isnull=True, document__published_on__lte=day)
        .values_list("column").annotate(last=Max("document__published_on")).values_list("column", "last")
    )  # fmt: skip
    items: dict[int, int] = {}
    for pk in CatalogueItem.objects.values_list("column", flat=True):
        items[pk] = items.get(pk, 0) + 1

    def line(c: Column) -> Line:
        last = newest.get(c.pk)
        silent = (day - (last or c.opened_on)).days - c.duty_days if c.duty_days else 0
        late = silent if silent > 0 and c.closed_on is None and c.opened_on <= day else None
        return Line(
            c, counts.get(c.pk, 0), last, late, items.get(c.pk, 0), int(c.kind == Column.Kind.SUBCOLUMN)
        )

    below: dict[int, list[Line]] = {}
    for c in columns:
        if c.parent_id:
            below.setdefault(c.parent_id, []).append(line(c))
    tree: dict[str, list[Line]] = {}
    for kind in (Column.Kind.STATUTORY, Column.Kind.TOPIC, Column.Kind.FIELD):
        rows: list[Line] = []
        for c in columns:
            if c.kind == kind:
                rows += [line(c), *below.get(c.pk, [])]
        tree[kind.label] = rows
    return tree


def _opens(request: HttpRequest) -> bool:
    person = screens.signed_in(request)
    return organs_with_role(person, Role.SUPERVISOR).exists() or organs_with_role(person, Role.ADMIN).exists()


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Every column under its kind: whose it is, what it owes, how it stands."""
    return page(request, "columns", tree=_lines(today()), day=today(), may_open=_opens(request))


@login_required
def open_new(request: HttpRequest) -> HttpResponse:
    """开设栏目."""
    person = screens.signed_in(request)
    if not _opens(request):
        raise PermissionDenied("开设栏目需要“监督”或者“管理”岗位")
    if request.method != "POST":
        initial = {"opens_on": today(), "kind": request.GET.get("kind", "")}
        return page(request, "column_open", form=OpenForm(person, initial=initial))
    form = OpenForm(person, request.POST)
    if form.is_valid():
        facts = form.cleaned_data
        with refusals(form, actions.Refused):
            row = actions.open_column(actor=person, on=today(), **facts)
            messages.success(request, f"栏目“{row.name}”已经开设")
            return redirect("desk:column", pk=row.pk)
    return page(request, "column_open", status=422, form=form)


def _row(pk: int) -> Column:
    return get_object_or_404(Column.objects.select_related("owner", "parent"), pk=pk)


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One column."""
    return _show(request, _row(pk))


def _show(
    request: HttpRequest, row: Column, refused: tuple[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    person, offers = screens.signed_in(request), []
    if holds(person, row.owner, Role.ADMIN, Role.SUPERVISOR):
        for name, (label, make, _) in ACTS.items():
            if (name == "close" and row.closed_on) or (name == "drop" and not row.items.exists()):
                continue
            again = refused is not None and refused[0] == name
            offers.append((name, label, refused[1] if refused and again else make(person, row, None), again))
    line = next((x for x in _flat(today()) if x.column.pk == row.pk), None)
    return page(
        request, "column", status=status, row=row, line=line, day=today(), offers=offers, items=list(row.items.all()),
        may_import=bool(offers), steps=actions.reviewing.steps_of(row), events=[(e, _WORDS.get(e.kind, e.kind)) for e in stream(row.stream)],
    )  # fmt: skip


def _as_lines(row: Column) -> str:
    return "\n".join(f"{s.label} {s.role.label}" for s in actions.reviewing.steps_of(row))


def _flat(day: date) -> list[Line]:
    return [line for rows in _lines(day).values() for line in rows]


ACTS: dict[str, tuple[str, Any, Any]] = {
    "change": (
        "修改栏目",
        lambda p, row, data: ChangeForm(p, row, data, auto_id="change_%s"),
        actions.change_column,
    ),
    "steps": (
        "定审核步骤",
        lambda p, row, data: StepsForm(data, auto_id="steps_%s", initial={"steps": _as_lines(row)}),
        actions.set_steps,
    ),
    "item": ("登记目录条目", lambda p, row, data: ItemForm(data, auto_id="item_%s"), actions.put_item),
    "drop": ("去掉目录条目", lambda p, row, data: DropItemForm(data, auto_id="drop_%s"), actions.drop_item),
    "close": ("关闭栏目", lambda p, row, data: CloseForm(data, auto_id="close_%s"), actions.close_column),
}


@login_required
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One of its verbs; what was refused stays on the page with its reason."""
    row, person = _row(pk), screens.signed_in(request)
    if name not in ACTS:
        raise Http404
    if request.method != "POST":
        return redirect("desk:column", pk=pk)
    label, make, action = ACTS[name]
    form = make(person, row, request.POST)
    if form.is_valid():
        with refusals(form, actions.Refused):
            action(actor=person, column=row, on=today(), **form.cleaned_data)
            messages.success(request, f"已{label}")
            return redirect("desk:column", pk=pk)
    return _show(request, row, (name, form), 422)
