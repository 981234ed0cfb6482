# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""咨询答疑、申请指引: log, answer, close (条例第二十八条、第三十条). Who asked is not asked; words that name people are sealed."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai import redaction
from gongkai.applications.actions.core import Refused, must_have_come
from gongkai.applications.models import Application, Enquiry
from gongkai.applications.sealing import keyed_digest, seal
from gongkai.law.clock import cn
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import Actor, person_or_none, require
from gongkai.organs.recording import record

ANSWERING = (Role.INTAKE, Role.HANDLER)


@transaction.atomic
def log_enquiry(
    *, actor: Actor, organ: Organ, on: date, kind: str, channel: str, subject: str, handler: Person | None = None,
    application: Application | None = None, contact: str = "", number: str | None = None,
) -> Enquiry:  # fmt: skip
    """登记一次咨询 on the day it was asked. A personal number in the subject is refused: the subject is read by many."""
    require(actor, organ, *ANSWERING)
    must_have_come(on)
    subject = " ".join(subject.split())
    if not subject:
        raise Refused("请写明咨询的事由")
    if redaction.numbers_in(subject):
        raise Refused("事由里写有个人号码，请去掉；回电的号码写在“联系方式”里，加密保存")
    if handler is not None and not handler.appointments.filter(organ=organ).exists():
        raise Refused(f"{handler.name}在{organ.short_name}没有岗位，不能作为经办人")
    if application is not None and application.organ_id != organ.pk:
        raise Refused(f"{application.number}不是{organ.short_name}的申请")
    row = Enquiry(
        organ=organ, number=number or _next_number(organ, on.year), kind=kind, channel=channel, subject=subject,
        asked_on=on, handler=handler or person_or_none(actor), application=application,
        contact_sealed=seal(contact.strip()) if contact.strip() else None,
    )  # fmt: skip
    row.full_clean(exclude=["organ", "handler", "application"])
    row.save()
    payload = {
        "number": row.number, "organ": organ.slug, "kind": row.kind, "channel": row.channel,
        "handler": row.handler_id, "application": row.application_id, "subject": keyed_digest("enquiry", subject),
    }  # fmt: skip
    record(row.stream, actor, "enquiry.logged", on, payload)
    return row


@transaction.atomic
def answer_enquiry(
    *, actor: Actor, enquiry: Enquiry, on: date, result: str, answer: str, seen: int | None = None
) -> Enquiry:
    """答复咨询: what it was told, and where it was led. Asking and answering may be one day."""
    row = _open(actor, enquiry, on)
    if not answer.strip():
        raise Refused("请写明答复的内容")
    row.answered_on, row.result, row.answer_sealed = on, result, seal(answer.strip())
    row.full_clean(exclude=["organ", "handler", "application"])
    row.save(update_fields=["answered_on", "result", "answer_sealed"])
    payload = {"result": row.result, "digest": keyed_digest("enquiry-answer", answer.strip())}
    record(row.stream, actor, "enquiry.answered", on, payload, expected_version=seen)
    return row


@transaction.atomic
def close_enquiry(
    *, actor: Actor, enquiry: Enquiry, on: date, reason: str, seen: int | None = None
) -> Enquiry:
    """了结 without an answer, and why: nobody could be reached, it was asked twice, it was taken back."""
    row = _open(actor, enquiry, on)
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("没有答复就了结的，请写明原因")
    if redaction.numbers_in(reason):
        raise Refused("原因里写有个人号码，请去掉")
    row.closed_on, row.closed_why = on, reason
    row.full_clean(exclude=["organ", "handler", "application"])
    row.save(update_fields=["closed_on", "closed_why"])
    record(row.stream, actor, "enquiry.closed", on, {}, expected_version=seen)
    return row


@transaction.atomic
def open_enquiry(*, actor: Actor, enquiry: Enquiry, on: date) -> dict[str, str]:
    """查看答复内容和联系方式: the first look of a person on a day leaves its trace (个人信息保护法第五十四条)."""
    require(actor, enquiry.organ, *ANSWERING, Role.REVIEWER, Role.SUPERVISOR)
    person = person_or_none(actor)
    seen = Event.objects.filter(stream=enquiry.stream, kind="enquiry.viewed", actor=person, occurred_on=on)
    if person is None or not seen.exists():
        record(enquiry.stream, actor, "enquiry.viewed", on, {})
    return {"answer": enquiry.answer, "contact": enquiry.contact}


def _open(actor: Actor, enquiry: Enquiry, on: date) -> Enquiry:
    row = Enquiry.objects.select_for_update(of=("self",)).select_related("organ").get(pk=enquiry.pk)
    require(actor, row.organ, *ANSWERING)
    must_have_come(on)
    if row.answered_on:
        raise Refused(f"这次咨询已于{cn(row.answered_on)}答复：{row.get_result_display()}")
    if row.closed_on:
        raise Refused(f"这次咨询已于{cn(row.closed_on)}了结：{row.closed_why}")
    if on < row.asked_on:
        raise Refused(f"{cn(on)}早于咨询的{cn(row.asked_on)}，请核对日期")
    return row


def _next_number(organ: Organ, year: int) -> str:
    """{机关代字}-ZX-{年}-{四位序号}."""
    Organ.objects.select_for_update().get(pk=organ.pk)
    prefix = f"{organ.letter_code or organ.slug.upper()}-ZX-{year}-"
    used = Enquiry.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    last = max((int(n[len(prefix) :]) for n in used if n[len(prefix) :].isdigit()), default=0)
    return f"{prefix}{last + 1:04}"
