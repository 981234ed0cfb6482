# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reviews and suits: who sees them, what table 4 counts, what is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from gongkai.applications.models import NewReply, Proceeding
from gongkai.law.deadlines import due, period
from gongkai.law.decisions import Stage, answer_period, decision_period
from gongkai.organs.permissions import Actor, System
from gongkai.organs.queries import working_organs
from gongkai.organs.workdays import workdays


def proceedings_visible_to(actor: Actor) -> QuerySet[Proceeding]:
    """The reviews and suits of the organs the actor works in or oversees."""
    rows = Proceeding.objects.select_related("organ", "application__organ", "new_reply")
    return rows if isinstance(actor, System) else rows.filter(organ__in=working_organs(actor))


def new_replies_visible_to(actor: Actor) -> QuerySet[NewReply]:
    """The new replies ordered of the organs the actor works in or oversees."""
    rows = NewReply.objects.select_related("proceeding__organ", "proceeding__application", "handler")
    return rows if isinstance(actor, System) else rows.filter(proceeding__organ__in=working_organs(actor))


def counted(first: date, last: date) -> QuerySet[Proceeding]:
    """What table 4 counts in a year: each dispute once, at the latest stage it had reached by the year's end.

    A stage accepted by the last day counts when it was concluded in the year or was pending at its end. A dispute
    pending last year and concluded this year is counted again in this year's column, as the format has it.
    """
    later = Proceeding.objects.filter(continues=OuterRef("pk"), accepted_on__lte=last)
    return (
        Proceeding.objects.filter(accepted_on__lte=last)
        .exclude(concluded_on__lt=first)
        .exclude(Exists(later))
    )


def pending_at(last: date) -> Q:
    """尚未审结 on a day."""
    return Q(concluded_on__isnull=True) | Q(concluded_on__gt=last)


@dataclass(frozen=True)
class Duty:
    """One thing with a last day: what the organ must do, or what the other side is to decide."""

    label: str
    due_on: date
    length: str
    cite: str
    ours: bool
    done_on: date | None

    def overdue(self, day: date) -> bool:
        return self.due_on < (self.done_on or day)


def duties(row: Proceeding) -> list[Duty]:
    """The clocks of one stage, with their provisions."""
    days, stage, found = workdays(), Stage(row.stage), []
    if row.copy_received_on is not None:
        key = answer_period(stage, simple=row.simple_procedure)
        p = period(key)
        found.append(
            Duty(
                p.label,
                due(key, row.copy_received_on, days),
                p.length,
                p.citation.text,
                True,
                row.answered_on,
            )
        )
    key_of_decision = decision_period(stage, simple=row.simple_procedure)
    if key_of_decision is not None:
        p = period(key_of_decision)
        end = due(key_of_decision, row.accepted_on, days)
        found.append(Duty(p.label, end, p.length, p.citation.text, False, row.concluded_on))
    return found
