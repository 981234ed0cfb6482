# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""案卷材料: a file of a case, sealed at rest; the database keeps what it is, the store keeps the bytes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.applications.models.cases import Application
from gongkai.applications.models.online import Message
from gongkai.applications.sealing import unseal


class CaseFile(models.Model):
    """One file of a case. digest is SHA-256 of the bytes as they came; stored names the sealed bytes (vault)."""

    class Source(models.TextChoices):
        APPLICANT = "applicant", "申请人提交"
        ORGAN = "organ", "机关存入"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="files")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="files")
    source = models.CharField(max_length=10, choices=Source.choices)
    name_sealed = models.BinaryField()
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    stored = models.CharField(max_length=80, unique=True)
    added_on = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=["applicant", "organ"]), name="case_file_source_known"
            )
        ]

    def __str__(self) -> str:
        return f"材料{self.pk}"

    @property
    def name(self) -> str:
        return unseal(self.name_sealed)
