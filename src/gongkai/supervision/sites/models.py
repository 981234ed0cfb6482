# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""One look at a site, and what was found on it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q


class SiteInspection(models.Model):
    """网站检查: which site, when, how much was seen."""

    organ = models.ForeignKey("organs.Organ", on_delete=models.PROTECT, related_name="site_inspections")
    address = models.CharField("网址", max_length=300)
    on = models.DateField()
    pages = models.PositiveIntegerField("页面")
    addresses = models.PositiveIntegerField("地址")
    left = models.PositiveIntegerField("没有看的地址", default=0)
    closed = models.PositiveIntegerField("robots.txt不让看的", default=0)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(pages__lte=F("addresses")), name="site_inspection_counts")
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.address}"

    @property
    def stream(self) -> str:
        return f"site-inspection/{self.pk}"


class SiteFault(models.Model):
    """检查出的一处问题: by which rule, on which page, what was seen."""

    inspection = models.ForeignKey(SiteInspection, on_delete=models.CASCADE, related_name="faults")
    rule = models.CharField(max_length=24)
    address = models.CharField(max_length=2000)
    evidence = models.CharField(max_length=400)
    severity = models.CharField(max_length=8)
    # What tells it from others of the rule on that page, the same at every look.
    subject = models.CharField(max_length=2000, default="", blank=True)
    # What the inspection knows of it: seen again, put into a notice, closed. None for looks from before there was a bridge.
    detection = models.ForeignKey(
        "supervision.Detection", null=True, on_delete=models.PROTECT, related_name="site_faults"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(severity__in=["severe", "fault", "note"]), name="site_fault_severity"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.address}"
