# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai inspect-site`: look at any site from outside, politely; broken off, it goes on where it was."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from gongkai.cli.output import say_json, unusable
from gongkai.cli.setup import DIR_HELP, start


def inspect_site(
    addresses: Annotated[list[str] | None, typer.Argument(help="网址，可以写几个")] = None,
    list_: Annotated[Path | None, typer.Option("--list", help="网址清单文件，一行一个，#开头的不算")] = None,
    dir: Annotated[Path | None, typer.Option("--dir", help=DIR_HELP)] = None,
    pages: Annotated[int, typer.Option(help="每个网站最多看多少个地址", min=1, max=200_000)] = 2000,
    depth: Annotated[int, typer.Option(help="从首页起最多点几下", min=0, max=50)] = 8,
    rate: Annotated[float, typer.Option(help="每秒最多问几次；0为不限，只用于自己的网站")] = 2.0,
    outgoing: Annotated[
        bool, typer.Option("--outgoing", help="也看外部链接打不打得开（每个问一次，不读内容）")
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="上次没有查完的，从头查")] = False,
    json: Annotated[bool, typer.Option("--json", help="输出JSON")] = False,
) -> None:
    """检查网站：死链、空白和不更新的栏目、过期未标、个人信息、错别字、网站标识、无障碍。遵守robots.txt；中断后再运行接着查。有问题时状态为1。"""
    wanted = _wanted(addresses or [], list_)
    start(dir, existing=True)
    if rate < 0:
        unusable("--rate 不能是负数")
    from gongkai.supervision.sites.crawl import Bounds, Unusable
    from gongkai.supervision.sites.fetching import Asker

    bounds = Bounds(pages=pages, depth=depth, outgoing=outgoing, threads=3 if rate else 6)
    found, failed = [], []
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn(),
        console=Console(stderr=True),
    ) as bars:  # fmt: skip
        for address in wanted:
            task = bars.add_task(address, total=None)
            asker = Asker(named={urlsplit(address).hostname or ""}, every=1 / rate if rate else 0.0)
            try:
                found.append(
                    _one(
                        address,
                        bounds,
                        asker,
                        fresh,
                        lambda n, of, task=task: bars.update(task, completed=n, total=of),
                    )
                )
            except Unusable as fault:
                failed.append(str(fault))
    if json:
        say_json([{**outcome, "failed": None} for outcome in found] + [{"failed": fault} for fault in failed])
    else:
        _tell(found)
    for fault in failed:
        typer.echo(fault, err=True)
    if failed and not found:
        raise typer.Exit(2)
    if failed or any(outcome["findings"] for outcome in found):
        raise typer.Exit(1)


def _wanted(addresses: list[str], listed: Path | None) -> list[str]:
    """What was written down, each once; a fault is told with its line."""
    from gongkai.supervision.sites.pages import plain_address

    wanted = [("", address) for address in addresses]
    if listed is not None:
        try:
            lines = listed.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            unusable(f"网址清单 {listed} 读不出来，请给出UTF-8编码的文本文件，一行一个网址")
        wanted += [
            (f"{listed} 第{n}行：", line.strip())
            for n, line in enumerate(lines, 1)
            if line.strip() and not line.strip().startswith("#")
        ]
    if not wanted:
        unusable("请写出要检查的网址，或者用 --list 给出清单文件")
    for where, address in wanted:
        if not address.lower().startswith(("http://", "https://")) or plain_address(address, address) is None:
            unusable(f"{where}“{address}”不是可以检查的网址，请写成 http:// 或者 https:// 开头的完整网址")
    return list(dict.fromkeys(address for _, address in wanted))


def _one(address: str, bounds: Any, asker: Any, fresh: bool, progress: Any) -> dict[str, Any]:
    """One site."""
    from gongkai.engagement.demands.doors import site_organ
    from gongkai.organs.permissions import System
    from gongkai.organs.today import today
    from gongkai.supervision.sites.looking import look

    organ = site_organ()
    if organ is None:
        unusable("这个实例里还没有机关，检查结果没有地方登记")
    row, outcome = look(
        address,
        actor=System("网站检查"),
        organ=organ,
        bounds=bounds,
        asker=asker,
        progress=progress,
        on=today(),
        fresh=fresh,
    )
    return {
        "inspection": row.pk, "address": outcome.start, "pages": outcome.pages, "addresses": outcome.addresses, "left": outcome.left,
        "closed": outcome.closed, "findings": [asdict(f) for f in outcome.findings],
    }  # fmt: skip


def _tell(found: list[dict[str, Any]]) -> None:
    from gongkai.supervision.sites.rules import RULES, SEVERITIES

    for outcome in found:
        rest = f"，还有{outcome['left']:,}个没有看" if outcome["left"] else ""
        closed = f"，robots.txt不让看的{outcome['closed']:,}个" if outcome["closed"] else ""
        typer.echo(
            f"{outcome['address']}：看了{outcome['addresses']:,}个地址（{outcome['pages']:,}个页面）{rest}{closed}，{len(outcome['findings']):,}处问题"
        )
        for f in outcome["findings"]:
            label, grave, _ = RULES[f["rule"]]
            typer.echo(f"  {SEVERITIES[grave]}　{label}　{f['address']}　{f['evidence']}")
