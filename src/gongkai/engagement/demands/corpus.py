# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What is grouped: texts of the same words together, how often each was asked, and where they stand in the space of words. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gongkai.engagement.demands.reading import Read, Reader, features
from gongkai.engagement.demands.subjects import Subject

LEAST = 3  # demands that make a group
EVERY = 500  # texts read between two words of how far it is
# Told what is being done, how far, of how many.
Progress = Callable[[str, int, int], None]


def unheard(_words: str, _done: int, _total: int) -> None:
    """Progress nobody asked for."""


@dataclass(frozen=True)
class Form:
    """Texts of the same words: 306 applications that differ by the village are not 306 opinions on what matters."""

    read: Read
    members: list[int]
    text: str

    def cues(self, subject: Subject | None) -> tuple[str, ...]:
        """The words by which it names a subject."""
        return next((hint.words for hint in self.read.hints if hint.subject == subject), ())


def forms_of(texts: Sequence[str], reader: Reader, progress: Progress = unheard) -> list[Form]:
    """The texts that say anything, read, those of the same words together."""
    forms: dict[tuple[frozenset[str], frozenset[str]], Form] = {}
    for done, n in enumerate(sorted(range(len(texts)), key=lambda n: texts[n])):
        if done % EVERY == 0:
            progress("逐条读诉求", done, len(texts))
        read = reader.read(texts[n])
        if read.words or read.hints:
            key = frozenset(read.words), frozenset(word for hint in read.hints for word in hint.words)
            forms.setdefault(key, Form(read, [], texts[n])).members.append(n)
    return list(forms.values())


def vectorizer_of(reader: Reader) -> Any:
    """Of texts, or of words that were read already."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        analyzer=lambda given: list(features(reader.words(given) if isinstance(given, str) else given)),
        sublinear_tf=True,
    )


class Corpus:
    """Forms with all that dividing and describing them asks of them: each its row."""

    def __init__(self, texts: Sequence[str], reader: Reader, forms: list[Form], asked: Sequence[int]) -> None:
        self.texts, self.reader, self.forms = texts, reader, forms
        self.vectorizer = vectorizer_of(reader)
        self.weights = self.vectorizer.fit_transform(form.read.words for form in forms)
        self.names = self.vectorizer.get_feature_names_out()
        self.counts = np.array([sum(asked[n] for n in form.members) for form in forms])
        # The subjects in one order: a subject's label is its place.
        self.subjects = sorted({s for s, _ in reader.subjects.words().values()}, key=lambda s: s.name)
        self.place = {subject: n for n, subject in enumerate(self.subjects)}

    def reads(self, rows: Sequence[int]) -> list[Read]:
        """What some of the forms say."""
        return [self.forms[n].read for n in rows]
