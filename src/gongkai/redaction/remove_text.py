# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Plain text: chosen passages replaced by blocks, and a record of where, never of what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.redaction.numbers import folded, numbers_in

BLOCK = "■"


@dataclass(frozen=True)
class Span:
    """A passage to take out (end exclusive) and the ground, in the words of the law."""

    start: int
    end: int
    ground: str


@dataclass(frozen=True)
class TextRedacted:
    """The text that may leave and, for each block, where it stood in the original and why."""

    text: str
    spans: tuple[Span, ...]


def spans_of(
    text: str, terms: tuple[str, ...] = (), *, numbers: bool = False, ground: str = ""
) -> tuple[Span, ...]:
    """Where the terms stand, however spaced or in whichever width; with numbers, also what points at one person."""
    plain, places = folded(text)
    found = [Span(n.start, n.end, ground) for n in numbers_in(text)] if numbers else []
    for term in terms:
        if term.strip():
            hits = re.finditer(term_pattern(term), plain, re.I)
            found += [Span(places[h.start()], places[h.end() - 1] + 1, ground) for h in hits]
    return tuple(sorted(found, key=lambda s: (s.start, s.end)))


def term_pattern(term: str) -> str:
    """The term with any white space between its characters, as PDF text and line breaks put it."""
    chars = [re.escape(c) for c in folded(term)[0] if not c.isspace()]
    return r"\s*".join(chars)


def redact_text(text: str, spans: tuple[Span, ...], *, width: int | None = 4) -> TextRedacted:
    """Put blocks in place of the spans. width is the number of blocks for each, whatever was there; None keeps the length.

    Overlapping spans become one. Raises ValueError for a span outside the text.
    """
    merged: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if not 0 <= span.start < span.end <= len(text):
            raise ValueError(f"遮盖的位置{span.start}至{span.end}不在文字里（共{len(text)}字）")
        if merged and span.start < merged[-1].end:
            last = merged[-1]
            merged[-1] = Span(last.start, max(last.end, span.end), last.ground)
        else:
            merged.append(span)
    out, at = [], 0
    for span in merged:
        out += [text[at : span.start], BLOCK * (width or span.end - span.start)]
        at = span.end
    return TextRedacted("".join([*out, text[at:]]), tuple(merged))
