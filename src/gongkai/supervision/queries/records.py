# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Findings as their units and the office see them, and what the report counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.organs.models import Organ
from gongkai.organs.permissions import Actor, System
from gongkai.organs.queries import working_organs
from gongkai.supervision.models import AccountabilityCase, Finding, Notice, Review


def visible_to(actor: Actor) -> QuerySet[Finding]:
    """Findings about the actor's organs, or in notices its organs issued."""
    rows = Finding.objects.select_related("notice", "organ", "column")
    if isinstance(actor, System):
        return rows
    mine = working_organs(actor)
    return rows.filter(Q(organ__in=mine) | Q(notice__organ__in=mine))


def issued(organs: Iterable[Organ], first: date, last: date) -> QuerySet[Notice]:
    """Notices issued in the span."""
    return Notice.objects.filter(
        organ__in=[o.pk for o in organs], issued_on__range=(first, last)
    ).select_related("organ")


def rectified(organs: Iterable[Organ], first: date, last: date) -> QuerySet[Finding]:
    """Findings of these organs mended in the span."""
    return Finding.objects.filter(
        organ__in=[o.pk for o in organs], rectified_on__range=(first, last)
    ).select_related("organ", "notice")


def accountability(organs: Iterable[Organ], first: date, last: date) -> QuerySet[AccountabilityCase]:
    """Accountability decided in the span."""
    return AccountabilityCase.objects.filter(
        organ__in=[o.pk for o in organs], decided_on__range=(first, last)
    ).select_related("organ")


def reviews(organs: Iterable[Organ], year: int) -> QuerySet[Review]:
    """The year's assessments and social reviews."""
    return Review.objects.filter(organ__in=[o.pk for o in organs], year=year).select_related("organ")
