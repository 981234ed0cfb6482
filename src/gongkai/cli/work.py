# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai work`: does the long work ordered on the desk, then ends."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gongkai.cli.output import unusable
from gongkai.cli.setup import DIR_HELP, start


def work(dir: Annotated[Path | None, typer.Option("--dir", help=DIR_HELP)] = None) -> None:
    """办理工作台上交办的长任务（网站检查、巡查、诉求整理），办完为止。网页服务会自己启动它；没有网页服务时由定时任务运行。"""
    start(dir, existing=True)
    from django.db import DatabaseError

    from gongkai.supervision.errands.working import work as do

    try:
        ended = do()
    except DatabaseError as error:
        unusable(f"这个目录里没有可以用的实例：{error}")
    typer.echo(f"办了{ended}项" if ended else "没有等着办的")
