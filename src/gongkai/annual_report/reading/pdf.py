# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""PDF files: ruled tables by their rules, everything else as lines. Scanned pages have no text and are refused."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from gongkai.annual_report.reading import pdf_plain
from gongkai.annual_report.reading.blocks import Block, Cell, Grid, Line
from gongkai.annual_report.reading.source import Unusable

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

MOST_PAGES, MOST_MARKS = 120, 60_000
_PAGE_NUMBER = re.compile(
    r"[-—–~\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:\s*[/／共]\s*(?:共\s*)?\d{1,3}\s*页?)?[-—–~\s]*"
)
_BROWSER = re.compile(
    r"\d{1,4}/\d{1,2}/\d{1,4}[, ]+(?:[上下]午)?\d{1,2}:\d\d|(?:file|https?)://\S+\s+\d{1,3}/\d{1,3}$"
)
_CID = re.compile(r"\(cid:\d+\)")
Char = dict[str, Any]
Box = tuple[float, float, float, float]


def blocks(data: bytes) -> list[Block]:
    """The pages' lines and tables from top to bottom. Raises Unusable."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    # It complains of every glyph a browser printed with a font of its own; such a font has no measure and needs none.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data)) as opened:
            if len(opened.pages) > MOST_PAGES:
                raise Unusable(f"PDF超过{MOST_PAGES}页，不像年度报告")
            found: list[Block] = []
            chars = 0
            for page in map(_upright, opened.pages):
                chars += len(page.chars)
                found += _page(page)
                page.close()
    except Unusable:
        raise
    except RecursionError:
        raise Unusable("PDF的结构嵌套太深，打不开") from None
    except Exception as error:  # pdfminer raises all kinds on damaged files
        for wrapped in error.args:
            if isinstance(wrapped, Unusable):  # what stopped the reading came to it from outside
                raise wrapped from None
        if isinstance(error, PDFPasswordIncorrect) or any(
            isinstance(a, PDFPasswordIncorrect) for a in error.args
        ):
            raise Unusable("PDF加了密码，请先去掉密码") from None
        raise Unusable(f"PDF损坏，打不开（{type(error).__name__}）") from None
    if not chars:
        raise Unusable("PDF里没有文字，像是扫描件，请用文字版")
    if _uncoded(found):
        raise Unusable("PDF里的字没有编码，只能看不能读，请用别的办法另存为PDF，或者用Word文件")
    return found


def _uncoded(blocks: list[Block]) -> bool:
    """Whether most of its characters are glyphs nobody says the meaning of."""
    said = "".join(
        b.text if isinstance(b, Line) else "".join(c.text for cs in b.cells for c in cs) for b in blocks
    )
    return len(_CID.findall(said)) * 6 > len(said) * 0.5


def _slant(char: Char) -> tuple[float, float]:
    """How far a character's line goes right and up."""
    right, up = char["matrix"][:2]
    return float(right), float(up)


def _upright(page: Page) -> Page:
    """The page turned as its text is read: tables laid sideways on an upright page, and pages scanned in sideways."""
    turns = {0: 0, 90: 0, 180: 0, 270: 0}
    for char in page.chars:
        right, up = _slant(char)
        if abs(right) > 9 * abs(up):
            turns[0 if right > 0 else 180] += 1
        elif abs(up) > 9 * abs(right):
            turns[90 if up > 0 else 270] += 1
    turn = max(turns, key=lambda t: turns[t])
    if not turn:
        return page
    page.page_obj.rotate = page.page_obj.attrs["Rotate"] = (page.rotation + turn) % 360
    turned = type(page)(
        page.pdf, page.page_obj, page_number=page.page_number, initial_doctop=page.initial_doctop
    )
    page.close()
    return turned


def _watermark(char: Char) -> bool:
    """Set aslant: no text of the report."""
    right, up = _slant(char)
    return abs(up) > 0.1 * abs(right) and abs(right) > 0.1 * abs(up)


