# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""事项词表: the subjects an officer thinks in, each in its field, and the words by which a demand is known to be about one. Pure.

The fields are the 26 of 国办发〔2019〕54号 (law.catalogue.FIELDS) and the everyday ones they do not cover; the words stand in subjects.txt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SURE = 0.9  # from this weight on a word speaks of its subject by itself
_WEAK = (
    0.25,
    0.45,
    0.7,
)  # of one character, of two, of more: two weak words of one subject together are sure
_LONGER = 0.1  # for each character beyond two: “临时救助” says more than “救助”


@dataclass(frozen=True, slots=True)
class Subject:
    """事项: a thing people ask about, and the field it belongs to."""

    name: str
    field: str


@dataclass(frozen=True, slots=True)
class Hint:
    """How much a text speaks of a subject, and by which of its words."""

    subject: Subject
    weight: float
    words: tuple[str, ...]


@cache
def known() -> dict[str, tuple[Subject, float]]:
    """Every word of the list, its subject and weight. Raises ValueError where a word stands twice."""
    words: dict[str, tuple[Subject, float]] = {}
    field = ""
    for line in Path(__file__).with_name("subjects.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("【"):
            field = line.strip("【】")
        elif line and not line.startswith("#"):
            name, _, said = line.partition("：")
            subject = Subject(name, field)
            for given in said.split():
                word = given.removeprefix("~")
                if word in words:
                    raise ValueError(f"事项词表里“{word}”写了两次：{words[word][0].name}、{name}")
                weight = _WEAK[min(len(word), 3) - 1] if given != word else 1 + _LONGER * (len(word) - 2)
                words[word] = subject, round(weight, 2)
    return words


class Subjects:
    """The list with an instance's synonyms: what is said for a known word is known too."""

    def __init__(self, synonyms: Iterable[Collection[str]] = ()) -> None:
        self._words = dict(known())
        for group in synonyms:
            first = next((self._words[word] for word in group if word in self._words), None)
            if first is not None:
                for word in group:
                    self._words.setdefault(word, first)
        lengths: dict[str, set[int]] = defaultdict(set)
        for word in self._words:
            lengths[word[0]].add(len(word))
        self._lengths = {char: sorted(some, reverse=True) for char, some in lengths.items()}

    def words(self) -> dict[str, tuple[Subject, float]]:
        """Every word, its subject and weight."""
        return self._words

    def hints(self, text: str) -> tuple[Hint, ...]:
        """What the text speaks of, most first; of two words in one place the longer counts."""
        weight: dict[Subject, float] = defaultdict(float)
        last: dict[Subject, int] = {}
        words: dict[Subject, list[str]] = defaultdict(list)
        at = 0
        while at < len(text):
            for length in self._lengths.get(text[at], ()):
                word = text[at : at + length]
                if word in self._words:
                    subject, heavy = self._words[word]
                    weight[subject] += heavy
                    last[subject] = at
                    words[subject].append(word)
                    at += length - 1
                    break
            at += 1
        # Of two as heavy, what is said later: in Chinese the thing asked follows what it is about.
        order = sorted(weight, key=lambda s: (-round(weight[s], 2), -last[s], s.name))
        return tuple(Hint(s, round(weight[s], 2), tuple(dict.fromkeys(words[s]))) for s in order)
