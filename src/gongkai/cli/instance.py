# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Commands on an instance: build the example county, serve, check."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from gongkai.cli.example import is_finished, mark_finished, refuse_unfinished
from gongkai.cli.output import say_json, unusable
from gongkai.cli.serving import refuse_taken, serve_forever
from gongkai.cli.setup import DIR_HELP, example_site, fix_day, migrate, start
from gongkai.organs.processes import begin

HERE = "127.0.0.1"
SOON = 10_000  # documents whose index is built before the site is served: some twenty seconds
DEMO_DAY = date(2025, 2, 10)  # the day the example's report came out
Dir = Annotated[Path | None, typer.Option("--dir", help=DIR_HELP)]


def demo(
    dir: Dir = None,
    serve_after: Annotated[bool, typer.Option("--serve/--no-serve", help="建好以后开始服务")] = True,
    documents: Annotated[int | None, typer.Option(help="公开信息至少多少条（多出的记在2023年）")] = None,
    applications: Annotated[int | None, typer.Option(help="申请至少多少件（多出的记在2022年）")] = None,
    port: Annotated[int, typer.Option(help="端口")] = 8000,
    press: Annotated[bool, typer.Option("--press/--no-press", help="建好以后发布静态页")] = True,
) -> None:
    """建立示例县（永嘉县（示例），2024年），每次建出的记录相同；已经建好的直接使用，上次没有建完的接着建好。"""
    if serve_after:
        refuse_taken(port, HERE)
    fixed = fix_day(dir, DEMO_DAY)
    if fixed:
        example_site(dir)
    where = start(dir, make=True)
    migrate()
    from gongkai.applications.models import Application
    from gongkai.cli.demo import BASE_APPLICATIONS, BASE_DOCUMENTS, build, inspection
    from gongkai.organs.models import Organ
    from gongkai.publishing.models import Document

    if is_finished(where) and (documents or applications):
        typer.echo(
            "示例县已经建好，--documents、--applications 不再起作用；要另外的规模，请换一个空目录", err=True
        )
    if not Organ.objects.filter(slug="yongjia").exists():
        if Organ.objects.exists():
            if fixed:  # a real instance must not stand still on the example's day
                fixed.unlink()
            unusable(f"{where} 里已有别的实例，示例县请建在空目录里")
        steps: dict[str, Callable[[], None]] = {}
        with Progress(
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}"),
            TimeElapsedColumn(), console=Console(stderr=True),
        ) as bars:  # fmt: skip

            def progress(name: str) -> Callable[[], None]:
                task = bars.add_task(name, total=None)
                steps[name] = lambda: bars.advance(task)
                return steps[name]

            build(
                progress,
                more_documents=max(0, (documents or 0) - BASE_DOCUMENTS),
                more_applications=max(0, (applications or 0) - BASE_APPLICATIONS),
            )
    _prepare_index()
    if press or serve_after:
        _prepare_site()
    mark_finished(where, documents=Document.objects.count(), applications=Application.objects.count())
    _introduce(where, port)
    if serve_after:
        inspection.tonight()
        serve_forever(port, HERE)


def _introduce(where: Path, port: int) -> None:
    from gongkai.cli.demo.county import PASSWORD, PEOPLE

    base = f"http://127.0.0.1:{port}"
    typer.echo(f"\n示例县已建好：{where}")
    typer.echo(f"  门户    {base}/\n  2024年年度报告  {base}/report/2024/\n  工作台  {base}/desk/")
    typer.echo("  示例账号（密码都是 " + PASSWORD + "）：")
    for username, name, _, roles in PEOPLE:
        typer.echo(f"    {username:<9}{name}　{'、'.join(r.label for r in roles)}")
    from gongkai.applications.codes import grouped
    from gongkai.cli.demo.online import trials

    tried = trials()
    if tried:
        typer.echo(f"  查询办理进度  {base}/status/")
    for words, filed in tried:
        typer.echo(f"    编号 {filed.record.number}　查询码 {grouped(filed.code)}　{words}")
    sys.stdout.flush()


def serve(
    dir: Dir = None,
    host: Annotated[str, typer.Option(help="地址")] = HERE,
    port: Annotated[int, typer.Option(help="端口")] = 8000,
) -> None:
    """提供网页服务。"""
    refuse_taken(port, host)
    refuse_unfinished(start(dir))
    migrate()
    with _index(), _site():
        serve_forever(port, host)


@contextmanager
def _index() -> Iterator[None]:
    """The index before anyone asks, where that is a matter of seconds; of a large archive by a process of its own, while the site answers.

    Until it is there searches are answered from the database.
    """
    from gongkai.publishing.models import Document
    from gongkai.search.following import engine

    if engine().ensure() or Document.objects.count() <= SOON:
        _prepare_index()
        yield
        return
    with _meanwhile("检索索引正在后台建立；建好以前，查找由数据库代答", "index", "rebuild"):
        yield


