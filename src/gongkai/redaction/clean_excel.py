# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Excel: hidden sheets, rows and columns emptied for good; formulas become the values they show."""

from __future__ import annotations

import re
from typing import Any

from gongkai.redaction.clean_office import (
    Cover,
    bare_pictures,
    bare_properties,
    cut_paths,
    drop_parts,
    written,
)
from gongkai.redaction.files import Package, Unreadable
from gongkai.redaction.scan_excel import S, column_of, hidden_columns, hidden_rows, sheets
from gongkai.redaction.scan_office import local

_BESIDE = (
    ("xl/comments", "批注"), ("xl/threadedComments/", "批注"), ("xl/persons/", "批注人名单"), ("xl/vba", "宏"),
    ("xl/embeddings/", "嵌入的文件"), ("xl/activeX/", "控件"), ("xl/ctrlProps/", "控件"), ("xl/externalLinks/", "外部工作簿的缓存"),
    ("xl/pivotCache/", "数据透视表的缓存（表里的数保留）"), ("xl/pivotTables/", "数据透视表（表里的数保留）"),
    ("xl/queryTables/", "查询"), ("xl/connections.xml", "数据连接"), ("xl/revisions/", "修订记录"), ("xl/model/", "数据模型"),
    ("xl/slicer", "切片器"), ("xl/timeline", "日程表"), ("xl/calcChain.xml", ""), ("xl/printerSettings/", "打印机设置"),
    ("customXml/", "自定义XML数据"), ("docProps/custom.xml", "自定义文件属性"), ("docProps/thumbnail", "缩略图"),
    ("xl/macrosheets/", "宏"), ("xl/metadata.xml", ""), ("xl/customProperty", "自定义数据"), ("xl/webextensions/", "加载项"),
)  # fmt: skip
_WORKBOOK = {
    "externalReferences",
    "pivotCaches",
    "fileSharing",
    "customWorkbookViews",
    "extLst",
    "AlternateContent",
}
_SHEET = {
    "legacyDrawing",
    "legacyDrawingHF",
    "oleObjects",
    "controls",
    "extLst",
    "customProperties",
    "AlternateContent",
}


def clean(package: Package, cover: Cover) -> list[str]:
    """Clean in place; returns what was dropped, in words."""
    every = sheets(package)
    shown = [part for _, state, part in every if state == "visible"]
    if not shown:
        raise Unreadable("工作簿里没有可见的工作表，请先取消隐藏要公开的工作表")
    dropped = [f"隐藏的工作表“{name}”" for name, state, _ in every if state != "visible"]
    _workbook(package, every)
    drop_parts(package, lambda n: n in {part for _, state, part in every if state != "visible"})
    used: set[int] = set()
    for name, state, part in every:
        if state == "visible" and part in package.parts:
            root = package.xml(part)
            dropped += _sheet(root, name, used)
            if any([cover.over(list(c.iter(S + "t"))) for c in root.iter(S + "c")]):
                dropped.append(f"工作表“{name}”里遮盖的内容")
            dropped += _numbers(root, name, cover)
            package.parts[part] = written(root)
    dropped += _strings(package, used, cover)
    for start, label in _BESIDE:
        if drop_parts(package, lambda n, s=start: n.startswith(s)) and label:  # type: ignore[misc]
            dropped.append(label)
    if drop_parts(package, lambda n: n.endswith(".vml")):
        dropped.append("批注的外形")
    _orphans(package)
    dropped += bare_properties(package) + cut_paths(package)
    bare_pictures(package)
    return dropped


