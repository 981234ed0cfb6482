# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A document's body: what may stand in it, its words, its digest. Functions over text."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from html import unescape

import nh3

# What a public document needs and nothing that runs.
ALLOWED_TAGS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "table", "caption", "thead", "tbody", "tr", "th", "td", "strong",
    "em", "u", "sub", "sup", "a", "img", "figure", "figcaption", "blockquote", "br", "hr",
}  # fmt: skip
ALLOWED_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
OLDEST = date(1900, 1, 1)  # no paper of a present organ is older
_UNSEEN = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BLOCK = re.compile(r"</(?:p|h[1-6]|li|tr|td|th|caption|figcaption|blockquote)>|<(?:br|hr)[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def seen(text: str) -> str:
    """The text without characters that show nothing or turn what follows around (a title must read as it is written)."""
    return _UNSEEN.sub("", text)


def clean(html: str) -> str:
    """Sanitise what an editor pasted."""
    made = nh3.clean(
        html, tags=ALLOWED_TAGS, attributes=ALLOWED_ATTRIBUTES, url_schemes={"http", "https", "mailto"}
    )
    return seen(made)


def digest(title: str, body: str) -> str:
    """What the ledger keeps of a version's words."""
    return hashlib.sha256(f"{title}\n{body}".encode()).hexdigest()


def plain(html: str) -> str:
    """The words of cleaned HTML; blocks stay apart."""
    text = html.replace("</p>", "\n").replace("<p>", "") if "<" in html else html
    if "<" in text:  # more than paragraphs
        text = _TAG.sub("", _BLOCK.sub("\n", text))
    return unescape(text) if "&" in text else text


def keys_in(body: str) -> set[str]:
    """The keys of this site's pictures that a cleaned body shows."""
    return set(re.findall(r'src="/file/([0-9a-f]{32})\.', body))


_ANY = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>")
_ALONE = frozenset({"br", "hr", "img"})  # nothing closes them
_INLINE = frozenset({"a", "strong", "em", "u", "sub", "sup"})


def tops(body: str) -> list[tuple[int, str]]:
    """(where it ends, its words) of each block at the top of a cleaned body: a table or a list is one, whatever is in it."""
    found, depth, start = [], 0, 0
    for tag in _ANY.finditer(body):
        closes, name = tag.groups()
        if name in _ALONE:
            continue
        depth += -1 if closes else 1
        if depth == 0 and name not in _INLINE:
            found.append((tag.end(), " ".join(plain(body[start : tag.end()]).split())))
            start = tag.end()
    return found
