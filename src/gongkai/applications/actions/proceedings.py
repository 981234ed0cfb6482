# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on what followed a reply: 行政复议 and 行政诉讼 (条例第五十一条), stage by stage, and the new replies they order."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.applications.actions.core import Refused
from gongkai.applications.models import Application, NewReply, Proceeding
from gongkai.law.clock import REPLY_LIMIT, cn
from gongkai.law.decisions import Decision, Stage, decision, decisions_at, result_of, stages_of
from gongkai.law.outcomes import outcome
from gongkai.law.remedies import Variant, variant_of
from gongkai.law.table4 import Block, Result
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import Actor, holds, require
from gongkai.organs.recording import record
from gongkai.organs.workdays import workdays

_ROLES = (Role.HANDLER, Role.REVIEWER)


def unusual_suit(application: Application, block: Block) -> str | None:
    """Why a direct suit about this case is unusual: 复议前置 (行政复议法第二十三条). It may exist, so it is only said."""
    if block is not Block.LITIGATION_DIRECT or application.outcome is None or application.closed_on is None:
        return None
    result = outcome(application.outcome)
    if not result.letter or variant_of(result.ground, application.closed_on) is not Variant.REVIEW_FIRST:
        return None
    return (
        f"这件申请的结果是“{result.short}”，应当先申请行政复议（行政复议法第二十三条）。"
        "直接起诉的一般不予立案或者驳回起诉，请核对是不是复议后起诉"
    )


@transaction.atomic
def open_proceeding(
    *,
    actor: Actor,
    block: Block,
    body: str,
    case_number: str,
    on: date,
    application: Application | None = None,
    organ: Organ | None = None,
    subject: str | None = None,
    stage: Stage | None = None,
    continues: Proceeding | None = None,
    copy_received_on: date | None = None,
    simple_procedure: bool = False,
) -> Proceeding:
    """登记受理 of a review or of one instance of a suit, about an application or about proactive disclosure.

    An appeal or a retrial continues the stage before it. Raises Refused for what does not fit together.
    """
    if application is not None:
        organ = application.organ
        if application.received_on is None or on < application.received_on:
            raise Refused("受理日期早于收到申请之日，请核对")
    if organ is None or (application is None and not (subject or "").strip()):
        raise Refused("请写明是哪件申请；与申请无关的，写明哪个机关、什么事项")
    require(actor, organ, *_ROLES)
    stage = stage or stages_of(block)[0]
    _must_follow(block, stage, continues, on)
    if copy_received_on is not None and copy_received_on < on:
        raise Refused(f"收到副本的日期{cn(copy_received_on)}早于受理日期{cn(on)}，请核对")
    row = Proceeding(
        organ=organ, application=application, subject=None if application else subject, block=block.value,
        stage=stage.value, continues=continues, body=body, case_number=case_number, accepted_on=on,
        copy_received_on=copy_received_on, simple_procedure=simple_procedure,
    )  # fmt: skip
    row.full_clean(exclude=[f.name for f in row._meta.fields if f.null or f.is_relation])
    row.save()
    facts = {
        "application": application.number if application else None, "organ": organ.slug, "block": block.value,
        "stage": stage.value, "body": body, "case_number": case_number, "simple": simple_procedure,
        "continues": continues.pk if continues else None,
        "copy_received_on": copy_received_on.isoformat() if copy_received_on else None,
    }  # fmt: skip
    record(row.stream, actor, "proceeding.opened", on, facts)
    return row


def _must_follow(block: Block, stage: Stage, before: Proceeding | None, on: date) -> None:
    if stage not in stages_of(block):
        raise Refused(f"{block.label}没有“{stage.label}”这一阶段")
    if stage in (Stage.REVIEW, Stage.FIRST):
        if before is not None:
            raise Refused(f"“{stage.label}”不接着别的阶段，请不要选前一阶段")
        return
    if before is None:
        raise Refused(f"“{stage.label}”要选它接着的前一阶段")
    if before.block != block.value:
        raise Refused("前后两个阶段应当属于同一类：未经复议直接起诉，或者复议后起诉")
    if before.concluded_on is None:
        raise Refused("前一阶段还没有登记审结")
    if on < before.concluded_on:
        raise Refused(f"受理日期{cn(on)}早于前一阶段的审结日期{cn(before.concluded_on)}")
    if Proceeding.objects.filter(continues=before).exists():
        raise Refused("前一阶段之后已经登记过一个阶段")


def _locked(proceeding: Proceeding, actor: Actor) -> Proceeding:
    rows = Proceeding.objects.select_for_update(of=("self",)).select_related("organ", "application")
    row = rows.get(pk=proceeding.pk)
    require(actor, row.organ, *_ROLES)
    return row


@transaction.atomic
def receive_copy(*, actor: Actor, proceeding: Proceeding, on: date) -> Proceeding:
    """收到申请书（起诉状）副本: the organ's own answer runs from here (行政复议法第四十八、五十四条; 行政诉讼法第六十七条)."""
    row = _locked(proceeding, actor)
    if row.copy_received_on is not None:
        raise Refused(f"已于{cn(row.copy_received_on)}收到副本")
    if on < row.accepted_on:
        raise Refused(f"收到副本的日期早于受理日期{cn(row.accepted_on)}")
    row.copy_received_on = on
    row.save(update_fields=["copy_received_on"])
    record(row.stream, actor, "proceeding.copy_received", on, {})
    return row