def _workbook(package: Package, every: list[tuple[str, str, str]]) -> None:
    root = package.xml("xl/workbook.xml")
    kept = [i for i, (_, state, _) in enumerate(every) if state == "visible"]
    gone = [name for name, state, _ in every if state != "visible"]
    for node in [n for n in root.iter(S + "sheet") if n.get("state", "visible") != "visible"]:
        node.getparent().remove(node)
    for node in list(root.iter(S + "definedName")):
        words, scope = node.text or "", node.get("localSheetId")
        of_gone = any(name in words for name in gone) or (scope is not None and int(scope) not in kept)
        # Only the names a sheet needs to print and filter stay: others lead to cells that may be gone.
        if (
            of_gone
            or not node.get("name", "").startswith("_xlnm.")
            or node.get("name") == "_xlnm._FilterDatabase"
        ):
            node.getparent().remove(node)
        elif scope is not None:
            node.set("localSheetId", str(kept.index(int(scope))))
    for node in list(root):
        if local(node) in _WORKBOOK or (local(node) == "definedNames" and not len(node)):
            root.remove(node)
    for view in root.iter(S + "workbookView"):
        for key in ("activeTab", "firstSheet"):
            view.attrib.pop(key, None)
    for node in root.iter():
        for key in [k for k in node.attrib if k.rsplit("}", 1)[-1] in ("url", "codeName")]:
            del node.attrib[key]
    package.parts["xl/workbook.xml"] = written(root)


def _sheet(root: Any, name: str, used: set[int]) -> list[str]:
    dropped = []
    columns = hidden_columns(root)
    rows = hidden_rows(root)
    emptied = False
    for row in rows:
        emptied = emptied or len(row) > 0
        for cell in list(row):
            row.remove(cell)
    for row in root.iter(S + "row"):
        for cell in list(row):
            if columns and column_of(cell.get("r", "")) in columns:
                row.remove(cell)
                emptied = True
    if emptied:
        dropped.append(f"工作表“{name}”隐藏的行、列里的内容")
    for cell in root.iter(S + "c"):
        for formula in cell.findall(S + "f"):
            cell.remove(formula)  # a formula may read from what is gone, or say where it lay
            dropped.append(f"工作表“{name}”的公式（保留显示的数）")
        raw = cell.findtext(S + "v") or ""
        if cell.get("t") == "s" and raw.isdigit():
            used.add(int(raw))
        cell.attrib.pop("vm", None)
        cell.attrib.pop("cm", None)
    for node in list(root):
        if (
            local(node) in _SHEET
            or local(node) == "dataValidations"
            or local(node) == "conditionalFormatting"
        ):
            root.remove(node)
    return dropped


def _numbers(root: Any, name: str, cover: Cover) -> list[str]:
    """A number in a cell that is one of the terms, or a telephone, becomes blocks."""
    dropped = []
    for cell in root.iter(S + "c"):
        value = cell.find(S + "v")
        if cell.get("t") in (None, "n", "str") and value is not None and cover.over([value]):
            cell.set("t", "str")
            dropped.append(f"工作表“{name}”里遮盖的内容")
    return dropped


def _strings(package: Package, used: set[int], cover: Cover) -> list[str]:
    """Words no cell shows any more are emptied (their numbers stay, so that other cells find theirs)."""
    if "xl/sharedStrings.xml" not in package.parts:
        return []
    dropped = []
    root = package.xml("xl/sharedStrings.xml")
    for index, item in enumerate(root.findall(S + "si")):
        for phonetic in item.findall(S + "rPh"):
            item.remove(phonetic)
        nodes = list(item.iter(S + "t"))
        if index not in used:
            for node in nodes:
                node.text = ""
        elif cover.over(nodes):
            dropped.append("表格里遮盖的内容")
    package.parts["xl/sharedStrings.xml"] = written(root)
    return dropped


def _orphans(package: Package) -> None:
    """Drawings, charts and tables of a sheet that is gone are led to by nothing: they go too."""
    while True:
        linked = set()
        for rels in [n for n in package.parts if n.endswith(".rels")]:
            for node in package.xml(rels):
                linked.add(node.get("Target", "").rsplit("/", 1)[-1])
        beside = re.compile(r"xl/(?:drawings|charts|tables|media|diagrams)/")
        if not drop_parts(package, lambda n: bool(beside.match(n)) and n.rsplit("/", 1)[-1] not in linked):  # noqa: B023
            return
