# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on what was held and collected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from gongkai.applications.sealing import keyed_digest
from gongkai.engagement.actions.core import Refused, masked, note, numberless, said
from gongkai.engagement.kinds import BY_KEY, MEASURES, Kind
from gongkai.engagement.models import Activity, ActivityKind, CollectedProblem, ProblemStep
from gongkai.law.clock import cn
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, holds, require
from gongkai.publishing.models import Document

WORKING = (Role.EDITOR, Role.HANDLER)


def kind_named(key: str) -> Kind:
    """The built-in kind or the county's own. Raises Refused."""
    if key in BY_KEY:
        return BY_KEY[key]
    own = ActivityKind.objects.filter(key=key).first()
    if own is None:
        raise Refused(f"没有“{key}”这种活动")
    return Kind(own.key, own.label, own.measure, listed=True, told=True)


@transaction.atomic
def open_kind(
    *, actor: Actor, organ: Organ, key: str, label: str, on: date, measure: str | None = None
) -> ActivityKind:
    """增加一种活动, by who oversees or administers the county; the report's figures do not count it."""
    require(actor, organ, Role.SUPERVISOR, Role.ADMIN)
    if organ.parent_id is not None:
        raise Refused("活动的种类各单位统一，由本级政府增加")
    if key in BY_KEY or label in {k.label for k in BY_KEY.values()}:
        raise Refused(f"已经有“{BY_KEY[key].label if key in BY_KEY else label}”这种活动")
    if measure is not None and measure not in MEASURES:
        raise Refused(f"可以按这些统计：{'、'.join(v[0] for v in MEASURES.values())}")
    row = ActivityKind(key=key, label=said(label, "名称", 30), measure=measure or None, opened_on=on)
    row.full_clean()
    row.save()
    note(row.stream, actor, "activity.kind_opened", on, {"label": row.label, "measure": row.measure})
    return row


def _counted_by(kind: Kind, given: dict[str, int | None]) -> None:
    """Each kind has the quantity it is counted by, and no other; the database holds the same."""
    for name, value in given.items():
        if name == kind.measure and value is None:
            raise Refused(f"{kind.label}按{MEASURES[name][0]}统计，请写明{MEASURES[name][0]}")
        if name != kind.measure and value is not None:
            raise Refused(f"{kind.label}不按{MEASURES[name][0]}统计，不用写{MEASURES[name][0]}")


