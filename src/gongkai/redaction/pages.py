# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""PDF pages as they look, and the words that are in them but do not show.

A word counts as unseen when the place where it stands is one flat colour in the drawn page: a black block over it, white
on white, a layer switched off. This is judged on the pixels, so it does not matter how the covering was made.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from gongkai.redaction.files import LIMITS, Limits, Unreadable

# PDFium is not safe for threads: one document at a time in one process.
_ONE = threading.RLock()
DPI = 120
FLAT = 24  # grey levels: less than this between darkest and lightest is one flat colour
DARK = 120


@dataclass(frozen=True)
class Unseen:
    """Words that can be copied and not be seen; dark when under a dark block."""

    text: str
    dark: bool


@contextmanager
def document(data: bytes, limits: Limits = LIMITS) -> Iterator[pdfium.PdfDocument]:
    """The document opened for reading. Raises Unreadable when it is locked, broken or too long."""
    with _ONE:
        try:
            opened = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if "assword" in str(error):
                raise Unreadable("PDF设了打开密码，机器看不到里面的内容，请去掉密码后再传") from None
            raise Unreadable("PDF已损坏，打不开；请重新导出后再传") from None
        try:
            if len(opened) == 0:
                raise Unreadable("PDF里没有页面，请重新导出后再传")
            if len(opened) > limits.pages:
                raise Unreadable(f"PDF有{len(opened)}页，超过了{limits.pages}页的上限，请分成几个文件")
            yield opened
        finally:
            opened.close()


def draw(page: pdfium.PdfPage, dpi: int, limits: Limits = LIMITS, grey: bool = False) -> np.ndarray:
    """The page as seen, annotations included: an array of rows, columns (and colours)."""
    width, height = page.get_size()
    if width * height * (dpi / 72) ** 2 > limits.pixels:
        raise Unreadable(f"有一页的尺寸过大（{width:.0f}×{height:.0f}磅），画不出来；请缩小页面后重新导出")
    bitmap = page.render(
        scale=dpi / 72, may_draw_forms=True, draw_annots=True, grayscale=grey, rev_byteorder=True
    )
    return np.array(
        bitmap.to_numpy()[..., :3]
        if not grey
        else bitmap.to_numpy().reshape(bitmap.height, -1)[:, : bitmap.width]
    )


class Words:
    """The text of one page with each character's place on the page as displayed (points from the top left)."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self.page = page
        self.layer = page.get_textpage()
        self.count = self.layer.count_chars()
        # One character for one index, so that a place in the text is a place on the page.
        self.text = "".join(self._char(i) for i in range(self.count))

    def _char(self, index: int) -> str:
        code = raw.FPDFText_GetUnicode(self.layer.raw, index)
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code <= 0xDFFF else "\ufffd"

    def box(self, index: int, loose: bool = False) -> tuple[float, float, float, float]:
        left, bottom, right, top = self.layer.get_charbox(index, loose=loose)
        return on_display(self.page, left, bottom, right, top)

    def size(self, index: int) -> float:
        return float(raw.FPDFText_GetFontSize(self.layer.raw, index))


def on_display(
    page: pdfium.PdfPage, left: float, bottom: float, right: float, top: float
) -> tuple[float, ...]:
    """A box of the page's own space as (left, top, right, bottom) in points from the top left of what is displayed."""
    width, height = page.get_size()
    fine = 100  # the conversion works in whole units
    x, y, xs, ys = ctypes.c_int(), ctypes.c_int(), [], []
    for px, py in ((left, bottom), (left, top), (right, bottom), (right, top)):
        raw.FPDF_PageToDevice(page.raw, 0, 0, round(width * fine), round(height * fine), 0, px, py, x, y)
        xs.append(x.value / fine)
        ys.append(y.value / fine)
    return min(xs), min(ys), max(xs), max(ys)


def unseen(words: Words, limits: Limits = LIMITS) -> list[Unseen]:
    """The page's words that do not show, in runs."""
    if not words.text.strip():
        return []
    picture = draw(words.page, DPI, limits, grey=True)
    found: list[Unseen] = []
    run: list[tuple[str, bool]] = []
    for index in range(words.count):
        state = _flat(words, index, picture)
        if state is None:  # too thin to judge (1, 一, a full stop): goes with its neighbours
            if run and words.text[index].strip():
                run.append((words.text[index], run[-1][1]))
            continue
        if state == "seen":
            _close(run, found)
            continue
        run.append((words.text[index], state == "dark"))
    _close(run, found)
    return found


def _close(run: list[tuple[str, bool]], found: list[Unseen]) -> None:
    if len(run) >= 2:
        found.append(Unseen("".join(c for c, _ in run), sum(d for _, d in run) * 2 > len(run)))
    run.clear()


def _flat(words: Words, index: int, picture: np.ndarray) -> str | None:
    char = words.text[index]
    if not char.strip() or char in "■█●▇▆▅▄▃▂▁◼⬛\ufffd":
        return None
    left, top, right, bottom = words.box(index)
    width, height = right - left, bottom - top
    if min(width, height) < 0.3 * max(width, height) or max(width, height) < 2:
        return None
    scale = DPI / 72
    rows = slice(max(0, int(top * scale)), int(bottom * scale) + 1)
    columns = slice(max(0, int(left * scale)), int(right * scale) + 1)
    patch = picture[rows, columns]
    if patch.size == 0:  # beyond the edge of the page
        return "light"
    inner = patch[1:-1, 1:-1] if min(patch.shape) > 5 else patch
    if int(inner.max()) - int(inner.min()) >= FLAT:
        return "seen"
    return "dark" if float(inner.mean()) < DARK else "light"
