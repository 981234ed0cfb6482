# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Grouping short texts by what they ask about. Pure: the same texts give the same groups, in any order, on any machine of the same library.

First the subject a text names by its words (subjects.txt); between two as heavy, the one whose other texts are more alike. What names none
is joined by its words alone (joining.py): a new affair has no entry in any list. What is left joins the group it is nearest to, or none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gongkai.engagement.demands.joining import joined
from gongkai.engagement.demands.learnt import MARGIN, Guess
from gongkai.engagement.demands.reading import Read, Reader, features
from gongkai.engagement.demands.subjects import SURE, Subject

METHOD = "事项词表归组；其余按词与字的TF-IDF、潜在语义分析、平均连接层次聚类成组，零散的归入最近一组；rjieba、scikit-learn，方法第2版"
LEAST = 3  # demands that make a group
LEAD = 0.15  # by which one subject must outweigh the next
NEAR = 0.2  # cosine to a group's middle from which what is left joins it
SHARED = 0.6  # of a new group's texts hold one and the same word: what no word explains is no group
MOSTLY = 0.6  # of a new group's texts hint at one subject: then it is no new affair
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


@dataclass(frozen=True)
class _Form:
    """Texts of the same words: 306 applications that differ by the village are not 306 opinions on what matters."""

    read: Read
    members: list[int]
    text: str


def topics(texts: Sequence[str], reader: Reader, asked: Sequence[int] | None = None) -> Found:
    """Group different texts. asked: how many demands said each. Positions refer to the sequence as given; repeats must have been taken out."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # sums in one order, so that the last digits are the same
        return _topics(texts, reader, asked or [1] * len(texts))


def _topics(texts: Sequence[str], reader: Reader, asked: Sequence[int]) -> Found:
    forms = _forms(texts, reader)
    if sum(asked[n] for form in forms for n in form.members) < LEAST:
        return Found((), None, reader)
    vectorizer = _vectorizer(reader)
    weights = vectorizer.fit_transform(form.read.words for form in forms)
    counts = np.array([sum(asked[n] for n in form.members) for form in forms])
    labels = _labels(forms, weights, counts, reader)
    names = vectorizer.get_feature_names_out()
    subjects = _order(reader)
    made = [
        _topic(rows, subjects[k] if k < len(subjects) else None, forms, weights, names, texts, reader.plain)
        for k in range(labels.max() + 1)
        if counts[rows := np.flatnonzero(labels == k)].sum() >= LEAST
    ]
    return Found(tuple(sorted(made, key=lambda t: (-len(t.members), t.name, t.typical))), vectorizer, reader)


def _forms(texts: Sequence[str], reader: Reader) -> list[_Form]:
    forms: dict[tuple[frozenset[str], frozenset[str]], _Form] = {}
    for n in sorted(range(len(texts)), key=lambda n: texts[n]):
        read = reader.read(texts[n])
        if read.words or read.hints:
            key = frozenset(read.words), frozenset(word for hint in read.hints for word in hint.words)
            forms.setdefault(key, _Form(read, [], texts[n])).members.append(n)
    return list(forms.values())


def _vectorizer(reader: Reader) -> Any:
    """Of texts, or of words that were read already."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        analyzer=lambda given: list(features(reader.words(given) if isinstance(given, str) else given)),
        sublinear_tf=True,
    )


def _order(reader: Reader) -> list[Subject]:
    """The subjects in one order: a subject's label is its place."""
    return sorted({subject for subject, _ in reader.subjects.words().values()}, key=lambda s: s.name)


def _labels(forms: list[_Form], weights: Any, counts: Any, reader: Reader) -> Any:
    """The group of each form: a subject by its place, beyond those a new group; -1 alone."""
    place = {subject: n for n, subject in enumerate(_order(reader))}
    labels = np.full(len(forms), -1)
    doubtful: list[int] = []
    for n, form in enumerate(forms):
        match form.read.hints:
            case (first, second, *_) if first.weight >= SURE and first.weight - second.weight < LEAD:
                doubtful.append(n)
            case (first, *_) if first.weight >= SURE:
                labels[n] = place[first.subject]
    if doubtful or (labels < 0).any():
        _guess(labels, doubtful, forms, counts, reader, place)
    _yield(labels, forms, counts, place)
    _join_nearest(labels, weights, counts)
    return labels


