# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What an organ held, with its quantities, and the problems collected on the way."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.organs.models import Organ


class Activity(models.Model):
    """Something an organ held on a day, once; its quantities are those of the record, never estimates."""

    class Kind(models.TextChoices):
        TRAINING = "training", "企业培训"
        ENTERPRISE_VISIT = "visit", "企业服务"
        JOB_FAIR = "job_fair", "招聘会"
        LEADER_INTERVIEW = "interview", "主要领导人访谈"
        PRESS_CONFERENCE = "press", "新闻发布会"
        PROGRAMME_ISSUE = "programme", "政务热线节目"
        STAFF_TRAINING = "staff_training", "政务公开培训"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="activities")
    title = models.CharField(max_length=120)
    held_on = models.DateField()
    place = models.CharField(max_length=120)
    online = models.BooleanField(default=False)
    people = models.PositiveIntegerField("人数", null=True, blank=True)
    firms = models.PositiveIntegerField("家次", null=True, blank=True)
    posts = models.PositiveIntegerField("岗位数", null=True, blank=True)
    evidence = models.CharField("依据", max_length=120)

    class Meta:
        ordering = ["held_on", "id"]
        indexes = [models.Index(fields=["kind", "held_on"], name="activity_kind_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "training",
                        "visit",
                        "job_fair",
                        "interview",
                        "press",
                        "programme",
                        "staff_training",
                    ]
                ),
                name="activity_kind_known",
            ),
            # Each kind has the quantity it is counted by, and no other.
            models.CheckConstraint(
                condition=Q(kind__in=["training", "staff_training"], people__isnull=False)
                | (~Q(kind__in=["training", "staff_training"]) & Q(people__isnull=True)),
                name="activity_people",
            ),
            models.CheckConstraint(
                condition=Q(kind="visit", firms__isnull=False) | (~Q(kind="visit") & Q(firms__isnull=True)),
                name="activity_firms",
            ),
            models.CheckConstraint(
                condition=Q(kind="job_fair", posts__isnull=False)
                | (~Q(kind="job_fair") & Q(posts__isnull=True)),
                name="activity_posts",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CollectedProblem(models.Model):
    """企业服务中收集的问题: one 条, and how it was settled."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="collected_problems")
    visit = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="problems"
    )
    title = models.CharField(max_length=160)
    collected_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=200, null=True, blank=True)

    class Meta:
        ordering = ["collected_on", "id"]
        indexes = [models.Index(fields=["collected_on"], name="problem_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("collected_on")),
                name="problem_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.title
