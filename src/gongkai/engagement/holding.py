# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading activities, collected problems, responses, stations and goals, for the public and the desk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from gongkai.engagement.actions.responses import respond_by
from gongkai.engagement.kinds import BUILT_IN, MEASURES, Kind
from gongkai.engagement.models import (
    Activity,
    ActivityKind,
    CollectedProblem,
    Goal,
    GoalProgress,
    JobPost,
    SentimentCase,
    Station,
)


def kinds() -> list[Kind]:
    """Every kind: the built-in ones, then the county's own."""
    own = [Kind(k.key, k.label, k.measure, listed=True, told=True) for k in ActivityKind.objects.all()]
    return [*BUILT_IN, *own]


def public(as_of: date) -> QuerySet[Activity]:
    """Activities anyone may read of; kinds that are not listed are only summed up."""
    return Activity.objects.filter(held_on__lte=as_of).select_related("organ")


def live_posts(row: Activity) -> QuerySet[JobPost]:
    """Posts of a job fair that were not taken down."""
    return row.listed.filter(dropped_on__isnull=True)


def told(as_of: date) -> QuerySet[Activity]:
    """Those with a public page of their own: kinds that are told one by one, and fairs that say which posts there are."""
    listing = JobPost.objects.filter(activity=OuterRef("pk"), dropped_on__isnull=True)
    kept = [kind.key for kind in kinds() if kind.told]
    return public(as_of).filter(Q(kind__in=kept) | Q(Exists(listing)))


@dataclass(frozen=True)
class Tally:
    """Of one kind in one year: how many, and how much of its quantity."""

    kind: Kind
    year: int
    count: int
    amount: int | None

    @property
    def said(self) -> str:
        """178次，112,575人."""
        if self.amount is None or self.kind.measure is None:
            return f"{self.count:,}次"
        return f"{self.count:,}次，{self.amount:,}{MEASURES[self.kind.measure][1]}"


def tallies(as_of: date) -> list[Tally]:
    """Every kind by year, newest year first: one question for all."""
    rows = (
        public(as_of).order_by().values("kind", "held_on__year")
        .annotate(n=Count("pk"), people=Sum("people"), firms=Sum("firms"), posts=Sum("posts"))
    )  # fmt: skip
    found = {(r["kind"], r["held_on__year"]): r for r in rows}
    years = sorted({year for _, year in found}, reverse=True)
    return [
        Tally(kind, year, r["n"], r[kind.measure] if kind.measure else None)
        for year in years for kind in kinds() if (r := found.get((kind.key, year)))
    ]  # fmt: skip


def problem_counts(rows: QuerySet[CollectedProblem], *, as_of: date) -> dict[str, int]:
    """Collected, answered, solved, overdue."""
    return rows.order_by().aggregate(
        total=Count("pk"), answered=Count("answered_on"), solved=Count("solved_on"),
        late=Count("pk", filter=Q(solved_on__isnull=True, due_on__lt=as_of)),
    )  # fmt: skip


@dataclass(frozen=True)
class Clock:
    """A sentiment case's clock: until when, whether it was or is late, how many hours are left or over."""

    due: datetime
    late: bool
    hours: int


def clock_of(case: SentimentCase, at: datetime) -> Clock:
    """As it stands at the moment, or as it ended with the response."""
    due = respond_by(case)
    end = case.responded_at or at
    return Clock(due, end > due, abs(int((due - end).total_seconds() // 3600)))


def responded(as_of: date) -> QuerySet[SentimentCase]:
    """What was responded to, for the public."""
    rows = SentimentCase.objects.filter(responded_at__isnull=False, responded_at__date__lte=as_of)
    return rows.select_related("organ", "activity", "document").order_by("-responded_at", "-pk")


def stations(as_of: date) -> QuerySet[Station]:
    """Open stations in the order of their organs."""
    rows = Station.objects.filter(opened_on__lte=as_of).filter(
        Q(closed_on__isnull=True) | Q(closed_on__gt=as_of)
    )
    return rows.select_related("organ").order_by("organ__position", "organ", "name", "pk")


@dataclass(frozen=True)
class Standing:
    """A goal and how far it is: the newest value, the share of the way done (0 to 100), in words whether in time."""

    goal: Goal
    last: GoalProgress | None
    percent: int
    reached: bool
    late: bool


def standings(goals: Iterable[Goal], *, as_of: date) -> list[Standing]:
    """Goals with their progress prefetched (`goals_with_progress`)."""
    found = []
    for goal in goals:
        steps = [s for s in goal.progress.all() if s.on <= as_of]
        last = steps[-1] if steps else None
        way = goal.target - goal.baseline
        done = ((last.value - goal.baseline) / way if last else Decimal(0)) * 100
        percent = int(max(Decimal(0), min(Decimal(100), done)))
        found.append(Standing(goal, last, percent, percent >= 100, percent < 100 and goal.due_on < as_of))
    return found


def goals_with_progress(rows: QuerySet[Goal]) -> QuerySet[Goal]:
    return rows.select_related("organ").prefetch_related(
        Prefetch("progress", GoalProgress.objects.order_by("on"))
    )


def by_action(standing: Iterable[Standing]) -> list[tuple[str, list[Standing]]]:
    """Goals under their actions, in the order the actions were first named."""
    found: dict[str, list[Any]] = {}
    for row in sorted(standing, key=lambda s: s.goal.pk):
        found.setdefault(row.goal.action, []).append(row)
    return list(found.items())
