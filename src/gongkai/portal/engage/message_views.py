# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""写信、网站找错、这一页有没有用: the forms, their receipts, and the page of the writer who holds the code."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve

from gongkai.applications.codes import grouped
from gongkai.engagement import actions, messaging
from gongkai.engagement.actions import Refused
from gongkai.engagement.actions.messages import Sent, sent_before
from gongkai.engagement.actions.votes import voted_before
from gongkai.engagement.models import CitizenMessage
from gongkai.organs.models import Organ
from gongkai.organs.today import today
from gongkai.portal.apply.state import State
from gongkai.portal.engage.forms import AskForm, RateForm, SiteErrorForm, UsefulForm
from gongkai.portal.engage.sending import form_page, may_send
from gongkai.portal.status import grant


def page_of(said: str) -> str:
    """The page of this portal an address names; empty when it names none."""
    said = said.split("?", 1)[0].split("#", 1)[0][:200]
    try:
        return said if resolve(said).namespace == "portal" else ""
    except Resolver404:
        return ""


def _form(
    request: HttpRequest, name: str, form: Any, state: State, status: int = 200, **more: Any
) -> HttpResponse:
    return form_page(request, name, form=form, state=state.pack(), status=status, **more)


def _send(request: HttpRequest, form: Any, state: State, facts: dict[str, Any]) -> Sent | None:
    """Send a message from a good form, or say on it why not."""
    if not sent_before(state.nonce) and not may_send(request, form):
        return None
    try:
        return actions.send_message(on=today(), nonce=state.nonce, **facts)
    except (Refused, ValidationError) as refusal:
        form.add_error(None, str(refusal) if isinstance(refusal, Refused) else "；".join(refusal.messages))
    return None


def _receipt(request: HttpRequest, sent: Sent) -> HttpResponse:
    response = render(
        request, "portal/engage/receipt.html",
        {"current": "", "m": sent.record, "code": grouped(sent.code), "due": messaging.answer_due(sent.record)},
    )  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response


def ask(request: HttpRequest) -> HttpResponse:
    """咨询、建议."""
    organs = Organ.objects.filter(closed_on__isnull=True).order_by("position", "pk")
    if request.method != "POST":
        return _form(
            request, "ask", AskForm(organs, initial={"organ": request.GET.get("organ", "")[:40]}), State()
        )
    state, form = State.unpack(request.POST.get("state", "")) or State(), AskForm(organs, request.POST)
    if not form.is_valid():
        return _form(request, "ask", form, state, 422)
    sent = _send(request, form, state, form.cleaned_data)
    return (
        _receipt(request, sent)
        if sent
        else _form(request, "ask", form, state, 429 if form.too_often else 422)
    )


def site_error(request: HttpRequest) -> HttpResponse:
    """我为政府网站找错."""
    if request.method != "POST":
        first = {"page": page_of(request.GET.get("page", ""))}
        return _form(request, "site_error", SiteErrorForm(initial=first), State())
    state, form = State.unpack(request.POST.get("state", "")) or State(), SiteErrorForm(request.POST)
    if not form.is_valid():
        return _form(request, "site_error", form, state, 422)
    facts = dict(form.cleaned_data)
    what = facts.pop("what")
    page = page_of(facts.pop("page"))
    label = dict(SiteErrorForm.WHAT)[what]
    facts |= {
        "kind": CitizenMessage.Kind.SITE_ERROR,
        "organ": messaging.keeper(page),
        "page": page,
        "title": f"{label}：{page or '没有写明哪一页'}"[:100],
    }
    sent = _send(request, form, state, facts)
    return (
        _receipt(request, sent)
        if sent
        else _form(request, "site_error", form, state, 429 if form.too_often else 422)
    )


def useful(request: HttpRequest) -> HttpResponse:
    """这一页有没有用."""
    page = (
        page_of(request.POST.get("page", "") if request.method == "POST" else request.GET.get("page", ""))
        or "/"
    )
    if request.method != "POST":
        return _form(request, "useful", UsefulForm(), State(), page=page)
    state, form = State.unpack(request.POST.get("state", "")) or State(), UsefulForm(request.POST)
    if not form.is_valid():
        return _form(request, "useful", form, state, 422, page=page)
    if not voted_before(state.nonce) and not may_send(request, form):
        return _form(request, "useful", form, state, 429, page=page)
    facts = form.cleaned_data
    actions.judge_page(
        page=page, useful=facts["useful"] == "yes", words=facts["words"], on=today(), nonce=state.nonce
    )
    return form_page(request, "thanks", page=page)


def own(request: HttpRequest) -> HttpResponse:
    """The writer's own message: its answer, and what the writer says of it."""
    pk = grant.opened(request, "message")
    row = messaging.own(pk) if pk else None
    if row is None:
        return redirect("portal:status")
    form = RateForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            facts = form.cleaned_data
            try:
                actions.rate_message(
                    message=row, on=today(), rating=int(facts["rating"]), words=facts["words"]
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect("portal:status_message")
    response = render(
        request, "portal/engage/own.html",
        {"current": "", "m": row, "form": form if row.answered_on and row.rating is None else None, "due": messaging.answer_due(row),
         "day": today()},
        status=status,
    )  # fmt: skip
    response["Cache-Control"] = "no-store"
    return response
