# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading engagement: what these organs held, collected and answered in a span of days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db.models import Count, Model, Q, QuerySet

from gongkai.engagement.checks import check_projections as check_projections
from gongkai.engagement.models import (
    Activity,
    CitizenMessage,
    CollectedProblem,
    Consultation,
    HotlineTicket,
    Opinion,
)
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


def solved(organs: Iterable[Organ], first: date, last: date) -> QuerySet[CollectedProblem]:
    """Problems solved in the span, whenever they were collected."""
    return CollectedProblem.objects.filter(
        organ__in=[o.pk for o in organs], solved_on__range=(first, last)
    ).select_related("organ")


def opinions(organs: Iterable[Organ], first: date, last: date) -> QuerySet[Opinion]:
    """Opinions received in the span."""
    return Opinion.objects.filter(
        consultation__organ__in=[o.pk for o in organs], received_on__range=(first, last)
    ).select_related("consultation__organ")


def answered_messages(organs: Iterable[Organ], first: date, last: date) -> QuerySet[CitizenMessage]:
    """来信 answered in the span."""
    return CitizenMessage.objects.filter(
        organ__in=[o.pk for o in organs], answered_on__range=(first, last)
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