def _guess(
    labels: Any,
    doubtful: list[int],
    forms: list[_Form],
    counts: Any,
    reader: Reader,
    place: dict[Subject, int],
) -> None:
    """What does not say for sure: between subjects as heavy the likeliest; new affairs by their words; then what is likeliest by far."""
    order = list(place)
    guess = Guess(reader, [(forms[n].read, order[labels[n]]) for n in np.flatnonzero(labels >= 0)])
    choices = [
        [hint.subject for hint in hints if hints[0].weight - hint.weight < LEAD]
        for hints in (forms[n].read.hints for n in doubtful)
    ]
    for n, subject in zip(doubtful, guess.among([forms[n].read for n in doubtful], choices), strict=True):
        labels[n] = place[subject]
    left = np.flatnonzero(labels < 0)
    likely = {
        int(n): place[subject]
        for n, (subject, lead) in zip(left, guess.likely([forms[n].read for n in left]), strict=True)
        if lead >= MARGIN
    }
    _join_new(labels, left, forms, counts, likely, reader, len(place))
    for n, label in likely.items():
        if labels[n] < 0:
            labels[n] = label


def _middles(labels: Any, weights: Any, least: Any = None) -> tuple[list[int], Any]:
    """The groups with at least so many demands, and the middle of each at length one."""
    from scipy.sparse import csr_matrix

    kept = [
        int(k) for k in np.unique(labels[labels >= 0]) if least is None or least[labels == k].sum() >= LEAST
    ]
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


def _join_new(
    labels: Any,
    left: Any,
    forms: list[_Form],
    counts: Any,
    likely: dict[int, int],
    reader: Reader,
    following: int,
) -> None:
    """What names no subject for sure, joined by its words; a group most of which is likely one subject is no new affair."""
    spoken = [int(n) for n in left if forms[n].read.words]
    if not spoken:
        return
    vectorizer = _vectorizer(reader)
    weights = vectorizer.fit_transform(forms[n].read.words for n in spoken)
    groups = joined(weights, vectorizer.get_feature_names_out())
    for k in range(groups.max() + 1):
        rows = [n for n, group in zip(spoken, groups, strict=True) if group == k]
        if not rows or counts[rows].sum() < LEAST:
            continue
        held = Counter(word for n in rows for word in set(forms[n].read.words))
        same = Counter(likely[n] for n in rows if n in likely)
        if max(held.values()) < SHARED * len(rows) or max(same.values(), default=0) >= MOSTLY * len(rows):
            continue
        labels[rows] = following
        following += 1


def _yield(labels: Any, forms: list[_Form], counts: Any, place: dict[Subject, int]) -> None:
    """A subject hardly anyone asks about gives its texts to the next one they name that many ask about."""
    asked = Counter[int]()
    for label, many in zip(labels, counts, strict=True):
        asked[int(label)] += int(many)
    for n in np.flatnonzero(labels >= 0):
        if asked[int(labels[n])] < LEAST:
            named = (place[hint.subject] for hint in forms[n].read.hints)
            labels[n] = next((k for k in named if asked[k] >= LEAST), labels[n])


def _join_nearest(labels: Any, weights: Any, counts: Any) -> None:
    """What is still alone, to the group it is nearest to."""
    kept, middles = _middles(labels, weights, counts)
    alone = np.flatnonzero(labels < 0)
    if not kept or not len(alone):
        return
    alike = np.round(weights[alone] @ middles.T, 6)
    best = alike.argmax(axis=1)
    near = alike[np.arange(len(alone)), best] >= NEAR
    labels[alone[near]] = np.array(kept)[best[near]]


