# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What every kind of file is turned into: lines and grids, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gongkai.annual_report.reading.words import letters, plain


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
    _text: str | None = field(default=None, repr=False, compare=False)
    _said: str | None = field(default=None, repr=False, compare=False)
    _titles: list[str] | None = field(default=None, repr=False, compare=False)

    @property
    def cells(self) -> list[list[Cell]]:
        """The distinct cells of each row, told apart once: to be asked when the rows stand."""
        if self._cells is None:
            self._cells = [distinct(row) for row in self.rows]
        return self._cells

    @property
    def text(self) -> str:
        """All it says, one row a line; asked once the rows stand."""
        if self._text is None:
            self._text = "\n".join([" ".join([cell.text for cell in cells]) for cells in self.cells])
        return self._text

    @property
    def said(self) -> str:
        """The letters and digits of it, by which a reader sees at once that he need not look closer."""
        if self._said is None:
            self._said = (
                letters(self.text) if len(self.text) < 20_000 else re.sub(r"[\W_]+", "", plain(self.text))
            )
        return self._said

    @property
    def titles(self) -> list[str]:
        """The rows that hold one text only."""
        if self._titles is None:
            found = (
                [cell.text for cell in cells if cell.text and not cell.text.isspace()] for cells in self.cells
            )
            self._titles = [row[0] for row in found if len(row) == 1]
        return self._titles

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
    hanging: list[
        tuple[int, Cell, int]
    ] = []  # column, the cell reaching down to it, rows still to come; by column
    for number, cells in enumerate(rows):
        if number >= most_rows:
            break
        row: list[Cell | None] = []
        below: list[tuple[int, Cell, int]] = []
        over, last = 0, len(hanging)  # the next of those that hang
        for cell, down, across in cells:
            while over < last and hanging[over][0] <= len(row):
                over = _hang(hanging, over, row, below)
            if across == 1:
                if down > 1:
                    below.append((len(row), cell, down - 1))
                row.append(cell)
            else:
                for _ in range(max(1, min(across, most_columns - len(row)))):
                    # an overlap of spans: the later cell wins the place, as in browsers
                    if over < last and hanging[over][0] == len(row):
                        over += 1
                    if down > 1:
                        below.append((len(row), cell, down - 1))
                    row.append(cell)
            if len(row) >= most_columns:
                break
        while over < last:  # beyond a hole
            row += [None] * (hanging[over][0] - len(row))
            over = _hang(hanging, over, row, below)
        hanging = below
        found.append(row)
    return Grid(found)


def _hang(
    hanging: list[tuple[int, Cell, int]],
    over: int,
    row: list[Cell | None],
    below: list[tuple[int, Cell, int]],
) -> int:
    """Put the cell that reaches down into the row's next place, and into `below` what of it reaches further; the one after it."""
    column, cell, left = hanging[over]
    if column == len(row):
        if left > 1:
            below.append((column, cell, left - 1))
        row.append(cell)
    return over + 1


def lines(blocks: Iterable[Block]) -> Iterator[Line]:
    """The lines among the blocks."""
    return (block for block in blocks if isinstance(block, Line))
