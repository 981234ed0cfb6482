# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""预告: what an organ is going to hold. What was held is an Activity; nothing here is counted by the report."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from gongkai.engagement.kinds import BY_KEY
from gongkai.engagement.models.activities import Activity, ActivityKind
from gongkai.organs.models import Organ


class Standing(StrEnum):
    """How it stands at a moment: what was recorded first, then the clock."""

    COMING = "即将举办"
    NOW = "正在举办"
    OVER = "已经结束"
    HELD = "已举办"
    CANCELLED = "已取消"


class Announcement(models.Model):
    """An activity announced ahead: its kind, moment, place and whom to ask; then held, with its counts, or cancelled with the reason."""

    kind = models.CharField(max_length=16)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="announcements")
    title = models.CharField("名称", max_length=120)
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    place = models.CharField("地点", max_length=120)
    online = models.BooleanField("线上举办", default=False)
    contact = models.CharField("联系方式", max_length=120)
    about = models.CharField("内容和参加办法", max_length=1000, null=True, blank=True)
    announced_on = models.DateField("预告日期")
    changed_on = models.DateField("最近一次变更", null=True, blank=True)
    changed_why = models.CharField("变更的理由", max_length=200, null=True, blank=True)
    cancelled_on = models.DateField("取消日期", null=True, blank=True)
    cancelled_why = models.CharField("取消的理由", max_length=200, null=True, blank=True)
    activity = models.OneToOneField(
        Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="announcement"
    )

    class Meta:
        ordering = ["starts_at", "id"]
        indexes = [models.Index(fields=["-starts_at", "-id"], name="announcement_by_start")]
        constraints = [
            models.CheckConstraint(condition=~Q(kind=""), name="announcement_kind_named"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="announcement_lasts"),
            models.CheckConstraint(
                condition=Q(changed_on__isnull=True, changed_why__isnull=True)
                | Q(changed_on__gte=F("announced_on"), changed_why__isnull=False),
                name="announcement_changed_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True, cancelled_why__isnull=True)
                | Q(cancelled_on__gte=F("announced_on"), cancelled_why__isnull=False, activity__isnull=True),
                name="announcement_cancelled_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        return f"announcement/{self.pk}"

    def get_kind_display(self) -> str:
        """The kind in words."""
        if self.kind in BY_KEY:
            return BY_KEY[self.kind].label
        own = ActivityKind.objects.filter(key=self.kind).first()
        return own.label if own else str(self.kind)

    def standing(self, at: datetime) -> Standing:
        """As it is at the moment; nobody has to turn it."""
        if self.cancelled_on is not None:
            return Standing.CANCELLED
        if self.activity_id is not None:
            return Standing.HELD
        if at < self.starts_at:
            return Standing.COMING
        return Standing.NOW if at < self.ends_at else Standing.OVER
