# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""PDF: what shows and what does not, and what rides along."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pypdfium2 as pdfium

from gongkai.redaction.files import Limits, Unreadable
from gongkai.redaction.leaks import Leak, hint, leak
from gongkai.redaction.numbers import numbers_in
from gongkai.redaction.pages import Words, document, unseen
from gongkai.redaction.scan_office import NOBODY, once_each

INFO = {"/Author": "作者", "/Company": "单位", "/Manager": "主管", "/SourceModified": "原文件时间"}
# Marks that are part of the page's look, not somebody's remark about it.
QUIET = {"/Link", "/Widget", "/Popup", "/PrinterMark", "/TrapNet", "/Watermark", "/Stamp", "/Redact"}


def opened(data: bytes) -> pikepdf.Pdf:
    """The document's structure. Raises Unreadable when it is locked or broken."""
    try:
        return pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError:
        raise Unreadable("PDF设了打开密码，机器看不到里面的内容，请去掉密码后再传") from None
    except (pikepdf.PdfError, ValueError, RuntimeError):
        raise Unreadable("PDF已损坏，打不开；请重新导出后再传") from None


def leaks(data: bytes, limits: Limits) -> list[Leak]:
    return once_each(_all(data, limits))


def _all(data: bytes, limits: Limits) -> Iterator[Leak]:
    with document(data, limits) as pages:
        yield from _pages(pages, limits)
        now = [Words(page).text for page in pages]
    yield from _revisions(data, now, limits)
    with opened(data) as pdf:
        yield from _properties(pdf)
        yield from _catalogue(pdf)
        yield from _marks(pdf)


def _pages(pages: pdfium.PdfDocument, limits: Limits) -> Iterator[Leak]:
    pictures = []
    for number, page in enumerate(pages, 1):
        words = Words(page)
        place = f"第{number}页"
        for one in numbers_in(words.text):
            yield leak(one.kind, place, one.excerpt)
        for run in unseen(words, limits):
            yield leak("covered_text" if run.dark else "invisible_text", place, hint(run.text))
            for one in numbers_in(run.text):
                yield leak(one.kind, place, one.excerpt)
        if any(True for _ in page.get_objects(filter=[pdfium.raw.FPDF_PAGEOBJ_IMAGE], max_depth=4)):
            pictures.append((number, not words.text.strip()))
    blind = [n for n, bare in pictures if bare]
    if blind:
        yield leak("image_only", f"第{spans(blind)}页整页是图像，没有文字层")
    if seen := [n for n, bare in pictures if not bare]:
        yield leak("image_only", f"第{spans(seen)}页里的图片")


def spans(numbers: list[int]) -> str:
    """1, 2, 3, 7 → 1至3、7."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return "、".join(f"{p[0]}至{p[-1]}" if len(p) > 1 else str(p[0]) for p in parts)


def _revisions(data: bytes, now: list[str], limits: Limits) -> Iterator[Leak]:
    """Each save appended to the file leaves the one before whole: read it, and see what it said that this one does not."""
    ends, at = [], data.find(b"%%EOF")
    while at >= 0:
        ends.append(at + 5)
        at = data.find(b"%%EOF", at + 5)
    earlier = ends[:-1]
    if not earlier or (b"/Linearized" in data[:1024] and len(ends) == 2):
        return
    said = False
    for end in earlier[-8:]:
        try:
            with document(data[:end], limits) as pages:
                before = [Words(page).text for page in pages]
        except Unreadable:
            continue
        for number, text in enumerate(before, 1):
            if number > len(now) or "".join(text.split()) != "".join(now[number - 1].split()):
                said = True
                yield leak("old_revision", f"改动前的第{number}页")
                for one in numbers_in(text):
                    yield leak(one.kind, f"改动前的第{number}页", one.excerpt)
    if not said:
        yield leak("revisions", f"保存过{len(ends)}次")


def _properties(pdf: pikepdf.Pdf) -> Iterator[Leak]:
    for key, value in (pdf.trailer.get("/Info") or {}).items():
        if not isinstance(value, pikepdf.String):
            continue
        text = str(value).strip()
        if (key in INFO or key not in _ORDINARY) and text not in NOBODY:
            yield leak("author", f"文件属性“{INFO.get(key, key[1:])}”", hint(text))
        for one in numbers_in(text) if key not in ("/CreationDate", "/ModDate") else ():
            yield leak(one.kind, "文件属性", one.excerpt)
    if "/Metadata" in pdf.Root:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
            for key, value in meta.items():
                if key.rsplit("}", 1)[-1] in (
                    "creator",
                    "Author",
                    "Manager",
                    "Company",
                    "History",
                    "DerivedFrom",
                ):
                    yield leak("author", "XMP文件属性", hint(str(value)))
                for one in numbers_in(str(value)) if "Date" not in key and "ID" not in key else ():
                    yield leak(one.kind, "XMP文件属性", one.excerpt)


_ORDINARY = {
    "/Title",
    "/Subject",
    "/Keywords",
    "/Creator",
    "/Producer",
    "/CreationDate",
    "/ModDate",
    "/Trapped",
}


def hidden_layers(pdf: pikepdf.Pdf) -> bool:
    """True when a layer is switched off in the document's own setting."""
    layers = pdf.Root.get("/OCProperties")
    default = layers.get("/D", {}) if layers is not None else {}
    return bool(len(default.get("/OFF", []))) or default.get("/BaseState") == "/OFF"


