# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on consultations: open, receive, screen, judge, hear, feed back, decide (国务院令第713号第十四至十八条、第三十二条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction

from gongkai.applications.actions.online import submission_key
from gongkai.applications.sealing import keyed_digest, seal
from gongkai.engagement.actions.core import Refused, must_have_come, note, numberless, said, told
from gongkai.engagement.models import Consultation, DecisionItem, Hearing, Opinion
from gongkai.law.clock import cn
from gongkai.law.deadlines import consultation_is_short, due
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, System, require
from gongkai.organs.recording import within_a_year
from gongkai.organs.workdays import workdays
from gongkai.publishing.models import Document

PUBLIC = System("公众")
MOST_WORDS = 2000


@transaction.atomic
def open_consultation(
    *,
    actor: Actor,
    organ: Organ,
    document: Document,
    title: str,
    on: date,
    closes_on: date,
    major_decision: bool,
    short_reason: str | None = None,
    explanation: str | None = None,
    ways: str | None = None,
    item: DecisionItem | None = None,
) -> Consultation:
    """公开征求意见. A major decision's is 30 days or says why it is shorter, and has its explanation (令713第十五条)."""
    require(actor, organ, Role.EDITOR)
    must_have_come(on)
    _long_enough(on, closes_on, major_decision, short_reason)
    if document.withdrawn_on is not None or document.published_on > on:
        raise Refused("征求意见稿还没有公开，或者已经撤下；先把它公开，再征求意见")
    if Consultation.objects.filter(document=document).exists():
        raise Refused("这份征求意见稿已经征求过意见")
    if major_decision and not isinstance(actor, System) and not (explanation or "").strip():
        raise Refused("重大行政决策征求意见，应当公布决策草案及其说明（国务院令第713号第十五条）")
    if item is not None and item.dropped_on is not None:
        raise Refused(f"“{item.title}”已经调出重大行政决策事项目录")
    if (
        item is not None
        and not isinstance(actor, System)
        and organ.pk not in (item.drafter_id, item.catalogue.organ_id)
    ):
        raise Refused(
            f"“{item.title}”由{item.drafter.short_name}承办，请由承办单位或者{item.catalogue.organ.short_name}征求意见"
        )
    for words, what in (
        (title, "事项"), (explanation or "", "起草说明"), (short_reason or "", "理由"), (ways or "", "网上以外的方式"),
    ):  # fmt: skip
        numberless(words, what)
    row = Consultation(
        organ=organ, document=document, title=title, major_decision=major_decision, opened_on=on,
        closes_on=closes_on, short_reason=short_reason or None, explanation=(explanation or "").strip() or None,
        ways=(ways or "").strip() or None, item=item,
    )  # fmt: skip
    row.full_clean(exclude=["organ", "document", "item"])
    row.save()
    note(
        row.stream, actor, "consultation.opened", on,
        {"document": document.index_number, "closes_on": closes_on.isoformat(), "major": major_decision,
         **({"item": item.pk} if item else {}), **({"short": short_reason} if short_reason else {})},
    )  # fmt: skip
    return row


def _long_enough(on: date, closes_on: date, major: bool, reason: str | None) -> None:
    if closes_on <= on:
        raise Refused("截止日期应当晚于开始日期")
    within_a_year(closes_on, on, "截止日期", Refused)
    if (reason or "").strip():
        return
    if major and consultation_is_short(on, closes_on):
        raise Refused(
            "重大行政决策公开征求意见一般不少于30日；少于30日的要写明理由（国务院令第713号第十五条）"
        )
    least = settings.GONGKAI_CONSULTATION_WORKDAYS
    if not major and closes_on < workdays().add(on, least):
        raise Refused(f"公开征求意见一般不少于{least}个工作日；少于的要写明理由")


def received_before(nonce: str) -> Opinion | None:
    """The opinion this form made when it was sent the first time."""
    rows = Opinion.objects.select_related("consultation")
    return rows.filter(submission=submission_key(nonce)).first() if nonce else None