def _topic(
    rows: Any,
    subject: Subject | None,
    forms: list[_Form],
    weights: Any,
    names: Any,
    texts: Sequence[str],
    plain: Callable[[str], str],
) -> Topic:
    inside = weights[rows]
    centre = np.asarray(inside.mean(axis=0)).ravel()
    size = np.array([len(forms[r].members) for r in rows])
    said = _telling(rows, subject, forms, inside, centre, size, names, plain)
    alike = np.round(np.asarray(inside @ centre).ravel(), 6)
    nearest = sorted(range(len(rows)), key=lambda i: (-float(alike[i]), forms[rows[i]].text))
    why = {n: _because(forms[r], subject, said) for r in rows for n in forms[r].members}
    members = tuple(sorted(why))
    return Topic(
        members, tuple(why[n] for n in members), subject,
        subject.name if subject else "、".join(word for word, _ in said[:NAMED]) or texts[members[0]][:20],
        said, tuple(forms[rows[i]].text for i in nearest[:TYPICAL]), _asked(rows, forms, said), centre,
    )  # fmt: skip


def _telling(
    rows: Any,
    subject: Subject | None,
    forms: list[_Form],
    inside: Any,
    centre: Any,
    size: Any,
    names: Any,
    plain: Callable[[str], str],
) -> tuple[tuple[str, int], ...]:
    """The words that hold it together: those of its subject first, then what weighs most; each with the percent of texts that hold it."""
    total = int(size.sum())
    named = {plain(word) for r in rows for word in _cues(forms[r], subject)}
    held = {
        w: sum(int(n) for r, n in zip(rows, size, strict=True) if any(w in run for run in forms[r].read.runs))
        for w in named
    }
    share = np.asarray(inside.astype(bool).multiply(size[:, None]).sum(axis=0)).ravel()
    least = 1 if total > 1 else 0
    told: list[tuple[str, int]] = []

    def tell(word: str, many: int, most: int) -> None:
        if len(told) < most and many > least and not any(word in w or w in word for w, _ in told):
            told.append((word, many))

    for word, many in sorted(held.items(), key=lambda item: (-item[1], item[0])):
        tell(word, many, NAMED + 1)
    for k in np.argsort(-centre, kind="stable")[:80]:
        if ":" not in names[k]:
            tell(str(names[k]), int(share[k]), TOLD)
    return tuple((word, round(100 * n / total)) for word, n in told)


def _cues(form: _Form, subject: Subject | None) -> tuple[str, ...]:
    return next((hint.words for hint in form.read.hints if hint.subject == subject), ())


def _because(form: _Form, subject: Subject | None, said: tuple[tuple[str, int], ...]) -> str:
    """The words for which a text is in its group."""
    if cues := _cues(form, subject):
        return "、".join(cues[:NAMED])
    shared = [word for word, _ in said if word in form.read.words]
    return "、".join(shared[:NAMED]) or "说法相近"


def _asked(
    rows: Any, forms: list[_Form], said: tuple[tuple[str, int], ...]
) -> tuple[tuple[str, int, str], ...]:
    """What is asked within the group: words that between them cover it, most texts first, each text counted once."""
    left = {int(r): set(forms[r].read.words) for r in rows}
    total = sum(len(forms[r].members) for r in rows)
    common = {word for word, percent in said if percent > 100 * ASKED_AT_MOST}
    found: list[tuple[str, int, str]] = []
    while left and len(found) < ASKED:
        counted: Counter[str] = Counter()
        for r, words in left.items():
            for word in words - common:  # the words of the subject itself are in the picture already
                counted[word] += len(forms[r].members)
        if not counted:
            break
        word, many = min(counted.items(), key=lambda item: (-item[1], item[0]))
        if many < LEAST:
            break
        if many > ASKED_AT_MOST * total:
            common.add(word)
            continue
        held = [r for r, words in left.items() if word in words]
        found.append((word, many, min(forms[r].text for r in held)))
        for r in held:
            del left[r]
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