@transaction.atomic
def hold(
    *,
    actor: Actor,
    organ: Organ,
    kind: str,
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
    for words, what in ((title, "名称"), (place, "地点"), (evidence, "依据")):
        numberless(words, what)
    known = kind_named(str(kind))
    _counted_by(known, {"people": people, "firms": firms, "posts": posts})
    row = Activity(
        kind=known.key, organ=organ, title=title, held_on=on, place=place, online=online, measure=known.measure,
        people=people, firms=firms, posts=posts, evidence=evidence,
    )  # fmt: skip
    row.clean_fields(exclude=["organ"])
    row.save(force_insert=True)
    note(
        row.stream, actor, "activity.held", on,
        {"kind": known.key, "organ": organ.slug, "people": people, "firms": firms, "posts": posts},
    )  # fmt: skip
    return row


@transaction.atomic
def describe_activity(
    *, actor: Actor, activity: Activity, on: date, transcript: str = "", video_url: str = "", policies: Sequence[Document] = ()
) -> Activity:  # fmt: skip
    """补充文字实录、视频地址, and the policies it was about. The video is a link; nothing of it is loaded by our pages."""
    row = Activity.objects.select_for_update(of=("self",)).select_related("organ").get(pk=activity.pk)
    require(actor, row.organ, Role.EDITOR)
    if on < row.held_on:
        raise Refused(f"早于举办的{cn(row.held_on)}")
    if video_url and not video_url.startswith("https://"):
        raise Refused("视频地址应以 https:// 开头")
    for document in policies:
        if document.withdrawn_on is not None or document.published_on > on:
            raise Refused(f"“{document.title}”还没有公开，或者已经撤下")
    row.transcript, row.video_url = numberless(transcript.strip(), "文字实录") or None, video_url or None
    row.clean_fields(exclude=["organ"])
    row.save(update_fields=["transcript", "video_url"])
    row.policies.set(policies)
    note(
        row.stream, actor, "activity.described", on,
        {"transcript": keyed_digest("transcript", row.transcript) if row.transcript else None, "video": row.video_url,
         "policies": sorted(d.index_number for d in policies)},
    )  # fmt: skip
    return row


@transaction.atomic
def collect_problem(
    *, actor: Actor, organ: Organ, title: str, on: date, visit: Activity | None = None
) -> CollectedProblem:
    """收集问题 from an enterprise; numbers of whom one talked to are covered, however it was entered."""
    require(actor, organ, Role.EDITOR)
    row = CollectedProblem(organ=organ, visit=visit, title=masked(title), collected_on=on)
    row.clean_fields(exclude=["organ", "visit"])
    row.save(force_insert=True)
    note(row.stream, actor, "problem.collected", on, {"organ": organ.slug})
    return row


def _problem(
    actor: Actor, problem: CollectedProblem, on: date, *, handler_too: bool = True
) -> CollectedProblem:
    rows = CollectedProblem.objects.select_for_update(of=("self",)).select_related("organ", "handler")
    row = rows.get(pk=problem.pk)
    if not (handler_too and row.handler is not None and holds(actor, row.handler, *WORKING)):
        require(actor, row.organ, *WORKING)
    if row.solved_on is not None:
        raise Refused(f"已于{cn(row.solved_on)}解决")
    if on < row.collected_on:
        raise Refused("日期早于收集日期")
    return row


@transaction.atomic
def assign_problem(
    *, actor: Actor, problem: CollectedProblem, handler: Organ, on: date, due_on: date
) -> CollectedProblem:
    """交办: which organ follows it, until when (跟踪办)."""
    row = _problem(actor, problem, on)
    if due_on < on:
        raise Refused("办理期限早于交办日期")
    if row.due_on is not None and due_on > row.due_on and not holds(actor, row.organ, *WORKING):
        raise Refused(f"办理期限{cn(row.due_on)}是{row.organ.short_name}定的，要延后的由它定")
    row.handler, row.due_on = handler, due_on
    row.save(update_fields=["handler", "due_on"])
    note(row.stream, actor, "problem.assigned", on, {"handler": handler.slug, "due_on": due_on.isoformat()})
    return row


@transaction.atomic
def step_problem(
    *, actor: Actor, problem: CollectedProblem, organ: Organ, on: date, text: str
) -> ProblemStep:
    """登记进展."""
    row = _problem(actor, problem, on)
    step = ProblemStep.objects.create(problem=row, organ=organ, on=on, text=masked(said(text, "进展", 300)))
    note(row.stream, actor, "problem.moved", on, {"step": step.pk})
    return step


@transaction.atomic
def answer_problem(*, actor: Actor, problem: CollectedProblem, on: date, answer: str) -> CollectedProblem:
    """答复问题."""
    row = _problem(actor, problem, on)
    if row.answered_on is not None:
        raise Refused(f"已于{cn(row.answered_on)}答复")
    row.answered_on, row.answer = on, masked(said(answer, "答复", 200))
    row.save(update_fields=["answered_on", "answer"])
    note(row.stream, actor, "problem.answered", on, {})
    return row


@transaction.atomic
def solve_problem(*, actor: Actor, problem: CollectedProblem, on: date, solution: str) -> CollectedProblem:
    """解决, with what was done and its evidence. Answered is not yet solved."""
    row = _problem(actor, problem, on)
    row.solved_on, row.solution = on, masked(said(solution, "怎么解决的、依据", 300))
    row.save(update_fields=["solved_on", "solution"])
    note(row.stream, actor, "problem.solved", on, {})
    return row
