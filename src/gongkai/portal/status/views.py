# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""查询办理进度: the door, the page of one case, what its applicant sends in, withdrawal, the page of a 来件."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from gongkai.applications import actions, queries, throttle
from gongkai.applications.actions import Refused
from gongkai.applications.filetypes import ACCEPT, MOST_BYTES, MOST_FILES, SAID
from gongkai.applications.models import Application, Message, State
from gongkai.engagement import messaging
from gongkai.engagement.models import CitizenMessage
from gongkai.organs.models import Organ
from gongkai.organs.today import today
from gongkai.portal.address import address
from gongkai.portal.apply.state import State as Carried
from gongkai.portal.apply.uploads import listed, take_back, take_files
from gongkai.portal.status import grant, telling
from gongkai.portal.status.forms import DoorForm, SendForm

EARLY = (
    "补充申请材料",
    "补充的内容",
    "机关还没有与您确认，您补充的内容算作申请的一部分，不占用补正的机会。",
)
WRONG = "编号和查询码对不上，请对照回执再填一次"
TOO_OFTEN = "这个网络地址填错的次数太多。请过一小时再查，或者拨打受理机构的电话查询。"
LABELS = {
    Message.Kind.SUPPLEMENT: (
        "提交补正材料",
        "补正的内容",
        "对照补正告知书逐项写明。只能补正一次，请一次写全。",
    ),
    Message.Kind.PAYMENT: (
        "提交缴费凭证",
        "说明",
        "写明缴费日期和方式，附上凭证。机关核对到账后登记，期限重新计算。",
    ),
    Message.Kind.REASONS: ("说明理由", "理由", "对照说明理由告知书写明。"),
    Message.Kind.NOTE: ("给承办人留言", "留言", "例如缩小申请范围、更换联系电话。留言随案卷保存。"),
}


