# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""文书 from draft to service. Drafting and signing are two persons' work; what a letter does, it does when it is served."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from gongkai.applications.actions.core import (
    Refused,
    lock,
    must_have_come,
    record_event,
    refuse_errors,
    trial,
)
from gongkai.applications.actions.effects import bring_about, on_the_clock
from gongkai.applications.letters.composing import compose, matter_of, needs_names, snapshot_of, typed_facts
from gongkai.applications.letters.facts import number as whole
from gongkai.applications.letters.judgement import judgement_of
from gongkai.applications.letters.remedy import head_of
from gongkai.applications.letters.snapshot import Snapshot, opened
from gongkai.applications.letters.wording import Piece
from gongkai.applications.letters.words import fields_of, series_of
from gongkai.applications.models import Application, FeeDecision, Letter
from gongkai.applications.sealing import seal
from gongkai.applications.story import Story
from gongkai.law.calendar import parse_day
from gongkai.law.clock import cn
from gongkai.law.letters import LetterKind
from gongkai.law.letters import letter as kind_of
from gongkai.law.service import SERVICE, Way, served_on
from gongkai.ledger.models import Event
from gongkai.ledger.queries import stream
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import Actor, person_or_none, require

# Kinds that belong to what comes after the reply, or beside it.
AFTER_CLOSING = frozenset({"correction", "review_answer", "third_party_decision"})
DRAFTERS = (Role.INTAKE, Role.HANDLER)
State = Letter.State


def _opened(letter: Letter) -> tuple[Letter, Application, Story]:
    """Lock the letter's case and read both again."""
    case, story = lock(letter.application)
    row = Letter.objects.select_for_update(of=("self",)).select_related("organ").get(pk=letter.pk)
    row.application = case
    return row, case, story


def _tell(row: Letter, actor: Actor, kind: str, on: date, **more: Any) -> None:
    """Write to the ledger which letter, never its words."""
    payload = {"letter": row.pk, "kind": row.kind, "number": row.number, "outcome": row.outcome, **more}
    record_event(row.application, actor, f"letter.{kind}", on, payload)


def _cleaned(kind: LetterKind, facts: Mapping[str, Any], refused_for: str | None) -> dict[str, str]:
    """The officer's facts, only those the kind has; days and numbers read strictly."""
    found: dict[str, str] = {}
    for field in fields_of(kind, refused_for):
        value = facts.get(field.key)
        text = (
            value.isoformat() if isinstance(value, date) else str(value if value is not None else "").strip()
        )
        if not text:
            continue
        if field.type == "number" and not whole(text):
            raise Refused(f"{field.label}应是大于0的整数，现在是“{text}”")
        if field.type == "day":
            try:
                parse_day(text)
            except ValueError:
                raise Refused(f"{field.label}请写成2025-02-10这样") from None
        found[field.key] = text
    return found


def _allowed(case: Application, story: Story, kind: LetterKind, on: date, facts: Mapping[str, str]) -> None:
    """Refuse a letter the law would not allow to be served on this day."""
    if story.outcome is not None and kind.key not in AFTER_CLOSING:
        raise Refused("这件申请已经办结，不能再发这种文书")
    if story.received_on is None and kind.key != "acknowledgement":
        raise Refused("这件申请还没有收到日期，先与申请人确认（条例第三十一条）")
    if effect := on_the_clock(kind.key, facts):
        refuse_errors(trial(story, effect[0], on, effect[1]))


