# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""How much of a text is copied, exactly: the share of its characters that stand in the source in runs of thirteen or more.

Only Chinese characters count; punctuation, line ends, figures and Latin letters are left out first, so that a changed comma hides
nothing. A run of thirteen or more is the union of its thirteen-character pieces, so looking up the pieces is exact: the rolling hash
only proposes, every proposal is compared character by character. Unlike an alignment (difflib), it sees copied passages in
whatever order they come.

`Archive` finds, among many texts, the one a text was copied from: by winnowing, every run of at least 28 characters leaves a mark.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

RUN = 13
WINDOW = 16  # any copied run of RUN + WINDOW - 1 characters shares a mark with its source
COMMON = 200  # a mark in more texts than this is boilerplate and says nothing of the source
_BASE = 0x9E3779B97F4A7C15  # odd: multiplication modulo 2^64 loses nothing

Codes = npt.NDArray[np.uint32]
Hashes = npt.NDArray[np.uint64]


@dataclass(frozen=True)
class Copied:
    """share of the text's Chinese characters that are copied; passages as (first, last) offsets in the text as given."""

    share: float
    characters: int
    passages: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Source:
    """A source text made ready, to be compared with many."""

    codes: Codes
    order: npt.NDArray[np.int64]
    hashes: Hashes  # sorted


@dataclass(frozen=True)
class Origin:
    """A text of the archive that shares passages: how many marks, and the exact share."""

    key: int
    marks: int


def characters(text: str) -> tuple[Codes, npt.NDArray[np.int64]]:
    """The Chinese characters of a text (U+4E00 to U+9FFF) and where each stands in it."""
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    places = np.flatnonzero((points >= 0x4E00) & (points <= 0x9FFF))
    return points[places], places


def _hashes(codes: Codes, length: int = RUN) -> Hashes:
    """A hash of each run of this length, modulo 2^64."""
    if len(codes) < length:
        return np.empty(0, dtype=np.uint64)
    wide = codes.astype(np.uint64)
    made = np.zeros(len(codes) - length + 1, dtype=np.uint64)
    base = np.uint64(_BASE)
    for n in range(length):
        made = made * base + wide[n : len(codes) - length + 1 + n]
    # Low bits of a product depend on low bits only: mix, so that sorting and comparing see all of it.
    made ^= made >> np.uint64(29)
    return made * base


def source(text: str) -> Source:
    """Make a source ready."""
    codes, _ = characters(text)
    hashes = _hashes(codes)
    order = np.argsort(hashes, kind="stable")
    return Source(codes, order, hashes[order])


def copied(text: str, from_source: str | Source) -> Copied:
    """What of the text stands in the source in runs of RUN characters and more."""
    origin = source(from_source) if isinstance(from_source, str) else from_source
    codes, places = characters(text)
    starts = _standing(codes, origin)
    covered = np.zeros(len(codes) + 1, dtype=np.int64)
    np.add.at(covered, starts, 1)
    np.add.at(covered, np.minimum(starts + RUN, len(codes)), -1)
    inside = np.cumsum(covered[:-1]) > 0
    share = float(inside.sum()) / len(codes) if len(codes) else 0.0
    return Copied(share, len(codes), _passages(inside, places))


def _standing(codes: Codes, origin: Source) -> npt.NDArray[np.int64]:
    """Where in the text a run begins that stands in the source."""
    asked = _hashes(codes)
    if not len(asked) or not len(origin.hashes):
        return np.empty(0, dtype=np.int64)
    at = np.searchsorted(origin.hashes, asked)
    at[at == len(origin.hashes)] = 0
    starts = np.flatnonzero(origin.hashes[at] == asked)
    proposed = origin.order[at[starts]]
    span = np.arange(RUN)
    same = (codes[starts[:, None] + span] == origin.codes[proposed[:, None] + span]).all(axis=1)
    if same.all():
        return starts
    # Two different runs of one hash: decide those by looking.
    whole = origin.codes.tobytes()
    doubtful = [
        bool(same[n]) or _stands(codes[s : s + RUN].tobytes(), whole) for n, s in enumerate(starts.tolist())
    ]
    return starts[np.array(doubtful)]


def _stands(run: bytes, whole: bytes) -> bool:
    at = whole.find(run)
    while at >= 0 and at % 4:
        at = whole.find(run, at + 1)
    return at >= 0


def _passages(inside: npt.NDArray[np.bool_], places: npt.NDArray[np.int64]) -> tuple[tuple[int, int], ...]:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inside, [False])).astype(np.int8)))
    return tuple(
        (int(places[first]), int(places[last - 1]) + 1)
        for first, last in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    )


def marks(text: str) -> Hashes:
    """The winnowed marks of a text: the least hash of every WINDOW runs in a row, each once."""
    hashes = _hashes(characters(text)[0])
    if not len(hashes):
        return hashes
    if len(hashes) <= WINDOW:
        return hashes.min(keepdims=True)
    least = np.lib.stride_tricks.sliding_window_view(hashes, WINDOW).min(axis=1)
    return np.unique(least)


class Archive:
    """Marks of many texts in two sorted arrays, sixteen bytes a mark."""

    def __init__(self, texts: Iterable[tuple[int, str]]) -> None:
        found = [(key, marks(text)) for key, text in texts]
        hashes = np.concatenate([m for _, m in found]) if found else np.empty(0, dtype=np.uint64)
        keys = np.repeat(
            np.array([k for k, _ in found], dtype=np.int64),
            np.array([len(m) for _, m in found], dtype=np.int64),
        )
        order = np.argsort(hashes, kind="stable")
        self.hashes: Hashes = hashes[order]
        self.keys = keys[order]

    @classmethod
    def of(cls, hashes: Hashes, keys: npt.NDArray[np.int64]) -> Archive:
        """An archive whose marks are there already, sorted by hash."""
        made = cls(())
        made.hashes, made.keys = hashes, keys
        return made

    def keys_of(self, asked: Hashes) -> npt.NDArray[np.int64]:
        """The text of each place where one of these marks stands; marks of very many texts are left out."""
        first = np.searchsorted(self.hashes, asked, side="left")
        last = np.searchsorted(self.hashes, asked, side="right")
        rare = (last > first) & (last - first <= COMMON)
        parts = [self.keys[a:b] for a, b in zip(first[rare].tolist(), last[rare].tolist(), strict=True)]
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)

    def origins(self, text: str, *, most: int = 10, besides: int | None = None) -> list[Origin]:
        """The texts that share most marks with this one, itself left out; check the first ones with `copied`."""
        keys, counts = np.unique(self.keys_of(marks(text)), return_counts=True)
        order = np.argsort(-counts, kind="stable")
        found = [Origin(int(keys[n]), int(counts[n])) for n in order.tolist() if int(keys[n]) != besides]
        return found[:most]
