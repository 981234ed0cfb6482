# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on what followed a reply: 行政复议 and 行政诉讼 (条例第五十一条), the rows that table 4 counts."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.applications.actions.core import Refused
from gongkai.applications.models import Application, Proceeding
from gongkai.law.table4 import Block, Result
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record


@transaction.atomic
def open_proceeding(
    *, actor: Actor, application: Application, block: Block, body: str, case_number: str, on: date
) -> Proceeding:
    """登记受理 of a reconsideration or a suit about an application."""
    require(actor, application.organ, Role.HANDLER, Role.REVIEWER)
    if application.received_on is None or on < application.received_on:
        raise Refused("受理日期早于收到申请之日，请核对")
    proceeding = Proceeding(
        application=application, block=block.value, body=body, case_number=case_number, accepted_on=on
    )
    proceeding.full_clean(exclude=["application"])
    proceeding.save()
    record(
        f"proceeding/{proceeding.pk}",
        actor,
        "proceeding.opened",
        on,
        {"application": application.number, "block": block.value, "body": body, "case_number": case_number},
    )
    return proceeding


@transaction.atomic
def conclude_proceeding(*, actor: Actor, proceeding: Proceeding, result: Result, on: date) -> Proceeding:
    """登记审结: 结果维持, 结果纠正 or 其他结果. 尚未审结 is computed, never recorded."""
    row = Proceeding.objects.select_for_update(of=("self",)).select_related("application__organ")
    case = row.get(pk=proceeding.pk)
    require(actor, case.application.organ, Role.HANDLER, Role.REVIEWER)
    if result is Result.PENDING:
        raise Refused("审结要写明结果")
    if case.result is not None:
        raise Refused(f"已于{case.concluded_on}登记审结")
    if on < case.accepted_on:
        raise Refused(f"审结日期{on}早于受理日期{case.accepted_on}")
    case.result, case.concluded_on = result.value, on
    case.save(update_fields=["result", "concluded_on"])
    record(f"proceeding/{case.pk}", actor, "proceeding.concluded", on, {"result": result.value})
    return case
