# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政府信息公开申请: the row of the register, most of it projected from the events."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.models.applicants import Applicant
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.receipt import Channel
from gongkai.organs.models import Organ, Person


class State(models.TextChoices):
    """Where a case stands, from its events (the clock's own states, and one before receipt)."""

    UNCONFIRMED = "unconfirmed", "待确认"
    RUNNING = "running", "办理中"
    AWAITING_SUPPLEMENT = "awaiting_supplement", "等待补正"
    AWAITING_PAYMENT = "awaiting_payment", "等待缴费"
    CLOSED = "closed", "已办结"


class Application(models.Model):
    """政府信息公开申请: one 件 of the register."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="applications")
    number = models.CharField("登记编号", max_length=40, unique=True)
    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="applications")
    channel = models.CharField(max_length=16, choices=[(c.value, c.label) for c in Channel])
    title = models.CharField(max_length=200)
    description = models.TextField()
    form = models.CharField("获取方式", max_length=40)
    submitted_on = models.DateField()
    # Projections of the events:
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=State.choices)
    received_on = models.DateField(null=True)
    due_on = models.DateField(null=True)
    handler = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="cases")
    outcome = models.CharField(max_length=8, null=True)
    closed_on = models.DateField(null=True)
    on_time = models.BooleanField(null=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["due_on", "id"], name="application_open", condition=~Q(state="closed")),
            models.Index(fields=["organ", "received_on"], name="application_received"),
            models.Index(fields=["organ", "closed_on"], name="application_closed"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="application_state_known"),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True) | Q(outcome__in=[o.id for o in OUTCOMES]),
                name="application_outcome_known",
            ),
            # Closed cases, and only they, have an outcome and the day it was issued.
            models.CheckConstraint(
                condition=Q(state="closed", outcome__isnull=False, closed_on__isnull=False)
                | (~Q(state="closed") & Q(outcome__isnull=True, closed_on__isnull=True)),
                name="application_closed_with_outcome",
            ),
            models.CheckConstraint(
                condition=Q(state="unconfirmed", received_on__isnull=True)
                | (~Q(state="unconfirmed") & Q(received_on__isnull=False)),
                name="application_received_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=F("submitted_on")),
                name="application_received_after_submitted",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"application/{self.pk}"