def _page(request: HttpRequest, name: str, /, *, status: int = 200, **context: Any) -> HttpResponse:
    response = render(request, f"portal/status/{name}.html", {"current": "apply", **context}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def door(request: HttpRequest) -> HttpResponse:
    """Number and code. A wrong pair says no more than that it is wrong."""
    if request.method != "POST":
        return _page(request, "door", form=DoorForm())
    form, who = DoorForm(request.POST), address(request)
    if not form.is_valid():
        return _page(request, "door", form=form, status=422)
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    if throttle.spent(throttle.LOOK_UP, who) or throttle.spent(throttle.NUMBER, number):
        form.add_error(None, TOO_OFTEN)
        return _page(request, "door", form=form, status=429)
    row = queries.by_code(number, code) or messaging.by_code(number, code)
    if row is None:
        throttle.count(throttle.LOOK_UP, who)
        throttle.count(throttle.NUMBER, number)
        form.add_error("code", WRONG)
        return _page(request, "door", form=form, status=422)
    grant.give(request, row)
    actions.look(row=row, on=today())
    if isinstance(row, CitizenMessage):
        return redirect("portal:status_message")
    return redirect("portal:status_case" if isinstance(row, Application) else "portal:status_matter")


def own_case(view: Any) -> Any:
    """The case this browser opened, or the door."""

    @wraps(view)
    def guarded(request: HttpRequest, **facts: Any) -> HttpResponse:
        pk = grant.opened(request, "case")
        row = queries.own_case(pk) if pk else None
        return view(request, row, **facts) if row else redirect("portal:status")

    return guarded


@own_case
def case(request: HttpRequest, row: Application) -> HttpResponse:
    """办理进度 of one case."""
    return case_page(request, row)


def case_page(
    request: HttpRequest, row: Application, *, done: str = "", problem: str = "", status: int = 200
) -> HttpResponse:
    day = today()
    clock = queries.case_clock(row, as_of=day)
    site = Organ.objects.filter(parent__isnull=True).first() or row.organ
    return _page(
        request, "case", status=status, case=row, clock=clock, said=telling.conclusion(row, clock),
        view=telling.view_of(row, clock, today=day), story=queries.told(row, clock, today=day),
        facts=telling.shown_facts(row), verbs=telling.can_do(row), may_withdraw=row.state in (
            State.UNCONFIRMED, State.RUNNING, State.AWAITING_SUPPLEMENT),
        remedy=telling.silence(row, site, today=day), letters=queries.served_letters(row),
        released=queries.released_files(row), done=done, problem=problem,
        fee=queries.fee_of(row) if row.state == State.AWAITING_PAYMENT else None,
    )  # fmt: skip


def _labels(row: Application, kind: Message.Kind) -> tuple[str, str, str]:
    """The words of what is sent in; before confirmation a supplement is an addition."""
    return EARLY if kind == Message.Kind.SUPPLEMENT and row.state == State.UNCONFIRMED else LABELS[kind]


@own_case
def send(request: HttpRequest, row: Application, kind: str) -> HttpResponse:
    """Supplement, proof of payment, a word to the officer."""
    if kind not in {k.value for k in LABELS}:
        raise Http404
    chosen = Message.Kind(kind)
    if request.method != "POST":
        return _send_page(
            request,
            row,
            chosen,
            Carried(),
            SendForm(label=_labels(row, chosen)[1], hint=_labels(row, chosen)[2]),
        )
    state = Carried.unpack(request.POST.get("state", "")) or Carried()
    problems, go = take_files(request, state), request.POST.get("go", "next")
    take_back(state, go.removeprefix("drop-") if go.startswith("drop-") else "")
    label, hint = _labels(row, chosen)[1:]
    form = SendForm(request.POST, label=label, hint=hint, files=len(state.uploads))
    if go != "next" or problems or not form.is_valid():
        kept = form if go == "next" else SendForm(initial=request.POST.dict(), label=label, hint=hint)
        return _send_page(
            request, row, chosen, state, kept, problems, 422 if problems or go == "next" else 200
        )
    who = address(request)
    if throttle.spent(throttle.SUBMIT, who):
        form.add_error(None, "这个网络地址一小时内提交得太多。请过一小时再提交，您写的内容还在本页。")
        return _send_page(request, row, chosen, state, form, status=429)
    throttle.count(throttle.SUBMIT, who)
    try:
        actions.send_message(
            application=row, kind=chosen, text=form.cleaned_data["text"], on=today(), nonce=state.nonce,
            files=[key for key, _, _ in state.uploads],
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _send_page(request, row, chosen, state, form, status=422)
    fresh = queries.own_case(row.pk) or row
    late = chosen == Message.Kind.SUPPLEMENT and fresh.state == State.AWAITING_SUPPLEMENT
    added = row.state == State.UNCONFIRMED and chosen == Message.Kind.SUPPLEMENT
    done = (
        "已收到您补充的材料，受理机构与您确认时会一并看到。"
        if added
        else "补正期限已经过了，材料已转受理机构，由机关决定是否接收。"
        if late
        else f"已收到您提交的{chosen.label}。"
    )
    return case_page(request, fresh, done=done)


def _send_page(
    request: HttpRequest,
    row: Application,
    kind: Message.Kind,
    state: Carried,
    form: SendForm,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    return _page(
        request, "send", status=status, case=row, kind=kind, title=_labels(row, kind)[0], form=form, state=state.pack(),
        uploads=listed(state.uploads), file_problems=problems or [], accept=ACCEPT, accepted=SAID, most=MOST_FILES,
        megabytes=MOST_BYTES // 1024 // 1024, asked=queries.supplement_asked(row), fee=queries.fee_of(row),
    )  # fmt: skip


@own_case
def withdraw(request: HttpRequest, row: Application) -> HttpResponse:
    """撤回, after a page that says what follows from it."""
    if request.method != "POST":
        return _page(request, "withdraw", case=row)
    try:
        actions.withdraw_online(application=row, on=today())
    except Refused as refusal:
        return case_page(request, row, problem=str(refusal), status=422)
    return case_page(request, queries.own_case(row.pk) or row, done="申请已撤回。")


def matter(request: HttpRequest) -> HttpResponse:
    """来件 and its answer."""
    pk = grant.opened(request, "matter")
    row = queries.own_matter(pk) if pk else None
    return _page(request, "matter", row=row) if row else redirect("portal:status")


@require_POST
def close(request: HttpRequest) -> HttpResponse:
    """退出查询."""
    grant.end(request)
    return redirect("portal:status")
