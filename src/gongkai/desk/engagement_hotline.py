# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""12345 on the desk: tickets with their tag and answer, and the 常见问题 that come of answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from gongkai.desk import screens
from gongkai.desk.attempts import tried
from gongkai.desk.deeds import Deed, RecordPage, RowForm
from gongkai.desk.engagement_common import OrganForm, found_as, indexed, mine
from gongkai.desk.fields import choice, day, text, whole_number, words_of
from gongkai.desk.views import page, paged
from gongkai.engagement import actions
from gongkai.engagement.actions.faqs import DRAFTING
from gongkai.engagement.actions.hotline import WORKING
from gongkai.engagement.models import CitizenMessage, Faq, HotlineTicket
from gongkai.engagement.queries import visible_to
from gongkai.organs.models import Person, Role
from gongkai.organs.permissions import holds
from gongkai.organs.today import today
from gongkai.publishing.models import Document


class TagForm(RowForm):
    """标记重点政策咨询."""

    on = day("标记日期")
    policy_consultation = forms.BooleanField(label="是重点政策咨询，计入年度报告", required=False)
    policy = text("问的是哪份政策文件", max_length=60, required=False, help_text="索引号；没有可以留空")

    def __init__(self, row: HotlineTicket, *args: Any, **kwargs: Any) -> None:
        super().__init__(row, *args, **kwargs)
        known = row.policy.index_number if row.policy else ""
        self.initial |= {"policy_consultation": row.policy_consultation, "policy": known}

    def clean_policy(self) -> Document | None:
        number = str(self.cleaned_data["policy"]).strip()
        return indexed(number) if number else None


class TicketAnswerForm(RowForm):
    """登记答复内容."""

    on = day("答复日期")
    answer = text("答复内容", lines=5, max_length=2000)

    def __init__(self, row: HotlineTicket, *args: Any, **kwargs: Any) -> None:
        super().__init__(row, *args, **kwargs)
        if row.answered_on:
            self.initial["on"] = row.answered_on


TICKET_DEEDS = {
    "answer": Deed("登记答复内容", TicketAnswerForm, actions.answer_ticket),
    "tag": Deed("标记重点政策咨询", TagForm, actions.tag_ticket),
}


@login_required
def tickets(request: HttpRequest) -> HttpResponse:
    """热线工单."""
    person = screens.signed_in(request)
    want = {name: words_of(request, name) for name in ("q", "state", "year")}
    rows = visible_to(person, HotlineTicket)
    if want["q"]:
        rows = rows.filter(subject__icontains=want["q"]) | rows.filter(number__icontains=want["q"])
    if (year := whole_number(want["year"])) and 1990 <= year <= 2100:
        rows = rows.filter(received_on__year=year)
    match want["state"]:
        case "policy":
            rows = rows.filter(policy_consultation=True)
        case "open":
            rows = rows.filter(answered_on__isnull=True)
        case "faq":
            rows = rows.filter(policy_consultation=True, answer__isnull=False, faqs__isnull=True)
    years = [
        d.year
        for d in visible_to(person, HotlineTicket).order_by().dates("received_on", "year", order="DESC")
    ]
    found, query = paged(request, rows.order_by("-received_on", "-pk"), "件")
    return page(
        request,
        "engage/tickets",
        found=found,
        query=query,
        want=want,
        years=years,
        may=bool(mine(person, *WORKING)),
    )


def _ticket_names(row: HotlineTicket, person: Person) -> list[str]:
    if not holds(person, row.organ, *WORKING):
        return []
    return [*(["answer"] if row.answer is None else []), "tag"]


TICKET = RecordPage(
    "engage/ticket", "desk:ticket", "ticket", TICKET_DEEDS, found_as(HotlineTicket), names=_ticket_names,
    more=lambda row, person: {"faqs": list(row.faqs.all()), "may": bool(_ticket_names(row, person))},
)  # fmt: skip
ticket, ticket_act = TICKET.views()


