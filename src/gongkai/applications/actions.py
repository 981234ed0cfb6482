# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on applications: the only code that writes them.

Each verb locks the case, asks for the role, lets the clock refuse what the law does not allow, appends one ledger
event and projects the case's events onto its row. Names and contents never enter the ledger (ADR 0004).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.applications.models import Applicant, Application, State
from gongkai.applications.sealing import match_key
from gongkai.applications.story import CLOCK_KINDS, Story, clock_event, fold
from gongkai.law.calendar import Workdays
from gongkai.law.clock import ClockError, cn
from gongkai.law.clock import run as run_clock
from gongkai.law.outcomes import outcome
from gongkai.law.receipt import Channel, receipt_date
from gongkai.law.table3 import ApplicantKind
from gongkai.ledger import queries as ledger
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import Actor, holds, require
from gongkai.organs.recording import NotYet, has_come, record
from gongkai.organs.today import today
from gongkai.organs.workdays import workdays


class Refused(Exception):
    """The law or the state of the case does not allow the verb; the message says which fact and which article."""

    def __init__(self, message: str, errors: tuple[ClockError, ...] = ()) -> None:
        super().__init__(message)
        self.errors = errors


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


def _next_number(organ: Organ, year: int) -> str:
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
    received_on = receipt_date(
        channel, submitted_on=submitted_on, arrived_on=arrived_on, confirmed_on=confirmed_on
    ).received_on
    for label, day in (("送达", arrived_on), ("确认", confirmed_on)):
        if day is not None and day > today():
            raise Refused(f"{label}日期{cn(day)}还没有到，只登记已经发生的事")
        if day is not None and day < submitted_on:
            raise Refused(f"{label}日期{cn(day)}早于提交日期{cn(submitted_on)}")
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
        number=number or _next_number(organ, (received_on or submitted_on).year),
        applicant=person,
        channel=channel.value,
        title=title,
        description=description,
        form=form,
        submitted_on=submitted_on,
        version=0,
        state=State.RUNNING if received_on else State.UNCONFIRMED,
        received_on=received_on,
    )
    projected = ["version", "state", "received_on", "due_on", "handler", "outcome", "closed_on", "on_time"]
    application.clean_fields(exclude=[*projected, "applicant", "organ"])
    application.validate_unique()
    application.save()
    _record(
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


def _lock(application: Application) -> tuple[Application, Story]:
    case = Application.objects.select_for_update(of=("self",)).select_related("organ").get(pk=application.pk)
    return case, fold(ledger.stream(case.stream))


def _has_come(on: date) -> None:
    try:
        has_come(on)
    except NotYet as refusal:
        raise Refused(str(refusal)) from None


def _record(application: Application, actor: Actor, kind: str, on: date, payload: dict[str, Any]) -> None:
    _has_come(on)
    record(application.stream, actor, kind, on, payload, expected_version=application.version)
    project(application)


def projection(story: Story, days: Workdays | None = None) -> dict[str, Any]:
    """The columns of Application that follow from its events alone (judged on the day of the last one).

    days is the calendar to count with, the instance's own unless told.
    """
    clock = story.clock(as_of=story.last_on, workdays=days or workdays()) if story.last_on else None
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
    }


def project(application: Application) -> None:
    """Rewrite the row's projected columns from its events."""
    values = projection(fold(ledger.stream(application.stream)))
    for name, value in values.items():
        setattr(application, name, value)
    application.save(update_fields=["handler" if n == "handler_id" else n for n in values])


@transaction.atomic
def confirm(*, actor: Actor, application: Application, on: date) -> Application:
    """与申请人确认: the receipt date of what came online, by fax or by ordinary mail (条例第三十一条第二、三项)."""
    case, story = _lock(application)
    require(actor, case.organ, Role.INTAKE)
    if story.received_on is not None:
        raise Refused(f"这件申请已于{cn(story.received_on)}收到，不能再确认")
    if on < case.submitted_on:
        raise Refused(f"确认日期{cn(on)}早于提交日期{cn(case.submitted_on)}")
    _record(case, actor, "application.confirmed", on, {})
    return case


@transaction.atomic
def assign(*, actor: Actor, application: Application, on: date, handler: Person) -> Application:
    """交办 to a person who holds the handler role in the organ."""
    case, story = _lock(application)
    require(actor, case.organ, Role.INTAKE, Role.REVIEWER)
    if story.outcome is not None:
        raise Refused("已办结的申请不能再交办")
    if not holds(handler, case.organ, Role.HANDLER):
        raise Refused(f"{handler.name}没有{case.organ.short_name}的“承办”岗位")
    _record(case, actor, "application.assigned", on, {"handler": handler.pk})
    return case


