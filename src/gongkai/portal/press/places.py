# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Where a page's file lies: a flat file for an address, a thousand documents a folder (a folder for each page costs twice the time)."""

from __future__ import annotations

import re

FILES = "/file/"  # attachments and pictures: as they are, without a compressed one beside
GONE = ".gone.html"  # a tombstone: served with 410
_DOCUMENT = re.compile(r"/document/(\d*?)(\d{1,3})/$")


def path_of(address: str) -> str:
    """/ → index.html, /column/x/ → column/x.html, /document/12345/ → document/12/12345.html, /file/abcd.pdf → file/ab/abcd.pdf."""
    if address == "/":
        return "index.html"
    if address.startswith(FILES):
        return f"file/{address[6:8]}/{address[6:]}"
    if found := _DOCUMENT.match(address):
        shard, rest = found.groups()
        return f"document/{shard}/{shard}{rest}.html" if shard else f"document/{rest}.html"
    return f"{address.strip('/')}.html" if address.endswith("/") else address[1:]


def address_of(path: str) -> str:
    """The address a file answers."""
    if path == "index.html":
        return "/"
    if path.startswith("document/"):
        return f"/document/{path.rsplit('/', 1)[1].split('.')[0]}/"
    if path.startswith("file/"):
        return f"{FILES}{path.rsplit('/', 1)[1]}"
    return f"/{path.removesuffix('.html')}/" if path.endswith(".html") else f"/{path}"


def gone_path(address: str) -> str:
    """Where the tombstone of a withdrawn document lies, beside where the document lay."""
    return path_of(address).removesuffix(".html") + GONE


def shard_of(path: str) -> str:
    """The part of the manifest a file is listed in: so large that there are few, so small that one is written at once."""
    parts = path.split("/")
    if len(parts) == 1:
        return "site"
    if parts[0] == "document":
        return "document" if len(parts) == 2 else f"document.{parts[1]}"
    if parts[0] in ("column", "organ", "report", "file"):
        return f"{parts[0]}.{parts[1].split('.')[0]}"
    return parts[0]
