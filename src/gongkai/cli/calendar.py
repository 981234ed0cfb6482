# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai calendar`: the holidays an instance counts with."""

from __future__ import annotations

import json as json_module
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from gongkai.cli.output import say_json, unusable
from gongkai.cli.setup import DIR_HELP, start

app = typer.Typer(help="放假安排", no_args_is_help=True)


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="放假安排，JSON：year、number、off、on")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只试算，什么也不改")] = False,
    json: Annotated[bool, typer.Option("--json", help="输出JSON")] = False,
    dir: Annotated[Path | None, typer.Option("--dir", help=DIR_HELP)] = None,
) -> None:
    """载入国务院办公厅的放假安排或者地方假日，重新计算期限，列出变动的申请。"""
    start(dir, existing=True)
    from django.db import DatabaseError

    from gongkai.applications import holidays
    from gongkai.applications.actions import Refused
    from gongkai.organs.models import Organ
    from gongkai.organs.permissions import System
    from gongkai.organs.today import today

    try:
        raw = json_module.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        unusable(f"读不到文件 {file}：{error.strerror}")
    except ValueError:
        unusable(f"{file} 不是UTF-8编码的JSON")
    if not isinstance(raw, dict):
        unusable(f"{file} 应为一个JSON对象，有 year、number、off、on")
    actor = System("命令行")
    try:
        if dry_run:
            _, changes = holidays.foresee(actor=actor, raw=raw)
        else:
            changes = holidays.load_notice(actor=actor, raw=raw, on=today())
    except Refused as refusal:
        unusable(str(refusal))
    except (DatabaseError, Organ.DoesNotExist):
        unusable("这个目录里没有实例，可以先运行 gongkai demo --dir 目录")
    if json:
        say_json([
            {
                "number": c.case.number, "old": c.old and c.old.isoformat(), "new": c.new and c.new.isoformat(),
                "was_on_time": c.was_on_time, "is_on_time": c.is_on_time, "why": c.why,
            }
            for c in changes
        ])  # fmt: skip
        return
    table = Table(title=f"{'试算：会' if dry_run else '已载入，'}变动{len(changes)}件")
    for heading in ("登记编号", "原最后答复日", "新最后答复日", "为什么"):
        table.add_column(heading)
    for c in changes:
        table.add_row(c.case.number, str(c.old or "没有"), str(c.new or "没有"), c.why)
    Console().print(table)
