# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of receipt: register, confirm, assign (条例第二十九条、第三十一条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.applications.actions.core import (
    Refused,
    lock,
    record_event,
)
from gongkai.applications.likeness import topic_of
from gongkai.applications.models import Applicant, Application, Due, State
from gongkai.applications.sealing import match_key
from gongkai.law.clock import cn
from gongkai.law.receipt import Channel, receipt_date
from gongkai.law.table3 import ApplicantKind
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import Actor, holds, require
from gongkai.organs.today import today


@dataclass(frozen=True)
class ApplicantFacts:
    """What 条例第二十九条 asks of the applicant."""

    kind: ApplicantKind
    name: str
    identity: str | None = None
    contact: str | None = None


def content_key(title: str, description: str) -> str:
    """What the ledger remembers of a request's words: enough to see that they changed, nothing to read."""
    return match_key(f"{title}\n{description}")


def next_number(organ: Organ, year: int) -> str:
    """{机关代字}-YSQ-{年}-{四位序号}, in sequence per organ and year."""
    Organ.objects.select_for_update().get(pk=organ.pk)  # two counters registering at once wait here
    prefix = f"{organ.letter_code or organ.slug.upper()}-YSQ-{year}-"
    used = Application.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    last = max((int(n[len(prefix) :]) for n in used if n[len(prefix) :].isdigit()), default=0)
    return f"{prefix}{last + 1:04}"


@transaction.atomic
def receive(
    *,
    actor: Actor,
    organ: Organ,
    channel: Channel,
    applicant: ApplicantFacts,
    title: str,
    description: str,
    form: str,
    submitted_on: date,
    arrived_on: date | None = None,
    confirmed_on: date | None = None,
    number: str | None = None,
) -> Application:
    """登记 an application (条例第二十九条、第三十一条). Received at once where its channel's fact is known.

    Raises Refused when the facts contradict each other, ValidationError when one is missing or too long.
    """
    require(actor, organ, Role.INTAKE)
    if organ.closed_on is not None and submitted_on >= organ.closed_on:
        heir = f"，请向{organ.merged_into.name}申请" if organ.merged_into else ""
        raise Refused(f"{organ.name}已于{cn(organ.closed_on)}撤销或者并入其他机关{heir}")
    received_on = receipt_date(
        channel, submitted_on=submitted_on, arrived_on=arrived_on, confirmed_on=confirmed_on
    ).received_on
    for label, day in (("送达", arrived_on), ("确认", confirmed_on)):
        if day is not None and day > today():
            raise Refused(f"{label}日期{cn(day)}还没有到，只登记已经发生的事")
        if day is not None and day < submitted_on:
            raise Refused(f"{label}日期{cn(day)}早于提交日期{cn(submitted_on)}")
    if arrived_on and confirmed_on and confirmed_on < arrived_on:
        raise Refused(f"确认日期{cn(confirmed_on)}早于送达日期{cn(arrived_on)}")
    if channel is Channel.POST_SIGNED and arrived_on is None:
        raise Refused("邮寄（签收）的申请要写明签收日期（条例第三十一条第二项）")
    if not applicant.name.strip():
        raise ValidationError({"applicant": "请写明申请人的姓名或者名称（条例第二十九条）"})
    person = Applicant.sealed(
        kind=applicant.kind, name=applicant.name, identity=applicant.identity, contact=applicant.contact
    )
    person.save()
    application = Application(
        organ=organ,
        number=number or next_number(organ, (received_on or submitted_on).year),
        applicant=person,
        channel=channel.value,
        title=title,
        topic=topic_of(title),
        description=description,
        form=form,
        submitted_on=submitted_on,
        version=0,
        state=State.RUNNING if received_on else State.UNCONFIRMED,
        received_on=received_on,
        act_on=received_on or submitted_on,  # stands until the event below is projected
        act_kind=Due.REPLY if received_on else Due.CONFIRM,
        why="",
    )
    typed = ("number", "channel", "title", "description", "form", "submitted_on")
    application.clean_fields(exclude=[f.name for f in Application._meta.fields if f.name not in typed])
    application.validate_unique()
    application.save()
    record_event(
        application,
        actor,
        "application.registered",
        submitted_on,
        {
            "number": application.number,
            "organ": organ.slug,
            "channel": channel.value,
            "arrived_on": arrived_on.isoformat() if arrived_on else None,
            "confirmed_on": confirmed_on.isoformat() if confirmed_on else None,
            "applicant_kind": applicant.kind.value,
            "applicant_key": person.identity_key,
            "content_key": content_key(title, description),
            "form": form,
        },
    )
    return application


@transaction.atomic
def confirm(*, actor: Actor, application: Application, on: date) -> Application:
    """与申请人确认: the receipt date of what came online, by fax or by ordinary mail (条例第三十一条第二、三项)."""
    case, story = lock(application)
    require(actor, case.organ, Role.INTAKE)
    if story.received_on is not None:
        raise Refused(f"这件申请已于{cn(story.received_on)}收到，不能再确认")
    if story.outcome is not None:
        raise Refused("申请人已经撤回这件申请，不用再确认")
    if on < case.submitted_on:
        raise Refused(f"确认日期{cn(on)}早于提交日期{cn(case.submitted_on)}")
    if story.arrived_on is not None and on < story.arrived_on:
        raise Refused(f"确认日期{cn(on)}早于送达日期{cn(story.arrived_on)}")
    record_event(case, actor, "application.confirmed", on, {})
    return case


@transaction.atomic
def assign(*, actor: Actor, application: Application, on: date, handler: Person) -> Application:
    """交办 to a person who holds the handler role in the organ."""
    case, story = lock(application)
    require(actor, case.organ, Role.INTAKE, Role.REVIEWER)
    if story.outcome is not None:
        raise Refused("已办结的申请不能再交办")
    if not holds(handler, case.organ, Role.HANDLER):
        raise Refused(f"{handler.name}没有{case.organ.short_name}的“承办”岗位")
    record_event(case, actor, "application.assigned", on, {"handler": handler.pk})
    return case
