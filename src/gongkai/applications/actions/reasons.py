# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""要求说明理由 and what came of it (条例第三十五条). The period goes on meanwhile; a delay is a verb of its own."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.applications.actions.core import Refused, clock_fact, lock, must_have_come, record_event
from gongkai.applications.models import Application, ReasonsAsked
from gongkai.applications.sealing import seal
from gongkai.law.clock import cn
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record


@transaction.atomic
def request_reasons(*, actor: Actor, application: Application, on: date, why: str) -> Application:
    """要求说明理由: number and frequency clearly beyond a reasonable range (条例第三十五条), once per case."""
    if not why.strip():
        raise Refused("请写明申请的数量、频次怎样明显超过合理范围（条例第三十五条）")
    if ReasonsAsked.objects.filter(application=application).exists():
        raise Refused("已经要求过说明理由")
    case = clock_fact(
        actor, application, "application.reasons_requested", on, {}, Role.HANDLER, also={"why": why}
    )
    ReasonsAsked.objects.create(application=case, asked_on=on)
    return case


@transaction.atomic
def receive_reasons(*, actor: Actor, application: Application, on: date, reasons: str) -> ReasonsAsked:
    """收到申请人说明的理由; sealed."""
    case, row = _open(application, on)
    require(actor, case.organ, Role.INTAKE, Role.HANDLER)
    if row.received_on is not None:
        raise Refused(f"已于{cn(row.received_on)}收到理由")
    if row.judged_on is not None:
        raise Refused("已经作出判断，不能再登记理由")
    if not reasons.strip():
        raise Refused("请写明申请人说明的理由")
    row.received_on, row.reasons_sealed = on, seal(reasons.strip())
    row.save(update_fields=["received_on", "reasons_sealed"])
    record_event(case, actor, "application.reasons_received", on, {})
    return row


@transaction.atomic
def judge_reasons(
    *, actor: Actor, application: Application, on: date, reasonable: bool, why: str
) -> ReasonsAsked:
    """判断理由: reasonable, then reply in time or delay; not reasonable, then 不予处理 (R3.5.4) may follow."""
    case, row = _open(application, on)
    require(actor, case.organ, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    if row.judged_on is not None:
        raise Refused(f"已于{cn(row.judged_on)}作出判断")
    if row.received_on is None and reasonable:
        raise Refused("还没有收到申请人的理由，不能判断为合理")
    if row.received_on is not None and on < row.received_on:
        raise Refused(f"{cn(on)}早于收到理由的{cn(row.received_on)}，请核对日期")
    if not why.strip():
        raise Refused("请写明判断的依据")
    row.reasonable, row.judged_on, row.judged_why = reasonable, on, why.strip()
    row.full_clean(exclude=["application"])
    row.save(update_fields=["reasonable", "judged_on", "judged_why"])
    record_event(case, actor, "application.reasons_judged", on, {"reasonable": reasonable})
    return row


@transaction.atomic
def open_reasons(*, actor: Actor, asked: ReasonsAsked, on: date) -> str:
    """查看申请人说明的理由, and leave a trace of the look."""
    case = asked.application
    require(actor, case.organ, Role.INTAKE, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    record(f"reasons/{asked.pk}", actor, "reasons.viewed", on, {"application": case.pk})
    return asked.reasons


def _open(application: Application, on: date) -> tuple[Application, ReasonsAsked]:
    case, story = lock(application)
    must_have_come(on)
    row = ReasonsAsked.objects.select_for_update().filter(application=case).first()
    if row is None:
        raise Refused("没有要求过说明理由（条例第三十五条）")
    if story.outcome is not None:
        raise Refused("这件申请已经办结")
    if on < row.asked_on:
        raise Refused(f"{cn(on)}早于要求说明理由的{cn(row.asked_on)}，请核对日期")
    return case, row
