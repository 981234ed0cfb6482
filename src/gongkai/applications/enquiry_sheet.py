# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""咨询登记簿 in .xlsx: tried out row by row, then imported whole or not at all, through the verbs of the desk.

The same file again changes nothing: a row is known by its number, else by organ, day, channel, kind and subject.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from openpyxl import Workbook
from openpyxl.styles import Font

from gongkai.applications import sheets
from gongkai.applications.actions.core import Refused
from gongkai.applications.actions.enquiries import answer_enquiry, close_enquiry, log_enquiry
from gongkai.applications.models import Enquiry
from gongkai.applications.sheets import Fault, Result, Undo, blank
from gongkai.applications.sheets import Unreadable as Unreadable
from gongkai.ledger.rehearsing import rehearsal
from gongkai.organs.models import Person
from gongkai.organs.permissions import Actor, NotAllowed
from gongkai.organs.queries import working_organs

MOST_UNPACKED, MOST_ROWS = 200 * 2**20, 5_000
# Heading, field, longest text
COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("登记编号", "number", 40), ("机关", "organ", 80), ("类型", "kind", 20), ("方式", "channel", 20),
    ("咨询日期", "asked_on", 0), ("事由", "subject", 160), ("经办人", "handler", 40), ("答复日期", "answered_on", 0),
    ("办理结果", "result", 20), ("答复内容", "answer", 2000), ("了结日期", "closed_on", 0), ("没有答复的原因", "closed_why", 200),
)  # fmt: skip
HEADINGS = tuple(heading for heading, *_ in COLUMNS)
_HEADING = {name: heading for heading, name, _ in COLUMNS}
_NEEDED = ("organ", "kind", "channel", "asked_on", "subject")
_WORDS: dict[str, dict[str, Any]] = {
    "kind": {c.label: c for c in Enquiry.Kind},
    "channel": {c.label: c for c in Enquiry.Channel}
    | {"当面": Enquiry.Channel.VISIT, "网上": Enquiry.Channel.ONLINE},
    "result": {c.label: c for c in Enquiry.Result},
}
_DATE = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$", re.ASCII)


def import_enquiries(*, actor: Actor, data: bytes, dry_run: bool) -> Result:
    """试导入 or 导入. Each row needs the role of logging in its organ; nothing stays when anything is wrong."""
    result = Result()
    try:
        with rehearsal() if dry_run else transaction.atomic():
            _run(actor, data, result)
            if result.faults:
                raise Undo
    except Undo:
        result.faults.sort(key=lambda f: f.row)
        return result
    result.imported = not dry_run
    return result


def _run(actor: Actor, data: bytes, result: Result) -> None:
    seen: dict[Any, int] = {}
    for number, values, faults in _rows(data, actor):
        result.faults += faults
        if faults:
            continue
        same = values["number"] or tuple(values[k] for k in _NEEDED)
        if same in seen:
            reason = f"与第{seen[same]}行相同；确实是两次的，各写一个登记编号"
            result.faults.append(Fault(number, "登记编号" if values["number"] else "", reason))
            continue
        seen[same] = number
        try:
            with transaction.atomic():
                _one(actor, number, values, result)
        except (Refused, NotAllowed) as refusal:
            result.faults.append(Fault(number, "", str(refusal)))
        except ValidationError as refusal:
            named = refusal.message_dict if hasattr(refusal, "error_dict") else {"": refusal.messages}
            result.faults += [Fault(number, _HEADING.get(k, ""), "；".join(v)) for k, v in named.items()]


def _one(actor: Actor, number: int, v: dict[str, Any], result: Result) -> None:
    if held := _known(v):
        differs = [
            _HEADING[k] for k in (*_NEEDED, "answered_on", "result", "closed_on") if getattr(held, k) != v[k]
        ]
        if differs:
            reason = f"已登记过，与登记的不同：{'、'.join(differs)}。请在这次咨询的页面上办理"
            result.faults.append(Fault(number, "登记编号", reason))
        else:
            result.unchanged.append(held.number)
        return
    row = log_enquiry(
        actor=actor, organ=v["organ"], on=v["asked_on"], kind=v["kind"].value, channel=v["channel"].value,
        subject=v["subject"], handler=v["handler"], number=v["number"],
    )  # fmt: skip
    if v["answered_on"]:
        answer_enquiry(
            actor=actor, enquiry=row, on=v["answered_on"], result=v["result"].value, answer=v["answer"]
        )
    elif v["closed_on"]:
        close_enquiry(actor=actor, enquiry=row, on=v["closed_on"], reason=v["closed_why"])
    result.new.append(row.number)


def _known(v: dict[str, Any]) -> Enquiry | None:
    rows = Enquiry.objects.select_related("organ")
    if v["number"]:
        return rows.filter(number=v["number"]).first()
    alike = list(rows.filter(**{k: v[k] for k in _NEEDED}))
    return min(alike, key=lambda row: len(_differences(row, v)), default=None)


def _differences(row: Enquiry, v: dict[str, Any]) -> list[str]:
    return [_HEADING[k] for k in (*_NEEDED, "answered_on", "result", "closed_on") if getattr(row, k) != v[k]]


