# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""One answer of a site, read: its links, pictures, dates and words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from lxml import etree
from lxml import html as lxml_html

MOST_ADDRESS = 2000
MOST_TEXT = 300_000  # characters of a page that are judged
MOVED = "转到 "
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(1[0-2]|0?[1-9])\s*[-/.月]\s*(3[01]|[12]\d|0?[1-9])(?!\d)"
)
_WHITE = re.compile(r"\s+")
_UNREAD = frozenset({"script", "style", "noscript", "template"})
# Where a page loads from, by element: pictures, scripts, styles, frames.
_LOADS = {
    "img": "src",
    "script": "src",
    "iframe": "src",
    "source": "src",
    "embed": "src",
    "video": "src",
    "audio": "src",
}
_AROUND = frozenset({"header", "footer", "nav", "aside"})
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?\s*([-\w]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """What a server said to one address. status 0: nothing came, error says why. moved: where it sent the reader on."""

    address: str
    status: int
    kind: str = ""
    body: bytes = b""
    milliseconds: int = 0
    error: str = ""
    moved: str = ""
    charset: str = ""


@dataclass
class Page:
    """A page as rules see it. light is what the rules over the whole site need; text is all that is read."""

    address: str
    title: str = ""
    heading: str = ""
    lang: str = ""
    text: str = ""
    main: str = ""
    links: dict[str, str] = field(default_factory=dict)  # address → its words
    images: dict[str, str | None] = field(default_factory=dict)  # address → alternative text, None: not given
    loads: dict[str, str] = field(default_factory=dict)  # address → element
    # Addresses no reader can follow: empty, or no http.
    hollow: list[str] = field(default_factory=list)
    dated: list[str] = field(default_factory=list)  # days beside links in lists, ISO
    main_links: int = 0
    milliseconds: int = 0

    def light(self) -> dict[str, Any]:
        """The part that is kept until the whole site has been seen."""
        return {
            "title": self.title, "heading": self.heading, "links": self.links, "images": list(self.images), "dated": self.dated[:200],
            "main": self.main[:300], "main_links": self.main_links, "footer": self.text[-600:] if self.text else "",
        }  # fmt: skip


def plain_address(href: str, base: str) -> str | None:
    """An http(s) address without its fragment, in one form; None for what is none (mailto:, javascript:, broken)."""
    try:
        parts = urlsplit(urldefrag(urljoin(base, href.strip())).url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return None
        host, port = parts.hostname.lower(), parts.port
    except ValueError:
        return None
    if ":" in host:
        host = f"[{host}]"
    usual = {"http": 80, "https": 443}[parts.scheme]
    place = host if port in (None, usual) else f"{host}:{port}"
    found = urlunsplit((parts.scheme, place, parts.path or "/", parts.query, ""))
    return found if len(found) <= MOST_ADDRESS else None


def days_in(text: str) -> Iterator[date]:
    """Every day written in a text."""
    for match in _DATE.finditer(text):
        try:
            yield date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            continue


def _words(node: Any) -> str:
    return _WHITE.sub(" ", "".join(node.itertext())).strip()


def read(answer: Answer) -> Page:
    """The page in an answer. What is no HTML at all gives a page without anything."""
    page = Page(answer.address, milliseconds=answer.milliseconds)
    if not answer.body.strip():
        return page
    said = _CHARSET.search(answer.body[:2048])
    charset = answer.charset or (said[1].decode("ascii") if said else "utf-8")
    try:
        tree = _tree(answer.body, charset)
    except (etree.ParserError, etree.XMLSyntaxError, LookupError, ValueError):
        return page
    page.lang = tree.get("lang", "").strip()
    base = tree.find(".//base")
    where = urljoin(answer.address, base.get("href", "")) if base is not None else answer.address
    _walk(tree, page, where)
    title = tree.find(".//title")
    page.title = _words(title) if title is not None else ""
    heading = tree.find(".//h1")
    page.heading = _words(heading) if heading is not None else ""
    _lists(tree, page)
    return page


def _tree(body: bytes, charset: str) -> Any:
    # GB2312 is what many sites say and GB18030 what they write.
    encoding = "gb18030" if charset.lower() in ("gb2312", "gbk", "gb18030") else charset
    "".encode(encoding)
    return lxml_html.document_fromstring(
        body, parser=lxml_html.HTMLParser(encoding=encoding, no_network=True, remove_comments=True)
    )


def _walk(tree: Any, page: Page, base: str) -> None:
    """One pass over the elements: links, pictures, what is loaded, and the words that are read."""
    read_: list[str] = []
    main: list[str] = []
    central = tree.find(".//main")
    inside = set(central.iter()) if central is not None else None
    for node in tree.iter(etree.Element):
        name = node.tag
        if name == "a":
            _link(node, page, base)
        elif name == "img":
            _picture(node, page, base)
        elif name == "link" and node.get("href") and "stylesheet" in (node.get("rel") or "").lower():
            _load(node.get("href"), name, page, base)
        if name in _LOADS and node.get("src"):
            _load(node.get("src"), name, page, base)
        body = inside is None or node in inside
        if name not in _UNREAD and node.text:
            read_.append(node.text)
            if body:
                main.append(node.text)
        if node.tail and (node.getparent() is None or node.getparent().tag not in _UNREAD):
            read_.append(node.tail)
            if body:
                main.append(node.tail)
        if name == "a" and body and node.get("href"):
            page.main_links += 1
    page.text = _WHITE.sub(" ", " ".join(read_)).strip()[:MOST_TEXT]
    page.main = _WHITE.sub(" ", " ".join(main)).strip()[:MOST_TEXT]


def _link(node: Any, page: Page, base: str) -> None:
    href = node.get("href")
    if href is None:
        return
    bare = href.strip()
    if bare in ("", "http://", "https://"):
        page.hollow.append(_words(node)[:60] or bare)
        return
    if bare.startswith("#") or bare.lower().startswith(("mailto:", "tel:", "javascript:", "data:")):
        return
    address = plain_address(bare, base)
    if address is None:
        page.hollow.append(bare[:100])
    else:
        page.links.setdefault(address, _words(node)[:60] or (node.get("title") or "").strip()[:60])


def _picture(node: Any, page: Page, base: str) -> None:
    src = (node.get("src") or "").strip()
    if src.startswith("data:"):
        return
    address = plain_address(src, base) if src else None
    alt = node.get("alt")
    page.images.setdefault(address or f"（没有地址的图片）{src[:60]}", None if alt is None else alt.strip())


def _load(src: str, name: str, page: Page, base: str) -> None:
    if not src.strip().startswith("data:"):
        address = plain_address(src, base)
        if address:
            page.loads.setdefault(address, name)


def _lists(tree: Any, page: Page) -> None:
    """Days in rows that hold a link: what a list of items looks like."""
    for row in tree.iter("li", "tr", "dd"):
        if row.find(".//a") is None or row.find(".//li") is not None:
            continue
        if any(up.tag in _AROUND for up in row.iterancestors()):
            continue
        days = list(days_in(_words(row)[-200:]))
        if days:
            page.dated.append(max(days).isoformat())
