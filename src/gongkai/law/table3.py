# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Table 3 (收到和处理政府信息公开申请情况): 25 numeric rows by 7 columns, and its 勾稽关系 (国办公开办函〔2021〕30号)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gongkai.law.findings import Finding, Severity
from gongkai.law.outcomes import OUTCOMES

CORNER = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"


class ApplicantKind(StrEnum):
    """申请人情况: the six leaf columns."""

    NATURAL_PERSON = "np"
    COMPANY = "co"
    RESEARCH = "ri"
    SOCIAL = "so"
    LEGAL_SERVICE = "ls"
    OTHER = "ot"

    @property
    def label(self) -> str:
        return COLUMN_LABELS[self.value]


COLUMN_LABELS = {
    "np": "自然人", "co": "商业企业", "ri": "科研机构", "so": "社会公益组织", "ls": "法律服务机构", "ot": "其他",
    "total": "总计",
}  # fmt: skip
LEAF_COLUMNS = tuple(kind.value for kind in ApplicantKind)
COLUMNS = (*LEAF_COLUMNS, "total")


@dataclass(frozen=True, slots=True)
class Row:
    """One numeric row: id, exact label, and the group heading it stands under."""

    id: str
    label: str
    group: str | None


NEW, CARRIED_IN, HANDLED, CARRIED_OUT = "R1", "R2", "R3.7", "R4"
RESULT_ROWS = tuple(o.id for o in OUTCOMES)
ROWS: tuple[Row, ...] = (
    Row(NEW, "一、本年新收政府信息公开申请数量", None),
    Row(CARRIED_IN, "二、上年结转政府信息公开申请数量", None),
    *(Row(o.id, o.label, o.group) for o in OUTCOMES),
    Row(HANDLED, "（七）总计", None),
    Row(CARRIED_OUT, "四、结转下年度继续办理", None),
)
ROW_IDS = tuple(row.id for row in ROWS)
LEAF_ROWS = tuple(id for id in ROW_IDS if id != HANDLED)
_LABELS = {row.id: f"{row.group or ''}{row.label}" for row in ROWS}


@dataclass(frozen=True)
class Table3:
    """The 175 cells. None is a cell that was not printed or could not be read; it is never guessed."""

    cells: Mapping[tuple[str, str], int | None]

    @classmethod
    def from_leaves(cls, leaves: Mapping[tuple[str, str], int]) -> Table3:
        """The whole table from counted leaf cells; absent leaves are 0, sums are derived, so it balances by row."""
        unknown = set(leaves) - {(row, column) for row in LEAF_ROWS for column in LEAF_COLUMNS}
        if unknown:
            raise KeyError(f"不是表三可以计数的格：{sorted(unknown)}")
        cells = {(row, column): leaves.get((row, column), 0) for row in LEAF_ROWS for column in LEAF_COLUMNS}
        for column in LEAF_COLUMNS:
            cells[HANDLED, column] = sum(cells[row, column] for row in RESULT_ROWS)
        for row in ROW_IDS:
            cells[row, "total"] = sum(cells[row, column] for column in LEAF_COLUMNS)
        return cls(cells)

    @classmethod
    def from_rows(cls, rows: Sequence[Sequence[int | None]]) -> Table3:
        """The table from 25 rows of 7 values in statutory order. Raises ValueError for another shape."""
        if len(rows) != len(ROWS) or any(len(row) != len(COLUMNS) for row in rows):
            raise ValueError("表三应为25行、每行7个数")
        return cls(
            {
                (row_id, column): value
                for row_id, row in zip(ROW_IDS, rows, strict=True)
                for column, value in zip(COLUMNS, row, strict=True)
            }
        )

    def as_rows(self) -> list[list[int | None]]:
        return [[self.cells[row, column] for column in COLUMNS] for row in ROW_IDS]

    def check(self) -> list[Finding]:
        """Every rule of the format on every column and row; a rule with a missing cell is not judged."""
        return [*self._missing(), *self._negative(), *self._sums(), *self._balance(), *self._row_totals()]

    def _add(self, keys: Iterable[tuple[str, str]]) -> int | None:
        values = [self.cells[key] for key in keys]
        return None if None in values else sum(values)  # type: ignore[arg-type]

    def _missing(self) -> list[Finding]:
        if None not in self.cells.values():
            return []
        return [
            Finding("T3.missing_cell", Severity.WARNING, place(row, column), None, None, "这一格没有数，应当印0")
            for row in ROW_IDS for column in COLUMNS if self.cells[row, column] is None
        ]  # fmt: skip

    def _negative(self) -> list[Finding]:
        return [
            Finding("T3.negative", Severity.ERROR, place(row, column), None, value, "件数不能是负数")
            for row in ROW_IDS for column in COLUMNS if (value := self.cells[row, column]) is not None and value < 0
        ]  # fmt: skip

    def _sums(self) -> list[Finding]:
        found = []
        for column in COLUMNS:
            expected = self._add((row, column) for row in RESULT_ROWS)
            printed = self.cells[HANDLED, column]
            if expected is not None and printed is not None and expected != printed:
                message = f"办理结果相加是{expected}，总计写{printed}"
                found.append(
                    Finding("T3.sum", Severity.ERROR, place(HANDLED, column), expected, printed, message)
                )
        return found

    def _balance(self) -> list[Finding]:
        found = []
        for column in COLUMNS:
            left = self._add([(NEW, column), (CARRIED_IN, column)])
            right = self._add([(HANDLED, column), (CARRIED_OUT, column)])
            if left is not None and right is not None and left != right:
                where = f"表三 {COLUMN_LABELS[column]}"
                message = f"第一项加第二项是{left}，第三项加第四项是{right}"
                found.append(Finding("T3.balance", Severity.ERROR, where, left, right, message))
        return found

    def _row_totals(self) -> list[Finding]:
        found = []
        for row in ROW_IDS:
            expected = self._add((row, column) for column in LEAF_COLUMNS)
            printed = self.cells[row, "total"]
            if expected is not None and printed is not None and expected != printed:
                message = f"六列相加是{expected}，总计写{printed}"
                found.append(
                    Finding("T3.row_total", Severity.ERROR, place(row, "total"), expected, printed, message)
                )
        return found


def place(row: str, column: str) -> str:
    """How a person finds the cell."""
    return f"表三 {_LABELS[row]}，{COLUMN_LABELS[column]}"


def carry_over(previous: Table3, current: Table3) -> list[Finding]:
    """上年结转 against last year's 结转下年度, per column; not in the format, so a difference asks for a note."""
    found = []
    for column in COLUMNS:
        before, now = previous.cells[CARRIED_OUT, column], current.cells[CARRIED_IN, column]
        if before is not None and now is not None and before != now:
            message = f"上年报告结转下年度{before}件，本年写上年结转{now}件"
            found.append(
                Finding("X.carry_over", Severity.WARNING, place(CARRIED_IN, column), before, now, message)
            )
    return found