def _clock_fact(
    actor: Actor,
    application: Application,
    kind: str,
    on: date,
    payload: dict[str, Any],
    *roles: Role,
    also: dict[str, Any] | None = None,
) -> Application:
    """Append a fact the clock reads, unless the clock names a new error for it."""
    case, story = _lock(application)
    require(actor, case.organ, *roles)
    _has_come(on)
    if story.received_on is None:
        raise Refused("这件申请还没有收到日期，先与申请人确认（条例第三十一条）")
    if story.outcome is not None:
        raise Refused(f"这件申请已于{cn(story.closed_on)}办结" if story.closed_on else "这件申请已经办结")
    if story.last_on and on < story.last_on:
        raise Refused(f"{cn(on)}早于上一条记录的{cn(story.last_on)}，请核对日期")
    if kind in CLOCK_KINDS:
        before = run_clock(story.received_on, story.clock_events, as_of=on, workdays=workdays())
        new = [*story.clock_events, clock_event(kind, on, payload)]
        after = run_clock(story.received_on, new, as_of=on, workdays=workdays())
        fresh = after.errors[len(before.errors) :]
        if fresh:
            raise Refused("；".join(f"{e.message}（{e.article}）" for e in fresh), tuple(fresh))
    _record(case, actor, kind, on, {**payload, **(also or {})})
    return case


@transaction.atomic
def request_supplement(
    *, actor: Actor, application: Application, on: date, respond_by: date, what: str
) -> Application:
    """告知补正, once, within 7 working days of receipt (条例第三十条)."""
    if respond_by <= on:
        raise Refused("补正期限应晚于告知日期")
    payload = {"respond_by": respond_by.isoformat()}
    return _clock_fact(
        actor, application, "application.supplement_requested", on, payload,
        Role.INTAKE, Role.HANDLER, also={"what": what},
    )  # fmt: skip


@transaction.atomic
def receive_supplement(*, actor: Actor, application: Application, on: date) -> Application:
    """收到补正: the clock starts again from this day (条例第三十条)."""
    if application.state != State.AWAITING_SUPPLEMENT:
        raise Refused("没有告知过补正，不能登记补正")
    return _clock_fact(
        actor, application, "application.supplement_received", on, {}, Role.INTAKE, Role.HANDLER
    )


@transaction.atomic
def consult(
    *,
    actor: Actor,
    application: Application,
    on: date,
    id: str,
    to: str,
    received_by_party_on: date | None = None,
) -> Application:
    """征求第三方、共同制作机关或者其他机关意见 (条例第三十二条至第三十四条); the time is left out of the count."""
    payload: dict[str, Any] = {"id": id, "to": to}
    if received_by_party_on:
        payload["received_by_party_on"] = received_by_party_on.isoformat()
    return _clock_fact(actor, application, "application.consultation_sent", on, payload, Role.HANDLER)


@transaction.atomic
def close_consultation(
    *, actor: Actor, application: Application, on: date, id: str, answer: str
) -> Application:
    """收到意见 (or its period over): counting goes on the next working day (条例第三十三条第三款)."""
    return _clock_fact(
        actor, application, "application.consultation_closed", on, {"id": id}, Role.HANDLER,
        also={"answer": answer},
    )  # fmt: skip


@transaction.atomic
def extend(
    *, actor: Actor, application: Application, on: date, working_days: int, reason: str
) -> Application:
    """延期答复 with the consent of the head of the office, at most 20 working days, once (条例第三十三条第二款)."""
    if not reason.strip():
        raise Refused("延期要写明理由，并告知申请人（条例第三十三条第二款）")
    return _clock_fact(
        actor, application, "application.extended", on, {"working_days": working_days}, Role.SIGNER,
        also={"reason": reason},
    )  # fmt: skip


@transaction.atomic
def request_reasons(*, actor: Actor, application: Application, on: date, why: str) -> Application:
    """要求说明理由: number and frequency clearly beyond a reasonable range (条例第三十五条)."""
    return _clock_fact(
        actor, application, "application.reasons_requested", on, {}, Role.HANDLER, also={"why": why}
    )


@transaction.atomic
def delay(*, actor: Actor, application: Application, on: date, until: date, reason: str) -> Application:
    """确定并告知延迟答复的合理期限 (条例第三十五条)."""
    if until <= on:
        raise Refused("延迟答复的期限应晚于告知日期")
    return _clock_fact(
        actor, application, "application.delayed", on, {"until": until.isoformat()}, Role.SIGNER,
        also={"reason": reason},
    )  # fmt: skip