def _catalogue(pdf: pikepdf.Pdf) -> Iterator[Leak]:
    root = pdf.Root
    for name in pdf.attachments:
        yield leak("attachment", "附件", hint(name))
    if "/AF" in root or "/Collection" in root:
        yield leak("attachment", "关联的文件")
    if hidden_layers(pdf):
        yield leak("hidden_layer", "全文")
    if "/JavaScript" in root.get("/Names", {}) or "/AA" in root or _is_script(root.get("/OpenAction")):
        yield leak("script", "打开文件时")
    form = root.get("/AcroForm")
    if form is not None:
        if "/XFA" in form:
            yield leak("script", "XFA表单")
        if len(form.get("/Fields", [])):
            yield leak("form", f"{len(form.Fields)}个填写项")
    for words in _all_strings(root.get("/Outlines")):
        for one in numbers_in(words):
            yield leak(one.kind, "书签", one.excerpt)
    if "/PieceInfo" in root or any("/PieceInfo" in p.obj for p in pdf.pages):
        yield leak("custom_xml", "制作软件的私有数据")
    if any("/Thumb" in p.obj for p in pdf.pages):
        yield leak("thumbnail", "页面缩略图")


def _is_script(action: Any) -> bool:
    return isinstance(action, pikepdf.Dictionary) and action.get("/S") in ("/JavaScript", "/Launch")


def _marks(pdf: pikepdf.Pdf) -> Iterator[Leak]:
    for number, page in enumerate(pdf.pages, 1):
        place = f"第{number}页"
        for mark in page.obj.get("/Annots", []):
            if not isinstance(mark, pikepdf.Dictionary):
                continue
            kind = str(mark.get("/Subtype", ""))
            words = str(mark.get("/Contents", ""))
            if kind == "/Redact":
                yield leak("unapplied_redaction", place)
            elif kind == "/FileAttachment":
                yield leak("attachment", place, hint(words))
            elif kind not in QUIET:
                yield leak("comment", place, hint(words))
            if "/AA" in mark or _is_script(mark.get("/A")):
                yield leak("script", place)
            said = "\n".join(str(mark.get(k, "")) for k in ("/Contents", "/V", "/TU", "/RC", "/DV"))
            uri = mark.get("/A", {}).get("/URI", "") if isinstance(mark.get("/A"), pikepdf.Dictionary) else ""
            for one in numbers_in(f"{said}\n{uri}"):
                yield leak(one.kind, f"{place}的批注、链接或者填写项", one.excerpt)


def _all_strings(start: Any, most: int = 20000) -> Iterator[str]:
    """Every string reachable from an object, each object once."""
    seen: set[tuple[int, int]] = set()
    heap = [start]
    while heap and most:
        most -= 1
        thing = heap.pop()
        if isinstance(thing, pikepdf.String):
            yield str(thing)
            continue
        if not isinstance(thing, (pikepdf.Dictionary, pikepdf.Array, pikepdf.Stream)):
            continue
        if thing.is_indirect:
            if thing.objgen in seen:
                continue
            seen.add(thing.objgen)
        if isinstance(thing, pikepdf.Array):
            heap.extend(thing)
        else:
            heap.extend(v for k, v in thing.items() if k not in ("/Parent", "/Prev", "/Dest", "/A", "/P"))
