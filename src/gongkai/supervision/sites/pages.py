# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""One answer of a site, read: its links, pictures, dates and words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit, urlunsplit

from lxml import etree

MOST_ADDRESS = 2000
MOST_TEXT = 300_000  # characters of a page that are judged
MOVED = "转到 "
_DATE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)\s*[-/.年]\s*(1[0-2]|0?[1-9])\s*[-/.月]\s*(3[01]|[12]\d|0?[1-9])(?!\d)"
)
_WHITE = re.compile(r"\s+")
_UNREAD = ("script", "style", "noscript", "template")
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
# An address from the root of the same site without dots, fragment or anything to be written otherwise.
_SIMPLE = re.compile(r"/(?!/)[-\w/]*(?:\.[a-z]+)?(?:\?[-\w=&]*)?$", re.ASCII)
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
    if _SIMPLE.match(href) and (origin := _origin(base)):
        return origin + href if len(href) < MOST_ADDRESS else None
    return _plain(href, base)


@lru_cache(maxsize=256)
def _origin(base: str) -> str:
    return (_plain("/", base) or "")[:-1]


def _plain(href: str, base: str) -> str | None:
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
    # Plain elements: what lxml.html adds to each of them costs more than reading the page.
    tree = etree.fromstring(
        body, etree.HTMLParser(encoding=encoding, no_network=True, remove_comments=True, recover=True)
    )
    if tree is None:
        raise ValueError("nothing in it")
    return tree


def _walk(tree: Any, page: Page, base: str) -> None:
    """Links, pictures, what is loaded, and the words that are read."""
    for node in tree.iter("a"):
        _link(node, page, base)
    for node in tree.iter("img"):
        _picture(node, page, base)
    for node in tree.iter("link"):
        if node.get("href") and "stylesheet" in (node.get("rel") or "").lower():
            _load(node.get("href"), "link", page, base)
    for node in tree.iter(*_LOADS):
        if node.get("src"):
            _load(node.get("src"), node.tag, page, base)
    etree.strip_elements(tree, *_UNREAD, with_tail=False)
    central = tree.find(".//main")
    body = tree.find("body")
    body = tree if body is None else body
    page.text = _joined(body)
    page.main = page.text if central is None else _joined(central)
    page.main_links = sum(1 for a in (body if central is None else central).iter("a") if a.get("href"))


def _joined(node: Any) -> str:
    return _WHITE.sub(" ", " ".join(node.itertext())).strip()[:MOST_TEXT]


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
        said = "".join(row.itertext())
        if (
            not _DATE.search(said, max(0, len(said) - 300))
            or row.find(".//a") is None
            or row.find(".//li") is not None
        ):
            continue
        if any(up.tag in _AROUND for up in row.iterancestors()):
            continue
        if days := list(days_in(said[-300:])):
            page.dated.append(max(days).isoformat())
