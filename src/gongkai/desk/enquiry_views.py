# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""咨询和指引: the register of what was asked, its counts, one asking with its answer, import and export."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from gongkai.applications import actions, enquiry_sheet, queries
from gongkai.applications.actions.enquiries import ANSWERING
from gongkai.applications.models import Application, Enquiry
from gongkai.desk import screens
from gongkai.desk.attempts import SeenForm, tried
from gongkai.desk.deeds import Deed, RecordPage, RowForm
from gongkai.desk.engagement_common import mine
from gongkai.desk.fields import choice, day, text, whole_number, words_of
from gongkai.desk.sent import in_two_steps
from gongkai.desk.views import page, paged
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import NotAllowed, holds
from gongkai.organs.queries import working_organs
from gongkai.organs.today import today

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICK = ("", "请选择")
MOST_OUT = 20_000


class LogForm(SeenForm):
    """登记一次咨询; answered at once when the answer is written along."""

    on = day("咨询日期")
    organ = choice("由哪个机关登记", [])
    kind = choice("类型", [PICK, *Enquiry.Kind.choices])
    channel = choice("方式", [PICK, *Enquiry.Channel.choices])
    subject = text("事由", max_length=160, help_text="问的什么事，不写姓名和号码")
    contact = text("回电的联系方式", max_length=60, required=False, help_text="当时没有答完才需要，加密保存")
    case = text("涉及的申请", max_length=40, required=False, help_text="登记编号，例如问的是已经提交的申请")
    result = choice("当时的办理结果", [("", "还没有答复"), *Enquiry.Result.choices], required=False)
    answer = text(
        "答复内容", lines=4, max_length=2000, required=False, help_text="当时就答复了的，写明怎么答的"
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        organs = mine(person, *ANSWERING)
        self.fields["organ"].choices = [(o.pk, o.short_name) for o in organs]  # type: ignore[attr-defined]

    def clean_organ(self) -> Organ:
        return Organ.objects.get(pk=self.cleaned_data["organ"])

    def clean_case(self) -> Application | None:
        number = self.cleaned_data["case"].strip()
        if not number:
            return None
        found = queries.visible_to(self.person).filter(number=number).first()
        if found is None:
            self.add_error("case", "没有这个登记编号的申请，请核对，或者留空")
        return found

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        if bool(facts.get("result")) != bool((facts.get("answer") or "").strip()):
            missing = "answer" if facts.get("result") else "result"
            self.add_error(missing, "当时已经答复的，结果和内容都要写；还没有答复的，都留空")
        return facts


class AnswerForm(RowForm):
    """答复."""

    on = day("答复日期")
    result = choice("办理结果", [PICK, *Enquiry.Result.choices])
    answer = text("答复内容", lines=4, max_length=2000)


class CloseForm(RowForm):
    """没有答复就了结."""

    on = day("了结日期")
    reason = text(
        "没有答复的原因", max_length=200, help_text="例如：两次回电没有接通；重复登记；本人说不需要了"
    )


_DEEDS = {
    "answer": Deed("登记答复", AnswerForm, actions.answer_enquiry), "close": Deed("没有答复，了结", CloseForm, actions.close_enquiry),
}  # fmt: skip


def _filtered(request: HttpRequest) -> tuple[Any, dict[str, str]]:
    """The enquiries asked for in the address, and what was asked for."""
    rows = queries.enquiries_visible_to(screens.signed_in(request))
    want = {k: words_of(request, k) for k in ("q", "kind", "channel", "state", "organ", "year")}
    if want["q"]:
        rows = rows.filter(Q(subject__icontains=want["q"]) | Q(number__icontains=want["q"]))
    if want["kind"] in Enquiry.Kind.values:
        rows = rows.filter(kind=want["kind"])
    if want["channel"] in Enquiry.Channel.values:
        rows = rows.filter(channel=want["channel"])
    if want["organ"]:
        rows = rows.filter(organ__slug=want["organ"])
    if (year := whole_number(want["year"])) and 1990 <= year <= 2100:
        rows = rows.filter(asked_on__year=year)
    match want["state"]:
        case "open":
            rows = rows.filter(answered_on__isnull=True, closed_on__isnull=True).order_by("asked_on", "pk")
        case "late":
            rows = queries.enquiries_late(rows, as_of=today()).order_by("asked_on", "pk")
        case "answered":
            rows = rows.filter(answered_on__isnull=False)
        case "closed":
            rows = rows.filter(closed_on__isnull=False)
    return rows, want


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The register with its filters, and the counts of what the filters leave."""
    person = screens.signed_in(request)
    rows, want = _filtered(request)
    found, query = paged(request, rows, "次")
    years = queries.enquiries_visible_to(person).order_by().dates("asked_on", "year", order="DESC")
    return page(
        request, "enquiries", found=found, query=query, want=want, counts=queries.enquiry_counts(rows),
        kinds=Enquiry.Kind.choices, channels=Enquiry.Channel.choices, years=[str(d.year) for d in years],
        organs=working_organs(person), may=bool(mine(person, *ANSWERING)), late=queries.enquiries_late(rows, as_of=today()).count(),
        lines=[(e, _target(e)) for e in found.object_list], workdays=settings.GONGKAI_ENQUIRY_WORKDAYS,
    )  # fmt: skip


def _target(row: Enquiry) -> tuple[Any, bool] | None:
    """(the day it should be answered by, whether that is over); None when it is answered or nothing was set."""
    due = queries.enquiry_due(row.asked_on) if row.is_open else None
    return (due, due < today()) if due else None


@login_required
def log(request: HttpRequest) -> HttpResponse:
    """登记一次咨询."""
    person = screens.signed_in(request)
    if not mine(person, *ANSWERING):
        raise PermissionDenied("登记咨询需要“受理”或者“承办”岗位")
    if request.method != "POST":
        form = LogForm(person, initial={"on": today(), "organ": person.organ_id})
        return page(request, "enquiry_new", form=form)
    form = LogForm(person, request.POST)
    done, row = tried(form, lambda **facts: _log(person, **facts))
    if not done:
        return page(request, "enquiry_new", status=422, form=form)
    messages.success(request, f"已登记，编号{row.number}")
    return redirect("desk:enquiry", pk=row.pk)


def _log(
    person: Person,
    *,
    on: Any,
    case: Application | None = None,
    result: str = "",
    answer: str = "",
    **facts: Any,
) -> Enquiry:
    row = actions.log_enquiry(actor=person, on=on, application=case, **facts)
    if result:
        actions.answer_enquiry(actor=person, enquiry=row, on=on, result=result, answer=answer)
    return row


def _enquiry(request: HttpRequest, pk: int) -> Enquiry:
    return get_object_or_404(queries.enquiries_visible_to(screens.signed_in(request)), pk=pk)


def _names(row: Enquiry, person: Person) -> Iterable[str]:
    return _DEEDS if row.is_open and holds(person, row.organ, *ANSWERING) else ()


def _more(row: Enquiry, person: Person) -> dict[str, Any]:
    case = row.application
    own = case if case and queries.visible_to(person).filter(pk=case.pk).exists() else None
    looking = (row.answer_sealed or row.contact_sealed) and holds(
        person, row.organ, *ANSWERING, Role.REVIEWER, Role.SUPERVISOR
    )
    return {
        "case": own, "revealed": None, "may_look": looking, "target": _target(row), "workdays": settings.GONGKAI_ENQUIRY_WORKDAYS,
    }  # fmt: skip


# One asking; its answer and contact only by asking for them.
ENQUIRY = RecordPage(
    "enquiry",
    "desk:enquiry",
    "enquiry",
    _DEEDS,
    _enquiry,
    _names,
    _more,
    private=True,
    done_as="已登记",
    standing="answer",
)
show, act = ENQUIRY.views()


@login_required
@require_POST
def look(request: HttpRequest, pk: int) -> HttpResponse:
    """查看答复内容和联系方式: the look is logged."""
    row = _enquiry(request, pk)
    try:
        found = actions.open_enquiry(actor=screens.signed_in(request), enquiry=row, on=today())
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    return ENQUIRY.drawn(request, row, revealed=found)


@login_required
def upload(request: HttpRequest) -> HttpResponse:
    """导入: tried first; the second step sends back the very bytes that were tried."""
    person = screens.signed_in(request)
    return in_two_steps(
        request, "enquiry_import", lambda file: enquiry_sheet.import_enquiries(actor=person, data=file.data, dry_run=not file.again),
        lambda r: f"已导入{len(r.new)}次，{len(r.unchanged)}次没有变化", redirect("desk:enquiries"),
        ask="请选择一个 .xlsx 咨询登记簿", refused=(enquiry_sheet.Unreadable,),
    )  # fmt: skip


@login_required
def download(request: HttpRequest) -> HttpResponse:
    """The empty register, or with ?rows=1 what the filters leave."""
    rows = _filtered(request)[0][:MOST_OUT] if request.GET.get("rows") else ()
    response = HttpResponse(enquiry_sheet.workbook(list(rows)), content_type=EXCEL)
    response["Content-Disposition"] = f'attachment; filename="enquiries{"" if rows else "-template"}.xlsx"'
    return response
