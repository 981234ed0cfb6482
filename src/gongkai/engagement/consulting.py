# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading consultations: what the public sees of them, and what the desk groups as alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet

from gongkai.applications.likeness import clusters
from gongkai.engagement.actions.core import covered
from gongkai.engagement.models import Consultation, DecisionCatalogue, DecisionItem, Opinion
from gongkai.organs.workdays import workdays
from gongkai.redaction import LABELS, numbers_in

COMPARED = 1500  # opinions of one consultation that are compared with each other


def public(as_of: date) -> QuerySet[Consultation]:
    """What anyone may read on the day: opened, and its draft public."""
    rows = Consultation.objects.filter(
        opened_on__lte=as_of, document__withdrawn_on__isnull=True, document__published_on__lte=as_of
    )
    return rows.select_related("organ", "document", "decision").annotate(
        received=Count("opinions", filter=Q(opinions__received_on__lte=as_of))
    )


PAGE = 50  # opinions of one page


def shown_opinions(row: Consultation) -> list[Opinion]:
    """Opinions that were read and are not withheld on a ground of law, oldest first, numbered among all received."""
    found = []
    for number, opinion in enumerate(row.opinions.order_by("received_on", "pk"), 1):
        if opinion.screened_on and not opinion.withheld:
            opinion.place = number  # type: ignore[attr-defined]
            found.append(opinion)
    return found


def page_of(opinions: list[Opinion], number: int) -> list[Opinion]:
    """One page of them, from 1, as they are shown: without numbers that point at a person (条例第十五条)."""
    part = opinions[(number - 1) * PAGE : number * PAGE]
    for opinion in part:
        opinion.shown = covered(opinion.text)  # type: ignore[attr-defined]
    return part


def pages_of(count: int) -> int:
    """How many pages so many opinions fill; the first stands on the consultation's own."""
    return max(1, -(-count // PAGE))


def tally(opinions: Iterable[Opinion]) -> list[tuple[str, int]]:
    """How many were adopted, partly, not."""
    found = [o.adoption for o in opinions]
    return [(label, found.count(value)) for value, label in Opinion.Adoption.choices]


def feedback_due(row: Consultation) -> date:
    """The day by which the instance wants the adoption published."""
    return workdays().add(row.closes_on, settings.GONGKAI_FEEDBACK_WORKDAYS)


@dataclass(frozen=True)
class Alike:
    """Opinions that say the same: judged together. doubts: what looks like a person's number in them."""

    opinions: list[Opinion]
    doubts: list[str]


def _doubts(rows: list[Opinion]) -> list[str]:
    """What looks like a person's number in these opinions, in words: to be read before they are shown."""
    return sorted({LABELS.get(found.kind, found.kind) for row in rows for found in numbers_in(row.text)})


def alike(opinions: list[Opinion]) -> list[Alike]:
    """The opinions in groups that say the same, the largest first; beyond a limit each by itself."""
    near, far = opinions[:COMPARED], opinions[COMPARED:]
    groups = [[near[n] for n in group] for group in clusters([o.text[:200] for o in near])]
    found = [Alike(rows, _doubts(rows)) for rows in [*groups, *([o] for o in far)]]
    return sorted(found, key=lambda a: (-len(a.opinions), a.opinions[0].pk))


def catalogues(as_of: date) -> QuerySet[DecisionCatalogue]:
    """重大行政决策事项目录 that are public, newest first, with what became of each item."""
    consultations = Prefetch("consultations", public(as_of).order_by("opened_on"), to_attr="open_to_all")
    items = DecisionItem.objects.select_related("drafter").prefetch_related(consultations)
    rows = DecisionCatalogue.objects.filter(published_on__lte=as_of).select_related("organ")
    return rows.prefetch_related(Prefetch("items", items)).order_by("-year", "organ__position")
