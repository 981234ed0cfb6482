# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""How well demands are grouped, and what grouping 50,000 of them takes.

Quality on the labelled sets of tests/engagement, beside one group for all, a group for each, and k-means over TF-IDF told the number of topics.
Time on DEMANDS different texts (the sets' sentences with places and endings) against scikit-learn's MiniBatchKMeans on the matrix ours
makes on the way, made beforehand. Stability: how many pairs that stood together still do after a fiftieth more came in.
"""

from __future__ import annotations

import itertools
import os
import resource
import sys
import time
from pathlib import Path

from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import adjusted_rand_score, v_measure_score
from sklearn.metrics.cluster import pair_confusion_matrix

from gongkai.engagement.demands.reading import Reader, features
from gongkai.engagement.demands.topics import topics
from gongkai.search.synonyms import DEFAULTS

HERE = Path(__file__).parents[1] / "tests" / "engagement"
SETS = ("labelled", "heldout", "heldout2", "heldout3", "heldout4")
DEMANDS = int(os.environ.get("DEMANDS", "50000"))
PLACES = [
    f"{a}{b}{c}" for a in "东南西北新老上下" for b in "山河桥溪塘岭" for c in ("镇", "街道", "村", "小区")
]
ENDINGS = ("", "，请答复", "，希望尽快处理", "，谢谢", "，已经反映过两次")


def labelled(name: str) -> tuple[list[str], list[str]]:
    """The texts of a set with their topics; what stands alone is a topic of its own."""
    texts: list[str] = []
    labels: list[str] = []
    topic = ""
    for line in (HERE / f"{name}_demands.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("=="):
            topic = line
        elif line and not line.startswith("#"):
            texts.append(line)
            labels.append(f"{topic}{len(texts)}" if "单独的" in topic else topic)
    return texts, labels


def said(labels: list[str], found: list[int]) -> str:
    """V-measure, adjusted Rand, F1 over pairs, share that stands alone."""
    (_, false), (missed, right) = pair_confusion_matrix(labels, found)
    alone = sum(found.count(n) == 1 for n in set(found)) / len(found)
    pairs = 2 * right / max(2 * right + false + missed, 1)
    v, rand = v_measure_score(labels, found), adjusted_rand_score(labels, found)
    return f"V {v:.2f}  adjusted Rand {rand:.2f}  pairs F1 {pairs:.2f}  alone {alone:.2f}"


def grouped(texts: list[str]) -> list[int]:
    """The group of each; what joins none is one of its own."""
    found = list(range(-len(texts), 0))
    for n, topic in enumerate(topics(texts, Reader(DEFAULTS)).topics):
        for member in topic.members:
            found[member] = n
    return found


def matrix(texts: list[str]) -> object:
    reader = Reader(DEFAULTS)
    return TfidfVectorizer(
        analyzer=lambda text: list(features(reader.words(text))), sublinear_tf=True
    ).fit_transform(texts)


def quality() -> None:
    for name in SETS:
        texts, labels = labelled(name)
        count = len(set(labels))
        print(f"{name}: {len(texts)} texts, {count} topics")
        print(f"  ours          {said(labels, grouped(texts))}")
        told = KMeans(count, n_init=3, random_state=0).fit_predict(matrix(texts))
        print(f"  k-means told  {said(labels, [int(n) for n in told])}")
        print(f"  each alone    {said(labels, list(range(len(texts))))}")
        print(f"  all in one    {said(labels, [0] * len(texts))}")


def many(count: int) -> list[str]:
    base = [text for name in SETS for text in labelled(name)[0]]
    made = (f"{place}{text}{end}" for end, place, text in itertools.product(ENDINGS, PLACES, base))
    return sorted(set(itertools.islice(made, count)))


def cpu(call: object) -> tuple[float, object]:
    start = time.process_time()
    found = call()  # type: ignore[operator]
    return time.process_time() - start, found


def scale() -> None:
    texts = many(DEMANDS)
    ours, found = cpu(lambda: topics(texts, Reader(DEFAULTS)))
    groups = len(found.topics)  # type: ignore[attr-defined]
    made, weights = cpu(lambda: matrix(texts))
    usual, _ = cpu(lambda: MiniBatchKMeans(groups, n_init=3, random_state=0).fit(weights))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(texts):,} different demands in {groups} groups: {ours:.1f} s CPU ({peak:.0f} MiB peak of the whole)"
    )
    print(
        f"  its matrix alone {made:.1f} s; MiniBatchKMeans on that matrix {usual:.1f} s: ours ÷ (matrix + k-means) = {ours / (made + usual):.2f}"
    )


def stability() -> None:
    texts = [text for name in SETS for text in labelled(name)[0]]
    part = [n for n in range(len(texts)) if n % 50]
    before, after = grouped([texts[n] for n in part]), grouped(texts)
    (_, _), (parted, kept) = pair_confusion_matrix(before, [after[n] for n in part])
    print(
        f"pairs that stand together still after a fiftieth more: {kept / (kept + parted):.4f} of {int(kept + parted) // 2:,}"
    )


if __name__ == "__main__":
    if "--scale-only" not in sys.argv:
        quality()
        stability()
    scale()
