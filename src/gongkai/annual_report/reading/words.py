# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Words and numbers as printed: one form for comparing labels, and the only reading of a cell as a number."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache

# PDF fonts hand out radicals for characters; these have no compatibility form in Unicode.
_RADICALS = str.maketrans({
    "⺠": "民", "⻔": "门", "⻅": "见", "⻛": "风", "⻋": "车", "⻓": "长", "⻚": "页", "⻢": "马", "⻘": "青", "⻄": "西",
    "⻝": "食", "⻩": "黄", "⻬": "齐", "⻰": "龙", "⻥": "鱼", "⻦": "鸟", "⻁": "虎", "⻉": "贝", "⻣": "骨", "⻤": "鬼",
    "⻜": "飞", "⻆": "角", "⻈": "言", "⻐": "金", "⻙": "韦", "⻮": "齿", "⻳": "龟", "⺟": "母", "⺫": "目", "⺬": "示",
    "戶": "户", "⺝": "月", "⺀": "冫",
})  # fmt: skip
# Full-width forms only: NFKC would turn 12① into 121.
_WIDTH = {n: n - 0xFEE0 for n in range(0xFF01, 0xFF5F)} | {
    0x3000: 0x20,
    0xA0: 0x20,
    0x2212: 0x2D,
    0x2007: 0x20,
    0x202F: 0x20,
}
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e]")


def plain(text: str) -> str:
    """Readable text: one form of each character, half-width digits, no invisible characters."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text.translate(_RADICALS)))


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """Only the letters and digits, in one form: labels are compared by these."""
    return re.sub(r"[\W_]+", "", plain(text))


class Print(StrEnum):
    """How a cell is printed."""

    NUMBER = "number"
    BLANK = "blank"  # nothing, or a dash or stroke
    WORDS = "words"
    UNREADABLE = "unreadable"  # has digits, but is not one plain number


@dataclass(frozen=True, slots=True)
class Value:
    """A cell read: the number, or why there is none."""

    print: Print
    number: int | Decimal | None = None
    text: str = ""

    @property
    def count(self) -> int | None:
        return self.number if isinstance(self.number, int) else None


BLANK = Value(Print.BLANK)
_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,10})?")
_UNIT = re.compile(r"(?:件|条|项|个|万元)$")
_STROKES = re.compile(r"[-/\\—–―‐‑─一~～_.·…*\s|]*")


@lru_cache(maxsize=4096)
def value(text: str) -> Value:
    """A cell's number if the cell is exactly one number (perhaps with its unit); never more than it says."""
    shown = _INVISIBLE.sub("", text).translate(_WIDTH).strip()
    if _STROKES.fullmatch(shown):
        return BLANK if shown != "一" else Value(Print.WORDS, None, shown)
    bare = _UNIT.sub("", shown).rstrip() if shown[-1] not in "0123456789" else shown
    if _NUMBER.fullmatch(bare):
        number = Decimal(bare.replace(",", ""))
        return Value(Print.NUMBER, int(number) if number == number.to_integral_value() else number, shown)
    return Value(Print.UNREADABLE if re.search(r"\d", plain(shown)) else Print.WORDS, None, shown)
