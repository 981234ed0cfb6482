# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Excel: cells as they are stored, and what a reader of the screen does not see."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from gongkai.redaction.files import Limits, Package
from gongkai.redaction.leaks import Leak, hint, leak
from gongkai.redaction.numbers import numbers_in
from gongkai.redaction.scan_office import attribute, local, once_each, shared_leaks

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CACHES = {
    "xl/pivotCache/": "数据透视表的缓存", "xl/externalLinks/": "外部工作簿的缓存", "xl/queryTables/": "查询",
    "xl/connections.xml": "数据连接", "xl/revisions/": "共享工作簿的修订记录", "xl/model/": "数据模型",
}  # fmt: skip


def sheets(package: Package) -> list[tuple[str, str, str]]:
    """(name, state, part) of each sheet in order; state is visible, hidden or veryHidden."""
    targets = relations(package, "xl/workbook.xml")
    found = []
    for node in package.xml("xl/workbook.xml").iter(S + "sheet"):
        part = targets.get(attribute(node, "id") or "", "")
        found.append((node.get("name", ""), node.get("state", "visible"), part))
    return found


def relations(package: Package, part: str) -> dict[str, str]:
    """Relation id → part for one part's own relations."""
    folder, name = posixpath.split(part)
    rels = f"{folder}/_rels/{name}.rels"
    if rels not in package.parts:
        return {}
    return {
        n.get("Id", ""): posixpath.normpath(posixpath.join("/" + folder, n.get("Target", ""))).lstrip("/")
        for n in package.xml(rels)
        if n.get("TargetMode") != "External"
    }


def shared_strings(package: Package) -> list[str]:
    if "xl/sharedStrings.xml" not in package.parts:
        return []
    root = package.xml("xl/sharedStrings.xml")
    return ["".join(t.text or "" for t in si.iter(S + "t")) for si in root.iter(S + "si")]


def hidden_rows(root: Any) -> list[Any]:
    return [row for row in root.iter(S + "row") if row.get("hidden") in ("1", "true") or row.get("ht") == "0"]


def hidden_columns(root: Any) -> set[int]:
    """Numbers of columns that do not show."""
    gone: set[int] = set()
    for col in root.iter(S + "col"):
        if col.get("hidden") in ("1", "true") or col.get("width") == "0":
            gone.update(range(int(col.get("min", "1")), min(int(col.get("max", "1")), 16384) + 1))
    return gone


def column_of(reference: str) -> int:
    number = 0
    for char in reference:
        if not "A" <= char <= "Z":
            break
        number = number * 26 + ord(char) - 64
    return number


def value_of(cell: Any, strings: list[str]) -> str:
    """What a cell holds, as text; a number without a fraction is written out in digits."""
    if cell.get("t") == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(S + "t"))
    raw = cell.findtext(S + "v") or ""
    if cell.get("t") == "s" and raw.isdigit():
        return strings[int(raw)] if int(raw) < len(strings) else ""
    if cell.get("t") in (None, "n") and "E" in raw.upper():
        try:
            number = float(raw)
        except ValueError:
            return raw
        return str(int(number)) if number.is_integer() and abs(number) < 10**20 else raw
    return raw


def leaks(package: Package, limits: Limits) -> list[Leak]:
    return once_each(_all(package, limits))


def _all(package: Package, limits: Limits) -> Iterator[Leak]:
    strings = shared_strings(package)
    used: set[int] = set()
    for name, state, part in sheets(package):
        shown = {"hidden": "隐藏", "veryHidden": "深度隐藏"}.get(state)
        if shown:
            yield leak("hidden_sheet", f"工作表“{name}”（{shown}）")
        if part in package.parts:
            yield from _sheet(package.xml(part), name, strings, used)
    for index, words in enumerate(strings):
        if index not in used:
            for one in numbers_in(words):
                yield leak(one.kind, "已经不在表里的旧文字", one.excerpt)
    yield from _names(package)
    yield from _beside(package)
    yield from shared_leaks(package, limits)


def _sheet(root: Any, name: str, strings: list[str], used: set[int]) -> Iterator[Leak]:
    place = f"工作表“{name}”"
    rows = [
        row
        for row in hidden_rows(root)
        if any(c.find(S + "v") is not None or c.get("t") == "inlineStr" for c in row)
    ]
    if rows:
        yield leak(
            "hidden_cells", f"{place}第{rows[0].get('r')}行{f'等{len(rows)}行' if len(rows) > 1 else ''}"
        )
    columns = hidden_columns(root)
    hit: set[int] = set()
    for cell in root.iter(S + "c"):
        raw = cell.findtext(S + "v") or ""
        if cell.get("t") == "s" and raw.isdigit():
            used.add(int(raw))
        value = value_of(cell, strings)
        reference = cell.get("r", "")
        if value and columns and (column := column_of(reference)) in columns:
            hit.add(column)
        for text in (value, cell.findtext(S + "f") or ""):
            for one in numbers_in(text) if len(text) > 6 else ():
                yield leak(one.kind, f"{place}{reference}", one.excerpt)
    if hit:
        yield leak("hidden_cells", f"{place}隐藏的{len(hit)}列里有内容")
    for node in root.iter():
        if local(node) in (
            "oddHeader",
            "oddFooter",
            "evenHeader",
            "evenFooter",
            "firstHeader",
            "firstFooter",
            "formula1",
        ):
            for one in numbers_in(node.text or ""):
                yield leak(one.kind, f"{place}的页眉页脚或者数据有效性", one.excerpt)


def _names(package: Package) -> Iterator[Leak]:
    for node in package.xml("xl/workbook.xml").iter(S + "definedName"):
        words, name = node.text or "", node.get("name", "")
        if node.get("hidden") == "1" and not name.startswith("_xlnm"):
            yield leak("defined_name", f"隐藏的名称“{name[:12]}”")
        elif "[" in words:
            yield leak("defined_name", f"名称“{name[:12]}”指向别的工作簿", hint(words))
        for one in numbers_in(words):
            yield leak(one.kind, f"名称“{name[:12]}”", one.excerpt)


def _beside(package: Package) -> Iterator[Leak]:
    for name in package.parts:
        if not name.endswith(".xml"):
            continue
        low = name.lower()
        if low.startswith("xl/comments") or low.startswith("xl/threadedcomments/"):
            for node in package.xml(name).iter():
                if local(node) in ("comment", "threadedComment"):
                    words = "".join(node.itertext())
                    yield leak("comment", f"单元格{node.get('ref', '')}的批注", hint(words))
                    for one in numbers_in(words):
                        yield leak(one.kind, f"单元格{node.get('ref', '')}的批注", one.excerpt)
        elif low.startswith("xl/persons/"):
            yield leak("author", "批注人名单")
        for start, label in _CACHES.items():
            if name.startswith(start):
                yield leak("cached_data", label)
        if name.startswith(
            ("xl/drawings/", "xl/charts/", "xl/pivotCache/", "xl/externalLinks/", "xl/tables/")
        ):
            for node in package.xml(name).iter():
                for words in (
                    node.text,
                    node.get("v"),
                    node.get("val"),
                    node.get("descr"),
                    node.get("title"),
                ):
                    for one in numbers_in(words or "") if words and len(words) > 6 else ():
                        yield leak(
                            one.kind, f"{name.split('/')[1]}（{name.rsplit('/', 1)[-1]}）", one.excerpt
                        )
