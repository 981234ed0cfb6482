# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政府信息公开制度 of an organ: what it lays down for itself on disclosing, in texts that follow one another."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.law.bylaws import GROUNDS
from gongkai.organs.models import Organ, Person


class Bylaw(models.Model):
    """One rule (国办公开办函〔2019〕61号: 政府信息公开制度 stands beside guide, catalogue and reports)."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="bylaws")
    name = models.CharField("名称", max_length=120)
    ground = models.CharField("依据", max_length=12, choices=[(g.key, g.name) for g in GROUNDS])
    issued_on = models.DateField("公布日期")
    # Projections of the ledger: from this day nothing of it is shown but that it was there.
    withdrawn_on = models.DateField("停止执行日期", null=True, blank=True)
    withdrawn_why = models.CharField("停止执行的原因", max_length=200, null=True, blank=True)

    class Meta:
        ordering = ["organ__position", "organ", "issued_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organ", "name"], condition=Q(withdrawn_on__isnull=True), name="bylaw_name_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="bylaw_named"),
            models.CheckConstraint(
                condition=Q(ground__in=[
                    "examination", "handling", "coordination", "adjustment", "assessment", "other"
                ]), name="bylaw_ground_known",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True, withdrawn_why__isnull=True)
                | Q(withdrawn_on__gte=F("issued_on"), withdrawn_why__isnull=False),
                name="bylaw_withdrawn_with_reason",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return f"bylaw/{self.pk}"


class BylawText(models.Model):
    """One text of a rule, a paragraph a line; never changed, the next one takes its place from its day on."""

    bylaw = models.ForeignKey(Bylaw, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveSmallIntegerField("第几版")
    document_number = models.CharField("文号", max_length=60, null=True, blank=True)
    issued_on = models.DateField("公布日期")
    in_force_on = models.DateField("施行日期")
    changes = models.CharField("修改说明", max_length=300, null=True, blank=True)
    text = models.TextField("正文")
    digest = models.CharField("摘要", max_length=64)
    reviewed_by = models.CharField("公开审查人", max_length=40)
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["bylaw", "number"], name="bylaw_text_once"),
            models.UniqueConstraint(fields=["bylaw", "in_force_on"], name="bylaw_text_one_a_day"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(reviewed_by=""), name="bylaw_text_said"),
            models.CheckConstraint(
                condition=Q(number=1, changes__isnull=True) | Q(number__gt=1, changes__isnull=False),
                name="bylaw_text_changes_said",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bylaw}（第{self.number}版）"
