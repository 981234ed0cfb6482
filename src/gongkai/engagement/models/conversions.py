# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What several people applied for, on its way to being public for all."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.models import Application
from gongkai.organs.models import Organ
from gongkai.publishing.models import Document, Draft


class Conversion(models.Model):
    """转为主动公开 (条例第四十四条): information several people applied for, on its way to being public for all."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="conversions")
    name = models.CharField("事项", max_length=200)
    reason = models.CharField("理由", max_length=300)
    opened_on = models.DateField("提出日期")
    draft = models.OneToOneField(
        Draft, null=True, blank=True, on_delete=models.SET_NULL, related_name="conversion"
    )
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="conversions"
    )
    concluded_on = models.DateField("公开或者不转日期", null=True, blank=True)
    declined_why = models.CharField("不转的理由", max_length=300, null=True, blank=True)

    class Meta:
        ordering = ["-opened_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(reason=""), name="conversion_named"),
            # Ended by a public item or by a reason, never by both, and then on a day.
            models.CheckConstraint(
                condition=Q(concluded_on__isnull=True, document__isnull=True, declined_why__isnull=True)
                | Q(concluded_on__gte=F("opened_on"), document__isnull=False, declined_why__isnull=True)
                | Q(concluded_on__gte=F("opened_on"), document__isnull=True, declined_why__isnull=False),
                name="conversion_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return f"conversion/{self.pk}"


class ConversionCase(models.Model):
    """留痕: which application a conversion came from; each at most once."""

    conversion = models.ForeignKey(Conversion, on_delete=models.PROTECT, related_name="cases")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="converted")

    class Meta:
        ordering = ["application_id"]

    def __str__(self) -> str:
        return f"{self.application}→{self.conversion}"
