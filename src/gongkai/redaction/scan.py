# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The one door of the scan: a file in, what must not leave out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lxml import etree
from lxml import html as lxml_html

from gongkai.redaction import scan_excel, scan_pdf, scan_slides, scan_word
from gongkai.redaction.files import LIMITS, Kind, Limits, Package, decoded, kind_of
from gongkai.redaction.leaks import Leak, Severity, hint, leak
from gongkai.redaction.numbers import numbers_in
from gongkai.redaction.pictures import picture_leaks


def scan(name: str, data: bytes, limits: Limits = LIMITS) -> tuple[Leak, ...]:
    """What must not leave with this file, gravest first. The kind is read from the bytes; the name is text like any other.

    Raises Unreadable when the file cannot be searched: what cannot be searched has not been found clean.
    """
    kind = kind_of(data, limits)
    found = [*_in_name(name), *_leaks(kind, data, limits)]
    order = {Severity.BLOCK: 0, Severity.WARN: 1}
    return tuple(sorted(dict.fromkeys(found), key=lambda x: order[x.severity]))


def _leaks(kind: Kind, data: bytes, limits: Limits) -> Iterable[Leak]:
    if kind is Kind.PDF:
        return scan_pdf.leaks(data, limits)
    if kind in (Kind.PNG, Kind.JPEG):
        return [*picture_leaks(data, "图片", limits), leak("image_only", "图片")]
    if kind is Kind.HTML:
        return _html(data)
    if kind is Kind.TEXT:
        return _text(decoded(data))
    package = Package.open(data, limits)
    return {Kind.DOCX: scan_word, Kind.XLSX: scan_excel, Kind.PPTX: scan_slides}[kind].leaks(package, limits)


def _in_name(name: str) -> Iterator[Leak]:
    for found in numbers_in(name):
        yield leak(found.kind, "文件名", found.excerpt)


def _text(text: str) -> Iterator[Leak]:
    # One reading of the whole, so that a number broken at a line's end is found; the line is counted afterwards.
    for found in numbers_in(text):
        yield leak(found.kind, f"第{text.count(chr(10), 0, found.start) + 1}行", found.excerpt)


_UNSEEN = (
    "//*[@hidden or contains(translate(@style,' ','') , 'display:none') or contains(translate(@style,' ',''),"
    " 'visibility:hidden')] | //input[@type='hidden'] | //template | //noscript"
)


def _html(data: bytes) -> Iterator[Leak]:
    tree = lxml_html.fromstring(
        decoded(data).encode(), parser=lxml_html.HTMLParser(encoding="utf-8", no_network=True)
    )
    for node in tree.iter(etree.Comment):
        if (node.text or "").strip():
            yield leak("html_hidden", f"第{node.sourceline}行的注释", hint(node.text))
    for node in tree.iter("script"):
        yield leak("script", f"第{node.sourceline}行", hint(node.text or node.get("src") or ""))
    for node in tree.xpath(_UNSEEN):
        words = node.get("value") or node.text_content()
        if words.strip():
            yield leak("html_hidden", f"第{node.sourceline}行", hint(words))
    for node in tree.xpath("//meta[@name]"):
        if node.get("name", "").lower() in ("author", "company", "lastauthor", "manager") and node.get(
            "content"
        ):
            yield leak("author", f"第{node.sourceline}行的{node.get('name')}", hint(node.get("content")))
    for found in numbers_in("\n".join(tree.itertext())):
        yield leak(found.kind, "网页正文", found.excerpt)
    for node in tree.iter(etree.Element):
        for key, value in node.attrib.items():
            if key not in ("class", "id", "style"):
                for found in numbers_in(value):
                    yield leak(found.kind, f"第{node.sourceline}行的{key}", found.excerpt)
