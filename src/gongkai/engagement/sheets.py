# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Registers of this room read from .xlsx or .csv: tried row by row, then imported whole or not at all, through the verbs.

A register says its columns, how a row is known again, and which verb writes it. What another system exports beside them
(the caller's name, a telephone number) is not read at all.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Font

from gongkai.applications.sheets import Fault, Result, Undo
from gongkai.engagement.actions.core import Refused, masked
from gongkai.ledger.rehearsing import rehearsal
from gongkai.organs.permissions import Actor, NotAllowed
from gongkai.organs.queries import working_organs
from gongkai.publishing.tabular import Row, rows

_DATE = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s.*)?$", re.ASCII)
_CLOCK = re.compile(r"^(\d{1,2})[:：时](\d{1,2})(?:分|[:：]\d{1,2})?$", re.ASCII)
_DECIMAL = re.compile(r"^-?\d{1,12}(?:\.\d{1,2})?$", re.ASCII)
_YES, _NO = ("是", "√", "1", "Y", "y"), ("否", "0", "N", "n", "×", "")
Values = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """One column: its heading, the verb's argument, what it holds: text (persons' numbers masked), plain (as written: an
    office's own address, or what is sealed), day, moment, number, decimal, yes, organ, or words to choose from."""

    heading: str
    name: str
    holds: str | Mapping[str, Any] = "text"
    needed: bool = True
    most: int = 160
    example: str = ""


@dataclass(frozen=True)
class Register:
    """A register that can be imported: known gives the row's number in words when it is on record already, else None."""

    key: str
    label: str
    unit: str
    columns: tuple[Column, ...]
    known: Callable[[Values], str | None]
    write: Callable[[Actor, Values], str]
    advice: tuple[str, ...] = ()


def import_rows(*, actor: Actor, register: Register, data: bytes, dry_run: bool) -> Result:
    """试导入 or 导入. Raises Unreadable; nothing stays when one row is wrong."""
    _, found = rows(data, [c.heading for c in register.columns if c.needed])
    result = Result()
    try:
        with rehearsal() if dry_run else transaction.atomic():
            organs = {name: o for o in working_organs(actor) for name in (o.name, o.short_name, o.slug)}
            for row in found:
                _one(actor, register, row, organs, result)
            if result.faults:
                raise Undo
    except Undo:
        return result
    result.imported = not dry_run
    return result


def _one(actor: Actor, register: Register, row: Row, organs: Mapping[str, Any], result: Result) -> None:
    values, faults = _read(register, row, organs)
    result.faults += faults
    if faults:
        return
    try:
        if (held := register.known(values)) is not None:
            result.unchanged.append(held)
            return
        with transaction.atomic():
            result.new.append(register.write(actor, values))
    except (Refused, NotAllowed) as refusal:
        result.faults.append(Fault(row.number, "", str(refusal)))
    except ValidationError as refusal:
        names = {c.name: c.heading for c in register.columns}
        told = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
        result.faults += [Fault(row.number, names.get(k, ""), "；".join(v)) for k, v in told.items()]


def _read(register: Register, row: Row, organs: Mapping[str, Any]) -> tuple[Values, list[Fault]]:
    values: Values = {}
    faults = []
    for column in register.columns:
        text = row[column.heading]
        if not text and column.holds != "yes":
            values[column.name] = None
            if column.needed:
                faults.append(Fault(row.number, column.heading, "没有填写"))
            continue
        try:
            values[column.name] = _value(column, text, organs)
        except ValueError as error:
            faults.append(Fault(row.number, column.heading, str(error)))
    return values, faults


def _value(column: Column, text: str, organs: Mapping[str, Any]) -> Any:
    match column.holds:
        case "day":
            return _day(text)
        case "moment":
            return _moment(text)
        case "decimal":
            return _decimal(text)
        case "number":
            if not (text.isascii() and text.isdigit() and len(text) < 10):
                raise ValueError(f"“{text}”不是整数")
            return int(text)
        case "yes":
            if text not in (*_YES, *_NO):
                raise ValueError(f"不认识“{text}”，请写“是”或者“否”")
            return text in _YES
        case "organ":
            if text not in organs:
                raise ValueError(f"没有“{text}”这个机关，或者您不能为它登记")
            return organs[text]
        case "text":
            if len(text) > column.most:
                raise ValueError(f"最多{column.most}字，现在是{len(text)}字")
            return masked(text)
        case "plain":
            if len(text) > column.most:
                raise ValueError(f"最多{column.most}字，现在是{len(text)}字")
            return text
    choices: Mapping[str, Any] = column.holds  # type: ignore[assignment]
    if text not in choices:
        raise ValueError(f"不认识“{text}”，可以写：{'、'.join(choices)}")
    return choices[text]


def _moment(text: str) -> datetime:
    day, _, clock = text.replace("T", " ").strip().partition(" ")
    found = _CLOCK.match(clock.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise ValueError(f"“{text}”没有写到几点几分，请写成2025-02-10 09:30这样")
    return timezone.make_aware(datetime.combine(_day(day), time(int(found[1]), int(found[2]))))


def _decimal(text: str) -> Decimal:
    plain = text.replace(",", "").replace("，", "")
    if not _DECIMAL.match(plain):
        raise ValueError(f"“{text}”不是数字，最多12位整数、2位小数")
    return Decimal(plain)


def _day(text: str) -> date:
    found = _DATE.match(text)
    try:
        day = date(*(int(part) for part in found.groups())) if found else date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}”不是日历上的日期，请写成2025-02-10这样") from None
    if not 1990 <= day.year <= 2100:
        raise ValueError(f"“{text}”的年份不对")
    return day


def workbook(register: Register, lines: Sequence[Sequence[Any]] = ()) -> bytes:
    """The template with one example, or these lines, as .xlsx. A cell that begins with = stays words."""
    book = Workbook()
    sheet = book.active
    sheet.append([c.heading for c in register.columns])
    for n, column in enumerate(register.columns, 1):
        sheet.cell(1, n).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, n).column_letter].width = 40 if column.most > 160 else 18
    for line in lines or [[c.example for c in register.columns]]:
        sheet.append(list(line))
    for cells in sheet.iter_rows(min_row=2):
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
            elif isinstance(cell.value, date):
                cell.number_format = "yyyy-mm-dd"
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def lines_of(register: Register, objects: Iterator[Any], cell: Callable[[Any, str], Any]) -> list[list[Any]]:
    """Rows for `workbook`: what `cell` says of each column's name."""
    return [[cell(o, c.name) for c in register.columns] for o in objects]
