# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Whom a case asks before it is answered: 第三方, 共同制作机关, 其他机关."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.models.cases import Application
from gongkai.applications.sealing import unseal
from gongkai.law.consulted import Answer, Judgement, PartyKind


class Party(models.Model):
    """被征求意见的一方 (条例第十五条、第三十二条、第三十四条). Its key is the id of the clock's consultation events."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="parties")
    number = models.PositiveSmallIntegerField("第几方")
    kind = models.CharField(max_length=12, choices=[(k.value, k.label) for k in PartyKind])
    name_sealed = models.BinaryField()
    contact_sealed = models.BinaryField(null=True, blank=True)
    added_on = models.DateField()
    sent_on = models.DateField("征求意见书发出日期", null=True, blank=True)
    received_on = models.DateField("对方收到日期", null=True, blank=True)
    answer = models.CharField(
        max_length=10, null=True, blank=True, choices=[(a.value, a.label) for a in Answer]
    )
    answered_on = models.DateField("收到意见日期", null=True, blank=True)
    reasons_sealed = models.BinaryField(null=True, blank=True)
    judgement = models.CharField(
        max_length=16, null=True, blank=True, choices=[(j.value, j.label) for j in Judgement]
    )
    judged_on = models.DateField(null=True, blank=True)
    judged_why = models.CharField("判断的理由", max_length=500, null=True, blank=True)
    told_on = models.DateField("决定公开告知书送达日期", null=True, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = "被征求意见的一方"
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="party_number_once"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in PartyKind]), name="party_kind_known"),
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=F("sent_on")),
                name="party_received_after_sent",
            ),
            models.CheckConstraint(
                condition=Q(answer__isnull=True, answered_on__isnull=True)
                | Q(answer__in=[a.value for a in Answer], answered_on__gte=F("sent_on")),
                name="party_answer_with_day",
            ),
            models.CheckConstraint(
                condition=~Q(answer="objected") | Q(reasons_sealed__isnull=False), name="party_objects_with_reasons"
            ),
            models.CheckConstraint(
                condition=Q(judgement__isnull=True, judged_on__isnull=True, judged_why__isnull=True)
                | Q(
                    judgement__in=[j.value for j in Judgement], judged_on__gte=F("answered_on"),
                    judged_why__isnull=False,
                ),
                name="party_judged_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(told_on__isnull=True) | Q(told_on__gte=F("judged_on")), name="party_told_after_judged"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.number}"

    @property
    def key(self) -> str:
        return f"P{self.number}"

    @property
    def name(self) -> str:
        return unseal(self.name_sealed)

    @property
    def contact(self) -> str:
        return unseal(self.contact_sealed) if self.contact_sealed else ""

    @property
    def reasons(self) -> str:
        return unseal(self.reasons_sealed) if self.reasons_sealed else ""
