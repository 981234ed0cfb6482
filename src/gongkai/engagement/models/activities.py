# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What an organ held, with its quantities, and the problems collected on the way, followed to their solution."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.engagement.kinds import BY_KEY, MEASURES
from gongkai.organs.models import Organ
from gongkai.publishing.models import Document


class ActivityKind(models.Model):
    """A kind the county added to the built-in ones; no figure of the report counts it."""

    key = models.SlugField(max_length=16, unique=True)
    label = models.CharField("名称", max_length=30, unique=True)
    measure = models.CharField(
        "按什么统计", max_length=8, null=True, blank=True, choices=[(k, v[0]) for k, v in MEASURES.items()]
    )
    opened_on = models.DateField()

    class Meta:
        ordering = ["opened_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(measure__isnull=True) | Q(measure__in=list(MEASURES)),
                name="activity_kind_measure",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def stream(self) -> str:
        return f"activity-kind/{self.key}"


class Activity(models.Model):
    """Something an organ held on a day, once; its quantities are those of the record, never estimates."""

    class Kind(models.TextChoices):
        """The kinds the report counts; a county may have others (ActivityKind)."""

        TRAINING = "training", "企业培训"
        ENTERPRISE_VISIT = "visit", "企业服务"
        JOB_FAIR = "job_fair", "招聘会"
        LEADER_INTERVIEW = "interview", "主要领导人访谈"
        PRESS_CONFERENCE = "press", "新闻发布会"
        PROGRAMME_ISSUE = "programme", "政务热线节目"
        STAFF_TRAINING = "staff_training", "政务公开培训"

    kind = models.CharField(max_length=16)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="activities")
    title = models.CharField(max_length=120)
    held_on = models.DateField()
    place = models.CharField(max_length=120)
    online = models.BooleanField(default=False)
    # Which quantity this one is counted by, as its kind said when it was recorded.
    measure = models.CharField(max_length=8, null=True, blank=True)
    people = models.PositiveIntegerField("人数", null=True, blank=True)
    firms = models.PositiveIntegerField("家次", null=True, blank=True)
    posts = models.PositiveIntegerField("岗位数", null=True, blank=True)
    evidence = models.CharField("依据", max_length=120)
    transcript = models.TextField("文字实录", null=True, blank=True)
    video_url = models.URLField("视频地址", max_length=300, null=True, blank=True)
    policies = models.ManyToManyField(Document, related_name="activities", blank=True)

    class Meta:
        ordering = ["held_on", "id"]
        indexes = [models.Index(fields=["kind", "held_on"], name="activity_kind_day")]
        constraints = [
            models.CheckConstraint(condition=~Q(kind=""), name="activity_kind_named"),
            # Each has the quantity it is counted by, and no other. A comparison with nothing is no refusal in SQL: hence isnull.
            models.CheckConstraint(
                condition=Q(measure__isnull=True, people__isnull=True, firms__isnull=True, posts__isnull=True)
                | Q(
                    measure__isnull=False,
                    measure="people",
                    people__isnull=False,
                    firms__isnull=True,
                    posts__isnull=True,
                )
                | Q(
                    measure__isnull=False,
                    measure="firms",
                    people__isnull=True,
                    firms__isnull=False,
                    posts__isnull=True,
                )
                | Q(
                    measure__isnull=False,
                    measure="posts",
                    people__isnull=True,
                    firms__isnull=True,
                    posts__isnull=False,
                ),
                name="activity_measured",
            ),
            # What the report adds up has its quantity whatever a program writes.
            models.CheckConstraint(
                condition=~Q(kind__in=["training", "staff_training", "visit", "job_fair"])
                | Q(measure__isnull=False),
                name="activity_counted_kinds_measured",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        return f"activity/{self.pk}"

    def get_kind_display(self) -> str:
        """The kind in words."""
        if self.kind in BY_KEY:
            return BY_KEY[self.kind].label
        own = ActivityKind.objects.filter(key=self.kind).first()
        return own.label if own else str(self.kind)

    @property
    def amount(self) -> str:
        """How much it was, in words: 126人, 3家次, 210个岗位; 1次 where nothing else is counted."""
        if self.measure is None:
            return "1次"
        return f"{getattr(self, self.measure):,}{MEASURES[self.measure][1]}"


class JobPost(models.Model):
    """招聘岗位 of an activity that is counted by posts: who hires, for what, how many. Taken down with a reason, never erased."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="listed")
    firm = models.CharField("招聘单位", max_length=80)
    title = models.CharField("岗位", max_length=80)
    wanted = models.PositiveIntegerField("人数")
    pay = models.CharField("薪酬", max_length=60, null=True, blank=True)
    place = models.CharField("工作地点", max_length=80, null=True, blank=True)
    needs = models.CharField("要求", max_length=200, null=True, blank=True)
    listed_on = models.DateField()
    dropped_on = models.DateField(null=True, blank=True)
    dropped_why = models.CharField("撤下的理由", max_length=200, null=True, blank=True)

    class Meta:
        ordering = ["firm", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(wanted__gte=1), name="post_wants_someone"),
            models.UniqueConstraint(
                fields=["activity", "firm", "title"],
                condition=Q(dropped_on__isnull=True),
                name="post_listed_once",
            ),
            models.CheckConstraint(
                condition=Q(dropped_on__isnull=True, dropped_why__isnull=True)
                | Q(dropped_on__gte=F("listed_on"), dropped_why__isnull=False),
                name="post_dropped_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm}：{self.title}"


class CollectedProblem(models.Model):
    """企业服务中收集的问题: one 条, who follows it until when, and how it was settled (跟踪办)."""

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="collected_problems")
    visit = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="problems"
    )
    title = models.CharField(max_length=160)
    collected_on = models.DateField()
    handler = models.ForeignKey(
        Organ, null=True, blank=True, on_delete=models.PROTECT, related_name="followed_problems"
    )
    due_on = models.DateField("办理期限", null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(max_length=200, null=True, blank=True)
    solved_on = models.DateField("解决日期", null=True, blank=True)
    solution = models.CharField("怎么解决的、依据", max_length=300, null=True, blank=True)

    class Meta:
        ordering = ["collected_on", "id"]
        indexes = [models.Index(fields=["collected_on"], name="problem_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("collected_on")),
                name="problem_in_order",
            ),
            models.CheckConstraint(
                condition=Q(solved_on__isnull=True, solution__isnull=True)
                | Q(solved_on__gte=F("collected_on"), solution__isnull=False),
                name="problem_solved_with_evidence",
            ),
            models.CheckConstraint(
                condition=Q(handler__isnull=True, due_on__isnull=True)
                | Q(handler__isnull=False, due_on__gte=F("collected_on")),
                name="problem_given_with_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        return f"problem/{self.pk}"


class ProblemStep(models.Model):
    """进展: what was done about a problem on a day."""

    problem = models.ForeignKey(CollectedProblem, on_delete=models.PROTECT, related_name="steps")
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    text = models.CharField(max_length=300)

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return self.text[:40]
