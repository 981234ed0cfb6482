# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Grouping short texts by topic. Pure: the same texts give the same groups, in any order, on any machine of the same library.

Words (rjieba) with the instance's synonyms, and their characters, weighted by TF-IDF, condensed to as many directions as the square
root of the number of texts asks for (latent semantic analysis), joined from the closest pair on until the cosine distance says
another topic (average linkage). No number of topics is given; what joins nothing stays alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

METHOD = "词与字的TF-IDF，潜在语义分析（每根号篇数1.4维），平均连接层次聚类，余弦距离0.7；rjieba、scikit-learn，方法第1版"
DIRECTIONS, DISTANCE = 1.4, 0.7
MOST = 2500  # different texts compared each with each; the rest joins the nearest of their groups
NEAR = 0.45  # cosine to a group's middle from which a text of the rest joins
LEAST = 3  # different texts that make a group
SEED = 20240711
NAMED, TYPICAL = 3, 5

# Words of asking, not of what is asked.
_STOP = frozenset(
    "怎么 如何 什么 哪里 哪些 多少 多长 多久 可以 能不能 能否 有没有 是否 需要 申请 办理 咨询 反映 企业 公司 请问 今年 时候 条件 标准 我们 没有 没人 一个 "
    "怎样 为什么 还有 还能 问题 情况 关于 希望 建议 进行 相关 材料 手续 流程 时间 政策 规定 公布 查询 哪天 几天 几年 个月 一直 已经 现在 有关 群众 市民 "
    "来电 及其 以及 公开 信息 本县 县里 文件 要求 能够 或者 因为 所以 如果 目前 至今 怎么办 不能 怎么样 怎么才能 一下".split()
)  # fmt: skip
_WORD = re.compile(r"[一-鿿A-Za-z]")
_PLACE = re.compile(r"^[一-鿿]{2,6}?(?:片区|商务区|开发区)")
_VILLAGE = re.compile(r"(?:(?<=＊)|^)[一-鿿]{1,3}(?:村|社区|片区)")


@dataclass(frozen=True)
class Topic:
    """One group: the positions of its texts, its name, its words with the share of texts that hold them, texts nearest to its middle."""

    members: tuple[int, ...]
    name: str
    words: tuple[tuple[str, int], ...]
    typical: tuple[str, ...]
    centre: Any  # its middle in word space, for comparing with the titles of policies


class Reader:
    """How text becomes words: the instance's synonyms said in one way, names of places left out."""

    def __init__(self, synonyms: Iterable[Collection[str]] = (), places: Iterable[str] = ()) -> None:
        said = {word: group[0] for group in map(tuple, synonyms) for word in group[1:]}
        self._said = said
        self._synonym = _any_of(said)
        self._place = _any_of(places)
        self._synonyms = sorted({*said, *said.values()})
        self._jieba: Any = None

    def words(self, text: str) -> list[str]:
        text = unicodedata.normalize("NFKC", text)
        if self._place:
            text = self._place.sub("＊", text)
        text = _VILLAGE.sub("", _PLACE.sub("", text))
        if self._synonym:
            text = self._synonym.sub(lambda m: self._said[m[0]], text)
        return [w for w in self._cut(text) if len(w) > 1 and w not in _STOP and _WORD.match(w)]

    def _cut(self, text: str) -> list[str]:
        if self._jieba is None:
            from rjieba import Jieba

            self._jieba = Jieba()  # its own: what is added to the shared one would stay for the next reader
            for word in self._synonyms:
                self._jieba.add_word(word)
        found: list[str] = self._jieba.cut(text)
        return found

    def features(self, text: str) -> Iterator[str]:
        """Words, pairs of characters within longer words, and characters: “公租房” and “租房” share something."""
        for word in self.words(text):
            yield word
            if len(word) > 2:
                yield from (f"2:{word[i : i + 2]}" for i in range(len(word) - 1))
            yield from (f"1:{char}" for char in word)


def _any_of(words: Iterable[str]) -> re.Pattern[str] | None:
    known = sorted({w for w in words if w}, key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, known))) if known else None


@dataclass(frozen=True)
class Found:
    """Topics, largest first, and what is needed to compare another text with them."""

    topics: tuple[Topic, ...]
    vectorizer: Any