def _page(page: Page) -> list[Block]:
    if len(page.chars) > MOST_MARKS or len(page.rects) + len(page.lines) + len(page.curves) > MOST_MARKS:
        raise Unusable("PDF有一页的内容太多，不像年度报告")
    tables = sorted(page.find_tables(), key=lambda t: t.bbox[1])
    boxes = [(table, _Boxes(table)) for table in tables]
    outside: list[Char] = []
    for char in _once(char for char in page.chars if not _watermark(char)):
        for _, held in boxes:
            if held.take(char):
                break
        else:
            outside.append(char)
    lines = _lines(outside)
    placed: list[tuple[float, Block]] = []
    if unruled := pdf_plain.table4(lines, outside):
        first, last, grid = unruled
        placed.append((lines[last]["top"], grid))
        del lines[first : last + 1]
    placed += [
        (line["top"], Line(line["text"])) for line in lines if not _furniture(line["text"], line["top"], page)
    ]
    placed += [(table.bbox[1], held.grid()) for table, held in boxes]
    placed.sort(key=lambda pair: pair[0])
    return [block for _, block in placed]


def _furniture(text: str, top: float, page: Page) -> bool:
    """A page number at the head or foot, and what a browser prints there: day, hour and title; address and page."""
    edge = top < page.bbox[1] + page.height * 0.1 or top > page.bbox[1] + page.height * 0.88
    return edge and (_PAGE_NUMBER.fullmatch(text) or _BROWSER.match(text)) is not None


def _once(chars: Iterable[Char]) -> Iterator[Char]:
    """Characters, one printed twice for boldness once: two glyphs on one spot are one."""
    seen: dict[tuple[str, int], list[Char]] = {}
    for char in chars:
        row = round(char["top"] / 2)
        near = (other for n in (row - 1, row, row + 1) for other in seen.get((char["text"], n), ()))
        if any(
            abs(char["x0"] - other["x0"]) < 0.35 * char["width"]
            and abs(char["top"] - other["top"]) < 0.35 * char["height"]
            for other in near
        ):
            continue
        seen.setdefault((char["text"], row), []).append(char)
        yield char


def _lines(chars: list[Char]) -> list[dict[str, Any]]:
    from pdfplumber.utils.text import chars_to_textmap

    if not chars:
        return []
    textmap = chars_to_textmap(chars, x_tolerance=3, y_tolerance=3)
    found = textmap.extract_text_lines(strip=True, return_chars=False)
    return [line for line in found if line["text"]]


class _Boxes:
    """A ruled table and the characters inside its cells."""

    def __init__(self, table: Table) -> None:
        self.rows = [row.cells for row in table.rows]
        self.bbox = table.bbox
        self.chars: dict[Box, list[Char]] = {cell: [] for row in self.rows for cell in row if cell}

    def take(self, char: Char) -> bool:
        x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
        left, top, right, bottom = self.bbox
        if not (left <= x <= right and top <= y <= bottom):
            return False
        for cell, held in self.chars.items():
            if cell[0] <= x < cell[2] and cell[1] <= y < cell[3]:
                held.append(char)
                return True
        return False

    def straddled(self) -> set[Box]:
        """Cells over whose rule a number runs on into the next cell."""
        digits = sorted(
            (
                (round(c["top"] / 3), c["x0"], c, box)
                for box, held in self.chars.items()
                for c in held
                if c["text"].isdigit()
            ),
            key=lambda found: found[:2],
        )
        found: set[Box] = set()
        for (row, _, one, left), (next_row, _, other, right) in pairwise(digits):
            if left != right and row == next_row and other["x0"] - one["x1"] < 0.12 * one["size"]:
                found |= {left, right}
        return found

    def grid(self) -> Grid:
        """Cells by the columns their left and right rules stand at, so that merged ones cover what they cover."""
        lefts = sorted({cell[0] for cell in self.chars})
        tops = sorted({cell[1] for cell in self.chars})
        rows: list[list[Cell | None]] = [[None] * len(lefts) for _ in tops]
        doubtful = self.straddled()
        for box, chars in self.chars.items():
            # A figure wider than its cell: which of its digits are whose is not certain.
            cell = Cell(("^" if box in doubtful else "") + _cell_text(chars))
            for n, top in enumerate(tops):
                if box[1] - 1 <= top < box[3] - 1:
                    for m, left in enumerate(lefts):
                        if box[0] - 1 <= left < box[2] - 1:
                            rows[n][m] = cell
        return Grid(rows)


def _cell_text(chars: list[Char]) -> str:
    from pdfplumber.utils.text import extract_text

    if not chars:
        return ""
    digits = [c["size"] for c in chars if c["text"].isdigit()]
    if digits and min(digits) < 0.8 * max(digits):
        return "^" + extract_text(chars)  # a raised footnote mark beside the figure: 12¹ must not become 121
    return str(extract_text(chars))
