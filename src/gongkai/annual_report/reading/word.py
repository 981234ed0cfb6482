# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Word files. Deleted, hidden and struck-out text is not read; merged cells are resolved."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from gongkai.annual_report.reading.blocks import Block, Cell, Grid, Line, distinct
from gongkai.annual_report.reading.source import Unusable, check_package

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_ROWS, MOST_COLUMNS, MOST_PARAGRAPHS = 5000, 200, 20_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = {f"{_W}del", f"{_W}moveFrom", _FALLBACK, f"{_W}pPr", f"{_W}instrText", f"{_W}delText", f"{_W}rt"}
_WRAPS = {f"{_W}{name}" for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "customXml")}


def blocks(data: bytes) -> list[Block]:
    """The document's paragraphs and tables in order. Raises Unusable."""
    from docx import Document
    from lxml.etree import LxmlError

    check_package(data)
    try:
        document = Document(io.BytesIO(data))
        body: Any = document.element.body
        hiding = _hiding(document.styles.element)
    except (LxmlError, KeyError, ValueError, AttributeError, OSError, NotImplementedError) as error:
        raise Unusable(f"Word文件损坏，打不开（{type(error).__name__}）") from None
    if body is None:
        return []
    if sum(1 for _ in body.iter(f"{_W}p")) > MOST_PARAGRAPHS:
        raise Unusable("Word文件里的段落太多，不像年度报告")
    for element in dict.fromkeys(_hidden(body, hiding)) if hiding else ():
        element.getparent().remove(element)
    return list(_blocks(body))


_TOGGLES = ("vanish", "strike", "dstrike")


def _hiding(styles: _Element) -> frozenset[str]:
    """The styles whose text is hidden or struck out, by themselves or by the style they are based on."""
    said: dict[str, bool | None] = {}
    based: dict[str, str] = {}
    for style in styles.iterchildren(f"{_W}style"):
        name = style.get(f"{_W}styleId", "")
        properties = style.find(f"{_W}rPr")
        toggles = [t for t in _TOGGLES if properties is not None and properties.find(f"{_W}{t}") is not None]
        said[name] = any(_off(properties, t) for t in toggles) if toggles else None
        if (base := style.find(f"{_W}basedOn")) is not None:
            based[name] = base.get(f"{_W}val", "")
    found = set()
    for name in said:
        at, steps = name, 0
        while said.get(at) is None and at in based and steps < 20:
            at, steps = based[at], steps + 1
        if said.get(at):
            found.add(name)
    return frozenset(found)


def _hidden(body: _Element, hiding: frozenset[str]) -> list[_Element]:
    """The runs whose own style or whose paragraph's style hides them; a run that says otherwise itself is shown."""
    found: list[_Element] = []
    for style in [*body.iter(f"{_W}rStyle", f"{_W}pStyle")]:
        if style.get(f"{_W}val") not in hiding or (properties := style.getparent()) is None:
            continue
        parent = properties.getparent()
        runs = [parent] if style.tag == f"{_W}rStyle" else list(parent.iter(f"{_W}r"))
        found += [run for run in runs if run.tag == f"{_W}r" and not _shown(run)]
    return found


def _shown(run: _Element) -> bool:
    """Whether the run itself undoes what its style hides."""
    properties = run.find(f"{_W}rPr")
    own = [properties.find(f"{_W}{t}") for t in _TOGGLES] if properties is not None else []
    return any(
        toggle is not None and not _off(properties, str(toggle.tag).removeprefix(_W)) for toggle in own
    )


