# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai law`: the statutes from the command line. No instance, no database, no settings."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.cli.output import say_json, unusable

if TYPE_CHECKING:
    from gongkai.law.calendar import Workdays

app = typer.Typer(help="法定期限等规则的计算，不需要实例", no_args_is_help=True)


Notices = Annotated[Path | None, typer.Option("--notices", help="放着放假安排（JSON）的目录，覆盖内置的安排")]
MOST = 100_000  # no count in law comes near it; a larger one is a slip of the pen
SHOWN = 10  # lines named at the end, beside the first


class _Fault(ValueError):
    """What is wrong with a line; the sentence goes on from 第n行."""


def _read(number: int, raw: bytes) -> dict[str, Any] | None:
    """The object on a line, or None for an empty one. Raises _Fault."""
    try:
        line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError:
        raise _Fault("不是UTF-8编码") from None
    if not line.strip():
        return None
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise _Fault(f"不是JSON：{error.msg}（第{error.colno}个字符）") from None
    except (ValueError, RecursionError):
        raise _Fault("的JSON太深，或者有太长的数") from None
    if not isinstance(value, dict):
        raise _Fault("应为一个JSON对象")
    return value


def _answer(compute: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """One answer a line, in order. A line that cannot be used has none and costs the others nothing; the status is then 2."""
    first, others = "", []
    for number, raw in enumerate(sys.stdin.buffer, 1):
        try:
            value = _read(number, raw)
            if value is not None:
                known = {"id": value["id"]} if "id" in value else {}
                try:
                    sys.stdout.write(
                        json.dumps({**known, **compute(value)}, ensure_ascii=False, allow_nan=False) + "\n"
                    )
                except (ValueError, RecursionError) as error:
                    if isinstance(error, _Fault):
                        raise
                    raise _Fault("的 id 写不成JSON") from None
        except _Fault as fault:
            if not first:
                first = f"第{number}行{fault}"
            else:
                others.append(str(number))
    if first:
        shown = "、".join(others[:SHOWN]) + ("等" if len(others) > SHOWN else "")
        unusable(first + (f"；另有{len(others)}行也不能用：第{shown}行" if others else ""))


def _calendar(folder: Path | None) -> Workdays:
    from gongkai.organs.workdays import calendar

    if folder is not None and not folder.is_dir():
        unusable(f"没有这个目录：{folder}")
    try:
        return calendar(folder)
    except ValueError as error:
        unusable(str(error))


def _day(raw: dict[str, Any], name: str) -> date:
    day = _day_or_none(raw, name)
    if day is None:
        raise _Fault(f"缺少 {name}")
    return day


def _day_or_none(raw: dict[str, Any], name: str) -> date | None:
    from gongkai.law.calendar import parse_day

    value = raw.get(name)
    if value is None:
        return None
    try:
        return parse_day(value)
    except ValueError as error:
        raise _Fault(f"的 {name} {error}") from None


def _as_of(raw: dict[str, Any]) -> date:
    from gongkai.organs.today import china_today

    return _day_or_none(raw, "as_of") or china_today()


def _count(raw: dict[str, Any], name: str, default: int | None = None) -> int:
    value = raw.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST:
        raise _Fault(f"的 {name} 应为1到{MOST}的整数，现在是 {_shown(value)}")
    return value


def _choice(raw: dict[str, Any], name: str, kind: type[StrEnum], default: str | None = None) -> Any:
    value = raw.get(name, default)
    if not isinstance(value, str) or value not in {member.value for member in kind}:
        known = "、".join(member.value for member in kind)
        raise _Fault(f"的 {name} 应为 {known} 之一，现在是 {_shown(value)}")
    return kind(value)


def _shown(value: Any) -> str:
    """A wrong value as the reader wrote it, cut where it would fill the screen."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:60]}……"


@app.command()
def clock(notices: Notices = None) -> None:
    """答复期限：标准输入每行一件（JSON），标准输出每行一个结果。"""
    from gongkai.law.clock import parse_event, run

    calendar = _calendar(notices)

    def compute(raw: dict[str, Any]) -> dict[str, Any]:
        received, as_of = _day(raw, "received_on"), _as_of(raw)
        listed = raw.get("events") or []
        if not isinstance(listed, list) or not all(isinstance(e, dict) for e in listed):
            raise _Fault("的 events 应为事项的列表")
        try:
            events = [parse_event(e) for e in listed]
        except ValueError as error:
            raise _Fault(f"：{error}") from None
        return {"id": raw.get("id"), **run(received, events, as_of=as_of, workdays=calendar).as_json()}

    _answer(compute)


@app.command()
def fee() -> None:
    """信息处理费：标准输入每行一件（JSON），按件或者按量，标准输出每行一个结果，单位元。"""
    from gongkai.law.fees import by_item, by_page

    def compute(raw: dict[str, Any]) -> dict[str, Any]:
        basis = raw.get("basis")
        if basis == "by_item":
            return by_item(rank=_count(raw, "rank"), count=_count(raw, "count", 1)).as_json()
        if basis == "by_page":
            return by_page(pages=_count(raw, "pages")).as_json()
        raise _Fault(f"的 basis 应为 by_item 或 by_page，现在是 {_shown(basis)}")

    _answer(compute)


@app.command()
def receipt(notices: Notices = None) -> None:
    """收到申请之日：标准输入每行一件（JSON），按渠道和事实。"""
    from gongkai.law.receipt import Channel, confirmation_overdue, receipt_date

    calendar = _calendar(notices)

    def compute(raw: dict[str, Any]) -> dict[str, Any]:
        channel, submitted = _choice(raw, "channel", Channel), _day(raw, "submitted_on")
        arrived, confirmed = (_day_or_none(raw, name) for name in ("arrived_on", "confirmed_on"))
        for name, day in (("arrived_on", arrived), ("confirmed_on", confirmed)):
            if day is not None and day < submitted:
                raise _Fault(f"的 {name} {day.isoformat()} 早于 submitted_on {submitted.isoformat()}")
        found = receipt_date(channel, submitted_on=submitted, arrived_on=arrived, confirmed_on=confirmed)
        late = confirmation_overdue(
            channel, submitted_on=submitted, arrived_on=arrived, confirmed_on=confirmed, as_of=_as_of(raw), workdays=calendar
        )  # fmt: skip
        return {
            "id": raw.get("id"), "received_on": found.received_on.isoformat() if found.received_on else None,
            "rule": found.citation.text, "text": found.text, "confirmation_overdue": late,
        }  # fmt: skip

    _answer(compute)


@app.command()
def outcome() -> None:
    """办理结果：标准输入每行一组是非回答（JSON），给出表三的行、条款、文书、救济和下一个问题。"""
    from gongkai.law.remedies import Scope
    from gongkai.law.replies import IllegalAnswers, decide
    from gongkai.organs.today import china_today

    def compute(raw: dict[str, Any]) -> dict[str, Any]:
        answers = raw.get("answers") or {}
        if not isinstance(answers, dict) or not all(isinstance(a, bool) for a in answers.values()):
            raise _Fault("的 answers 应为问题到 true、false 的对照")
        letter_on, scope = (
            _day_or_none(raw, "letter_on") or china_today(),
            _choice(raw, "scope", Scope, Scope.NARROW),
        )
        try:
            decision = decide(answers)
        except IllegalAnswers as error:
            raise _Fault(f"：{error}") from None
        return {"id": raw.get("id"), **decision.as_json(letter_on=letter_on, scope=scope)}

    _answer(compute)


@app.command()
def workdays(
    year: Annotated[int | None, typer.Option(help="列出这一年的放假和调休上班")] = None,
    notices: Notices = None,
) -> None:
    """工作日：标准输入每行（JSON）给 from 和 add，或者 from 和 to；加 --year 则列出一年的安排。"""
    from gongkai.law.calendar import DayKind

    days = _calendar(notices)
    if year is not None:
        notice = days.years.get(year)
        if notice is None:
            unusable(f"没有{year}年的放假安排，按周末推算，结果是暂定的")
        for day in sorted(notice.off | notice.on):
            typer.echo(f"{day.isoformat()}　{'调休上班' if days.kind(day) is DayKind.MAKEUP else '放假'}")
        return

    def compute(raw: dict[str, Any]) -> dict[str, Any]:
        start = _day(raw, "from")
        end = days.add(start, _count(raw, "add")) if "add" in raw else _day(raw, "to")
        return {
            "from": start.isoformat(), "to": end.isoformat(), "working_days": days.between(start, end),
            "provisional": days.is_provisional(min(start, end), max(start, end)),
        }  # fmt: skip

    _answer(compute)


@app.command()
def coverage(json: Annotated[bool, typer.Option("--json", help="输出JSON")] = False) -> None:
    """条文到规则和代码的对照，没有建设的写明原因。"""
    from rich.console import Console
    from rich.table import Table

    from gongkai.law.coverage import PROVISIONS

    if json:
        say_json([
            {"provision": p.citation.text, "rule": p.rule, "code": list(p.code), "not_modelled": p.not_modelled or None}
            for p in PROVISIONS
        ])  # fmt: skip
        return
    table = Table(title="条文对照")
    for heading in ("条文", "规则", "代码，或者没有建设的原因"):
        table.add_column(heading)
    for p in PROVISIONS:
        table.add_row(p.citation.text, p.rule, "\n".join(p.code) or p.not_modelled)
    Console().print(table)
