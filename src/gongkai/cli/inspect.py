# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai inspect`: the nightly inspection of the whole record, by rule, for cron or by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from gongkai.cli.output import say_json, unusable
from gongkai.cli.setup import DIR_HELP, start

Dir = Annotated[Path | None, typer.Option("--dir", help=DIR_HELP)]


def inspect(
    dir: Dir = None,
    json: Annotated[bool, typer.Option("--json", help="输出JSON")] = False,
    on: Annotated[str | None, typer.Option("--on", help="按哪一天巡查，不写就是今天")] = None,
    rule: Annotated[list[str] | None, typer.Option("--rule", help="只用这条规则，可以写几次")] = None,
) -> None:
    """巡查：按每条规则检查全部栏目、信息、期限和互动，新发现的登记，不再发现的自动销去，逾期的逐级督办。"""
    start(dir, existing=True)
    from django.db import DatabaseError

    from gongkai.organs.permissions import System
    from gongkai.organs.today import today
    from gongkai.supervision import rules
    from gongkai.supervision.actions import Refused
    from gongkai.supervision.actions import inspect as run

    unknown = sorted(set(rule or ()) - {r.code for r in rules.nightly()})
    if unknown:
        unusable(
            f"没有这条规则：{'、'.join(unknown)}。可以用的有{'、'.join(r.code for r in rules.nightly())}"
        )
    try:
        day = date.fromisoformat(on) if on else today()
    except ValueError:
        unusable(f"--on 应当写成2025-02-10这样，现在是“{on}”")
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(), console=Console(stderr=True),
    ) as bars:  # fmt: skip
        task = bars.add_task("巡查", total=None)
        try:
            made = run(
                actor=System("定时巡查"), on=day, only=rule,
                progress=lambda words, n, count: bars.update(task, description=words, completed=n, total=count),
            )  # fmt: skip
        except Refused as refusal:
            unusable(str(refusal))
        except DatabaseError as error:
            unusable(f"这个目录里没有可以用的实例：{error}")
    named = {r.code: r.label for r in rules.every()}
    if json:
        say_json({
            "run": made.pk, "on": made.on.isoformat(), "opened": made.opened, "seen": made.seen, "closed": made.closed,
            "seconds": made.seconds, "rules": [{"rule": c, "label": named[c], "opened": n[0], "seen": n[1], "closed": n[2]} for c, n in made.by_rule.items()],
        })  # fmt: skip
        return
    for code, (opened, seen, closed) in made.by_rule.items():
        if opened or seen or closed:
            typer.echo(f"{named[code]}：新发现{opened}处，仍然存在{seen}处，不再发现{closed}处")
    typer.echo(
        f"共新发现{made.opened:,}处，仍然存在{made.seen:,}处，不再发现{made.closed:,}处，用时{made.seconds}秒"
    )
