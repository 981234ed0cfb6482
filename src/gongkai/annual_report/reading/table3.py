# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Table 3 in grids: each row by its label, each column by its header, and both have to be certain."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise

from gongkai.annual_report.reading.blocks import Cell, Grid, distinct
from gongkai.annual_report.reading.labels import LEAVES, column_kind, heading, row_id, row_ids
from gongkai.annual_report.reading.words import BLANK, Print, Value, letters, value
from gongkai.law.table3 import COLUMN_LABELS

UNSURE = Value(Print.UNREADABLE)
_ALSO_HEADS = frozenset({"R3.6.3", "R3.7"})  # 其他 and 总计 are heads of columns too


@dataclass(frozen=True, slots=True)
class Found:
    """A row of table 3 as found: its id, seven values, and the line or grid it stands in. No values: it could not be read."""

    row: str
    values: tuple[Value, ...] | None
    block: int
    single: bool = False  # （六）其他处理 printed as one row


@dataclass(frozen=True)
class Header:
    """Where each applicant column stands. Without places only the number and order of the values are known."""

    places: dict[str, tuple[int, ...]] | None
    subtotal: int | None  # at which of eight values an added 小计 stands
    width: int
    standard: bool = True

    @property
    def count(self) -> int:
        return len(LEAVES) + (self.subtotal is not None)

    @cached_property
    def columns(self) -> list[int]:
        """Every place of an applicant column, from left to right."""
        return sorted(column for columns in (self.places or {"": (0,)}).values() for column in columns)

    @property
    def first(self) -> int:
        return self.columns[0]

    @cached_property
    def each(self) -> list[int] | None:
        """The one place of each column in the statutory order; None where one has several."""
        places = [self.places[kind] for kind in LEAVES] if self.places else []
        return [columns[0] for columns in places] if places and all(len(c) == 1 for c in places) else None


def first_row(grid: Grid) -> int:
    """The first row with a label of the table (其他 and 总计 stand in the header too and do not count)."""
    for n, cells in enumerate(grid.cells):
        if any(row_ids(cell.text) - _ALSO_HEADS for cell in cells):
            return n
    return len(grid.rows)


def header_of(grid: Grid, inherited: Header | None) -> Header | None:
    """The header above the first row; else the one of the table this goes on from, if it is as wide."""
    top = grid.rows[: first_row(grid)]
    words = [cell.text for cells in grid.cells[: len(top)] for cell in cells]
    if not any(column_kind(word) in LEAVES[:5] for word in words):
        if inherited is None:
            return None
        same = inherited.width == grid.width and grid.aligned
        return Header(inherited.places if same else None, inherited.subtotal, grid.width, inherited.standard)
    places: dict[str, list[int]] = {}
    subtotals: list[int] = []
    for column in range(grid.width):
        stack = distinct(row[column] for row in top if column < len(row))
        kind = column_kind("".join(cell.text for cell in stack))
        if kind == "sub":
            subtotals.append(column)
        elif kind:
            places.setdefault(kind, []).append(column)
    whole = grid.aligned and set(places) == set(LEAVES)
    return Header(
        {kind: tuple(columns) for kind, columns in places.items()} if whole else None,
        subtotal_at(words), max(len(row) for row in top), in_order(words),
    )  # fmt: skip


def header_in_lines(lines: Sequence[str]) -> Header | None:
    """The column heads when they stand in lines above a table that has only rows."""
    words = [word for line in lines if len(line) < 120 for word in re.split(r"[\s,，;|]+", line)]
    if not {"np", "co", "ls"} <= {column_kind(word) for word in words}:
        return Header(None, None, 0) if _torn_heads(lines) else None
    return Header(None, subtotal_at(words), 0, in_order(words))


_FIVE = tuple(COLUMN_LABELS[kind] for kind in ("co", "ri", "so", "ls", "ot"))


