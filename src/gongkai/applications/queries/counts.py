# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The kept counts: asked instead of the register where only the number is wanted, and compared with it."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db import transaction
from django.db.models import Q, QuerySet, Sum

from gongkai.applications.actions.counts import counted
from gongkai.applications.models import CaseCount, Group
from gongkai.law.outcomes import outcome
from gongkai.law.table3 import COLUMN_LABELS
from gongkai.ledger.actions import hold
from gongkai.organs.models import Organ


def kept_counts(organs: Collection[int]) -> QuerySet[CaseCount]:
    """The counts of these organs; asked with the conditions of queries.cases by YEARS."""
    return CaseCount.objects.filter(organ__in=organs)


def how_many(organs: Collection[int], condition: Q) -> int:
    """The number of cases a condition (by YEARS) holds for."""
    return kept_counts(organs).filter(condition).aggregate(n=Sum("n"))["n"] or 0


def check_counts() -> Iterator[str]:
    """Every kept count against the register; yields a sentence for each that differs."""
    if _differences():  # a verb may have come between the two looks: look again while all verbs wait
        with transaction.atomic():
            hold()
            found = _differences()
        names = dict(Organ.objects.values_list("pk", "short_name"))
        for group, kept, there in found:
            yield f"件数：{_said(group, names)}，存的是{kept}件，登记簿里是{there}件；用 gongkai report recount 重新计数"


def _differences() -> list[tuple[Group, int, int]]:
    there = counted()
    kept = {row.group: row.n for row in CaseCount.objects.all()}
    groups = sorted(there.keys() | kept.keys(), key=repr)
    return [(g, kept.get(g, 0), there[g]) for g in groups if kept.get(g, 0) != there[g]]


def _said(group: Group, names: dict[int, str]) -> str:
    """A group in words."""
    said = f"{names.get(group.organ_id, group.organ_id)}{group.received_year}年收到、{COLUMN_LABELS[group.kind]}申请"
    if group.closed_year is None or group.outcome is None:
        return f"{said}、没有办结"
    return (
        f"{said}、{group.closed_year}年办结为“{outcome(group.outcome).short}”{'、超期' if group.late else ''}"
    )
