# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What every register imported from .xlsx has in common: its lines read within limits, and what an import says."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl import load_workbook

MOST_BYTES = 6 * 2**20


class Unreadable(Exception):
    """The file is no such register at all; the message says how to get one."""


class Undo(Exception):
    """Takes back everything an import did before a row turned out wrong."""


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell (or one row): where, and how to mend it."""

    row: int
    column: str
    reason: str


@dataclass
class Result:
    """What an import did, or in a dry run would do."""

    new: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    imported: bool = False

    @property
    def usable(self) -> bool:
        return not self.faults


def lines(
    data: bytes, *, most_unpacked: int, most_rows: int, most_columns: int, again: str
) -> Iterator[tuple[Any, ...]]:
    """The lines of the first sheet. Raises Unreadable; `again` says how to get a file that can be read."""
    if len(data) > MOST_BYTES:
        raise Unreadable(f"文件超过{MOST_BYTES // 2**20}MB，请分成几个文件")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(item.file_size for item in packed.infolist()) > most_unpacked:
                raise Unreadable("文件展开后过大，不能读取")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        if not book.worksheets:
            raise Unreadable("文件里没有工作表")
        # A sheet may claim a million empty rows; read what has something in it.
        yield from book.worksheets[0].iter_rows(
            values_only=True, max_row=most_rows + 20, max_col=most_columns
        )
    except Unreadable:
        raise
    except Exception:  # a library reading a file a stranger made
        raise Unreadable(f"这不是可以读取的 .xlsx 文件，{again}") from None


def blank(cell: object) -> bool:
    """Nothing is written in it."""
    return cell is None or not str(cell).strip()
