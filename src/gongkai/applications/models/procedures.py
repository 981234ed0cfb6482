# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""办理规范指引: how an office handles applications, in versions; what was in force on a day can always be shown."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.organs.models import Organ, Person


class Procedure(models.Model):
    """An internal document on registering, examining, handling, answering and filing (条例第四十五条)."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="procedures")
    name = models.CharField("名称", max_length=120)
    about = models.CharField("适用范围", max_length=200)
    opened_on = models.DateField("登记日期")
    # Projections of the ledger: from this day nothing of it is in force.
    repealed_on = models.DateField("停止执行日期", null=True, blank=True)
    repealed_why = models.CharField("停止执行的原因", max_length=200, null=True, blank=True)

    class Meta:
        ordering = ["organ__position", "name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["organ", "name"], name="procedure_name_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(about=""), name="procedure_named"),
            models.CheckConstraint(
                condition=Q(repealed_on__isnull=True, repealed_why__isnull=True)
                | Q(repealed_on__isnull=False, repealed_why__isnull=False),
                name="procedure_repealed_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return f"procedure/{self.pk}"


class ProcedureVersion(models.Model):
    """One version: its text (typed, or read out of its file), its file as it came, and the day it takes effect."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("第几版")
    approved_on = models.DateField("审定日期")
    in_force_on = models.DateField("施行日期")
    basis = models.CharField("审定依据", max_length=120)
    changes = models.CharField("修改说明", max_length=300, null=True, blank=True)
    text = models.TextField("正文", null=True, blank=True)
    file_name = models.CharField(max_length=120, null=True, blank=True)
    media_type = models.CharField(max_length=100, null=True, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    stored = models.CharField(max_length=80, unique=True, null=True, blank=True)
    digest = models.CharField("摘要", max_length=64)  # SHA-256 of the file as it came, else of the text
    made_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="procedure_version_once"),
            models.UniqueConstraint(fields=["procedure", "in_force_on"], name="procedure_one_a_day"),
            models.CheckConstraint(
                condition=Q(in_force_on__gte=F("approved_on")), name="procedure_in_force_after_approval"
            ),
            models.CheckConstraint(
                condition=Q(text__isnull=False) | Q(stored__isnull=False),
                name="procedure_version_has_content",
            ),
            models.CheckConstraint(
                condition=Q(
                    stored__isnull=True, file_name__isnull=True, media_type__isnull=True, size__isnull=True
                )
                | Q(
                    stored__isnull=False,
                    file_name__isnull=False,
                    media_type__isnull=False,
                    size__isnull=False,
                ),
                name="procedure_file_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.procedure}（第{self.number}版）"
