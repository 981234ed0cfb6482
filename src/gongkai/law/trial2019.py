# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The trial format of reports on 2019 and 2020 (国办公开办函〔2019〕60号), read into the shape of today's table 3."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.law.table3 import COLUMNS, ROW_IDS, ROWS, Table3

# The first block's headers differ from today's; each row is (label, headers).
TABLE2: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("第二十条第（一）项", ("本年新制作数量", "本年新公开数量", "对外公开总数量"), ("规章", "规范性文件")),
    ("第二十条第（五）项", ("上一年项目数量", "本年增/减", "处理决定数量"), ("行政许可", "其他对外管理服务事项")),
    ("第二十条第（六）项", ("上一年项目数量", "本年增/减", "处理决定数量"), ("行政处罚", "行政强制")),
    ("第二十条第（八）项", ("上一年项目数量", "本年增/减"), ("行政事业性收费",)),
    ("第二十条第（九）项", ("采购项目数量", "采购总金额"), ("政府集中采购",)),
)  # fmt: skip
# （六）其他处理 was one row: the two rows of today's that it cannot tell apart stay unread.
_UNPRINTED = ("R3.6.1", "R3.6.2")
ROW_LABELS: tuple[tuple[str, str], ...] = tuple(
    (row.id, "（六）其他处理" if row.id == "R3.6.3" else row.label)
    for row in ROWS
    if row.id not in _UNPRINTED
)
FIRST_YEAR, LAST_YEAR = 2019, 2020


def table3(rows: Sequence[Sequence[int | None]]) -> Table3:
    """Today's table from 23 rows of 7 values: 其他处理 stands in row （六）3, the two rows above it are None."""
    if len(rows) != len(ROW_LABELS) or any(len(row) != len(COLUMNS) for row in rows):
        raise ValueError("2019年试行格式的表三应为23行、每行7个数")
    printed = dict(zip((id for id, _ in ROW_LABELS), rows, strict=True))
    return Table3.from_rows([printed.get(id, [None] * len(COLUMNS)) for id in ROW_IDS])


def check_sum(rows: Sequence[Sequence[int | None]]) -> tuple[tuple[str, int, int], ...]:
    """Columns whose 总计 is not the sum of the results, as (column, sum, printed); None in a column leaves it unjudged."""
    found = []
    for n, column in enumerate(COLUMNS):
        values = [row[n] for row in rows[2:-2]]
        total = rows[-2][n]
        if None in values or total is None:
            continue
        counted = sum(v for v in values if v is not None)
        if counted != total:
            found.append((column, counted, total))
    return tuple(found)


def format_of(year: int) -> str | None:
    """Which format a report on the year follows: "2021", "2019", or None before there was one."""
    if year > LAST_YEAR:
        return "2021"
    return "2019" if year >= FIRST_YEAR else None
