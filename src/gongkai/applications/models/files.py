# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""案卷材料: a file of a case, sealed at rest; the database keeps what it is, the store keeps the bytes."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.models.cases import Application
from gongkai.applications.models.online import Message
from gongkai.applications.sealing import unseal
from gongkai.organs.models import Person


class CaseFile(models.Model):
    """One file of a case. digest is SHA-256 of the bytes as they came; stored names the sealed bytes (vault)."""

    class Source(models.TextChoices):
        APPLICANT = "applicant", "申请人提交"
        ORGAN = "organ", "机关存入"

    class Purpose(models.TextChoices):
        """What the file is in the case. RELEASED is the copy made to leave; the original it was made from stays."""

        SUBMITTED = "submitted", "申请人材料"
        SCAN = "scan", "来件、回证扫描件"
        ORIGINAL = "original", "拟公开的原件"
        EVIDENCE = "evidence", "检索、办理证据"
        RELEASED = "released", "公开件"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="files")
    message = models.ForeignKey(Message, null=True, on_delete=models.PROTECT, related_name="files")
    source = models.CharField(max_length=10, choices=Source.choices)
    name_sealed = models.BinaryField()
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    stored = models.CharField(max_length=80, unique=True)
    added_on = models.DateField()
    added_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="files_added")
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.SUBMITTED)
    # A copy made to leave knows what it was made from; the original is never changed and never replaced.
    original = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="copies")
    # The day it was let go to the applicant; null while it stays in the office.
    released_on = models.DateField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=["applicant", "organ"]), name="case_file_source_known"
            ),
            models.CheckConstraint(
                condition=Q(source="applicant", purpose="submitted")
                | Q(source="organ", purpose__in=["scan", "original", "evidence", "released"]),
                name="case_file_purpose_of_source",
            ),
            models.CheckConstraint(
                condition=Q(purpose="released", original__isnull=False)
                | (~Q(purpose="released") & Q(original__isnull=True)),
                name="case_file_copy_has_original",
            ),
            models.CheckConstraint(condition=~Q(original=F("id")), name="case_file_not_its_own_copy"),
            models.CheckConstraint(
                condition=Q(released_on__isnull=True)
                | (Q(purpose__in=["released", "original"]) & Q(released_on__gte=F("added_on"))),
                name="case_file_release_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"材料{self.pk}"

    @property
    def name(self) -> str:
        return unseal(self.name_sealed)
