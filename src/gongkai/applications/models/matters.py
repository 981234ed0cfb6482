# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""公众来件: what a citizen brings that is no disclosure request and never enters table 3."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.models.cases import Application
from gongkai.applications.sealing import unseal
from gongkai.organs.models import Organ


class Matter(models.Model):
    """更正本人信息 (条例第四十一条), 主动公开建议 (第四十四条第二款), 投诉举报 (第四十七条第二款、第五十一条)."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", "更正本人信息"
        SUGGESTION = "suggestion", "主动公开建议"
        COMPLAINT = "complaint", "投诉举报"

    class Result(models.TextChoices):
        CORRECTED = "corrected", "予以更正"
        NOT_PROVED = "not_proved", "证据不足，不予更正"
        PUBLISHED = "published", "纳入主动公开"
        NOT_IN_SCOPE = "not_in_scope", "不属于主动公开范围"
        SUBSTANTIATED = "substantiated", "查证属实，督促整改"
        UNFOUNDED = "unfounded", "查证不属实"
        TRANSFERRED = "transferred", "转送或者告知有权处理的机关"

    kind = models.CharField(max_length=12, choices=Kind.choices)
    number = models.CharField("编号", max_length=40, unique=True)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="matters")  # which handles it
    about = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")  # which it is about
    application = models.ForeignKey(Application, null=True, on_delete=models.PROTECT, related_name="matters")
    title = models.CharField(max_length=100)
    text_sealed = models.BinaryField()
    name_sealed = models.BinaryField(null=True)
    identity_sealed = models.BinaryField(null=True)
    contact_sealed = models.BinaryField(null=True)
    content_key = models.CharField(max_length=64)
    submitted_on = models.DateField()
    # Projections of the ledger:
    answered_on = models.DateField(null=True)
    result = models.CharField(max_length=14, null=True, choices=Result.choices)
    answer_sealed = models.BinaryField(null=True)

    class Meta:
        ordering = ["-submitted_on", "-id"]
        indexes = [models.Index(fields=["organ", "submitted_on"], name="matter_of_organ")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["correction", "suggestion", "complaint"]), name="matter_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True, result__isnull=True, answer_sealed__isnull=True)
                | Q(answered_on__isnull=False, result__isnull=False, answer_sealed__isnull=False),
                name="matter_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("submitted_on")),
                name="matter_answered_after_submitted",
            ),
            # Only the person itself may have its records corrected: who it is must be known.
            models.CheckConstraint(
                condition=~Q(kind="correction") | Q(name_sealed__isnull=False, identity_sealed__isnull=False),
                name="matter_correction_by_the_person",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def stream(self) -> str:
        return f"matter/{self.pk}"

    @property
    def text(self) -> str:
        return unseal(self.text_sealed)

    @property
    def answer(self) -> str:
        return unseal(self.answer_sealed) if self.answer_sealed is not None else ""


RESULTS_OF = {
    Matter.Kind.CORRECTION: (Matter.Result.CORRECTED, Matter.Result.NOT_PROVED, Matter.Result.TRANSFERRED),
    Matter.Kind.SUGGESTION: (Matter.Result.PUBLISHED, Matter.Result.NOT_IN_SCOPE, Matter.Result.TRANSFERRED),
    Matter.Kind.COMPLAINT: (Matter.Result.SUBSTANTIATED, Matter.Result.UNFOUNDED, Matter.Result.TRANSFERRED),
}
