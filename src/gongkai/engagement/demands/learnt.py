# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a text is about when it does not name it: naive Bayes (complement) over the list of subjects, sentences that speak of each
(examples.txt) and the texts of this very stream that do name theirs. Pure; trained anew in each run, in seconds, from nothing but these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from gongkai.engagement.demands.reading import Read, Reader
from gongkai.engagement.demands.subjects import Subject, known

SMOOTH = 0.3
EXAMPLE = 1.5  # a sentence weighs as much as one and a half words of the list
MARGIN = 0.15  # by which the first subject must be likelier than the second (log), else nothing is said


@cache
def examples() -> tuple[tuple[str, Subject], ...]:
    """Sentences with their subject. Raises KeyError for a subject the list does not have."""
    subjects = {subject.name: subject for subject, _ in known().values()}
    lines = Path(__file__).with_name("examples.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("：") for line in lines if line and not line.startswith("#"))
    return tuple((text, subjects[name]) for name, _, texts in pairs for text in texts.split("|"))


def marks(read: Read) -> Iterator[str]:
    """What the guess is made by: words, characters and their pairs, and the subjects hinted at."""
    yield from read.words
    for run in read.runs:
        yield from (f"1:{char}" for char in run)
        yield from (f"2:{run[i : i + 2]}" for i in range(len(run) - 1))
    yield from (f"s:{hint.subject.name}" for hint in read.hints)


@lru_cache(maxsize=2)
def _of_list(key: tuple[tuple[str, ...], ...]) -> tuple[tuple[Read, Subject, float], ...]:
    """The list and the sentences as a reader of these synonyms sees them, with what each weighs."""
    reader = Reader(key)
    words = reader.subjects.words()
    kept = {subject for subject, _ in words.values()}
    told = [(reader.read(word), subject, min(heavy, 1.0)) for word, (subject, heavy) in words.items()]
    return (
        *told,
        *((reader.read(text), subject, EXAMPLE) for text, subject in examples() if subject in kept),
    )


class Guess:
    """The trained guess: for each text its likeliest subject and by how much, or among some subjects the likeliest."""

    def __init__(self, reader: Reader, sure: Sequence[tuple[Read, Subject]] = ()) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.naive_bayes import ComplementNB

        told = [*_of_list(reader.synonyms), *((read, subject, 1.0) for read, subject in sure)]
        self._subjects = sorted({subject for _, subject, _ in told}, key=lambda s: s.name)
        self._place = {subject: n for n, subject in enumerate(self._subjects)}
        self._vectorizer = TfidfVectorizer(analyzer=lambda read: list(marks(read)), sublinear_tf=True)
        weights = self._vectorizer.fit_transform(read for read, _, _ in told)
        self._model = ComplementNB(alpha=SMOOTH)
        self._model.fit(
            weights,
            [self._place[s] for _, s, _ in told],
            sample_weight=np.array([heavy for *_, heavy in told]),
        )

    def likely(self, reads: Sequence[Read]) -> list[tuple[Subject, float]]:
        """The likeliest subject of each, and how much likelier than the next."""
        found: list[tuple[Subject, float]] = []
        for scores in self._scores(reads):
            second, first = np.partition(scores, -2)[-2:]
            found.append((self._subjects[int(scores.argmax())], float(first - second)))
        return found

    def among(self, reads: Sequence[Read], choices: Sequence[Sequence[Subject]]) -> list[Subject]:
        """Of each text's choices the likeliest."""
        return [
            max(some, key=lambda s: (scores[self._place[s]], s.name))
            for scores, some in zip(self._scores(reads), choices, strict=True)
        ]

    def _scores(self, reads: Sequence[Read]) -> Iterator[Any]:
        for start in range(0, len(reads), 2000):
            part = reads[start : start + 2000]
            yield from np.round(self._model.predict_log_proba(self._vectorizer.transform(part)), 6)
