# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""How text becomes tokens, for the index and for a question alike. Standard library only.

Folded to NFKC and lower case; Chinese characters as overlapping pairs, runs of digits and runs of letters whole; everything else
separates. A question is a phrase of these tokens, which finds exactly the places where its characters stand in a row:
no dictionary, and so no word it does not know.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

HAN = "㐀-鿿豈-﫿〇\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{HAN}]+|[0-9]+|[^\W\d_{HAN}]+")
_LONE_HAN = re.compile(rf"[{HAN}]\Z")
_NUMBER = re.compile(
    r"(?P<word>[^\s\d〔〕\[\](){}【】]{1,30}?)\s*[〔\[({【]?\s*(?P<year>(?:19|20)\d\d)\s*[〕\])}】]?\s*[-/—_]?\s*年?\s*第?\s*0*(?P<serial>\d{1,6})\s*号?\Z"
)


# People leave out the marks of titles and quotations: 土地管理法的决定 must find 《土地管理法》的决定.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_MARKS = "《》〈〉“”‘’「」『』"
_UNSAID = re.compile(f"[{_MARKS}]")
# Between two digits or letters a mark still divides: 12《3 is not the number 123.
_DIVIDES = re.compile(rf"(?<=[^\W_{HAN}])[{_MARKS}]+(?=[^\W_{HAN}])")


def fold(text: str) -> str:
    """NFKC and lower case, without the marks nobody types: ＧＤＰ, GDP and gdp are one word, （ and ( one sign."""
    return joined(_DIVIDES.sub(" ", _UNSEEN.sub("", _composed(text))))


def joined(text: str) -> str:
    """As fold, but a mark divides nothing: a number is whole whatever stands in it. For finding what must not be kept."""
    return _UNSAID.sub("", _UNSEEN.sub("", _composed(text))).lower()


def _composed(text: str) -> str:
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def tokens(text: str) -> list[str]:
    """The tokens of a text in order."""
    found: list[str] = []
    for run in _RUN.findall(fold(text)):
        first = run[0]
        if len(run) > 1 and (
            "㐀" <= first <= "鿿" or first == "〇" or "豈" <= first <= "﫿" or first >= "\U00020000"
        ):
            found.extend(map(str.__add__, run, run[1:]))
        else:
            found.append(run)
    return found


def stream(text: str) -> str:
    """The same, as the index takes it."""
    return " ".join(tokens(text))


@dataclass(frozen=True)
class Phrase:
    """One word of a question. A single character at its edge may be the half of a pair in the text: the edge is open there."""

    text: str
    tokens: tuple[str, ...]

    @property
    def opens_left(self) -> bool:
        return bool(_LONE_HAN.match(self.tokens[0]))

    @property
    def opens_right(self) -> bool:
        return bool(_LONE_HAN.match(self.tokens[-1]))


def phrase(text: str) -> Phrase | None:
    """The phrase of a text; None where it holds no letter, digit or character."""
    found = tokens(text)
    return Phrase(text, tuple(found)) if found else None


def number_key(text: str) -> str:
    """One spelling of a 文号 (永政发〔2024〕12号, whatever brackets, 第, leading noughts, blanks) or of an 索引号."""
    folded = fold(text).strip()
    if match := _NUMBER.fullmatch(folded):
        word = re.sub(r"\W", "", match["word"])
        if word:
            return f"{word}/{match['year']}/{int(match['serial'])}"
    return re.sub(r"[\W_]", "", folded)


def is_number(text: str) -> bool:
    """True for what reads as a whole document number."""
    return _NUMBER.fullmatch(fold(text).strip()) is not None


def words(text: str, limit: int = 8) -> list[Phrase]:
    """A question's words: a document number is one word however it is spaced, else blanks divide."""
    return list(_words(text, limit))


# Who asks the engine, and who marks what it found, each ask for the words of the same question.
@lru_cache(maxsize=64)
def _words(text: str, limit: int) -> tuple[Phrase, ...]:
    folded = fold(text).strip()
    if match := _NUMBER.fullmatch(folded):
        # As the number is printed in a text: without 第, without noughts.
        word = "".join(match["word"].split())
        spelled = f"{word}〔{match['year']}〕{int(match['serial'])}号"
        found = phrase(spelled)
        return (found,) if found else ()
    divided = (phrase(part) for part in folded.split()[:limit])
    return tuple([p for p in divided if p is not None])
