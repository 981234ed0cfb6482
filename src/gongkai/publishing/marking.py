# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Where the words of a question stand in a text, and the words around the first place.

Most questions are Chinese characters alone, and those are looked for as they are. What takes a pattern (numbers, Latin words, a mark of
a title in the middle) gets one only when a text needs it: making it costs more than reading twenty texts.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from itertools import pairwise
from typing import AnyStr

from markupsafe import Markup

from gongkai.publishing.body import plain
from gongkai.search.analysis import HAN, Phrase

# Markup of text that is escaped, without asking first whether it is: a page makes forty of them.
_safe: Callable[[str], Markup] = partial(str.__new__, Markup)
SNIPPET = 90  # characters shown around the first place
BEFORE = SNIPPET // 3  # of them before it
_HAN = re.compile(f"[{HAN}]+")
# 《》〈〉「」『』 and curly quotes: what people leave out. Two ranges, for which Python need not draw up a map of all characters.
_UNSAID = "\u3008-\u300f\u2018-\u201d"
_UNTYPED = re.compile(f"[{_UNSAID}]")
_TAG_OR_UNTYPED = re.compile(f"<[^>]*>|[{_UNSAID}]")
# How far from a place the words around it may begin and end, in bytes: more than a snippet needs, a character having three or four.
_BACK, _ON = 3 * SNIPPET // 2, 4 * SNIPPET


class Marks:
    """The phrases of a question, to be found in texts."""

    def __init__(self, shown: Sequence[Phrase]) -> None:
        texts = sorted(dict.fromkeys(p.text for p in shown), key=len, reverse=True)
        self.said = texts
        self.encoded = [t.encode() for t in texts]
        self.literal = all(map(_HAN.fullmatch, texts))
        # most questions: one word in Chinese characters
        self.alone = texts[0] if self.literal and len(texts) == 1 else ""
        self.marked = f"<mark>{self.alone}</mark>"

    @cached_property
    def letters(self) -> list[list[bytes]]:
        """The characters of each phrase: without one of them it stands nowhere, whatever tags and marks are between."""
        return [[c.encode() for c in text] for text in self.said]

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
        if self.literal and self._as_typed(text):
            return _apart([(at, at + len(s)) for s in self.said for at in _every(text, s)])
        return [m.span() for m in self.pattern.finditer(text)] if self.pattern else []

    def _as_typed(self, text: str) -> bool:
        """Whether the phrases stand in the text in one piece wherever they stand in it."""
        if not _UNTYPED.search(text):
            return True
        bare = _UNTYPED.sub("", text)
        return all([bare.count(s) == text.count(s) for s in self.said])

    def in_text(self, text: str) -> Markup:
        """The text escaped, the places in <mark>."""
        if self.alone and self._as_typed(text):  # no character that is escaped is Chinese
            return _safe(escaped(text).replace(self.alone, self.marked))
        return _safe(self._marked(text, self.places(text)))

    def _marked(self, text: str, places: list[tuple[int, int]]) -> str:
        if not places:
            return escaped(text)
        made, last = [], 0
        for first, end in places:
            made.append(f"{escaped(text[last:first])}<mark>{escaped(text[first:end])}</mark>")
            last = end
        made.append(escaped(text[last:]))
        return "".join(made)

    def snippet(self, text: str, summary: str, html: bytes = b"") -> Markup:
        """The words around the first place in the text, or in cleaned HTML instead; the summary where it does not hold them."""
        start, earlier = -1, False
        if html:
            text, start, earlier = self._near(html)
        if start < 0:
            places = self.places(text) if text else []
            if not places:
                return self.in_text(summary[:SNIPPET])
            start = places[0][0]
        first = max(0, start - BEFORE)
        last = min(len(text), first + SNIPPET)
        cut = " ".join(text[first:last].split())
        return self.in_text(f"{'…' if first or earlier else ''}{cut}{'…' if last < len(text) else ''}")

    def _near(self, html: bytes) -> tuple[str, int, bool]:
        """Of cleaned HTML the words around the first place where one of these stands as it was typed, between two tags, where it
        stands there, and whether its block begins earlier; all its words and -1 where none does; nothing where none can. Making
        text of twenty whole bodies, and reading their tags, would cost more than finding them did."""
        at = _first(html, self.encoded)
        if at >= 0:
            before = html.rfind(b">", 0, max(0, at - _BACK)) + 1
            far = at - 3 * _BACK
            first = far if far > before and html.find(b"<", before, far) < 0 else before
            after = html.find(b"<", at + _ON)
            # what is left of a character cut in two is no character
            text = plain(html[first : len(html) if after < 0 else after].decode(errors="ignore"))
            start = _first(text, self.said)
            if start >= 0:
                return text, start, first > before
            # it stood in an address
        elif self.literal and not any([all([c in html for c in letters]) for letters in self.letters]):
            return "", -1, False
        body = html.decode()
        if at < 0 and self.literal and _first(_TAG_OR_UNTYPED.sub("", body), self.said) < 0:
            return "", -1, False
        return plain(body), -1, False


def _first(text: AnyStr, said: list[AnyStr]) -> int:
    if len(said) == 1:
        return text.find(said[0])
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
    """The text for HTML. Looking first costs a sixth of replacing what is not there."""
    if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text:
        return html.escape(text)
    return text
