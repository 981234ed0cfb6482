# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""栏目 and the rows of the standard catalogue that belong to them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.law.catalogue import Anchor, DeadlineRule, RowUnit, UpdateClass
from gongkai.organs.models import Organ


class Column(models.Model):
    """栏目: a place of the platform with something that belongs there, an owner, and a duty to be kept current."""

    class Kind(models.TextChoices):
        STATUTORY = "statutory", "法定主动公开栏目"  # 条例第二十条
        FIELD = "field", "基层试点领域"  # 国办发〔2019〕54号
        SUBCOLUMN = "subcolumn", "领域子栏目"
        TOPIC = "topic", "专题专栏"

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    owner = models.ForeignKey(Organ, on_delete=models.PROTECT, related_name="columns")
    # 条例第二十条 item, 1 to 15
    article_item = models.PositiveSmallIntegerField(null=True, blank=True)
    article21 = models.CharField("条例第二十一条事项", max_length=20, null=True, blank=True)
    belongs = models.CharField("什么放在这里", max_length=200)
    update_class = models.CharField(
        "更新类别", max_length=20, null=True, blank=True, choices=[(c.value, c.value) for c in UpdateClass]
    )
    # Silence allowed, in days; none where the duty runs from each document (条例第二十六条).
    duty_days = models.PositiveSmallIntegerField(null=True, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["statutory", "field", "subcolumn", "topic"]), name="column_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind="subcolumn") | Q(parent__isnull=False), name="column_sub_has_field"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="column_in_order",
            ),
            models.CheckConstraint(
                condition=Q(article_item__isnull=True) | Q(article_item__range=(1, 15)),
                name="column_article_item",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return f"column/{self.pk}"


class CatalogueItem(models.Model):
    """标准目录条目 (国办发〔2019〕54号) of a column: what is to be made public there, on what basis, and by when."""

    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="items")
    number = models.CharField("序号", max_length=20)
    first = models.CharField("一级事项", max_length=60)
    second = models.CharField("二级事项", max_length=60, null=True, blank=True)
    content = models.CharField("公开内容（要素）", max_length=400)
    basis = models.CharField("公开依据", max_length=400)
    # 公开时限 as `law.catalogue.DeadlineRule`.
    anchor = models.CharField(
        max_length=4, choices=[(a.value, a.value) for a in Anchor], default=Anchor.FORMED.value
    )
    count = models.PositiveSmallIntegerField(default=20)
    unit = models.CharField(
        max_length=4, choices=[(u.value, u.value) for u in RowUnit], default=RowUnit.WORKING_DAY.value
    )
    other_law = models.CharField("另有规定的依据", max_length=120, null=True, blank=True)
    everyone = models.BooleanField("全社会", default=True)
    proactive = models.BooleanField("主动公开", default=True)

    class Meta:
        ordering = ["column", "number", "id"]
        constraints = [models.UniqueConstraint(fields=["column", "number"], name="catalogue_item_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.first}"

    @property
    def rule(self) -> DeadlineRule:
        return DeadlineRule(Anchor(self.anchor), self.count, RowUnit(self.unit), self.other_law or "")
