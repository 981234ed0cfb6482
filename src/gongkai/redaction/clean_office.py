# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What cleaning Word and Excel packages has in common: parts taken out together with every mention of them."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from gongkai.redaction.files import Package
from gongkai.redaction.pictures import bare_picture
from gongkai.redaction.remove_text import BLOCK, redact_text, spans_of
from gongkai.redaction.scan_office import APP, CORE, local


def written(root: Any) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def remove(node: Any) -> None:
    """Take an element out; the words after it stay."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def unwrap(node: Any) -> None:
    """Put an element's children in its place."""
    parent = node.getparent()
    at = parent.index(node)
    for child in list(node):
        parent.insert(at, child)
        at += 1
    parent.remove(node)


def drop_parts(package: Package, gone: Callable[[str], bool]) -> list[str]:
    """Take parts out, with their relations, the relations that lead to them and their content types."""
    names = [n for n in package.parts if not n.endswith(".rels") and gone(n)]
    for name in names:
        del package.parts[name]
        folder, base = posixpath.split(name)
        package.parts.pop(f"{folder}/_rels/{base}.rels", None)
    for rels in [n for n in package.parts if n.endswith(".rels")]:
        owner = posixpath.dirname(posixpath.dirname(rels))
        root = package.xml(rels)
        for node in list(root):
            target = node.get("Target", "")
            path = posixpath.normpath(posixpath.join("/" + owner, target)).lstrip("/")
            if node.get("TargetMode") != "External" and path not in package.parts:
                root.remove(node)
        package.parts[rels] = written(root)
    types = package.xml("[Content_Types].xml")
    for node in list(types):
        if local(node) == "Override" and node.get("PartName", "").lstrip("/") not in package.parts:
            types.remove(node)
        elif "macroEnabled" in node.get("ContentType", ""):
            kind = "wordprocessingml.document" if "word" in node.get("ContentType") else "spreadsheetml.sheet"
            node.set("ContentType", f"application/vnd.openxmlformats-officedocument.{kind}.main+xml")
    package.parts["[Content_Types].xml"] = written(types)
    return names


def bare_properties(package: Package) -> list[str]:
    """Empty the properties that name people, organs, places and machines; times too."""
    dropped = []
    for part, names in (("docProps/core.xml", {*CORE, "created", "modified", "lastPrinted", "revision"}),
                        ("docProps/app.xml", {*APP, "Template", "TitlesOfParts", "HeadingPairs", "TotalTime"})):  # fmt: skip
        if part not in package.parts:
            continue
        root = package.xml(part)
        for node in list(root):
            if local(node) in names:
                root.remove(node)
                dropped.append("文件属性（作者、单位、时间、模板）")
        package.parts[part] = written(root)
    return dropped


def bare_pictures(package: Package) -> None:
    for name, part in package.parts.items():
        if name.lower().endswith((".jpg", ".jpeg", ".png")) and "/media/" in name:
            package.parts[name] = bare_picture(part)


def cut_paths(package: Package) -> list[str]:
    """Links to files on somebody's machine or share lead nowhere outside."""
    dropped = []
    for rels in [n for n in package.parts if n.endswith(".rels")]:
        root = package.xml(rels)
        for node in root:
            if node.get("TargetMode") == "External" and not node.get("Target", "").startswith(
                ("http:", "https:")
            ):
                node.set("Target", "about:blank")
                dropped.append("指向本机或者邮箱的链接")
        package.parts[rels] = written(root)
    return dropped


@dataclass
class Cover:
    """What to put blocks over in a document's words, and which of the terms were met on the way."""

    terms: tuple[str, ...]
    numbers: bool
    blocks: int | None
    met: set[str] = field(default_factory=set)

    @property
    def missed(self) -> tuple[str, ...]:
        return tuple(t for t in self.terms if t not in self.met)

    def over(self, nodes: list[Any]) -> bool:
        """Put blocks over what is found in the joined words of these text elements; True when something was."""
        words = "".join(n.text or "" for n in nodes)
        self.met.update(t for t in self.terms if t not in self.met and spans_of(words, (t,)))
        spans = redact_text(words, spans_of(words, self.terms, numbers=self.numbers)).spans
        for span in reversed(spans):
            at, first = 0, True
            for node in nodes:
                text = node.text or ""
                start, end = max(span.start - at, 0), min(span.end - at, len(text))
                if start < end:
                    block = BLOCK * (self.blocks or span.end - span.start)
                    node.text = text[:start] + (block if first else "") + text[end:]
                    first = False
                at += len(text)
        return bool(spans)
