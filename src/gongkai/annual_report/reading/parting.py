# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A grid that holds more than one thing taken apart: the whole report in one table, tables one below the other or side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from gongkai.annual_report.reading.blocks import Block, Cell, Grid, Line, distinct
from gongkai.annual_report.reading.identity import part_number
from gongkai.annual_report.reading.words import letters

Row = list[Cell | None]
# What only the head of each table says.
_STARTS = (
    (2, re.compile(r"^(?:第?二十条)?第?一项$|制发件数|新制作数量")),
    (3, re.compile(r"申请人情况|四项之和$")),
    (4, re.compile(r"^行政复议$|结果维持")),
)
_HINTS = {2: ("制发件数", "新制作数量"), 3: ("申请人情况", "四项之和"), 4: ("结果维持",)}
_HEADINGS = re.compile("总体情况|概述|概况|政府信息情况|申请.{0,2}情况|诉讼.{0,2}情况|问题|改进|事项")
MOST_DEPTH = 6


def parted(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, each grid that holds several tables or headings of the six parts as what it holds."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Line):
            found.append(block)
        else:
            found += _pieces(block, 0)
    return found


def _pieces(grid: Grid, depth: int) -> Iterator[Block]:
    several = len(_kinds(grid)) > 1
    headed = _HEADINGS.search(grid.said) is not None
    headings = [_heading(cells) if headed else None for cells in grid.cells] if headed or several else []
    if depth > MOST_DEPTH or not (several or any(headings)):
        yield grid
        return
    bands = list(_bands(grid, headings, several))
    for band in bands:
        if isinstance(band, Line):
            yield band
        elif len(sides := _sides(band)) > 1:
            for side in sides:
                yield from _pieces(side, depth + 1)
        elif len(bands) > 1:
            yield from _pieces(band, depth + 1)
        else:
            yield band


def _said(cells: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in cells if cell.text and not cell.text.isspace()]


def _heading(cells: Sequence[Cell]) -> str | None:
    """The heading of one of the six parts, where the row says nothing else."""
    said = _said(cells)
    if len(said) == 1 and len(said[0].text) < 60 and part_number(said[0].text):
        return said[0].text
    return None


def _kinds(grid: Grid) -> set[int]:
    """Which of the tables 2 to 4 the grid has a head of."""
    said = grid.said
    if sum(any(hint in said for hint in hints) for hints in _HINTS.values()) < 2:
        return set()
    return set().union(*map(_starts, grid.cells))


def _starts(cells: Sequence[Cell]) -> set[int]:
    bare = [letters(cell.text) for cell in cells if len(cell.text) < 60]
    return {kind for kind, key in _STARTS if any(key.search(text) for text in bare)}


def _bands(grid: Grid, headings: Sequence[str | None], several: bool) -> Iterator[Block]:
    """The rows from one heading, or the head of one table, to the next; a row that is one text with a sentence is a line."""
    rows: list[Row] = []
    now: set[int] = set()
    for row, cells, heading in zip(grid.rows, grid.cells, headings, strict=True):
        starts = _starts(cells) if several and not heading else set()
        if rows and (heading or (starts and now and not starts <= now)):
            yield _part(grid, rows)
            rows, now = [], set()
        now |= starts
        if heading:
            yield Line(heading)
            continue
        said = _said(cells)
        if len(said) == 1 and "。" in said[0].text:
            if rows:
                yield _part(grid, rows)
                rows = []
            yield from (Line(line) for line in said[0].text.split("\n") if line.strip())
        else:
            rows.append(row)
    if rows:
        yield _part(grid, rows)


def _part(grid: Grid, rows: list[Row]) -> Grid:
    """The rows without the columns at the right that none of them has."""
    width = max(
        (n + 1 for row in rows for n, cell in enumerate(row) if cell is not None and cell.text), default=0
    )
    if all(len(row) == len(rows[0]) for row in rows):
        rows = [row[:width] for row in rows]
    return Grid(rows, grid.aligned, grid.name)


def _sides(grid: Grid) -> list[Grid]:
    """Tables side by side: where a column is empty from top to bottom and there is a head of a table on each side of it."""
    if not grid.aligned or len(_kinds(grid)) < 2:
        return []
    titles = [len(_said(cells)) == 1 for cells in grid.cells]
    width = grid.width
    empty = [
        all(title or n >= len(row) or (cell := row[n]) is None or not cell.text.strip() for row, title in zip(grid.rows, titles, strict=True))
        for n in range(width)
    ]  # fmt: skip
    spans = [list(group) for is_empty, group in groupby(range(width), lambda n: empty[n]) if not is_empty]
    merged: list[list[int]] = []
    for span in spans:
        headed = set().union(*(_starts(distinct(row[span[0] : span[-1] + 1])) for row in grid.rows))
        if headed or not merged:
            merged.append(span)
        else:
            merged[-1] = list(range(merged[-1][0], span[-1] + 1))
    if len(merged) < 2:
        return []
    return [_side(grid, titles, span, first=n == 0) for n, span in enumerate(merged)]


def _side(grid: Grid, titles: Sequence[bool], span: Sequence[int], first: bool) -> Grid:
    rows = [
        row[span[0] : span[-1] + 1]
        for row, title in zip(grid.rows, titles, strict=True)
        if not title or first or any(cell is not None and cell.text for cell in row[span[0] : span[-1] + 1])
    ]
    return Grid([row for row in rows if _said(distinct(row))], name=grid.name)
