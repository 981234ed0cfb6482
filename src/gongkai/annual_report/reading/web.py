# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Web pages. What a reader of the page does not see (hidden, struck out, scripts) is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree
from lxml.etree import _Element

from gongkai.annual_report.reading import sheets
from gongkai.annual_report.reading.blocks import Block, Cell, Line, place
from gongkai.annual_report.reading.labels import statutory
from gongkai.annual_report.reading.source import Unusable, decode

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
_BARE = _INLINE - {"sup", "sub", "input"}  # around a text as if they were not there
_ALONE = {"p", "div"}  # around a whole text as if they were not there
_TABLES, _CELLS = etree.XPath("count(//table)"), etree.XPath("count(//td) + count(//th)")
_STYLED = etree.XPath("//@style/.. | //@hidden/..")
_SPANNED = etree.XPath("//td/@rowspan/.. | //td/@colspan/.. | //th/@rowspan/.. | //th/@colspan/..")
MOST_TABLES, MOST_CELLS = 1000, 60_000
_SPACE, _BLANK = re.compile(r"\s+"), re.compile(r"[^\S\n]+")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|line-through|font-size\s*:\s*0(?!\.?\d*[1-9])|opacity\s*:\s*0(?!\.?\d*[1-9])",
    re.I,
)


_SHOWN = re.compile(r"display\s*:\s*(?!none)[a-z]", re.I)
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
    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text, parser)  # plain elements: lxml.html chooses a class for each in Python
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise Unusable(f"网页解析不了（{type(error).__name__}）") from None
    if _TABLES(root) > MOST_TABLES:
        raise Unusable("网页里的表格太多，不像年度报告")
    if _CELLS(root) > MOST_CELLS:
        raise Unusable("网页里的格子太多，不像年度报告")
    return list(_Page(root).blocks())


@lru_cache(maxsize=1024)
def _hides(style: str) -> bool:
    return _HIDDEN.search(style) is not None


def _hidden(element: _Element) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _hides(style))


def _by_sheet(root: _Element) -> set[_Element]:
    """What the style sheets in the page hide, unless the element's own style shows it."""
    return {e for e in sheets.hidden(root) if not _SHOWN.search(e.get("style") or "")}


