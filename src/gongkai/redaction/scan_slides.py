# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Slides: words, notes, comments, hidden slides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gongkai.redaction.files import Limits, Package
from gongkai.redaction.leaks import Leak, hint, leak
from gongkai.redaction.numbers import numbers_in
from gongkai.redaction.scan_office import local, once_each, shared_leaks


def leaks(package: Package, limits: Limits) -> list[Leak]:
    return once_each(_all(package, limits))


def _all(package: Package, limits: Limits) -> Iterator[Leak]:
    for name in package.names("ppt/", ends=".xml"):
        root = package.xml(name)
        number = (re.findall(r"(\d+)\.xml$", name) or ["？"])[0]
        notes = "notesSlides/" in name
        place = (
            f"第{number}张{'的备注' if notes else ''}"
            if "slides/" in name.lower()
            else name.rsplit("/", 1)[-1]
        )
        if name.startswith("ppt/slides/") and root.get("show") == "0":
            yield leak("hidden_slide", place)
        paragraphs = [
            "".join(t.text or "" for t in p.iter() if local(t) == "t") for p in root.iter() if local(p) == "p"
        ]
        if notes and (said := "".join(paragraphs).strip()):
            yield leak("speaker_notes", place, hint(said))
        if "comments/" in name.lower():
            yield leak("comment", place, hint("".join(root.itertext())))
        if "commentAuthors" in name or name.endswith("ppt/authors.xml"):
            yield leak("author", "批注人名单")
        for words in paragraphs:
            for one in numbers_in(words):
                yield leak(one.kind, place, one.excerpt)
    yield from shared_leaks(package, limits)
