# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""巡查: runs of the machine over the whole record, what each rule found where, and the settings of the rules."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.organs.models import Organ, Person


class Severity(models.TextChoices):
    """How the national inspection weighs it (国办秘函〔2019〕19号)."""

    VETO = "veto", "严重"
    FAULT = "fault", "一般"
    NOTE = "note", "提醒"


class Run(models.Model):
    """One inspection: on which day, by whom, how long, and how many it opened, saw again and closed, by rule.

    site is the look at a site from outside that it took its findings from; None where our own record was inspected.
    """

    on = models.DateField("巡查日期")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    by_label = models.CharField(max_length=80)
    opened = models.PositiveIntegerField()
    seen = models.PositiveIntegerField()
    closed = models.PositiveIntegerField()
    by_rule = models.JSONField()  # code: [opened, seen, closed]
    site = models.OneToOneField(
        "supervision.SiteInspection", null=True, blank=True, on_delete=models.PROTECT, related_name="run"
    )

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.on}巡查"

    @property
    def stream(self) -> str:
        return f"inspection/{self.pk}"

    @property
    def seconds(self) -> float:
        return round((self.ended_at - self.started_at).total_seconds(), 1)


class Detection(models.Model):
    """What a rule found in one place. It is seen again, closes by itself when it is gone, and never vanishes."""

    rule = models.CharField(max_length=32)
    key = models.CharField(max_length=120)  # the place, the same at every run
    severity = models.CharField(max_length=5, choices=Severity.choices)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="detections")
    place = models.CharField(max_length=200)
    ref = models.CharField(max_length=80)  # kind/id of the record
    address = models.CharField("公开地址", max_length=2000, null=True, blank=True)
    text = models.CharField(max_length=200)
    facts = models.JSONField(default=dict)
    first_seen = models.DateField()
    last_seen = models.DateField()
    opened_by = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="opened_here")
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(Run, null=True, on_delete=models.PROTECT, related_name="closed_here")
    dismissed_on = models.DateField(null=True, blank=True)
    dismissed_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    dismissed_why = models.CharField(max_length=200, null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["rule", "organ"], name="detection_open", condition=Q(closed_on__isnull=True)
            ),
            models.Index(fields=["ref"], name="detection_ref"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "key"], name="detection_open_once", condition=Q(closed_on__isnull=True)
            ),
            models.CheckConstraint(
                condition=Q(severity__in=Severity.values), name="detection_severity_known"
            ),
            models.CheckConstraint(condition=Q(last_seen__gte=F("first_seen")), name="detection_in_order"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("first_seen")),
                name="detection_closed_after_seen",
            ),
            models.CheckConstraint(
                condition=Q(dismissed_on__isnull=True, dismissed_why__isnull=True)
                | Q(dismissed_on__isnull=False, dismissed_why__isnull=False),
                name="detection_dismissed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def stream(self) -> str:
        return f"detection/{self.pk}"


class RuleSetting(models.Model):
    """What an instance set differently for one rule: its numbers, or that it is off."""

    rule = models.CharField(max_length=32, unique=True)
    values = models.JSONField(default=dict)
    off = models.BooleanField(default=False)

    class Meta:
        ordering = ["rule"]

    def __str__(self) -> str:
        return self.rule
