# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""协办: asking another organ (or colleagues) for what a case needs, and their answer. Words are sealed.

The events stand in the case's story; they do not move its clock. The organ asked acts on its task alone.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from gongkai.applications.actions.core import Refused, lock, must_have_come, record_event
from gongkai.applications.models import Application, Task
from gongkai.applications.sealing import seal
from gongkai.law.clock import cn
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, holds, person_or_none, require
from gongkai.organs.recording import record
from gongkai.organs.workdays import workdays

ASKING = (Role.INTAKE, Role.HANDLER, Role.REVIEWER)
ANSWERING = (Role.INTAKE, Role.HANDLER)


@transaction.atomic
def ask_colleagues(
    *, actor: Actor, application: Application, on: date, organ: Organ, what: str, working_days: int
) -> Task:
    """请求协办: what is asked, of whom, within how many working days of on."""
    case, story = lock(application)
    require(actor, case.organ, *ASKING)
    must_have_come(on)
    if story.outcome is not None:
        raise Refused("已办结的申请不能再请求协办")
    if on < case.submitted_on:
        raise Refused(f"{cn(on)}早于提交申请的{cn(case.submitted_on)}，请核对日期")
    if not what.strip():
        raise Refused("请写明需要协办的事项")
    if not 1 <= working_days <= 60:
        raise Refused("反馈期限应在1至60个工作日之间")
    task = Task.objects.create(
        application=case, number=case.tasks.count() + 1, organ=organ, asked_by=person_or_none(actor), asked_on=on,
        due_on=workdays().add(on, working_days), what_sealed=seal(what.strip()),
    )  # fmt: skip
    _tell(task, case, actor, "asked", on, {"organ": organ.slug, "due_on": task.due_on.isoformat()})
    return task


def beyond_limit(task: Task) -> bool:
    """Whether the answer may come after the case's own last day: shown as a warning, since the clock may still move."""
    limit = task.application.due_on
    return limit is not None and task.due_on >= limit


@transaction.atomic
def accept_task(*, actor: Actor, task: Task, on: date) -> Task:
    """签收."""
    row, case = _locked(task)
    require(actor, row.organ, *ANSWERING)
    if row.state != Task.State.ASKED:
        raise Refused(f"这项协办{row.get_state_display()}，不需要再签收")
    _in_order(row, on)
    row.state, row.accepted_on = Task.State.ACCEPTED, on
    row.save(update_fields=["state", "accepted_on"])
    _tell(row, case, actor, "accepted", on)
    return row


@transaction.atomic
def answer_task(*, actor: Actor, task: Task, on: date, answer: str) -> Task:
    """反馈: the answer in words; a late one is recorded, it came."""
    return _close(actor, task, on, Task.State.ANSWERED, answer, "请写明反馈意见", "answered")


@transaction.atomic
def return_task(*, actor: Actor, task: Task, on: date, reason: str) -> Task:
    """退回: not this organ's to answer, and why."""
    return _close(actor, task, on, Task.State.RETURNED, reason, "退回要写明理由", "returned")


@transaction.atomic
def remind_task(*, actor: Actor, task: Task, on: date) -> Task:
    """催办."""
    row, case = _locked(task)
    require(actor, case.organ, *ASKING)
    if not row.is_open:
        raise Refused(f"这项协办{row.get_state_display()}，不需要催办")
    _in_order(row, on)
    if row.reminded_on == on:
        raise Refused(f"{cn(on)}已经催办过一次")
    row.reminders, row.reminded_on = row.reminders + 1, on
    row.save(update_fields=["reminders", "reminded_on"])
    _tell(row, case, actor, "reminded", on, {"time": row.reminders})
    return row


@transaction.atomic
def cancel_task(*, actor: Actor, task: Task, on: date) -> Task:
    """撤销: it is no longer needed."""
    row, case = _locked(task)
    require(actor, case.organ, *ASKING)
    if not row.is_open:
        raise Refused(f"这项协办{row.get_state_display()}，不能撤销")
    _in_order(row, on)
    row.state, row.closed_on = Task.State.CANCELLED, on
    row.save(update_fields=["state", "closed_on"])
    _tell(row, case, actor, "cancelled", on)
    return row


@transaction.atomic
def open_task(*, actor: Actor, task: Task, on: date) -> dict[str, str]:
    """查看协办内容: what was asked and answered, for either side; the first look of a person on a day leaves its trace."""
    own = task.application.organ
    if not holds(actor, own, *ASKING, Role.SIGNER):
        require(actor, task.organ, *ANSWERING)
    person = person_or_none(actor)
    seen = Event.objects.filter(stream=task.stream, kind="task.viewed", actor=person, occurred_on=on)
    if person is None or not seen.exists():
        record(task.stream, actor, "task.viewed", on, {"application": task.application_id})
    return {"what": task.what, "answer": task.answer}


def _close(
    actor: Actor, task: Task, on: date, state: Task.State, words: str, missing: str, kind: str
) -> Task:
    row, case = _locked(task)
    require(actor, row.organ, *ANSWERING)
    if not row.is_open:
        raise Refused(f"这项协办{row.get_state_display()}，不能再反馈或者退回")
    _in_order(row, on)
    if not words.strip():
        raise Refused(missing)
    row.state, row.closed_on = state, on
    row.answer_sealed, row.answered_by = seal(words.strip()), person_or_none(actor)
    row.save(update_fields=["state", "closed_on", "answer_sealed", "answered_by"])
    _tell(row, case, actor, kind, on, {"late": on > row.due_on})
    return row


def _locked(task: Task) -> tuple[Task, Application]:
    case, _ = lock(task.application)
    row = Task.objects.select_for_update(of=("self",)).select_related("organ").get(pk=task.pk)
    row.application = case
    return row, case


def _in_order(row: Task, on: date) -> None:
    must_have_come(on)
    last = max(filter(None, (row.asked_on, row.accepted_on)))
    if on < last:
        raise Refused(f"{cn(on)}早于上一步的{cn(last)}，请核对日期")


def _tell(
    task: Task, case: Application, actor: Actor, kind: str, on: date, also: dict[str, Any] | None = None
) -> None:
    payload = {"task": task.pk, "number": task.number, **(also or {})}
    record_event(case, actor, f"application.task_{kind}", on, payload)