def _rows(data: bytes, actor: Actor) -> Iterator[tuple[int, dict[str, Any], list[Fault]]]:
    """(row number, its values, what could not be understood) of every row that has something in it."""
    found = sheets.lines(
        data, most_unpacked=MOST_UNPACKED, most_rows=MOST_ROWS, most_columns=40, again="请用模板另存为 .xlsx 后再选"
    )  # fmt: skip
    lines = enumerate(found, 1)
    head: dict[str, int] = {}
    for number, cells in lines:
        head = {str(c).strip(): n for n, c in enumerate(cells) if not blank(c)}
        if "事由" in head or number >= 10:
            break
    if missing := [h for h in HEADINGS if h not in head]:
        raise Unreadable(f"第一行应为列名，缺少：{'、'.join(missing)}。可以先下载模板")
    reader, count = _Reader(actor), 0
    for number, cells in lines:
        if all(blank(c) for c in cells):
            continue
        count += 1
        if count > MOST_ROWS:
            yield number, {}, [Fault(number, "", f"超过{MOST_ROWS}行，请分成几个文件")]
            return
        named = {name: cells[head[h]] if head[h] < len(cells) else None for h, name, _ in COLUMNS}
        yield number, *reader.read(number, named)
    if not count:
        raise Unreadable("登记簿里没有咨询，列名下面是空的")


class _Reader:
    """Understands cells, with the organs the actor works in."""

    def __init__(self, actor: Actor) -> None:
        self.organs = {name: o for o in working_organs(actor) for name in (o.name, o.short_name, o.slug)}

    def read(self, number: int, cells: dict[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
        values: dict[str, Any] = {}
        faults = []
        for _, name, most in COLUMNS:
            values[name] = None
            if blank(cells[name]):
                if name in _NEEDED:
                    faults.append(Fault(number, _HEADING[name], "没有填写"))
                continue
            try:
                values[name] = self._value(name, cells[name], most, values)
            except ValueError as error:
                faults.append(Fault(number, _HEADING[name], str(error)))
        if not faults:
            faults = [Fault(number, _HEADING[name], reason) for name, reason in _contradictions(values)]
        return values, faults

    def _value(self, name: str, cell: Any, most: int, so_far: dict[str, Any]) -> Any:
        if name.endswith("_on"):
            return _day(cell)
        text = (
            str(int(cell)) if isinstance(cell, float) and cell.is_integer() else " ".join(str(cell).split())
        )
        if len(text) > most:
            raise ValueError(f"超过{most}字")
        if name == "organ":
            if text not in self.organs:
                raise ValueError(f"没有“{text}”这个机关，或者您不能为它登记")
            return self.organs[text]
        if name in _WORDS:
            if text not in _WORDS[name]:
                raise ValueError(f"不认识“{text}”，可以写：{'、'.join(_WORDS[name])}")
            return _WORDS[name][text]
        if name == "handler":
            return self._handler(text, so_far["organ"])
        return text

    def _handler(self, text: str, organ: Any) -> Person | None:
        if organ is None:
            return None
        found = Person.objects.filter(appointments__organ=organ).distinct()
        person = found.filter(name=text).first() or found.filter(username=text).first()
        if person is None:
            raise ValueError(f"“{text}”在{organ.short_name}没有岗位，请写工作台上的姓名，或者留空")
        return person


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _DATE.match(str(value).strip())
    try:
        return date(*(int(part) for part in match.groups())) if match else date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"“{value}”不是日历上的日期，请写成2024-06-03这样") from None


def _contradictions(v: dict[str, Any]) -> Iterator[tuple[str, str]]:
    if v["answered_on"] and v["closed_on"]:
        yield "closed_on", "已经答复的不再填了结日期；没有答复就了结的才填"
    for day, others in (("answered_on", ("result", "answer")), ("closed_on", ("closed_why",))):
        for name in others:
            if (v[day] is None) != (v[name] is None):
                empty, full = (day, name) if v[day] is None else (name, day)
                yield empty, f"填了“{_HEADING[full]}”，这一列也要填"


def workbook(rows: Sequence[Enquiry] = ()) -> bytes:
    """The register as .xlsx: the template when there are no rows. What was answered is sealed and does not leave in it."""
    book = Workbook()
    sheet = book.active
    sheet.title = "咨询登记簿"
    sheet.append(HEADINGS)
    for n, (_, _, most) in enumerate(COLUMNS, 1):
        sheet.cell(1, n).font = Font(bold=True)
        sheet.column_dimensions[sheet.cell(1, n).column_letter].width = 34 if most > 100 else 16
    for row in rows:
        sheet.append([_cell(row, name) for _, name, _ in COLUMNS])
    for line in sheet.iter_rows(min_row=2):
        for cell, (_, name, _) in zip(line, COLUMNS, strict=True):
            if name.endswith("_on"):
                cell.number_format = "yyyy-mm-dd"
            elif cell.value is not None:  # a cell that begins with = would be taken as a formula
                cell.data_type = "s"
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(row: Enquiry, name: str) -> Any:
    match name:
        case "organ":
            return row.organ.short_name
        case "handler":
            return row.handler.name if row.handler else None
        case "kind" | "channel" | "result":
            return getattr(row, f"get_{name}_display")() if getattr(row, name) else None
        case "answer":
            return "（加密保存）" if row.answered_on else None
    return getattr(row, name)
