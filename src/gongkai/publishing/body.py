# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A document's body: what may stand in it, its words, its digest. Functions over text."""

from __future__ import annotations

import hashlib
import re
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
_BLOCK = re.compile(r"</(?:p|h[1-6]|li|tr|td|th|caption|figcaption|blockquote)>|<(?:br|hr)[^>]*>")
_TAG = re.compile(r"<[^>]*>")


def clean(html: str) -> str:
    """Sanitise what an editor pasted."""
    return nh3.clean(
        html, tags=ALLOWED_TAGS, attributes=ALLOWED_ATTRIBUTES, url_schemes={"http", "https", "mailto"}
    )


def digest(title: str, body: str) -> str:
    """What the ledger keeps of a version's words."""
    return hashlib.sha256(f"{title}\n{body}".encode()).hexdigest()


def plain(html: str) -> str:
    """The words of cleaned HTML; blocks stay apart."""
    text = _TAG.sub("", _BLOCK.sub("\n", html))
    return unescape(text) if "&" in text else text


def keys_in(body: str) -> set[str]:
    """The keys of this site's pictures that a cleaned body shows."""
    return set(re.findall(r'src="/file/([0-9a-f]{32})\.', body))