@transaction.atomic
def draft_letter(
    *, actor: Actor, application: Application, on: date, kind: str, facts: Mapping[str, Any],
    outcome: str | None = None, refused_for: str | None = None,
) -> Letter:  # fmt: skip
    """拟稿. A letter that decides carries the row the judgement leads to; one reply at a time."""
    chosen = kind_of(kind)
    case, story = lock(application)
    require(actor, case.organ, *DRAFTERS)
    must_have_come(on)
    if outcome is None and len(chosen.outcomes) == 1:
        outcome = chosen.outcomes[0]
    if bool(chosen.outcomes) != (outcome is not None) or (outcome and outcome not in chosen.outcomes):
        raise Refused(f"《{chosen.title}》不能告知这一办理结果")
    if chosen.outcomes and isinstance(actor, Person):
        _follows_judgement(case, outcome, refused_for)
    if kind == "fee" and isinstance(actor, Person):
        _fee_was_decided(case)
    if (
        chosen.outcomes
        and case.letters.filter(outcome__isnull=False, state__in=["draft", "review", "signed"]).exists()
    ):
        raise Refused("这件申请已有一份没有送达的答复文书，先作废再另拟")
    typed = _cleaned(chosen, facts, refused_for or outcome)
    _allowed(case, story, chosen, on, typed)
    row = Letter(
        application=case, organ=case.organ, kind=kind, outcome=outcome,
        refused_for=refused_for if outcome == "R3.2" else None,
        drafted_by=person_or_none(actor), facts_sealed=seal(json.dumps(typed, ensure_ascii=False)),
    )  # fmt: skip
    row.save()
    _tell(row, actor, "drafted", on)
    return row


def _follows_judgement(case: Application, outcome: str | None, refused_for: str | None) -> None:
    judged = judgement_of(stream(case.stream))
    if judged.outcome is None:
        raise Refused("“怎么答复”还没有判断完，判断到结果以后再拟答复")
    if judged.outcome != outcome or (outcome == "R3.2" and judged.refused_for != refused_for):
        raise Refused("文书与“怎么答复”判断的结果不同；要用另一行的，先在判断里另选并写明理由")


def _fee_was_decided(case: Application) -> None:
    if not judgement_of(stream(case.stream)).answers.get("fee"):
        raise Refused("收费由人决定：先在“怎么答复”里决定收取信息处理费，再拟收费通知书（条例第四十二条）")
    if not FeeDecision.objects.filter(application=case).exists():
        raise Refused("收费由人决定：先由签发人决定收费的标准和金额，再拟收费通知书（条例第四十二条）")


@transaction.atomic
def revise_letter(*, actor: Actor, letter: Letter, on: date, facts: Mapping[str, Any]) -> Letter:
    """改稿. Whoever wrote in it is a drafter and cannot sign it."""
    row, case, story = _opened(letter)
    require(actor, row.organ, *DRAFTERS)
    _must_be(row, State.DRAFT)
    kind = kind_of(row.kind)
    typed = _cleaned(kind, facts, row.refused_for or row.outcome)
    _allowed(case, story, kind, on, typed)
    row.facts_sealed = seal(json.dumps(typed, ensure_ascii=False))
    row.save(update_fields=["facts_sealed"])
    _tell(row, actor, "revised", on)
    return row


def _must_be(row: Letter, *states: Letter.State) -> None:
    if row.state not in states:
        wanted = "、".join(s.label for s in states)
        raise Refused(f"这份文书是“{row.get_state_display()}”，不是“{wanted}”")


@transaction.atomic
def send_for_review(*, actor: Actor, letter: Letter, on: date) -> Letter:
    """送审. A letter with a gap is not sent; the gaps are named."""
    row, _, _ = _opened(letter)
    require(actor, row.organ, *DRAFTERS)
    _must_be(row, State.DRAFT)
    _complete(row, on)
    row.state = State.REVIEW
    row.save(update_fields=["state"])
    _tell(row, actor, "sent_for_review", on)
    return row


def _complete(row: Letter, on: date) -> Any:
    """The composed draft. Raises Refused naming what is missing and the article that wants it."""
    kind = kind_of(row.kind)
    matter = matter_of(row.application, kind, on, row=row.outcome, refused_for=row.refused_for)
    head = head_of(row.organ)
    draft = compose(matter, row.organ, typed_facts(row), head=head)
    if draft.missing:
        names = "、".join(f.label for f in draft.missing)
        raise Refused(f"《{kind.title}》还缺：{names}（{kind.citation.text}）")
    if needs_names(kind) and head.lacking:
        raise Refused(f"还没有设置{'、'.join(head.lacking)}，救济写不出来；请管理员在文书设置里补上")
    return matter, head, draft


