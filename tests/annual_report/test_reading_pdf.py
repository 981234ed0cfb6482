# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""PDF in the layouts the wild has: cut by pages, without rules, with rules only across, bold by printing twice."""

import json

import pytest

from gongkai.annual_report import pdf
from gongkai.annual_report.reading.reader import read_bytes
from gongkai.typesetting import NoFont
from tests.annual_report import layouts as made
from tests.annual_report.test_reading_layouts import never_wrong

_TEMPLATE = """
#let d = json(bytes(sys.inputs.data))
#set page(width: d.width * 1cm, height: d.height * 1cm, margin: 1.5cm, numbering: d.numbering)
#set text(font: d.font, size: d.size * 1pt, lang: "zh")
#d.title
#let put(t) = if d.twice { box(t + place(top + left, dx: 0.3pt, t)) } else { t }
#for part in d.parts {
  par(part.title)
  if part.grid != none {
    let cells = part.grid.cells.map(c => table.cell(x: c.x, y: c.y, rowspan: c.down, colspan: c.across, breakable: true, put(c.text)))
    let head = part.grid.head
    table(columns: part.grid.columns.map(n => n * 1fr), align: center + horizon, inset: 3pt,
      stroke: if d.stroke == "all" { 0.5pt } else if d.stroke == "across" { (y: 0.5pt, x: none) } else { none },
      ..if head > 0 and d.repeat { (table.header(..cells.filter(c => c.y < head)), ..cells.filter(c => c.y >= head)) } else { cells })
  }
}
"""


def document(f, **options):
    """A PDF with these figures."""
    import typst

    try:
        font, _ = pdf.fonts("年报")
    except NoFont as error:
        pytest.skip(str(error))
    two, three, four = made.grids(f)
    grids = {
        1: pdf._grid(two, (3, 2, 2, 2), 0),
        2: pdf._grid(three, (1.3, 2, 5.2, *[1.35] * 7), 3),
        3: pdf._grid(four, (1,) * 15, 3),
    }
    data = {
        "title": made.TITLE, "font": font, "width": 21, "height": 29.7, "size": 9, "stroke": "all", "repeat": True, "twice": False,
        "numbering": "- 1 -", "parts": [{"title": t, "grid": grids.get(n)} for n, t in enumerate(made.SECTIONS)], **options,
    }  # fmt: skip
    return typst.compile(
        _TEMPLATE.encode(), format="pdf", sys_inputs={"data": json.dumps(data, ensure_ascii=False)}
    )


def read(f, **options):
    reading = read_bytes("a.pdf", document(f, **options))
    never_wrong(reading, f)
    return reading


def unread(reading, f):
    """How many of the 200 cells that are printed were not read."""
    return sum(v is None for row in reading.tables.table3.as_rows() for v in row) + sum(
        v is None for values in reading.tables.table4.as_json().values() for v in values
    )


@pytest.mark.parametrize("height", [29.7, 18, 12, 9, 7])
@pytest.mark.parametrize("repeat", [True, False])
def test_a_table_cut_by_pages(height, repeat):
    f = made.figures(41)
    assert unread(read(f, height=height, repeat=repeat), f) == 0


def test_bold_by_printing_twice_does_not_double_the_figures():
    f = made.figures(42, 9)
    assert unread(read(f, twice=True), f) == 0


@pytest.mark.parametrize("size", [6, 9, 11])
def test_sizes_of_type(size):
    f = made.figures(43, 9000)
    assert (
        unread(read(f, size=size), f) <= 20
    )  # figures broken over two lines in their narrow cells are not read


@pytest.mark.parametrize("stroke", ["none", "across"])
@pytest.mark.parametrize("seed", range(44, 50))
def test_tables_without_rules_are_never_read_wrong(stroke, seed):
    f = made.figures(seed)
    reading = read(f, stroke=stroke)
    assert unread(reading, f) <= 40


def test_a_landscape_page():
    f = made.figures(51)
    assert unread(read(f, width=29.7, height=21), f) == 0
