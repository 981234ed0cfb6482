# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What followed a reply: 行政复议 and 行政诉讼, stage by stage, and the new replies they order."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.models.cases import Application
from gongkai.law.decisions import DECISIONS, Stage
from gongkai.law.table4 import Block, Result
from gongkai.organs.models import Organ, Person


class Proceeding(models.Model):
    """行政复议 or one instance of 行政诉讼. A chain of them (continues) is one dispute: table 4 counts its latest stage."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="proceedings")
    # Empty where the dispute is about proactive disclosure, which has no application; then subject says what about.
    application = models.ForeignKey(
        Application, null=True, on_delete=models.PROTECT, related_name="proceedings"
    )
    subject = models.CharField("所涉事项", max_length=200, null=True)
    block = models.CharField(max_length=40, choices=[(b.value, b.label) for b in Block])
    stage = models.CharField(max_length=10, choices=[(s.value, s.label) for s in Stage])
    continues = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="continued_by")
    body = models.CharField("复议机关、法院", max_length=80)
    case_number = models.CharField(max_length=60)
    simple_procedure = models.BooleanField(default=False)
    accepted_on = models.DateField()
    copy_received_on = models.DateField(
        null=True
    )  # 收到申请书、起诉状副本: the organ's answer runs from here
    answered_on = models.DateField(null=True)
    concluded_on = models.DateField(null=True)
    decision = models.CharField(max_length=20, null=True, choices=[(d.key, d.label) for d in DECISIONS])
    result = models.CharField(
        max_length=12, null=True, choices=[(r.value, r.label) for r in Result if r is not Result.PENDING]
    )
    decision_received_on = models.DateField(null=True)

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
            models.CheckConstraint(
                condition=Q(application__isnull=False) | Q(subject__isnull=False),
                name="proceeding_about_something",
            ),
            models.CheckConstraint(
                condition=Q(stage="review", block="reconsideration")
                | (~Q(stage="review") & ~Q(block="reconsideration")),
                name="proceeding_stage_of_block",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["review", "first"]) | Q(continues__isnull=False),
                name="proceeding_appeal_continues",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_block_display()} {self.case_number}"

    @property
    def stream(self) -> str:
        return f"proceeding/{self.pk}"

    @property
    def about(self) -> str:
        """What it is about: the application's number, or the proactive disclosure in words."""
        return self.application.number if self.application else str(self.subject)


class NewReply(models.Model):
    """重新答复 that a decision ordered: a task with a limit of its own, never a new 件 in table 3."""

    proceeding = models.OneToOneField(Proceeding, on_delete=models.PROTECT, related_name="new_reply")
    ordered_on = models.DateField()  # the decision reached the organ
    due_on = models.DateField()
    handler = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField(null=True)
    note = models.CharField(max_length=300, null=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("ordered_on")), name="new_reply_due_after_ordered"
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, note__isnull=True)
                | Q(done_on__isnull=False, note__isnull=False),
                name="new_reply_done_with_note",
            ),
        ]

    def __str__(self) -> str:
        return f"重新答复 {self.proceeding}"
