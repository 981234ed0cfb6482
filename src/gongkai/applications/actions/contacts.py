# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""答复前沟通: recording a talk. What was said is sealed; the story says only that it was, how and what came of it."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.applications.actions.core import Refused, lock, must_have_come, record_event
from gongkai.applications.models import Application, Contact
from gongkai.applications.sealing import seal
from gongkai.law.clock import cn
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, person_or_none, require
from gongkai.organs.recording import record


@transaction.atomic
def record_contact(
    *, actor: Actor, application: Application, on: date, way: str, whom: str, note: str, result: str
) -> Contact:
    """登记一次答复前沟通 (条例第二十八条、第三十条)."""
    case, story = lock(application)
    require(actor, case.organ, Role.INTAKE, Role.HANDLER, Role.REVIEWER)
    must_have_come(on)
    if on < case.submitted_on:
        raise Refused(f"{cn(on)}早于提交申请的{cn(case.submitted_on)}，请核对日期")
    if story.closed_on is not None and on > story.closed_on:
        raise Refused(f"这件申请已于{cn(story.closed_on)}办结，答复以后的联系不算答复前沟通")
    if not note.strip():
        raise Refused("请写明沟通的内容")
    row = Contact(
        application=case, on=on, way=way, whom=whom, result=result, note_sealed=seal(note.strip()),
        recorded_by=person_or_none(actor),
    )  # fmt: skip
    row.full_clean(exclude=["application", "recorded_by"])
    row.save()
    payload = {"contact": row.pk, "way": str(way), "whom": str(whom), "result": str(result)}
    record_event(case, actor, "application.contacted", on, payload)
    return row


@transaction.atomic
def open_contact(*, actor: Actor, contact: Contact, on: date) -> str:
    """查看沟通内容: opens what is sealed and leaves a trace of the look (个人信息保护法第五十四条)."""
    case = contact.application
    require(actor, case.organ, Role.INTAKE, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    record(f"contact/{contact.pk}", actor, "contact.viewed", on, {"application": case.pk})
    return contact.note
