# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of engagement: recording what was held, collected, asked and answered."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.engagement.models import Activity, CollectedProblem, Consultation, HotlineTicket, Opinion
from gongkai.law.deadlines import consultation_is_short
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record
from gongkai.publishing.models import Document


class Refused(Exception):
    """The facts do not allow the verb; the message says which."""


@transaction.atomic
def hold(
    *,
    actor: Actor,
    organ: Organ,
    kind: Activity.Kind,
    title: str,
    on: date,
    place: str,
    evidence: str,
    online: bool = False,
    people: int | None = None,
    firms: int | None = None,
    posts: int | None = None,
) -> Activity:
    """登记活动 with the quantity its kind is counted by (人, 家次 or 个) and the evidence for it."""
    require(actor, organ, Role.EDITOR)
    if not evidence.strip():
        raise Refused("请写明依据（签到表、走访记录等），数字要能打开到依据")
    row = Activity(
        kind=kind, organ=organ, title=title, held_on=on, place=place, online=online, people=people,
        firms=firms, posts=posts, evidence=evidence,
    )  # fmt: skip
    row.full_clean(exclude=["organ"])
    row.save()
    record(
        f"activity/{row.pk}", actor, "activity.held", on,
        {"kind": str(kind), "organ": organ.slug, "people": people, "firms": firms, "posts": posts},
    )  # fmt: skip
    return row


@transaction.atomic
def collect_problem(
    *, actor: Actor, organ: Organ, title: str, on: date, visit: Activity | None = None
) -> CollectedProblem:
    """收集问题 from an enterprise."""
    require(actor, organ, Role.EDITOR)
    row = CollectedProblem(organ=organ, visit=visit, title=title, collected_on=on)
    row.clean_fields(exclude=["organ", "visit"])
    row.save()
    record(f"problem/{row.pk}", actor, "problem.collected", on, {"organ": organ.slug})
    return row


@transaction.atomic
def answer_problem(*, actor: Actor, problem: CollectedProblem, on: date, answer: str) -> CollectedProblem:
    """答复问题."""
    require(actor, problem.organ, Role.EDITOR)
    if problem.answered_on is not None:
        raise Refused(f"已于{problem.answered_on}答复")
    if on < problem.collected_on:
        raise Refused("答复日期早于收集日期")
    problem.answered_on, problem.answer = on, answer
    problem.save(update_fields=["answered_on", "answer"])
    record(f"problem/{problem.pk}", actor, "problem.answered", on, {})
    return problem


@transaction.atomic
def record_ticket(
    *,
    actor: Actor,
    organ: Organ,
    number: str,
    subject: str,
    on: date,
    policy_consultation: bool,
    answered_on: date | None,
) -> HotlineTicket:
    """登记热线工单; the subject names no caller."""
    require(actor, organ, Role.EDITOR)
    row = HotlineTicket(
        organ=organ, number=number, subject=subject, received_on=on,
        policy_consultation=policy_consultation, answered_on=answered_on,
    )  # fmt: skip
    row.full_clean(exclude=["organ"])
    row.save()
    record(
        f"ticket/{row.pk}", actor, "ticket.recorded", on,
        {
            "number": number, "organ": organ.slug, "policy_consultation": policy_consultation,
            "answered_on": answered_on.isoformat() if answered_on else None,
        },
    )  # fmt: skip
    return row


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
) -> Consultation:
    """公开征求意见. A major decision's is 30 days or says why it is shorter (令713第十五条)."""
    require(actor, organ, Role.EDITOR)
    if major_decision and consultation_is_short(on, closes_on) and not short_reason:
        raise Refused(
            "重大行政决策公开征求意见一般不少于30日；少于30日的要写明理由（国务院令第713号第十五条）"
        )
    row = Consultation(
        organ=organ, document=document, title=title, major_decision=major_decision, opened_on=on,
        closes_on=closes_on, short_reason=short_reason,
    )  # fmt: skip
    row.full_clean(exclude=["organ", "document"])
    row.save()
    record(
        f"consultation/{row.pk}", actor, "consultation.opened", on,
        {"document": document.index_number, "closes_on": closes_on.isoformat(), "major": major_decision},
    )  # fmt: skip
    return row


@transaction.atomic
def receive_opinion(*, actor: Actor, consultation: Consultation, text: str, on: date) -> Opinion:
    """收到意见, while the consultation is open."""
    if not consultation.opened_on <= on <= consultation.closes_on:
        raise Refused(f"征求意见的时间是{consultation.opened_on}至{consultation.closes_on}")
    row = Opinion.objects.create(consultation=consultation, received_on=on, text=text)
    record(f"consultation/{consultation.pk}", actor, "consultation.opinion", on, {"opinion": row.pk})
    return row


@transaction.atomic
def feed_back(*, actor: Actor, consultation: Consultation, on: date, feedback: str) -> Consultation:
    """公布采纳情况, once every opinion has been judged (令713第十八条)."""
    require(actor, consultation.organ, Role.EDITOR)
    if on < consultation.closes_on:
        raise Refused("征求意见还没有截止")
    left = consultation.opinions.filter(adoption__isnull=True).count()
    if left:
        raise Refused(f"还有{left}条意见没有写明是否采纳")
    consultation.feedback_on, consultation.feedback = on, feedback
    consultation.save(update_fields=["feedback_on", "feedback"])
    record(f"consultation/{consultation.pk}", actor, "consultation.fed_back", on, {})
    return consultation


@transaction.atomic
def judge_opinion(*, actor: Actor, opinion: Opinion, adoption: str, reason: str, on: date) -> Opinion:
    """写明一条意见是否采纳及理由."""
    require(actor, opinion.consultation.organ, Role.EDITOR)
    if adoption != Opinion.Adoption.ADOPTED and not reason.strip():
        raise Refused("部分采纳、未采纳要写明理由")
    opinion.adoption, opinion.reason = adoption, reason
    opinion.full_clean(exclude=["consultation"])
    opinion.save(update_fields=["adoption", "reason"])
    record(
        f"consultation/{opinion.consultation_id}", actor, "consultation.judged", on,
        {"opinion": opinion.pk, "adoption": str(adoption)},
    )  # fmt: skip
    return opinion
