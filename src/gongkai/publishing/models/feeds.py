# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""办事入口 and 惠企政策 from other systems: where they come from, when they came last, and which policies they belong to."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.organs.models import Organ, Person


class Feed(models.Model):
    """One source: the provincial service site, an enterprise-policy platform, or a file of either."""

    class Kind(models.TextChoices):
        SERVICE = "service", "办事服务"
        BENEFIT = "benefit", "惠企政策"

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    owner = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="feeds")
    address = models.URLField("JSON地址", null=True, blank=True)  # none: files are uploaded
    # Days after which what came is no longer called current.
    fresh_days = models.PositiveSmallIntegerField(default=7)
    came_on = models.DateField("最近成功日期", null=True, blank=True)
    tried_on = models.DateField("最近尝试日期", null=True, blank=True)
    failure = models.CharField("最近失败原因", max_length=200, null=True, blank=True)
    ended_on = models.DateField("停用日期", null=True, blank=True)

    class Meta:
        ordering = ["kind", "slug"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["service", "benefit"]), name="feed_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return f"feed/{self.pk}"


class FeedEntry(models.Model):
    """One service or benefit as its source gave it."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="entries")
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=120)
    url = models.URLField(max_length=300)
    summary = models.CharField(max_length=300, default="")
    until = models.DateField("申报截止", null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["feed", "key"], name="feed_entry_once")]

    def __str__(self) -> str:
        return self.title


class FeedLink(models.Model):
    """The policy an entry names by its 文号, in the one spelling of the search (`search.analysis.number_key`)."""

    entry = models.ForeignKey(FeedEntry, on_delete=models.CASCADE, related_name="links")
    number = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(fields=["number"], name="feed_link_number")]
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="feed_link_once")]

    def __str__(self) -> str:
        return self.number


class FeedOffer(models.Model):
    """A file of a source that an editor uploaded: it is public only after another person looked at it (条例第十七条)."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="offers")
    # [key, title, url, summary, until, numbers] of each; empty once it is decided.
    items = models.JSONField(default=list)
    count = models.PositiveIntegerField()
    offered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    offered_on = models.DateField()
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True)
    passed = models.BooleanField(null=True)
    # The basis of the secrecy review, or why it is not used.
    said = models.CharField(max_length=200, null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    decided_by__isnull=True, decided_on__isnull=True, passed__isnull=True, said__isnull=True
                )
                | Q(
                    decided_by__isnull=False,
                    decided_on__isnull=False,
                    passed__isnull=False,
                    said__isnull=False,
                ),
                name="feed_offer_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("offered_by")),
                name="feed_offer_by_another",
            ),
            models.UniqueConstraint(
                fields=["feed"], condition=Q(decided_on__isnull=True), name="feed_offer_one_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feed} {self.offered_on}"


class FeedTry(models.Model):
    """One attempt to read a source, kept so that a gap can be seen afterwards."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="tries")
    on = models.DateField()
    count = models.PositiveIntegerField(null=True)
    failure = models.CharField(max_length=200, null=True)
    by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(count__isnull=True, failure__isnull=False)
                | Q(count__isnull=False, failure__isnull=True),
                name="feed_try_came_or_failed",
            )
        ]

    def __str__(self) -> str:
        return f"{self.feed} {self.on}"
