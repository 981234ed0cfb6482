# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""清理: marks proposed for what has run out or was replaced, and the second person who decided on each."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.organs.models import Person
from gongkai.publishing.models import Document, Mark
from gongkai.supervision.models.inspection import Detection


class CleanUp(models.Model):
    """One proposal: how a public item is to be marked, from which day, on what basis. It erases nothing."""

    class State(models.TextChoices):
        PROPOSED = "proposed", "待复核"
        APPROVED = "approved", "已标注"
        REFUSED = "refused", "不标注"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="clean_ups")
    detection = models.ForeignKey(
        Detection, null=True, blank=True, on_delete=models.PROTECT, related_name="clean_ups"
    )
    what = models.CharField(max_length=10, choices=Mark.choices)
    since = models.DateField("最后有效或者被替代的日期", null=True, blank=True)
    successor = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=120)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PROPOSED)
    proposed_on = models.DateField()
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    remark = models.CharField(max_length=200, null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["document"], name="cleanup_one_open", condition=Q(state="proposed")
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_on__isnull=True, decided_by__isnull=True)
                | Q(state__in=["approved", "refused"], decided_on__isnull=False, decided_by__isnull=False),
                name="cleanup_decided_whole",
            ),
            # 复核 is by another person.
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")), name="cleanup_by_two"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(remark__isnull=False), name="cleanup_refused_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}：{self.get_what_display()}"

    @property
    def stream(self) -> str:
        return f"cleanup/{self.pk}"
