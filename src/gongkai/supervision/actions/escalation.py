# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""督办: what is overdue goes up a level, by itself, each level once."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction

from gongkai.organs.permissions import Actor
from gongkai.organs.workdays import workdays
from gongkai.supervision.actions.core import record
from gongkai.supervision.models import Escalation, Finding

# Level: its word, what it means.
LEVELS = {
    1: ("催办", "提醒责任单位"),
    2: ("督办", "报分管负责人"),
    3: ("通报", "提请通报批评（条例第四十七条第一款）"),
}


def level_due(due_on: date, on: date) -> int:
    """The level of a finding that is open on a day: from the first working days past its limit on, as the instance set."""
    past = workdays().between(due_on, on) if on > due_on else 0
    return sum(past >= most for most in settings.GONGKAI_ESCALATE_AFTER) if on > due_on else 0


@transaction.atomic
def escalate_overdue(*, actor: Actor, on: date) -> list[Escalation]:
    """Bring every open finding past its limit to the level its delay asks for. Called by the inspection, under its permission."""
    rows = Finding.objects.filter(rectified_on__isnull=True, due_on__lt=on).order_by("pk")
    there = set(Escalation.objects.filter(finding__in=rows).values_list("finding", "level"))
    made = []
    for row in rows:
        for level in range(1, level_due(row.due_on, on) + 1):
            if (row.pk, level) in there:
                continue
            made.append(Escalation.objects.create(finding=row, level=level, on=on))
            record(
                row.stream, actor, "finding.escalated", on, {"level": level, "due_on": row.due_on.isoformat()}
            )
    return made
