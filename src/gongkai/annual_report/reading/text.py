# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Plain text and Markdown: pipe tables, tables with tabs or commas, and tables that fell apart into one cell a line."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from html import unescape

from gongkai.annual_report.reading.blocks import Block, Cell, Grid, Line
from gongkai.annual_report.reading.source import MOST_TEXT, Unusable, decode
from gongkai.annual_report.reading.words import Print, value

_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")


_TABLE = re.compile(r"<(/?)table\b[^>]*>", re.I)
_GRID_RULE = re.compile(r"\s*\+[-=:+ ]{3,}\+\s*")
_BOX = str.maketrans("│┃║┆┊▏", "||||||")
_BOX_RULE = re.compile(r"(?=.*[─━═┄┈])[─━═┄┈┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬╞╡╪|+\s-]+")
_MARKS = re.compile(r"[<&*`~\[\\]")


def blocks(data: bytes) -> list[Block]:
    """The file's lines and pipe tables, and the tables written in it as markup. Raises Unusable."""
    text = decode(data)
    if len(text) > MOST_TEXT:
        raise Unusable(f"文字超过{MOST_TEXT:,}个，不像年度报告")
    text = (
        _without_comments(text)
        .replace("\r\n", "\n")
        .replace("\r", "\n")
        .replace("\f", "\n")
        .replace("｜", "|")
    )
    found: list[Block] = []
    for markup, piece in _pieces(text):
        if markup:
            from gongkai.annual_report.reading import web

            found += web.of_markup(piece)
        else:
            found += _blocks(_ungridded(piece.split("\n")))
    return found


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """The text parted into tables written in HTML and what is between them."""
    at, start, depth = 0, 0, 0
    for tag in _TABLE.finditer(text):
        if not tag[1]:
            if depth == 0:
                start = tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield False, text[at:start]
                yield True, text[start : tag.end()]
                at = tag.end()
    if depth:  # a table that is never closed
        yield False, text[at:start]
        yield True, text[start:]
    else:
        yield False, text[at:]


def _ungridded(lines: list[str]) -> list[str]:
    """Tables drawn with +---+ or ┌─┐ as pipe tables: the lines between two rules of +---+ are one row."""
    found: list[str] = []
    row: list[str] = []
    drawn = False
    for line in lines:
        if _GRID_RULE.fullmatch(line):
            if row:
                found.append(_one_row(row))
            if "=" in line and row:
                found.append("|" + "|".join(["---"] * (row[0].strip().count("|") - 1)) + "|")
            row, drawn = [], True
        elif drawn and line.strip().startswith("|"):
            row.append(line)
        else:
            found += row
            row, drawn = [], False
            shown = line.translate(_BOX)
            if not (shown.strip() and _BOX_RULE.fullmatch(shown)):
                found.append(shown)
    return found + row


