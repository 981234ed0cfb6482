# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Word: text in every corner of the package, comments, revisions, hidden runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from gongkai.redaction.files import Limits, Package
from gongkai.redaction.leaks import Leak, hint, leak
from gongkai.redaction.numbers import numbers_in
from gongkai.redaction.scan_office import attribute, local, once_each, shared_leaks

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# Parts with paragraphs, and how a reader would call them.
_PLACES = (
    ("word/document", "正文"), ("word/header", "页眉"), ("word/footer", "页脚"), ("word/footnotes", "脚注"),
    ("word/endnotes", "尾注"), ("word/comments", "批注"), ("word/glossary/document", "构建基块"),
    ("word/diagrams/", "图示"), ("word/charts/", "图表"), ("word/drawings/", "图形"),
)  # fmt: skip
CHANGES = {
    "ins": "插入", "del": "删除", "moveFrom": "移出", "moveTo": "移入", "cellIns": "插入单元格", "cellDel": "删除单元格",
    "rPrChange": "格式修订", "pPrChange": "格式修订", "sectPrChange": "格式修订", "tblPrChange": "格式修订",
    "tcPrChange": "格式修订", "trPrChange": "格式修订", "numberingChange": "格式修订", "tblGridChange": "格式修订",
}  # fmt: skip


def text_parts(package: Package) -> Iterator[tuple[str, str]]:
    """(part, what a reader calls it) for every part that holds words."""
    for name in package.parts:
        if name.endswith(".xml"):
            for start, label in _PLACES:
                if name.startswith(start):
                    yield name, label
                    break


def own_text(paragraph: Any, tags: tuple[str, ...] = ("t", "delText", "instrText")) -> str:
    """The paragraph's words without those of text boxes inside it (they are paragraphs of their own)."""
    said: list[str] = []
    for node in paragraph.iter():
        name = local(node)
        if name not in (*tags, "tab", "br", "cr", "noBreakHyphen"):
            continue
        if next((p for p in node.iterancestors() if local(p) == "p"), None) is not paragraph:
            continue
        said.append((node.text or "") if name in tags else "-" if name == "noBreakHyphen" else " ")
    return "".join(said)


def hidden_styles(package: Package) -> set[str]:
    """Styles whose text is not shown (w:vanish)."""
    if "word/styles.xml" not in package.parts:
        return set()
    styles = package.xml("word/styles.xml")
    return {
        s.get(W + "styleId", "") for s in styles.iter(W + "style") if any(on(v) for v in s.iter(W + "vanish"))
    }


def on(node: Any) -> bool:
    """A w: toggle is on unless it says otherwise."""
    return (attribute(node, "val") or "1").lower() not in ("0", "false", "off")


def hidden_run(run: Any, styles: set[str]) -> bool:
    """True when the run's words do not show: w:vanish of its own, or of its style."""
    properties = run.find(W + "rPr")
    if properties is None:
        return False
    vanish = properties.find(W + "vanish")
    if vanish is not None:
        return on(vanish)
    style = properties.find(W + "rStyle")
    return style is not None and style.get(W + "val") in styles


def leaks(package: Package, limits: Limits) -> list[Leak]:
    return once_each(_all(package, limits))


def _all(package: Package, limits: Limits) -> Iterator[Leak]:
    styles = hidden_styles(package)
    for name, label in text_parts(package):
        root = package.xml(name)
        if label == "批注":
            yield from _comments(root)
        yield from _paragraphs(root, label)
        yield from _changes(root, label)
        for run in root.iter(W + "r"):
            if hidden_run(run, styles) and (
                words := "".join(t.text or "" for t in run.iter(W + "t")).strip()
            ):
                yield leak("hidden_text", label, hint(words))
            elif _white(run) and (words := "".join(t.text or "" for t in run.iter(W + "t")).strip()):
                yield leak("invisible_text", f"{label}（白色文字）", hint(words))
    for name in package.parts:
        if "afchunk" in name.lower() or re.match(r"word/[^/]+\.(?:docx|html?|mht|rtf)$", name):
            yield leak("embedded", f"正文里嵌入的另一份文档{name.rsplit('/', 1)[-1]}")
    if "word/settings.xml" in package.parts:
        yield from _settings(package.xml("word/settings.xml"))
    yield from shared_leaks(package, limits)


def _white(run: Any) -> bool:
    color = run.find(f"{W}rPr/{W}color")
    shaded = run.find(f"{W}rPr/{W}shd") is not None or run.find(f"{W}rPr/{W}highlight") is not None
    cell = any(local(a) == "tc" and a.find(f"{W}tcPr/{W}shd") is not None for a in run.iterancestors())
    return color is not None and (color.get(W + "val") or "").upper() == "FFFFFF" and not shaded and not cell


def _comments(root: Any) -> Iterator[Leak]:
    for comment in root.iter(W + "comment"):
        author = attribute(comment, "author") or "未署名"
        words = "".join(own_text(p) for p in comment.iter(W + "p"))
        yield leak("comment", f"批注（{author[:1]}某）", hint(words))


def _paragraphs(root: Any, label: str) -> Iterator[Leak]:
    number = 0
    tables = list(root.iter(W + "tbl"))
    for paragraph in root.iter():
        if local(paragraph) != "p":
            continue
        number += 1
        words = own_text(paragraph)
        found = numbers_in(words)
        if found:
            place = _place(paragraph, label, number, tables)
            for one in found:
                yield leak(one.kind, place, one.excerpt)
    for node in root.iter():  # alternative texts, link tips, cached chart values: words outside any paragraph
        for value in (
            node.get("descr"),
            node.get("title"),
            node.get("alt"),
            node.text if local(node) == "v" else None,
        ):
            for one in numbers_in(value or ""):
                yield leak(one.kind, f"{label}里的图形说明", one.excerpt)


def _place(paragraph: Any, label: str, number: int, tables: list[Any]) -> str:
    row = next((a for a in paragraph.iterancestors() if local(a) == "tr"), None)
    if any(local(a) == "txbxContent" for a in paragraph.iterancestors()):
        return f"{label}的文本框"
    if row is None:
        return f"{label}第{number}段" if label == "正文" else label
    table = next(a for a in row.iterancestors() if local(a) == "tbl")
    return f"{label}第{tables.index(table) + 1}个表第{table.findall(W + 'tr').index(row) + 1}行"


def _changes(root: Any, label: str) -> Iterator[Leak]:
    for node in root.iter():
        name = local(node)
        if name in CHANGES and isinstance(node.tag, str) and node.tag.startswith(W):
            words = "".join(t.text or "" for t in node.iter(W + "t", W + "delText"))
            yield leak("tracked_change", f"{label}，{CHANGES[name]}", hint(words))


def _settings(root: Any) -> Iterator[Leak]:
    for node in root.iter(W + "docVar"):
        value = node.get(W + "val") or ""
        yield leak("custom_xml", "文档变量", hint(value))
        for one in numbers_in(value):
            yield leak(one.kind, "文档变量", one.excerpt)
