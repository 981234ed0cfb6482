# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""PDF: pages that hold something to take out are made anew from their pixels; the rest keeps its text.

Nothing of a rebuilt page is left: not its text, fonts, images or layers. What rides along (properties, remarks, attached
files, scripts, layers, earlier saves, structure tree) goes from the whole file. The result is read again before it is
handed back; a word that is still there is an error, never a warning.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import pdfplumber
import pikepdf
from PIL import Image

from gongkai.redaction.files import LIMITS, Limits, Unreadable
from gongkai.redaction.numbers import folded, numbers_in
from gongkai.redaction.pages import Words, document, draw, on_display, unseen
from gongkai.redaction.remove_text import term_pattern
from gongkai.redaction.scan_pdf import hidden_layers, opened

DPI = 200
PAD = 1.5  # points around a word: the edge of a glyph tells it too


class StillThere(Exception):
    """The result still holds what should be gone; nothing is handed back."""


@dataclass(frozen=True)
class Box:
    """A rectangle of a page as displayed, in points from its top left; page counts from 1."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Redacted:
    """The copy that may leave: rebuilt pages, boxes drawn, terms found nowhere, and what was dropped, in words."""

    data: bytes
    pages: tuple[int, ...]
    boxes: tuple[Box, ...]
    missed: tuple[str, ...]
    dropped: tuple[str, ...]


def redact_pdf(
    data: bytes, *, terms: tuple[str, ...] = (), boxes: tuple[Box, ...] = (), numbers: bool = False,
    limits: Limits = LIMITS, dpi: int = DPI,
) -> Redacted:  # fmt: skip
    """Take out the terms (on every page), the boxes and, with numbers, whatever points at one person.

    A page with words that do not show is rebuilt too: what was under a black block goes with it.
    Raises Unreadable (cannot be opened, box off the page) and StillThere (the result did not pass its own reading).
    """
    terms = tuple(t for t in dict.fromkeys(" ".join(term.split()) for term in terms) if t)
    if dpi < DPI:
        raise ValueError("遮盖的页面不低于每英寸200点")
    plain, marked, dropped = _stripped(data)
    layered = _layered_pages(data)
    drawn: dict[int, Image.Image] = {}
    used: list[Box] = []
    missed = set(terms)
    with document(plain, limits) as pages:
        _on_the_page(boxes, pages)
        for number, page in enumerate(pages, 1):
            words = Words(page)
            mine = [b for b in boxes if b.page == number]
            mine += [Box(number, *on_display(page, *rect)) for rect in marked.get(number, [])]
            for start, end, term in _hits(words.text, terms, numbers):
                mine += _word_boxes(words, number, start, end)
                missed.discard(term)
            if mine or number in layered or unseen(words, limits):
                drawn[number] = _blacked(draw(page, dpi, limits), mine, dpi)
                used += mine
    result = _rebuilt(plain, drawn, dpi)
    _prove(result, terms, set(drawn), numbers)
    return Redacted(
        result, tuple(sorted(drawn)), tuple(used), tuple(t for t in terms if t in missed), tuple(dropped)
    )


def page_picture(
    data: bytes, page: int, *, dpi: int = 96, limits: Limits = LIMITS
) -> tuple[bytes, float, float]:
    """A page as PNG for choosing boxes on, and its size in points. Raises Unreadable for a page that is not there."""
    with document(data, limits) as pages:
        if not 1 <= page <= len(pages):
            raise Unreadable(f"没有第{page}页，这个文件共{len(pages)}页")
        width, height = pages[page - 1].get_size()
        out = io.BytesIO()
        Image.fromarray(draw(pages[page - 1], dpi, limits)).save(out, "PNG")
        return out.getvalue(), width, height


def page_size(data: bytes, page: int, *, limits: Limits = LIMITS) -> tuple[int, float, float]:
    """How many pages there are, and the size of one in points. Raises Unreadable for a page that is not there."""
    with document(data, limits) as pages:
        if not 1 <= page <= len(pages):
            raise Unreadable(f"没有第{page}页，这个文件共{len(pages)}页")
        width, height = pages[page - 1].get_size()
        return len(pages), width, height


def _on_the_page(boxes: tuple[Box, ...], pages: Any) -> None:
    for box in boxes:
        if not 1 <= box.page <= len(pages):
            raise Unreadable(f"没有第{box.page}页，这个文件共{len(pages)}页")
        width, height = pages.get_page_size(box.page - 1)
        if not (0 <= box.left < box.right <= width + 1 and 0 <= box.top < box.bottom <= height + 1):
            raise Unreadable(f"第{box.page}页的框超出了页面（宽{width:.0f}、高{height:.0f}磅），请重新画")


def _hits(text: str, terms: tuple[str, ...], numbers: bool) -> list[tuple[int, int, str]]:
    plain, places = folded(text)
    found = [(n.start, n.end, "") for n in numbers_in(text)] if numbers else []
    for term in terms:
        hits = re.finditer(term_pattern(term), plain, re.I)
        found += [(places[h.start()], places[h.end() - 1] + 1, term) for h in hits]
    return found


def _word_boxes(words: Words, page: int, start: int, end: int) -> list[Box]:
    """One box for each line the passage runs over."""
    lines: list[list[float]] = []
    for index in range(start, end):
        if not words.text[index].strip():
            continue
        tight, loose = words.box(index), words.box(index, loose=True)
        left, top = min(tight[0], loose[0]), min(tight[1], loose[1])
        right, bottom = max(tight[2], loose[2]), max(tight[3], loose[3])
        if (
            lines
            and abs((top + bottom) - (lines[-1][1] + lines[-1][3])) < (bottom - top)
            and left >= lines[-1][0]
        ):
            last = lines[-1]
            lines[-1] = [min(last[0], left), min(last[1], top), max(last[2], right), max(last[3], bottom)]
        else:
            lines.append([left, top, right, bottom])
    return [Box(page, a - PAD, b - PAD, c + PAD, d + PAD) for a, b, c, d in lines]


def _blacked(picture: np.ndarray, boxes: list[Box], dpi: int) -> Image.Image:
    scale = dpi / 72
    for box in boxes:
        rows = slice(max(0, int(box.top * scale)), max(0, int(box.bottom * scale) + 1))
        picture[rows, max(0, int(box.left * scale)) : max(0, int(box.right * scale) + 1)] = 0
    grey = np.ptp(picture.astype(np.int16), axis=2).max() < 8 if picture.size else True
    return Image.fromarray(picture[:, :, 0] if grey else picture)


# Remarks about the page: taken off. What is part of the page's look is drawn into it (seals, form values, covers).
_REMARKS = {"/Text", "/Popup", "/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D", "/Link", "/Caret",
            "/FreeText", "/Line", "/PolyLine", "/Underline", "/Squiggly", "/StrikeOut", "/Redact"}  # fmt: skip


def _stripped(data: bytes) -> tuple[bytes, dict[int, list[tuple[float, ...]]], list[str]]:
    """The document without what rides along; the areas marked for redaction; what was dropped."""
    dropped: list[str] = []
    marked: dict[int, list[tuple[float, ...]]] = {}
    with opened(data) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            kept = []
            for mark in page.obj.get("/Annots", []):
                kind = str(mark.get("/Subtype", "")) if isinstance(mark, pikepdf.Dictionary) else "/Text"
                if kind == "/Redact":
                    a, b, c, d = (float(x) for x in mark.Rect)
                    marked.setdefault(number, []).append((min(a, c), min(b, d), max(a, c), max(b, d)))
                if kind in _REMARKS or (kind == "/Highlight" and not _dark(mark)):
                    dropped.append(f"第{number}页的批注或者链接")
                else:
                    kept.append(mark)
            if kept:
                page.obj.Annots = pikepdf.Array(kept)
            elif "/Annots" in page.obj:
                del page.obj["/Annots"]
        if "/AcroForm" in pdf.Root:
            dropped.append("表单（填写的内容固定在页面上；电子签名不再有效）")
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("all")
        for page in pdf.pages:
            for key in (
                "/Annots",
                "/Thumb",
                "/PieceInfo",
                "/Metadata",
                "/AA",
                "/LastModified",
                "/StructParents",
                "/AF",
            ):
                if key in page.obj:
                    del page.obj[key]
        dropped += _bare_catalogue(pdf)
        # /OCProperties stays until `_rebuilt`: it is needed to draw the pages right.
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
    return out.getvalue(), marked, list(dict.fromkeys(dropped))


def _dark(mark: Any) -> bool:
    return all(float(c) < 0.35 for c in mark.get("/C", [1]))


_CATALOGUE = {
    "/Metadata": "XMP文件属性", "/Names": "附件、脚本、命名位置", "/AF": "关联的文件", "/Collection": "文件包",
    "/OpenAction": "打开时的动作", "/AA": "脚本", "/AcroForm": "表单", "/Outlines": "书签", "/StructTreeRoot": "结构标签",
    "/MarkInfo": "", "/PieceInfo": "制作软件的私有数据", "/Perms": "签名权限", "/DSS": "签名验证数据", "/Legal": "",
    "/Dests": "", "/Threads": "", "/SpiderInfo": "", "/Requirements": "", "/URI": "", "/Extensions": "", "/PageLabels": "",
}  # fmt: skip


def _bare_catalogue(pdf: pikepdf.Pdf) -> list[str]:
    dropped = []
    for key, label in _CATALOGUE.items():
        if key in pdf.Root:
            del pdf.Root[key]
            if label:
                dropped.append(label)
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
        dropped.append("文件属性")
    for thing in pdf.objects:  # properties and private data hang on images and forms too
        if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)) and thing.get("/Type") != "/Metadata":
            for key in ("/Metadata", "/PieceInfo", "/LastModified"):
                if key in thing:
                    del thing[key]
    return dropped


def _layered_pages(data: bytes) -> set[int]:
    """Pages that may hold a layer switched off: drawn without it and rebuilt."""
    with opened(data) as pdf:
        if not hidden_layers(pdf):
            return set()
        # A layer can hide in any nested form: rebuilding all pages is sure, guessing is not.
        return set(range(1, len(pdf.pages) + 1))


def _rebuilt(plain: bytes, drawn: dict[int, Image.Image], dpi: int) -> bytes:
    with opened(plain) as pdf, pikepdf.new() as fresh:
        # Pages go into a new file: only what they use comes along, nothing old is left lying.
        for number, page in enumerate(pdf.pages, 1):
            if number in drawn:
                _image_page(fresh, drawn[number], dpi)
            else:
                fresh.pages.append(page)
        out = io.BytesIO()
        fresh.save(
            out,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            recompress_flate=True,
        )
    return out.getvalue()


def _image_page(pdf: pikepdf.Pdf, picture: Image.Image, dpi: int) -> None:
    width, height = (round(x * 72 / dpi, 2) for x in picture.size)
    if picture.mode == "L":
        stream = pikepdf.Stream(pdf, zlib.compress(picture.tobytes(), 9), Filter=pikepdf.Name.FlateDecode)
    else:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=90, subsampling=0)
        stream = pikepdf.Stream(pdf, out.getvalue(), Filter=pikepdf.Name.DCTDecode)
    stream.update({
        "/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image, "/Width": picture.width, "/Height": picture.height,
        "/ColorSpace": pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB, "/BitsPerComponent": 8,
    })  # fmt: skip
    pdf.add_blank_page(page_size=(width, height))
    page = pdf.pages[-1]
    page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=pdf.make_indirect(stream)))
    page.obj.Contents = pikepdf.Stream(pdf, f"q {width} 0 0 {height} 0 0 cm /Im0 Do Q".encode())


def _prove(result: bytes, terms: tuple[str, ...], rebuilt: set[int], numbers: bool) -> None:
    """Read the result with another reader than the one that made it; every word taken out must be gone."""
    patterns = {re.compile(term_pattern(w), re.I) for w in terms}
    with pdfplumber.open(io.BytesIO(result)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            text = page.extract_text() or ""
            raw_text = "".join(c["text"] for c in page.chars)
            if number in rebuilt and raw_text.strip():
                raise StillThere(f"第{number}页重做后还读得到文字，没有另存")
            for words in (text, raw_text):
                plain = folded(words)[0]
                if any(p.search(plain) for p in patterns):
                    raise StillThere(f"第{number}页还读得到要遮盖的内容，没有另存；请在这一页画框遮盖")
                if numbers and numbers_in(words):
                    raise StillThere(f"第{number}页还读得到个人号码，没有另存；请在这一页画框遮盖")
    with opened(result) as pdf:
        for thing in pdf.objects:
            for words in _strings(thing):
                plain = folded(words)[0]
                if any(p.search(plain) for p in patterns):
                    raise StillThere("文件的附属数据里还有要遮盖的内容，没有另存")


def _strings(thing: Any) -> list[str]:
    if isinstance(thing, pikepdf.String):
        return [str(thing)]
    if isinstance(thing, pikepdf.Array):
        return [w for x in thing if not getattr(x, "is_indirect", False) for w in _strings(x)]
    if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        return [w for _, x in thing.items() if not getattr(x, "is_indirect", False) for w in _strings(x)]
    return []
