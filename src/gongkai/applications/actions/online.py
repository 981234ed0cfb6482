# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of an applicant on the platform (条例第二十九条、第三十条、第三十一条第三项). Who holds the query code may use them.

An application made online is registered at once and received only when both sides have confirmed it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from gongkai.applications import vault
from gongkai.applications.actions.attachments import attach, said
from gongkai.applications.actions.clock import receive_supplement
from gongkai.applications.actions.closing import withdraw
from gongkai.applications.actions.core import Refused, lock, record_event
from gongkai.applications.actions.intake import ApplicantFacts, receive
from gongkai.applications.codes import code_digest, code_for, new_nonce
from gongkai.applications.models import (
    Agent,
    Application,
    CaseFile,
    Matter,
    Message,
    OnlineParticulars,
    QueryCode,
    State,
)
from gongkai.applications.sealing import keyed_digest, seal
from gongkai.law.receipt import Channel
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, System, require
from gongkai.organs.recording import record
from gongkai.organs.workdays import workdays

APPLICANT = System("申请人")


@dataclass(frozen=True)
class AgentFacts:
    """Who acts for the applicant, and by what."""

    basis: Agent.Basis
    name: str
    identity: str
    contact: str


@dataclass(frozen=True)
class OnlineFacts:
    """What the form asked beyond 条例第二十九条: how to reach the applicant and where to deliver."""

    certificate: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    delivery: str = ""
    receipt: str = ""  # of what came on paper: mail number, who signed for it, the fax machine


@dataclass(frozen=True)
class Filed:
    """A record that was made from a form, and the code to follow it by."""

    record: Application | Matter
    code: str


def submission_key(nonce: str) -> str:
    """Finds the record a form has already made."""
    return keyed_digest("submission", nonce)


def filed_before(nonce: str) -> Filed | None:
    """What this form made when it was sent the first time."""
    known = (
        QueryCode.objects.select_related("application__organ", "matter__organ")
        .filter(submission=submission_key(nonce))
        .first()
    )
    row = known and (known.application or known.matter)
    return Filed(row, code_for(nonce)) if row else None


def apply_online(
    *,
    organ: Organ,
    applicant: ApplicantFacts,
    title: str,
    description: str,
    form: str,
    on: date,
    nonce: str,
    facts: OnlineFacts,
    agent: AgentFacts | None = None,
    files: Sequence[str] = (),
    actor: Actor = APPLICANT,
) -> Filed:
    """网上提交申请: registered under a number, waiting for the confirmation that makes it received.

    The same form (nonce) sent again gives the application it made the first time. files are keys of pending uploads.
    """
    if before := filed_before(nonce):
        return before
    try:
        with transaction.atomic():
            case = receive(
                actor=actor, organ=organ, channel=Channel.ONLINE, applicant=applicant, title=title,
                description=description, form=form, submitted_on=on,
            )  # fmt: skip
            QueryCode.objects.create(
                application=case, digest=code_digest(code_for(nonce)), submission=submission_key(nonce)
            )
            keep_particulars(case, facts, agent)
            _note_attached(case, actor, agent, files, on)
    except IntegrityError:
        if before := filed_before(nonce):  # the same form, sent twice at the same moment
            return before
        raise
    return Filed(case, code_for(nonce))


def keep_particulars(case: Application, facts: OnlineFacts, agent: AgentFacts | None) -> None:
    """Seal what was asked beyond 条例第二十九条, and who acts for the applicant. Inside the verb's transaction."""
    OnlineParticulars.objects.create(application=case, sealed=_sealed(asdict(facts)))
    if agent:
        Agent.objects.create(
            application=case, basis=agent.basis.value, name_sealed=seal(agent.name),
            identity_sealed=seal(agent.identity), contact_sealed=seal(agent.contact),
        )  # fmt: skip


def _sealed(values: Mapping[str, Any]) -> bytes:
    return seal(json.dumps(values, ensure_ascii=False, sort_keys=True))


