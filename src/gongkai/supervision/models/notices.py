# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""整改通知书, the findings in them, and what the units say and show of each (条例第四十七条)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.models import Matter
from gongkai.organs.models import Organ, Person
from gongkai.publishing.models import Column
from gongkai.supervision.models.inspection import Detection


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

    @property
    def stream(self) -> str:
        return f"notice/{self.pk}"


class Finding(models.Model):
    """问题: one 处 in a notice, who must mend it by when, and the proof that it was mended."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="findings")
    organ = models.ForeignKey("organs.Organ", on_delete=models.PROTECT, related_name="findings")
    column = models.ForeignKey(
        Column, null=True, blank=True, on_delete=models.PROTECT, related_name="findings"
    )
    text = models.CharField(max_length=200)
    basis = models.CharField("依据", max_length=120, null=True, blank=True)
    # What the machine saw; it looks again at the same place before the finding is closed.
    detection = models.OneToOneField(
        Detection, null=True, blank=True, on_delete=models.PROTECT, related_name="finding"
    )
    # 投诉举报 that was found true (条例第四十七条第二款).
    complaint = models.OneToOneField(
        Matter, null=True, blank=True, on_delete=models.PROTECT, related_name="finding"
    )
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

    @property
    def stream(self) -> str:
        return f"finding/{self.pk}"


class Receipt(models.Model):
    """签收: a unit has the notice, by whom and when."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="receipts")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        ordering = ["on", "id"]
        constraints = [models.UniqueConstraint(fields=["notice", "organ"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.organ} {self.on}"


class Claim(models.Model):
    """整改情况: what a unit says it did about a finding, with its proof, and what the machine saw when it looked again."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="claims")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    text = models.CharField("整改情况", max_length=300)
    link = models.CharField("网址", max_length=300, null=True, blank=True)
    file_name = models.CharField(max_length=120, null=True, blank=True)
    stored = models.CharField(max_length=80, null=True, blank=True)
    # None: the machine cannot judge this one, the office does.
    found_again = models.BooleanField(null=True)
    seen = models.CharField("复查所见", max_length=300, null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="claim_says_something"),
            models.CheckConstraint(
                condition=Q(file_name__isnull=True, stored__isnull=True)
                | Q(file_name__isnull=False, stored__isnull=False),
                name="claim_file_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Extension(models.Model):
    """延期: asked by the unit with a reason before the limit, decided by the office."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="extensions")
    asked_on = models.DateField()
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    before = models.DateField("原期限")
    until = models.DateField("申请延到")
    reason = models.CharField(max_length=200)
    granted = models.BooleanField(null=True)
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    remark = models.CharField(max_length=200, null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("before")), name="extension_is_later"),
            models.CheckConstraint(
                condition=Q(granted__isnull=True, decided_on__isnull=True)
                | Q(granted__isnull=False, decided_on__isnull=False),
                name="extension_decided_whole",
            ),
            models.UniqueConstraint(
                fields=["finding"], name="extension_one_open", condition=Q(granted__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.before}→{self.until}"


class Escalation(models.Model):
    """督办: an overdue finding brought one level up, each level once."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="escalations")
    level = models.PositiveSmallIntegerField()
    on = models.DateField()

    class Meta:
        ordering = ["level"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "level"], name="escalation_once"),
            models.CheckConstraint(condition=Q(level__range=(1, 3)), name="escalation_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.finding} {self.level}"