class FaqForm(OrganForm):
    """拟一条常见问题, from a ticket or a message or from nothing."""

    roles = DRAFTING
    on = day("拟稿日期")
    organ = choice("由哪个机关答复", [])
    question = text("问题", max_length=160, help_text="照群众的问法写，去掉个人情况")
    answer = text("答复", lines=6, max_length=2000)
    policy = text(
        "政策文件的索引号",
        max_length=60,
        required=False,
        help_text="公布以后显示在这份文件的页面上；没有可以留空",
    )

    def clean_policy(self) -> Document | None:
        number = str(self.cleaned_data["policy"]).strip()
        return indexed(number) if number else None


class OnForm(RowForm):
    """A day."""

    on = day("公布日期")


class WithdrawForm(RowForm):
    """撤下."""

    on = day("撤下日期")
    reason = text("理由", max_length=200)


FAQ_DEEDS = {
    "publish": Deed("审核通过，公布", OnForm, actions.publish_faq), "withdraw": Deed("撤下", WithdrawForm, actions.withdraw_faq),
}  # fmt: skip


@login_required
def faqs(request: HttpRequest) -> HttpResponse:
    """常见问题: what waits for review first."""
    person, state = screens.signed_in(request), words_of(request, "state")
    rows = visible_to(person, Faq).select_related("organ", "policy")
    match state:
        case "draft":
            rows = rows.filter(published_on__isnull=True, withdrawn_on__isnull=True)
        case "public":
            rows = rows.filter(published_on__isnull=False, withdrawn_on__isnull=True)
        case "gone":
            rows = rows.filter(withdrawn_on__isnull=False)
    found, query = paged(request, rows, "条")
    return page(
        request, "engage/faqs", found=found, query=query, state=state, may=bool(mine(person, *DRAFTING))
    )


def _source(request: HttpRequest, person: Person) -> dict[str, Any]:
    """The ticket or message in the address, when the person may see it."""
    given = {k: whole_number(request.GET.get(k)) for k in ("ticket", "message")}
    row = visible_to(person, HotlineTicket).filter(pk=given["ticket"]).first() if given["ticket"] else None
    letter = (
        visible_to(person, CitizenMessage).filter(pk=given["message"]).first() if given["message"] else None
    )
    return {"ticket": row, "message": letter}


@login_required
def faq_new(request: HttpRequest) -> HttpResponse:
    """拟一条."""
    person = screens.signed_in(request)
    source = _source(request, person)
    row, letter = source["ticket"], source["message"]
    first: dict[str, Any] = {"on": today(), "organ": person.organ_id}
    if row:
        first |= {"organ": row.organ_id, "question": row.subject, "answer": row.answer or "",
                  "policy": row.policy.index_number if row.policy else ""}  # fmt: skip
    elif letter:
        first |= {
            "organ": letter.organ_id,
            "question": letter.public_title or letter.title,
            "answer": letter.public_answer or "",
        }
    form = FaqForm(person, request.POST or None, initial=first)
    if request.method == "POST":
        was_done, faq = tried(form, actions.draft_faq, actor=person, **source)
        if was_done:
            messages.success(request, "已拟稿，由另一人审核后公布")
            return redirect("desk:faq", pk=faq.pk)
    return page(
        request, "engage/faq_new", status=422 if request.method == "POST" else 200, form=form, **source
    )


def _faq_names(row: Faq, person: Person) -> list[str]:
    names: list[str] = []
    if row.withdrawn_on is None:
        reviews = holds(person, row.organ, Role.REVIEWER)
        if reviews and row.published_on is None and row.drafter_id != person.pk:
            names.append("publish")
        if reviews or holds(person, row.organ, Role.EDITOR):
            names.append("withdraw")
    return names


FAQ = RecordPage(
    "engage/faq", "desk:faq", "faq", FAQ_DEEDS, found_as(Faq), names=_faq_names,
    more=lambda row, person: {"own": row.drafter_id == person.pk},
)  # fmt: skip
faq, faq_act = FAQ.views()
