# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Entering at the desk what came over the counter, by letter, by fax or by word of mouth (条例第二十九条、第三十一条)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.applications.actions.core import Refused, record_event
from gongkai.applications.actions.files import take_scan
from gongkai.applications.actions.intake import ApplicantFacts, assign, receive
from gongkai.applications.actions.online import AgentFacts, OnlineFacts, keep_particulars
from gongkai.applications.models import Application
from gongkai.law.receipt import Channel
from gongkai.organs.models import Organ, Person
from gongkai.organs.permissions import Actor


@transaction.atomic
def enter(
    *,
    actor: Actor,
    organ: Organ,
    channel: Channel,
    applicant: ApplicantFacts,
    title: str,
    description: str,
    form: str,
    submitted_on: date,
    on: date,
    arrived_on: date | None = None,
    confirmed_on: date | None = None,
    facts: OnlineFacts | None = None,
    agent: AgentFacts | None = None,
    read_back: bool = False,
    scan: str = "",
    handler: Person | None = None,
) -> Application:
    """登记 what came on paper or by word of mouth, with its scan and its owner, on the day on.

    read_back says that what an oral applicant wants was written down, read to them and signed; without it the form is not
    complete, and its day is the receipt date. scan is the key of a kept upload.
    """
    if channel is Channel.ORAL and not read_back:
        raise Refused(
            "口头申请由工作人员代为填写，念给申请人听、由申请人签字或者按指印后才算填写完成（条例第二十九条）"
        )
    case = receive(
        actor=actor, organ=organ, channel=channel, applicant=applicant, title=title, description=description, form=form,
        submitted_on=submitted_on, arrived_on=arrived_on, confirmed_on=confirmed_on,
    )  # fmt: skip
    keep_particulars(case, facts or OnlineFacts(), agent)
    if agent:
        record_event(case, actor, "application.enclosed", on, {"files": [], "agent": agent.basis.value})
    if scan:
        take_scan(case, actor, scan, on)
    if handler:
        case = assign(actor=actor, application=case, on=on, handler=handler)
    return case