def receive_opinion(
    *, actor: Actor, consultation: Consultation, text: str, on: date, name: str = "", contact: str = "", nonce: str = ""
) -> Opinion:  # fmt: skip
    """收到意见, while the consultation is open. The same form (nonce) sent again gives the opinion it made the first time."""
    if before := received_before(nonce):
        return before
    if not consultation.opened_on <= on <= consultation.closes_on:
        raise Refused(f"征求意见的时间是{cn(consultation.opened_on)}至{cn(consultation.closes_on)}")
    if consultation.document.withdrawn_on is not None:
        raise Refused("征求意见稿已经撤下，不再收集意见")
    row = Opinion(
        consultation=consultation, received_on=on, text_sealed=seal(said(text, "意见", MOST_WORDS)),
        name_sealed=seal(name.strip()) if name.strip() else None,
        contact_sealed=seal(contact.strip()) if contact.strip() else None,
        submission=submission_key(nonce) if nonce else None,
    )  # fmt: skip
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            payload = {"opinion": row.pk, "digest": keyed_digest("opinion", row.text)}
            note(consultation.stream, actor, "consultation.opinion", on, payload)
    except IntegrityError:
        if before := received_before(nonce):
            return before
        raise
    return row


@transaction.atomic
def enter_opinion(
    *, actor: Actor, consultation: Consultation, number: str, text: str, on: date, name: str = "", contact: str = ""
) -> Opinion:  # fmt: skip
    """登记一条书面意见 (letter, mail, counter), under the number it was registered with: the same number is entered once."""
    about = _open_to_judgement(actor, consultation, on)
    return receive_opinion(
        actor=actor,
        consultation=about,
        text=text,
        on=on,
        name=name,
        contact=contact,
        nonce=paper_nonce(about, number),
    )


def paper_nonce(consultation: Consultation, number: str) -> str:
    """What tells a written opinion from the others of its consultation."""
    return f"paper|{consultation.pk}|{number.strip()}"


def _locked(consultation: Consultation) -> Consultation:
    return (
        Consultation.objects.select_for_update(of=("self",)).select_related("organ").get(pk=consultation.pk)
    )


def _readable(actor: Actor, consultation: Consultation, on: date) -> Consultation:
    row = _locked(consultation)
    require(actor, row.organ, Role.EDITOR, Role.HANDLER)
    must_have_come(on)
    return row


def _open_to_judgement(actor: Actor, consultation: Consultation, on: date) -> Consultation:
    row = _readable(actor, consultation, on)
    if row.feedback_on is not None:
        raise Refused(f"采纳情况已于{cn(row.feedback_on)}公布，意见的处理不能再改")
    return row


def _chosen(about: Consultation, opinions: Sequence[Opinion], on: date) -> list[Opinion]:
    rows = list(about.opinions.filter(pk__in=[o.pk for o in opinions]))
    if not rows or len(rows) != len({o.pk for o in opinions}):
        raise Refused("请选择这次征求到的意见")
    if any(row.received_on > on for row in rows):
        raise Refused("日期早于收到意见的日期，请核对")
    return rows


@transaction.atomic
def screen_opinions(
    *, actor: Actor, consultation: Consultation, opinions: Sequence[Opinion], on: date, ground: str | None = None, why: str = ""
) -> Consultation:  # fmt: skip
    """看过: the opinions may be shown; or 不予公布, only on a ground of law and saying what it is. Disagreeing is no ground."""
    # What turns out later to be someone's secret or private matter is taken from the public whenever it is noticed.
    about = _readable(actor, consultation, on) if ground else _open_to_judgement(actor, consultation, on)
    rows = _chosen(about, opinions, on)
    if ground is not None:
        if ground not in Opinion.Ground.values:
            raise Refused("只有法律规定的情形可以不予公布，请选择其中一项")
        why = told(why, "不予公布的说明：哪些内容属于这一情形", 200)
    for row in rows:
        row.screened_on, row.withheld, row.withheld_why = on, ground, why if ground else None
        row.save(update_fields=["screened_on", "withheld", "withheld_why"])
    kind = "consultation.withheld" if ground else "consultation.screened"
    note(
        about.stream,
        actor,
        kind,
        on,
        {"opinions": [r.pk for r in rows], **({"ground": ground} if ground else {})},
    )
    return about


@transaction.atomic
def judge_opinion(*, actor: Actor, opinion: Opinion, adoption: str, reason: str, on: date) -> Opinion:
    """写明一条意见是否采纳及理由."""
    about = _open_to_judgement(actor, opinion.consultation, on)
    _judge(opinion, adoption, reason, on)
    note(about.stream, actor, "consultation.judged", on, {"opinion": opinion.pk, "adoption": str(adoption)})
    return opinion


def _judge(opinion: Opinion, adoption: str, reason: str, on: date) -> None:
    if adoption != Opinion.Adoption.ADOPTED and not reason.strip():
        raise Refused("部分采纳、未采纳要写明理由")
    opinion.adoption, opinion.reason = adoption, numberless(reason.strip(), "理由")
    opinion.screened_on = opinion.screened_on or on  # who judges has read it
    opinion.clean_fields(
        exclude=["consultation", "text_sealed", "name_sealed", "contact_sealed", "submission"]
    )
    opinion.save(update_fields=["adoption", "reason", "screened_on"])


