# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Whether two applications ask for the same information, and why it looks so. Pure; a person decides (条例第三十六条第六项)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

# Words that say that something is asked for, not what.
_FILLER = re.compile(
    r"申请(?:人|书)?|公开|请求|提供|关于|有关|相关|所有|全部|复印件|政府|信息|材料|文件|情况|及其|以及|以来|(?:19|20)\d\d年度?|[的和与及之等]"
)
_MARKS = re.compile(r"[^\w一-鿿]|_")
ENOUGH = 0.75  # of the pairs of characters of both titles
COPIED = 0.8  # of the 13-character runs of the shorter text
RUN = 13


@lru_cache(maxsize=20_000)
def topic(title: str) -> str:
    """A title without marks, years and words of asking: what it is about."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", title)).lower()
    return _FILLER.sub("", plain) or plain or title


def topic_of(title: str) -> str:
    """The topic as a case keeps it: no longer than its column."""
    return topic(title)[:200]


@lru_cache(maxsize=20_000)
def _pairs(text: str) -> Counter[str]:
    return Counter(text[i : i + 2] for i in range(len(text) - 1)) or Counter([text])


def _runs(text: str) -> set[str]:
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text))
    return {plain[i : i + RUN] for i in range(len(plain) - RUN + 1)}


_ORDINAL = re.compile(r"\d+|[一二三四五六七八九十]+(?=[期号组幢批次])")


def _another_thing(a: str, b: str) -> bool:
    """Other numbers (第二期, 96号), or a name that the other has not, or has a different one for (another village)."""
    if set(_ORDINAL.findall(a)) != set(_ORDINAL.findall(b)):
        return True
    steps = SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    for op, i1, i2, j1, j2 in steps:
        if op == "replace" and i2 - i1 >= 2 and j2 - j1 >= 2:
            return True
        # A name only one of them has narrows it; what hangs on at the end (及附图) does not.
        if op in ("insert", "delete") and (i2 - i1) + (j2 - j1) >= 3 and (i2 < len(a) or j2 < len(b)):
            return True
    return False


@dataclass(frozen=True)
class Likeness:
    """How alike, 0 to 100, and the reason in words."""

    percent: int
    why: str


def alike(a: tuple[str, str], b: tuple[str, str]) -> Likeness | None:
    """Two (title, description); None when they do not look like the same information."""
    one, two = topic(a[0]), topic(b[0])
    if one == two:
        return Likeness(100, "标题相同（不计年份、标点和“申请公开”等词）")
    first, second = _pairs(one), _pairs(two)
    share = 2 * (first & second).total() / (first.total() + second.total())
    if share >= ENOUGH and not _another_thing(one, two):
        return Likeness(round(share * 100), f"标题的字词有{round(share * 100)}%相同，没有换成别的名称")
    if share < 0.5:
        return None
    x, y = _runs(a[1]), _runs(b[1])
    copied = len(x & y) / min(len(x), len(y)) if x and y else 0.0
    if copied >= COPIED and not _another_thing(topic(a[1]), topic(b[1])):
        return Likeness(round(copied * 100), f"申请内容有{round(copied * 100)}%逐字相同")
    return None


def clusters(titles: Sequence[str]) -> list[list[int]]:
    """Positions of titles that are about the same thing, each once; the first of a cluster is its earliest."""
    by_topic: dict[str, list[int]] = defaultdict(list)
    for n, title in enumerate(titles):
        by_topic[topic(title)].append(n)
    keys = list(by_topic)
    holders: dict[str, list[int]] = defaultdict(list)
    joined = list(range(len(keys)))

    def root(k: int) -> int:
        while joined[k] != k:
            joined[k] = joined[joined[k]]
            k = joined[k]
        return k

    for k, key in enumerate(keys):
        pairs = _pairs(key)
        shared = Counter(other for pair in pairs for other in holders[pair])
        for other, count in shared.items():
            if count * 2 >= len(pairs) and alike((key, ""), (keys[other], "")):
                joined[root(k)] = root(other)
        for pair in pairs:
            holders[pair].append(k)
    found: dict[int, list[int]] = defaultdict(list)
    for k, key in enumerate(keys):
        found[root(k)] += by_topic[key]
    return [sorted(rows) for rows in found.values()]


# What the seed's county turned into proactive disclosure: 土地征收, 房屋征收（拆迁）, 城乡规划.
WATCHED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("土地征收", ("征地", "土地征收", "征收土地", "集体土地")),
    ("房屋征收（拆迁）", ("房屋征收", "拆迁", "征收补偿", "房屋补偿")),
    ("城乡规划", ("规划",)),
)


def watched(texts: Iterable[str]) -> list[str]:
    """The watched fields whose words occur."""
    whole = "\n".join(texts)
    return [label for label, words in WATCHED if any(word in whole for word in words)]
