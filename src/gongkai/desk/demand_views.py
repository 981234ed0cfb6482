# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""诉求和问题清单: what people ask in one stream, its groups with why they are groups, the problem list, the plan of interpretations."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from gongkai.annual_report.bars import bars
from gongkai.desk import attempts, screens
from gongkai.desk.attempts import Offer, SeenForm, refusals, tried
from gongkai.desk.deeds import RecordPage
from gongkai.desk.demand_forms import DEEDS, ListForm, MergeForm, MoveForm, NameForm, SplitForm
from gongkai.desk.fields import words_of
from gongkai.desk.views import page, paged
from gongkai.engagement.demands import actions, queries
from gongkai.engagement.demands.doors import openable, site_organ
from gongkai.engagement.demands.models import Commitment, Demand, DemandGroup
from gongkai.organs.models import Person, Role
from gongkai.organs.permissions import holds
from gongkai.organs.queries import every_organ
from gongkai.organs.today import today
from gongkai.supervision.errands import queries as errands
from gongkai.supervision.errands.actions import order_grouping

attempts.WORDS |= {
    "commitment.listed": "列入问题清单", "commitment.published": "公开承诺", "commitment.postponed": "延期", "commitment.closed": "办结",
    "commitment.reported": "供年度报告采用",
}  # fmt: skip
_SOURCES = {
    Demand.Door.HOTLINE: "ticket",
    Demand.Door.ENTERPRISE: "problem",
    Demand.Door.APPLICATION: "application",
}
SHOWN = 12  # demands of a group beside its picture; the stream has them all


