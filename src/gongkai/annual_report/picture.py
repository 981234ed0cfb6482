# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""图解 as one picture (PNG) and as pages to print (PDF), drawn by typst from what the web page draws. Nothing is counted here."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from gongkai import typesetting
from gongkai.annual_report.infographic import infographic
from gongkai.annual_report.pdf import HEADS
from gongkai.annual_report.text import title_lines
from gongkai.typesetting import families_for

PIXELS_PER_INCH = 144  # 540 pt wide: 1,080 pixels, as a phone shows it whole

_TEMPLATE = r"""
#let d = json("data.json")
#let blue = rgb("#17508f")
#let light = rgb("#4f86bd")
#let navy = rgb("#10305c")
#let grey = rgb("#646b78")
#let ink = rgb("#14161a")
#let line-c = rgb("#c9ced6")
#let tones = (c1: blue, c2: light, c3: grey, cd: navy)
#set document(title: d.title, author: d.organ, date: datetime(year: d.made.at(0), month: d.made.at(1), day: d.made.at(2)))
#set page(..if d.long { (width: 540pt, height: auto, margin: 36pt) } else { (paper: "a4", margin: (x: 1.8cm, y: 1.8cm), numbering: "— 1 —") })
#set text(font: d.heads, size: 10.5pt, lang: "zh", region: "cn", fill: ink)
#set par(leading: 0.75em, justify: false)
#let small(body) = text(size: 9pt, fill: grey, body)
#let big(body, size: 26pt) = text(size: size, weight: "bold", body)
#let sec(title, body) = block(above: 20pt, width: 100%, breakable: true, {
  block(sticky: true, breakable: false, below: 12pt, width: 100%, {
    line(length: 100%, stroke: 1.2pt + ink)
    v(-2pt)
    text(size: 15pt, weight: "bold", title)
  })
  body
})
#let sub(title) = block(sticky: true, below: 10pt, text(size: 12pt, weight: "bold", title))
#let bars(rows, label) = grid(columns: (label, 1fr, auto), column-gutter: 8pt, row-gutter: 8pt, align: (left + horizon, left + horizon, right + horizon),
  ..rows.map(r => (text(size: 9.5pt, r.label), rect(width: calc.max(r.share, 0.4) * 1%, height: 11pt, fill: tones.at(r.tone), stroke: none), text(size: 9.5pt, weight: "bold", r.text))).flatten())
#let tiles(rows, n) = grid(columns: (1fr,) * n, column-gutter: 12pt, row-gutter: 12pt,
  ..rows.map(t => block(width: 100%, stroke: (top: 0.6pt + line-c), inset: (top: 6pt), breakable: false, [#big(t.at(0), size: 18pt)#h(2pt)#small(t.at(2)) \ #text(size: 9pt, t.at(1))])))
#let two(a, b) = grid(columns: (1fr, 1fr), column-gutter: 24pt, a, b)
#text(size: 22pt, weight: "bold", d.lines.join(linebreak()))
#v(2pt)
#small[图解版　统计期限 #d.year 年1月1日至12月31日]

#sec(d.heading, {
  if d.on-time [新收的加上年结转的，等于办结的加转到下一年的。办结的都在法定期限内。] else [新收的加上年结转的，等于办结的加转到下一年的。]
  v(4pt)
  grid(columns: (auto, 1fr, auto, 1fr, auto, 1fr, auto), align: center + horizon,
    [#big(d.new) \ #small[本年新收]], text(size: 20pt, fill: grey)[＋], [#big(d.before) \ #small[上年结转]], text(size: 20pt, fill: grey)[＝],
    [#big(d.done) \ #small[本年办结]], text(size: 20pt, fill: grey)[＋], [#big(d.after) \ #small[结转下年]])
  if d.some {
    v(4pt)
    stack(spacing: 3pt,
      grid(columns: (d.new-share * 1fr, (100 - d.new-share) * 1fr), column-gutter: if d.new-share > 0 and d.new-share < 100 { 2pt } else { 0pt }, rect(width: 100%, height: 22pt, fill: blue, stroke: none), rect(width: 100%, height: 22pt, fill: light, stroke: none)),
      grid(columns: (d.done-share * 1fr, (100 - d.done-share) * 1fr), column-gutter: if d.done-share > 0 and d.done-share < 100 { 2pt } else { 0pt }, rect(width: 100%, height: 22pt, fill: navy, stroke: none), rect(width: 100%, height: 22pt, fill: grey, stroke: none)))
    small[上：新收和上年结转　下：办结和结转下年　等长就是账平]
  }
})
#if d.some { block(above: 16pt, breakable: false, two(
  { sub(d.done + "件是怎样办结的"); if d.results.len() > 0 { bars(d.results, 4.2em); v(4pt); small(d.given) } else { small[本年没有办结的申请。] } },
  { sub("谁在申请"); if d.applicants.len() > 0 { bars(d.applicants, 6.4em); v(4pt); small(d.fees) } else { small[本年没有新收的申请。] } })) }
#if d.cells > 0 { sec(d.fields, { let n = 51
  grid(columns: (1fr,) * n, gutter: 2pt, ..range(d.cells).map(_ => box(width: 100%, height: 7pt, fill: blue)))
  v(2pt)
  small(d.cells-said) }) } else if d.published != "" { sec("主动公开政府信息" + d.published + "条", small[都在政府信息公开目录里，可以按栏目和日期查。]) }
#if d.themes.len() > 0 and d.responses.len() > 0 { block(above: 16pt, breakable: false, two({ sub("新公开的重点信息"); bars(d.themes, 10.8em) }, { sub("讲清楚、有回应"); tiles(d.responses, 3) })) } else if d.themes.len() > 0 { block(above: 16pt, { sub("新公开的重点信息"); bars(d.themes, 10.8em) }) } else if d.responses.len() > 0 { block(above: 16pt, { sub("讲清楚、有回应"); tiles(d.responses, 3) }) }
#if d.enterprise.len() > 0 { sec("为企业做的事", tiles(d.enterprise, 4)) }
#sec(d.rectified, { if d.supervised != "" { d.supervised; v(4pt) }
  two({ sub("还没做好的"); text(size: 9.5pt, d.problems) }, { sub("这样改"); text(size: 9.5pt, d.answers) }) })
#v(8pt)
#line(length: 100%, stroke: 0.6pt + line-c)
#small(d.contact)
"""