def _torn_heads(lines: Sequence[str]) -> bool:
    """Whether the five kinds of legal persons stand in two lines, each torn in its narrow column, 自然人 and 总计 above them."""
    split = [[letters(word) for word in re.split(r"\s+", line.strip())] for line in lines]
    for n, (upper, lower) in enumerate(pairwise(split)):
        if len(upper) == len(lower) == 5 and tuple(map("".join, zip(upper, lower, strict=True))) == _FIVE:
            above = [word for words in split[max(0, n - 3) : n] for word in words]
            return any(w.startswith("自然") for w in above) and any(w in ("总", "总计") for w in above)
    return False


def subtotal_at(words: Sequence[str]) -> int | None:
    """At which place among the values an added 小计 stands: before 商业企业 or after 其他."""
    kinds = [column_kind(word) for word in words]
    if "sub" not in kinds:
        return None
    return 1 if "co" in kinds and kinds.index("sub") < kinds.index("co") else 6


def in_order(words: Sequence[str]) -> bool:
    """Whether the kinds of legal persons are named in the statutory order, as far as they are named."""
    text = letters("".join(words)[:3000])
    places = [text.find(word) for word in ("自然人", "商业", "科研", "社会", "法律服务")]
    named = [place for place in places if place >= 0]
    return named == sorted(named)


def upright(grid: Grid) -> Grid:
    """The grid, turned over where the rows of the table run across: ten of their labels in one row, applicants down the side."""
    if not grid.aligned or grid.width < 20:
        return grid
    across = max(
        (len({i for c in distinct(row) if (i := row_id(c.text))}) for row in grid.rows[:4]), default=0
    )
    down = {column_kind(c.text) for row in grid.rows for c in distinct(row[:3])}
    if across < 10 or len(down & set(LEAVES)) < 5:
        return grid
    return Grid(
        [[row[n] if n < len(row) else None for row in grid.rows] for n in range(grid.width)], name=grid.name
    )


def rows_of(grid: Grid, header: Header | None, block: int) -> Iterator[Found]:
    """Every labelled row of the grid."""
    tall = _tall(grid)
    each = header.each if header is not None else None
    for row, cells in zip(grid.rows, grid.cells, strict=True):
        if each is not None and header is not None and (plain := _plain(row, each, header, tall)):
            yield Found(plain[0], plain[1], block, plain[0] == "R3.6.3" and "处理" in plain[2])
            continue
        at = _leaf(cells, header, row)
        if at is None:
            continue
        row_label = row_id(cells[at].text)
        if row_label is None or not cells[at + 1 :]:
            continue
        if row_label in ("R3.6.3", "R3.7") and sum(column_kind(c.text) in LEAVES[:5] for c in cells) > 2:
            continue  # the heads of the columns
        if id(cells[at]) in tall:
            continue  # a group's heading beside a row whose own label is gone
        single = row_label == "R3.6.3" and "处理" in cells[at].text
        yield Found(row_label, _values(row, cells, at, header, tall), block, single)


def _plain(
    row: list[Cell | None], each: list[int], header: Header, tall: frozenset[int]
) -> tuple[str, tuple[Value, ...], str] | None:
    """Most rows: the label right before the columns, under each a number in a cell of its own. Any other is looked at closely."""
    first = header.first
    if len(row) != header.width or not first or (label := row[first - 1]) is None:
        return None
    under = row[first - 1 :]
    if len(under) < 8 or None in under or len(set(map(id, under))) != len(under) or id(label) in tall:
        return None
    read = tuple([value(row[n].text) for n in each])  # type: ignore[union-attr]
    if any(v.print is not Print.NUMBER for v in read) or not tall.isdisjoint(map(id, under)):
        return None
    id_ = row_id(label.text)
    return (id_, read, label.text) if id_ else None


def _tall(grid: Grid) -> frozenset[int]:
    """Cells that reach over several rows."""
    seen = Counter(map(id, chain.from_iterable(grid.cells)))
    return frozenset(cell for cell, times in seen.items() if times > 1)


