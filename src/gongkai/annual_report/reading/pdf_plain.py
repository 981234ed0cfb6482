# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Table 4 printed without rules: its fifteen figures stand in one line, and what stands over each is read letter by letter.

The names of the results break in their narrow columns (结果维 over 持), so as lines of text they are torn. On the page each letter stands
over its figure; only where the letters over every figure spell its whole name, and the names of the three blocks stand over their own
five, is it the table.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from gongkai.annual_report.reading.blocks import Cell, Grid
from gongkai.annual_report.reading.identity import part_number
from gongkai.annual_report.reading.words import Print, letters, value

RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
_BLOCKS = ("未经复议直接起诉", "复议后起诉", "行政复议", "行政诉讼")
_OVER = {"行政复议": range(5), "未经复议直接起诉": range(5, 10), "复议后起诉": range(10, 15)}
MOST_HEAD = 12  # lines of its head
Char = dict[str, Any]


def table4(lines: Sequence[dict[str, Any]], chars: Sequence[Char]) -> tuple[int, int, Grid] | None:
    """The first and the last line of the table and its grid, if the page has it."""
    for n, line in enumerate(lines):
        tokens = line["text"].split()
        if len(tokens) != 15 or not all(value(t).print in (Print.NUMBER, Print.BLANK) for t in tokens):
            continue
        first = n
        while first and n - first < MOST_HEAD and not part_number(lines[first - 1]["text"]):
            first -= 1
        centres = _centres(_between(chars, line["top"], line["bottom"]), tokens)
        head = _between(chars, lines[first]["top"], line["top"]) if first < n else []
        if centres and _says(head, [(one + other) / 2 for one, other in pairwise(centres)]):
            return first, n, _grid(tokens)
    return None


def _middle(char: Char) -> float:
    return float(char["x0"] + char["x1"]) / 2


def _between(chars: Sequence[Char], top: float, bottom: float) -> list[Char]:
    return [c for c in chars if top <= (c["top"] + c["bottom"]) / 2 < bottom and not c["text"].isspace()]


def _centres(chars: list[Char], tokens: Sequence[str]) -> list[float]:
    """Where each figure stands; nothing where the characters do not fall into the figures."""
    chars.sort(key=lambda c: c["x0"])
    if sum(len(t) for t in tokens) != len(chars):
        return []
    found, at = [], 0
    for token in tokens:
        own = chars[at : at + len(token)]
        if "".join(c["text"] for c in own) != token:
            return []
        found.append((own[0]["x0"] + own[-1]["x1"]) / 2)
        at += len(token)
    return found


def _says(head: list[Char], bounds: Sequence[float]) -> bool:
    """Whether the letters over each figure spell its result, and the blocks' names stand over their figures."""
    rows: list[list[Char]] = []
    for char in sorted(head, key=lambda c: (c["top"], c["x0"])):
        if not letters(char["text"]):
            continue
        if rows and abs(rows[-1][0]["top"] - char["top"]) < 0.5 * char["size"]:
            rows[-1].append(char)
        else:
            rows.append([char])
    columns = [""] * (len(bounds) + 1)
    over: dict[str, int] = {}
    for row in rows:
        row.sort(key=lambda c: c["x0"])
        for name in _BLOCKS:
            said = "".join(letters(c["text"])[:1] for c in row)
            if (at := said.find(name)) >= 0:
                over[name] = bisect(bounds, (_middle(row[at]) + _middle(row[at + len(name) - 1])) / 2)
                del row[at : at + len(name)]
        for char in row:
            columns[bisect(bounds, _middle(char))] += letters(char["text"])
    return all(over.get(name) in span for name, span in _OVER.items()) and columns == list(RESULTS) * 3


def _grid(tokens: Sequence[str]) -> Grid:
    blocks = [Cell(name) for name in _OVER]
    return Grid([
        [blocks[n // 5] for n in range(15)], [Cell(result) for result in RESULTS * 3], [Cell(token) for token in tokens]
    ])  # fmt: skip
