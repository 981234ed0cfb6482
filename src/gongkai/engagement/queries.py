# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading engagement: what these organs held, collected and answered in a span of days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from django.db.models import Count, Model, Q, QuerySet

from gongkai.engagement.models import Activity, CollectedProblem, Consultation, HotlineTicket
from gongkai.ledger.queries import differing
from gongkai.organs.models import Organ
from gongkai.organs.permissions import Actor, System
from gongkai.organs.queries import working_organs

M = TypeVar("M", bound=Model)


def visible_to(actor: Actor, model: type[M]) -> QuerySet[M]:
    """Rows of one of this room's models that the actor may see on the desk."""
    rows = model._default_manager.select_related("organ")
    return rows if isinstance(actor, System) else rows.filter(organ__in=working_organs(actor))


def activities(organs: Iterable[Organ], kind: Activity.Kind, first: date, last: date) -> QuerySet[Activity]:
    """Activities of a kind held in the span."""
    return Activity.objects.filter(
        organ__in=[o.pk for o in organs], kind=kind, held_on__range=(first, last)
    ).select_related("organ")


def problems(organs: Iterable[Organ], first: date, last: date) -> QuerySet[CollectedProblem]:
    """Problems collected in the span."""
    return CollectedProblem.objects.filter(
        organ__in=[o.pk for o in organs], collected_on__range=(first, last)
    ).select_related("organ")


def answered_consultations(organs: Iterable[Organ], first: date, last: date) -> QuerySet[HotlineTicket]:
    """重点政策咨询 answered in the span."""
    return HotlineTicket.objects.filter(
        organ__in=[o.pk for o in organs], policy_consultation=True, answered_on__range=(first, last)
    ).select_related("organ")


def open_to_public(as_of: date) -> QuerySet[Consultation]:
    """正在征求意见, those that close first on top."""
    return (
        Consultation.objects.filter(
            opened_on__lte=as_of, closes_on__gte=as_of, document__withdrawn_on__isnull=True
        )
        .select_related("organ", "document")
        .annotate(received=Count("opinions", filter=Q(opinions__received_on__lte=as_of)))
        .order_by("closes_on")
    )


def check_projections() -> Iterator[str]:
    """What the report counts of this room against the ledger, both ways: activities, problems, tickets, consultations."""
    activities = {f"activity/{row.pk}": row for row in Activity.objects.select_related("organ").iterator(2000)}
    held = {
        name: (r.held_on, {"kind": r.kind, "organ": r.organ.slug, "people": r.people, "firms": r.firms, "posts": r.posts})
        for name, r in activities.items()
    }  # fmt: skip
    for name, how in differing("activity.held", held):
        row = activities.get(name)
        yield f"活动{row.pk}“{row.title}”{how}" if row else f"{name}：{how}"
    problems = CollectedProblem.objects.values_list("pk", "collected_on", "organ__slug")
    collected = {f"problem/{pk}": (on, {"organ": organ}) for pk, on, organ in problems.iterator(2000)}
    for name, how in differing("problem.collected", collected):
        yield f"收集的问题 {name}：{how}"
    recorded = {
        f"ticket/{t.pk}": (t.received_on, {
            "number": t.number, "organ": t.organ.slug, "policy_consultation": t.policy_consultation,
            "answered_on": t.answered_on.isoformat() if t.answered_on else None,
        }) for t in HotlineTicket.objects.select_related("organ").iterator(2000)
    }  # fmt: skip
    for name, how in differing("ticket.recorded", recorded):
        number = recorded[name][1]["number"] if name in recorded else name
        yield f"工单{number}{how}"
    opened = {
        f"consultation/{c.pk}": (c.opened_on, {
            "document": c.document.index_number, "closes_on": c.closes_on.isoformat(), "major": c.major_decision,
        }) for c in Consultation.objects.select_related("document").iterator(2000)
    }  # fmt: skip
    for name, how in differing("consultation.opened", opened):
        yield f"意见征集 {name}：{how}"
