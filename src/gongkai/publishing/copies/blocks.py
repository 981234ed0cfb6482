# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A cleaned body as a list of blocks: headings, paragraphs, items, tables with merged cells, pictures. Functions over text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import lxml.html

MARKS = {"strong": "b", "em": "i", "u": "u", "sub": "d", "sup": "p"}
HEADINGS = {"h2": 1, "h3": 2, "h4": 3}
MOST_SPAN = 200  # a cell that says it spans more is taken at its word only so far
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True)
class Run:
    """Words of one look. marks: letters of MARKS; a "\\n" alone is a line break."""

    text: str
    marks: str = ""
    href: str = ""


@dataclass
class Cell:
    """One cell of a table by its place; across and down are how many it takes."""

    x: int
    y: int
    across: int
    down: int
    head: bool
    runs: list[Run]


@dataclass
class Block:
    """kind: heading, text, item, quote, caption, table, picture, rule."""

    kind: str
    runs: list[Run] = field(default_factory=list)
    level: int = 1
    marker: str = ""
    cells: list[Cell] = field(default_factory=list)
    src: str = ""

    @property
    def text(self) -> str:
        return "".join(r.text for r in self.runs)


def blocks(body: str) -> list[Block]:
    """The blocks of a cleaned body, in order."""
    if not body.strip():
        return []
    return list(_children(lxml.html.fragment_fromstring(body, create_parent="div")))


def _children(element: Any, kind: str = "text") -> Iterator[Block]:
    """Blocks of what stands in an element; words between blocks are a block of their own."""
    loose = _text(element.text, "", "")
    for child in element:
        if child.tag in _BLOCKS:
            yield from _whole(loose, kind)
            loose = []
            yield from _block(child, kind)
        elif child.tag == "img":
            yield from _whole(loose, kind)
            loose = []
            yield _picture(child)
        else:
            for picture in child.iter("img"):
                yield _picture(picture)
            loose += _runs(child, "", "")
        loose += _text(child.tail, "", "")
    yield from _whole(loose, kind)


def _whole(runs: list[Run], kind: str) -> Iterator[Block]:
    """A block of these words where there are any."""
    if "".join(r.text for r in runs).strip():
        yield Block(kind, _trimmed(runs))


def _trimmed(runs: list[Run]) -> list[Run]:
    found = [r for r in runs if r.text]
    while found and not found[0].text.strip():
        found.pop(0)
    while found and not found[-1].text.strip():
        found.pop()
    if found:
        found[0] = Run(found[0].text.lstrip(" \n"), found[0].marks, found[0].href)
        found[-1] = Run(found[-1].text.rstrip(" \n"), found[-1].marks, found[-1].href)
    return found


def _block(element: Any, kind: str) -> Iterator[Block]:
    tag = element.tag
    if tag in HEADINGS:
        yield from (
            Block(b.kind if b.kind == "picture" else "heading", b.runs, HEADINGS[tag], src=b.src)
            for b in _children(element)
        )
    elif tag in ("ul", "ol"):
        yield from _items(element, 1)
    elif tag == "table":
        yield from _table(element)
    elif tag == "hr":
        yield Block("rule")
    elif tag == "blockquote":
        yield from _children(element, "quote")
    elif tag in ("figcaption", "caption"):
        yield from _children(element, "caption")
    else:
        yield from _children(element, kind)


_BLOCKS = {
    "p",
    "div",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "table",
    "blockquote",
    "figure",
    "figcaption",
    "hr",
}


def _picture(element: Any) -> Block:
    return Block("picture", [Run(element.get("alt") or "图片")], src=element.get("src") or "")


def _items(element: Any, level: int) -> Iterator[Block]:
    number = 0
    for child in element:
        if child.tag != "li":
            continue
        number += 1
        marker, first = f"{number}." if element.tag == "ol" else "•", True
        for inner in _item_parts(child, level):
            if inner.kind == "item" and inner.marker:  # of a list below
                yield inner
                continue
            if inner.kind == "text":
                inner = Block("item", inner.runs, level, marker if first else "")
                first = False
            yield inner


def _item_parts(element: Any, level: int) -> Iterator[Block]:
    """An item's own words, and the lists in it one level down."""
    lists = [c for c in element if c.tag in ("ul", "ol")]
    for inner in lists:
        inner.tail = None
        element.remove(inner)
    yield from _children(element)
    for inner in lists:
        yield from _items(inner, level + 1)


def _table(element: Any) -> Iterator[Block]:
    for caption in element.findall("caption"):
        yield from _children(caption, "caption")
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for y, row in enumerate(_rows(element)):
        x = 0
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while (x, y) in taken:
                x += 1
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            while any((x + n, y) in taken for n in range(across)):
                across -= 1
            taken |= {(x + a, y + d) for a in range(across) for d in range(down)}
            cells.append(Cell(x, y, across, down, cell.tag == "th", _cell_runs(cell)))
            x += across
    if cells:
        last = max(c.y for c in cells)
        for placed in cells:  # a cell may say that it goes on below the table's end
            placed.down = min(placed.down, last - placed.y + 1)
        yield Block("table", cells=cells)


def _rows(table: Any) -> list[Any]:
    """The table's own rows, not those of a table in one of its cells."""
    return [
        row
        for part in (table, *table.iterchildren("thead", "tbody", "tfoot"))
        for row in part.iterchildren("tr")
    ]


def _span(cell: Any, name: str) -> int:
    said = cell.get(name) or "1"
    return min(max(int(said), 1), MOST_SPAN) if said.isascii() and said.isdigit() else 1


def _cell_runs(cell: Any) -> list[Run]:
    found: list[Run] = []
    for block in _children(cell):
        if found:
            found.append(Run("\n"))
        if block.kind == "table":
            found += _within(block)
        else:
            found += [Run(f"［图：{block.text}］")] if block.kind == "picture" else block.runs
    return found


def _within(table: Block) -> list[Run]:
    """A table in a cell, a line for each of its rows: a copy has no tables in tables."""
    found: list[Run] = []
    for n, cell in enumerate(table.cells):
        if n:
            found.append(Run("　" if cell.y == table.cells[n - 1].y else "\n"))
        found += cell.runs
    return found


def _runs(element: Any, marks: str, href: str) -> list[Run]:
    if element.tag == "br":
        return [Run("\n", marks, href)]
    if element.tag == "img":
        return []
    marks += MARKS.get(element.tag, "")
    href = element.get("href") or href if element.tag == "a" else href
    found = _text(element.text, marks, href)
    for child in element:
        found += _runs(child, marks, href) + _text(child.tail, marks, href)
    return found


def _text(said: str | None, marks: str, href: str) -> list[Run]:
    text = _SPACE.sub(" ", said or "")
    return [Run(text, marks, href)] if text else []