def _leaf(cells: list[Cell], header: Header | None, row: list[Cell | None]) -> int | None:
    """Which cell is the row's own label: the last one before the figures that a statutory label is in."""
    if header and header.places:
        inside = set(map(id, row[header.first :]))
        for n in range(len(cells) - 1, -1, -1):
            if id(cells[n]) not in inside and row_id(cells[n].text):
                return n
    for n in range(len(cells) - 1, -1, -1):
        if row_id(cells[n].text):
            return n
    return None


def _values(
    row: list[Cell | None], cells: list[Cell], at: int, header: Header | None, tall: frozenset[int]
) -> tuple[Value, ...] | None:
    """By the columns of the header where the row keeps to them; else, if exactly seven follow the label, in their order."""
    after = cells[at + 1 :]
    if not tall.isdisjoint(map(id, after)) and any(
        id(cell) in tall and value(cell.text).print is Print.NUMBER for cell in after
    ):
        return None  # a figure over two rows: of which it is, and what it pushed aside, is not certain
    if header and header.places and _keeps(row, cells[at], header):
        if header.each is not None and _apart(row, header):
            return tuple(BLANK if (cell := row[n]) is None else _figure(cell) for n in header.each)
        return tuple(_at(row, header.places, kind) for kind in LEAVES)
    if header is None or not header.standard or len(after) != header.count:
        return None
    if any(
        id(cell) in tall or len(letters(cell.text)) > 6 or row_ids(cell.text) or heading(cell.text)
        for cell in after
    ):
        return None
    read = [value(cell.text) for cell in after]
    if header.subtotal is not None:
        del read[header.subtotal]
    return tuple(read)


def _keeps(row: list[Cell | None], label: Cell, header: Header) -> bool:
    """Whether the row stands under the header: it reaches the last column, and no figure or label strays."""
    if not header.columns[-1] < len(row) <= header.width:
        return False
    under = {id(cell): cell for column in header.columns if (cell := row[column]) is not None}
    inside = under.keys()
    if id(label) in inside:
        return False
    after = False
    for cell in distinct(row[: header.first]):
        if cell is label:
            after = True
        elif after and id(cell) not in inside and value(cell.text).print is not Print.BLANK:
            return False
    return not any(value(cell.text).print is Print.WORDS and row_ids(cell.text) for cell in under.values())


def _beside(row: list[Cell | None], column: int, cell: Cell) -> bool:
    """Whether a cell reaches over its column to a neighbour: a merged cell stands side by side with itself."""
    return (column > 0 and row[column - 1] is cell) or (column + 1 < len(row) and row[column + 1] is cell)


def _apart(row: list[Cell | None], header: Header) -> bool:
    """Whether every figure of the row has a cell of its own, reaching over no neighbour."""
    near = [
        id(cell) for cell in row[max(0, header.columns[0] - 1) : header.columns[-1] + 2] if cell is not None
    ]
    return len(set(near)) == len(near)


def _figure(cell: Cell) -> Value:
    read = value(cell.text)
    return BLANK if read.print is Print.BLANK else read


def _at(row: list[Cell | None], places: dict[str, tuple[int, ...]], kind: str) -> Value:
    mine = places[kind]
    if len(mine) == 1:
        column = mine[0]
        cell = row[column]
        if cell is None:
            return BLANK
        if not _beside(row, column, cell):
            return _figure(cell)
    cells = distinct(row[column] for column in mine)
    spread = [
        cell
        for cell in cells
        if (len(mine) > 1 or _beside(row, mine[0], cell))
        and any(
            row[column] is cell for other, columns in places.items() if other != kind for column in columns
        )
    ]
    printed = [v for v in (value(cell.text) for cell in cells) if v.print is not Print.BLANK]
    if len(printed) > 1 or (spread and printed):
        return UNSURE
    return printed[0] if printed else BLANK
