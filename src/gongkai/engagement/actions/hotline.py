# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on the tickets of 12345."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.engagement.actions.core import Refused, masked, must_have_come, note, said
from gongkai.engagement.models import HotlineTicket
from gongkai.law.clock import cn
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.prepared import Prepared
from gongkai.publishing.models import Document

WORKING = (Role.EDITOR, Role.HANDLER)
# The ticket of a number, asked for every row of an import.
NUMBERED: Prepared[tuple[int, date]] = Prepared(
    lambda number: HotlineTicket.objects.filter(number=number).order_by().values_list("organ", "received_on")
)


@transaction.atomic
def record_ticket(
    *,
    actor: Actor,
    organ: Organ,
    number: str,
    subject: str,
    on: date,
    policy_consultation: bool,
    answered_on: date | None,
    answer: str | None = None,
) -> HotlineTicket:
    """登记热线工单; the subject names no caller."""
    require(actor, organ, *WORKING)
    row = HotlineTicket(
        organ=organ, number=number, subject=masked(subject), received_on=on,
        policy_consultation=policy_consultation, answered_on=answered_on, answer=masked(answer) if answer else None,
    )  # fmt: skip
    if answered_on is not None and answered_on < on:
        raise Refused("工单的答复日期早于收到日期")
    must_have_come(answered_on or on)
    if NUMBERED(number):
        raise Refused(f"工单{number}已经登记过")
    row.clean_fields(exclude=["organ", "policy"])
    row.save(force_insert=True)
    note(
        row.stream, actor, "ticket.recorded", on,
        {
            "number": number, "organ": organ.slug, "policy_consultation": policy_consultation,
            "answered_on": answered_on.isoformat() if answered_on else None,
        },
    )  # fmt: skip
    return row


def _locked(actor: Actor, ticket: HotlineTicket) -> HotlineTicket:
    row = HotlineTicket.objects.select_for_update(of=("self",)).select_related("organ").get(pk=ticket.pk)
    require(actor, row.organ, *WORKING)
    return row


@transaction.atomic
def tag_ticket(
    *,
    actor: Actor,
    ticket: HotlineTicket,
    on: date,
    policy_consultation: bool,
    policy: Document | None = None,
) -> HotlineTicket:
    """标为（或者取消）重点政策咨询, and the policy it asks about: what is counted in the report is a person's decision."""
    row = _locked(actor, ticket)
    if policy is not None and not policy_consultation:
        raise Refused("联系了政策文件的，应当标为重点政策咨询")
    row.policy_consultation, row.policy = policy_consultation, policy
    row.save(update_fields=["policy_consultation", "policy"])
    payload = {"policy_consultation": policy_consultation, "policy": policy.index_number if policy else None}
    note(row.stream, actor, "ticket.tagged", on, payload)
    return row


@transaction.atomic
def answer_ticket(*, actor: Actor, ticket: HotlineTicket, on: date, answer: str) -> HotlineTicket:
    """登记答复 of a ticket that was imported without, or the words of one imported with its day only."""
    row = _locked(actor, ticket)
    if row.answer is not None:
        raise Refused("已经登记过答复内容")
    if row.answered_on is not None and row.answered_on != on:
        raise Refused(f"这件工单已于{cn(row.answered_on)}答复，请填这一天")
    if on < row.received_on:
        raise Refused("答复日期早于收到日期")
    row.answered_on, row.answer = on, masked(said(answer, "答复内容"))
    row.save(update_fields=["answered_on", "answer"])
    note(row.stream, actor, "ticket.answered", on, {"answered_on": on.isoformat()})
    return row