@transaction.atomic
def review_letter(*, actor: Actor, letter: Letter, on: date) -> Letter:
    """审核通过, before signing, by someone who did not write it."""
    row, _, _ = _opened(letter)
    require(actor, row.organ, Role.REVIEWER, Role.SIGNER)
    _must_be(row, State.REVIEW)
    _not_a_writer(row, actor, "审核")
    row.reviewed_by = person_or_none(actor)
    row.save(update_fields=["reviewed_by"])
    _tell(row, actor, "reviewed", on)
    return row


@transaction.atomic
def return_letter(*, actor: Actor, letter: Letter, on: date, reason: str) -> Letter:
    """退回修改, with what to change."""
    row, _, _ = _opened(letter)
    require(actor, row.organ, Role.REVIEWER, Role.SIGNER)
    _must_be(row, State.REVIEW)
    if not reason.strip():
        raise Refused("退回要写明要改什么")
    row.state, row.reviewed_by, row.remark_sealed = State.DRAFT, None, seal(reason.strip())
    row.save(update_fields=["state", "reviewed_by", "remark_sealed"])
    _tell(row, actor, "returned", on)
    return row


def _not_a_writer(row: Letter, actor: Actor, what: str) -> None:
    if not isinstance(actor, Person):
        return
    written = Event.objects.filter(
        stream=row.application.stream, kind__in=["letter.drafted", "letter.revised"], actor=actor
    )
    if row.drafted_by_id == actor.pk or any(e.payload.get("letter") == row.pk for e in written):
        raise Refused(
            f"拟稿人不能{what}自己拟的文书：拟稿和{what}要由两人分别办理（条例第四十五条的审核制度）"
        )


@transaction.atomic
def sign_letter(*, actor: Actor, letter: Letter, on: date) -> Letter:
    """签发: the number is taken, the words are fixed. The drafter cannot sign."""
    row, case, story = _opened(letter)
    require(actor, row.organ, Role.SIGNER)
    _not_a_writer(row, actor, "签发")
    _must_be(row, State.REVIEW)
    must_have_come(on)
    if case.received_on and on < case.received_on:
        raise Refused(f"签发日期{cn(on)}早于收到申请之日{cn(case.received_on)}")
    kind = kind_of(row.kind)
    _allowed(case, story, kind, on, typed_facts(row))
    matter, head, draft = _complete(row, on)
    row.series, row.year = series_of(kind, head.series), on.year
    row.sequence = _next(row.organ, row.year, row.series)
    row.number = f"{head.code}{row.series}〔{row.year}〕{row.sequence}号"
    row.letter_on, row.signed_by, row.state = on, person_or_none(actor), State.SIGNED
    snapshot = snapshot_of(matter, draft, head=head, applicant=case.applicant.name, number=row.number, day=on)
    row.snapshot_sealed, row.snapshot_digest = snapshot.sealed(), snapshot.digest()
    row.save()
    _tell(
        row,
        actor,
        "signed",
        on,
        digest=row.snapshot_digest,
        remedy=snapshot.remedy,
        law=snapshot.remedy_version,
    )
    return row


def _next(organ: Organ, year: int, series: str) -> int:
    """The next number of the organ's series in the year; two who sign at once wait for each other here."""
    Organ.objects.select_for_update().get(pk=organ.pk)
    last = Letter.objects.filter(organ=organ, year=year, series=series).aggregate(last=Max("sequence"))[
        "last"
    ]
    return (last or 0) + 1


