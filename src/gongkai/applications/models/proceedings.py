# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What followed a reply: 行政复议 and 行政诉讼."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.models.cases import Application
from gongkai.law.table4 import Block, Result


class Proceeding(models.Model):
    """行政复议 or 行政诉讼 about an application: one row of what table 4 counts."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="proceedings")
    block = models.CharField(max_length=40, choices=[(b.value, b.label) for b in Block])
    body = models.CharField("复议机关、法院", max_length=80)
    case_number = models.CharField(max_length=60)
    accepted_on = models.DateField()
    concluded_on = models.DateField(null=True, blank=True)
    result = models.CharField(
        max_length=12,
        null=True,
        blank=True,
        choices=[(r.value, r.label) for r in Result if r is not Result.PENDING],
    )

    class Meta:
        ordering = ["accepted_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["block", "body", "case_number"], name="proceeding_once"),
            models.CheckConstraint(
                condition=Q(result__isnull=True, concluded_on__isnull=True)
                | Q(result__isnull=False, concluded_on__isnull=False),
                name="proceeding_result_with_date",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on__isnull=True) | Q(concluded_on__gte=F("accepted_on")),
                name="proceeding_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_block_display()} {self.case_number}"