@transaction.atomic
def answer_proceeding(*, actor: Actor, proceeding: Proceeding, on: date) -> Proceeding:
    """提交答复（答辩）和证据. Filed late it is recorded: no answer counts as no evidence (行政复议法第七十条)."""
    row = _locked(proceeding, actor)
    if row.copy_received_on is None:
        raise Refused("请先登记收到副本的日期，答复期限从那天起算")
    if row.answered_on is not None:
        raise Refused(f"已于{cn(row.answered_on)}提交")
    if row.concluded_on is not None:
        raise Refused("已经审结，不能再登记答复")
    if on < row.copy_received_on:
        raise Refused(f"提交日期早于收到副本的日期{cn(row.copy_received_on)}")
    row.answered_on = on
    row.save(update_fields=["answered_on"])
    record(row.stream, actor, "proceeding.answered", on, {})
    return row


@transaction.atomic
def conclude_proceeding(
    *,
    actor: Actor,
    proceeding: Proceeding,
    on: date,
    decision_key: str | None = None,
    result: Result | None = None,
    received_on: date | None = None,
    new_reply_working_days: int | None = None,
) -> Proceeding:
    """登记审结: the ending decides the column of table 4. 尚未审结 is computed, never recorded.

    result alone is for registers that only know the column. new_reply_working_days: the decision orders a new reply
    within so many 工作日 of reaching the organ; it becomes a task, not a new 件.
    """
    row = _locked(proceeding, actor)
    if row.result is not None:
        raise Refused(f"已于{row.concluded_on}登记审结")
    if on < row.accepted_on:
        raise Refused(f"审结日期{on}早于受理日期{row.accepted_on}")
    if received_on is not None and received_on < on:
        raise Refused(f"收到决定（裁判）的日期{cn(received_on)}早于审结日期{cn(on)}")
    ending = _ending(row, decision_key)
    column = _column(row, ending, result)
    row.result, row.concluded_on, row.decision_received_on = column.value, on, received_on
    row.decision = ending.key if ending else None
    row.save(update_fields=["result", "concluded_on", "decision", "decision_received_on"])
    facts = {
        "result": column.value, "decision": row.decision, "new_reply_working_days": new_reply_working_days,
        "received_on": received_on.isoformat() if received_on else None,
    }  # fmt: skip
    record(row.stream, actor, "proceeding.concluded", on, facts)
    if new_reply_working_days is not None:
        _order_new_reply(row, ending, new_reply_working_days)
    return row


def _ending(row: Proceeding, key: str | None) -> Decision | None:
    if key is None:
        return None
    try:
        found = decision(key)
    except KeyError as error:
        raise Refused(str(error.args[0])) from None
    if found not in decisions_at(Stage(row.stage)):
        raise Refused(f"{row.get_stage_display()}不能以“{found.label}”结案")
    return found


def _column(row: Proceeding, ending: Decision | None, result: Result | None) -> Result:
    if ending is None:
        if result is None or result is Result.PENDING:
            raise Refused("审结要写明结果")
        return result
    before = Result(row.continues.result) if row.continues and row.continues.result else None
    try:
        return result_of(ending, before)
    except ValueError as error:
        raise Refused(str(error)) from None


def _order_new_reply(row: Proceeding, ending: Decision | None, count: int) -> None:
    if ending is None or not ending.orders_new_reply:
        raise Refused("只有撤销、责令履行的决定（判决）可以责令重新答复")
    if not 1 <= count <= 2 * REPLY_LIMIT:
        raise Refused(f"重新答复的期限应在1到{2 * REPLY_LIMIT}个工作日之间，现在是{count}")
    start = row.decision_received_on
    if start is None:
        raise Refused("责令重新答复的，请写明收到决定（裁判）的日期，期限从那天起算")
    NewReply.objects.create(
        proceeding=row, ordered_on=start, due_on=workdays().add(start, count),
        handler=row.application.handler if row.application else None,
    )  # fmt: skip


@transaction.atomic
def assign_new_reply(*, actor: Actor, new_reply: NewReply, handler: Person, on: date) -> NewReply:
    """交办 the new reply to a person who holds the handler role."""
    row, task = _locked_task(new_reply, actor)
    if task.done_on is not None:
        raise Refused(f"已于{cn(task.done_on)}重新答复")
    if not holds(handler, row.organ, Role.HANDLER):
        raise Refused(f"{handler.name}没有{row.organ.short_name}的“承办”岗位")
    task.handler = handler
    task.save(update_fields=["handler"])
    record(row.stream, actor, "proceeding.new_reply_assigned", on, {"handler": handler.pk})
    return task


@transaction.atomic
def record_new_reply(*, actor: Actor, new_reply: NewReply, on: date, note: str) -> NewReply:
    """登记已重新答复. The row of table 3 stays as it was; table 4 says 结果纠正."""
    row, task = _locked_task(new_reply, actor)
    if task.done_on is not None:
        raise Refused(f"已于{cn(task.done_on)}重新答复")
    if on < task.ordered_on:
        raise Refused(f"重新答复的日期早于收到决定的日期{cn(task.ordered_on)}")
    if not note.strip():
        raise Refused("请写明重新答复的文号和内容")
    task.done_on, task.note = on, note.strip()
    task.save(update_fields=["done_on", "note"])
    record(row.stream, actor, "proceeding.new_reply_given", on, {"in_time": on <= task.due_on})
    return task


def _locked_task(new_reply: NewReply, actor: Actor) -> tuple[Proceeding, NewReply]:
    row = _locked(new_reply.proceeding, actor)
    return row, NewReply.objects.select_for_update(of=("self",)).get(pk=new_reply.pk)
