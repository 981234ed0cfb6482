# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What is stored of activities, problems, responses, stations and goals against the ledger, both ways."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from gongkai.applications.sealing import keyed_digest
from gongkai.engagement.actions.posts import said_of
from gongkai.engagement.models import (
    Activity,
    ActivityKind,
    CollectedProblem,
    Goal,
    GoalProgress,
    JobPost,
    ProblemStep,
    SentimentCase,
    Station,
)
from gongkai.ledger.models import Event
from gongkai.ledger.queries import differing


def _events(*kinds: str) -> Iterator[Event]:
    return Event.objects.filter(kind__in=kinds).order_by("seq").iterator(2000)


def activities() -> Iterator[str]:
    """What was held and with which quantity; what was said of it later; the county's own kinds."""
    rows = {row.stream: row for row in Activity.objects.select_related("organ").iterator(2000)}
    held = {
        name: (r.held_on, {"kind": r.kind, "organ": r.organ.slug, "people": r.people, "firms": r.firms, "posts": r.posts})
        for name, r in rows.items()
    }  # fmt: skip
    for name, how in differing("activity.held", held):
        row = rows.get(name)
        yield f"活动{row.pk}“{row.title}”{how}" if row else f"{name}：{how}"
    said = {e.stream: e.payload for e in _events("activity.described")}
    told = Activity.objects.exclude(transcript=None, video_url=None).prefetch_related(
        "policies"
    ) | Activity.objects.filter(pk__in=[int(name.split("/")[1]) for name in said]).prefetch_related(
        "policies"
    )
    for row in told.distinct():
        digest = keyed_digest("transcript", row.transcript) if row.transcript else None
        stored = {
            "transcript": digest,
            "video": row.video_url,
            "policies": sorted(d.index_number for d in row.policies.all()),
        }
        if said.get(row.stream) != stored:
            yield f"活动{row.pk}“{row.title}”的实录、视频或者文件与账本不同"
    yield from _posts()
    opened = {
        k.stream: (k.opened_on, {"label": k.label, "measure": k.measure}) for k in ActivityKind.objects.all()
    }
    for name, how in differing("activity.kind_opened", opened):
        yield f"活动种类 {name}：{how}"


def _posts() -> Iterator[str]:
    """Posts of job fairs: each listed once with its words, and those taken down."""
    said = {
        (e.stream, e.payload["post"], e.payload.get("digest"))
        for e in _events("activity.post_listed", "activity.post_dropped")
    }
    stored: set[tuple[str, int, str | None]] = set()
    for row in JobPost.objects.iterator(2000):
        at = f"activity/{row.activity_id}"
        stored |= {(at, row.pk, said_of(row))} | ({(at, row.pk, None)} if row.dropped_on else set())
    yield from (f"{at}的岗位{pk}：与账本不同" for at, pk in sorted({(at, pk) for at, pk, _ in said ^ stored}))


def problems() -> Iterator[str]:
    """Each problem: collected, given, answered, solved; the steps between."""
    rows = list(CollectedProblem.objects.select_related("organ", "handler").iterator(2000))
    stored: dict[str, dict[str, Any]] = {
        "problem.collected": {r.stream: (r.collected_on, {"organ": r.organ.slug}) for r in rows},
        "problem.answered": {r.stream: (r.answered_on, {}) for r in rows if r.answered_on},
        "problem.solved": {r.stream: (r.solved_on, {}) for r in rows if r.solved_on},
    }
    for kind, held in stored.items():
        for name, how in differing(kind, held):
            yield f"收集的问题 {name}：{how}"
    given = {e.stream: e.payload for e in _events("problem.assigned")}
    for r in rows:
        mine = {"handler": r.handler.slug, "due_on": r.due_on.isoformat()} if r.handler and r.due_on else None
        if given.get(r.stream) != mine:
            yield f"收集的问题 {r.stream}：交办与账本不同"
    moved = {(e.stream, e.payload["step"]) for e in _events("problem.moved")}
    steps = {(f"problem/{of}", pk) for of, pk in ProblemStep.objects.values_list("problem", "pk")}
    yield from (f"收集的问题 {name}：进展与账本不同" for name, _ in sorted(moved ^ steps))


def responses() -> Iterator[str]:
    """政务舆情, stations, goals."""
    said: dict[str, dict[str, Any]] = {}
    for e in _events("sentiment.raised", "sentiment.responded"):
        said.setdefault(e.stream, {}).update(e.payload)
    for row in SentimentCase.objects.select_related("organ"):
        mine = said.pop(row.stream, {})
        told = mine.get("responded_at")
        same = (
            mine.get("organ") == row.organ.slug and mine.get("major") == row.major
            and datetime.fromisoformat(mine["arose_at"]) == row.arose_at
            and (datetime.fromisoformat(told) if told else None) == row.responded_at
        )  # fmt: skip
        if not same:
            yield f"舆情{row.pk}“{row.title}”：与账本不同"
    yield from (f"{name}：账本里登记过，库里没有" for name in said)
    yield from _stations()
    yield from _goals()


def _stations() -> Iterator[str]:
    said: dict[str, dict[str, Any]] = {}
    for e in _events("station.opened", "station.amended", "station.closed"):
        mine = said.setdefault(e.stream, {"closed": None})
        mine |= {"closed": e.occurred_on} if e.kind == "station.closed" else e.payload
    for row in Station.objects.select_related("organ"):
        stored = {name: getattr(row, name) for name in ("name", "address", "phone", "hours", "services")}
        if said.pop(row.stream, None) != stored | {"organ": row.organ.slug, "closed": row.closed_on}:
            yield f"服务站{row.pk}“{row.name}”：与账本不同"
    yield from (f"{name}：账本里登记过，库里没有" for name in said)


def _goals() -> Iterator[str]:
    held = {
        g.stream: (g.set_on, {
            "organ": g.organ.slug, "baseline": f"{g.baseline:.2f}", "target": f"{g.target:.2f}", "due_on": g.due_on.isoformat(),
        }) for g in Goal.objects.select_related("organ")
    }  # fmt: skip
    for name, how in differing("goal.set", held):
        yield f"目标 {name}：{how}"
    said = {(e.stream, e.occurred_on, e.payload["value"]) for e in _events("goal.reported")}
    steps = {
        (f"goal/{of}", on, f"{value:.2f}")
        for of, on, value in GoalProgress.objects.values_list("goal", "on", "value")
    }
    yield from (f"目标 {name}：进度与账本不同" for name, *_ in sorted(said ^ steps))
