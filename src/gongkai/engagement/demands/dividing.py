# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Which group each form belongs to. Pure.

First the subject a text names by its words; between two as heavy, the one whose other texts are more alike. What names none is joined by
its words alone (joining.py): a new affair has no entry in any list. What is left joins the group it is nearest to, or none.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

from gongkai.engagement.demands.corpus import LEAST, Corpus, Progress, vectorizer_of
from gongkai.engagement.demands.joining import joined
from gongkai.engagement.demands.learnt import MARGIN, Guess
from gongkai.engagement.demands.subjects import SURE

LEAD = 0.15  # by which one subject must outweigh the next
NEAR = 0.2  # cosine to a group's middle from which what is left joins it
SHARED = 0.6  # of a new group's texts hold one and the same word: what no word explains is no group
MOSTLY = 0.6  # of a new group's texts hint at one subject: then it is no new affair


class Division:
    """The group of each form of a corpus: a subject by its place, beyond those a new group; -1 alone."""

    def __init__(self, corpus: Corpus, progress: Progress) -> None:
        self.corpus = corpus
        self.labels = np.full(len(corpus.forms), -1)
        doubtful = self._name()
        if doubtful or (self.labels < 0).any():
            progress("推断没有说清的", 0, 0)
            self._guess(doubtful, progress)
        self._yield()
        progress("归入最近的组", 0, 0)
        self._join_nearest()

    def rows(self) -> list[tuple[int, Any]]:
        """Each group's label and its rows, those with enough demands."""
        found = ((k, np.flatnonzero(self.labels == k)) for k in range(self.labels.max() + 1))
        return [(k, rows) for k, rows in found if self.corpus.counts[rows].sum() >= LEAST]

    def _name(self) -> list[int]:
        """What names one subject for sure is its; those that name two as heavy are given back."""
        doubtful: list[int] = []
        for n, form in enumerate(self.corpus.forms):
            match form.read.hints:
                case (first, second, *_) if first.weight >= SURE and first.weight - second.weight < LEAD:
                    doubtful.append(n)
                case (first, *_) if first.weight >= SURE:
                    self.labels[n] = self.corpus.place[first.subject]
        return doubtful

    def _guess(self, doubtful: list[int], progress: Progress) -> None:
        """What does not say for sure: between subjects as heavy the likeliest; new affairs by their words; then what is likeliest by far."""
        corpus, labels = self.corpus, self.labels
        sure = [(corpus.forms[n].read, corpus.subjects[labels[n]]) for n in np.flatnonzero(labels >= 0)]
        guess = Guess(corpus.reader, sure)
        choices = [
            [hint.subject for hint in read.hints if read.hints[0].weight - hint.weight < LEAD]
            for read in corpus.reads(doubtful)
        ]
        for n, subject in zip(doubtful, guess.among(corpus.reads(doubtful), choices), strict=True):
            labels[n] = corpus.place[subject]
        left = np.flatnonzero(labels < 0)
        likely = {
            int(n): corpus.place[subject]
            for n, (subject, lead) in zip(left, guess.likely(corpus.reads(left)), strict=True)
            if lead >= MARGIN
        }
        progress("找词表以外的新事", 0, 0)
        self._join_new(left, likely)
        for n, label in likely.items():
            if labels[n] < 0:
                labels[n] = label

    def _join_new(self, left: Any, likely: dict[int, int]) -> None:
        """What names no subject for sure, joined by its words; a group most of which is likely one subject is no new affair."""
        forms, following = self.corpus.forms, len(self.corpus.subjects)
        spoken = [int(n) for n in left if forms[n].read.words]
        if not spoken:
            return
        vectorizer = vectorizer_of(self.corpus.reader)
        weights = vectorizer.fit_transform(forms[n].read.words for n in spoken)
        groups = joined(weights, vectorizer.get_feature_names_out())
        for k in range(groups.max() + 1):
            rows = [n for n, group in zip(spoken, groups, strict=True) if group == k]
            if not rows or self.corpus.counts[rows].sum() < LEAST:
                continue
            held = Counter(word for n in rows for word in set(forms[n].read.words))
            same = Counter(likely[n] for n in rows if n in likely)
            if max(held.values()) < SHARED * len(rows) or max(same.values(), default=0) >= MOSTLY * len(rows):
                continue
            self.labels[rows] = following
            following += 1

    def _yield(self) -> None:
        """A subject hardly anyone asks about gives its texts to the next one they name that many ask about."""
        asked = Counter[int]()
        for label, many in zip(self.labels, self.corpus.counts, strict=True):
            asked[int(label)] += int(many)
        for n in np.flatnonzero(self.labels >= 0):
            if asked[int(self.labels[n])] < LEAST:
                named = (self.corpus.place[hint.subject] for hint in self.corpus.forms[n].read.hints)
                self.labels[n] = next((k for k in named if asked[k] >= LEAST), self.labels[n])

    def _join_nearest(self) -> None:
        """What is still alone, to the group it is nearest to."""
        kept, middles = self._middles()
        alone = np.flatnonzero(self.labels < 0)
        if not kept or not len(alone):
            return
        alike = np.round(self.corpus.weights[alone] @ middles.T, 6)
        best = alike.argmax(axis=1)
        near = alike[np.arange(len(alone)), best] >= NEAR
        self.labels[alone[near]] = np.array(kept)[best[near]]

    def _middles(self) -> tuple[list[int], Any]:
        """The groups with enough demands, and the middle of each at length one."""
        from scipy.sparse import csr_matrix

        labels, weights, counts = self.labels, self.corpus.weights, self.corpus.counts
        kept = [int(k) for k in np.unique(labels[labels >= 0]) if counts[labels == k].sum() >= LEAST]
        if not kept:
            return [], np.zeros((0, weights.shape[1]))
        row = {k: n for n, k in enumerate(kept)}
        inside = [n for n, k in enumerate(labels) if k in row]
        which = csr_matrix(
            (np.ones(len(inside)), ([row[labels[n]] for n in inside], inside)),
            shape=(len(kept), weights.shape[0]),
        )
        middles = (which @ weights).toarray()
        return kept, middles / np.maximum(np.linalg.norm(middles, axis=1)[:, None], 1e-9)