@transaction.atomic
def serve_letter(
    *, actor: Actor, letter: Letter, on: date | None = None, way: Way, posted_on: date | None = None,
    signed_on: date | None = None, sent_on: date | None = None, tracking: str = "",
) -> Letter:  # fmt: skip
    """送达, on the day the way of service fixes (国办公开办函〔2016〕235号); what the letter does happens with it."""
    row, case, story = _opened(letter)
    require(actor, row.organ, Role.INTAKE, Role.HANDLER, Role.SIGNER)
    _must_be(row, State.SIGNED)
    day = served_on(way, signed_on=signed_on, posted_on=posted_on, sent_on=sent_on)
    if day is None:
        need = {Way.POST: "交邮日期", Way.ELECTRONIC: "发出日期"}.get(way, "签收日期")
        raise Refused(f"{way.value}要写明{need}（{SERVICE.instrument}）")
    must_have_come(day)
    if row.letter_on and day < row.letter_on:
        raise Refused(f"送达日期{cn(day)}早于文书日期{cn(row.letter_on)}")
    if way is Way.POST and not tracking.strip():
        raise Refused(f"邮寄送达要写明邮件号（邮政企业；{SERVICE.instrument}）")
    if row.outcome:
        _third_party_was_told(case)
    row.state, row.way, row.served_on = State.SERVED, way.value, day
    row.tracking = tracking.strip() or None
    row.save(update_fields=["state", "way", "served_on", "tracking"])
    _tell(row, actor, "served", day, way=way.value)
    bring_about(actor, case, row, story, typed_facts(row), received_on=signed_on)
    return row


def _third_party_was_told(case: Application) -> None:
    """第三十二条: disclosed over an objection only after the third party was told what and why."""
    judged = judgement_of(stream(case.stream))
    told = case.letters.filter(kind="third_party_decision", state=State.SERVED)
    if judged.decision.third_party_is_told and not judged.chosen and not told.exists():
        raise Refused("第三方不同意而决定公开的，先把公开的内容和理由书面告知第三方（条例第三十二条）")


@transaction.atomic
def void_letter(*, actor: Actor, letter: Letter, on: date, reason: str) -> Letter:
    """作废 before service. The number stays used. What was served is not undone but corrected by a new letter."""
    row, _, _ = _opened(letter)
    require(actor, row.organ, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    _must_be(row, State.DRAFT, State.REVIEW, State.SIGNED)
    if not reason.strip():
        raise Refused("作废要写明原因")
    row.state, row.remark_sealed = State.VOID, seal(reason.strip())
    row.save(update_fields=["state", "remark_sealed"])
    _tell(row, actor, "voided", on)
    return row


@transaction.atomic
def preview_letter(*, actor: Actor, letter: Letter, on: date) -> Snapshot:
    """预览 before signing: the paper as it would be signed on the day, gaps marked, without number and seal; logged."""
    row, case, _ = _opened(letter)
    require(actor, row.organ, Role.INTAKE, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    _must_be(row, State.DRAFT, State.REVIEW)
    kind, head = kind_of(row.kind), head_of(row.organ)
    matter = matter_of(case, kind, on, row=row.outcome, refused_for=row.refused_for)
    draft = compose(matter, row.organ, typed_facts(row), head=head)
    marked = [[Piece(f"［请写明：{p.name}］") if p.missing else p for p in line] for line in draft.paragraphs]
    paper = snapshot_of(
        matter, replace(draft, paragraphs=marked), head=replace(head, seal_image=None), applicant=case.applicant.name,
        number="（签发时取文号）", day=on,
    )  # fmt: skip
    record_event(case, actor, "application.applicant_viewed", on, {"purpose": f"预览《{kind.title}》"})
    return paper


@transaction.atomic
def open_letter(*, actor: Actor, letter: Letter, on: date, what: str) -> Snapshot:
    """下载、查看 a signed letter with the applicant's name in it; every look is logged."""
    row, _, _ = _opened(letter)
    require(actor, row.organ, Role.INTAKE, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    if row.snapshot_sealed is None:
        raise Refused("还没有签发，签发后才有正式文书")
    paper = opened(row.snapshot_sealed)
    purpose = f"{what}《{kind_of(row.kind).title}》{row.number}"
    record_event(row.application, actor, "application.applicant_viewed", on, {"purpose": purpose})
    return paper
