# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Table 4: fifteen cells, in one row, in three tables of five, in a column, or as figures after their headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from gongkai.annual_report.reading.blocks import Cell, Grid, Line, distinct
from gongkai.annual_report.reading.labels import remedy
from gongkai.annual_report.reading.stream import Run
from gongkai.annual_report.reading.words import Print, Value, letters, value
from gongkai.law.table4 import Block, Result

Key = tuple[Block, str]
RESULTS: tuple[str, ...] = (*(r.value for r in Result), "total")
KEYS: tuple[Key, ...] = tuple((block, result) for block in Block for result in RESULTS)


def is_table4(grid: Grid) -> bool:
    text = grid.said
    return "维持" in text and "审结" in text


def of_grid(grid: Grid, heading: str) -> dict[Key, Value] | None:
    """The cells of a grid; a grid of five takes its block from its heading. None when it cannot be told apart."""
    rows = [row for row in grid.rows if distinct(row)]
    filled = [n for n, row in enumerate(rows) if _has_figures(row)]
    if grid.aligned:
        by_label = _by_labels(rows, filled, heading)
        if by_label is not None:
            return by_label
    words = [cell.text for row in rows[: filled[0] if filled else len(rows)] for cell in distinct(row)]
    return _in_order(
        words, [distinct(rows[n]) for n in filled] or [distinct(row) for row in rows[-1:]], heading
    )


def _has_figures(row: Sequence[Cell | None]) -> bool:
    return any(value(cell.text).print is Print.NUMBER for cell in distinct(row))


def is_head(grid: Grid) -> bool:
    """Whether it is only the head of the table: no figure, and the results named for all three blocks, or one."""
    if any(map(_has_figures, grid.rows)) or not grid.aligned:
        return False
    last = grid.cells[-1] if grid.cells else []
    said = [cell for cell in last if cell.text.strip()]  # a result's name may reach down from the row above
    return grid.width in (5, 15) and bool(said) and all(remedy(cell.text)[1] for cell in said)


def goes_on(head: Grid, grid: Grid) -> bool:
    """Whether a table is the one row of figures under such a head."""
    cells = grid.cells[0] if len(grid.rows) == 1 else []
    return len(cells) == head.width == grid.width and all(
        value(cell.text).print in (Print.NUMBER, Print.BLANK) for cell in cells
    )


def _heads(rows: list[list[Cell | None]], filled: list[int]) -> Iterator[tuple[int, list[list[Cell | None]]]]:
    """Each row of figures with the rows that head it: the nearest above it that name results."""
    head: list[list[Cell | None]] = rows[: filled[0]]
    last = -1
    for n in filled:
        between = rows[last + 1 : n]
        if len({result for row in between for cell in distinct(row) if (result := remedy(cell.text)[1])}) > 2:
            head = between
        yield n, head
        last = n


def _by_labels(rows: list[list[Cell | None]], filled: list[int], heading: str) -> dict[Key, Value] | None:
    """Every figure by the labels above it and left of it."""
    if not filled:
        return None
    found: dict[Key, Value] = {}
    for n, head in _heads(rows, filled):
        left: list[str] = []
        for column, cell in enumerate(rows[n]):
            if cell is None:
                continue
            if remedy(cell.text) != (None, None):
                left.append(cell.text)
                continue
            above = [row[column] for row in head if column < len(row)]
            stack = [c.text for c in distinct(above) if c is not cell]
            block, result = remedy("".join([*dict.fromkeys(left), *stack]))
            if block is None and result is not None:
                block = remedy(heading)[0]
            read = value(cell.text)
            if block is None or result is None:
                if read.print is Print.NUMBER:
                    return None
                continue
            key = (block, str(result))
            if key in found and found[key] != read:
                return None
            found[key] = read
    blocks = {block for block, _ in found}
    return (
        found if found and all((block, result) in found for block in blocks for result in RESULTS) else None
    )


def _in_order(words: list[str], rows: list[list[Cell]], heading: str) -> dict[Key, Value] | None:
    """One row of fifteen, or of five under its heading, when the headings keep the statutory order."""
    if len(rows) != 1 or not _statutory_order(words):
        return None
    row = rows[0]
    while row and remedy(row[0].text)[0] is not None and value(row[0].text).print is not Print.NUMBER:
        heading, row = row[0].text, row[1:]
    return assign([value(cell.text) for cell in row], heading)


def assign(values: Sequence[Value], heading: str) -> dict[Key, Value] | None:
    if len(values) == 15:
        return dict(zip(KEYS, values, strict=True))
    block = remedy(heading)[0]
    if len(values) == 5 and block is not None:
        return {(block, result): v for result, v in zip(RESULTS, values, strict=True)}
    return None


def _statutory_order(words: Sequence[str]) -> bool:
    """维持 纠正 其他 尚未审结 总计 wherever results are named, and 未经复议 before 复议后."""
    text = letters("".join(words))
    direct, after = re.search("未经复议|直接起诉", text), text.find("复议后")
    if direct and after >= 0 and after < direct.start():
        return False
    named = [str(result) for word in words for block, result in [remedy(word)] if result and block is None]
    return all(named[n] == RESULTS[n % 5] for n in range(len(named)))


def of_runs(lines: Sequence[tuple[int, Line]], runs: Sequence[Run]) -> Iterator[tuple[int, dict[Key, Value]]]:
    """Fifteen figures after the headings, or five after the heading of their block."""
    texts = dict(lines)
    order = [block for block, _ in lines]
    place = {block: n for n, block in enumerate(order)}
    for run in runs:
        if len(run.values) not in (5, 15) or (run.label and remedy(run.label) == (None, None)):
            continue
        at = place[run.block]
        before = [texts[block].text for block in order[max(0, at - 30) : at]]
        joined = letters("".join(before))
        if "维持" not in joined or "审结" not in joined or not _pieces_in_order(before):
            continue
        block = run.label or next(
            (t for t in reversed(before) if remedy(t)[0] is not None and len(letters(t)) < 30), ""
        )
        read = assign(run.values, block)
        if read:
            yield run.block, read


def _pieces_in_order(before: Sequence[str]) -> bool:
    """The heading lines nearest above, cell by cell, in the statutory order."""
    words: list[str] = []
    for line in reversed(before):
        pieces = re.split(r"\s+", line.strip())
        if len(letters(line)) > 80:
            break
        words = [*pieces, *words]
        if "行政复议" in letters(line) and any("维持" in word for word in words):
            break
    return _statutory_order([word for word in words if len(letters(word)) < 12])
