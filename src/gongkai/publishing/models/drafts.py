# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Drafts on their way to the public, the steps a column asks for, and who said what at each (条例第十七条)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.organs.models import Organ, Person, Role
from gongkai.publishing.models.columns import Column
from gongkai.publishing.models.documents import Attachment, Described, Document, Form, Register


class ReviewStep(models.Model):
    """One step of a column's review (三审三校), in order; a column without any follows the usual three."""

    column = models.ForeignKey(Column, on_delete=models.CASCADE, related_name="review_steps")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=20)
    role = models.CharField(max_length=12, choices=Role.choices)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["column", "position"], name="review_step_once"),
            models.CheckConstraint(condition=Q(position__gte=1), name="review_step_from_one"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="review_step_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.column} {self.label}"


class Draft(Described):
    """A text an editor is preparing: a new item, or (amends) the next version of one. It is public only as a Document."""

    class State(models.TextChoices):
        WRITING = "writing", "起草中"
        REVIEWING = "reviewing", "审核中"
        RETURNED = "returned", "退回修改"
        PUBLISHED = "published", "已公开"
        DROPPED = "dropped", "不再公开"

    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="drafts")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="drafts")
    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="drafts")
    also_in = models.ManyToManyField(Column, related_name="+", blank=True)
    amends = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="amendments")
    amends_version = models.PositiveIntegerField(null=True)  # the version its text began from
    title = models.CharField("标题", max_length=200)
    body = models.TextField("正文")  # sanitised HTML
    summary = models.CharField("内容概述", max_length=300, null=True)
    number = models.CharField("文号", max_length=60, null=True)
    formed_on = models.DateField("成文日期", null=True)
    register = models.CharField(max_length=10, null=True, choices=Register.choices)
    effective_from = models.DateField("施行日期", null=True)
    expires_on = models.DateField("有效期至", null=True)
    # 解读: which policy it explains, and in what form.
    policy = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    # or the draft it explains, which is to come out with it or before (三同步).
    explains = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="explained_by")
    form = models.CharField("解读形式", max_length=10, null=True, choices=Form.choices)
    # Why an interpretation that repeats its document may stand all the same, in the words of another than its author.
    copied_reason = models.CharField(max_length=200, null=True)
    copied_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    clarifies = models.CharField("澄清的内容", max_length=200, null=True)
    note = models.CharField("改动说明", max_length=200, null=True)
    publish_on = models.DateField("定时公开", null=True)
    files = models.ManyToManyField(Attachment, related_name="drafts", blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WRITING)
    version = models.PositiveIntegerField(default=1)
    step = models.PositiveSmallIntegerField(default=0)  # the step it waits for, from 1; 0 outside review
    # 保密审查 of this version: who, when, on what basis.
    secrecy_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    secrecy_on = models.DateField(null=True)
    secrecy_basis = models.CharField(max_length=200, null=True)
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="drafts")
    started_on = models.DateField()
    changed_on = models.DateField()

    class Meta(Described.Meta):
        abstract = False
        ordering = ["-changed_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="draft_has_title"),
            models.CheckConstraint(
                condition=Q(state__in=["writing", "reviewing", "returned", "published", "dropped"]),
                name="draft_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="reviewing", step__gte=1) | (~Q(state="reviewing") & Q(step=0)),
                name="draft_step_only_in_review",
            ),
            models.CheckConstraint(
                condition=Q(state="published", document__isnull=False)
                | (~Q(state="published") & Q(document__isnull=True)),
                name="draft_published_has_document",
            ),
            models.CheckConstraint(
                condition=Q(policy__isnull=True, explains__isnull=True, form__isnull=True)
                | (Q(form__isnull=False) & (Q(policy__isnull=False) | Q(explains__isnull=False))),
                name="draft_interpretation_has_form",
            ),
            models.CheckConstraint(
                condition=Q(copied_reason__isnull=True, copied_by__isnull=True)
                | (Q(copied_reason__isnull=False, copied_by__isnull=False) & ~Q(copied_by=F("author"))),
                name="draft_copied_reason_by_another",
            ),
            models.CheckConstraint(condition=~Q(explains=F("id")), name="draft_explains_another"),
            models.CheckConstraint(
                condition=Q(secrecy_by__isnull=True, secrecy_on__isnull=True, secrecy_basis__isnull=True)
                | Q(secrecy_by__isnull=False, secrecy_on__isnull=False, secrecy_basis__isnull=False),
                name="draft_secrecy_whole",
            ),
            # Nothing becomes public without the secrecy review, and not by its own author.
            models.CheckConstraint(
                condition=~Q(state="published") | Q(secrecy_by__isnull=False),
                name="draft_published_after_secrecy",
            ),
            models.CheckConstraint(
                condition=Q(secrecy_by__isnull=True) | ~Q(secrecy_by=F("author")),
                name="draft_secrecy_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        return f"draft/{self.pk}"


class Opinion(models.Model):
    """What one reviewer decided at one step about one version; rows are only added."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="opinions")
    version = models.PositiveIntegerField()
    step = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    passed = models.BooleanField()
    reason = models.CharField(max_length=300, null=True)
    on = models.DateField()

    class Meta:
        ordering = ["id"]
        constraints = [
            # 三审 are three persons: no one passes two steps of one version.
            models.UniqueConstraint(
                fields=["draft", "version", "person"], name="opinion_one_person_one_step"
            ),
            models.CheckConstraint(
                condition=Q(passed=True) | Q(reason__isnull=False), name="opinion_return_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {'通过' if self.passed else '退回'}"


class WatchedWord(models.Model):
    """错敏词 of this instance: a word to look for in every draft, and what is written instead. With any row the built-in list is out."""

    words = models.CharField(max_length=30, unique=True)
    instead = models.CharField(max_length=30, null=True)
    blocks = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="watched_word_says_something")]

    def __str__(self) -> str:
        return self.words
