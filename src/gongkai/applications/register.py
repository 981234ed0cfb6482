# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""登记簿（台账）in .xlsx: read, tried out row by row, and imported whole or not at all.

Each row runs through the same verbs as the desk, so a row that the law or the record does not allow is refused with
its number, column and reason. The same file again changes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.applications import actions, sheets
from gongkai.applications.actions import ApplicantFacts, Refused
from gongkai.applications.models import Application
from gongkai.applications.register_rows import COLUMNS, CONSULTED, HEADINGS, row_of
from gongkai.applications.register_rows import workbook as workbook
from gongkai.applications.sheets import Fault, Result, Undo, blank
from gongkai.applications.sheets import Unreadable as Unreadable
from gongkai.law.outcomes import OUTCOMES
from gongkai.law.receipt import Channel
from gongkai.law.table3 import ApplicantKind
from gongkai.ledger.rehearsing import rehearsal
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, NotAllowed, Person, System, require
from gongkai.organs.queries import working_organs

MOST_UNPACKED, MOST_ROWS = 300 * 2**20, 20_000
_HEADING = {name: heading for heading, name, *_ in COLUMNS}


@dataclass(frozen=True)
class Row:
    """One line of the file with its cells understood."""

    number: int
    values: dict[str, Any]


def _outcome_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for row in OUTCOMES:
        names[row.id] = names[row.short] = names[row.label] = row.id
        names[f"{row.group or ''}{row.label}"] = row.id
    return names


