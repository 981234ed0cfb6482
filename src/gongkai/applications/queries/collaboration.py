# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading what several people do on a case: tasks, parties, fees. Sealed words are opened by verbs, never here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.applications.actions.fees import rank_of
from gongkai.applications.models import Application, CaseGroup, FeeDecision, Party, Task
from gongkai.law.consulted import Answer, Consequence, Judgement, PartyKind, answer_by, consequence
from gongkai.law.fees import Fee, by_item
from gongkai.ledger.models import Event
from gongkai.organs.permissions import Actor, System
from gongkai.organs.queries import working_organs
from gongkai.organs.workdays import workdays

OPEN_TASK = Q(state__in=[Task.State.ASKED, Task.State.ACCEPTED])


def tasks_visible_to(actor: Actor) -> QuerySet[Task]:
    """The tasks the actor's organs asked for, and those asked of them; the case behind is not shown by this."""
    rows = Task.objects.select_related("organ", "application__organ")
    if isinstance(actor, System):
        return rows
    mine = working_organs(actor)
    return rows.filter(Q(organ__in=mine) | Q(application__organ__in=mine))


def tasks_asked_of(actor: Actor) -> QuerySet[Task]:
    """协办 that the actor's organs have to answer."""
    rows = Task.objects.select_related("organ", "application__organ")
    return rows if isinstance(actor, System) else rows.filter(organ__in=working_organs(actor))


def overdue_tasks(rows: QuerySet[Task], *, as_of: date) -> QuerySet[Task]:
    """逾期: open after the day they were due."""
    return rows.filter(OPEN_TASK, due_on__lt=as_of)


@dataclass(frozen=True)
class PartyStanding:
    """One party as it stands: until when it may speak, what its answer or silence leads to."""

    party: Party
    answer_by: date | None
    consequence: Consequence
    over: bool  # its period is over and nothing came
    to_tell: bool  # a decision letter has to reach it before anything is released


def parties_of(case: Application, *, as_of: date) -> list[PartyStanding]:
    """Every party of a case, in order."""
    found = []
    for party in case.parties.all():
        kind = PartyKind(party.kind)
        last = answer_by(kind, party.received_on or party.sent_on, workdays()) if party.sent_on else None
        follows = consequence(
            kind, Answer(party.answer) if party.answer else None,
            Judgement(party.judgement) if party.judgement else None,
        )  # fmt: skip
        over = party.answer is None and last is not None and as_of > last
        found.append(PartyStanding(party, last, follows, over, follows.tell_first and party.told_on is None))
    return found


@dataclass(frozen=True)
class FeeView:
    """What may be charged for a case on either basis, and what was decided."""

    rank: int
    by_item: Fee
    decision: FeeDecision | None


def fee_view(case: Application, *, alone: bool = False, decided: bool = True) -> FeeView | None:
    """None while the case has no receipt date, or when nothing may be charged and nothing was decided.

    A caller that has counted says so: alone, the applicant filed nothing else with the organ; decided, there is a decision.
    """
    if case.received_on is None:
        return None
    rank = 1 if alone else rank_of(case)
    if rank is None:
        return None
    decision = FeeDecision.objects.filter(application=case).first() if decided else None
    return FeeView(rank, by_item(rank=rank), decision)


def groups_visible_to(actor: Actor) -> QuerySet[CaseGroup]:
    rows = CaseGroup.objects.select_related("organ", "owner")
    return rows if isinstance(actor, System) else rows.filter(organ__in=working_organs(actor))


def check_collaboration() -> Iterator[str]:
    """Tasks, fees, parties and memberships against the ledger; a sentence for each that differs."""
    ends: dict[int, str] = {}
    reminded: dict[int, int] = {}
    kinds = [
        f"application.task_{k}"
        for k in ("asked", "accepted", "answered", "returned", "cancelled", "reminded")
    ]
    for event in Event.objects.filter(kind__in=kinds).order_by("seq").iterator(2000):
        kind = event.kind.removeprefix("application.task_")
        if kind == "reminded":
            reminded[event.payload["task"]] = event.payload["time"]
        else:
            ends[event.payload["task"]] = kind
    for task in Task.objects.iterator(2000):
        if ends.get(task.pk) != task.state:
            yield f"{task}：状态存的是{task.get_state_display()}，与账本不同"
        if reminded.get(task.pk, 0) != task.reminders:
            yield f"{task}：催办次数与账本不同"
    yield from _check_fees()
    yield from _check_members()


def _check_fees() -> Iterator[str]:
    kinds = {
        "application.fee_decided": "yuan",
        "application.fee_paid": "paid",
        "application.fee_refunded": "back",
    }
    said: dict[tuple[str, str], int] = {}
    for event in Event.objects.filter(kind__in=kinds).iterator(2000):
        said[event.stream, kinds[event.kind]] = event.payload["yuan"]
    for fee in FeeDecision.objects.select_related("application").iterator(2000):
        stream = fee.application.stream
        stored = {
            "yuan": fee.yuan, "paid": fee.yuan if fee.paid_on else None,
            "back": -fee.refunded_yuan if fee.refunded_yuan else None,
        }  # fmt: skip
        for name, value in stored.items():
            if said.get((stream, name)) != value:
                yield f"{fee.application}：信息处理费与账本不同"


def _check_members() -> Iterator[str]:
    last: dict[str, int | None] = {}
    for event in (
        Event.objects.filter(kind__in=["application.grouped", "application.ungrouped"])
        .order_by("seq")
        .iterator(2000)
    ):
        last[event.stream] = event.payload["group"] if event.kind == "application.grouped" else None
    cases = Application.objects.filter(membership__isnull=False).values_list("pk", "membership__group")
    stored = {f"application/{pk}": group for pk, group in cases}
    for stream in last.keys() | stored.keys():
        if last.get(stream) != stored.get(stream):
            yield f"{stream}：成批办理与账本不同"
