# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A file read into a report: identity, tables, text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from gongkai.annual_report.reading import export
from gongkai.annual_report.reading.blocks import Block, Line
from gongkai.annual_report.reading.identity import identify, prose
from gongkai.annual_report.reading.mentions import Mention, of_prose
from gongkai.annual_report.reading.parting import parted
from gongkai.annual_report.reading.source import Unusable, kind_of, load
from gongkai.annual_report.reading.tables import Tables, read_tables
from gongkai.law.table2 import Documents, Table2
from gongkai.law.table3 import Table3
from gongkai.law.table4 import Table4

# Many times what the longest report has; more of it would keep whoever reads it busy for minutes.
MOST_CHARACTERS, MOST_LINES, MOST_CELLS = 300_000, 10_000, 30_000
_WIDE = re.compile(r"[^\S\n]{9,}")  # a run of spaces says no more than eight of them


@dataclass(frozen=True)
class Reading:
    """What a file says. `prose` is the running text with its part (0 before the first heading)."""

    file: str
    kind: str
    organ: str | None
    year: int | None
    tables: Tables
    prose: tuple[tuple[int, str], ...]
    parts: frozenset[int]
    others: tuple[str, ...] = ()

    @cached_property
    def mentions(self) -> list[Mention]:
        """Every figure of the text."""
        return of_prose(self.prose, self.year)

    @property
    def format(self) -> str | None:
        """Whose headings the tables have: today's ("2021"), the trial format's ("2019"), or neither."""
        if self.tables.trial:
            return "2019"
        if self.tables.today:
            return "2021"
        if 3 in self.tables.found:
            if self.tables.one_row:
                return "2019"
            return "2021" if "R3.6.1" not in self.tables.unprinted else None
        return None


def read(path: Path) -> Reading:
    """Read a file. Raises Unusable with one plain sentence that names it."""
    kind, data = load(path)
    return _read(str(path), path.name, kind, data)


def read_bytes(name: str, data: bytes) -> Reading:
    """Read an uploaded file by its name and content. Raises Unusable."""
    return _read(name, name, kind_of(name, data), data)


def _read(file: str, name: str, kind: str, data: bytes) -> Reading:
    try:
        if kind == "json":
            return _of_export(file, export.load(data))
        blocks = front(kind)(data)
        if not blocks:
            raise Unusable("文件里没有文字")
        _bounded(blocks)
        blocks = parted(blocks)
    except Unusable as error:
        sentence = str(error)
        raise Unusable(sentence if name in sentence else f"{name}：{sentence}") from None
    identity = identify(blocks)
    tables = read_tables(blocks, identity)
    said = tuple(prose(blocks, identity, identity.year))
    return Reading(file, kind, identity.organ, identity.year, tables, said, identity.parts, identity.others)


def _bounded(blocks: Sequence[Block]) -> None:
    """Raise Unusable for more text or cells than a report can have; wide spaces are narrowed."""
    characters = lines = cells = 0
    for block in blocks:
        if isinstance(block, Line):
            block.text = _narrowed(block.text)
            lines += 1
            characters += len(block.text)
            continue
        cells += sum(map(len, block.rows))
        if _WIDE.search(block.text):
            for row in block.cells:
                for cell in row:
                    cell.text = _narrowed(cell.text)
            block._text = None
        characters += len(block.text)
    if characters > MOST_CHARACTERS or lines > MOST_LINES or cells > MOST_CELLS:
        raise Unusable("文字或者表格太多，不像一份年度报告，请只上传报告正文")


def _narrowed(text: str) -> str:
    return _WIDE.sub(" " * 8, text) if _WIDE.search(text) else text


def front(kind: str) -> Callable[[bytes], list[Block]]:
    """The front of a kind of file; its library is imported when it is used."""
    if kind == "html":
        from gongkai.annual_report.reading import web

        return web.blocks
    if kind == "docx":
        from gongkai.annual_report.reading import word

        return word.blocks
    if kind == "xlsx":
        from gongkai.annual_report.reading import excel

        return excel.blocks
    if kind == "pdf":
        from gongkai.annual_report.reading import pdf

        return pdf.blocks
    from gongkai.annual_report.reading import text

    return text.blocks


def _of_export(file: str, raw: dict[str, Any]) -> Reading:
    rows, one_row = export.table3(raw)
    said = export.text(raw)
    t2 = raw["table2"] if isinstance(raw.get("table2"), dict) else {}
    trial = export.trial(raw)
    tables = Tables(
        _export_table2(t2), Table3.from_rows(rows), Table4({b: tuple(v) for b, v in export.table4(raw).items()}),
        found={3} | ({2} if t2 or trial else set()) | ({4} if raw.get("table4") else set()),
        one_row=one_row, trial=trial, today=bool(t2),
    )  # fmt: skip
    return Reading(
        file, "json", export.organ(raw), export.year(raw), tables,
        tuple((0, text) for text in said or () if text), frozenset(range(1, 7)) if said is not None else frozenset(),
    )  # fmt: skip


def _export_table2(raw: dict[str, Any]) -> Table2:
    def documents(name: str) -> Documents:
        row = raw.get(name)
        return (
            Documents(*(export.count(v) for v in row))
            if isinstance(row, list) and len(row) == 3
            else Documents(None, None, None)
        )

    fees: Decimal | None = export.amount(raw.get("fees_wan_yuan"))
    return Table2(
        documents("rules"), documents("normative_documents"), export.count(raw.get("licences")),
        export.count(raw.get("penalties")), export.count(raw.get("coercion")), fees,
    )  # fmt: skip
