# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The three tables put together from what was found, with what could not be read and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from gongkai.annual_report.reading import stream, table2, table3, table4
from gongkai.annual_report.reading.blocks import Block, Grid, Line
from gongkai.annual_report.reading.identity import Identity
from gongkai.annual_report.reading.words import Print, Value
from gongkai.law.table2 import Documents, Table2
from gongkai.law.table3 import COLUMN_LABELS, COLUMNS, ROW_IDS, Table3, place
from gongkai.law.table4 import Block as Remedy
from gongkai.law.table4 import Table4

NO_ROW = "这一行的格数和表头对不上，或者出现两次"
MOST_OF_IT = 20  # rows of 25: of a table torn to pieces it cannot be said how many rows it has
F = TypeVar("F", table2.Found, table3.Found)
NOWHERE = Table3.from_rows([[None] * len(COLUMNS) for _ in ROW_IDS])


@dataclass
class Tables:
    """What the file's tables say. `unread` are places with a reason; `unprinted` rows of table 3 the file does not have."""

    table2: Table2
    table3: Table3 = NOWHERE
    table4: Table4 = field(default_factory=lambda: Table4({block: (None,) * 5 for block in Remedy}))
    found: set[int] = field(default_factory=set)
    unread: list[tuple[str, str]] = field(default_factory=list)
    unprinted: frozenset[str] = frozenset()
    one_row: bool = False  # （六）其他处理 printed as one row
    trial: dict[str, list[int | Decimal | str | None]] = field(
        default_factory=dict
    )  # table 2 of the trial format
    today: bool = False  # table 2 has today's headings
    blank: frozenset[tuple[str, str]] = (
        frozenset()
    )  # cells of table 3 printed without a number: nothing, a dash, words


def read_tables(blocks: Sequence[Block], identity: Identity) -> Tables:
    """All three tables of the report on the identity's year."""
    lines = [(n, block) for n, block in enumerate(blocks) if isinstance(block, Line)]
    runs = stream.runs(lines)
    mine = _Mine(identity)
    tables = Tables(Table2(Documents(None, None, None), Documents(None, None, None), None, None, None, None))
    _table2(tables, mine.keep(_found2(blocks, lines, runs)))
    _table3(tables, mine.keep(_found3(blocks, lines, runs)))
    _table4(tables, mine, _found4(blocks, lines, runs))
    return tables


class _Mine:
    """Which finds belong to the report's year, where the file holds another year's too."""

    def __init__(self, identity: Identity) -> None:
        self.identity = identity

    def is_mine(self, block: int) -> bool:
        own = self.identity.year_of[block]
        return own is None or self.identity.year is None or own == self.identity.year

    def keep(self, found: Iterable[F]) -> list[F]:
        return [f for f in found if self.is_mine(f.block)]


# 表二


def _found2(
    blocks: Sequence[Block], lines: list[tuple[int, Line]], runs: list[stream.Run]
) -> Iterable[table2.Found]:
    above: list[str] = []
    for n, block in enumerate(blocks):
        if isinstance(block, Grid):
            yield from table2.of_grid(block, n, above)
            above = [cell.text for row in block.rows[-3:] for cell in row if cell is not None]
        else:
            above = [*above[-12:], block.text]
    yield from table2.of_runs(lines, runs)


