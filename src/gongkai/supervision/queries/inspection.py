# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What is wrong now: by rule, by unit, by age; and how the notices stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from gongkai.organs.models import Person, Role
from gongkai.organs.permissions import Actor, System
from gongkai.organs.queries import ids_with_roles, working_ids
from gongkai.supervision.models import CleanUp, Detection, Escalation, Finding, Notice, Receipt, Run

AGES = ((7, "一周以内"), (30, "一个月以内"), (90, "三个月以内"), (None, "三个月以上"))


def supervises(actor: Actor) -> bool:
    """Whether the person looks into the work of units below: the disclosure office."""
    from gongkai.supervision.actions.core import site_organ

    ids = ids_with_roles(actor, Role.SUPERVISOR)
    return ids is None or site_organ().pk in ids


def detections_visible_to(actor: Actor) -> QuerySet[Detection]:
    """What the machine found at the actor's organs and those below where it oversees."""
    rows = Detection.objects.select_related("organ")
    ids = working_ids(actor)
    return rows if ids is None else rows.filter(organ__in=ids)


def standing(rows: QuerySet[Detection]) -> QuerySet[Detection]:
    """Those that are wrong now: neither gone nor set aside."""
    return rows.filter(closed_on__isnull=True, dismissed_on__isnull=True)


def notices_visible_to(actor: Actor) -> QuerySet[Notice]:
    """Notices the actor's organs issued, or that name them."""
    rows = Notice.objects.select_related("organ")
    ids = working_ids(actor)
    return rows if ids is None else rows.filter(Q(organ__in=ids) | Q(findings__organ__in=ids)).distinct()


@dataclass(frozen=True)
class Tallied:
    """One bar: what it is called, where it leads, how many."""

    key: str
    label: str
    count: int


def by_rule(rows: QuerySet[Detection]) -> dict[str, int]:
    return dict(rows.order_by().values_list("rule").annotate(n=Count("pk")))


def by_unit(rows: QuerySet[Detection]) -> list[Tallied]:
    """Units with most first."""
    found = rows.order_by().values_list("organ__slug", "organ__short_name").annotate(n=Count("pk"))
    return [Tallied(slug, name, n) for slug, name, n in found.order_by("-n", "organ__slug")]


def of_age(rows: QuerySet[Detection], name: str, on: date) -> QuerySet[Detection]:
    """Those first seen so long ago."""
    for n, (days, _) in enumerate(AGES):
        if name == str(n):
            newest = AGES[n - 1][0] if n else None
            if newest is not None:
                rows = rows.filter(first_seen__lt=on - timedelta(days=newest))
            return rows.filter(first_seen__gte=on - timedelta(days=days)) if days is not None else rows
    return rows


def by_age(rows: QuerySet[Detection], on: date) -> list[Tallied]:
    """How long it has been wrong, from the day it was first seen."""
    counts = {
        f"age{n}": Count("pk", filter=_between(AGES[n - 1][0] if n else None, days, on))
        for n, (days, _) in enumerate(AGES)
    }
    found = rows.order_by().aggregate(**counts)
    return [Tallied(str(n), label, found[f"age{n}"]) for n, (_, label) in enumerate(AGES)]


def _between(newer: int | None, older: int | None, on: date) -> Q:
    within = Q(first_seen__lt=on - timedelta(days=newer)) if newer is not None else Q()
    return within & Q(first_seen__gte=on - timedelta(days=older)) if older is not None else within


def last_run() -> Run | None:
    """The latest inspection of our own record."""
    return Run.objects.filter(site__isnull=True).select_related("by").first()


@dataclass(frozen=True)
class Progress:
    """How a notice stands: its items, those closed, those past their limit, units that signed of those named."""

    total: int
    closed: int
    overdue: int
    units: int
    signed: int
    due: date | None
    level: int


def progress_of(actor: Actor, notices: Iterable[Notice], on: date) -> dict[int, Progress]:
    """How these notices stand, in three questions: for who issued them whole, for a unit its own items only."""
    ids, organs = [n.pk for n in notices], working_ids(actor)
    mine = Q() if organs is None else Q(organ__in=organs) | Q(notice__organ__in=organs)
    rows = Finding.objects.filter(mine, notice__in=ids).order_by().values("notice")
    counted = rows.annotate(
        n=Count("pk"), done=Count("pk", filter=Q(rectified_on__isnull=False)), units=Count("organ", distinct=True),
        late=Count("pk", filter=Q(rectified_on__isnull=True, due_on__lt=on)),
        due=Min("due_on", filter=Q(rectified_on__isnull=True)),
    )  # fmt: skip
    signed = dict(
        Receipt.objects.filter(mine, notice__in=ids).order_by().values_list("notice").annotate(n=Count("pk"))
    )
    levels = dict(
        Escalation.objects.filter(
            finding__in=Finding.objects.filter(mine, notice__in=ids, rectified_on__isnull=True)
        )
        .order_by().values_list("finding__notice").annotate(n=Max("level"))
    )  # fmt: skip
    return {
        r["notice"]: Progress(
            r["n"],
            r["done"],
            r["late"],
            r["units"],
            signed.get(r["notice"], 0),
            r["due"],
            levels.get(r["notice"], 0),
        )
        for r in counted
    }


def clean_ups_visible_to(actor: Actor) -> QuerySet[CleanUp]:
    """Proposals about documents of the actor's organs."""
    rows = CleanUp.objects.select_related("document__organ", "proposed_by", "decided_by", "successor")
    ids = working_ids(actor)
    return rows if ids is None else rows.filter(document__organ__in=ids)


def unsigned(actor: Person) -> list[tuple[Notice, int]]:
    """Notices that name the person's own organ and are not signed for, with how many items."""
    ids = set() if isinstance(actor, System) else set(actor.appointments.values_list("organ_id", flat=True))
    signed = Receipt.objects.filter(notice=OuterRef("notice"), organ=OuterRef("organ"))
    rows = Finding.objects.filter(organ__in=ids).exclude(Exists(signed))
    found = rows.filter(rectified_on__isnull=True).order_by().values_list("notice").annotate(n=Count("pk"))
    counts = dict(found)
    return [(n, counts[n.pk]) for n in Notice.objects.filter(pk__in=counts).order_by("-issued_on", "-pk")]
