# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the lists of columns are read from: kept beside the documents, for lists that do not cost the archive (ADR 0015)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db import models
from django.db.models import Q

from gongkai.publishing.models.columns import Column
from gongkai.publishing.models.documents import Document

SITE = 0  # the scope of a count that is no column's


class Line(NamedTuple):
    """A document's line in a list: the day it is public from, and the first on which it is no longer in force."""

    published_on: date
    ends_on: date | None


class Listing(models.Model):
    """A document in a column's list: of each column it is placed in, and of the field above. What is withdrawn has none."""

    column = models.ForeignKey(Column, on_delete=models.PROTECT, related_name="+", db_index=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="listings", db_index=False)
    published_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "column"], name="listing_once")]
        indexes = [
            # A list from either end, and how many stand after one.
            models.Index(fields=["column", "published_on", "document", "ends_on"], name="listing_in_order"),
            models.Index(
                fields=["column", "published_on", "document", "ends_on"],
                name="listing_ending",
                condition=Q(ends_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.column}／{self.document}"

    @property
    def line(self) -> Line:
        return Line(self.published_on, self.ends_on)


class Facet(models.TextChoices):
    """What is counted of the documents of a list."""

    ALL = "all", "全部"
    ORGAN = "organ", "机关"  # value: its key
    PUBLISHED = "published", "公开年份"  # value: the year
    FORMED = "formed", "成文年份"
    REGISTERED = "registered", "在登记册的"
    ENDS = "ends", "失效日"  # value: the day's ordinal


class Group(NamedTuple):
    """What a count is of: a column's list, or of the whole SITE, by one facet."""

    facet: str
    scope: int
    value: int


class DocumentCount(models.Model):
    """How many documents of a group are not withdrawn, those still to come among them.

    n has no bound: a count that was damaged must not keep an officer from publishing; the check names it.
    """

    facet = models.CharField(max_length=10, choices=Facet.choices)
    scope = models.BigIntegerField()  # a column's key, or SITE
    value = models.BigIntegerField()
    n = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["facet", "scope", "value"], name="document_count_once"),
            models.CheckConstraint(condition=Q(facet__in=Facet.values), name="document_count_facet_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_facet_display()}：{self.n}"
