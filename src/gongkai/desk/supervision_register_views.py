# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""登记簿 of supervision: complaints with their outcome, training of staff, accountability with its explicit zero."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from gongkai.applications import queries as applications
from gongkai.applications.models import Matter
from gongkai.desk import screens
from gongkai.desk.attempts import SeenForm, refusals, tried
from gongkai.desk.fields import choice, day, text, whole_number
from gongkai.desk.supervising import must_supervise
from gongkai.desk.views import page, paged
from gongkai.engagement import actions as engagement
from gongkai.engagement.models import Activity
from gongkai.engagement.queries import visible_to
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.queries import organs_with_role, working_organs
from gongkai.organs.today import today
from gongkai.organs.workdays import workdays
from gongkai.supervision import actions, queries
from gongkai.supervision.models import AccountabilityCase

WORKDAYS = 10


def _year(request: HttpRequest, usual: int) -> int:
    year = whole_number(request.GET.get("year")) or usual
    return year if 2008 <= year <= today().year else usual


def _organs(person: Person, *roles: Role) -> dict[str, Organ]:
    found = {o.slug: o for role in roles for o in organs_with_role(person, role) if o.closed_on is None}
    return dict(sorted(found.items(), key=lambda x: (x[1].position, x[1].pk)))


class OrganForm(SeenForm):
    """A form that asks for one of the person's organs."""

    def __init__(self, organs: dict[str, Organ], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organs = organs
        self.fields["organ"].choices = [("", "请选择"), *((s, o.short_name) for s, o in organs.items())]  # type: ignore[attr-defined]

    def clean_organ(self) -> Organ:
        return self.organs[self.cleaned_data["organ"]]


# ---- 投诉举报


class RectifyForm(SeenForm):
    """督促整改 of a complaint found true."""

    due_on = day("整改期限")
    text = text("要求整改什么", lines=2, max_length=200, help_text="会印在通知书上，不写投诉人的任何信息")


@login_required
def complaints(request: HttpRequest) -> HttpResponse:
    """投诉举报: each with its outcome and what followed; counted by outcome."""
    person = screens.signed_in(request)
    year = _year(request, today().year)
    rows = applications.matters_visible_to(person).filter(kind=Matter.Kind.COMPLAINT)
    this = rows.filter(submitted_on__year=year)
    counts = dict(this.order_by().values_list("result").annotate(n=Count("pk")))
    named = [
        (Matter.Result(r).label if r else "尚未答复", n)
        for r, n in sorted(counts.items(), key=lambda x: x[0] or "")
    ]
    found, query = paged(
        request, this.select_related("about", "finding__notice").order_by("-submitted_on", "-pk"), "件"
    )
    return page(
        request, "supervision/complaints", found=found, query=query, year=year, counts=named, total=sum(counts.values()),
        years=range(today().year, today().year - 4, -1), may=queries.supervises(person), substantiated=Matter.Result.SUBSTANTIATED,
    )  # fmt: skip


@login_required
def complaint_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """发整改通知书 on a complaint found true (条例第四十七条第二款)."""
    person = screens.signed_in(request)
    must_supervise(person, "发放整改通知书")
    rows = applications.matters_visible_to(person).filter(kind=Matter.Kind.COMPLAINT)
    row = get_object_or_404(rows.select_related("about"), pk=pk)
    first = {"due_on": workdays().add(today(), WORKDAYS)}
    form = RectifyForm(request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        facts = actions.FindingFacts(
            row.about, form.cleaned_data["text"], form.cleaned_data["due_on"],
            basis=f"条例第四十七条第二款；来件{row.number}查证属实", complaint=row,
        )  # fmt: skip
        with refusals(form, actions.Refused):
            notice = actions.issue_notice(
                actor=person,
                organ=actions.site_organ(),
                on=today(),
                title=f"政务公开整改通知书（来件{row.number}）",
                findings=[facts],
            )
            messages.success(request, f"已发出{notice.year}年第{notice.issue}期")
            return redirect("desk:notice", pk=notice.pk)
    return page(
        request, "supervision/complaint_notice", status=422 if form.is_bound else 200, row=row, form=form
    )


# ---- 培训


class TrainingForm(OrganForm):
    """登记政务公开培训."""

    organ = choice("举办机关", [])
    title = text("培训名称", max_length=120)
    on = day("日期")
    place = text("地点", max_length=120)
    online = forms.BooleanField(label="线上举办", required=False)
    people = forms.IntegerField(
        label="参加人数", min_value=1, max_value=1_000_000, widget=forms.NumberInput({"class": "in short"}),
        error_messages={"required": "请写参加人数", "invalid": "请写整数", "min_value": "至少1人"},
    )  # fmt: skip
    evidence = text("依据", max_length=120, help_text="签到表、通知等")


@login_required
def training(request: HttpRequest) -> HttpResponse:
    """政务公开培训 (条例第四十八条): each held, and the year's sum."""
    person = screens.signed_in(request)
    year, organs = _year(request, today().year), _organs(person, Role.EDITOR)
    form = TrainingForm(
        organs,
        request.POST if request.method == "POST" else None,
        initial={"on": today(), "organ": person.organ.slug},
    )
    if request.method == "POST":
        done, _ = _held(form, person)
        if done:
            messages.success(request, "已登记")
            return redirect("desk:training")
    rows = visible_to(person, Activity).filter(kind=Activity.Kind.STAFF_TRAINING, held_on__year=year)
    people = rows.aggregate(n=Sum("people"))["n"] or 0
    found, query = paged(request, rows.order_by("-held_on", "-pk"), "次")
    return page(
        request, "supervision/training", status=422 if form.is_bound else 200, found=found, query=query, year=year, people=people,
        form=form, opened=form.is_bound, may=bool(organs), years=range(today().year, today().year - 4, -1),
    )  # fmt: skip


def _held(form: TrainingForm, person: Person) -> tuple[bool, Any]:
    if not form.is_valid():
        return False, None
    facts = {k: v for k, v in form.cleaned_data.items() if k != "seen"}
    with refusals(form, engagement.Refused):
        return True, engagement.hold(actor=person, kind=Activity.Kind.STAFF_TRAINING, **facts)
    return False, None


# ---- 责任追究


class CaseForm(OrganForm):
    """登记责任追究."""

    organ = choice("被追究的机关", [])
    on = day("决定日期")
    facts = text("事实", lines=4, max_length=2000, help_text="违反条例哪一条，怎么查实的；不写公民个人信息")
    measure = text("处理", max_length=80, help_text="例如责令改正、通报批评、处分（写明决定机关和文号）")


@login_required
def accountability(request: HttpRequest) -> HttpResponse:
    """责任追究 (条例第五十二、五十三条): the year's cases, or that there was none."""
    person = screens.signed_in(request)
    year, organs = _year(request, today().year - 1), _organs(person, Role.SUPERVISOR)
    form = CaseForm(organs, request.POST if request.method == "POST" else None, initial={"on": today()})
    if request.method == "POST":
        done, _ = tried(form, actions.record_accountability, actor=person)
        if done:
            messages.success(request, "已登记")
            return redirect("desk:accountability")
    rows = AccountabilityCase.objects.filter(
        organ__in=working_organs(person), decided_on__year=year
    ).select_related("organ")
    whole = queries.supervises(person)
    return page(
        request, "supervision/accountability", status=422 if form.is_bound else 200, rows=list(rows), year=year, form=form,
        opened=form.is_bound, may=bool(organs), whole=whole, over=today().year > year, day=today(),
        years=range(today().year, today().year - 4, -1),
    )  # fmt: skip
