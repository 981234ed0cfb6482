# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""征求意见 party by party (条例第十五条、第三十二条、第三十四条): each has its own record, and through it its own clock events."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from gongkai.applications.actions.clock import close_consultation, consult
from gongkai.applications.actions.core import Refused, lock, must_have_come, record_event
from gongkai.applications.models import Application, Party
from gongkai.applications.sealing import seal
from gongkai.law.clock import cn
from gongkai.law.consulted import Answer, Judgement, PartyKind, answer_by, consequence
from gongkai.law.outcomes import outcome
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record
from gongkai.organs.workdays import workdays


@transaction.atomic
def add_party(
    *, actor: Actor, application: Application, on: date, kind: str, name: str, contact: str = ""
) -> Party:
    """登记被征求意见的一方; its number in the case is its own and never typed."""
    case, story = lock(application)
    require(actor, case.organ, Role.HANDLER)
    must_have_come(on)
    if story.outcome is not None:
        raise Refused("已办结的申请不能再登记被征求意见的一方")
    if not name.strip():
        raise Refused("请写明对方的姓名或者名称")
    last = case.parties.order_by("-number").values_list("number", flat=True).first() or 0
    party = Party(
        application=case, number=last + 1, kind=PartyKind(kind).value, name_sealed=seal(name.strip()), added_on=on,
        contact_sealed=seal(contact.strip()) if contact.strip() else None,
    )  # fmt: skip
    party.save()
    _tell(party, case, actor, "added", on, {"to": party.kind})
    return party


@transaction.atomic
def ask_party(*, actor: Actor, party: Party, on: date, received_on: date | None = None) -> Party:
    """发出征求意见书: from the next day the time is left out of the count (条例第三十三条第三款)."""
    row = _locked(party)
    if row.sent_on is not None:
        raise Refused(f"已于{cn(row.sent_on)}向这一方征求意见")
    _received(received_on, sent_on=on)
    consult(
        actor=actor,
        application=row.application,
        on=on,
        id=row.key,
        to=row.kind,
        received_by_party_on=received_on,
    )
    row.sent_on, row.received_on = on, received_on
    row.save(update_fields=["sent_on", "received_on"])
    return row


@transaction.atomic
def confirm_party_receipt(*, actor: Actor, party: Party, on: date) -> Party:
    """对方收到征求意见书: the 15 working days run from this day, which is often learnt later."""
    row = _locked(party)
    case, _ = lock(row.application)
    require(actor, case.organ, Role.INTAKE, Role.HANDLER)
    if row.sent_on is None:
        raise Refused("还没有向这一方发出征求意见书")
    if row.received_on is not None:
        raise Refused(f"已登记对方于{cn(row.received_on)}收到")
    if row.answer is not None:
        raise Refused("已经登记意见，不需要再登记收到日期")
    _received(on, sent_on=row.sent_on)
    row.received_on = on
    row.save(update_fields=["received_on"])
    payload = {"id": row.key, "party": row.pk, "to": row.kind, "received_by_party_on": on.isoformat()}
    record_event(case, actor, "application.consultation_received", on, payload)
    return row


@transaction.atomic
def record_opinion(*, actor: Actor, party: Party, on: date, answer: str, reasons: str = "") -> Party:
    """登记意见: agreed, objected with reasons, or silent once its 15 working days are over."""
    row, said = _locked(party), Answer(answer)
    if row.sent_on is None:
        raise Refused("还没有向这一方发出征求意见书，不能登记意见")
    if row.answer is not None:
        raise Refused(f"这一方的意见已经登记（{row.get_answer_display()}）")
    if said is Answer.OBJECTED and not reasons.strip():
        raise Refused("不同意公开的，请写明对方的理由（条例第三十二条要判断理由是否合理）")
    if said is Answer.SILENT:
        _silence(row, on)
    close_consultation(actor=actor, application=row.application, on=on, id=row.key, answer=said.value)
    row.answer, row.answered_on = said.value, on
    row.reasons_sealed = seal(reasons.strip()) if reasons.strip() else None
    row.save(update_fields=["answer", "answered_on", "reasons_sealed"])
    return row


