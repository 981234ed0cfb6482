# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政府信息公开申请: the row of the register, most of it projected from the events."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.models.applicants import Applicant
from gongkai.applications.worklines import NO_DAY as NO_DAY
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


class Due(models.TextChoices):
    """What the next day of an open case is the last day of."""

    REPLY = "reply", "最后答复日"
    CONFIRM = "confirm", "确认期限"
    SUPPLEMENT = "supplement", "补正期限"
    PAYMENT = "payment", "缴费期限"
    # Another organ was asked: the limit moves on by a working day with each that passes (第三十三条第三款).
    MOVING = "moving", "等其他机关意见，期限顺延"


class Application(models.Model):
    """政府信息公开申请: one 件 of the register."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="applications")
    number = models.CharField("登记编号", max_length=40, unique=True)
    applicant = models.ForeignKey(Applicant, on_delete=models.PROTECT, related_name="applications")
    channel = models.CharField(max_length=16, choices=[(c.value, c.label) for c in Channel])
    title = models.CharField(max_length=200)
    # likeness.topic_of(title): finds others alike
    topic = models.CharField("标题去掉“申请公开”等词", max_length=200)
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
    # The line of the work list, of open cases only: a day, never a number of days, so that nothing has to be rewritten when
    # today moves; what time alone brings about (passed, lapsed) is seen by comparing the day with today.
    act_on = models.DateField(null=True)
    act_kind = models.CharField(max_length=12, choices=Due.choices, null=True)
    why = models.CharField(max_length=200, null=True)
    consulting = models.BooleanField("征求意见还没有答复", default=False)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            # "act_on IS NOT NULL" is the one condition SQLite recognises in a query whose values are parameters.
            models.Index(
                # the last two: every page counts them without reading a row
                fields=[
                    "act_on",
                    "id",
                    "act_kind",
                    "handler",
                ],
                name="application_work_line",
                condition=Q(act_on__isnull=False),
            ),
            models.Index(
                fields=["organ", "act_on", "id", "act_kind", "handler"],
                name="application_organ_line",
                condition=Q(act_on__isnull=False),
            ),
            models.Index(
                fields=["handler", "act_on", "id"],
                name="application_work_handler",
                condition=Q(act_on__isnull=False),
            ),
            models.Index(fields=["submitted_on", "id"], name="application_submitted"),
            models.Index(fields=["organ", "submitted_on", "id"], name="application_organ_submitted"),
            models.Index(fields=["organ", "received_on"], name="application_received"),
            models.Index(fields=["topic", "organ"], name="application_topic"),
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
                # taken back before it was received
                | Q(state="closed", received_on__isnull=True, outcome="R3.6.3")
                | (~Q(state="unconfirmed") & Q(received_on__isnull=False)),
                name="application_received_once_confirmed",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", act_on__isnull=True, act_kind__isnull=True, why__isnull=True)
                | (
                    ~Q(state="closed")
                    & Q(act_on__isnull=False, act_kind__in=[d.value for d in Due], why__isnull=False)
                ),
                name="application_work_while_open",
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
