# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Demands and their groups (conclusions, made anew from the record), and the commitments made about them (facts)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class Demand(models.Model):
    """诉求: one thing asked at one door, without what points at a person. A projection of its source."""

    class Door(models.TextChoices):
        HOTLINE = "hotline", "12345热线"
        APPLICATION = "application", "依申请公开"
        ENTERPRISE = "enterprise", "企业问题"
        MESSAGE = "message", "咨询和建议"
        SEARCH = "search", "没有查到的检索"
        OPINION = "opinion", "征求意见"

    door = models.CharField(max_length=12, choices=Door.choices)
    source = models.PositiveBigIntegerField("来源记录")
    organ = models.ForeignKey("organs.Organ", on_delete=models.PROTECT, related_name="demands")
    day = models.DateField()
    text = models.CharField(max_length=200)
    times = models.PositiveIntegerField("次数", default=1)
    # Where the last run put it, and by which words; and where it stands once what officers decided is applied.
    base = models.ForeignKey(
        "DemandGroup", null=True, blank=True, on_delete=models.SET_NULL, related_name="found"
    )
    because = models.CharField("归组的词", max_length=60, null=True, blank=True)
    group = models.ForeignKey(
        "DemandGroup", null=True, blank=True, on_delete=models.SET_NULL, related_name="demands"
    )

    class Meta:
        ordering = ["-day", "-id"]
        indexes = [
            models.Index(fields=["organ", "-day"], name="demand_organ_day"),
            models.Index(fields=["-day", "-id"], name="demand_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["door", "source"], name="demand_once"),
            models.CheckConstraint(condition=~Q(text=""), name="demand_says_something"),
            models.CheckConstraint(condition=Q(times__gte=1), name="demand_counted"),
        ]

    def __str__(self) -> str:
        return self.text


class DemandGroup(models.Model):
    """问题组: demands about one subject, and the words that show why they stand together; what officers decided about it stays."""

    name = models.CharField(max_length=60)
    # Its entry in the list of subjects; none where a new affair was joined by its words, or an officer split it off.
    subject = models.CharField("事项", max_length=40, null=True, blank=True)
    field = models.CharField("领域", max_length=40, null=True, blank=True)
    # [[word, percent of the group's texts that hold it], …], the most telling first.
    words = models.JSONField()
    typical = models.JSONField("典型诉求")
    # [[word, how many texts hold it, one of them], …]: what is asked within the group.
    asked = models.JSONField("具体问什么", default=list)
    made_on = models.DateField("首次成组")
    policy = models.ForeignKey(
        "publishing.Document", null=True, blank=True, on_delete=models.SET_NULL, related_name="demand_groups"
    )
    named = models.BooleanField("名称由工作人员定", default=False)
    merged_into = models.ForeignKey(
        "self", verbose_name="并入", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    split_from = models.ForeignKey(
        "self", verbose_name="分自", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    split_words = models.JSONField("凭哪些词分出", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["subject"], name="demand_group_of_subject"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="demand_group_not_in_itself",
            ),
            models.CheckConstraint(
                condition=Q(split_from__isnull=True, split_words__isnull=True)
                | Q(split_from__isnull=False, split_words__isnull=False),
                name="demand_group_split_by_words",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return f"demand_group/{self.pk}"


class Placement(models.Model):
    """调整: an officer said where demands of these words belong; the same words that come later follow. Without a group: in none."""

    # SHA-256 of the words: what is withdrawn from the stream is not kept here.
    text_key = models.CharField(max_length=64, unique=True)
    group = models.ForeignKey(
        DemandGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="placements"
    )
    placed_on = models.DateField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text_key[:12]

    @property
    def stream(self) -> str:
        return f"demand_placement/{self.text_key[:32]}"


class Grouping(models.Model):
    """One run over the stream: how it was done, what it saw, and a seal over who is in which group."""

    on = models.DateField()
    method = models.CharField(max_length=120)
    demands = models.PositiveIntegerField()
    groups = models.PositiveIntegerField()
    loose = models.PositiveIntegerField("没有成组的")
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.on} {self.groups}组"


class Commitment(models.Model):
    """问题清单的一项: what people ask turned into a problem with an owner, a measure and a day (条例第五十条第四项)."""

    organ = models.ForeignKey("organs.Organ", on_delete=models.PROTECT, related_name="commitments")
    owner = models.ForeignKey(
        "organs.Organ", verbose_name="责任单位", on_delete=models.PROTECT, related_name="owned_commitments"
    )
    group = models.ForeignKey(
        DemandGroup, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    title = models.CharField("问题", max_length=100)
    # What stood behind it on the day it was listed; the groups move on.
    words = models.CharField(max_length=100)
    demands = models.PositiveIntegerField("诉求次数")
    measure = models.CharField("措施", max_length=300)
    listed_on = models.DateField("列入日期")
    due_on = models.DateField("完成期限")
    published_on = models.DateField("公开承诺日期", null=True, blank=True)
    closed_on = models.DateField("办结日期", null=True, blank=True)
    evidence = models.CharField("办结依据", max_length=300, null=True, blank=True)
    report_year = models.PositiveSmallIntegerField("采用的年度报告", null=True, blank=True)

    class Meta:
        ordering = ["closed_on", "due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(measure=""), name="commitment_says_what"),
            models.CheckConstraint(condition=Q(due_on__gt=F("listed_on")), name="commitment_in_order"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, evidence__isnull=True)
                | Q(closed_on__gte=F("listed_on"), evidence__isnull=False),
                name="commitment_closed_with_evidence",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        return f"commitment/{self.pk}"