@transaction.atomic
def judge_objection(*, actor: Actor, party: Party, on: date, judgement: str, why: str) -> Party:
    """判断第三方不同意公开的理由 (条例第三十二条): a person decides, with the reason."""
    row = _locked(party)
    case, _ = lock(row.application)
    require(actor, case.organ, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    must_have_come(on)
    if row.kind != PartyKind.THIRD_PARTY or row.answer != Answer.OBJECTED or row.answered_on is None:
        raise Refused("只有第三方不同意公开的意见需要判断理由")
    if case.state == "closed":
        raise Refused("这件申请已经办结")
    if row.told_on is not None:
        raise Refused("决定公开告知书已经送达，不能再改判断")
    if on < row.answered_on:
        raise Refused(f"{cn(on)}早于收到意见的{cn(row.answered_on)}，请核对日期")
    if not why.strip():
        raise Refused("请写明判断的理由")
    row.judgement, row.judged_on, row.judged_why = Judgement(judgement).value, on, why.strip()
    row.full_clean(exclude=["application"])
    row.save(update_fields=["judgement", "judged_on", "judged_why"])
    _tell(row, case, actor, "judged", on, {"judgement": row.judgement})
    return row


@transaction.atomic
def tell_third_party(*, actor: Actor, party: Party, on: date) -> Party:
    """决定公开告知书送达第三方, before anything is released over its objection (条例第三十二条)."""
    row = _locked(party)
    case, _ = lock(row.application)
    require(actor, case.organ, Role.HANDLER, Role.SIGNER)
    must_have_come(on)
    if not _must_be_told(row) or row.judged_on is None:
        raise Refused("没有决定不顾这一方的反对而公开，不需要决定公开告知书")
    if row.told_on is not None:
        raise Refused(f"决定公开告知书已于{cn(row.told_on)}送达")
    if on < row.judged_on:
        raise Refused(f"{cn(on)}早于作出判断的{cn(row.judged_on)}，请核对日期")
    row.told_on = on
    row.save(update_fields=["told_on"])
    _tell(row, case, actor, "told", on, {})
    return row


@transaction.atomic
def open_party(*, actor: Actor, party: Party, on: date) -> dict[str, str]:
    """查看这一方的姓名、联系方式和意见, and leave a trace of the look (个人信息保护法第五十四条)."""
    case = party.application
    require(actor, case.organ, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    record(f"party/{party.pk}", actor, "party.viewed", on, {"application": case.pk})
    return {"name": party.name, "contact": party.contact, "reasons": party.reasons}


def ask_by_letter(
    *, actor: Actor, application: Application, on: date, kind: str, name: str, received_on: date | None
) -> Party:
    """What a served 征求意见书 brings about: the party it names is asked, and put down first where it was not."""
    waiting = list(application.parties.filter(kind=kind, sent_on__isnull=True))
    party = next((p for p in waiting if p.name == name.strip()), None)
    if party is None:
        party = add_party(actor=actor, application=application, on=on, kind=kind, name=name)
    return ask_party(actor=actor, party=party, on=on, received_on=received_on)


def tell_by_letter(*, actor: Actor, application: Application, on: date, name: str) -> None:
    """What a served 决定公开告知书 brings about: the third party it names was told before the release."""
    for party in application.parties.filter(told_on__isnull=True, judgement__isnull=False):
        if party.name == name.strip() and _must_be_told(party):
            tell_third_party(actor=actor, party=party, on=on)


def refuse_release(case: Application, outcome_id: str, on: date) -> None:
    """条例第三十二条: nothing is released over a third party's objection before the objection is judged and, if it is
    overridden, the third party told in writing. Raises Refused naming the party."""
    if outcome(outcome_id).id not in ("R3.1", "R3.2"):
        return
    for party in case.parties.filter(kind=PartyKind.THIRD_PARTY, answer=Answer.OBJECTED):
        if party.judgement is None:
            raise Refused(f"{party}不同意公开，还没有判断理由是否合理（条例第三十二条）")
        if _must_be_told(party) and (party.told_on is None or party.told_on > on):
            raise Refused(f"决定公开告知书还没有送达{party}，不能先公开（条例第三十二条）")
        if party.judgement == Judgement.WITHHOLD and outcome_id == "R3.1":
            raise Refused(f"{party}不同意公开且理由合理，不能全部公开（条例第三十二条）")


def _must_be_told(party: Party) -> bool:
    judged = Judgement(party.judgement) if party.judgement else None
    return consequence(
        PartyKind(party.kind), Answer(party.answer) if party.answer else None, judged
    ).tell_first


def _silence(row: Party, on: date) -> None:
    if row.sent_on is None:
        return
    last = answer_by(PartyKind(row.kind), row.received_on or row.sent_on, workdays())
    if last is None:
        raise Refused("其他机关没有法定的答复期限，请登记它的意见，或者先催办")
    if on <= last:
        article = "第三十二条" if row.kind == PartyKind.THIRD_PARTY else "第三十四条"
        raise Refused(f"对方提出意见的期限到{cn(last)}，还没有过（条例{article}）")


def _received(received_on: date | None, *, sent_on: date) -> None:
    if received_on is None:
        return
    must_have_come(received_on)
    if received_on < sent_on:
        raise Refused(f"对方收到日期{cn(received_on)}早于发出的{cn(sent_on)}")


def _locked(party: Party) -> Party:
    return Party.objects.select_for_update(of=("self",)).select_related("application__organ").get(pk=party.pk)


def _tell(party: Party, case: Application, actor: Actor, kind: str, on: date, also: dict[str, Any]) -> None:
    payload = {"party": party.pk, "number": party.number, "kind": party.kind, **also}
    record_event(case, actor, f"application.party_{kind}", on, payload)
