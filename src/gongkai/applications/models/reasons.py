# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""说明理由 (条例第三十五条): what was asked of an applicant whose requests are too many, what came, how it was judged."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.models.cases import Application
from gongkai.applications.sealing import unseal


class ReasonsAsked(models.Model):
    """要求说明理由 of one case. The applicant's words are sealed; the organ's judgement is its own text."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="reasons_asked")
    asked_on = models.DateField()
    received_on = models.DateField(null=True, blank=True)
    reasons_sealed = models.BinaryField(null=True, blank=True)
    reasonable = models.BooleanField(null=True, blank=True)
    judged_on = models.DateField(null=True, blank=True)
    judged_why = models.CharField(max_length=500, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(received_on__isnull=True, reasons_sealed__isnull=True)
                | Q(received_on__gte=F("asked_on"), reasons_sealed__isnull=False),
                name="reasons_received_with_words",
            ),
            models.CheckConstraint(
                condition=Q(reasonable__isnull=True, judged_on__isnull=True, judged_why__isnull=True)
                | Q(reasonable__isnull=False, judged_on__gte=F("asked_on"), judged_why__isnull=False),
                name="reasons_judged_with_why",
            ),
        ]

    def __str__(self) -> str:
        return f"说明理由{self.application_id}"

    @property
    def reasons(self) -> str:
        return unseal(self.reasons_sealed) if self.reasons_sealed else ""
