# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""件数: how many cases are alike in everything the year's figures ask; kept beside the register (ADR 0014)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from gongkai.law.outcomes import OUTCOMES
from gongkai.law.table3 import ApplicantKind
from gongkai.organs.models import Organ


class Group(NamedTuple):
    """What is asked of a received case (条例第五十条第二项): whose, from whom, the years of its days, its result, was it late."""

    organ_id: int
    kind: str
    received_year: int
    closed_year: int | None
    due_year: int | None
    outcome: str | None
    late: bool

    @classmethod
    def of(
        cls, organ: int, kind: str, received: date, closed: date | None, due: date | None, outcome: str | None,
        on_time: bool | None,
    ) -> Group:  # fmt: skip
        """The group of a case with these facts."""
        years = (received.year, closed.year if closed else None, due.year if due else None)
        return cls(organ, kind, *years, outcome, on_time is False)


class CaseCount(models.Model):
    """The number of cases of one group. Whole years are enough: a report speaks of 1 January to 31 December.

    n has no bound: a count that was damaged must not keep an officer from recording what happened; the check names it.
    """

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=2)
    received_year = models.PositiveSmallIntegerField()
    closed_year = models.PositiveSmallIntegerField(null=True)
    due_year = models.PositiveSmallIntegerField(null=True)
    outcome = models.CharField(max_length=8, null=True)
    late = models.BooleanField()
    n = models.IntegerField()

    class Meta:
        indexes = [
            # Table 3 walks it alone, in the order in which it adds up.
            models.Index(
                fields=["outcome", "kind", "organ", "received_year", "closed_year", "n"],
                name="case_count_table3",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                "organ", "kind", "received_year", Coalesce("closed_year", Value(0)), Coalesce("due_year", Value(0)),
                Coalesce("outcome", Value("")), "late", name="case_count_once",
            ),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in ApplicantKind]), name="case_count_kind_known"),
            models.CheckConstraint(
                condition=Q(closed_year__isnull=True, outcome__isnull=True)
                | Q(closed_year__isnull=False, outcome__in=[o.id for o in OUTCOMES]),
                name="case_count_closed_with_outcome",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.received_year}年收到的{self.n}件"

    @property
    def group(self) -> Group:
        return Group(*(getattr(self, name) for name in Group._fields))
