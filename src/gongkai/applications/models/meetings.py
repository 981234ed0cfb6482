# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政务公开联席会议: what was to be talked about, who came, what was decided and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.models.cases import Application
from gongkai.organs.models import Organ, Person


class JointMeeting(models.Model):
    """One meeting of the mechanism by which organs agree on disclosure (条例第四条、第十一条): called, then held or called off."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="meetings_called")
    title = models.CharField("会议名称", max_length=120)
    called_on = models.DateField("通知日期")
    meets_on = models.DateField("会议日期")
    place = models.CharField("地点", max_length=120)
    agenda = models.TextField("议题", max_length=4000)  # one item a line
    others = models.CharField("列席人员", max_length=200, null=True, blank=True)
    # Projections of the ledger:
    held_on = models.DateField("召开日期", null=True, blank=True)
    cancelled_on = models.DateField("取消日期", null=True, blank=True)
    cancelled_why = models.CharField("取消的原因", max_length=200, null=True, blank=True)

    class Meta:
        ordering = ["-meets_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(agenda=""), name="meeting_named"),
            models.CheckConstraint(condition=Q(meets_on__gte=F("called_on")), name="meeting_after_call"),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True, cancelled_why__isnull=True)
                | Q(cancelled_on__isnull=False, cancelled_why__isnull=False, held_on__isnull=True),
                name="meeting_held_or_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        return f"meeting/{self.pk}"

    @property
    def items(self) -> list[str]:
        """The agenda, item by item."""
        return [line.strip() for line in self.agenda.splitlines() if line.strip()]


class MeetingOrgan(models.Model):
    """An organ asked to a meeting; whether it came is known once it was held."""

    meeting = models.ForeignKey(JointMeeting, on_delete=models.PROTECT, related_name="organs")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="meetings")
    attended = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["organ__position", "organ_id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "organ"], name="meeting_organ_once"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}／{self.organ}"


class MeetingDecision(models.Model):
    """议定事项: one sentence the meeting agreed on."""

    meeting = models.ForeignKey(JointMeeting, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    text = models.CharField("议定事项", max_length=500)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="meeting_decision_once"),
            models.CheckConstraint(condition=~Q(text=""), name="meeting_decision_said"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}议定{self.number}"


class FollowUp(models.Model):
    """落实事项: what a meeting gave an organ to do, until when, and the evidence that it was done."""

    meeting = models.ForeignKey(JointMeeting, on_delete=models.PROTECT, related_name="follow_ups")
    number = models.PositiveSmallIntegerField()
    decision = models.ForeignKey(
        MeetingDecision, null=True, blank=True, on_delete=models.PROTECT, related_name="follow_ups"
    )
    what = models.CharField("落实事项", max_length=300)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="follow_ups")
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    assigned_on = models.DateField("交办日期")
    due_on = models.DateField("完成期限")
    # Projections of the ledger:
    done_on = models.DateField("完成日期", null=True, blank=True)
    evidence = models.CharField("完成的依据", max_length=300, null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["organ", "due_on"], name="follow_up_open", condition=Q(done_on__isnull=True))
        ]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="follow_up_number_once"),
            models.CheckConstraint(condition=Q(due_on__gte=F("assigned_on")), name="follow_up_due_later"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, evidence__isnull=True)
                | (Q(done_on__gte=F("assigned_on"), evidence__isnull=False) & ~Q(evidence="")),
                name="follow_up_done_with_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}落实{self.number}"


class MeetingCase(models.Model):
    """An application that a meeting spoke about."""

    meeting = models.ForeignKey(JointMeeting, on_delete=models.PROTECT, related_name="cases")
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="meetings")

    class Meta:
        ordering = ["application_id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "application"], name="meeting_case_once")]

    def __str__(self) -> str:
        return f"{self.meeting}／{self.application}"