_CHANNELS = {c.label: c for c in Channel} | {"平常信函": Channel.POST_UNSIGNED, "邮寄": Channel.POST_SIGNED, "当面": Channel.COUNTER, "网上": Channel.ONLINE}  # fmt: skip
_KINDS = {k.label: k for k in ApplicantKind}
_OUTCOMES = _outcome_names()
_DATE = re.compile(r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$")


def _day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    match = _DATE.match(str(value).strip())
    if not match:
        raise ValueError(f"“{value}”不是日期，请写成2024-06-03这样")
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        raise ValueError(f"日历上没有“{value}”这一天") from None


def _pick(value: object, known: dict[str, Any], what: str) -> Any:
    text = str(value).strip()
    if text not in known:
        shown = "、".join(list(known)[:8])
        raise ValueError(f"不认识的{what}“{text}”，可以写：{shown}{'等' if len(known) > 8 else ''}")
    return known[text]


def _identity(value: object) -> str:
    if isinstance(value, float) or (isinstance(value, int) and value >= 10**15):
        raise ValueError("号码存成了数字，末几位可能已经丢失，请把这一列设为文本格式后重新填写")
    return str(value).strip()


def _count(value: object) -> int:
    try:
        number = int(str(value).strip())
    except ValueError:
        raise ValueError(f"“{value}”不是整数") from None
    if number < 1:
        raise ValueError("至少为1")
    return number


class _Reader:
    """Turns cells into values, with the organs the actor may register for."""

    def __init__(self, actor: Actor) -> None:
        self.organs = {}
        for organ in working_organs(actor):
            for name in (organ.name, organ.short_name, organ.slug):
                self.organs[name] = organ

    def value(self, holds: str, cell: object) -> Any:
        match holds:
            case "day":
                return _day(cell)
            case "organ":
                text = str(cell).strip()
                if text not in self.organs:
                    raise ValueError(f"没有“{text}”这个机关，或者您不能为它登记")
                return self.organs[text]
            case "channel":
                return _pick(cell, _CHANNELS, "渠道")
            case "kind":
                return _pick(cell, _KINDS, "申请人类型")
            case "consulted":
                return _pick(cell, CONSULTED, "征求意见对象")
            case "outcome":
                return _pick(cell, _OUTCOMES, "办理结果")
            case "identity":
                return _identity(cell)
            case "count":
                return _count(cell)
        text = str(cell).strip()
        if isinstance(cell, float) and cell.is_integer():
            text = str(int(cell))
        return text


def read(data: bytes, actor: Actor) -> tuple[list[Row], list[Fault]]:
    """The rows of a file, and every cell that could not be understood. Raises Unreadable for what is no register."""
    found = sheets.lines(
        data, most_unpacked=MOST_UNPACKED, most_rows=MOST_ROWS, most_columns=60, again="请用登记簿模板另存为 .xlsx 后再传"
    )  # fmt: skip
    lines = enumerate(found, 1)
    head: dict[str, int] = {}
    for number, cells in lines:
        named = {str(c).strip(): n for n, c in enumerate(cells) if not blank(c)}
        if "登记编号" in named:
            head = named
            break
        if number >= 10:
            break
    missing = [h for h in HEADINGS if h not in head]
    if missing:
        raise Unreadable(f"第一行应为登记簿的列名，缺少：{'、'.join(missing)}。可以先下载模板")
    reader, rows, faults = _Reader(actor), [], []
    seen: dict[str, int] = {}
    for number, cells in lines:
        if all(blank(c) for c in cells):
            continue
        if len(rows) >= MOST_ROWS:
            faults.append(Fault(number, "", f"超过{MOST_ROWS}行，请分成几个文件"))
            break
        values: dict[str, Any] = {}
        for heading, name, holds, needed in COLUMNS:
            cell = cells[head[heading]] if head[heading] < len(cells) else None
            if blank(cell):
                values[name] = None
                if needed:
                    faults.append(Fault(number, heading, "没有填写"))
                continue
            try:
                values[name] = reader.value(holds, cell)
            except ValueError as error:
                values[name] = None
                faults.append(Fault(number, heading, str(error)))
        if values["number"] and values["number"] in seen:
            faults.append(Fault(number, "登记编号", f"与第{seen[values['number']]}行重复"))
        elif values["number"]:
            seen[values["number"]] = number
        rows.append(Row(number, values))
    if not rows:
        raise Unreadable("登记簿里没有申请，列名下面是空的")
    bad = {f.row for f in faults}
    return [row for row in rows if row.number not in bad], faults


def _faults_of(v: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Cells that contradict each other before any verb is asked."""
    pairs = (
        ("supplement_on", "respond_by"), ("consulted", "consulted_on"), ("extended_on", "extended_days"),
        ("closed_on", "outcome"),
    )  # fmt: skip
    for one, other in pairs:
        if (v[one] is None) != (v[other] is None):
            empty = other if v[other] is None else one
            full = one if empty == other else other
            yield _HEADING[empty], f"填了“{_HEADING[full]}”，这一列也要填"
    if v["supplemented_on"] and not v["supplement_on"]:
        yield "补正告知日期", "填了“收到补正日期”，这一列也要填"
    if v["consultation_closed_on"] and not v["consulted_on"]:
        yield "征求意见发出日期", "填了“收到意见日期”，这一列也要填"


def _write(actor: Actor, v: dict[str, Any]) -> Application:
    """One row through the verbs, in the order of its dates."""
    case = actions.receive(
        actor=actor, organ=v["organ"], channel=v["channel"],
        applicant=ApplicantFacts(v["kind"], v["name"], v["identity"], v["contact"]),
        title=v["title"], description=v["description"], form=v["form"], submitted_on=v["submitted_on"],
        arrived_on=v["arrived_on"], confirmed_on=v["confirmed_on"], number=v["number"],
    )  # fmt: skip
    steps: list[tuple[date, int, Any, dict[str, Any]]] = []
    if v["supplement_on"]:
        facts = {"respond_by": v["respond_by"], "what": "见补正告知书"}
        steps.append((v["supplement_on"], 0, actions.request_supplement, facts))
    if v["supplemented_on"]:
        steps.append((v["supplemented_on"], 1, actions.receive_supplement, {}))
    if v["consulted_on"]:
        steps.append((v["consulted_on"], 2, actions.consult, {"id": "1", "to": v["consulted"]}))
    if v["consultation_closed_on"]:
        facts = {"id": "1", "answer": "见意见原件"}
        steps.append((v["consultation_closed_on"], 3, actions.close_consultation, facts))
    if v["extended_on"]:
        facts = {"working_days": v["extended_days"], "reason": v["reasons"] or "见延期答复告知书"}
        steps.append((v["extended_on"], 4, actions.extend, facts))
    if v["closed_on"]:
        if case.received_on is None and v["outcome"] == "R3.6.3":  # taken back before both sides confirmed it
            steps.append((v["closed_on"], 5, actions.withdraw, {}))
        elif v["outcome"] in ("R3.6.1", "R3.6.2"):
            steps.append((v["closed_on"], 5, actions.end, {"outcome_id": v["outcome"]}))
        else:
            facts = {"outcome_id": v["outcome"], "reasons": v["reasons"] or ""}
            steps.append((v["closed_on"], 5, actions.reply, facts))
    for on, _, act, facts in sorted(steps, key=lambda s: (s[0], s[1])):
        case.refresh_from_db()
        act(actor=actor, application=case, on=on, **facts)
    case.refresh_from_db()
    return case


def _differences(case: Application, v: dict[str, Any]) -> list[str]:
    held = row_of(case)
    return [
        heading
        for heading, name, *_ in COLUMNS
        if name != "reasons" and (held[name].pk if name == "organ" else held[name]) != (v[name].pk if name == "organ" else v[name])
    ]  # fmt: skip


def import_register(*, actor: Actor, data: bytes, dry_run: bool) -> Result:
    """试导入 or 导入. Needs the compiler or admin role in each row's organ; nothing stays when anything is wrong."""
    rows, faults = read(data, actor)
    result = Result(faults=faults)
    behalf = actor if isinstance(actor, Person) else None
    writer = System(f"登记簿导入（{actor}）", behalf)
    try:
        with rehearsal() if dry_run else transaction.atomic():
            known = {
                c.number: c
                for c in Application.objects.filter(
                    number__in=[r.values["number"] for r in rows]
                ).select_related("organ", "applicant")
            }
            for row in rows:
                _one(actor, writer, row, known.get(row.values["number"]), result)
            result.faults.sort(key=lambda f: (f.row, f.column))
            if result.faults:
                raise Undo
    except Undo:
        return result
    result.imported = not dry_run
    return result


def _one(actor: Actor, writer: System, row: Row, held: Application | None, result: Result) -> None:
    v = row.values
    wrong = list(_faults_of(v))
    if wrong:
        result.faults += [Fault(row.number, column, reason) for column, reason in wrong]
        return
    try:
        require(actor, v["organ"], Role.COMPILER, Role.ADMIN)
        if held is not None:
            differs = _differences(held, v)
            if differs:
                reason = f"已登记过，与登记的不同：{'、'.join(differs)}。更正请在这件申请的页面上做"
                result.faults.append(Fault(row.number, "登记编号", reason))
            else:
                result.unchanged.append(v["number"])
            return
        with transaction.atomic():
            _write(writer, v)
        result.new.append(v["number"])
    except (Refused, NotAllowed) as refusal:
        result.faults.append(Fault(row.number, _column_of(str(refusal)), str(refusal)))
    except ValidationError as refusal:
        for name, texts in refusal.message_dict.items():
            result.faults.append(Fault(row.number, _HEADING.get(name, ""), "；".join(texts)))


def _column_of(message: str) -> str:
    """The column a refusal is most likely about, by the words in it."""
    for word, heading in (
        ("签收", "签收日期"), ("送达", "签收日期"), ("确认", "确认日期"), ("延期", "延期告知日期"), ("补正", "补正告知日期"),
        ("理由", "理由"), ("征求意见", "征求意见发出日期"), ("岗位", "受理机关"), ("办结", "办结日期"),
    ):  # fmt: skip
        if word in message:
            return heading
    return ""