def topics(texts: Sequence[str], reader: Reader) -> Found:
    """Group different texts. Positions refer to the sequence as given; repeats must have been taken out by the caller."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # sums in one order, so that the last digits are the same
        return _topics(texts, reader)


def _topics(texts: Sequence[str], reader: Reader) -> Found:
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.preprocessing import normalize

    order = sorted((n for n in range(len(texts)) if reader.words(texts[n])), key=lambda n: texts[n])
    if len(order) < LEAST:
        return Found((), None)
    vectorizer = TfidfVectorizer(analyzer=lambda text: list(reader.features(text)), sublinear_tf=True)
    weights = vectorizer.fit_transform(texts[n] for n in order)
    points = _condensed(weights)
    kept = _spread(len(order))
    labels = np.full(len(order), -1)
    labels[kept] = _joined(points[kept])
    rest = np.setdiff1d(np.arange(len(order)), kept)
    if len(rest):
        count = labels.max() + 1
        middles = normalize(np.vstack([points[labels == k].mean(axis=0) for k in range(count)]))
        for part in np.array_split(rest, len(rest) // 1000 + 1):
            near = points[part] @ middles.T
            best = near.argmax(axis=1)
            labels[part] = np.where(near[np.arange(len(part)), best] >= NEAR, best, -1)
    names = vectorizer.get_feature_names_out()
    made = [
        _topic(rows, weights, points, names, texts, order)
        for k in range(labels.max() + 1)
        if len(rows := np.flatnonzero(labels == k)) >= LEAST
    ]
    made = [topic for topic in made if topic.words]
    return Found(tuple(sorted(made, key=lambda t: (-len(t.members), t.name, t.typical))), vectorizer)


def _condensed(weights: Any) -> Any:
    import numpy as np
    from sklearn.decomposition import TruncatedSVD
    from sklearn.preprocessing import normalize

    count, features = weights.shape
    wanted = min(max(5, round(DIRECTIONS * sqrt(min(count, MOST)))), count - 1, features - 1)
    if wanted < 2:
        return normalize(weights).toarray()
    exact = count <= 500  # beyond, an approximation from a fixed seed
    svd = TruncatedSVD(wanted, algorithm="arpack" if exact else "randomized", random_state=SEED, n_iter=4)
    return np.round(normalize(svd.fit_transform(weights)), 9)


def _spread(count: int) -> Any:
    """At most MOST positions, evenly over the sorted texts."""
    import numpy as np

    return np.arange(count) if count <= MOST else np.unique(np.linspace(0, count - 1, MOST).astype(int))


def _joined(points: Any) -> Any:
    from sklearn.cluster import AgglomerativeClustering

    join = AgglomerativeClustering(
        n_clusters=None, distance_threshold=DISTANCE, metric="cosine", linkage="average"
    )
    # A text none of whose words is in the condensed space has no direction; cosine wants one.
    return join.fit_predict(points + (abs(points).sum(axis=1, keepdims=True) == 0) * 1e-9)


def _topic(rows: Any, weights: Any, points: Any, names: Any, texts: Sequence[str], order: list[int]) -> Topic:
    import numpy as np

    inside = weights[rows]
    centre = np.asarray(inside.mean(axis=0)).ravel()
    share = Counter(dict(zip(*np.unique(inside.nonzero()[1], return_counts=True), strict=True)))
    telling = [k for k in np.argsort(-centre, kind="stable")[:80] if ":" not in names[k] and share[k] > 1]
    said = tuple((str(names[k]), round(100 * share[k] / len(rows))) for k in telling[:8])
    middle = points[rows].mean(axis=0)
    nearest = sorted(range(len(rows)), key=lambda i: (-round(float(points[rows[i]] @ middle), 6), texts[order[rows[i]]]))
    return Topic(
        tuple(sorted(order[r] for r in rows)), "、".join(w for w, _ in said[:NAMED]), said,
        tuple(texts[order[rows[i]]] for i in nearest[:TYPICAL]), centre,
    )  # fmt: skip


def nearest_titles(found: Found, titles: Sequence[str], *, least: float = 0.3) -> list[int | None]:
    """For each topic the position of the title that speaks of it most: a telling word shared, and words alike enough; else None."""
    import numpy as np

    if not found.topics or not titles:
        return [None] * len(found.topics)
    told = found.vectorizer.transform(titles)
    analyse = found.vectorizer.build_analyzer()
    held = [set(analyse(title)) for title in titles]
    chosen: list[int | None] = []
    for topic in found.topics:
        length = float(np.linalg.norm(topic.centre)) or 1.0
        alike = np.asarray(told @ topic.centre).ravel() / length
        telling = {word for word, share in topic.words[:3] if share >= 25}
        best = max(range(len(titles)), key=lambda n: (round(float(alike[n]), 9) if telling & held[n] else -1.0, -n))
        chosen.append(best if alike[best] >= least and telling & held[best] else None)
    return chosen
