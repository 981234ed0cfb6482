# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Where the words of a question stand in a text, and the words around the first place.

Most questions are Chinese characters alone, and those are looked for as they are. What takes a pattern (numbers, Latin words, a mark of
a title in the middle) gets one only when a text needs it: making it costs more than reading twenty texts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from markupsafe import Markup

from gongkai.publishing.body import plain
from gongkai.search.analysis import HAN, Phrase

SNIPPET = 90  # characters shown around the first place
_MARKUP = re.compile("[&<>\"']")
_HAN = re.compile(f"[{HAN}]+")
# 《》〈〉「」『』 and curly quotes: what people leave out. Two ranges, for which Python need not draw up a map of all characters.
_UNSAID = "\u3008-\u300f\u2018-\u201d"
_UNTYPED = re.compile(f"[{_UNSAID}]")
_TAG_OR_UNTYPED = re.compile(f"<[^>]*>|[{_UNSAID}]")


class Marks:
    """The phrases of a question, to be found in texts."""

    def __init__(self, shown: Sequence[Phrase]) -> None:
        texts = sorted(dict.fromkeys(p.text for p in shown), key=len, reverse=True)
        self.said = texts
        self.literal = all(map(_HAN.fullmatch, texts))

    @cached_property
    def pattern(self) -> re.Pattern[str] | None:
        """Finds the phrases in text as it was written: in either width, whatever stands between a number's parts."""
        ways = []
        for text in self.said:
            letters = [c for c in text if c.isalnum()]
            gaps = [_gap(a, b, text) for a, b in pairwise(letters)]
            ways.append("".join(_any_width(c) + gap for c, gap in zip(letters, [*gaps, ""], strict=True)))
        ways = [w for w in dict.fromkeys(ways) if w]
        return re.compile("|".join(ways), re.IGNORECASE) if ways else None

    def places(self, text: str) -> list[tuple[int, int]]:
        """From where to where they stand, the longest where several begin; none overlaps another."""
        if self.literal:
            said = self.said
            bare = _UNTYPED.sub("", text)
            if len(bare) == len(text) or all([bare.count(s) == text.count(s) for s in said]):
                return _apart([(at, at + len(s)) for s in said for at in _every(text, s)])
        return [m.span() for m in self.pattern.finditer(text)] if self.pattern else []

    def in_text(self, text: str) -> Markup:
        """The text escaped, the places in <mark>."""
        return Markup(self._marked(text, self.places(text)))  # noqa: S704 - every piece is escaped

    def _marked(self, text: str, places: list[tuple[int, int]]) -> str:
        if not places:
            return escaped(text)
        made, last = [], 0
        for first, end in places:
            made.append(f"{escaped(text[last:first])}<mark>{escaped(text[first:end])}</mark>")
            last = end
        made.append(escaped(text[last:]))
        return "".join(made)

    def snippet(self, body: str, summary: str, *, markup: bool = False) -> Markup:
        """The words around the first place in the body, which may be cleaned HTML (markup); the summary where it does not hold them."""
        text, start = self._near(body) if markup else (body, -1)
        if start < 0:
            places = self.places(text) if text else []
            if not places:
                return self.in_text(summary[:SNIPPET])
            start = places[0][0]
        first = max(0, start - SNIPPET // 3)
        last = min(len(text), first + SNIPPET)
        cut = " ".join(text[first:last].split())
        return self.in_text(f"{'…' if first else ''}{cut}{'…' if last < len(text) else ''}")

    def _near(self, body: str) -> tuple[str, int]:
        """Of cleaned HTML the words around the first place where one of these stands as it was typed, between two tags, and where it
        stands there; all its words and -1 where none does; nothing where none can. Reading the tags of twenty whole bodies would cost
        more than finding them did."""
        at = _first(body, self.said)
        if at >= 0:
            before = body.rfind(">", 0, max(0, at - SNIPPET // 2)) + 1
            after = body.find("<", at + 2 * SNIPPET)
            text = plain(body[before:] if after < 0 else body[before:after])
            start = _first(text, self.said)
            if start >= 0:
                return text, start
            # it stood in an address
        elif self.literal and _first(_TAG_OR_UNTYPED.sub("", body), self.said) < 0:
            return "", -1
        return plain(body), -1


def _first(text: str, said: list[str]) -> int:
    return min([at for at in [text.find(s) for s in said] if at >= 0], default=-1)


def _every(text: str, said: str) -> list[int]:
    found, at = [], text.find(said)
    while at >= 0:
        found.append(at)
        at = text.find(said, at + 1)
    return found


def _apart(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of places that overlap the first, and of those that begin together the longest."""
    if len(places) < 2:
        return places
    places.sort(key=lambda place: (place[0], -place[1]))
    kept = places[:1]
    for place in places:
        if place[0] >= kept[-1][1]:
            kept.append(place)
    return kept


def _gap(before: str, after: str, text: str) -> str:
    """What may stand between two letters of a phrase in the text it is found in."""
    together = before + after in text
    if together and before >= "㐀" and after >= "㐀":
        return f"[{_UNSAID}]{{0,3}}"
    return "" if together and before.isascii() and after.isascii() else r"[\W_]{0,3}"


def _any_width(letter: str) -> str:
    if "!" <= letter <= "~":
        return f"[{re.escape(letter)}{chr(ord(letter) + 0xFEE0)}{chr(ord(letter.upper()) + 0xFEE0)}]"
    return re.escape(letter)


def escaped(text: str) -> str:
    return html.escape(text) if _MARKUP.search(text) else text
