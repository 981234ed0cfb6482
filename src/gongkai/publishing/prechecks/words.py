# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Words that should be looked at: numbers that point at a person, wrong or sensitive words, places left unfinished."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from gongkai.publishing.models import Draft
from gongkai.publishing.prechecks.reading import Doubt, Text, places
from gongkai.publishing.watched import watched_words
from gongkai.redaction import LABELS, numbers_in

# An office gives its own telephone and mailbox in almost every notice: a desk number is no doubt at all, the rest is for a person to see.
_STOP = frozenset({"identity", "identity_old", "bank_card", "passport"})
_OFFICIAL = frozenset({"landline"})
PLACEHOLDERS = re.compile(r"(?:[XＸ×]{2,}|待定|待补充|此处省略|\?{2,}|？{2,})")


def personal_numbers(text: str) -> Iterator[tuple[str, str, bool]]:
    """(what, masked, whether it stops) of the numbers in a text that point at a person."""
    for found in numbers_in(text):
        if found.kind not in _OFFICIAL:
            yield LABELS[found.kind], found.excerpt, found.kind in _STOP


def numbers(draft: Draft, text: Text, _day: date) -> Iterator[Doubt]:
    """Identity, bank, passport and telephone numbers, in the words and in the addresses of links (个人信息保护法)."""
    linked = [(f"链接{link[:20]}", link) for link in text.links]
    for where, words in [*places(draft, text), *linked]:
        for what, shown, stops in personal_numbers(words):
            yield Doubt(
                "personal", stops, where, f"有{what}{shown}", "删去，或者只留前后几位（个人信息保护法）"
            )


def wording(draft: Draft, text: Text, _day: date) -> Iterator[Doubt]:
    """The instance's list of wrong and sensitive words, and what looks unfinished."""
    listed = watched_words()
    for where, words in places(draft, text):
        for word in listed:
            if word.words in words:
                mend = f"一般写作“{word.instead}”" if word.instead else "核对这里能不能用这个词"
                yield Doubt("word", word.blocks, where, f"“{word.words}”", mend)
        for match in PLACEHOLDERS.finditer(words):
            yield Doubt(
                "placeholder", False, where, f"“{match[0]}”像是没有写完", "补上内容，或者确认原文如此"
            )
