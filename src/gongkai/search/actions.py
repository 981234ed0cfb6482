# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of the search: the list of synonyms, and remembering what was not found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import F

from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record
from gongkai.search.analysis import joined, tokens
from gongkai.search.models import SearchMiss, SynonymGroup
from gongkai.search.queries import forget_synonyms

# Beyond this many different words a day nothing new is kept: a machine trying words must not fill the database.
DAILY_WORDS = 2000
_ADDRESS = re.compile(r"\S+@\S+")
_NUMBERS = re.compile(r"[0-9][0-9x*\- ]{5,}[0-9x]")


class Refused(Exception):
    """The list cannot be used; the message says why."""


@transaction.atomic
def set_synonyms(*, actor: Actor, organ: Organ, groups: Iterable[Iterable[str]], on: date) -> int:
    """Replace the instance's list of 近义词; an empty list brings back the built-in one. organ is the site's."""
    require(actor, organ, Role.ADMIN, Role.SUPERVISOR)
    made: list[str] = []
    for group in groups:
        words = list(dict.fromkeys(w.strip() for w in group if w.strip()))
        if len(words) < 2:
            raise Refused(f"每组近义词至少两个词：{'、'.join(words) or '空行'}")
        for word in words:
            if len(tokens(word)) < 1 or len(word) < 2 or " " in word:
                raise Refused(f"“{word}”不能作近义词：至少两个字，中间没有空格")
        made.append(" ".join(words))
    SynonymGroup.objects.all().delete()
    SynonymGroup.objects.bulk_create(SynonymGroup(words=words) for words in dict.fromkeys(made))
    record("search/synonyms", actor, "synonyms.set", on, {"groups": made})
    forget_synonyms()
    return len(made)


def masked(text: str) -> str:
    """The words without what may belong to a person: addresses of mail, and numbers of seven digits and more."""
    text = _NUMBERS.sub("＊", _ADDRESS.sub("＊", joined(text)))
    return " ".join(text.split())[:60]


@transaction.atomic
def remember_miss(*, text: str, on: date) -> SearchMiss | None:
    """Count a search that found nothing. Not in the ledger: nobody did anything. None where there is nothing to keep."""
    words = masked(text)
    if not words.strip("＊ "):
        return None
    rows = SearchMiss.objects.filter(day=on, words=words)
    if rows.update(count=F("count") + 1):
        return rows.get()
    if SearchMiss.objects.filter(day=on).count() >= DAILY_WORDS:
        return None
    miss, made = SearchMiss.objects.get_or_create(day=on, words=words)
    if not made:
        rows.update(count=F("count") + 1)
    return miss
