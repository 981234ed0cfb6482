# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Tickets of 12345政务服务热线."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.organs.models import Organ
from gongkai.publishing.models import Document


class HotlineTicket(models.Model):
    """12345政务服务热线 ticket; only those marked 重点政策咨询 count in the report."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="hotline_tickets")
    number = models.CharField("工单号", max_length=40, unique=True)
    subject = models.CharField(max_length=160)
    received_on = models.DateField()
    policy_consultation = models.BooleanField("重点政策咨询", default=False)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField("答复内容", null=True, blank=True)
    policy = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="hotline_tickets"
    )

    class Meta:
        ordering = ["received_on", "id"]
        indexes = [models.Index(fields=["received_on"], name="ticket_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("received_on")),
                name="ticket_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"

    @property
    def stream(self) -> str:
        return f"ticket/{self.pk}"
