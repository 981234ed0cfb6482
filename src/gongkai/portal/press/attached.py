# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""附件和图片 as pressed files: the bytes on record, uncompressed, there exactly while the present version of a public document has them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from gongkai.organs.prepared import Prepared
from gongkai.portal.press.pages import Page, Shown
from gongkai.publishing.attachments import public_files, read
from gongkai.publishing.models import Attachment

TYPES = {
    "pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "txt": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}  # fmt: skip
SHOWN = frozenset({"png", "jpg", "pdf", "txt"})  # what a browser shows by itself; the rest is saved
POLICY = "default-src 'none'; img-src 'self'; object-src 'self'; style-src 'unsafe-inline'"
ADDRESS = re.compile(rf"/file/([0-9a-f]{{32}})\.({'|'.join(TYPES)})$", re.ASCII)


def headers_of(address: str) -> list[tuple[str, str]]:
    """What a file carries beside the headers of every page: it runs nothing, and what no browser shows is saved."""
    saved = [] if address.rsplit(".", 1)[1] in SHOWN else [("Content-Disposition", "attachment")]
    return [("Content-Security-Policy", POLICY), *saved]


class AttachedFile(Page):
    """One file of a document, of its text or beside it."""

    pattern = ADDRESS
    template = ""

    def addresses(self, day: date) -> Iterator[list[str]]:
        batch = []
        for key, ending in public_files(day).order_by("pk").values_list("key", "ending").iterator(2000):
            batch.append(f"/file/{key}.{ending}")
            if len(batch) == 20:
                yield batch
                batch = []
        if batch:
            yield batch

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        keys = [found[1] for address in addresses if (found := ADDRESS.match(address))]
        for file in public_files(day).filter(key__in=keys).order_by("pk").defer("text", "leaks"):
            if file.path in addresses:
                try:
                    yield Shown(file.path, {"data": read(file)})
                except FileNotFoundError:
                    continue  # the store has lost it, which is in the log: better no file than another

    def body(self, shown: Shown, day: date) -> bytes | None:
        data: bytes = shown.context["data"]
        return data


def file_addresses(documents: Iterable[int]) -> set[str]:
    """Addresses of every file any version of these documents has or had."""
    return {f"/file/{key}.{ending}" for key, ending in _files_of(list(documents))}


_files_of = Prepared(
    lambda ids: Attachment.objects.filter(versions__document__in=ids).order_by().values_list("key", "ending")
)


def no_longer_public(document: int, day: date) -> set[str]:
    """Those of them that nobody may fetch on the day."""
    rows = Attachment.objects.filter(versions__document=document).exclude(
        pk__in=public_files(day).values("pk")
    )
    return {f"/file/{key}.{ending}" for key, ending in rows.order_by().values_list("key", "ending")}
