# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""整改通知书: drawn up from what is ticked, issued, signed for, and how far its items are."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gongkai.desk import screens
from gongkai.desk.attempts import SeenForm, history, tried
from gongkai.desk.fields import day, text, whole_number
from gongkai.desk.supervising import must_supervise
from gongkai.desk.supervision_views import label_of
from gongkai.desk.views import page, paged
from gongkai.organs.models import Organ
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.queries import working_organs
from gongkai.organs.today import today
from gongkai.organs.workdays import workdays
from gongkai.supervision import actions, papers, queries
from gongkai.supervision.models import Detection, Notice
from gongkai.typesetting import NoFont

MOST = 200  # items of one notice
WORKDAYS = 10  # given unless the office says otherwise
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf",
}  # fmt: skip


class IssueForm(SeenForm):
    """The notice that is drawn up: its title, the limit of all, and of single items where it differs."""

    title = text("标题", max_length=120)
    due_on = day("整改期限", help_text="各处没有另写的，都是这一天")

    more = text(
        "另外的问题", lines=4, max_length=4000, required=False,
        help_text="巡查以外发现的，一行一处，写成“县教育局：招生页面的电话已停用”",
    )  # fmt: skip

    def __init__(self, rows: list[Detection], organs: list[Organ], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.organs = rows, {name: o for o in organs for name in (o.name, o.short_name)}
        for row in rows:
            self.fields[f"due{row.pk}"] = day(f"另定期限：{row.text}", required=False)

    def clean_more(self) -> list[tuple[Organ, str]]:
        found, wrong = [], []
        for n, line in enumerate(str(self.cleaned_data["more"]).splitlines(), 1):
            if not line.strip():
                continue
            unit, _, said = line.replace(":", "：", 1).partition("：")
            organ = self.organs.get(unit.strip())
            if organ is None or not said.strip():
                wrong.append(f"第{n}行要写成“单位：问题”，单位写全称或者简称")
            elif len(said.strip()) > 200:
                wrong.append(f"第{n}行的问题超过200字，请写短一些")
            else:
                found.append((organ, said.strip()))
        if wrong:
            raise ValidationError(wrong)
        if not found and not self.rows:
            raise ValidationError("没有勾选巡查发现的，请在这里写明问题")
        return found

    def facts(self) -> list[actions.FindingFacts]:
        by_hand = [
            actions.FindingFacts(o, said, self.cleaned_data["due_on"])
            for o, said in self.cleaned_data["more"]
        ]
        return [*(actions.facts_of(row, due) for row, due in self.limits()), *by_hand]

    def limits(self) -> list[tuple[Detection, date]]:
        facts = self.cleaned_data
        return [(row, facts.get(f"due{row.pk}") or facts["due_on"]) for row in self.rows]


def _ticked(request: HttpRequest) -> list[int]:
    data = request.POST if request.method == "POST" else request.GET
    found = [whole_number(x) for x in data.getlist("d")[: MOST + 1]]
    return list(dict.fromkeys(n for n in found if n))


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """拟发整改通知书 of what is ticked; its paper beside it, as it will be printed."""
    person = screens.signed_in(request)
    must_supervise(person, "发放整改通知书")
    ids = _ticked(request)
    if len(ids) > MOST:
        messages.error(request, f"一份通知书最多{MOST}处，请分几份发")
        return redirect("desk:found")
    rows = list(
        queries.detections_visible_to(person)
        .filter(pk__in=ids)
        .order_by("organ__position", "organ", "rule", "pk")
    )
    site = actions.site_organ()
    issue = Notice.objects.filter(organ=site, year=today().year).count() + 1
    first = {
        "title": f"政务公开整改通知书和问题清单（第{issue}期）", "due_on": workdays().add(today(), WORKDAYS),
    }  # fmt: skip
    organs = list(working_organs(person).filter(closed_on__isnull=True))
    form = IssueForm(rows, organs, request.POST if request.method == "POST" else None, initial=first)
    if request.method == "POST" and form.is_valid():
        notice = _issued(
            form,
            actor=person,
            organ=site,
            on=today(),
            title=form.cleaned_data["title"],
            findings=form.facts(),
        )
        if notice is not None:
            messages.success(request, f"已发出{notice.year}年第{notice.issue}期，等各单位签收")
            return redirect("desk:notice", pk=notice.pk)
    return page(
        request, "supervision/notice_new", status=422 if form.is_bound else 200, form=form, rows=rows, issue=issue, site=site,
        label=label_of, day=today(), units=list(dict.fromkeys(r.organ.short_name for r in rows)), ordinal=papers.ordinal,
    )  # fmt: skip


def _issued(form: IssueForm, **facts: Any) -> Notice | None:
    try:
        return actions.issue_notice(**facts)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except actions.Refused as refusal:
        form.add_error(None, str(refusal))
        return None


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """All notices, the newest first, with how far they are."""
    person = screens.signed_in(request)
    found, query = paged(request, queries.notices_visible_to(person).order_by("-issued_on", "-pk"), "期")
    rows = list(found.object_list)
    return page(
        request, "supervision/notices", found=found, query=query, rows=rows, progress=queries.progress_of(person, rows, today()),
        may=queries.supervises(person), levels=actions.LEVELS, unsigned={n.pk for n, _ in queries.unsigned(person)},
    )  # fmt: skip


def _notice(request: HttpRequest, pk: int) -> Notice:
    return get_object_or_404(queries.notices_visible_to(screens.signed_in(request)), pk=pk)


@login_required
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One notice: its items as the person may see them, who signed, its paper."""
    row, person, on = _notice(request, pk), screens.signed_in(request), today()
    rows = queries.visible_to(person).filter(notice=row).order_by("organ__position", "organ", "pk")
    organ = request.GET.get("organ", "")[:40]
    units = list(Organ.objects.filter(pk__in=rows.order_by().values("organ")).order_by("position", "pk"))
    signed = {r.organ_id: r for r in row.receipts.select_related("person")}
    mine = (
        [o for o in units if o.pk not in signed and holds(person, o, *actions.UNIT)]
        if len(units) <= 20
        else []
    )
    own = set(person.appointments.values_list("organ_id", flat=True))
    state = request.GET.get("state", "")
    if state == "open":
        rows = rows.filter(rectified_on__isnull=True)
    if organ and any(o.slug == organ for o in units):
        rows = rows.filter(organ__slug=organ)
    found, query = paged(request, rows.select_related("detection").prefetch_related("escalations"), "处")
    return page(
        request, "supervision/notice", row=row, found=found, query=query, units=units, signed=signed, state=state, organ=organ,
        mine=[o for o in mine if o.pk in own], progress=queries.progress_of(person, [row], on)[row.pk], day=on, levels=actions.LEVELS,
        # Who else signed is told to who issued it; a unit sees its own.
        events=[e for e in history(row.stream) if e[0].kind != "notice.received" or not signed.keys() - {o.pk for o in units}],
        may=queries.supervises(person),
    )  # fmt: skip


@login_required
@require_POST
def receive(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """签收."""
    row, organ = _notice(request, pk), get_object_or_404(Organ, slug=slug)
    form = SeenForm({})
    done, _ = tried(
        form, actions.sign_receipt, actor=screens.signed_in(request), notice=row, organ=organ, on=today()
    )
    if done:
        messages.success(request, f"{organ.short_name}已签收，请在期限内整改并逐处报送")
    else:
        messages.error(request, "；".join(form.non_field_errors()))
    return redirect("desk:notice", pk=pk)


@login_required
def file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The notice as Word or PDF: whole for who issued it, of its own items for a unit."""
    row, person = _notice(request, pk), screens.signed_in(request)
    unit = None
    asked = request.GET.get("organ", "")[:40]
    visible = set(
        queries.visible_to(person).filter(notice=row).order_by().values_list("organ", flat=True).distinct()
    )
    whole = visible == set(row.findings.order_by().values_list("organ", flat=True).distinct())
    if asked or not whole:
        rows = Organ.objects.filter(pk__in=visible)
        unit = rows.filter(slug=asked).first() if asked else rows.order_by("position").first()
        if unit is None:
            raise Http404
    try:
        data = papers.word(row, unit) if form == "docx" else papers.print_out(row, unit)
    except NoFont as error:
        messages.error(request, str(error))
        return redirect("desk:notice", pk=pk)
    response = HttpResponse(data, content_type=_TYPES[form])
    name = f"整改通知书{row.year}年第{row.issue}期{f'（{unit.short_name}）' if unit else ''}.{form}"
    response["Content-Disposition"] = (
        f"attachment; filename=\"notice-{row.year}-{row.issue}.{form}\"; filename*=UTF-8''{quote(name)}"
    )
    response["Cache-Control"] = "no-store"
    return response
