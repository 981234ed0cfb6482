# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What every verb on a case does: lock it, fold its events, append one more, project them onto the row.

Names and contents never enter the ledger (ADR 0004).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from gongkai.applications.actions.counts import COUNTED, follow
from gongkai.applications.models import Application, Letter, State
from gongkai.applications.story import CLOCK_KINDS, Story, clock_event, fold
from gongkai.applications.worklines import line_of
from gongkai.law.calendar import Workdays
from gongkai.law.clock import ClockError, cn
from gongkai.law.clock import run as run_clock
from gongkai.law.outcomes import outcome
from gongkai.ledger import queries as ledger
from gongkai.ledger.actions import StreamMoved
from gongkai.organs.models import Person, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import has_come, record
from gongkai.organs.workdays import workdays


class Refused(Exception):
    """The law or the state of the case does not allow the verb; the message says which fact and which article."""

    def __init__(self, message: str, errors: tuple[ClockError, ...] = ()) -> None:
        super().__init__(message)
        self.errors = errors


def lock(application: Application) -> tuple[Application, Story]:
    case = Application.objects.select_for_update(of=("self",)).select_related("organ").get(pk=application.pk)
    return case, fold(ledger.stream(case.stream))


def must_have_come(on: date) -> None:
    has_come(on, Refused)


# Looks leave a trace but change nothing anyone could have relied on.
LOOKS = ("application.applicant_viewed", "application.file_viewed")


def expect(application: Application, version: int) -> None:
    """Lock the case and raise StreamMoved if it has moved on since the caller saw this version; looks do not count.

    Call inside the transaction of the verb that follows, so that nothing comes between the two.
    """
    case, _ = lock(application)
    since = ledger.stream(case.stream).filter(version__gt=version).exclude(kind__in=LOOKS)
    if since.exists():
        raise StreamMoved(f"{case.number}在这以后又有{since.count()}条记录")


def by_letter(
    actor: Actor, application: Application, letter: Letter | None, title: str, *roles: Role
) -> tuple[Role, ...]:
    """Who may do what a letter brings about: whoever serves the signed one. A person without it is refused.

    Imports and the example act as System: they record what was signed elsewhere.
    """
    if letter is None:
        if isinstance(actor, Person):
            raise Refused(f"先拟稿、审核、签发{title}，送达时登记")
        return roles
    if letter.application_id != application.pk or letter.state != Letter.State.SERVED:
        raise Refused(f"{letter}不是这件申请已经送达的文书")
    return (Role.INTAKE, Role.HANDLER, Role.SIGNER)


def trial(story: Story, kind: str, on: date, payload: dict[str, Any]) -> tuple[ClockError, ...]:
    """What the clock would say against this fact; empty when the law allows it."""
    if story.received_on is None:
        return ()
    before = run_clock(story.received_on, story.clock_events, as_of=on, workdays=workdays())
    new = [*story.clock_events, clock_event(kind, on, payload)]
    after = run_clock(story.received_on, new, as_of=on, workdays=workdays())
    return after.errors[len(before.errors) :]


def refuse_errors(errors: tuple[ClockError, ...]) -> None:
    if errors:
        raise Refused("；".join(f"{e.message}（{e.article}）" for e in errors), tuple(errors))


def record_event(
    application: Application, actor: Actor, kind: str, on: date, payload: dict[str, Any]
) -> None:
    must_have_come(on)
    record(application.stream, actor, kind, on, payload, expected_version=application.version)
    project(application)


def projection(story: Story, days: Workdays | None = None) -> dict[str, Any]:
    """The columns of Application that follow from its events alone (judged on the day of the last one).

    days is the calendar to count with, the instance's own unless told.
    """
    days = days or workdays()
    clock = story.clock(as_of=story.last_on, workdays=days) if story.last_on else None
    if story.outcome is not None:
        state = State.CLOSED
    elif clock is None:
        state = State.UNCONFIRMED
    elif clock.state in ("awaiting_supplement", "awaiting_payment"):
        state = State(clock.state)
    elif clock.state == "lapsed":
        state = State.AWAITING_PAYMENT if story.paying else State.AWAITING_SUPPLEMENT
    else:
        state = State.RUNNING
    return {
        "version": story.version,
        "state": state.value,
        "received_on": story.received_on,
        "due_on": clock.due if clock else None,
        "handler_id": story.handler,
        "outcome": story.outcome,
        "closed_on": story.closed_on,
        "on_time": clock.on_time if clock else None,
        **line_of(story, clock, days),
    }


def project(application: Application) -> None:
    """Rewrite the row's projected columns from its events, and the counts that follow from them.

    The application as its row stands, and after an event of the transaction: the ledger's lock is held.
    """
    values = projection(fold(ledger.stream(application.stream)))
    moved = any(getattr(application, name) != values[name] for name in COUNTED)
    for name, value in values.items():
        setattr(application, name, value)
    if moved:
        follow(application)
    application.save(update_fields=["handler" if n == "handler_id" else n for n in values])


def clock_fact(
    actor: Actor,
    application: Application,
    kind: str,
    on: date,
    payload: dict[str, Any],
    *roles: Role,
    also: dict[str, Any] | None = None,
) -> Application:
    """Append a fact the clock reads, unless the clock names a new error for it."""
    case, story = lock(application)
    require(actor, case.organ, *roles)
    must_have_come(on)
    if story.received_on is None:
        raise Refused("这件申请还没有收到日期，先与申请人确认（条例第三十一条）")
    if story.outcome is not None:
        raise Refused(f"这件申请已于{cn(story.closed_on)}办结" if story.closed_on else "这件申请已经办结")
    if story.last_on and on < story.last_on:
        raise Refused(f"{cn(on)}早于上一条记录的{cn(story.last_on)}，请核对日期")
    if kind in CLOCK_KINDS:
        refuse_errors(trial(story, kind, on, payload))
    record_event(case, actor, kind, on, {**payload, **(also or {})})
    return case


def known_outcome(outcome_id: str) -> Any:
    try:
        return outcome(outcome_id)
    except KeyError as error:
        raise Refused(str(error.args[0])) from None
