# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai group-demands`: take in what is new at every door and group the stream, for a timer to run at night."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gongkai.cli.output import say_json, unusable
from gongkai.cli.setup import DIR_HELP, start


def group_demands(
    dir: Annotated[Path | None, typer.Option("--dir", help=DIR_HELP)] = None,
    json: Annotated[bool, typer.Option("--json", help="输出JSON")] = False,
) -> None:
    """整理诉求：把热线、申请、企业问题、意见和没有查到的检索合在一起，按话题分组。每晚运行一次，再运行结果不变。"""
    start(dir, existing=True)
    from gongkai.engagement.demands.actions import regroup
    from gongkai.engagement.demands.doors import site_organ
    from gongkai.organs.permissions import System
    from gongkai.organs.today import today

    organ = site_organ()
    if organ is None:
        unusable("这个实例里还没有机关")
    run = regroup(actor=System("定时整理"), organ=organ, on=today())
    if json:
        say_json(
            {
                "demands": run.demands,
                "groups": run.groups,
                "loose": run.loose,
                "digest": run.digest,
                "method": run.method,
            }
        )
    else:
        typer.echo(f"{run.demands:,}条诉求分为{run.groups:,}组，{run.loose:,}条没有成组")
