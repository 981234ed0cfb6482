# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of engagement: recording what was held, collected, asked and answered."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.engagement.models import Activity, CollectedProblem, Consultation, HotlineTicket, Opinion
from gongkai.law.clock import cn
from gongkai.law.deadlines import consultation_is_short
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record
from gongkai.publishing.models import Document


class Refused(Exception):
    """The facts do not allow the verb; the message says which."""


# What each kind is counted by in the report; the kinds not named here are counted one by one.
_QUANTITIES = {"people": "人数", "firms": "家次", "posts": "岗位数"}
_COUNTED_BY = {
    Activity.Kind.TRAINING: "people", Activity.Kind.STAFF_TRAINING: "people", Activity.Kind.ENTERPRISE_VISIT: "firms",
    Activity.Kind.JOB_FAIR: "posts",
}  # fmt: skip


def _counted_by(kind: Activity.Kind, given: dict[str, int | None]) -> None:
    """Each kind has the quantity it is counted by, and no other; the database holds the same."""
    label, wanted = Activity.Kind(kind).label, _COUNTED_BY.get(kind)
    for name, value in given.items():
        if name == wanted and value is None:
            raise Refused(f"{label}按{_QUANTITIES[name]}统计，请写明{_QUANTITIES[name]}")
        if name != wanted and value is not None:
            raise Refused(f"{label}不按{_QUANTITIES[name]}统计，不用写{_QUANTITIES[name]}")


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
    _counted_by(kind, {"people": people, "firms": firms, "posts": posts})
    row = Activity(
        kind=kind, organ=organ, title=title, held_on=on, place=place, online=online, people=people,
        firms=firms, posts=posts, evidence=evidence,
    )  # fmt: skip
    row.clean_fields(exclude=["organ"])
    row.save(force_insert=True)
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
    row.save(force_insert=True)
    record(f"problem/{row.pk}", actor, "problem.collected", on, {"organ": organ.slug})
    return row


@transaction.atomic
def answer_problem(*, actor: Actor, problem: CollectedProblem, on: date, answer: str) -> CollectedProblem:
    """答复问题."""
    row = CollectedProblem.objects.select_for_update(of=("self",)).select_related("organ").get(pk=problem.pk)
    require(actor, row.organ, Role.EDITOR)
    if row.answered_on is not None:
        raise Refused(f"已于{cn(row.answered_on)}答复")
    if on < row.collected_on:
        raise Refused("答复日期早于收集日期")
    row.answered_on, row.answer = on, answer
    row.save(update_fields=["answered_on", "answer"])
    record(f"problem/{row.pk}", actor, "problem.answered", on, {})
    return row


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
    if answered_on is not None and answered_on < on:
        raise Refused("工单的答复日期早于收到日期")
    row.full_clean(exclude=["organ"], validate_constraints=False)
    row.save(force_insert=True)
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
        raise Refused(f"征求意见的时间是{cn(consultation.opened_on)}至{cn(consultation.closes_on)}")
    row = Opinion.objects.create(consultation=consultation, received_on=on, text=text)
    record(f"consultation/{consultation.pk}", actor, "consultation.opinion", on, {"opinion": row.pk})
    return row


@transaction.atomic
def feed_back(*, actor: Actor, consultation: Consultation, on: date, feedback: str) -> Consultation:
    """公布采纳情况, once every opinion has been judged (令713第十八条)."""
    row = _locked(consultation)
    require(actor, row.organ, Role.EDITOR)
    if row.feedback_on is not None:
        raise Refused(f"采纳情况已于{cn(row.feedback_on)}公布")
    if on < row.closes_on:
        raise Refused("征求意见还没有截止")
    left = row.opinions.filter(adoption__isnull=True).count()
    if left:
        raise Refused(f"还有{left}条意见没有写明是否采纳")
    row.feedback_on, row.feedback = on, feedback
    row.save(update_fields=["feedback_on", "feedback"])
    record(f"consultation/{row.pk}", actor, "consultation.fed_back", on, {})
    return row


def _locked(consultation: Consultation) -> Consultation:
    return Consultation.objects.select_for_update(of=("self",)).select_related("organ").get(pk=consultation.pk)


@transaction.atomic
def judge_opinion(*, actor: Actor, opinion: Opinion, adoption: str, reason: str, on: date) -> Opinion:
    """写明一条意见是否采纳及理由."""
    about = _locked(opinion.consultation)
    require(actor, about.organ, Role.EDITOR)
    if about.feedback_on is not None:
        raise Refused(f"采纳情况已于{cn(about.feedback_on)}公布，意见的处理不能再改")
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