@transaction.atomic
def notify_fee(*, actor: Actor, application: Application, on: date, yuan: int, basis: str) -> Application:
    """发收费通知 (条例第四十二条; 信息处理费管理办法): always a person's decision, never automatic."""
    if yuan <= 0:
        raise Refused("收费通知的金额应大于0元")
    return _clock_fact(
        actor, application, "application.fee_notified", on, {}, Role.SIGNER,
        also={"yuan": yuan, "basis": basis},
    )  # fmt: skip


@transaction.atomic
def receive_payment(*, actor: Actor, application: Application, on: date, yuan: int) -> Application:
    """缴费完成: the clock starts again."""
    return _clock_fact(
        actor, application, "application.fee_paid", on, {}, Role.INTAKE, Role.SIGNER, also={"yuan": yuan}
    )


@transaction.atomic
def reply(
    *, actor: Actor, application: Application, on: date, outcome_id: str, reasons: str = ""
) -> Application:
    """答复: issued and served on this day, with one row of table 3 (条例第三十六条至第三十九条).

    A late reply is recorded: it happened. The clock says that it was late.
    """
    result = _known(outcome_id)
    if result.refuses and not reasons.strip():
        raise Refused("不予公开、部分公开要写明理由（条例第三十六条第三项、第三十七条）")
    return _clock_fact(
        actor, application, "application.replied", on, {}, Role.SIGNER,
        also={"outcome": result.id, "letter": result.letter, "reasons": reasons},
    )  # fmt: skip


@transaction.atomic
def withdraw(*, actor: Actor, application: Application, on: date) -> Application:
    """申请人撤回: counted as 其他处理 3.其他."""
    return _clock_fact(
        actor, application, "application.withdrawn", on, {}, Role.INTAKE, Role.HANDLER,
        also={"outcome": "R3.6.3"},
    )  # fmt: skip


@transaction.atomic
def end(*, actor: Actor, application: Application, on: date, outcome_id: str) -> Application:
    """不再处理: the supplement (条例第三十条) or the payment (第四十二条) did not come in time."""
    needed = {"R3.6.1": State.AWAITING_SUPPLEMENT, "R3.6.2": State.AWAITING_PAYMENT}
    if outcome_id not in needed:
        raise Refused("只有逾期不补正、逾期未缴费可以不发答复而办结")
    case, story = _lock(application)
    if case.state != needed[outcome_id]:
        raise Refused("这件申请不在等待补正（缴费）的状态")
    clock = story.clock(as_of=on, workdays=workdays())
    if clock is None or clock.state != "lapsed":
        raise Refused("补正（缴费）期限还没有过")
    return _clock_fact(
        actor, case, "application.ended", on, {"outcome": outcome_id}, Role.HANDLER, Role.SIGNER
    )


@transaction.atomic
def correct_outcome(
    *, actor: Actor, application: Application, on: date, outcome_id: str, reason: str
) -> Application:
    """更正办理结果: the row of table 3 was put down wrongly. Both rows stay in the story."""
    result = _known(outcome_id)
    case, story = _lock(application)
    require(actor, case.organ, Role.REVIEWER, Role.SIGNER, Role.COMPILER)
    if story.outcome is None:
        raise Refused("还没有办结的申请没有结果可以更正")
    if story.outcome == result.id:
        raise Refused("更正前后是同一个结果")
    if not reason.strip():
        raise Refused("更正要写明原因")
    payload = {"outcome": result.id, "was": story.outcome, "reason": reason}
    _record(case, actor, "application.outcome_corrected", on, payload)
    return case


def _known(outcome_id: str) -> Any:
    try:
        return outcome(outcome_id)
    except KeyError as error:
        raise Refused(str(error.args[0])) from None


@transaction.atomic
def reveal_applicant(*, actor: Actor, application: Application, on: date, purpose: str) -> dict[str, str]:
    """查看申请人信息: opens what is sealed, and leaves a trace of who looked and why (个人信息保护法第五十四条)."""
    from gongkai.applications.sealing import unseal

    case, _ = _lock(application)
    require(actor, case.organ, Role.INTAKE, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    if not purpose.strip():
        raise Refused("查看申请人信息要写明用途")
    _record(case, actor, "application.applicant_viewed", on, {"purpose": purpose})
    person = case.applicant
    return {
        "name": person.name,
        "identity": unseal(person.identity_sealed) if person.identity_sealed else "",
        "contact": unseal(person.contact_sealed) if person.contact_sealed else "",
    }
