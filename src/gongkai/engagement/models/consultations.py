# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Drafts open to the public, and what the public said of them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.organs.models import Organ
from gongkai.publishing.models import Document


class Consultation(models.Model):
    """意见征集 (条例第十九条; 国务院令第713号第十四至十八条): a draft open to the public until a day."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="consultations")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="consultation")
    title = models.CharField(max_length=160)
    major_decision = models.BooleanField("重大行政决策", default=False)
    opened_on = models.DateField()
    closes_on = models.DateField()
    short_reason = models.CharField("少于三十日的理由", max_length=200, null=True, blank=True)
    feedback_on = models.DateField("公布采纳情况的日期", null=True, blank=True)
    feedback = models.TextField(null=True, blank=True)

    class Meta:
        ordering = ["closes_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gt=F("opened_on")), name="consultation_in_order"),
            models.CheckConstraint(
                condition=Q(feedback__isnull=True, feedback_on__isnull=True)
                | Q(feedback__isnull=False, feedback_on__gte=F("closes_on")),
                name="consultation_feedback_after_close",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Opinion(models.Model):
    """One opinion on a draft, and whether it was adopted, with the reason (令713第十八条、第三十二条)."""

    class Adoption(models.TextChoices):
        ADOPTED = "adopted", "采纳"
        PARTLY = "partly", "部分采纳"
        NOT = "not", "未采纳"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="opinions")
    received_on = models.DateField()
    text = models.TextField()
    adoption = models.CharField(max_length=8, choices=Adoption.choices, null=True, blank=True)
    reason = models.CharField(max_length=200, null=True, blank=True)

    class Meta:
        ordering = ["received_on", "id"]

    def __str__(self) -> str:
        return self.text[:40]