def _offices(person: Person) -> bool:
    """Whether the person may group and list: an editor or supervisor of whose site it is."""
    site = site_organ()
    return site is not None and holds(person, site, Role.SUPERVISOR, Role.EDITOR)


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Groups, most asked first, with what came through which door."""
    person, words = screens.signed_in(request), words_of(request)
    may = _offices(person)
    rows, field = queries.groups(person), request.GET.get("field", "")
    if words:
        said = queries.visible_to(person).filter(text__icontains=words).values("group")
        rows = rows.filter(Q(name__icontains=words) | Q(pk__in=said))
    if field:
        rows = rows.filter(field=field)
    found, query = paged(request, rows, "组")
    to = reverse("desk:demand_stream")
    doors = [(label, n, f"{to}?door={door}") for door, label, n in queries.door_counts(person)]
    return page(
        request, "demands", tab="groups", found=found, query=query, words=words, doors=doors, door_bars=bars(doors, unit="次"),
        run=queries.last_run(), field=field, fields=queries.fields(person), bare=not (words or field),
        errands=errands.under_way(person, "group") if may else [], may=may,
    )  # fmt: skip


@login_required
@require_POST
def regroup(request: HttpRequest) -> HttpResponse:
    """立即整理: ordered, and done by a process of its own."""
    form = SeenForm({})
    ordered, _ = tried(form, order_grouping, actor=screens.signed_in(request), on=today())
    if ordered:
        messages.success(request, "开始整理，完成以后本页换成新的结果")
    else:
        messages.error(request, "；".join(form.non_field_errors()))
    return redirect("desk:demands")


@login_required
def stream(request: HttpRequest) -> HttpResponse:
    """诉求: the stream itself, by door, group and words."""
    person, words = screens.signed_in(request), words_of(request)
    chosen = {"door": request.GET.get("door", ""), "group": request.GET.get("group", "")}
    rows = queries.visible_to(person)
    if chosen["door"] in Demand.Door.values:
        rows = rows.filter(door=chosen["door"])
    if chosen["group"] == "none":
        rows = rows.filter(group__isnull=True)
    elif chosen["group"].isascii() and chosen["group"].isdigit() and len(chosen["group"]) < 10:
        rows = rows.filter(group=int(chosen["group"]))
    if words:
        rows = rows.filter(text__icontains=words)
    found, query = paged(request, rows, "条")
    return page(
        request, "demand_stream", tab="stream", found=found, query=query, words=words, chosen=chosen, doors=Demand.Door.choices,
        links=_links(person, found.object_list), may=_offices(person), chosen_group=_chosen(chosen["group"]),
    )  # fmt: skip


def _chosen(pk: str) -> str:
    return (
        DemandGroup.objects.filter(pk=int(pk)).values_list("name", flat=True).first() or ""
        if pk.isascii() and pk.isdigit() and len(pk) < 10
        else ""
    )


def _links(person: Person, demands: Any) -> dict[int, str]:
    """Where the record behind a demand is opened, for those the person may open."""
    rows = list(demands)
    may = openable(person, [d for d in rows if d.door in _SOURCES])
    return {
        d.pk: reverse("desk:record", kwargs={"kind": _SOURCES[Demand.Door(d.door)], "pk": d.source})
        for d in rows
        if (d.door, d.source) in may
    }


def _group(request: HttpRequest, pk: int) -> DemandGroup:
    found: DemandGroup = get_object_or_404(queries.groups(screens.signed_in(request)), pk=pk)
    return found


@login_required
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """One group: its words, typical demands, doors, organs and months; and the form that makes it a problem."""
    person, row = screens.signed_in(request), _group(request, pk)
    if request.method == "POST":
        form = ListForm(person, request.POST)
        if form.is_valid():
            facts = form.cleaned_data
            with refusals(form, actions.Refused):
                made = actions.list_problem(actor=person, group=row, on=today(), **facts)
                messages.success(request, "已经列入问题清单")
                return redirect("desk:commitment", pk=made.pk)
        return _show_group(request, row, form, status=422)
    return _show_group(request, row, ListForm(person, initial=_first(person, row)))


def _first(person: Person, row: DemandGroup) -> dict[str, Any]:
    """The organ most asked is offered as the owner."""
    shown = queries.picture(person, row, today())
    below = [organ.pk for organ, _ in shown.organs if organ.parent_id is not None]
    return {"title": "", "owner": below[0] if below else ""}


MENDS = {"merge": "并入另一组", "split": "凭词分出一组", "name": "改名"}


def _mend_form(row: DemandGroup, name: str, data: Any = None, initial: Any = None) -> forms.Form:
    given = {"data": data, "initial": initial, "auto_id": f"{name}_%s"}
    if name == "merge":
        return MergeForm(queries.choosable(row), **given)
    return (SplitForm if name == "split" else NameForm)(**given)


def _mends(request: HttpRequest, row: DemandGroup, refused: tuple[str, Any] | None) -> list[Offer]:
    """How an officer may change the group; a word of it may be given to begin the split with."""
    word = request.GET.get("split", "")[:20]
    first = {
        "split": {"words": word, "name": f"{row.name}：{word}"[:60]} if word else None,
        "name": {"name": row.name},
    }
    return [
        Offer(
            name, label, refused[1] if refused and refused[0] == name else _mend_form(row, name, initial=first.get(name)),
            bool((refused and refused[0] == name) or (name == "split" and word)),
        )
        for name, label in MENDS.items()
    ]  # fmt: skip


def _show_group(
    request: HttpRequest,
    row: DemandGroup,
    form: forms.Form,
    *,
    refused: tuple[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    person = screens.signed_in(request)
    shown = queries.picture(person, row, today())
    some = list(queries.demands_of(person, row)[:SHOWN])
    to = f"{reverse('desk:demand_stream')}?group={row.pk}"
    return page(
        request, "demand_group", status=status, row=row, shown=shown, some=some, links=_links(person, some), form=form, to=to,
        door_bars=bars([(f"{label}（{n / shown.times:.0%}）", n, f"{to}&door={door}") for door, label, n in shown.doors], unit="次"),
        month_bars=bars([(f"{m.year}年{m.month}月", n, "") for m, n in shown.months], unit="次"),
        organ_bars=bars([(o.short_name, n, "") for o, n in shown.organs[:10]], unit="次"),
        word_bars=bars([(word, share, f"{to}&q={quote(word)}") for word, share in sorted(row.words, key=lambda said: -said[1])], unit="%"),
        listed=list(queries.commitments_about(person, row)), may=bool(form.fields["organ"].choices[1:]),  # type: ignore[attr-defined]
        mends=_mends(request, row, refused) if (office := _offices(person)) else [], office=office, merged=list(row.merged.all()),
    )  # fmt: skip


@login_required
@require_POST
def mend(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """并入、分出、改名、取消合并."""
    person = screens.signed_in(request)
    if not _offices(person):
        raise PermissionDenied("问题组由本网站的主办机关调整")
    if name == "part":
        return _part(request, person, pk)
    if name not in MENDS:
        raise Http404
    row = _group(request, pk)
    form = _mend_form(row, name, request.POST)
    if form.is_valid():
        verb = {"merge": actions.merge_groups, "split": actions.split_group, "name": actions.name_group}[name]
        with refusals(form, actions.Refused):
            made = verb(actor=person, group=row, on=today(), **form.cleaned_data)  # type: ignore[operator]
            shown = made.merged_into or made
            messages.success(request, f"已经{MENDS[name]}：{shown.name}")
            return redirect("desk:demand_group", pk=shown.pk)
    return _show_group(
        request, row, ListForm(person, initial=_first(person, row)), refused=(name, form), status=422
    )


def _part(request: HttpRequest, person: Person, pk: int) -> HttpResponse:
    row = get_object_or_404(DemandGroup, pk=pk)
    try:
        actions.part_group(actor=person, group=row, on=today())
        messages.success(request, f"“{row.name}”已经恢复为单独的一组")
    except actions.Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("desk:demands")


@login_required
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """调整一条诉求归入的组."""
    person = screens.signed_in(request)
    row = get_object_or_404(queries.visible_to(person), pk=pk)
    if not _offices(person):
        raise PermissionDenied("问题组由本网站的主办机关调整")
    data = request.POST if request.method == "POST" else None
    form = MoveForm(queries.choosable(row.group), data)
    if data is not None and form.is_valid():
        with refusals(form, actions.Refused):
            actions.move_demand(actor=person, demand=row, on=today(), **form.cleaned_data)
            messages.success(request, "已经调整；以后同样的说法也照此归组")
            return (
                redirect("desk:demand_group", pk=row.group_id)
                if row.group_id and queries.groups(person).filter(pk=row.group_id).exists()
                else redirect("desk:demands")
            )
    same = queries.visible_to(person).filter(text=row.text).count()
    return page(request, "demand_move", status=200 if data is None else 422, row=row, form=form, same=same)


@login_required
def problems(request: HttpRequest) -> HttpResponse:
    """问题清单: the open ones by their day, overdue first."""
    person, state, day = screens.signed_in(request), request.GET.get("state", ""), today()
    rows = queries.commitments(person)
    if state == "open":
        rows = rows.filter(closed_on__isnull=True)
    elif state == "late":
        rows = rows.filter(closed_on__isnull=True, due_on__lt=day)
    elif state == "closed":
        rows = rows.filter(closed_on__isnull=False)
    late = queries.commitments(person).filter(closed_on__isnull=True, due_on__lt=day).count()
    found, query = paged(request, rows.order_by("closed_on", "due_on", "pk"), "项")
    return page(
        request, "commitments", tab="problems", found=found, query=query, state=state, day=day, late=late
    )


@login_required
def plan(request: HttpRequest) -> HttpResponse:
    """解读计划: what people ask about policies that nobody has explained."""
    person = screens.signed_in(request)
    found, query = paged(request, queries.interpretation_plan(person, today()), "组")
    return page(request, "demand_plan", tab="plan", found=found, query=query)


def _commitment(request: HttpRequest, pk: int) -> Commitment:
    found: Commitment = get_object_or_404(queries.commitments(screens.signed_in(request)), pk=pk)
    return found


def _commitment_names(row: Commitment, person: Person) -> list[str]:
    office = holds(person, row.organ, Role.SUPERVISOR, Role.EDITOR)
    owner = office or holds(person, row.owner, Role.EDITOR, Role.SUPERVISOR)
    open_ = row.closed_on is None
    may = {
        "close": open_ and owner, "publish": open_ and office and row.published_on is None, "postpone": open_ and office,
        "report": holds(person, row.organ, Role.SUPERVISOR, Role.COMPILER),
    }  # fmt: skip
    return [name for name in DEEDS if may[name]]


def _commitment_more(row: Commitment, person: Person) -> dict[str, Any]:
    at = (row.group.merged_into_id or row.group_id) if row.group else None
    seen = at is not None and queries.groups(person).filter(pk=at).exists()
    return {"day": today(), "seen": at if seen else None, "organs": every_organ(person)}


# One problem of the list: who mends it until when; made public, put off, closed with its evidence, offered to the report.
COMMITMENT = RecordPage(
    "commitment", "desk:commitment", "commitment", DEEDS, _commitment, _commitment_names, _commitment_more, refused=actions.Refused
)  # fmt: skip
commitment, act = COMMITMENT.views()