@transaction.atomic
def judge_opinions(
    *, actor: Actor, consultation: Consultation, opinions: Sequence[Opinion], adoption: str, reason: str, on: date
) -> Consultation:  # fmt: skip
    """Alike opinions judged together: each carries the same adoption and reason."""
    about = _open_to_judgement(actor, consultation, on)
    rows = _chosen(about, opinions, on)
    for row in rows:
        _judge(row, adoption, reason, on)
    payload = {"opinions": [r.pk for r in rows], "adoption": str(adoption)}
    note(about.stream, actor, "consultation.judged_together", on, payload)
    return about


@transaction.atomic
def hold_hearing(
    *, actor: Actor, consultation: Consultation, kind: str, on: date, place: str, people: int, who: str, summary: str,
    material_on: date | None = None,
) -> Hearing:  # fmt: skip
    """登记听证、座谈等. 听证材料 reach those who take part seven days before (令713第十六条)."""
    row = _locked(consultation)
    require(actor, row.organ, Role.EDITOR, Role.HANDLER)
    if kind == Hearing.Kind.HEARING:
        if material_on is None:
            raise Refused("听证会要写明材料送达参加人的日期（国务院令第713号第十六条）")
        if material_on > due("hearing_material", on, workdays()):
            raise Refused("听证材料应当在听证会7日前送达参加人（国务院令第713号第十六条）")
    for words, what in ((place, "地点"), (who, "参加人"), (summary, "主要意见")):
        numberless(words, what)
    hearing = Hearing(
        consultation=row, kind=kind, held_on=on, place=place, people=people, who=who, summary=summary,
        material_on=material_on,
    )  # fmt: skip
    hearing.full_clean(exclude=["consultation"])
    hearing.save()
    note(
        row.stream,
        actor,
        "consultation.heard",
        on,
        {"hearing": hearing.pk, "kind": str(kind), "people": people},
    )
    return hearing


@transaction.atomic
def feed_back(*, actor: Actor, consultation: Consultation, on: date, feedback: str) -> Consultation:
    """公布采纳情况, once every opinion has been judged (令713第十八条)."""
    row = _locked(consultation)
    require(actor, row.organ, Role.EDITOR)
    if row.feedback_on is not None:
        raise Refused(f"采纳情况已于{cn(row.feedback_on)}公布")
    if on <= row.closes_on:  # the last day is the public's to its end
        raise Refused(f"{cn(row.closes_on)}还可以提意见，截止以后再公布采纳情况")
    left = row.opinions.filter(adoption__isnull=True).count()
    if left:
        raise Refused(f"还有{left}条意见没有写明是否采纳")
    row.feedback_on, row.feedback = on, told(feedback, "采纳情况", 4000)
    row.save(update_fields=["feedback_on", "feedback"])
    note(row.stream, actor, "consultation.fed_back", on, {})
    return row


@transaction.atomic
def link_decision(*, actor: Actor, consultation: Consultation, document: Document, on: date) -> Consultation:
    """决策已经公布: the document that came of the draft, which has to say what was adopted first (令713第三十二条)."""
    row = _locked(consultation)
    require(actor, row.organ, Role.EDITOR)
    if row.feedback_on is None:
        raise Refused("先公布意见采纳情况，再联系决策文件（国务院令第713号第三十二条）")
    if document.withdrawn_on is not None or document.published_on > on:
        raise Refused("决策文件还没有公开，或者已经撤下")
    if document.pk == row.document_id:
        raise Refused("请选择决策文件，不是征求意见稿")
    row.decision = document
    row.save(update_fields=["decision"])
    note(row.stream, actor, "consultation.decided", on, {"document": document.index_number})
    return row


@transaction.atomic
def reveal_sender(*, actor: Actor, opinion: Opinion, on: date, purpose: str) -> dict[str, str]:
    """查看提意见的人的姓名和联系方式, with a purpose and a trace (个人信息保护法第五十四条)."""
    about = _locked(opinion.consultation)
    require(actor, about.organ, Role.EDITOR, Role.HANDLER)
    purpose = told(purpose, "查看的用途", 100)
    note(about.stream, actor, "consultation.sender_viewed", on, {"opinion": opinion.pk, "purpose": purpose})
    return opinion.person()
