# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""工作考核 of each unit and 社会评议 by the public, year by year (条例第四十六条)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.organs.models import Organ


class Weighting(models.Model):
    """What each indicator of a year weighs: data of the office, out of one hundred."""

    year = models.PositiveSmallIntegerField(unique=True)
    values = models.JSONField()  # indicator: points

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}年考核权重"


class Scorecard(models.Model):
    """考核得分 of one unit and year as it was confirmed, with what it was computed from. Rows are only added."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="scorecards")
    year = models.PositiveSmallIntegerField()
    total = models.DecimalField(max_digits=4, decimal_places=1)
    items = models.JSONField()
    confirmed_on = models.DateField()

    class Meta:
        ordering = ["-year", "-total", "organ"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "year"], name="scorecard_once"),
            models.CheckConstraint(condition=Q(total__gte=0) & Q(total__lte=100), name="scorecard_total"),
        ]

    def __str__(self) -> str:
        return f"{self.organ}{self.year}年 {self.total}"


class Survey(models.Model):
    """社会评议: questions anyone may answer in a span of days, and the result that went into the year's report."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="surveys")
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    intro = models.CharField(max_length=300)
    questions = models.JSONField()  # the last one asks for the whole
    opens_on = models.DateField()
    closes_on = models.DateField()
    concluded_on = models.DateField(null=True)
    result = models.CharField(max_length=300, null=True)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "year"], name="survey_once"),
            models.CheckConstraint(condition=Q(closes_on__gt=F("opens_on")), name="survey_in_order"),
            models.CheckConstraint(
                condition=Q(concluded_on__isnull=True, result__isnull=True)
                | Q(concluded_on__gt=F("closes_on"), result__isnull=False),
                name="survey_concluded_after_close",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        return f"survey/{self.pk}"


class SurveyAnswer(models.Model):
    """One person's answers, 1 to 5 each; nothing says whose they are. What was written is sealed."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="answers")
    on = models.DateField()
    scores = models.JSONField()
    comment_sealed = models.BinaryField(null=True)
    submission = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.survey} {self.pk}"
