# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on what was held and collected."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.engagement.actions.core import Refused
from gongkai.engagement.models import Activity, CollectedProblem
from gongkai.law.clock import cn
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record

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
