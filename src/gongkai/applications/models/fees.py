# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""信息处理费: what a person decided to charge for one request, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.models.cases import Application
from gongkai.organs.models import Person


class FeeDecision(models.Model):
    """收费决定 (条例第四十二条; 国办函〔2020〕109号): one per request, whole 元. None is the rule; a person decides, with a reason."""

    class Basis(models.TextChoices):
        BY_ITEM = "by_item", "按件"
        BY_PAGE = "by_page", "按量"

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="fee")
    basis = models.CharField(max_length=8, choices=Basis.choices)
    # 按件: how many 件 the request was split into; 按量: pages of A4 sides.
    units = models.PositiveIntegerField("件数或者页数")
    rank = models.PositiveIntegerField("当月第几件", null=True, blank=True)
    yuan = models.PositiveIntegerField("金额（元）")
    decided_on = models.DateField()
    decided_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    notified_on = models.DateField("收费通知日期", null=True, blank=True)
    pay_by = models.DateField("缴费期限", null=True, blank=True)
    paid_on = models.DateField(null=True, blank=True)
    refunded_on = models.DateField(null=True, blank=True)
    refunded_yuan = models.PositiveIntegerField(null=True, blank=True)
    refund_reason = models.CharField(max_length=300, null=True, blank=True)

    class Meta:
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(yuan__gt=0, units__gt=0), name="fee_of_something"),
            models.CheckConstraint(
                condition=Q(basis="by_item", rank__gte=1) | Q(basis="by_page", rank__isnull=True),
                name="fee_rank_by_item_only",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="fee_has_reason"),
            models.CheckConstraint(
                condition=Q(notified_on__isnull=True, pay_by__isnull=True)
                | Q(notified_on__gte=F("decided_on"), pay_by__gt=F("notified_on")),
                name="fee_notified_after_decided",
            ),
            models.CheckConstraint(
                condition=Q(paid_on__isnull=True) | Q(paid_on__gte=F("notified_on")), name="fee_paid_after_notice"
            ),
            models.CheckConstraint(
                condition=Q(refunded_on__isnull=True, refunded_yuan__isnull=True, refund_reason__isnull=True)
                | Q(
                    refunded_on__gte=F("paid_on"), refunded_yuan__gt=0, refunded_yuan__lte=F("yuan"),
                    refund_reason__isnull=False,
                ),
                name="fee_refund_of_what_was_paid",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_basis_display()}{self.units}，{self.yuan}元"
