# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A public document as a PDF, typeset by typst; refused where the machine has no font for its words."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from PIL import Image

from gongkai import typesetting
from gongkai.publishing.copies.blocks import Block, Run, blocks
from gongkai.publishing.copies.paper import Paper

# A document may hold any sign a reader can type: the last families have many of them.
BODY = (*typesetting.BODY, "DejaVu Sans")
HEADS = (*typesetting.HEADS, "FangSong", "SimSun", "DejaVu Sans")

_TEMPLATE = """
#let d = json("data.json")
#set document(title: d.title, author: d.organ, date: datetime(year: d.made.at(0), month: d.made.at(1), day: d.made.at(2)))
#set page(paper: "a4", margin: (left: 2.8cm, right: 2.6cm, top: 3.7cm, bottom: 3.5cm), numbering: "— 1 —")
#set text(font: d.body, size: 15pt, lang: "zh", region: "cn")
#set par(leading: 0.95em, justify: true, spacing: 0.95em)
#show heading: it => block(above: 1.1em, below: 0.95em, pad(left: 2em, text(font: d.heads, size: 15pt, weight: "regular", it.body)))
#let say(runs) = for r in runs {
  if r.text == "\\n" { linebreak() } else {
    let c = text(r.text)
    if "b" in r.marks { c = text(font: d.heads, c) }
    if "i" in r.marks { c = emph(c) }
    if "u" in r.marks { c = underline(c) }
    if "d" in r.marks { c = sub(c) }
    if "p" in r.marks { c = super(c) }
    if r.href != "" { link(r.href, c) } else { c }
  }
}
#let grid(b) = block(above: 1em, below: 1em, {
  set text(size: 10pt)
  set par(leading: 0.5em, justify: false)
  table(columns: b.columns * (1fr,), stroke: 0.5pt, inset: 4pt, align: left + horizon,
    ..b.cells.map(c => table.cell(x: c.x, y: c.y, rowspan: c.down, colspan: c.across, if c.head { text(font: d.heads, say(c.runs)) } else { say(c.runs) })))
})
#align(center, block(below: 1.8em, par(justify: false, leading: 0.7em, text(font: d.heads, size: 21pt, d.title))))
#for b in d.blocks {
  if b.kind == "heading" { heading(level: b.level, say(b.runs)) }
  else if b.kind == "table" { grid(b) }
  else if b.kind == "picture" { align(center, block(above: 1em, below: 1em, image(b.file, alt: b.alt, width: b.width))) }
  else if b.kind == "rule" { line(length: 30%, stroke: 0.5pt) }
  else if b.kind == "caption" { align(center, text(size: 12pt, say(b.runs))) }
  else if b.kind == "item" { pad(left: 2em * b.level, par(hanging-indent: 1em, { if b.marker != "" [#b.marker ]; say(b.runs) })) }
  else if b.kind == "quote" { pad(left: 2em, par(say(b.runs))) }
  else { par(first-line-indent: (amount: 2em, all: true), say(b.runs)) }
}
#if d.signed.len() > 0 { block(above: 2em, width: 100%, align(right, for s in d.signed { par(s) })) }
#for f in d.files { par(first-line-indent: (amount: 2em, all: true), f) }
#block(above: 2.5em, width: 100%, breakable: false, {
  set text(size: 10pt)
  set par(leading: 0.6em, spacing: 0.6em, justify: false)
  line(length: 100%, stroke: 0.5pt)
  for f in d.facts { par([#f.at(0)：#f.at(1)]) }
})
"""


def pdf_bytes(paper: Paper, as_of: date) -> bytes:
    """A .pdf of the paper. Raises typesetting.NoFont."""
    pictures = paper.pictures(as_of)
    images = {f"p{n}": data for n, data in enumerate(pictures.values())}
    names = dict(zip(pictures, images, strict=True))
    site = paper.address.split("/document/")[0]
    data = {
        "title": paper.title, "organ": paper.organ, "made": [paper.published_on.year, paper.published_on.month, paper.published_on.day],
        "blocks": [_block(b, names, images, site) for b in blocks(paper.body)], "signed": [paper.organ, paper.signed] if paper.signed else [],
        "files": [f"附件{n if len(paper.files) > 1 else ''}：{name}" for n, name in enumerate(paper.files, 1)],
        "facts": [*paper.facts, ("来源", paper.address)],
    }  # fmt: skip
    words = "".join(_strings(data))
    data |= {"body": typesetting.families_for(words, BODY), "heads": typesetting.families_for(words, HEADS)}
    return typesetting.pdf(_TEMPLATE, data, images=images)


def _block(block: Block, names: dict[str, str], images: dict[str, bytes], site: str) -> dict[str, Any]:
    if block.kind == "picture":
        name = names.get(block.src)
        if name is None:
            return {"kind": "text", "runs": [_run(Run(f"［图：{block.text}，见网页］"), site)]}
        return {"kind": "picture", "file": name, "alt": block.text, "width": _width(images[name])}
    said: dict[str, Any] = {
        "kind": block.kind,
        "level": block.level,
        "marker": block.marker,
        "runs": [_run(r, site) for r in block.runs],
    }
    if block.kind == "table":
        said["columns"] = max(c.x + c.across for c in block.cells)
        said["cells"] = [
            {"x": c.x, "y": c.y, "across": c.across, "down": c.down, "head": c.head, "runs": [_run(r, site) for r in c.runs]}
            for c in block.cells
        ]  # fmt: skip
    return said


def _width(picture: bytes) -> str:
    """As wide as it is at 96 dots an inch, the column at most."""
    with Image.open(io.BytesIO(picture)) as opened:
        return f"{min(opened.width * 0.75, 440):.0f}pt"


def _run(run: Run, site: str) -> dict[str, str]:
    href = f"{site}{run.href}" if run.href.startswith("/") else run.href
    return {
        "text": run.text,
        "marks": run.marks,
        "href": href if "://" in href or href.startswith("mailto:") else "",
    }


def _strings(value: Any) -> list[str]:
    """Every word that is printed."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [
            s
            for name, v in value.items()
            if name not in ("href", "file", "width", "kind")
            for s in _strings(v)
        ]
    return [s for v in value for s in _strings(v)] if isinstance(value, (list, tuple)) else []
