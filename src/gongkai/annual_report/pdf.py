# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The report as a PDF, typeset by typst: the statutory tables with their merged headers, ruled, text as text."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from gongkai import typesetting
from gongkai.annual_report.layout import Grid, printed, table2, table3, table4
from gongkai.annual_report.text import NOTES_TITLE, PART_TITLES, lines, notes_lines, preamble, title_lines
from gongkai.typesetting import BODY, HEADS, families_for

_TEMPLATE = """
#let d = json("data.json")
#set document(title: d.title, author: d.organ, date: datetime(year: d.made.at(0), month: d.made.at(1), day: d.made.at(2)))
#set page(paper: "a4", margin: (x: 2.3cm, y: 2.5cm), numbering: "— 1 —")
#set text(font: d.body, size: 14pt, lang: "zh", region: "cn")
#set par(first-line-indent: (amount: 2em, all: true), leading: 1em, justify: true)
#show heading: it => block(above: 1.2em, below: 0.9em, sticky: true, text(font: d.heads, size: if it.level == 1 { 15pt } else { 14pt }, weight: "regular", it.body))
#align(center, block(below: 1.5em, text(font: d.heads, size: 20pt, d.lines.join(linebreak()))))
#let draw(grid, size) = block(above: 1em, below: 1em, breakable: false, {
  set text(size: size)
  set par(first-line-indent: 0em, leading: 0.45em, justify: false)
  table(
    columns: grid.columns.map(n => n * 1fr), stroke: 0.5pt, inset: (x: 2pt, y: 4pt), align: center + horizon,
    ..if grid.head > 0 { (table.header(..grid.cells.filter(c => c.y < grid.head).map(c => table.cell(x: c.x, y: c.y, rowspan: c.down, colspan: c.across, c.text))),) },
    ..grid.cells.filter(c => c.y >= grid.head).map(c => table.cell(
      x: c.x, y: c.y, rowspan: c.down, colspan: c.across, breakable: true, align: if c.left { left + horizon } else { center + horizon }, c.text)))
})
#for part in d.parts {
  if part.title != "" { heading(level: 1, part.title) }
  for text in part.texts { if text.at(0) != "" { heading(level: 2, text.at(0)) }; par(text.at(1)) }
  if part.grid != none { draw(part.grid, if part.grid.columns.len() > 10 { 7.5pt } else { 9pt }) }
}
"""


def fonts(text: str) -> tuple[list[str], list[str]]:
    """The families for the text and for headings, which together have every character of it. Raises typesetting.NoFont."""
    return families_for(text, BODY), families_for(text, HEADS)


def pdf_bytes(snapshot: dict[str, Any]) -> bytes:
    """A .pdf of a published (or computed) report. Raises typesetting.NoFont."""
    parts = list(_parts(snapshot))
    body, heads = fonts(json.dumps([snapshot["title"], parts], ensure_ascii=False))
    made = date.fromisoformat(snapshot["published_on"]) if snapshot.get("published_on") else date.today()  # noqa: DTZ011 - a draft carries the day it was made
    data = {
        "title": snapshot["title"], "lines": title_lines(snapshot), "organ": snapshot["organ"], "made": [made.year, made.month, made.day],
        "body": body, "heads": heads, "parts": parts,
    }  # fmt: skip
    return typesetting.pdf(_TEMPLATE, data)


def _parts(snapshot: dict[str, Any]) -> list[dict[str, Any]]:
    parts = {part["key"]: part for part in snapshot["parts"]}
    grids = {
        2: _grid(table2(snapshot["table2"]), (3, 2, 2, 2), 0), 3: _grid(table3(snapshot["table3"]), (1.1, 2, 5.2, *[1.35] * 7), 3),
        4: _grid(table4(snapshot["table4"]), (1,) * 15, 3),
    }  # fmt: skip
    found = []
    for number, (title, keys) in enumerate(PART_TITLES, 1):
        texts = [
            ["" if n or parts[key]["label"] == title.split("、")[1] else parts[key]["label"], "".join(p["text"] for p in line)]
            for key in keys
            for n, line in enumerate(lines(parts[key]["pieces"]) or [[]])
        ]  # fmt: skip
        found.append({"title": title, "texts": texts, "grid": grids.get(number)})
    if noted := notes_lines(snapshot):
        found.append(
            {
                "title": "",
                "texts": [[NOTES_TITLE if n == 0 else "", line] for n, line in enumerate(noted)],
                "grid": None,
            }
        )
    return [{"title": "", "texts": [["", preamble(snapshot)]], "grid": None}, *found]


def _grid(grid: Grid, widths: tuple[float, ...], head: int) -> dict[str, Any]:
    return {
        "columns": list(widths),
        "head": head,
        "cells": [
            {
                "x": c.left, "y": c.top, "down": c.bottom - c.top + 1, "across": c.right - c.left + 1,
                "text": printed(c, grid), "left": c.left_aligned,
            }
            for c in grid.cells
        ],
    }  # fmt: skip
