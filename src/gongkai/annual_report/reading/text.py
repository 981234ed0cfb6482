# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Plain text and Markdown: pipe tables, tables with tabs or commas, and tables that fell apart into one cell a line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from gongkai.annual_report.reading.blocks import Block, Cell, Grid, Line
from gongkai.annual_report.reading.source import decode
from gongkai.annual_report.reading.words import Print, value

MOST_LINES = 200_000
_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_COMMENT = re.compile(r"<!--.*?-->", re.S)


def blocks(data: bytes) -> list[Block]:
    """The file's lines and pipe tables. Raises Unusable."""
    text = (
        _COMMENT.sub("", decode(data))
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\f", "\n")
        .replace("｜", "|")
    )
    return list(_blocks(text.split("\n", MOST_LINES)[:MOST_LINES]))


def _blocks(lines: list[str]) -> Iterator[Block]:
    table: list[list[str]] = []
    blanks, at, before = 0, 0, ""
    while at < len(lines):
        line = lines[at].strip()
        at += 1
        if not line and not (before == "|" and _stacked(lines, at)):
            blanks += 1
            continue
        cells = _row(line)
        if cells is not None:
            if not _RULE.fullmatch(line):
                table.append(cells)
            elif len(table) > 1 and len(table[-1]) == len(cells):
                yield _grid(table[:-1])  # a rule below a row begins a table of its own
                table = [table[-1], []]
            else:
                table.append([])
            before, blanks = line, 0
            continue
        if table and not ("|" in line and not line.strip("|").strip()):
            yield _grid(table)
            table = []
        yield from _loose(line, before, lines[at] if at < len(lines) else "", blanks)
        before, blanks = line, 0
    if table:
        yield _grid(table)


def _stacked(lines: list[str], at: int) -> bool:
    """Whether an empty line is an empty cell: a bar above it and a bar below."""
    return at < len(lines) and lines[at].strip() == "|"


def _row(line: str) -> list[str] | None:
    """Two cells or more of a row on one line: by bars, tabs, or commas before figures."""
    if "|" in line:
        inner = line.removeprefix("|")
        inner = inner.removesuffix("|")
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", inner)]
        return cells if len(cells) > 1 and any(cells) else None
    if "\t" in line:
        cells = [cell.strip() for cell in line.split("\t")]
        return cells if len(cells) > 1 else None
    if (
        re.search(r"[^\d,.;\s-]", line)
        and re.search(r"[,;]\s*[-\d/\"]", line)
        and not re.search(r"[。！？]", line)
    ):
        cells = [cell.strip() for cell in next(csv.reader([line.replace(";", ",")]), [])]
        values = [cell for cell in cells if value(cell).print in (Print.NUMBER, Print.BLANK)]
        return cells if len(values) >= 1 and len(cells) - len(values) <= 3 and len(cells) > 1 else None
    return None


def _loose(line: str, before: str, after: str, blanks: int) -> Iterator[Line]:
    """A line that is no row: text, or one cell of a table written one cell a line."""
    if re.fullmatch(r"[-\d.]+(?:,[-\d.]+){4,}", line) and not re.fullmatch(r"\d{1,3}(?:,\d{3})+", line):
        line = line.replace(",", " ")  # figures alone, parted by commas
    if "|" not in line:
        cell = after.strip() == "|"
        yield Line(line.lstrip("#").strip() if line.startswith("#") else line, cell, blanks)
        return
    content = line.strip("|").strip()
    if content:
        yield Line(content, True, blanks)
    elif line == "|" and before == "|":
        yield Line("", True, blanks)  # two bars with nothing between: an empty cell
    elif line == "|" and not before.endswith("|"):
        return  # ends the cell of the line above
    elif len(line) > 1:
        yield Line("", True, blanks)


def _grid(rows: list[list[str]]) -> Grid:
    """Aligned when the header is ruled off and every row has as many cells."""
    ruled = len(rows) > 1 and not rows[1]
    kept = [row for row in rows if row]
    cells: list[list[Cell | None]] = [
        [Cell(re.sub(r"<br\s*/?>", "\n", cell).replace("\\|", "|").replace("**", "")) for cell in row]
        for row in kept
    ]
    return Grid(cells, aligned=ruled and len({len(row) for row in kept}) == 1)
