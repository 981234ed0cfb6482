# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""回应关切 with its clock; the 15-minute service stations; goals of 共同富裕 with their progress."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.engagement.models.activities import Activity
from gongkai.organs.models import Organ
from gongkai.publishing.models import Document


class SentimentCase(models.Model):
    """政务舆情 (国办发〔2016〕61号): answered within 24 hours where the event is 特别重大 or 重大, else within 48."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="sentiment_cases")
    title = models.CharField("事由", max_length=160)
    source = models.CharField("来源", max_length=120)
    major = models.BooleanField("特别重大、重大突发事件", default=False)
    arose_at = models.DateTimeField("发生时间")
    responded_at = models.DateTimeField("回应时间", null=True, blank=True)
    spokesman = models.CharField("发布人的职务", max_length=60, null=True, blank=True)
    response = models.TextField("回应内容", null=True, blank=True)
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="sentiment_cases"
    )
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="sentiment_cases"
    )

    class Meta:
        ordering = ["-arose_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(responded_at__isnull=True, response__isnull=True, spokesman__isnull=True)
                | Q(responded_at__gte=F("arose_at"), response__isnull=False, spokesman__isnull=False),
                name="sentiment_responded_whole",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        return f"sentiment/{self.pk}"


class Station(models.Model):
    """“15分钟”服务站: where it is, when it is open, what is done there."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="stations")
    name = models.CharField("名称", max_length=80)
    address = models.CharField("地址", max_length=160)
    phone = models.CharField("电话", max_length=40)
    hours = models.CharField("开放时间", max_length=80)
    services = models.CharField("服务内容", max_length=300)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["organ__position", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "name"], name="station_named_once"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="station_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return f"station/{self.pk}"


class Goal(models.Model):
    """A goal of one of the actions (共同富裕六大行动): what, how much, until when, who answers for it."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="goals")
    action = models.CharField("行动", max_length=40)
    title = models.CharField("目标", max_length=160)
    unit = models.CharField("单位", max_length=20)
    baseline = models.DecimalField("起点", max_digits=14, decimal_places=2)
    target = models.DecimalField("目标值", max_digits=14, decimal_places=2)
    set_on = models.DateField()
    due_on = models.DateField("完成期限")

    class Meta:
        ordering = ["action", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gt=F("set_on")), name="goal_in_order"),
            models.CheckConstraint(condition=~Q(target=F("baseline")), name="goal_is_a_change"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        return f"goal/{self.pk}"


class GoalProgress(models.Model):
    """How far a goal was on a day, with its evidence."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="progress")
    on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=2)
    evidence = models.CharField("依据", max_length=200)

    class Meta:
        ordering = ["on", "id"]
        constraints = [models.UniqueConstraint(fields=["goal", "on"], name="goal_progress_once_a_day")]

    def __str__(self) -> str:
        return f"{self.goal} {self.value}"
