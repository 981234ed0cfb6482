# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai search` and `gongkai index`: asking the index, building it, comparing it with the record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from gongkai.cli.output import say_json, unusable
from gongkai.cli.setup import DIR_HELP, start

app = typer.Typer(help="检索索引", no_args_is_help=True)
Dir = Annotated[Path | None, typer.Option("--dir", help=DIR_HELP)]
Json = Annotated[bool, typer.Option("--json", help="输出JSON")]


@contextmanager
def indexing() -> Iterator[Callable[[int], None]]:
    """A progress bar for building the index."""
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}"),
        TimeElapsedColumn(), console=Console(stderr=True),
    ) as bars:  # fmt: skip
        task = bars.add_task("检索索引", total=None)
        yield lambda count: bars.update(task, completed=count)


def search(
    query: Annotated[str, typer.Argument(help="要找的词或者文号，几个词之间用空格分开")],
    limit: Annotated[int, typer.Option(min=1, max=200, help="最多列几条")] = 20,
    by_date: Annotated[bool, typer.Option("--by-date", help="按公开日期排列")] = False,
    json: Json = False,
    dir: Dir = None,
) -> None:
    """查找公开的政府信息。"""
    start(dir, existing=True)
    from django.db import DatabaseError
    from django.urls import get_script_prefix

    from gongkai.organs.today import today
    from gongkai.publishing.finding import find
    from gongkai.search.following import named

    if not query.strip():
        unusable("请写要找的词")
    try:
        found = find(query, as_of=today(), by_date=by_date, size=limit)
    except DatabaseError:
        unusable("这个目录里没有实例，可以先运行 gongkai demo --dir 目录")
    rows = [
        {
            "id": hit.id, "title": hit.title, "number": hit.number,
            "url": f"{get_script_prefix()}{hit.path}", "snippet": str(hit.snippet),
            "organ": hit.organ, "published_on": hit.published_on.isoformat(),
        }
        for hit in found.hits
    ]  # fmt: skip
    if found.without_index:
        typer.echo(f"{found.without_index}；现在只按标题和文号查找", err=True)
    if json:
        say_json({
            "total": found.total, "took_ms": found.took_ms, "results": rows, "facets": found.facets,
            "rescued": found.rescued, "synonyms": found.also, "nearby": found.nearby,
            "without_index": bool(found.without_index),
        })  # fmt: skip
        return
    table = Table(title=f"“{query}”有{found.total:,}条，用时{found.took_ms}毫秒")
    for heading in ("编号", "标题", "文号", "机关", "公开日期"):
        table.add_column(heading)
    for row in rows:
        table.add_row(
            named(row["id"]), *(str(row[k] or "") for k in ("title", "number", "organ", "published_on"))
        )
    Console().print(table)


@app.command()
def rebuild(dir: Dir = None) -> None:
    """重新建立本机的检索索引；建好以前，查找照旧用原来的。"""
    start(dir, existing=True)
    from django.db import DatabaseError

    from gongkai.publishing import archive
    from gongkai.search.following import rebuild as build

    try:
        with indexing() as progress:
            count = build(progress)
        archive.rebuild()  # the marks that say which document a text was copied from lie beside the index
    except DatabaseError as error:
        unusable(f"这个目录里没有可以建索引的实例：{error}")
    typer.echo(f"检索索引已建好，共{count:,}条")


@app.command()
def verify(dir: Dir = None, json: Json = False) -> None:
    """核对检索索引与记录是否一致。不一致时状态为1。"""
    start(dir, existing=True)
    from django.db import DatabaseError

    from gongkai.search.following import check_index

    try:
        problems = list(check_index())
    except DatabaseError as error:
        unusable(f"这个目录里没有可以核对的实例：{error}")
    if json:
        say_json({"ok": not problems, "problems": problems})
    else:
        typer.echo("\n".join(problems) or "检索索引与记录一致")
    if problems:
        raise typer.Exit(1)


@app.command()
def status(dir: Dir = None, json: Json = False) -> None:
    """检索索引现在的情况：多少条、多大、读到账本第几行。"""
    start(dir, existing=True)
    from gongkai.search.following import engine

    health = engine().health()
    mark = health.watermark
    if json:
        say_json({
            "state": health.state, "entries": health.entries, "bytes": health.bytes, "note": health.note,
            "watermark": {"seq": mark.seq, "day": mark.day.isoformat()} if mark else None,
        })  # fmt: skip
    elif mark:
        typer.echo(f"{health.entries:,}条，{health.bytes / 1e6:.1f} MB，已读到账本第{mark.seq}行")
    else:
        typer.echo(health.note)
    if health.state != "ready":
        raise typer.Exit(1)
