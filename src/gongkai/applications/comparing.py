# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""修改对照: what changed between two texts, paragraph by paragraph and within a paragraph. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WITHIN = 2000  # characters of a paragraph compared one by one; a longer one is shown whole
_MOST_PAIRS = 2500  # paragraphs gone times paragraphs new
_NEAR = 0.3  # of two paragraphs: less alike, and they are two paragraphs, not one rewritten


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters: kept, taken out or put in."""

    text: str
    state: str  # same, out, in


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph: same, out, in, or changed within."""

    state: str
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(p.text for p in self.pieces)


def compare(old: str, new: str) -> list[Change]:
    """The paragraphs of both in reading order."""
    a, b = _paragraphs(old), _paragraphs(new)
    found: list[Change] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [_whole("same", line) for line in a[a1:a2]]
        elif tag == "replace":
            found += _rewritten(a[a1:a2], b[b1:b2])
        else:
            found += [_whole("out", line) for line in a[a1:a2]]
            found += [_whole("in", line) for line in b[b1:b2]]
    return found


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _whole(state: str, text: str) -> Change:
    return Change(state, (Piece(text, state),))


def _rewritten(old: list[str], new: list[str]) -> Iterator[Change]:
    """Paragraphs rewritten are paired in order so that the most is kept; what has no like went out or came in."""
    for a, b in _pairs(old, new):
        if a is not None and b is not None and max(len(a), len(b)) <= _WITHIN:
            yield Change("changed", tuple(_pieces(a, b)))
        elif a is not None and b is not None:
            yield Change("changed", (Piece(a, "out"), Piece(b, "in")))
        elif a is not None:
            yield _whole("out", a)
        elif b is not None:
            yield _whole("in", b)


def _twos(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)} or {text}


def _likeness(a: set[str], b: set[str]) -> float:
    """Shared two-character runs (Dice); 0 for what is rather another paragraph."""
    share = 2 * len(a & b) / (len(a) + len(b))
    return share if share >= _NEAR else 0.0


def _pairs(old: list[str], new: list[str]) -> list[tuple[str | None, str | None]]:
    """The order-keeping pairing with the greatest likeness in all; a very long rewrite is told as out, then in."""
    if len(old) * len(new) > _MOST_PAIRS:
        return [*((a, None) for a in old), *((None, b) for b in new)]
    runs = [_twos(b) for b in new]
    like = [[_likeness(_twos(a), b) for b in runs] for a in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for n in range(len(old) - 1, -1, -1):
        for m in range(len(new) - 1, -1, -1):
            paired = like[n][m] + best[n + 1][m + 1] if like[n][m] else 0.0
            best[n][m] = max(paired, best[n + 1][m], best[n][m + 1])
    found: list[tuple[str | None, str | None]] = []
    n = m = 0
    while n < len(old) and m < len(new):
        if like[n][m] and best[n][m] == like[n][m] + best[n + 1][m + 1]:
            found.append((old[n], new[m]))
            n, m = n + 1, m + 1
        elif best[n][m] == best[n + 1][m]:
            found.append((old[n], None))
            n += 1
        else:
            found.append((None, new[m]))
            m += 1
    return [*found, *((a, None) for a in old[n:]), *((None, b) for b in new[m:])]


def _pieces(a: str, b: str) -> Iterator[Piece]:
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(a[a1:a2], "same")
            continue
        if a2 > a1:
            yield Piece(a[a1:a2], "out")
        if b2 > b1:
            yield Piece(b[b1:b2], "in")