class _Page:
    """One page with what of it is hidden, looked up once: most elements say nothing about it."""

    def __init__(self, root: _Element) -> None:
        self.root = root
        self.hidden = {element for element in _STYLED(root) if _hidden(element)} | _by_sheet(root)
        self.spanned = set(_SPANNED(root))

    def unseen(self, element: _Element) -> bool:
        tag = element.tag
        return tag in _UNSEEN or not isinstance(tag, str) or element in self.hidden

    def blocks(self) -> Iterator[Block]:
        said: list[str] = []

        def flush() -> Iterator[Line]:
            for piece in "".join(said).split("\n"):
                if line := _squeeze(piece):
                    yield Line(line)
            said.clear()

        walker = etree.iterwalk(self.root, events=("start", "end"))
        left: set[_Element] = set()  # unseen, or a table already read: nothing to say at its end
        for event, element in walker:
            tag = element.tag
            if event == "start":
                if self.unseen(element):
                    left.add(element)
                    walker.skip_subtree()
                    continue
                if tag == "table":
                    rows = self.rows(element)
                    if not self.is_layout(element, rows):
                        left.add(element)
                        yield from flush()
                        if (caption := element.find("caption")) is not None:
                            yield Line(_squeeze(self.text(caption)))
                        yield place(self.placed(cells) for row, cells in rows if row not in self.hidden)
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

    def text(self, element: _Element) -> str:
        """The text inside, one line per block; `^` before raised or lowered characters, so that 12¹ is not 121."""
        if not len(element):
            return " ".join((element.text or "").split())
        simple = self.simple(element)
        if simple is not None:
            return simple
        said: list[str] = []
        walker = etree.iterwalk(element, events=("start", "end"))
        for event, inner in walker:
            if event == "start":
                if inner is not element and self.unseen(inner):
                    walker.skip_subtree()
                else:
                    _open(inner.tag, inner, said)
            elif inner is not element:
                if inner.tag not in _INLINE and not self.unseen(inner):
                    said.append("\n")
                said.append(_tail(inner))
        return "\n".join(filter(None, (_squeeze(line) for line in "".join(said).split("\n"))))

    def simple(self, element: _Element) -> str | None:
        """The same where one text stands in a row of wrappings, or only in words set off; None where it is more than that."""
        before, after, hidden = element.text or "", "", self.hidden
        while len(element) == 1:
            inner = element[0]
            tag, tail = inner.tag, inner.tail or ""
            if inner in hidden:
                return None
            if tag in _ALONE:
                if before.strip() or after.strip() or tail.strip():
                    return None
            elif tag not in _BARE:
                return None
            before, after, element = before + (inner.text or ""), tail + after, inner
        if not len(element):
            return " ".join((before + after).split())
        if all(inner.tag in _BARE and inner not in hidden for inner in element.iterdescendants()):
            return " ".join(
                ("".join((before, *list(element.itertext())[bool(element.text) :], after))).split()
            )
        return None

    def rows(self, table: _Element) -> list[tuple[_Element, list[_Element]]]:
        """The table's own rows, not those of tables inside it, each with its cells."""
        rows = list(table.iterchildren("tr"))
        for name in ("thead", "tbody", "tfoot"):  # as they are shown: the foot may be written before the body
            for part in table.iterchildren(name):
                rows += part.iterchildren("tr")
        hidden = self.hidden
        return [(row, [cell for cell in row.iterchildren("td", "th") if cell not in hidden]) for row in rows]

    def is_layout(self, table: _Element, rows: list[tuple[_Element, list[_Element]]]) -> bool:
        """Whether it only arranges the page: one cell, or other tables inside and none of the statutory labels of its own."""
        if not _many(rows):
            return True
        if not any(_many(self.rows(inner)) for inner in table.iterdescendants("table")):
            return False
        own = [c for _, cells in rows for c in cells if next(c.iterdescendants("table"), None) is None]
        return sum(statutory("".join(c.itertext())) for c in own) < 3

    def placed(self, cells: list[_Element]) -> list[tuple[Cell, int, int]]:
        """The cells of a row with the rows and columns each spans."""
        found, spanned = [], self.spanned
        for cell in cells:
            if not len(cell):
                said = " ".join((cell.text or "").split())
            elif (
                len(cell) == 1
                and not len(inner := cell[0])
                and inner.tag in _BARE
                and inner not in self.hidden
            ):
                said = " ".join(
                    etree.tostring(cell, method="text", encoding="unicode", with_tail=False).split()
                )
                said = said or _pictured(cell)
            else:
                said = self.text(cell) or _pictured(cell)
            if cell in spanned:
                found.append((Cell(said), _span(cell.get("rowspan"), 5000), _span(cell.get("colspan"), 1)))
            else:
                found.append((Cell(said), 1, 1))
        return found


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


def _squeeze(text: str) -> str:
    return _BLANK.sub(" ", text).strip()


def _many(rows: list[tuple[_Element, list[_Element]]]) -> bool:
    """Whether there is more than one cell."""
    count = 0
    for _, cells in rows:
        count += len(cells)
        if count > 1:
            return True
    return False


def _span(printed: str | None, whole: int) -> int:
    """How many places an attribute says; 0 is the rest of the table."""
    found = re.match(r"\s*(\d{1,4})", printed) if printed else None
    if not found:
        return 1
    return int(found[1]) or whole


def _pictured(cell: _Element) -> str:
    """A figure printed as a picture is not a blank."""
    return "（图）" if next(cell.iterdescendants("img"), None) is not None else ""
