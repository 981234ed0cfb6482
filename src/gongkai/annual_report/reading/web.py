# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Web pages. What a reader of the page does not see (hidden, struck out, scripts) is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from gongkai.annual_report.reading.blocks import Block, Cell, Grid, Line, place
from gongkai.annual_report.reading.labels import statutory
from gongkai.annual_report.reading.source import Unusable, decode

if TYPE_CHECKING:
    from lxml.etree import _Element

_UNSEEN = {
    "script",
    "style",
    "template",
    "noscript",
    "select",
    "svg",
    "object",
    "iframe",
    "del",
    "s",
    "strike",
    "button",
    "rt",
    "rp",
}
_INLINE = {
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "ruby",
    "rb", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "input",
}  # fmt: skip
_PLAIN = {
    "a",
    "b",
    "em",
    "font",
    "i",
    "span",
    "strong",
    "u",
}  # around a cell's text as if they were not there
MOST_TABLES, MOST_CELLS = 1000, 60_000
_SPACE, _BLANK = re.compile(r"\s+"), re.compile(r"[^\S\n]+")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|line-through|font-size\s*:\s*0(?!\.?\d*[1-9])|opacity\s*:\s*0(?!\.?\d*[1-9])",
    re.I,
)


_SAVED = re.compile(
    rb"\s*(?:(?:From|Subject|Date|Snapshot-Content-Location):[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*){0,6}(?:MIME-Version|Content-Type):",
    re.I,
)


def blocks(data: bytes) -> list[Block]:
    """The page's lines and tables in reading order. Raises Unusable."""
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", _markup(data)).replace("\0", "")
    return of_markup(text)


def _markup(data: bytes) -> str:
    """The page's source; of a page saved as one file with its pictures (MHTML), the page in it."""
    if not _SAVED.match(data):
        return decode(data, markup=True)
    from email import policy
    from email.parser import BytesParser

    try:
        parts = BytesParser(policy=policy.compat32).parsebytes(data).walk()
        found = next(
            (part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/html"), None
        )
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unusable(f"网页存档解析不了（{type(error).__name__}）") from None
    if not isinstance(found, bytes):
        raise Unusable("网页存档里没有网页")
    return decode(found, markup=True)


def of_markup(text: str) -> list[Block]:
    """The same of markup that is text already."""
    from lxml import etree

    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text, parser)  # plain elements: lxml.html chooses a class for each in Python
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unusable(f"网页解析不了（{type(error).__name__}）") from None
    if sum(1 for _ in root.iterdescendants("table")) > MOST_TABLES:
        raise Unusable("网页里的表格太多，不像年度报告")
    if sum(1 for _ in root.iterdescendants("td", "th")) > MOST_CELLS:
        raise Unusable("网页里的格子太多，不像年度报告")
    return list(_walk(root))


def _walk(root: _Element) -> Iterator[Block]:
    from lxml import etree

    said: list[str] = []

    def flush() -> Iterator[Line]:
        for piece in re.split(r"\n+", "".join(said)):
            if line := _squeeze(piece):
                yield Line(line)
        said.clear()

    walker = etree.iterwalk(root, events=("start", "end"))
    left: set[_Element] = set()  # unseen, or a table already read: nothing to say at its end
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if _unseen(element):
                left.add(element)
                walker.skip_subtree()
                continue
            if tag == "table" and not _is_layout(element):
                left.add(element)
                yield from flush()
                if (caption := element.find("caption")) is not None:
                    yield Line(_squeeze(_text(caption)))
                yield _grid(element)
                walker.skip_subtree()
                continue
            _open(tag, element, said)
        else:
            if element in left:
                said.append(element.tail or "")
                continue
            if tag not in _INLINE:
                said.append("\n")
            if tag in ("p", "div", "td", "li", "tr", "title"):
                yield from flush()
            said.append(_tail(element))
    yield from flush()


