# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The report as Markdown: for repositories, for machines that read text, and for comparing two years line by line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gongkai.annual_report.text import NOTES_TITLE, PART_TITLES, lines, notes_lines, preamble
from gongkai.law import wording
from gongkai.law.table3 import COLUMN_LABELS, COLUMNS, CORNER, ROWS
from gongkai.law.table4 import Block, Result


def markdown(snapshot: dict[str, Any]) -> str:
    """The whole report; in table 3 a row's group stands before its own label."""
    parts = {part["key"]: part for part in snapshot["parts"]}
    said = [f"# {snapshot['title']}", preamble(snapshot)]
    tables = {2: _table2(snapshot["table2"]), 3: _table3(snapshot["table3"]), 4: _table4(snapshot["table4"])}
    for number, (title, keys) in enumerate(PART_TITLES, 1):
        said.append(f"## {title}")
        for key in keys:
            part = parts[key]
            if part["label"] != title.split("、")[1]:
                said.append(f"### {part['label']}")
            said += ["".join(piece["text"] for piece in line) for line in lines(part["pieces"])]
        said += tables.get(number, ())
    if noted := notes_lines(snapshot):
        said += [f"## {NOTES_TITLE}", *noted]
    return "\n\n".join(text for text in said if text) + "\n"


def _table(head: list[str], rows: list[list[object]]) -> str:
    ruled = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join("| " + " | ".join(_said(c) for c in line) + " |" for line in ruled)


def _said(cell: object) -> str:
    return "" if cell is None else wording.amount(cell) if isinstance(cell, int | float) else str(cell)


def _table2(t: dict[str, Any]) -> Iterator[str]:
    yield "### 第二十条第（一）项"
    rows: list[list[object]] = [["规章", *t["rules"]], ["行政规范性文件", *t["normative_documents"]]]
    yield _table(["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"], rows)
    for item, head, cells in (
        ("第二十条第（五）项", "本年处理决定数量", (("行政许可", "licences"),)),
        ("第二十条第（六）项", "本年处理决定数量", (("行政处罚", "penalties"), ("行政强制", "coercion"))),
        ("第二十条第（八）项", "本年收费金额（单位：万元）", (("行政事业性收费", "fees_wan_yuan"),)),
    ):
        yield f"### {item}"
        yield _table(["信息内容", head], [[label, t[name]] for label, name in cells])


def _table3(rows: list[list[int | None]]) -> Iterator[str]:
    yield CORNER
    yield _table(
        ["申请人情况", *(COLUMN_LABELS[c] for c in COLUMNS)],
        [[f"{row.group or ''}{row.label}", *values] for row, values in zip(ROWS, rows, strict=True)],
    )


def _table4(blocks: dict[str, list[int | None]]) -> Iterator[str]:
    results = [*(r.label for r in Result), "总计"]
    yield _table(["类别", *results], [[b.label, *blocks[b.value]] for b in Block])