@contextmanager
def _site() -> Iterator[None]:
    """The pages before anyone asks, where there are none yet; where all have to be pressed anew, by a process of its own, while the site answers.

    Until it is done every page is made from the record; files that nginx gives out are followed meanwhile.
    """
    from gongkai.organs.models import Organ
    from gongkai.portal.press import following, trees

    if trees.current() is None or not following.step().anew or not Organ.objects.exists():
        _prepare_site()
        yield
        return
    told = "静态页要全部重新发布，正在后台进行；发布完以前，网页按记录现做，内容是新的，只是慢一些"
    with _meanwhile(told, "press", "rebuild", "--if-needed"):
        yield


@contextmanager
def _meanwhile(told: str, *command: str) -> Iterator[None]:
    """Let a command of ours run beside the server, and say how it ended where it failed."""
    typer.echo(told, err=True)
    child = begin(*command)
    stopping = threading.Event()

    def say_failed() -> None:
        if child.wait() != 0 and not stopping.is_set():
            typer.echo(
                f"后台没有做成（{' '.join(command)}），原因请直接运行 gongkai {' '.join(command)} 看",
                err=True,
            )

    threading.Thread(target=say_failed, name=command[0], daemon=True).start()
    try:
        yield
    finally:
        stopping.set()
        child.terminate()
        child.wait()


def _prepare_index() -> None:
    from gongkai.cli.search import indexing
    from gongkai.search.following import prepare

    with indexing() as progress:
        prepare(progress)


def _prepare_site() -> None:
    from gongkai.cli.press import pressing
    from gongkai.organs.models import Organ
    from gongkai.portal.press.rebuilding import prepare

    if Organ.objects.exists():  # an empty instance has no site
        with pressing() as progress:
            prepare(progress)


def check(dir: Dir = None, json: Annotated[bool, typer.Option("--json", help="输出JSON")] = False) -> None:
    """核对：账本的链完整，每个投影等于由账本算出的结果。有不符时状态为1。"""
    start(dir, existing=True)
    from django.db import DatabaseError

    from gongkai.ledger.queries import last

    try:
        found = list(_problems())
    except DatabaseError as error:
        unusable(f"这个目录里没有可以核对的实例：{error}")
    head = last()
    if json:
        say_json({"ok": not found, "problems": found, "ledger": head})
    elif found:
        for line in found:
            typer.echo(line)
        typer.echo(f"共{len(found)}处不符")
    else:
        typer.echo("账本的链完整，登记簿、公开信息、活动、整改和年度报告都与账本一致")
        if (
            head
        ):  # written down elsewhere, it shows whether the end of the chain was cut off or the whole rewritten
            typer.echo(f"账本末行：第{head['seq']}行，{head['algorithm']} {head['hash']}")
    if found:
        raise typer.Exit(1)


def _problems() -> Iterator[str]:
    from gongkai.annual_report import queries as reports
    from gongkai.applications import holidays
    from gongkai.applications import queries as applications
    from gongkai.engagement import queries as engagement
    from gongkai.engagement.demands import queries as demands
    from gongkai.ledger.queries import unguarded, verify
    from gongkai.mailing import queries as mailing
    from gongkai.portal.press.verifying import check_site
    from gongkai.publishing import bylaws, drafts
    from gongkai.publishing import queries as publishing
    from gongkai.search import following
    from gongkai.supervision import queries as supervision
    from gongkai.supervision.errands import queries as errands
    from gongkai.supervision.sites import queries as sites

    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=Console(stderr=True)
    ) as bars:
        for name, judge in (
            ("账本", lambda: (f"账本：{b.message}" for b in verify())),
            ("账本的防改", lambda: (f"账本：数据库里缺少防止改动的触发器 {gone}" for gone in unguarded())),
            ("依申请公开", applications.check_projections),
            ("来件和材料", applications.check_online),
            ("协办、收费和成批办理", applications.check_collaboration),
            ("咨询、联席会议和办理规范", applications.check_practice),
            ("放假安排", holidays.check_projections),
            ("公开信息", publishing.check_projections),
            ("公开制度", bylaws.check_projections),
            ("邮件订阅", mailing.check_projections),
            ("稿件", drafts.check_projections),
            ("检索索引", following.check_index),
            ("静态页", check_site),
            ("活动和热线", engagement.check_projections),
            ("诉求和问题清单", demands.check_projections),
            ("整改", supervision.check_projections),
            ("网站检查", sites.check_projections),
            ("交办的长任务", errands.check_projections),
            ("年度报告", reports.check_projections),
        ):
            task = bars.add_task(f"正在核对{name}", total=1)
            yield from judge()
            bars.advance(task)