def _table2(tables: Tables, found: list[table2.Found]) -> None:
    cells: dict[str, tuple[str, tuple[Value, ...]]] = {}
    for row in found:
        label = next(label for label, (name, _, _) in table2.ROWS.items() if name == row.name)
        if row.values is None:
            tables.unread.append((f"表二 {label}", "这一行的格数和表头对不上"))
        elif row.name in cells and cells[row.name][1] != row.values:
            tables.unread.append((f"表二 {label}", "这一行出现两次，数不一样"))
            cells[row.name] = (row.format, tuple(Value(Print.WORDS) for _ in row.values))
        else:
            cells.setdefault(row.name, (row.format, row.values))
    if not cells:
        return
    tables.found.add(2)
    formats = [format for format, _ in cells.values()]
    tables.today = table2.TODAY in formats
    for name, (_, values) in cells.items():
        label = next(label for label, (known, _, _) in table2.ROWS.items() if known == name)
        for v in values:
            whole = v.count is not None or name in ("fees_wan_yuan", "procurement")
            if (v.print is Print.UNREADABLE and name != "procurement") or (
                v.number is not None and not whole
            ):
                tables.unread.append((f"表二 {label}", f"“{v.text}”不是一个整数"))
    if table2.TRIAL in formats:
        tables.trial = {
            name: [v.number if v.number is not None else v.text or None for v in values]
            for name, (format, values) in cells.items() if format == table2.TRIAL
        }  # fmt: skip
    tables.table2 = _shaped(cells)


def _shaped(cells: dict[str, tuple[str, tuple[Value, ...]]]) -> Table2:
    """Today's ten cells. Of the trial format only 处理决定数量 means the same."""

    def documents(name: str) -> Documents:
        format, values = cells.get(name, ("", ()))
        return (
            Documents(*(v.count for v in values)) if format == table2.TODAY else Documents(None, None, None)
        )

    def decisions(name: str) -> int | None:
        _, values = cells.get(name, ("", ()))
        return values[-1].count if values else None

    format, fees = cells.get("fees_wan_yuan", ("", ()))
    number = fees[0].number if fees and format == table2.TODAY else None
    return Table2(
        documents("rules"), documents("normative_documents"), decisions("licences"), decisions("penalties"),
        decisions("coercion"), None if number is None else Decimal(number),
    )  # fmt: skip


# 表三


def _found3(
    blocks: Sequence[Block], lines: list[tuple[int, Line]], runs: list[stream.Run]
) -> list[table3.Found]:
    found: list[table3.Found] = []
    header: table3.Header | None = None
    above: list[str] = []
    for n, block in enumerate(blocks):
        if isinstance(block, Grid):
            turned = table3.upright(block)
            header = table3.header_of(turned, header or table3.header_in_lines(above))
            found += table3.rows_of(turned, header, n)
        else:
            above = [*above[-7:], block.text]
    found += stream.table3(lines, runs)
    return sorted(found, key=lambda f: f.block)


def _table3(tables: Tables, found: list[table3.Found]) -> None:
    copies = _copies(found)
    if not copies:
        return
    tables.found.add(3)
    copies.sort(key=len, reverse=True)
    best = copies[0]
    if len(copies) > 1 and len(copies[1]) >= 10 and _differ(best, copies[1]):
        tables.unread.append(("表三", "文件里有两份表三，数不一样，不知道以哪一份为准"))
        return
    rows: list[list[int | None]] = []
    blank: set[tuple[str, str]] = set()
    for id in ROW_IDS:
        row = best.get(id)
        counts = [None] * 7 if row is None or row.values is None else [v.count for v in row.values]
        rows.append(counts)
        if row is not None and row.values is None:
            tables.unread.append((_place(id), NO_ROW))
        if None not in counts or row is None or row.values is None:
            continue  # most rows: every cell a whole number
        for column, v in zip(COLUMNS, row.values, strict=False):
            if v.number is None and not _unread(v):
                blank.add((id, column))
            if _unread(v):
                where = f"{_place(id)}，{COLUMN_LABELS[column]}"
                tables.unread.append((where, f"“{v.text}”不是一个整数" if v.text else "一格里不止一个数"))
    tables.table3 = Table3.from_rows(rows)
    tables.blank = frozenset(blank)
    other = best.get("R3.6.3")
    tables.one_row = (
        not {"R3.6.1", "R3.6.2"} & set(best)
        and other is not None
        and other.single
        and len(best) >= MOST_OF_IT
    )
    printed = set(best) | ({"R3.6.1", "R3.6.2"} if tables.one_row else set())
    tables.unprinted = frozenset(set(ROW_IDS) - printed)


