# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai law`: the statutes from the command line. No instance, no database, no settings."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import typer

from gongkai.cli.output import say_json, unusable

app = typer.Typer(help="法定期限等规则的计算，不需要实例", no_args_is_help=True)


def _lines() -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except json.JSONDecodeError as error:
            unusable(f"第{number}行不是JSON：{error.msg}（第{error.colno}个字符）")
        if not isinstance(value, dict):
            unusable(f"第{number}行应为一个JSON对象")
        yield number, value


def _day(number: int, raw: dict[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(raw[name])
    except KeyError:
        unusable(f"第{number}行缺少 {name}")
    except (TypeError, ValueError):
        unusable(f"第{number}行的 {name} 应写成 YYYY-MM-DD，现在是 {raw[name]!r}")


@app.command()
def clock() -> None:
    """答复期限：标准输入每行一件（JSON），标准输出每行一个结果。"""
    from gongkai.law.clock import parse_event, run
    from gongkai.organs.workdays import workdays

    calendar = workdays()
    for number, raw in _lines():
        received, as_of = _day(number, raw, "received_on"), _day(number, raw, "as_of")
        listed = raw.get("events", [])
        if not isinstance(listed, list) or not all(isinstance(e, dict) for e in listed):
            unusable(f"第{number}行的 events 应为事项的列表")
        try:
            events = [parse_event(e) for e in listed]
        except ValueError as error:
            unusable(f"第{number}行：{error}")
        result = run(received, events, as_of=as_of, workdays=calendar)
        say_json({"id": raw.get("id"), **result.as_json()})
