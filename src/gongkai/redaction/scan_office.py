# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What every zip-based office file may carry beside its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from gongkai.redaction.files import Limits, Package, Unreadable
from gongkai.redaction.leaks import Leak, hint, leak
from gongkai.redaction.numbers import numbers_in
from gongkai.redaction.pictures import picture_leaks

CORE = {"creator": "作者", "lastModifiedBy": "最后保存的人", "category": "类别", "contentStatus": "状态"}
APP = {"Company": "单位", "Manager": "主管", "HyperlinkBase": "链接基址"}
_PATH = re.compile(r"^(?:file:|[A-Za-z]:[\\/]|\\\\|/(?:home|Users)/)|[\\/].*\.dotx?m?$", re.I)
# Names that software writes when it knows nobody.
NOBODY = {
    "",
    "python-docx",
    "openpyxl",
    "Administrator",
    "User",
    "Microsoft Office User",
    "微软用户",
    "admin",
}


def local(node: Any) -> str:
    """The tag without its namespace."""
    return node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


def attribute(node: Any, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace."""
    for key, value in node.attrib.items():
        if key.rsplit("}", 1)[-1] == name:
            return str(value)
    return None


def shared_leaks(package: Package, limits: Limits) -> Iterator[Leak]:
    yield from _properties(package)
    for name in package.parts:
        low = name.lower()
        base = name.rsplit("/", 1)[-1]
        if low.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in low:
            yield leak("macro", base)
        elif "/embeddings/" in low or ("/activex/" in low and low.endswith(".bin")):
            yield leak("embedded", base)
        elif low.startswith("customxml/item") and "props" not in low and "_rels" not in low:
            yield from _custom_xml(package, name)
        elif "thumbnail" in low:
            yield leak("thumbnail", base)
        elif low.endswith((".jpg", ".jpeg", ".png")):
            try:
                yield from picture_leaks(package.parts[name], f"图片{base}", limits)
            except Unreadable:
                yield leak("not_scanned", f"图片{base}")
        elif low.endswith(".rels"):
            yield from _links(package, name)
    if package.names("word/media/", "xl/media/", "ppt/media/"):
        yield leak("image_only", "文件里的图片")


def _properties(package: Package) -> Iterator[Leak]:
    for part, names in (("docProps/core.xml", CORE), ("docProps/app.xml", APP)):
        if part not in package.parts:
            continue
        for node in package.xml(part):
            name, text = local(node), (node.text or "").strip()
            if name in names and text not in NOBODY:
                yield leak("author", f"文件属性“{names[name]}”", hint(text))
            elif name == "Template" and _PATH.search(text):
                yield leak("path", "文件属性“模板”", hint(text))
            for found in numbers_in(text):
                yield leak(found.kind, "文件属性", found.excerpt)
    if "docProps/custom.xml" in package.parts:
        for node in package.xml("docProps/custom.xml"):
            yield leak("author", f"自定义文件属性“{node.get('name', '')}”", hint("".join(node.itertext())))


def _custom_xml(package: Package, name: str) -> Iterator[Leak]:
    root = package.xml(name)
    words = " ".join(t.strip() for t in root.itertext() if t.strip())
    attributes = " ".join(str(v) for n in root.iter() for v in n.attrib.values())
    if words:
        yield leak("custom_xml", name.rsplit("/", 1)[-1], hint(words))
    for found in numbers_in(f"{words}\n{attributes}"):
        yield leak(found.kind, f"自定义XML数据{name.rsplit('/', 1)[-1]}", found.excerpt)


def _links(package: Package, name: str) -> Iterator[Leak]:
    for node in package.xml(name):
        target = node.get("Target", "")
        if node.get("TargetMode") == "External" and _PATH.search(target):
            yield leak("path", "链接的目标", hint(target))
        for found in numbers_in(target):
            yield leak(found.kind, "链接的目标", found.excerpt)


def once_each(leaks: Iterator[Leak], most: int = 500) -> list[Leak]:
    """Every leak once, at most this many: a list nobody can read helps nobody, but the last line says there is more."""
    found = list(dict.fromkeys(leaks))
    if len(found) <= most:
        return found
    found.sort(key=lambda x: x.severity)
    return [*found[:most], leak("not_scanned", f"还有{len(found) - most}处没有列出")]
