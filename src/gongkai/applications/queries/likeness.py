# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Repeated applications, many alike at once, and how many one applicant filed: counted and explained, never judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from gongkai.applications.actions.intake import ApplicantFacts
from gongkai.applications.likeness import Likeness, alike, clusters
from gongkai.applications.models import Application, Letter, State
from gongkai.applications.queries.cases import visible_to
from gongkai.applications.sealing import match_key, name_key
from gongkai.organs.models import Organ
from gongkai.organs.permissions import Actor

LOOKED_AT = 300  # newest cases a page compares with
NEAR = timedelta(days=60)


@dataclass(frozen=True)
class Earlier:
    """An earlier case of the same applicant for the same information, and its reply."""

    case: Application
    likeness: Likeness
    reply: str | None  # the letter's number; None where none is on record


def same_applicant(case: Application) -> QuerySet[Application]:
    """What the applicant of a case filed with the organ, this one included, oldest first."""
    return Application.objects.filter(
        organ=case.organ_id, applicant__identity_key=case.applicant.identity_key
    ).order_by("submitted_on", "pk")


def repeats(case: Application, rows: Sequence[Application] | None = None) -> list[Earlier]:
    """条例第三十六条第六项: earlier cases of the same applicant that look like this one, the answered first.

    rows are all the applicant filed with the organ, oldest first, when the caller has them (volume).
    """
    filed = list(same_applicant(case)) if rows is None else rows
    before = [r for r in filed if (r.submitted_on, r.pk) < (case.submitted_on, case.pk)]
    words = (case.title, case.description)
    found = [
        (row, like)
        for row in before[: -LOOKED_AT - 1 : -1]
        if (like := alike(words, (row.title, row.description)))
    ]
    answers = Letter.objects.filter(
        application__in=[row.pk for row, _ in found], state=Letter.State.SERVED, outcome__isnull=False
    )
    replies = {letter.application_id: letter.number for letter in answers} if found else {}
    rows = [Earlier(row, like, replies.get(row.pk)) for row, like in found]
    return sorted(rows, key=lambda e: e.case.state != State.CLOSED)


def earlier_of(
    organ: Organ, applicant: ApplicantFacts, title: str, description: str, *, digest: str | None = None
) -> list[Earlier]:
    """Before an application is entered: cases of the same applicant that look like it, and those with the very same scan.

    Only for whoever may register in the organ: that the applicant filed before is a fact about a person.
    """
    same = Q(applicant__identity_key=match_key(applicant.identity or applicant.name))
    same |= Q(applicant__name_key=name_key(applicant.name))
    rows = Application.objects.filter(same, organ=organ).order_by("-submitted_on", "-pk")[:LOOKED_AT]
    found = [
        Earlier(row, like, None)
        for row in rows
        if (like := alike((title, description), (row.title, row.description)))
    ]
    if digest:
        scanned = Application.objects.filter(organ=organ, files__digest=digest).distinct()
        found += [
            Earlier(row, Likeness(100, "扫描件是同一个文件"), None)
            for row in scanned
            if row.pk not in {e.case.pk for e in found}
        ]
    return found[:8]


def alike_now(actor: Actor, case: Application) -> list[tuple[Application, Likeness]]:
    """Open cases of the same organ, filed within sixty days of this one, that look like it: they may go as a group."""
    near = (
        visible_to(actor)
        .filter(organ=case.organ_id, submitted_on__range=(case.submitted_on - NEAR, case.submitted_on + NEAR))
        .exclude(Q(state=State.CLOSED) | Q(pk=case.pk))
        .order_by("-submitted_on", "-pk")[:LOOKED_AT]
    )
    words = (case.title, case.description)
    return [(row, like) for row in near if (like := alike(words, (row.title, row.description)))]


def same_topic(actor: Actor, case: Application, *, most: int = 5) -> tuple[list[tuple[int, str]], int]:
    """(pk and number of the newest, how many in all) of the other cases the actor may see that are about the same thing."""
    rows = visible_to(actor).filter(topic=case.topic).exclude(pk=case.pk).values_list("pk", "number")
    newest = list(rows.order_by("-submitted_on", "-pk")[: most + 1])
    return newest[:most], len(newest) if len(newest) <= most else rows.order_by().count()


@dataclass(frozen=True)
class Volume:
    """How many, when, and how alike: facts for whoever judges 数量、频次 (条例第三十五条)."""

    cases: list[Application]
    by_day: list[tuple[date, int]]
    by_month: list[tuple[str, int]]
    topics: list[tuple[str, list[Application]]]  # those with more than one case, the largest first

    @property
    def most_in_a_day(self) -> int:
        return max((n for _, n in self.by_day), default=0)


def volume(case: Application) -> Volume:
    """Everything the applicant of a case filed with its organ."""
    rows = list(same_applicant(case).select_related("organ"))
    days = Counter(row.submitted_on for row in rows)
    months = Counter(f"{row.submitted_on:%Y-%m}" for row in rows)
    groups = [[rows[n] for n in found] for found in clusters([row.title for row in rows])]
    topics = sorted(((g[0].title, g) for g in groups if len(g) > 1), key=lambda t: -len(t[1]))
    return Volume(rows, sorted(days.items()), sorted(months.items()), topics)
