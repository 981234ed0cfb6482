# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Notices and the findings in them, accountability, assessment and social review (条例第四十六、四十七条)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.organs.models import Organ
from gongkai.publishing.models import Column
from gongkai.supervision.sites.models import SiteFault as SiteFault
from gongkai.supervision.sites.models import SiteInspection as SiteInspection


class Notice(models.Model):
    """整改通知书和问题清单: one 期."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="notices")
    year = models.PositiveSmallIntegerField()
    issue = models.PositiveSmallIntegerField("期")
    title = models.CharField(max_length=120)
    issued_on = models.DateField()

    class Meta:
        ordering = ["year", "issue"]
        constraints = [models.UniqueConstraint(fields=["organ", "year", "issue"], name="notice_once")]

    def __str__(self) -> str:
        return f"{self.year}年第{self.issue}期 {self.title}"


class Finding(models.Model):
    """问题: one 处 in a notice, who must mend it by when, and the proof that it was mended."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="findings")
    organ = models.ForeignKey("organs.Organ", on_delete=models.PROTECT, related_name="findings")
    column = models.ForeignKey(
        Column, null=True, blank=True, on_delete=models.PROTECT, related_name="findings"
    )
    text = models.CharField(max_length=200)
    due_on = models.DateField()
    rectified_on = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=200, null=True, blank=True)

    class Meta:
        ordering = ["notice", "id"]
        indexes = [models.Index(fields=["rectified_on"], name="finding_rectified")]
        constraints = [
            models.CheckConstraint(
                condition=Q(rectified_on__isnull=True, evidence__isnull=True)
                | Q(rectified_on__isnull=False, evidence__isnull=False),
                name="finding_closed_with_evidence",
            )
        ]

    def __str__(self) -> str:
        return self.text


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
