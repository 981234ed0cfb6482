# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Long work an officer ordered: what, for whom, how far, how it ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.db import models
from django.db.models import Q

from gongkai.organs.models import Organ, Person, Role

# Without a word for so long, whoever did it is gone: two questions that run into their time limit take 80 seconds.
SILENT = timedelta(seconds=180)
# A process that was begun says its first word within this, on a machine that has anything else to do too.
BEGUN = timedelta(seconds=60)


class Errand(models.Model):
    """One order. Which process does it is nobody's business; who last told how far it is, is alive."""

    class Kind(models.TextChoices):
        SITE = "site", "网站检查"
        RECORD = "record", "巡查"
        GROUP = "group", "诉求整理"

    class State(models.TextChoices):
        WAITING = "waiting", "等候"
        RUNNING = "running", "正在进行"
        DONE = "done", "已完成"
        STOPPED = "stopped", "已停止"
        FAILED = "failed", "没有完成"

    kind = models.CharField(max_length=6, choices=Kind.choices)
    organ = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="+")
    address = models.CharField("网址", max_length=300, null=True, blank=True)
    pages = models.PositiveIntegerField("最多看多少个地址", null=True, blank=True)
    outgoing = models.BooleanField("也看外部链接", default=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField("交办日期")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    stop_asked = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    words = models.CharField("正在看", max_length=200, default="", blank=True)
    told_at = models.DateTimeField("最近一次报进度；还没有开始的，是交办的时间", null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    said = models.CharField("没有完成的原因", max_length=300, null=True, blank=True)
    inspection = models.ForeignKey(
        "supervision.SiteInspection", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    run = models.ForeignKey(
        "supervision.Run", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="site", address__isnull=False, pages__isnull=False)
                | Q(kind__in=["record", "group"], address__isnull=True, pages__isnull=True),
                name="errand_site_has_address",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "running", "done", "stopped", "failed"]),
                name="errand_state_known",
            ),
            # One at a time of each: a second look at the same site would only ask it twice.
            models.UniqueConstraint(
                fields=["address"],
                name="errand_site_once",
                condition=Q(kind="site", state__in=["waiting", "running"]),
            ),
            models.UniqueConstraint(
                fields=["kind"],
                name="errand_record_once",
                condition=Q(kind__in=["record", "group"], state__in=["waiting", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return self.address or self.get_kind_display()

    @property
    def stream(self) -> str:
        return f"errand/{self.pk}"

    @property
    def is_silent(self) -> bool:
        """Whether it is said to run and whoever did it has not been heard of."""
        return (
            self.state == self.State.RUNNING
            and self.told_at is not None
            and datetime.now(UTC) - self.told_at > SILENT
        )

    @property
    def is_unheard(self) -> bool:
        """Whether it waits and no process has taken it up in the time one needs to begin: none runs here, or it could not be begun."""
        return (
            self.state == self.State.WAITING
            and self.told_at is not None
            and datetime.now(UTC) - self.told_at > BEGUN
        )


# Who may order, stop and take up work of a kind.
ROLES = {
    Errand.Kind.SITE: (Role.SUPERVISOR,),
    Errand.Kind.RECORD: (Role.SUPERVISOR,),
    Errand.Kind.GROUP: (Role.SUPERVISOR, Role.EDITOR),
}
