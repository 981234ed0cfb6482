# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the search keeps in the database: the instance's own synonyms, and what people looked for in vain."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class SynonymGroup(models.Model):
    """近义词: words of one meaning, divided by blanks. With any row here, the built-in list no longer counts."""

    words = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(words__contains=" "), name="synonyms_two_words")]

    def __str__(self) -> str:
        return self.words


class SearchMiss(models.Model):
    """没有查到的词 on one day, for the problem lists: what the public looks for and the site does not have.

    No address, no cookie, no time of day; anything that may be a number of a person is masked before it comes here.
    """

    words = models.CharField(max_length=60)
    day = models.DateField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-day", "-count", "words"]
        constraints = [
            models.UniqueConstraint(fields=["day", "words"], name="search_miss_once_a_day"),
            models.CheckConstraint(condition=~Q(words=""), name="search_miss_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.words} {self.count}次"
