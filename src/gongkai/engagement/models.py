# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Activities with their quantities, problems collected from enterprises, hotline tickets, and consultations."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.applications.models import Application
from gongkai.organs.models import Organ
from gongkai.publishing.models import Document, Draft


class Activity(models.Model):
    """Something an organ held on a day, once; its quantities are those of the record, never estimates."""

    class Kind(models.TextChoices):
        TRAINING = "training", "企业培训"
        ENTERPRISE_VISIT = "visit", "企业服务"
        JOB_FAIR = "job_fair", "招聘会"
        LEADER_INTERVIEW = "interview", "主要领导人访谈"
        PRESS_CONFERENCE = "press", "新闻发布会"
        PROGRAMME_ISSUE = "programme", "政务热线节目"
        STAFF_TRAINING = "staff_training", "政务公开培训"

    kind = models.CharField(max_length=16, choices=Kind.choices)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="activities")
    title = models.CharField(max_length=120)
    held_on = models.DateField()
    place = models.CharField(max_length=120)
    online = models.BooleanField(default=False)
    people = models.PositiveIntegerField("人数", null=True, blank=True)
    firms = models.PositiveIntegerField("家次", null=True, blank=True)
    posts = models.PositiveIntegerField("岗位数", null=True, blank=True)
    evidence = models.CharField("依据", max_length=120)

    class Meta:
        ordering = ["held_on", "id"]
        indexes = [models.Index(fields=["kind", "held_on"], name="activity_kind_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=[
                        "training",
                        "visit",
                        "job_fair",
                        "interview",
                        "press",
                        "programme",
                        "staff_training",
                    ]
                ),
                name="activity_kind_known",
            ),
            # Each kind has the quantity it is counted by, and no other.
            models.CheckConstraint(
                condition=Q(kind__in=["training", "staff_training"], people__isnull=False)
                | (~Q(kind__in=["training", "staff_training"]) & Q(people__isnull=True)),
                name="activity_people",
            ),
            models.CheckConstraint(
                condition=Q(kind="visit", firms__isnull=False) | (~Q(kind="visit") & Q(firms__isnull=True)),
                name="activity_firms",
            ),
            models.CheckConstraint(
                condition=Q(kind="job_fair", posts__isnull=False)
                | (~Q(kind="job_fair") & Q(posts__isnull=True)),
                name="activity_posts",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class CollectedProblem(models.Model):
    """企业服务中收集的问题: one 条, and how it was settled."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="collected_problems")
    visit = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="problems"
    )
    title = models.CharField(max_length=160)
    collected_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=200, null=True, blank=True)

    class Meta:
        ordering = ["collected_on", "id"]
        indexes = [models.Index(fields=["collected_on"], name="problem_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("collected_on")),
                name="problem_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.title


class HotlineTicket(models.Model):
    """12345政务服务热线 ticket; only those marked 重点政策咨询 count in the report."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="hotline_tickets")
    number = models.CharField("工单号", max_length=40, unique=True)
    subject = models.CharField(max_length=160)
    received_on = models.DateField()
    policy_consultation = models.BooleanField("重点政策咨询", default=False)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["received_on", "id"]
        indexes = [models.Index(fields=["received_on"], name="ticket_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("received_on")),
                name="ticket_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.subject}"


class Consultation(models.Model):
    """意见征集 (条例第十九条; 国务院令第713号第十四至十八条): a draft open to the public until a day."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="consultations")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="consultation")
    title = models.CharField(max_length=160)
    major_decision = models.BooleanField("重大行政决策", default=False)
    opened_on = models.DateField()
    closes_on = models.DateField()
    short_reason = models.CharField("少于三十日的理由", max_length=200, null=True, blank=True)
    feedback_on = models.DateField("公布采纳情况的日期", null=True, blank=True)
    feedback = models.TextField(null=True, blank=True)

    class Meta:
        ordering = ["closes_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gt=F("opened_on")), name="consultation_in_order"),
            models.CheckConstraint(
                condition=Q(feedback__isnull=True, feedback_on__isnull=True)
                | Q(feedback__isnull=False, feedback_on__gte=F("closes_on")),
                name="consultation_feedback_after_close",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Opinion(models.Model):
    """One opinion on a draft, and whether it was adopted, with the reason (令713第十八条、第三十二条)."""

    class Adoption(models.TextChoices):
        ADOPTED = "adopted", "采纳"
        PARTLY = "partly", "部分采纳"
        NOT = "not", "未采纳"

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="opinions")
    received_on = models.DateField()
    text = models.TextField()
    adoption = models.CharField(max_length=8, choices=Adoption.choices, null=True, blank=True)
    reason = models.CharField(max_length=200, null=True, blank=True)

    class Meta:
        ordering = ["received_on", "id"]

    def __str__(self) -> str:
        return self.text[:40]


class Conversion(models.Model):
    """转为主动公开 (条例第四十四条): information several people applied for, on its way to being public for all."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="conversions")
    name = models.CharField("事项", max_length=200)
    reason = models.CharField("理由", max_length=300)
    opened_on = models.DateField("提出日期")
    draft = models.OneToOneField(
        Draft, null=True, blank=True, on_delete=models.SET_NULL, related_name="conversion"
    )
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="conversions"
    )
    concluded_on = models.DateField("公开或者不转日期", null=True, blank=True)
    declined_why = models.CharField("不转的理由", max_length=300, null=True, blank=True)

    class Meta:
        ordering = ["-opened_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(reason=""), name="conversion_named"),
            # Ended by a public item or by a reason, never by both, and then on a day.
            models.CheckConstraint(
                condition=Q(concluded_on__isnull=True, document__isnull=True, declined_why__isnull=True)
                | Q(concluded_on__gte=F("opened_on"), document__isnull=False, declined_why__isnull=True)
                | Q(concluded_on__gte=F("opened_on"), document__isnull=True, declined_why__isnull=False),
                name="conversion_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return f"conversion/{self.pk}"


class ConversionCase(models.Model):
    """留痕: which application a conversion came from; each at most once."""

    conversion = models.ForeignKey(Conversion, on_delete=models.PROTECT, related_name="cases")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="converted")

    class Meta:
        ordering = ["application_id"]

    def __str__(self) -> str:
        return f"{self.application}→{self.conversion}"
