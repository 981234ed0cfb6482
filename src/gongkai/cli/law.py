# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai law`: the statutes from the command line. No instance, no database, no settings."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gongkai.cli.output import say_json, unusable

if TYPE_CHECKING:
    from gongkai.law.calendar import Workdays

app = typer.Typer(help="法定期限等规则的计算，不需要实例", no_args_is_help=True)


Notices = Annotated[Path | None, typer.Option("--notices", help="放着放假安排（JSON）的目录，覆盖内置的安排")]
MOST = 100_000  # no count in law comes near it; a larger one is a slip of the pen


def _lines() -> Iterator[tuple[int, dict[str, Any]]]:
    for number, raw in enumerate(sys.stdin.buffer, 1):
        try:
            line = raw.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            unusable(f"第{number}行不是UTF-8编码")
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            unusable(f"第{number}行不是JSON：{error.msg}（第{error.colno}个字符）")
        except (ValueError, RecursionError):
            unusable(f"第{number}行的JSON太深，或者有太长的数")
        if not isinstance(value, dict):
            unusable(f"第{number}行应为一个JSON对象")
        yield number, value


def _calendar(folder: Path | None) -> Workdays:
    from gongkai.organs.workdays import calendar

    if folder is not None and not folder.is_dir():
        unusable(f"没有这个目录：{folder}")
    try:
        return calendar(folder)
    except ValueError as error:
        unusable(str(error))


def _day(number: int, raw: dict[str, Any], name: str) -> date:
    day = _day_or_none(number, raw, name)
    if day is None:
        unusable(f"第{number}行缺少 {name}")
    return day


def _day_or_none(number: int, raw: dict[str, Any], name: str) -> date | None:
    from gongkai.law.calendar import parse_day

    value = raw.get(name)
    if value is None:
        return None
    try:
        return parse_day(value)
    except ValueError as error:
        unusable(f"第{number}行的 {name} {error}")


def _count(number: int, raw: dict[str, Any], name: str, default: int | None = None) -> int:
    value = raw.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST:
        unusable(f"第{number}行的 {name} 应为1到{MOST}的整数，现在是 {value!r}")
    return value


@app.command()
def clock(notices: Notices = None) -> None:
    """答复期限：标准输入每行一件（JSON），标准输出每行一个结果。"""
    from gongkai.law.clock import parse_event, run
    from gongkai.organs.today import china_today

    calendar = _calendar(notices)
    for number, raw in _lines():
        received = _day(number, raw, "received_on")
        as_of = _day_or_none(number, raw, "as_of") or china_today()
        listed = raw.get("events", [])
        if not isinstance(listed, list) or not all(isinstance(e, dict) for e in listed):
            unusable(f"第{number}行的 events 应为事项的列表")
        try:
            events = [parse_event(e) for e in listed]
        except ValueError as error:
            unusable(f"第{number}行：{error}")
        result = run(received, events, as_of=as_of, workdays=calendar)
        say_json({"id": raw.get("id"), **result.as_json()})


@app.command()
def fee() -> None:
    """信息处理费：标准输入每行一件（JSON），按件或者按量，标准输出每行一个结果，单位元。"""
    from gongkai.law.fees import by_item, by_page

    for number, raw in _lines():
        basis = raw.get("basis")
        if basis == "by_item":
            result = by_item(rank=_count(number, raw, "rank"), count=_count(number, raw, "count", 1))
        elif basis == "by_page":
            result = by_page(pages=_count(number, raw, "pages"))
        else:
            unusable(f"第{number}行的 basis 应为 by_item 或 by_page，现在是 {basis!r}")
        say_json({**({"id": raw["id"]} if "id" in raw else {}), **result.as_json()})


@app.command()
def receipt(notices: Notices = None) -> None:
    """收到申请之日：标准输入每行一件（JSON），按渠道和事实。"""
    from gongkai.law.receipt import Channel, confirmation_overdue, receipt_date
    from gongkai.organs.today import china_today

    calendar = _calendar(notices)
    for number, raw in _lines():
        try:
            channel = Channel(raw.get("channel"))
        except ValueError:
            known = "、".join(c.value for c in Channel)
            unusable(f"第{number}行的 channel 应为 {known} 之一，现在是 {raw.get('channel')!r}")
        submitted = _day(number, raw, "submitted_on")
        arrived, confirmed = (_day_or_none(number, raw, name) for name in ("arrived_on", "confirmed_on"))
        found = receipt_date(channel, submitted_on=submitted, arrived_on=arrived, confirmed_on=confirmed)
        late = confirmation_overdue(
            channel, submitted_on=submitted, arrived_on=arrived, confirmed_on=confirmed,
            as_of=_day_or_none(number, raw, "as_of") or china_today(), workdays=calendar,
        )  # fmt: skip
        say_json({
            "id": raw.get("id"), "received_on": found.received_on.isoformat() if found.received_on else None,
            "rule": found.citation.text, "text": found.text, "confirmation_overdue": late,
        })  # fmt: skip


@app.command()
def outcome() -> None:
    """办理结果：标准输入每行一组是非回答（JSON），给出表三的行、文书、救济和下一个问题。"""
    from gongkai.law.replies import IllegalAnswers, decide

    for number, raw in _lines():
        answers = raw.get("answers", {})
        if not isinstance(answers, dict) or not all(isinstance(a, bool) for a in answers.values()):
            unusable(f"第{number}行的 answers 应为问题到 true、false 的对照")
        try:
            decision = decide(answers)
        except IllegalAnswers as error:
            unusable(f"第{number}行：{error}")
        say_json({"id": raw.get("id"), **decision.as_json()})


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
    for number, raw in _lines():
        start = _day(number, raw, "from")
        end = days.add(start, _count(number, raw, "add")) if "add" in raw else _day(number, raw, "to")
        say_json({
            "from": start.isoformat(), "to": end.isoformat(), "working_days": days.between(start, end),
            "provisional": days.is_provisional(start, end),
        })  # fmt: skip


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
