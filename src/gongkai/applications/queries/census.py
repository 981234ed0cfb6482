# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a case has, counted in one question: its page then reads only what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.db.models import Model

from gongkai.applications.models import (
    Agent,
    Applicant,
    Application,
    CaseFile,
    CaseGroup,
    Contact,
    Enquiry,
    FeeDecision,
    GroupMember,
    JointMeeting,
    Letter,
    MeetingCase,
    Message,
    Party,
    Proceeding,
    QueryCode,
    ReasonsAsked,
    Task,
)

# Whose rows name the case; what the rows stand for, where that is another model.
_OF_A_CASE: dict[type[Model], type[Model]] = {
    **{
        model: model
        for model in (
            Agent, CaseFile, Contact, Enquiry, FeeDecision, Letter, Message, Party, Proceeding, QueryCode, ReasonsAsked, Task,
        )
    },
    GroupMember: CaseGroup, MeetingCase: JointMeeting,
}  # fmt: skip


@dataclass(frozen=True)
class Census:
    """How many rows a case has of each model; filed: how many cases its applicant has with the organ, this one included;
    alike: how many other cases of any organ are about the same thing.

    Numbers only: whoever shows a row reads it through its own gate."""

    rows: Mapping[type[Model], int]
    filed: int
    alike: int

    def has(self, model: type[Model]) -> bool:
        return self.rows[model] > 0


def census(case: Application, *others: type[Model]) -> Census:
    """Count what a case has; others are models of higher rooms whose rows name a case by `application`."""
    models = (*_OF_A_CASE, *others)
    with connection.cursor() as cursor:
        cursor.execute(
            _question(connection.vendor, models),
            [case.pk] * len(models) + [case.applicant.identity_key, case.organ_id, case.topic, case.pk],
        )
        *counted, filed, alike = cursor.fetchone()
    rows = {_OF_A_CASE.get(model, model): n for model, n in zip(models, counted, strict=True)}
    return Census(rows, filed, alike)


@lru_cache(maxsize=8)
def _question(_vendor: str, models: tuple[type[Model], ...]) -> str:
    """Tables and columns are those of the models; every value is a parameter."""
    name = connection.ops.quote_name
    parts = [
        f"(SELECT COUNT(*) FROM {name(m._meta.db_table)} WHERE {name(m._meta.get_field('application').column)} = %s)"  # noqa: S608
        for m in models
    ]
    cases, people = name(Application._meta.db_table), name(Applicant._meta.db_table)
    parts.append(
        f"(SELECT COUNT(*) FROM {people} p JOIN {cases} c ON c.applicant_id = p.id"  # noqa: S608
        " WHERE p.identity_key = %s AND c.organ_id = %s)"
    )
    parts.append(f"(SELECT COUNT(*) FROM {cases} WHERE topic = %s AND id <> %s)")  # noqa: S608
    return f"SELECT {', '.join(parts)}"