def _one_row(lines: list[str]) -> str:
    """A row whose cells go on over several lines."""
    if len(lines) == 1:
        return lines[0]
    rows = [
        [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
        for line in lines
    ]
    if len({len(row) for row in rows}) > 1:
        return "\n".join(lines)
    return "|" + "|".join("".join(cells) for cells in zip(*rows, strict=True)) + "|"


def _bare(cell: str) -> str:
    """A cell without the marks of Markdown and HTML around its text; what is struck out is gone."""
    if not _MARKS.search(cell):
        return cell
    cell = re.sub(r"~~.*?~~|<(s|del|strike)\b[^>]*>.*?</\1>", "", cell, flags=re.I)
    cell = re.sub(r"<br\s*/?>", "\n", cell, flags=re.I)
    cell = re.sub(r"<su[pb]\b[^>]*>|\[\^", "^", cell, flags=re.I)
    cell = re.sub(r"!\[[^\]]*\]\([^)]*\)", "（图）", cell)  # a picture of a figure is no figure
    cell = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", cell)
    cell = unescape(re.sub(r"</?[A-Za-z][^<>]*>", "", cell))
    cell = re.sub(r"\\([^\w\s])", r"\1", cell)
    return re.sub(r"(\*{1,3}|`+)([^*`]+)\1", r"\2", cell).strip()


def _unrolled(line: str) -> list[str]:
    """Tables run together into one paragraph: a line break before the first text after figures, and between texts."""
    tokens = line.split()
    if sum(token[-1].isdigit() and value(token).print is Print.NUMBER for token in tokens) < 40:
        return [line]
    found: list[list[str]] = []
    for token in tokens:
        number = value(token).print in (Print.NUMBER, Print.BLANK)
        if number and found:
            found[-1].append(token)
        else:
            found.append([token])
    return [" ".join(piece) for piece in found]


def _without_comments(text: str) -> str:
    """Without what stands between <!-- and -->; one that is not closed is text."""
    kept, at = [], 0
    while (opens := text.find("<!--", at)) >= 0 and (closes := text.find("-->", opens + 4)) >= 0:
        kept.append(text[at:opens])
        at = closes + 3
    return "".join([*kept, text[at:]])


def _blocks(lines: list[str]) -> Iterator[Block]:
    table: list[list[str]] = []
    blanks, at, before = 0, 0, ""
    while at < len(lines):
        raw, line = lines[at], lines[at].strip()
        at += 1
        if not line and not (before == "|" and _stacked(lines, at)):
            blanks += 1
            continue
        cells = _row(line, raw) or (_figures(line, len(table[-1])) if table else None)
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
        for piece in _unrolled(line) if len(line) > 300 else (line,):
            yield from _loose(piece, before, lines[at] if at < len(lines) else "", blanks)
        before, blanks = line, 0
    if table:
        yield _grid(table)


def _stacked(lines: list[str], at: int) -> bool:
    """Whether an empty line is an empty cell: a bar above it and a bar below."""
    return at < len(lines) and lines[at].strip() == "|"


def _row(line: str, raw: str) -> list[str] | None:
    """Two cells or more of a row on one line: by bars, tabs (also before the first text: empty cells), or commas before figures."""
    if "|" in line:
        inner = line.removeprefix("|")
        inner = inner.removesuffix("|")
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", inner)]
        return cells if len(cells) > 1 and any(cells) else None
    if "\t" in line:
        return [cell.strip() for cell in raw.strip("\r\n").split("\t")]
    if line.count(",") > 5 and ",," in line and not re.search(r"[。！？]", line):
        return [cell.strip() for cell in next(csv.reader([line]), [])]
    if (
        re.search(r"[^\d,.;\s-]", line)
        and re.search(r"[,;]\s*[-\d/\"]", line)
        and not re.search(r"[。！？]", line)
    ):
        cells = [cell.strip() for cell in next(csv.reader([line.replace(";", ",")]), [])]
        values = [cell for cell in cells if value(cell).print in (Print.NUMBER, Print.BLANK)]
        return cells if len(values) >= 1 and len(cells) - len(values) <= 3 and len(cells) > 1 else None
    return None


def _figures(line: str, width: int) -> list[str] | None:
    """A row of figures alone, parted by commas, below a row of as many cells."""
    cells = line.split(",") if "," in line else []
    return cells if len(cells) == width > 4 and re.fullmatch(r"[-\d.,/]+", line) else None


def _loose(line: str, before: str, after: str, blanks: int) -> Iterator[Line]:
    """A line that is no row: text, or one cell of a table written one cell a line."""
    if re.fullmatch(r"[-\d.]+(?:[,;][-\d.]+){4,}", line) and not re.fullmatch(r"\d{1,3}(?:,\d{3})+", line):
        line = line.replace(",", " ").replace(";", " ")  # figures alone, parted by commas
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
    cells: list[list[Cell | None]] = [[Cell(_bare(cell)) for cell in row] for row in kept]
    even = len({len(row) for row in kept}) == 1
    # Without a rule it is a table too where every row, the head's with its empty places too, has as many cells.
    return Grid(cells, aligned=even and (ruled or len(kept) >= 4))
