# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Grouping short texts by what they ask about. Pure: the same texts give the same groups, in any order, on any machine of the same library.

How texts are divided is dividing.py's; here each group is described: by which words it holds together, what is asked within it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gongkai.engagement.demands.corpus import LEAST, Corpus, Form, Progress, forms_of, unheard
from gongkai.engagement.demands.dividing import Division
from gongkai.engagement.demands.reading import Reader
from gongkai.engagement.demands.subjects import Subject

METHOD = "事项词表归组；其余按词与字的TF-IDF、潜在语义分析、平均连接层次聚类成组，零散的归入最近一组；rjieba、scikit-learn，方法第2版"
NAMED, TYPICAL, TOLD, ASKED = 3, 5, 8, 8
ASKED_AT_MOST = 0.6  # a word most of the group says tells nothing of what is asked within it


@dataclass(frozen=True)
class Topic:
    """One group: the positions of its texts with why each is here, its words with the share of texts that hold them, texts nearest to its middle."""

    members: tuple[int, ...]
    because: tuple[str, ...]  # beside members
    subject: Subject | None
    name: str
    words: tuple[tuple[str, int], ...]
    typical: tuple[str, ...]
    asked: tuple[tuple[str, int, str], ...]  # within the group: a word, how many texts hold it, one of them
    centre: Any  # its middle in word space, for comparing with the titles of policies


@dataclass(frozen=True)
class Found:
    """Topics, largest first, and what is needed to compare another text with them."""

    topics: tuple[Topic, ...]
    vectorizer: Any
    reader: Reader


def topics(
    texts: Sequence[str], reader: Reader, asked: Sequence[int] | None = None, progress: Progress = unheard
) -> Found:
    """Group different texts. asked: how many demands said each. Positions refer to the sequence as given; repeats must have been taken out."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # sums in one order, so that the last digits are the same
        return _topics(texts, reader, asked or [1] * len(texts), progress)


def _topics(texts: Sequence[str], reader: Reader, asked: Sequence[int], progress: Progress) -> Found:
    forms = forms_of(texts, reader, progress)
    if sum(asked[n] for form in forms for n in form.members) < LEAST:
        return Found((), None, reader)
    corpus = Corpus(texts, reader, forms, asked)
    made = []
    for done, (k, rows) in enumerate(groups := Division(corpus, progress).rows()):
        progress("说明各组", done, len(groups))
        subject = corpus.subjects[k] if k < len(corpus.subjects) else None
        made.append(_Group(corpus, rows, subject).topic())
    ordered = sorted(made, key=lambda t: (-len(t.members), t.name, t.typical))
    return Found(tuple(ordered), corpus.vectorizer, reader)


class _Group:
    """Some rows of a corpus about a subject, or about what no list has, as they are described."""

    def __init__(self, corpus: Corpus, rows: Any, subject: Subject | None) -> None:
        self.corpus, self.subject = corpus, subject
        self.forms = [corpus.forms[r] for r in rows]
        self.inside = corpus.weights[rows]
        self.centre = np.asarray(self.inside.mean(axis=0)).ravel()
        self.size = np.array([len(form.members) for form in self.forms])
        self.words = self._telling()

    def topic(self) -> Topic:
        why = {n: self._because(form) for form in self.forms for n in form.members}
        members = tuple(sorted(why))
        named = "、".join(word for word, _ in self.words[:NAMED]) or self.corpus.texts[members[0]][:20]
        return Topic(
            members, tuple(why[n] for n in members), self.subject, self.subject.name if self.subject else named,
            self.words, self._typical(), self._asked(), self.centre,
        )  # fmt: skip

    def _typical(self) -> tuple[str, ...]:
        """The texts nearest to the middle."""
        alike = np.round(np.asarray(self.inside @ self.centre).ravel(), 6)
        nearest = sorted(range(len(self.forms)), key=lambda i: (-float(alike[i]), self.forms[i].text))
        return tuple(self.forms[i].text for i in nearest[:TYPICAL])

    def _telling(self) -> tuple[tuple[str, int], ...]:
        """The words that hold it together: those of its subject first, then what weighs most; each with the percent of texts that hold it."""
        total = int(self.size.sum())
        named = {self.corpus.reader.plain(word) for form in self.forms for word in form.cues(self.subject)}
        held = {
            w: sum(len(form.members) for form in self.forms if any(w in run for run in form.read.runs))
            for w in named
        }
        share = np.asarray(self.inside.astype(bool).multiply(self.size[:, None]).sum(axis=0)).ravel()
        least = 1 if total > 1 else 0
        told: list[tuple[str, int]] = []

        def tell(word: str, many: int, most: int) -> None:
            if len(told) < most and many > least and not any(word in w or w in word for w, _ in told):
                told.append((word, many))

        for word, many in sorted(held.items(), key=lambda item: (-item[1], item[0])):
            tell(word, many, NAMED + 1)
        for k in np.argsort(-self.centre, kind="stable")[:80]:
            if ":" not in self.corpus.names[k]:
                tell(str(self.corpus.names[k]), int(share[k]), TOLD)
        return tuple((word, round(100 * n / total)) for word, n in told)

    def _because(self, form: Form) -> str:
        """The words for which a text is in its group."""
        if cues := form.cues(self.subject):
            return "、".join(cues[:NAMED])
        shared = [word for word, _ in self.words if word in form.read.words]
        return "、".join(shared[:NAMED]) or "说法相近"

    def _asked(self) -> tuple[tuple[str, int, str], ...]:
        """What is asked within the group: words that between them cover it, most texts first, each text counted once."""
        left = {n: set(form.read.words) for n, form in enumerate(self.forms)}
        total = int(self.size.sum())
        common = {word for word, percent in self.words if percent > 100 * ASKED_AT_MOST}
        found: list[tuple[str, int, str]] = []
        while left and len(found) < ASKED:
            counted: Counter[str] = Counter()
            for n, words in left.items():
                for word in words - common:  # the words of the subject itself are in the picture already
                    counted[word] += len(self.forms[n].members)
            if not counted:
                break
            word, many = min(counted.items(), key=lambda item: (-item[1], item[0]))
            if many < LEAST:
                break
            if many > ASKED_AT_MOST * total:
                common.add(word)
                continue
            held = [n for n, words in left.items() if word in words]
            found.append((word, many, min(self.forms[n].text for n in held)))
            for n in held:
                del left[n]
        return tuple(found)


def nearest_titles(found: Found, titles: Sequence[str], *, least: float = 0.3) -> list[int | None]:
    """For each topic the position of the title that speaks of it most: a telling word shared, and words alike enough; else None."""
    if not found.topics or not titles:
        return [None] * len(found.topics)
    told = found.vectorizer.transform(titles)
    plain = [found.reader.plain(title) for title in titles]
    chosen: list[int | None] = []
    for topic in found.topics:
        length = float(np.linalg.norm(topic.centre)) or 1.0
        alike = np.round(np.asarray(told @ topic.centre).ravel() / length, 9)
        telling = [word for word, share in topic.words[:3] if share >= 25]
        order = [int(n) for n in np.argsort(-alike, kind="stable") if alike[n] >= least]
        chosen.append(next((n for n in order if any(word in plain[n] for word in telling)), None))
    return chosen