def _tail(element: _Element) -> str:
    """Line ends in the source of a page mean nothing."""
    tail = element.tail
    if not tail:
        return ""
    return tail if _preformatted(element) else _SPACE.sub(" ", tail)


def _preformatted(element: _Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "pre"


def _open(tag: str, element: _Element, said: list[str]) -> None:
    if tag not in _INLINE:
        said.append("\n")
    if tag in ("sup", "sub") and "".join(element.itertext()).strip():
        said.append("^")
    if tag == "input" and element.get("type", "text") in ("text", "number"):
        said.append(element.get("value") or "")
    if text := element.text:
        said.append(text if tag in ("pre", "textarea") else _SPACE.sub(" ", text))


def _unseen(element: _Element) -> bool:
    tag = element.tag
    if tag in _UNSEEN or not isinstance(tag, str):
        return True
    if not element.keys():
        return False
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _HIDDEN.search(style) is not None)


def _squeeze(text: str) -> str:
    return _BLANK.sub(" ", text).strip()


def _text(element: _Element) -> str:
    """The text inside, one line per block; `^` before raised or lowered characters, so that 12¹ is not 121."""
    from lxml import etree

    if not len(element):
        return " ".join((element.text or "").split())
    first = element[0]
    if len(element) == 1 and first.tag in _PLAIN and not len(first) and not first.keys():
        return " ".join(f"{element.text or ''}{first.text or ''}{first.tail or ''}".split())
    said: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walker:
        if event == "start":
            if _unseen(inner) and inner is not element:
                walker.skip_subtree()
            else:
                _open(inner.tag, inner, said)
        elif inner is not element:
            if inner.tag not in _INLINE and not _unseen(inner):
                said.append("\n")
            said.append(_tail(inner))
    return "\n".join(filter(None, (_squeeze(line) for line in "".join(said).split("\n"))))


def _rows(table: _Element) -> list[_Element]:
    """The table's own rows, not those of tables inside it."""
    rows = list(table.iterchildren("tr"))
    for part in table.iterchildren("thead", "tbody", "tfoot"):
        rows += part.iterchildren("tr")
    return rows


def _cells(row: _Element) -> list[_Element]:
    return [cell for cell in row.iterchildren("td", "th") if not _unseen(cell)]


def _is_layout(table: _Element) -> bool:
    """Whether it only arranges the page: one cell, or other tables inside and none of the statutory labels of its own."""
    rows = _rows(table)
    if not _many(rows):
        return True
    if not any(_many(_rows(inner)) for inner in table.iterdescendants("table")):
        return False
    own = [c for row in rows for c in _cells(row) if next(c.iterdescendants("table"), None) is None]
    return sum(statutory("".join(c.itertext())) for c in own) < 3


def _many(rows: list[_Element]) -> bool:
    """Whether there is more than one cell."""
    count = 0
    for row in rows:
        count += len(_cells(row))
        if count > 1:
            return True
    return False


def _span(cell: _Element, name: str) -> int:
    printed = cell.get(name)
    found = re.match(r"\s*(\d{1,4})", printed) if printed else None
    if not found:
        return 1
    return int(found[1]) or (5000 if name == "rowspan" else 1)


def _placed(cell: _Element) -> tuple[Cell, int, int]:
    """A cell with the rows and columns it spans."""
    if not len(cell):
        found = Cell(" ".join((cell.text or "").split()))
    else:
        found = Cell(_text(cell) or _pictured(cell))
    if not cell.keys():
        return found, 1, 1
    return found, _span(cell, "rowspan"), _span(cell, "colspan")


def _pictured(cell: _Element) -> str:
    """A figure printed as a picture is not a blank."""
    return "（图）" if next(cell.iterdescendants("img"), None) is not None else ""


def _grid(table: _Element) -> Grid:
    return place([_placed(cell) for cell in _cells(row)] for row in _rows(table) if not _unseen(row))
