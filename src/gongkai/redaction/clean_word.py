# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Word: revisions accepted, remarks, hidden words and everything beside the text taken out."""

from __future__ import annotations

import re
from typing import Any

from gongkai.redaction.clean_office import (
    Cover,
    bare_pictures,
    bare_properties,
    cut_paths,
    drop_parts,
    remove,
    unwrap,
    written,
)
from gongkai.redaction.files import Package, Unreadable, parse_xml
from gongkai.redaction.scan_office import local
from gongkai.redaction.scan_word import CHANGES, W, hidden_run, hidden_styles, text_parts

_BESIDE = (
    ("word/comments", "批注"), ("word/people.xml", "批注人名单"), ("customXml/", "自定义XML数据"), ("word/vba", "宏"),
    ("word/embeddings/", "嵌入的文件"), ("word/activeX/", "控件"), ("docProps/custom.xml", "自定义文件属性"),
    ("docProps/thumbnail", "缩略图"), ("word/printerSettings", "打印机设置"), ("word/glossary/", "构建基块"),
    ("word/keyMapCustomizations", "键盘设置"), ("word/attachedToolbars", "工具栏"),
)  # fmt: skip
_MARKS = {"commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "moveFromRangeStart",
          "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "customXmlInsRangeStart", "customXmlInsRangeEnd",
          "customXmlDelRangeStart", "customXmlDelRangeEnd", "dataBinding", "OLEObject", "control", "externalData",
          "proofErr", "permStart", "permEnd"}  # fmt: skip
_SETTINGS = {
    "docVars",
    "rsids",
    "attachedTemplate",
    "trackRevisions",
    "mailMerge",
    "documentProtection",
    "attachedSchema",
}


def clean(package: Package, cover: Cover) -> list[str]:
    """Clean in place; returns what was dropped, in words."""
    if any(
        "afchunk" in n.lower() or re.match(r"word/[^/]+\.(?:docx|html?|mht|rtf)$", n) for n in package.parts
    ):
        raise Unreadable("正文里嵌入了另一份文档，请在Word里打开后另存为PDF再处理")
    dropped: list[str] = []
    styles = hidden_styles(package)
    for name, label in text_parts(package):
        if label in ("批注", "构建基块"):
            continue
        root = package.xml(name)
        dropped += _accept(root, label)
        dropped += _bare(root, label, styles)
        if any([_redact(p, cover) for p in root.iter() if local(p) == "p"]):
            dropped.append(f"{label}里遮盖的内容")
        package.parts[name] = written(root)
    for start, label in _BESIDE:
        if drop_parts(package, lambda n, s=start: n.startswith(s)):  # type: ignore[misc]
            dropped.append(label)
    dropped += bare_properties(package) + cut_paths(package)
    bare_pictures(package)
    _bare_attributes(package)
    if "word/settings.xml" in package.parts:
        root = package.xml("word/settings.xml")
        for node in list(root):
            if local(node) in _SETTINGS:
                root.remove(node)
        package.parts["word/settings.xml"] = written(root)
    return dropped


def _bare_attributes(package: Package) -> None:
    """Numbers of editing sessions, which tie documents to one another, and words said only to a screen reader."""
    for name in package.names("word/", ends=".xml"):
        root = package.xml(name)
        for node in [n for n in root.iter() if local(n) == "rsid"]:
            remove(node)
        for node in root.iter():
            for key in [
                k for k in node.attrib if k.rsplit("}", 1)[-1].startswith("rsid") or k in ("descr", "alt")
            ]:
                del node.attrib[key]
        package.parts[name] = written(root)


def _accept(root: Any, label: str) -> list[str]:
    """Accept every revision: what was struck goes, what was put in stays, formats as they are now."""
    found = False
    for row in [n for n in root.iter(W + "tr") if n.find(f"{W}trPr/{W}del") is not None]:
        remove(row)
        found = True
    for cell in [n for n in root.iter(W + "tc") if n.find(f"{W}tcPr/{W}cellDel") is not None]:
        remove(cell)
        found = True
    for paragraph in list(root.iter(W + "p")):
        marks = paragraph.find(f"{W}pPr/{W}rPr")
        if marks is not None and (
            marks.find(W + "del") is not None or marks.find(W + "moveFrom") is not None
        ):
            _join_next(paragraph)
            found = True
    for node in list(root.iter()):
        name = local(node)
        if name not in CHANGES or not node.tag.startswith(W):
            continue
        found = True
        if name in ("ins", "moveTo") and len(node):
            unwrap(node)
        elif node.getparent() is not None:
            remove(node)
    return [f"{label}的修订痕迹（已接受）"] if found else []


def _join_next(paragraph: Any) -> None:
    """A struck paragraph mark: what the paragraph keeps goes to the head of the next one."""
    following = paragraph.getnext()
    kept = [n for n in paragraph if local(n) not in ("pPr", "del", "moveFrom")]
    if following is None or following.tag != W + "p":
        if kept or paragraph.getparent() is None or local(paragraph.getparent()) == "tc":
            marks = paragraph.find(f"{W}pPr/{W}rPr")
            for node in list(marks):
                if local(node) in ("del", "moveFrom"):
                    marks.remove(node)
            return
    else:
        at = 1 if following.find(W + "pPr") is not None else 0
        for node in kept:
            following.insert(at, node)
            at += 1
    remove(paragraph)


def _bare(root: Any, label: str, styles: set[str]) -> list[str]:
    dropped = []
    for node in [n for n in root.iter() if local(n) in _MARKS]:
        remove(node)
    for run in list(root.iter(W + "r")):
        if hidden_run(run, styles):
            remove(run)
            dropped.append(f"{label}的隐藏文字")
    # The fallback copy of a drawing repeats its words where nobody looks.
    for node in [n for n in root.iter() if local(n) == "Fallback"]:
        remove(node)
    return dropped


def _redact(paragraph: Any, cover: Cover) -> bool:
    nodes = [
        n for n in paragraph.iter()
        if local(n) in ("t", "instrText") and next((a for a in n.iterancestors() if local(a) == "p"), None) is paragraph
    ]  # fmt: skip
    return bool(nodes) and cover.over(nodes)


def all_words(part: bytes, name: str) -> str:
    """Every word of a part, attributes too: paragraphs apart, runs together."""
    said: list[str] = []
    for node in parse_xml(part, name).iter():
        if not isinstance(node.tag, str):
            said.append(node.text or "")
            continue
        if local(node) in ("p", "si", "c"):
            said.append("\n")
        said.append(node.text or "")
    said += [
        "\n" + v for n in parse_xml(part, name).iter() if isinstance(n.tag, str) for v in n.attrib.values()
    ]
    return "".join(said)
