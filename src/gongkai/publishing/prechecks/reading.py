# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A body as the checks read it: its paragraphs, links and pictures; and what a check says."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

from gongkai.publishing.models import Draft


@dataclass(frozen=True)
class Doubt:
    """One thing found: its code, whether it stops the draft, where, what, and how to mend it."""

    code: str
    blocks: bool
    where: str
    message: str
    mend: str


class Text(HTMLParser):
    """The paragraphs of a body, its links and its pictures."""

    BLOCKS = frozenset({"p", "h2", "h3", "h4", "li", "td", "th", "caption", "figcaption", "blockquote"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.paragraphs: list[str] = [""]
        self.links: list[str] = []
        self.pictures: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in self.BLOCKS or tag == "br":
            self.paragraphs.append("")
        if tag == "a":
            self.links.append(str(given.get("href") or ""))
        if tag == "img":
            self.pictures.append((str(given.get("src") or ""), str(given.get("alt") or "")))

    def handle_data(self, data: str) -> None:
        self.paragraphs[-1] += data


def parsed(body: str) -> Text:
    """The body's text by paragraph, its links and pictures."""
    reader = Text()
    reader.feed(body)
    reader.close()
    reader.paragraphs = [p.strip() for p in reader.paragraphs if p.strip()]
    return reader


def places(draft: Draft, text: Text) -> list[tuple[str, str]]:
    """(where, words) of everything a reader will read."""
    found = [
        ("标题", draft.title),
        ("内容概述", draft.summary or ""),
        ("澄清的内容", draft.clarifies or ""),
        ("改动说明", draft.note or ""),
    ]
    found += [("图片的替代文字", words) for _, words in text.pictures]
    return found + [(f"正文第{n}段", paragraph) for n, paragraph in enumerate(text.paragraphs, 1)]
