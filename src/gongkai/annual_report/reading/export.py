# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reports as data: our own export, and the same tables transcribed in the trial format's 23 rows."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from gongkai.annual_report.reading.identity import LAST_YEAR
from gongkai.annual_report.reading.source import Unusable, decode
from gongkai.law.citations import FIRST_YEAR
from gongkai.law.table3 import COLUMNS, ROW_IDS
from gongkai.law.table4 import Block as Remedy
from gongkai.law.trial2019 import ROW_LABELS

LONGEST_NAME = 120


def load(data: bytes) -> dict[str, Any]:
    """The document. Raises Unusable unless it has a table 3."""
    try:
        raw = _legible(json.loads(decode(data), parse_float=Decimal))
    except (ValueError, RecursionError) as error:
        raise Unusable(f"不是可以读的JSON（{getattr(error, 'msg', '太深，或者有太长的数')}）") from None
    if not isinstance(raw, dict) or _rows(raw) is None:
        raise Unusable("JSON里没有表三（table3），不是年度报告的数据")
    return raw


def _legible(value: Any) -> Any:
    """The same without halves of characters, which an escape may write and no file can hold."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_legible(item) for item in value]
    return {_legible(k): _legible(v) for k, v in value.items()} if isinstance(value, dict) else value


def organ(raw: dict[str, Any]) -> str | None:
    name = raw.get("organ")
    return name.strip() or None if isinstance(name, str) and len(name) <= LONGEST_NAME else None


def year(raw: dict[str, Any]) -> int | None:
    number = count(raw.get("year"))
    return number if number is not None and FIRST_YEAR <= number <= LAST_YEAR else None


def trial(raw: dict[str, Any]) -> dict[str, list[int | Decimal | str | None]]:
    """Table 2 of the trial format: rows of plain values; anything else is left out."""
    rows = raw.get("table2_2019")
    found = {}
    for name, row in rows.items() if isinstance(rows, dict) else ():
        values = (
            list(row.values()) if isinstance(row, dict) else row
        )  # some name the headings beside the figures
        if isinstance(values, list) and all(isinstance(v, int | Decimal | str | None) for v in values):
            found[name] = values
    return found


def _rows(raw: dict[str, Any]) -> list[Any] | None:
    names = ["table3", *sorted(name for name in raw if name.startswith("table3_2019"))]
    return next((raw[name] for name in names if isinstance(raw.get(name), list)), None)


def count(value: Any) -> int | None:
    """A cell of the data: an integer, else nothing."""
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15 else None


def amount(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return number if number.is_finite() and abs(number) < 10**15 else None


def table3(raw: dict[str, Any]) -> tuple[list[list[int | None]], bool]:
    """25 rows of 7, and whether （六） was one row. Raises Unusable for another shape."""
    rows = _rows(raw)
    if not isinstance(rows, list) or any(not isinstance(r, list) or len(r) != len(COLUMNS) for r in rows):
        raise Unusable("JSON里的表三不是每行7个数")
    read = [[count(v) for v in row] for row in rows]
    if len(read) == len(ROW_IDS):
        return read, False
    if len(read) == len(ROW_LABELS):
        printed = dict(zip((id for id, _ in ROW_LABELS), read, strict=True))
        return [printed.get(id, [None] * len(COLUMNS)) for id in ROW_IDS], True
    raise Unusable(f"JSON里的表三有{len(read)}行，应为{len(ROW_IDS)}行")


def table4(raw: dict[str, Any]) -> dict[Remedy, list[int | None]]:
    """Fifteen cells, as three lists or as one."""
    found = raw.get("table4")
    if isinstance(found, list) and len(found) == 15:
        return {block: [count(v) for v in found[5 * n : 5 * n + 5]] for n, block in enumerate(Remedy)}
    blocks = found if isinstance(found, dict) else {}
    read = {}
    for block in Remedy:
        row = blocks.get(block.value)
        read[block] = [count(v) for v in row] if isinstance(row, list) and len(row) == 5 else [None] * 5
    return read


def text(raw: dict[str, Any]) -> list[str] | None:
    """The parts as paragraphs; None where the data has no text."""
    parts = raw.get("parts")
    if not isinstance(parts, list):
        return None
    said = []
    for part in parts:
        pieces = part.get("pieces", []) if isinstance(part, dict) else []
        texts = [p.get("text") for p in pieces if isinstance(p, dict)] if isinstance(pieces, list) else []
        said.append("".join(t for t in texts if isinstance(t, str)))
    return said
