# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reports in the layouts the wild has, made from known figures: what the reader has to give back."""

from __future__ import annotations

import random
from dataclasses import dataclass
from decimal import Decimal

from gongkai.annual_report.layout import Grid, table2, table3, table4
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.table3 import COLUMN_LABELS, COLUMNS, CORNER, LEAF_COLUMNS, ROWS, Table3
from gongkai.law.table4 import Block, Result

SECTIONS = (
    "一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
)  # fmt: skip
TITLE = "示例县人民政府2024年政府信息公开工作年度报告"


@dataclass
class Figures:
    """What a report says."""

    t2: dict
    t3: list[list[int | None]]
    t4: dict[str, list[int | None]]


def figures(seed: int, most: int = 400) -> Figures:
    """Balanced figures: every row and column adds up, in and out agree."""
    rng = random.Random(seed)
    leaves: dict[tuple[str, str], int] = {}
    for column in LEAF_COLUMNS:
        scale = most if column == "np" else most // 8
        results = {o.id: rng.choice([0, 0, rng.randint(0, scale)]) for o in OUTCOMES}
        out = rng.randint(0, scale // 4)
        total = sum(results.values()) + out
        carried = rng.randint(0, total)
        leaves |= {(id, column): n for id, n in results.items()}
        leaves |= {("R1", column): total - carried, ("R2", column): carried, ("R4", column): out}
    blocks = {}
    for block in Block:
        values = [rng.randint(0, 90) for _ in Result]
        blocks[block.value] = [*values, sum(values)]
    t2 = {
        "rules": [0, 0, 0], "normative_documents": [rng.randint(0, 30), rng.randint(0, 9), rng.randint(30, 300)],
        "licences": rng.randint(0, 900_000), "penalties": rng.randint(0, 90_000), "coercion": rng.randint(0, 5000),
        "fees_wan_yuan": float(Decimal(rng.randint(0, 9_999_999)) / 10_000),
    }  # fmt: skip
    return Figures(t2, Table3.from_leaves(leaves).as_rows(), blocks)


def grids(f: Figures) -> tuple[Grid, Grid, Grid]:
    return table2(f.t2), table3(f.t3), table4(f.t4)


def rows_of(grid: Grid) -> list[list[tuple[str, int, int]]]:
    """(text, rows, columns) of the cells that begin in each row, left to right."""
    rows: list[list[tuple[int, str, int, int]]] = [[] for _ in range(grid.rows)]
    for c in grid.cells:
        rows[c.top].append(
            (c.left, "" if c.value is None else str(c.value), c.bottom - c.top + 1, c.right - c.left + 1)
        )
    return [[(t, down, across) for _, t, down, across in sorted(row)] for row in rows]


def html_table(rows, tag="td", wrap="{}", spans=True) -> str:
    def cell(text, down, across):
        span = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{across}"' if across > 1 else "")
        return f"<{tag}{span if spans else ''}>{wrap.format(text)}</{tag}>"

    return "<table>" + "".join("<tr>" + "".join(cell(*c) for c in row) + "</tr>" for row in rows) + "</table>"


def page(tables: tuple[str, str, str], *, title=TITLE, texts=("", "", "", "", "", ""), head="") -> str:
    body = "".join(
        f"<p>{name}</p><p>{text}</p>{table}"
        for name, text, table in zip(SECTIONS, texts, ("", *tables, "", ""), strict=True)
    )
    return f"<!doctype html><html><head><meta charset='utf-8'>{head}<title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"


def html(f: Figures, **options) -> str:
    return page(tuple(html_table(rows_of(g), **options) for g in grids(f)))


def noisy(text: str, rng: random.Random) -> str:
    """A label as careless hands leave it: half-width marks, spaces, line breaks, a lost number mark."""
    if not text or (text[0] in "-0123456789" and text.replace(".", "").replace("-", "").isdigit()):
        return text
    for full, half in (
        ("（", "("),
        ("）", ")"),
        ("，", ","),
        ("：", ":"),
        ("、", ","),
        ("“", '"'),
        ("”", '"'),
        (".", "、"),
    ):
        if rng.random() < 0.4:
            text = text.replace(full, half)
    if len(text) > 4 and rng.random() < 0.4:
        at = rng.randrange(2, len(text))
        text = text[:at] + rng.choice([" ", "<br>", "&nbsp;", "\n"]) + text[at:]
    return text


def text_rows(f: Figures) -> list[tuple[list[str], list[str]]]:
    """Table 3 as (labels, figures) a row, group labels only on their first row."""
    found, last = [], set()
    for row, values in zip(ROWS, f.t3, strict=True):
        labels = []
        if row.id.startswith("R3"):
            for above in ("三、本年度办理结果", row.group):
                if above and above not in last:
                    labels.append(above)
                    last.add(above)
        found.append(([*labels, row.label], ["" if v is None else str(v) for v in values]))
    return found


HEADER = [COLUMN_LABELS[c] for c in COLUMNS]


def lines(f: Figures, between: str = " ", header: bool = True) -> str:
    """The tables as lines of text."""
    t2 = f.t2
    said = [TITLE, SECTIONS[0], "", SECTIONS[1], "第二十条第（一）项"]
    said += [between.join(["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"])]
    said += [
        between.join(["规章", *map(str, t2["rules"])]),
        between.join(["行政规范性文件", *map(str, t2["normative_documents"])]),
    ]
    said += [
        "第二十条第（五）项",
        between.join(["信息内容", "本年处理决定数量"]),
        between.join(["行政许可", str(t2["licences"])]),
    ]
    said += [
        "第二十条第（六）项",
        between.join(["信息内容", "本年处理决定数量"]),
        between.join(["行政处罚", str(t2["penalties"])]),
    ]
    said += [
        between.join(["行政强制", str(t2["coercion"])]),
        "第二十条第（八）项",
        between.join(["信息内容", "本年收费金额（单位：万元）"]),
    ]
    said += [between.join(["行政事业性收费", str(t2["fees_wan_yuan"])]), SECTIONS[2]]
    said += [between.join([CORNER, "申请人情况"])]
    if header:
        said += [between.join(["自然人", "法人或其他组织", "总计"]), between.join(HEADER[1:6])]
    said += [between.join([*labels, *values]) for labels, values in text_rows(f)]
    results = [r.label for r in Result] + ["总计"]
    said += [
        SECTIONS[3],
        between.join(["行政复议", "行政诉讼"]),
        between.join(["未经复议直接起诉", "复议后起诉"]),
    ]
    said += [between.join(results * 3), between.join(str(v) for b in Block for v in f.t4[b.value])]
    said += [SECTIONS[4], "", SECTIONS[5], ""]
    return "\n".join(said)


def one_a_line(f: Figures, end: str) -> str:
    """Every cell on a line of its own, ended by `end`."""
    tokens = lines(f, between="\x00").replace("\x00", "\n").split("\n")
    return end.join(tokens)
