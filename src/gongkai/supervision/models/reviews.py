# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Accountability, assessment and social review (条例第四十六条、第五十条第四项)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.organs.models import Organ


class AccountabilityCase(models.Model):
    """责任追究 under 条例第五十二、五十三条, decided on a day."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="accountability_cases")
    decided_on = models.DateField()
    facts = models.TextField()
    measure = models.CharField(max_length=80)

    class Meta:
        ordering = ["decided_on", "id"]

    def __str__(self) -> str:
        return f"{self.organ} {self.decided_on}"


class Review(models.Model):
    """工作考核 or 社会评议 of a year, and its result (条例第四十六条、第五十条第四项)."""

    class Kind(models.TextChoices):
        ASSESSMENT = "assessment", "工作考核"
        SOCIAL = "social", "社会评议"

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="reviews")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    year = models.PositiveSmallIntegerField()
    result = models.CharField(max_length=300)
    held_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organ", "kind", "year"], name="review_once"),
            models.CheckConstraint(condition=Q(kind__in=["assessment", "social"]), name="review_kind_known"),
            models.CheckConstraint(condition=Q(held_on__year__gte=F("year")), name="review_after_year_began"),
        ]

    def __str__(self) -> str:
        return f"{self.year}年{self.get_kind_display()}"
