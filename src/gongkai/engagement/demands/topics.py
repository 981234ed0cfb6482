# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Grouping short texts by topic. Pure: the same texts give the same groups, in any order, on any machine of the same library.

Words (rjieba) with the instance's synonyms, and their characters, weighted by TF-IDF, condensed to the directions that carry more
than one text (latent semantic analysis), joined from the closest pair on until the distance says another topic
(average linkage). No number of topics is given; what joins nothing stays alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

METHOD = "词与字的TF-IDF，潜在语义分析（奇异值大于1.3的方向），平均连接层次聚类，距离0.75；rjieba、scikit-learn，方法第1版"
STRENGTH, DISTANCE = 1.3, 0.75  # a pair of like texts gives a direction of at most √2
DIRECTIONS = 150  # looked at
MOST = 2500  # different texts compared each with each; the rest joins the nearest of their groups
NEAR = 0.3  # cosine to a group's middle from which a text of the rest joins
LEAST = 3  # texts that make a group
SEED = 20240711
SHARED = 0.6  # of a group's texts hold its first word where groups are united by it
TOLD = 0.12  # of a group's texts hold a word that is named as a reason
NAMED, TYPICAL = 3, 5

# Words of asking, not of what is asked.
_ASKING = (
    "怎么 如何 什么 哪里 哪些 多少 多长 多久 可以 能不能 能否 有没有 是否 需要 申请 办理 咨询 反映 企业 公司 请问 今年 时候 条件 标准 我们 没有 没人 一个 "
    "怎样 为什么 还有 还能 问题 情况 关于 希望 建议 进行 相关 材料 手续 流程 时间 政策 规定 公布 查询 哪天 几天 几年 个月 一直 已经 现在 有关 群众 市民 "
    "来电 及其 以及 公开 信息 本县 县里 文件 要求 能够 或者 因为 所以 如果 目前 至今 怎么办 不能 怎么样 怎么才能 一下"
)  # fmt: skip
_STOP = frozenset(_ASKING.split())
_WORD = re.compile(r"[一-鿿A-Za-z]")
_PLACE = re.compile(r"^[一-鿿]{2,6}?(?:片区|商务区|开发区)")
_VILLAGE = re.compile(r"(?:(?<=＊)|^)(?:[一-鿿]{1,3}(?:村|社区|片区)|镇区)")


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
                self._jieba.add_word(word, None, None)
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

    # Texts of the same words are one form: 306 applications that differ by the village are not 306 opinions on what matters.
    forms: dict[tuple[str, ...], list[int]] = {}
    for n in sorted(range(len(texts)), key=lambda n: texts[n]):
        if words := reader.words(texts[n]):
            forms.setdefault(tuple(sorted(set(words))), []).append(n)
    members = list(forms.values())
    if len(members) < LEAST:
        return Found((), None)
    vectorizer = TfidfVectorizer(analyzer=lambda text: list(reader.features(text)), sublinear_tf=True)
    weights = vectorizer.fit_transform(texts[form[0]] for form in members)
    labels = _united(_labels(_condensed(weights)), weights, vectorizer.get_feature_names_out())
    names = vectorizer.get_feature_names_out()
    groups = [np.flatnonzero(labels == k) for k in range(labels.max() + 1)]
    large = [rows for rows in groups if sum(len(members[r]) for r in rows) >= LEAST]
    made = [_topic(rows, weights, names, texts, members) for rows in large]
    made = [topic for topic in made if topic.words]
    return Found(tuple(sorted(made, key=lambda t: (-len(t.members), t.name, t.typical))), vectorizer)


