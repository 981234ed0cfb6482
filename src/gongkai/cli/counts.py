# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai report recount`: the counts behind table 3, made anew from the register."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gongkai.cli.output import unusable
from gongkai.cli.press import pressing
from gongkai.cli.setup import DIR_HELP, start


def recount(dir: Annotated[Path | None, typer.Option("--dir", help=DIR_HELP)] = None) -> None:
    """重新计数：由登记簿重建年度报告用的件数。`gongkai check` 说件数不符时用；不改登记簿和账本。"""
    start(dir, existing=True)
    from django.db import DatabaseError

    from gongkai.applications.actions import recount as count

    try:
        with pressing("重新计数") as progress:
            found = count(progress)
    except DatabaseError as error:
        unusable(f"这个目录里没有可以计数的实例：{error}")
    typer.echo(f"件数已重新计算，共{found:,}件")
