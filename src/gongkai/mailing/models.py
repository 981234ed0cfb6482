# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Subscriptions, and which document was sent for which."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.publishing.models import Document


class Topic(models.TextChoices):
    """What one is told of."""

    ALL = "all", "全部信息"
    POLICIES = "policies", "政策文件"
    INTERPRETATIONS = "interpretations", "政策解读"
    COLUMN = "column", "一个栏目"
    ORGAN = "organ", "一个机关"


class Subscription(models.Model):
    """One address and one topic. It is sent nothing but the question whether it is wanted until it is confirmed."""

    key = models.CharField(
        max_length=64, unique=True
    )  # keyed digest of address and topic: nobody subscribes twice
    sealed = models.BinaryField("邮箱")
    topic = models.CharField(max_length=16, choices=Topic.choices)
    slug = models.CharField(max_length=60, null=True)  # of the column or organ
    asked_at = models.DateTimeField()
    invited_at = models.DateTimeField(null=True)  # when the question went out
    confirmed_on = models.DateField(null=True)
    # What was already public on the day it was confirmed is not sent: up to this number.
    after = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)  # in a row
    failed_on = models.DateField(null=True)
    failed_why = models.CharField(max_length=60, null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="subscription_topic_known"),
            models.CheckConstraint(
                condition=Q(topic__in=["column", "organ"], slug__isnull=False) | (~Q(topic__in=["column", "organ"]) & Q(slug__isnull=True)),
                name="subscription_names_its_place",
            ),
            models.CheckConstraint(
                condition=Q(failed_on__isnull=True, failed_why__isnull=True) | Q(failed_on__isnull=False, failed_why__isnull=False),
                name="subscription_failure_whole",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"邮件订阅{self.pk}"

    @property
    def stream(self) -> str:
        return f"subscription/{self.pk}"


class Sent(models.Model):
    """A document for a subscription: written before its mail leaves, so that none is ever sent twice."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="sent")
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscription", "document"], name="sent_once")]

    def __str__(self) -> str:
        return f"{self.subscription}／{self.document_id}"