def _note_attached(
    case: Application, actor: Actor, agent: AgentFacts | None, files: Sequence[str], on: date
) -> None:
    attached = attach(case, files, on=on)
    if not attached and not agent:
        return
    payload = {"files": said(attached), "agent": agent.basis.value if agent else None}
    record_event(case, actor, "application.enclosed", on, payload)


@transaction.atomic
def send_message(
    *,
    application: Application,
    kind: Message.Kind,
    text: str,
    on: date,
    nonce: str,
    files: Sequence[str] = (),
    actor: Actor = APPLICANT,
) -> Message:
    """申请人提交材料: kept with the case. A supplement in time is received the day it enters the system, and restarts the
    clock (条例第三十条; 电子签名法第十一条); a late one waits for the organ. Proof of payment waits for the organ's entry.

    What is added before both sides confirm belongs to the application itself: it moves no clock and is not the one
    supplement the organ may ask for.
    """
    before = Message.objects.filter(submission=submission_key(nonce)).first()
    if before:
        return before
    if not text.strip() and not files:
        raise Refused("请写明内容，或者选择文件")
    case, story = lock(application)
    if case.state == State.CLOSED:
        raise Refused("这件申请已经办结，不能再提交材料")
    early = case.state == State.UNCONFIRMED
    if kind == Message.Kind.SUPPLEMENT and not early and case.state != State.AWAITING_SUPPLEMENT:
        raise Refused("现在不需要补正")
    if kind == Message.Kind.PAYMENT and case.state != State.AWAITING_PAYMENT:
        raise Refused("现在没有需要缴纳的费用")
    message = Message.objects.create(
        application=case,
        kind=kind.value,
        sent_on=on,
        text_sealed=seal(text),
        submission=submission_key(nonce),
    )
    attached = attach(case, files, on=on, message=message)
    record_event(
        case, actor, "application.message_received", on,
        {"message": message.pk, "kind": kind.value, "files": said(attached), **({"early": True} if early else {})},
    )  # fmt: skip
    clock = story.clock(as_of=on, workdays=workdays())
    if kind == Message.Kind.SUPPLEMENT and not early and clock and clock.state != "lapsed":
        receive_supplement(actor=actor, application=case, on=on)
    return message


@transaction.atomic
def withdraw_online(*, application: Application, on: date, actor: Actor = APPLICANT) -> Application:
    """撤回, at once, whether or not it was confirmed yet."""
    return withdraw(actor=actor, application=application, on=on)


@transaction.atomic
def look(*, row: Any, on: date, actor: Actor = APPLICANT) -> None:
    """查询进度: the applicant's own look, kept in a stream of its own so that it never stands in an officer's way."""
    record(f"access/{row.number}", actor, "access.opened", on, {})


@transaction.atomic
def take_file(
    *, application: Application, file: CaseFile, on: date, actor: Actor = APPLICANT
) -> tuple[str, bytes]:
    """下载公开件: (name, bytes) of a file let go to the applicant; each download is logged apart from the case."""
    row = CaseFile.objects.filter(application=application, released_on__isnull=False, pk=file.pk).first()
    if row is None:
        raise Refused("这份文件没有放行给您")
    try:
        data = vault.get(row.stored)
    except FileNotFoundError:
        raise Refused("文件库里找不到这份文件，请联系受理机构") from None
    record(
        f"access/{application.number}", actor, "access.file_taken", on, {"file": row.pk, "digest": row.digest}
    )
    return row.name, data


@transaction.atomic
def issue_code(*, actor: Actor, application: Application, on: date, nonce: str | None = None) -> str:
    """发放查询码: for an application that came by letter or at the counter, or when the code was lost; the old one ends."""
    case, _ = lock(application)
    require(actor, case.organ, Role.INTAKE)
    nonce = nonce or new_nonce()
    QueryCode.objects.update_or_create(
        application=case,
        defaults={"digest": code_digest(code_for(nonce)), "submission": submission_key(nonce)},
    )
    record_event(case, actor, "application.code_issued", on, {})
    return code_for(nonce)
