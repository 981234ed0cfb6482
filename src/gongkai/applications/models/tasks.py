# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""协办: what one organ asks of another to answer a case."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.models.cases import Application
from gongkai.applications.sealing import unseal
from gongkai.organs.models import Organ, Person


class Task(models.Model):
    """协办事项: asked of an organ (or of colleagues in one's own) until a day; words sealed, the rest a projection.

    The organ asked sees this row and nothing of the case behind it but its number (条例第三十二条 protects the others).
    """

    class State(models.TextChoices):
        ASKED = "asked", "待签收"
        ACCEPTED = "accepted", "办理中"
        ANSWERED = "answered", "已反馈"
        RETURNED = "returned", "已退回"
        CANCELLED = "cancelled", "已撤销"

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="tasks")
    number = models.PositiveSmallIntegerField("第几项")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="tasks")
    asked_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField("交办日期")
    due_on = models.DateField("反馈期限")
    what_sealed = models.BinaryField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    accepted_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField("反馈、退回或者撤销日期", null=True, blank=True)
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer_sealed = models.BinaryField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField("催办次数", default=0)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(
                fields=["organ", "due_on"], name="task_open", condition=Q(state__in=["asked", "accepted"])
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="task_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "accepted", "answered", "returned", "cancelled"]),
                name="task_state_known",
            ),
            models.CheckConstraint(condition=Q(due_on__gt=F("asked_on")), name="task_due_after_asked"),
            # Open tasks have no end; an answer and a return have words, and each its day.
            models.CheckConstraint(
                condition=Q(
                    state__in=["asked", "accepted"], closed_on__isnull=True, answer_sealed__isnull=True
                )
                | Q(state="cancelled", closed_on__gte=F("asked_on"))
                | Q(
                    state__in=["answered", "returned"],
                    closed_on__gte=F("asked_on"),
                    answer_sealed__isnull=False,
                ),
                name="task_closed_with_words",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_on__isnull=False), name="task_accepted_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(reminders=0, reminded_on__isnull=True)
                | Q(reminders__gt=0, reminded_on__isnull=False),
                name="task_reminded_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"协办{self.application_id}-{self.number}"

    @property
    def stream(self) -> str:
        return f"task/{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.ASKED, self.State.ACCEPTED)

    @property
    def what(self) -> str:
        return unseal(self.what_sealed)

    @property
    def answer(self) -> str:
        return unseal(self.answer_sealed) if self.answer_sealed else ""