def _unread(v: Value) -> bool:
    """Whether a cell holds something that is no whole number: more than one, a fraction, a picture, a formula without its result."""
    return (
        v.print is Print.UNREADABLE
        or (v.number is not None and v.count is None)
        or (v.print is Print.WORDS and v.text.startswith("("))
    )


def _copies(found: list[table3.Found]) -> list[dict[str, table3.Found]]:
    """The finds as one table, or several where the file repeats it. A row twice with other figures is nobody's."""
    copies: list[dict[str, table3.Found]] = []
    for row in found:
        if not copies or (row.row == "R1" and "R1" in copies[-1] and copies[-1]["R1"].values != row.values):
            copies.append({})
        now = copies[-1]
        if row.row == "R3.7" and (
            "R4" in now or ("R1" in now and not any(id.startswith("R3.") for id in now))
        ):
            continue  # 合计 below the last row, or below the first two: nothing of the format
        if row.row.count(".") == 2 and "R3.7" in now and row.row not in now:
            del now["R3.7"]  # it was a group's
        known = now.get(row.row)
        if known is None or known.values is None:
            now[row.row] = row
        elif row.values is not None and row.values != known.values:
            now[row.row] = table3.Found(row.row, None, row.block)
    return copies


def _differ(one: dict[str, table3.Found], other: dict[str, table3.Found]) -> bool:
    return any(id in other and other[id].values != row.values for id, row in one.items())


def _place(id: str) -> str:
    return place(id, "total").rpartition("，")[0]


# 表四


def _found4(
    blocks: Sequence[Block], lines: list[tuple[int, Line]], runs: list[stream.Run]
) -> list[tuple[int, dict[table4.Key, Value] | None]]:
    found: list[tuple[int, dict[table4.Key, Value] | None]] = []
    heading = ""
    head: Grid | None = None  # the head of the table as a table of its own
    for n, block in enumerate(blocks):
        if isinstance(block, Line):
            heading = block.text
            continue
        if table4.is_table4(block):
            head = block if table4.is_head(block) else None
            if head is None:
                found.append((n, table4.of_grid(block, heading)))
        elif head is not None and table4.goes_on(head, block):
            found.append((n, table4.of_grid(Grid(head.rows + block.rows), heading)))
            head = None
        elif head is not None:
            found.append((n, None))
            head = None
    if head is not None:
        found.append((len(blocks) - 1, None))
    found += table4.of_runs(lines, runs)
    return sorted(found, key=lambda pair: pair[0])


def _table4(tables: Tables, mine: _Mine, found: list[tuple[int, dict[table4.Key, Value] | None]]) -> None:
    cells: dict[table4.Key, Value] = {}
    doubtful = False
    for number, part in found:
        if not mine.is_mine(number):
            continue
        tables.found.add(4)
        if part is None:
            doubtful = True
            continue
        for key, printed in part.items():
            if key in cells and cells[key] != printed:
                tables.unread.append(("表四", "文件里有两份表四，数不一样，不知道以哪一份为准"))
                return
            cells[key] = printed
    if not cells:
        if doubtful:
            tables.unread.append(("表四", "格数和表头对不上"))
        return
    for block in Remedy:
        values = [cells.get((block, result)) for result in table4.RESULTS]
        if all(v is None for v in values):
            tables.unread.append((f"表四 {block.label}", "没有找到这一组数"))
        for result, v in zip(table4.RESULTS, values, strict=True):
            if v is not None and (_unread(v)):
                tables.unread.append((f"表四 {block.label}", f"“{v.text}”不是一个整数（{result}）"))
    tables.table4 = Table4({
        block: tuple(v.count if (v := cells.get((block, result))) else None for result in table4.RESULTS) for block in Remedy
    })  # fmt: skip
