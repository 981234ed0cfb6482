# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Joining short texts by their words alone, for what no subject of the list is known of. Pure: the same whatever the order of the machine.

TF-IDF condensed to the directions that carry more than one text (latent semantic analysis), joined from the closest pair on until the
distance says another topic (average linkage). No number of topics is given; what joins nothing stays alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np

STRENGTH, DISTANCE = 1.3, 0.75  # a pair of like texts gives a direction of at most √2
DIRECTIONS = 150  # looked at
MOST = 2500  # different texts compared each with each; the rest joins the nearest of their groups
NEAR = 0.3  # cosine to a group's middle from which a text of the rest joins
SHARED = 0.6  # of a group's texts hold its first word where groups are united by it
SEED = 20240711


def joined(weights: Any, names: Any) -> Any:
    """Which group each row belongs to; -1 where it is beyond those compared and near to none."""
    if weights.shape[0] < 2:
        return np.arange(weights.shape[0])
    return _united(_labels(_condensed(weights)), weights, names)


def _labels(points: Any) -> Any:
    labels = np.full(len(points), -1)
    kept = _spread(len(points))
    labels[kept] = _linked(points[kept])
    rest = np.setdiff1d(np.arange(len(points)), kept)
    if len(rest):
        middles = np.vstack([points[labels == k].mean(axis=0) for k in range(labels.max() + 1)])
        for part in np.array_split(rest, len(rest) // 1000 + 1):
            near = _alike(points[part], middles)
            best = near.argmax(axis=1)
            labels[part] = np.where(near[np.arange(len(part)), best] >= NEAR, best, -1)
    return labels


def _condensed(weights: Any) -> Any:
    """Each text in the strong directions; how long it is there says how much of it they hold."""
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
    a, b = (np.maximum(np.linalg.norm(x, axis=1), 1e-9) for x in (some, others))
    return (some / a[:, None]) @ (others / b[:, None]).T * np.minimum(a[:, None], b[None, :])


def _spread(count: int) -> Any:
    """At most MOST positions, evenly over the sorted texts."""
    return np.arange(count) if count <= MOST else np.unique(np.linspace(0, count - 1, MOST).astype(int))


def _linked(points: Any) -> Any:
    from sklearn.cluster import AgglomerativeClustering

    apart = np.clip(1 - np.round(_alike(points, points), 9), 0, 2)
    np.fill_diagonal(apart, 0)
    join = AgglomerativeClustering(
        n_clusters=None, distance_threshold=DISTANCE, metric="precomputed", linkage="average"
    )
    return join.fit_predict(apart)


def _united(labels: Any, weights: Any, names: Any) -> Any:
    """Groups that most of all speak of one and the same word, each by most of its texts, are one: 路灯 broken and 路灯 too dark."""
    first: dict[str, int] = {}
    for k in range(labels.max() + 1):
        rows = np.flatnonzero(labels == k)
        inside = weights[rows]
        centre = np.asarray(inside.mean(axis=0)).ravel()
        top = next((i for i in np.argsort(-centre, kind="stable") if ":" not in names[i]), None)
        if top is not None and len(rows) > 1 and inside[:, [top]].nnz >= SHARED * len(rows):
            labels[rows] = first.setdefault(str(names[top]), k)
    return labels