def _labels(points: Any) -> Any:
    """Which group each form belongs to; -1 where it is beyond those compared and near to none."""
    import numpy as np

    labels = np.full(len(points), -1)
    kept = _spread(len(points))
    labels[kept] = _joined(points[kept])
    rest = np.setdiff1d(np.arange(len(points)), kept)
    if len(rest):
        middles = np.vstack([points[labels == k].mean(axis=0) for k in range(labels.max() + 1)])
        for part in np.array_split(rest, len(rest) // 1000 + 1):
            near = _alike(points[part], middles)
            best = near.argmax(axis=1)
            labels[part] = np.where(near[np.arange(len(part)), best] >= NEAR, best, -1)
    return labels


def _condensed(weights: Any) -> Any:
    """Each form in the strong directions; how long it is there says how much of it they hold."""
    import numpy as np
    from sklearn.decomposition import TruncatedSVD

    wanted = min(DIRECTIONS, *(side - 1 for side in weights.shape))
    if wanted < 2:
        return weights.toarray()
    exact = weights.shape[0] <= 500  # beyond, an approximation from a fixed seed
    svd = TruncatedSVD(wanted, algorithm="arpack" if exact else "randomized", random_state=SEED, n_iter=6)
    points = svd.fit_transform(weights)
    strong = max(2, int((svd.singular_values_ > STRENGTH).sum()))
    return np.round(points[:, np.argsort(-svd.singular_values_, kind="stable")[:strong]], 9)


def _alike(some: Any, others: Any) -> Any:
    """Cosine, less where the strong directions hold little of one of the two: what stands alone must not lean on a stranger."""
    import numpy as np

    a, b = (np.maximum(np.linalg.norm(x, axis=1), 1e-9) for x in (some, others))
    return (some / a[:, None]) @ (others / b[:, None]).T * np.minimum(a[:, None], b[None, :])


def _spread(count: int) -> Any:
    """At most MOST positions, evenly over the sorted texts."""
    import numpy as np

    return np.arange(count) if count <= MOST else np.unique(np.linspace(0, count - 1, MOST).astype(int))


def _joined(points: Any) -> Any:
    import numpy as np
    from sklearn.cluster import AgglomerativeClustering

    apart = np.clip(1 - np.round(_alike(points, points), 9), 0, 2)
    np.fill_diagonal(apart, 0)
    join = AgglomerativeClustering(
        n_clusters=None, distance_threshold=DISTANCE, metric="precomputed", linkage="average"
    )
    return join.fit_predict(apart)


def _united(labels: Any, weights: Any, names: Any) -> Any:
    """Groups that most of all speak of one and the same word, each by most of its texts, are one: 路灯 broken and 路灯 too dark."""
    import numpy as np

    first: dict[str, int] = {}
    for k in range(labels.max() + 1):
        rows = np.flatnonzero(labels == k)
        inside = weights[rows]
        centre = np.asarray(inside.mean(axis=0)).ravel()
        top = next((i for i in np.argsort(-centre, kind="stable") if ":" not in names[i]), None)
        if top is not None and len(rows) > 1 and inside[:, [top]].nnz >= SHARED * len(rows):
            labels[rows] = first.setdefault(str(names[top]), k)
    return labels


def _topic(rows: Any, weights: Any, names: Any, texts: Sequence[str], members: list[list[int]]) -> Topic:
    import numpy as np

    inside = weights[rows]
    centre = np.asarray(inside.mean(axis=0)).ravel()
    size = np.array([len(members[r]) for r in rows])
    share = np.asarray(inside.astype(bool).multiply(size[:, None]).sum(axis=0)).ravel() / size.sum()
    telling = [
        k
        for k in np.argsort(-centre, kind="stable")[:80]
        if ":" not in names[k] and share[k] * size.sum() > 1
    ]
    said = tuple((str(names[k]), round(100 * float(share[k]))) for k in telling[:8])
    alike = np.asarray(inside @ centre).ravel()
    nearest = sorted(range(len(rows)), key=lambda i: (-round(float(alike[i]), 6), texts[members[rows[i]][0]]))
    return Topic(
        tuple(sorted(n for r in rows for n in members[r])), "、".join(w for w, _ in said[:NAMED]), said,
        tuple(texts[members[rows[i]][0]] for i in nearest[:TYPICAL]), centre,
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
        best = max(
            range(len(titles)), key=lambda n: (round(float(alike[n]), 9) if telling & held[n] else -1.0, -n)
        )
        chosen.append(best if alike[best] >= least and telling & held[best] else None)
    return chosen
