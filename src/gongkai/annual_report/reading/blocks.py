# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What every kind of file is turned into: lines and grids, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field


@dataclass(eq=False, slots=True)
class Cell:
    """One printed cell; merged over several places it is the same object at each of them."""

    text: str


@dataclass(slots=True)
class Line:
    """A line or paragraph. `cell` marks one that the file itself delimits as a table cell, so that blank means blank."""

    text: str
    cell: bool = False
    blanks_before: int = 0  # empty lines between this and the one before, where the file has them


@dataclass(slots=True)
class Grid:
    """Rows of cells; None is a place no cell covers. Not aligned: columns of different rows need not stand under each other."""

    rows: list[list[Cell | None]] = field(default_factory=list)
    aligned: bool = True
    name: str = ""
    _cells: list[list[Cell]] | None = field(default=None, repr=False, compare=False)

    @property
    def cells(self) -> list[list[Cell]]:
        """The distinct cells of each row, told apart once: to be asked when the rows stand."""
        if self._cells is None:
            self._cells = [distinct(row) for row in self.rows]
        return self._cells

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)


Block = Line | Grid


def distinct(row: Iterable[Cell | None]) -> list[Cell]:
    """The row's cells from left to right, a merged one once."""
    found = dict.fromkeys(row)  # a cell is equal to itself only
    found.pop(None, None)
    return list(found)  # type: ignore[arg-type]


def place(
    rows: Iterable[Iterable[tuple[Cell, int, int]]], most_columns: int = 200, most_rows: int = 5000
) -> Grid:
    """A grid from rows of (cell, rows spanned, columns spanned), the way a browser places them."""
    found: list[list[Cell | None]] = []
    hanging: dict[int, tuple[Cell, int]] = {}  # column → cell reaching down, rows still to come
    for number, cells in enumerate(rows):
        if number >= most_rows:
            break
        row: list[Cell | None] = []
        below: dict[int, tuple[Cell, int]] = {}
        if hanging:
            _hang(hanging, row, below)
        for cell, down, across in cells:
            if across == 1 and down == 1 and not hanging:
                row.append(cell)
            else:
                for _ in range(max(1, min(across, most_columns - len(row)))):
                    # an overlap of spans: the later cell wins the place, as in browsers
                    hanging.pop(len(row), None)
                    if down > 1:
                        below[len(row)] = (cell, down - 1)
                    row.append(cell)
            if len(row) >= most_columns:
                break
            if hanging:
                _hang(hanging, row, below)
        for column in sorted(hanging):  # beyond a hole
            cell, left = hanging[column]
            row += [None] * (column - len(row))
            if column == len(row):
                row.append(cell)
            if left > 1:
                below[column] = (cell, left - 1)
        hanging = below
        found.append(row)
    return Grid(found)


def _hang(
    hanging: dict[int, tuple[Cell, int]], row: list[Cell | None], below: dict[int, tuple[Cell, int]]
) -> None:
    """Put the cells that reach down into the row's next places, and into `below` what of them reaches further."""
    while len(row) in hanging:
        cell, left = hanging.pop(len(row))
        if left > 1:
            below[len(row)] = (cell, left - 1)
        row.append(cell)


def lines(blocks: Iterable[Block]) -> Iterator[Line]:
    """The lines among the blocks."""
    return (block for block in blocks if isinstance(block, Line))
