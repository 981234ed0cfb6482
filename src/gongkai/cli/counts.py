# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai report recount`: the counts behind table 3, made anew from the register."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from gongkai.cli.press import counted
from gongkai.cli.setup import DIR_HELP


def recount(dir: Annotated[Path | None, typer.Option("--dir", help=DIR_HELP)] = None) -> None:
    """重新计数：由登记簿重建年度报告用的件数。`gongkai check` 说件数不符时用；不改登记簿和账本。"""

    def make(progress: Callable[[int], None]) -> int:
        from gongkai.applications.actions import recount as count

        return count(progress)

    typer.echo(f"件数已重新计算，共{counted(dir, '计数', make, '重新计数'):,}件")