def _inside(parent: _Element) -> Iterator[_Element]:
    """Children, with wrappers (content controls, tracked insertions) opened."""
    stack = [iter(parent)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
        elif child.tag in _WRAPS:
            stack.append(iter(child))
        else:
            yield child


def _blocks(parent: _Element, depth: int = 0) -> Iterator[Block]:
    if depth > 20:
        raise Unusable("Word文件里的表格嵌套太深")
    for child in _inside(parent):
        if child.tag == f"{_W}p":
            for piece in _paragraph(child).split("\n"):
                if piece.strip():
                    yield Line(piece.strip())
        elif child.tag == f"{_W}tbl":
            if not _holds_tables(child):
                yield _grid(child)
            else:  # a table that only holds others
                for row in _rows(child):
                    for cell in _cells(row):
                        yield from _blocks(cell, depth + 1)


def _holds_tables(table: _Element) -> bool:
    """Whether it only arranges others: a table inside it of more than one cell. One of a single cell is a frame around a text."""
    inner = table.iterdescendants(f"{_W}tbl")
    return any(sum(len(_cells(row)) for row in _rows(one)) > 1 for one in inner)


def _off(properties: _Element | None, name: str) -> bool:
    """Whether a run's toggle is set."""
    found = None if properties is None else properties.find(f"{_W}{name}")
    return found is not None and found.get(f"{_W}val") not in ("0", "false", "off", "none")


def _paragraph(paragraph: _Element) -> str:
    said: list[str] = []
    stack = [iter(paragraph)]
    while stack:
        child = next(stack[-1], None)
        if child is None:
            stack.pop()
            continue
        if child.tag == f"{_W}r":
            properties = child.find(f"{_W}rPr")
            if _off(properties, "vanish") or _off(properties, "strike") or _off(properties, "dstrike"):
                continue
            raised = None if properties is None else properties.find(f"{_W}vertAlign")
            if raised is not None and raised.get(f"{_W}val") in ("superscript", "subscript"):
                said.append("^")
        if child.tag not in _GONE:
            said.append(_said(child))
            if len(child):
                stack.append(iter(child))
    return "".join(said)


def _said(element: _Element) -> str:
    if element.tag == f"{_W}t":
        return element.text or ""
    return {
        f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}sym": "?",
        f"{_W}footnoteReference": "^", f"{_W}endnoteReference": "^", f"{_W}p": "\n",
    }.get(element.tag, "")  # fmt: skip


def _rows(table: _Element) -> list[_Element]:
    return [row for row in _inside(table) if row.tag == f"{_W}tr" and not _gone(row)]


def _gone(row: _Element) -> bool:
    """Deleted with the change tracked, or hidden."""
    properties = row.find(f"{_W}trPr")
    return properties is not None and (properties.find(f"{_W}del") is not None or _off(properties, "hidden"))


def _cells(row: _Element) -> list[_Element]:
    return [cell for cell in _inside(row) if cell.tag == f"{_W}tc"]


def _paragraphs(cell: _Element) -> Iterator[_Element]:
    """Its paragraphs, those of a table of one cell inside it too."""
    for child in _inside(cell):
        if child.tag == f"{_W}p":
            yield child
        elif child.tag == f"{_W}tbl":
            for row in _rows(child):
                for inner in _cells(row):
                    yield from _paragraphs(inner)


def _number(parent: _Element | None, name: str, default: int) -> int:
    found = None if parent is None else parent.find(f"{_W}{name}")
    text = None if found is None else found.get(f"{_W}val")
    return min(int(text), MOST_COLUMNS) if text is not None and re.fullmatch(r"[0-9]{1,9}", text) else default


def _grid(table: _Element) -> Grid:
    rows: list[list[Cell | None]] = []
    for element in _rows(table)[:MOST_ROWS]:
        row: list[Cell | None] = [None] * _number(element.find(f"{_W}trPr"), "gridBefore", 0)
        for cell in _cells(element):
            if len(row) >= MOST_COLUMNS:
                raise Unusable(f"Word文件里有一个表格超过{MOST_COLUMNS}列，不像年度报告")
            properties = cell.find(f"{_W}tcPr")
            merge = None if properties is None else properties.find(f"{_W}vMerge")
            above = rows[-1][len(row)] if rows and len(row) < len(rows[-1]) else None
            text = "\n".join(t for t in (_paragraph(p).strip() for p in _paragraphs(cell)) if t)
            goes_on = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            # Some writers repeat the text in a continued cell; another text there is a cell of its own.
            if not (goes_on and above is not None and text in ("", above.text)):
                above = Cell(text)
            row += [above] * max(1, _number(properties, "gridSpan", 1))
        rows.append(row)
    return Grid([row for row in rows if distinct(row)])
