# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""登记簿（台账）: its columns, a case as one of its rows, and the empty template; reading is register, writing out register_out."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from gongkai.applications.models import Application
from gongkai.applications.sealing import unseal
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.receipt import Channel
from gongkai.law.table3 import ApplicantKind
from gongkai.ledger import queries as ledger
from gongkai.ledger.models import Event

CONSULTED = {"第三方": "third_party", "共同制作机关": "co_maker", "其他机关": "organ"}
# Heading, field, what it holds, needed
COLUMNS: tuple[tuple[str, str, str, bool], ...] = (
    ("登记编号", "number", "text", True), ("受理机关", "organ", "organ", True), ("渠道", "channel", "channel", True),
    ("提交日期", "submitted_on", "day", True), ("签收日期", "arrived_on", "day", False),
    ("确认日期", "confirmed_on", "day", False), ("申请人类型", "kind", "kind", True), ("申请人", "name", "text", True),
    ("证件号码", "identity", "identity", False), ("联系方式", "contact", "identity", False), ("申请标题", "title", "text", True),
    ("申请内容", "description", "text", True), ("获取方式", "form", "text", True),
    ("补正告知日期", "supplement_on", "day", False), ("补正期限", "respond_by", "day", False),
    ("收到补正日期", "supplemented_on", "day", False), ("征求意见对象", "consulted", "consulted", False),
    ("征求意见发出日期", "consulted_on", "day", False), ("收到意见日期", "consultation_closed_on", "day", False),
    ("延期告知日期", "extended_on", "day", False), ("延期工作日", "extended_days", "count", False),
    ("办结日期", "closed_on", "day", False), ("办理结果", "outcome", "outcome", False), ("理由", "reasons", "text", False),
)  # fmt: skip
HEADINGS = tuple(heading for heading, *_ in COLUMNS)


def row_of(case: Application, events: Iterable[Event] | None = None) -> dict[str, Any]:
    """What a case would be as a row of the register: for export, and to see whether a file says anything new.

    events are the case's own, oldest first, when the caller has them.
    """
    v: dict[str, Any] = dict.fromkeys((name for _, name, *_ in COLUMNS), None)
    person = case.applicant
    v.update(
        number=case.number, organ=case.organ, channel=Channel(case.channel), submitted_on=case.submitted_on,
        kind=ApplicantKind(person.kind), name=person.name,
        identity=unseal(person.identity_sealed) if person.identity_sealed else None,
        contact=unseal(person.contact_sealed) if person.contact_sealed else None,
        title=case.title, description=case.description, form=case.form, closed_on=case.closed_on, outcome=case.outcome,
    )  # fmt: skip
    for event in ledger.stream(case.stream) if events is None else events:
        p, on = event.payload, event.occurred_on
        match event.kind.removeprefix("application."):
            case "registered":
                v["arrived_on"] = date.fromisoformat(p["arrived_on"]) if p["arrived_on"] else None
                v["confirmed_on"] = date.fromisoformat(p["confirmed_on"]) if p["confirmed_on"] else None
            case "confirmed":
                v["confirmed_on"] = on
            case "supplement_requested":
                v["supplement_on"], v["respond_by"] = on, date.fromisoformat(p["respond_by"])
            case "supplement_received":
                v["supplemented_on"] = on
            case "consultation_sent":
                v["consulted_on"], v["consulted"] = on, p["to"]
            case "consultation_closed":
                v["consultation_closed_on"] = on
            case "extended":
                v["extended_on"], v["extended_days"] = on, p["working_days"]
                v["reasons"] = v["reasons"] or p.get("reason")
            case "replied":
                v["reasons"] = p.get("reasons") or v["reasons"]
    return v


def workbook(rows: Sequence[dict[str, Any]] = ()) -> bytes:
    """An .xlsx register: the template when there are no rows, an export otherwise."""
    book = Workbook()
    sheet = book.active
    sheet.title = "登记簿"
    sheet.append(HEADINGS)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    for n, (_, _, holds, _) in enumerate(COLUMNS, 1):
        letter = sheet.cell(1, n).column_letter
        sheet.column_dimensions[letter].width = 30 if holds == "text" else 14
    for v in rows:
        sheet.append([cell_of(name, v[name]) for _, name, *_ in COLUMNS])
    for line in sheet.iter_rows(min_row=2):
        for cell, (_, _, holds, _) in zip(line, COLUMNS, strict=True):
            if holds == "day":
                cell.number_format = "yyyy-mm-dd"
            elif holds in ("identity", "text"):
                cell.number_format = "@"
                # A cell that begins with = would be taken as a formula by the program that opens it.
                cell.data_type = "s" if cell.value is not None else cell.data_type
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


_SHORT = {row.id: row.short for row in OUTCOMES}
_TO = {code: word for word, code in CONSULTED.items()}


def cell_of(name: str, value: Any) -> Any:
    """A value as the register prints it: words for codes, dates and numbers as they are."""
    if value is None:
        return None
    if name == "organ":
        return value.short_name
    if name in ("channel", "kind"):
        return value.label
    if name == "outcome":
        return _SHORT[value]
    if name == "consulted":
        return _TO[value]
    return value
