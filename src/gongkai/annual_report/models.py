# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What people write for the report, and reports as they were published."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.organs.models import Organ


class Paragraph(models.Model):
    """A part's text as the compiler last left it; its numbers are references to figures, never typed."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="report_paragraphs")
    year = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=12)
    text = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organ", "year", "part"], name="paragraph_once"),
            models.CheckConstraint(condition=~Q(text=""), name="paragraph_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.organ}{self.year}年 {self.part}"


class PublishedReport(models.Model):
    """A report as published (条例第四十九条): the figures, texts and traces frozen, with a digest the ledger keeps."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="published_reports")
    year = models.PositiveSmallIntegerField()
    published_on = models.DateField()
    ledger_seq = models.BigIntegerField()
    snapshot = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-year"]
        constraints = [models.UniqueConstraint(fields=["organ", "year"], name="published_report_once")]

    def __str__(self) -> str:
        return f"{self.organ}{self.year}年年度报告"
