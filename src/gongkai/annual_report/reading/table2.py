# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Table 2 of today's format and of the trial format: rows by their labels, columns by their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from gongkai.annual_report.reading.blocks import Cell, Grid, Line
from gongkai.annual_report.reading.labels import FOOTNOTE
from gongkai.annual_report.reading.stream import Run
from gongkai.annual_report.reading.words import Print, Value, letters, value

# Row label → (name in the contract, figures today, figures in the trial format).
ROWS: dict[str, tuple[str, int, int]] = {
    "规章": ("rules", 3, 3),
    "行政规范性文件": ("normative_documents", 3, 3),
    "规范性文件": ("normative_documents", 3, 3),
    "行政许可": ("licences", 1, 3),
    "其他对外管理服务事项": ("other_services", 0, 3),
    "行政处罚": ("penalties", 1, 3),
    "行政强制": ("coercion", 1, 3),
    "行政事业性收费": ("fees_wan_yuan", 1, 2),
    "政府集中采购": ("procurement", 0, 2),
}
_LABELS = (
    "规章",
    "规范性文件",
    "行政许可",
    "行政处罚",
    "行政强制",
    "事业性收费",
    "集中采购",
    "其他对外管理服务事项",
)
TODAY, TRIAL = "2021", "2019"
# Headings by key words, in the statutory order of each kind of row.
_HEADINGS = {
    (TODAY, "documents"): (r"制发", r"废止", r"现行有效|有效件"),
    (TRIAL, "documents"): (r"新制作", r"新公开", r"对外公开总"),
    (TODAY, "decisions"): (r"处理决定",),
    (TRIAL, "decisions"): (r"上一年", r"增减|本年增", r"处理决定"),
    (TODAY, "fees"): (r"收费金额",),
    (TRIAL, "fees"): (r"上一年", r"增减|本年增"),
    (TRIAL, "procurement"): (r"项目数量", r"总金额"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A row of table 2 as found."""

    name: str
    format: str
    values: tuple[Value, ...] | None
    block: int


def _kind(name: str) -> str:
    if name in ("rules", "normative_documents"):
        return "documents"
    return {"fees_wan_yuan": "fees", "procurement": "procurement"}.get(name, "decisions")


@lru_cache(maxsize=4096)
def row_name(text: str) -> str | None:
    """The row of table 2 a label means."""
    bare = letters(FOOTNOTE.sub("", text))
    found = ROWS.get(bare) or ROWS.get(re.sub(r"^[一二三四五六七八九十\d]{1,2}", "", bare))
    return found[0] if found else None


def format_of(words: Sequence[str], name: str) -> str | None:
    """Which format's headings stand above a row, in their order; None where there are none or in another order."""
    text = letters("".join(words))
    for format in (TRIAL, TODAY):
        keys = _HEADINGS.get((format, _kind(name)))
        if keys is None:
            continue
        places = [m.start() if (m := re.search(key, text)) else -1 for key in keys]
        if -1 not in places and places == sorted(places):
            return format
    return None


def of_grid(grid: Grid, block: int, before: Sequence[str]) -> Iterator[Found]:
    """Rows of a grid; `before` is what stands above it, for a table that goes on from another page."""
    if not any(label in grid.said for label in _LABELS):
        return
    words: list[str] = list(before)
    for cells in grid.cells:
        at = next((n for n, cell in enumerate(cells) if row_name(cell.text)), None)
        if at is None:
            if any("信息内容" in letters(cell.text) or "二十条" in letters(cell.text) for cell in cells):
                words = []
            words += [cell.text for cell in cells]
            continue
        name = row_name(cells[at].text) or ""
        format = format_of(words, name)
        if format is None:
            if any(value(cell.text).print is Print.NUMBER for cell in cells[at + 1 :]):
                yield Found(name, "", None, block)
            continue
        values = _values(_once(cells[at + 1 :], words), len(_HEADINGS[format, _kind(name)]))
        yield Found(name, format, _in_wan(name, format, words, values), block)


def _once(cells: Sequence[Cell], words: Sequence[str]) -> Sequence[Cell]:
    """A figure printed again for each column its merged cell and its merged heading cover is one figure."""
    if len(cells) < 2 or len({cell.text for cell in cells}) != 1:
        return cells
    heads = [word for word in words[-len(cells) :] if re.search("处理决定|收费金额", letters(word))]
    return cells[:1] if len(heads) == len(cells) and len(set(heads)) == 1 else cells


def _values(cells: Sequence[Cell], size: int) -> tuple[Value, ...] | None:
    read = [value(cell.text) for cell in cells]
    while len(read) > size and read[-1].print is Print.BLANK and not read[-1].text:
        read.pop()  # places of the grid that a shorter row leaves empty
    return tuple(read) if len(read) == size else None


def of_runs(lines: Sequence[tuple[int, Line]], runs: Sequence[Run]) -> Iterator[Found]:
    """Rows among lines: the label on the line or just above, the headings in the lines before."""
    place = {block: n for n, (block, _) in enumerate(lines)}
    texts = [line.text for _, line in lines]
    for run in runs:
        label = run.label or (run.above[-1] if run.above else "")
        name = row_name(label)
        if name is None:
            continue
        at = place[run.block]
        words: list[str] = []
        for text in reversed(texts[max(0, at - 14) : at]):
            words.insert(0, text)
            if "信息内容" in letters(text):
                break
        else:
            continue
        format = format_of(words, name)
        size = len(_HEADINGS[format, _kind(name)]) if format else 0
        values = tuple(run.values) if len(run.values) == size else None
        yield Found(name, format or "", _in_wan(name, format or "", words, values), run.block)


def _in_wan(
    name: str, format: str, words: Sequence[str], values: tuple[Value, ...] | None
) -> tuple[Value, ...] | None:
    """Fees in 万元, also where the heading says they are printed in 元."""
    if name != "fees_wan_yuan" or format != TODAY or not values:
        return values
    heading = letters("".join(words))
    said = heading[heading.rfind("收费金额") :]
    printed = values[0]
    if "元" not in said or "万" in said or printed.number is None or "万" in printed.text:
        return values
    return (Value(Print.NUMBER, Decimal(printed.number) / 10_000, printed.text),)