def png_bytes(snapshot: dict[str, Any]) -> bytes:
    """The whole picture in one PNG, 1,080 pixels wide. Raises typesetting.NoFont."""
    return typesetting.png(_TEMPLATE, _dressed(snapshot, long=True), pixels_per_inch=PIXELS_PER_INCH)


def pdf_bytes(snapshot: dict[str, Any]) -> bytes:
    """The picture on A4 pages. Raises typesetting.NoFont."""
    return typesetting.pdf(_TEMPLATE, _dressed(snapshot, long=False))


def _dressed(snapshot: dict[str, Any], *, long: bool) -> dict[str, Any]:
    data = _data(snapshot)
    heads = families_for(_TEMPLATE + json.dumps(data, ensure_ascii=False), HEADS)
    return {**data, "heads": heads, "long": long}


def _data(snapshot: dict[str, Any]) -> dict[str, Any]:
    g, figures = infographic(snapshot), snapshot["figures"]
    on = (
        date.fromisoformat(snapshot["published_on"])
        if snapshot.get("published_on")
        else date(snapshot["year"], 12, 31)
    )
    parts = {p["key"]: "".join(x["text"] for x in p["pieces"]) for p in snapshot["parts"]}
    cells, items = figures["fields.subcolumns"], figures["fields.items"]
    contact = snapshot.get("contact") or {}
    return {
        "title": snapshot["title"], "lines": title_lines(snapshot), "organ": snapshot["organ"], "made": [on.year, on.month, on.day], "year": str(snapshot["year"]),
        "heading": f"新收加结转，一共{g['whole']:,}件申请" if g["whole"] else "本年没有收到政府信息公开申请",
        "some": bool(g["whole"]), "on-time": g["on_time"] and bool(g["done"]),
        **{key: f"{g[key]:,}" for key in ("new", "before", "done", "after")},
        "new-share": g["new_share"], "done-share": g["done_share"], "results": g["results"], "applicants": g["applicants"],
        "given": f"全部或者部分公开{g['given']:,}件，占{g['given_share']}。蓝色为公开，灰色为其余结果。",
        "fees": f"按本年新收{g['new']:,}件计。" + ("" if figures["fees.handling"] else "全年没有收取信息处理费。"),
        "cells": cells, "fields": f"{figures['fields.count']}个领域，{cells}个子栏目，{g['items_said']}条",
        "cells-said": f"每格是一个子栏目。全年公开{items:,}条，平均每个子栏目约{round(items / cells) if cells else 0}条。",
        "published": f"{figures['documents.published']:,}" if figures["documents.published"] else "",
        "themes": g["themes"], "responses": _tiles(figures, g["responses"]), "enterprise": _tiles(figures, g["enterprise"]),
        "rectified": f"查出来的问题，改了{g['rectified']}处" if g["supervised"] else "问题和改进",
        "supervised": _supervised(figures, g["rectified"]) if g["supervised"] else "",
        "problems": parts.get("5.1") or "还没有写。", "answers": parts.get("5.2") or "还没有写。",
        "contact": f"全文和数据见本机关政府信息公开平台。联系{contact['name']}（{contact['address']}，{contact['phone']}）。" if contact else "全文和数据见本机关政府信息公开平台。",
    }  # fmt: skip


def _supervised(figures: dict[str, Any], rectified: str) -> str:
    issued = f"发放整改通知书和问题清单{figures['notices.issued']:,}期，" if figures["notices.issued"] else ""
    return f"全年{issued}累计整改问题{rectified}处。"


def _tiles(figures: dict[str, Any], tiles: list[tuple[str, str, str]]) -> list[list[str]]:
    return [[f"{figures[key]:,}", label, unit] for key, label, unit in tiles]
