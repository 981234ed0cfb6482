# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai feeds pull`: read services and benefit policies from every source that has an address, for a timer to run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gongkai.cli.output import say_json
from gongkai.cli.setup import DIR_HELP, start

Dir = Annotated[Path | None, typer.Option("--dir", help=DIR_HELP)]
Json = Annotated[bool, typer.Option("--json", help="输出JSON")]
app = typer.Typer(help="办事入口和惠企政策的数据来源", no_args_is_help=True)


@app.callback()
def _feeds() -> None:
    """办事入口和惠企政策的数据来源。"""


@app.command()
def pull(dir: Dir = None, json: Json = False) -> None:
    """从每个有网址的来源读取。有读取失败的，状态为1，网站上会注明内容可能已经变化。"""
    start(dir, existing=True)
    from gongkai.organs.permissions import System
    from gongkai.organs.today import today
    from gongkai.publishing.actions import Refused, pull_feed
    from gongkai.publishing.feeds import feeds

    found = []
    for feed in feeds().filter(address__isnull=False, ended_on__isnull=True):
        try:
            taken = pull_feed(actor=System("定时读取"), feed=feed, on=today())
            found.append({"feed": feed.slug, "count": taken.entries.count(), "failure": None})
        except Refused as refusal:
            found.append({"feed": feed.slug, "count": None, "failure": str(refusal)})
    if json:
        say_json(found)
    else:
        for row in found:
            typer.echo(
                f"{row['feed']}：" + (f"失败，{row['failure']}" if row["failure"] else f"{row['count']}条")
            )
        if not found:
            typer.echo("没有设置网址的来源")
    if any(row["failure"] for row in found):
        raise typer.Exit(1)
