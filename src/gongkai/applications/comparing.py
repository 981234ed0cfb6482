# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""修改对照: what changed between two texts, paragraph by paragraph and within a paragraph. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WITHIN = 2000  # characters of a paragraph compared one by one; a longer one is shown whole
_NEAR = 0.35  # of two paragraphs: less alike, and they are two paragraphs, not one rewritten


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
    """Pairs in order as long as they are alike; what is left over went out or came in."""
    for n in range(max(len(old), len(new))):
        a = old[n] if n < len(old) else None
        b = new[n] if n < len(new) else None
        if a is not None and b is not None and max(len(a), len(b)) <= _WITHIN:
            matcher = SequenceMatcher(None, a, b, autojunk=False)
            if matcher.ratio() >= _NEAR:
                yield Change("changed", tuple(_pieces(matcher, a, b)))
                continue
        if a is not None:
            yield _whole("out", a)
        if b is not None:
            yield _whole("in", b)


def _pieces(matcher: SequenceMatcher[str], a: str, b: str) -> Iterator[Piece]:
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(a[a1:a2], "same")
            continue
        if a2 > a1:
            yield Piece(a[a1:a2], "out")
        if b2 > b1:
            yield Piece(b[b1:b2], "in")
