# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs that end a case with one row of table 3, and the correction of that row."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.applications.actions.core import (
    Refused,
    by_letter,
    clock_fact,
    known_outcome,
    lock,
    must_have_come,
    record_event,
)
from gongkai.applications.actions.parties import refuse_release
from gongkai.applications.models import Application, Letter, State
from gongkai.law.clock import cn
from gongkai.organs.models import Person, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.workdays import workdays


@transaction.atomic
def reply(
    *,
    actor: Actor,
    application: Application,
    on: date,
    outcome_id: str,
    reasons: str = "",
    letter: Letter | None = None,
) -> Application:
    """答复, dated by the service of its letter, with one row of table 3 (条例第三十六条至第三十九条).

    A person replies by serving a signed letter; 其他处理 has none and needs its reasons. A late reply is recorded:
    it happened. The clock says that it was late.
    """
    result = known_outcome(outcome_id)
    if result.letters or letter is not None:
        roles = by_letter(actor, application, letter, "答复告知书", Role.SIGNER)
    else:
        roles = (Role.HANDLER, Role.SIGNER)
    if letter is not None and letter.outcome != result.id:
        raise Refused("办理结果与送达的告知书不同")
    must_say = result.refuses or (not result.letters and isinstance(actor, Person))
    if letter is None and must_say and not reasons.strip():
        raise Refused("不予公开、部分公开和其他处理要写明理由（条例第三十六条第三项、第三十七条）")
    told = {"letter_id": letter.pk, "number": letter.number} if letter else {}
    title = letter.get_kind_display() if letter else result.letter
    refuse_release(application, outcome_id, on)
    return clock_fact(
        actor, application, "application.replied", on, {}, *roles,
        also={"outcome": result.id, "letter": title, "reasons": reasons, **told},
    )  # fmt: skip


@transaction.atomic
def withdraw(*, actor: Actor, application: Application, on: date) -> Application:
    """申请人撤回: counted as 其他处理 3.其他.

    Before both sides confirmed it there is no 收到申请之日 (条例第三十一条第二项、第三项): it ends and is counted nowhere.
    """
    case, story = lock(application)
    if story.received_on is None and story.outcome is None:
        require(actor, case.organ, Role.INTAKE, Role.HANDLER)
        must_have_come(on)
        if on < case.submitted_on:
            raise Refused(f"撤回日期{cn(on)}早于提交日期{cn(case.submitted_on)}，请核对")
        record_event(case, actor, "application.withdrawn", on, {"outcome": "R3.6.3", "before_receipt": True})
        return case
    return clock_fact(
        actor, application, "application.withdrawn", on, {}, Role.INTAKE, Role.HANDLER,
        also={"outcome": "R3.6.3"},
    )  # fmt: skip


@transaction.atomic
def end(*, actor: Actor, application: Application, on: date, outcome_id: str) -> Application:
    """不再处理: the supplement (条例第三十条) or the payment (第四十二条) did not come in time."""
    needed = {"R3.6.1": State.AWAITING_SUPPLEMENT, "R3.6.2": State.AWAITING_PAYMENT}
    if outcome_id not in needed:
        raise Refused("只有逾期不补正、逾期未缴费可以不发答复而办结")
    case, story = lock(application)
    if case.state != needed[outcome_id]:
        raise Refused("这件申请不在等待补正（缴费）的状态")
    clock = story.clock(as_of=on, workdays=workdays())
    if clock is None or clock.state != "lapsed":
        raise Refused("补正（缴费）期限还没有过")
    return clock_fact(
        actor, case, "application.ended", on, {"outcome": outcome_id}, Role.HANDLER, Role.SIGNER
    )


@transaction.atomic
def correct_outcome(
    *, actor: Actor, application: Application, on: date, outcome_id: str, reason: str
) -> Application:
    """更正办理结果: the row of table 3 was put down wrongly. Both rows stay in the story."""
    result = known_outcome(outcome_id)
    case, story = lock(application)
    require(actor, case.organ, Role.REVIEWER, Role.SIGNER, Role.COMPILER)
    if story.outcome is None:
        raise Refused("还没有办结的申请没有结果可以更正")
    if story.received_on is None:
        raise Refused("这件申请在收到以前就撤回了，不计入表三，没有结果可以更正（条例第三十一条）")
    if story.outcome == result.id:
        raise Refused("更正前后是同一个结果")
    if not reason.strip():
        raise Refused("更正要写明原因")
    payload = {"outcome": result.id, "was": story.outcome, "reason": reason}
    record_event(case, actor, "application.outcome_corrected", on, payload)
    return case
