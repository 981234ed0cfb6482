# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai press` and `gongkai tick`: pressing the public site to files, comparing it, and what time brings about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from gongkai.cli.output import say_json, unusable
from gongkai.cli.setup import DIR_HELP, start

app = typer.Typer(help="静态发布", no_args_is_help=True)
Dir = Annotated[Path | None, typer.Option("--dir", help=DIR_HELP)]
Json = Annotated[bool, typer.Option("--json", help="输出JSON")]
Processes = Annotated[int | None, typer.Option(min=1, max=64, help="几个进程同时做，不写就按处理器个数")]


@contextmanager
def pressing(words: str = "静态发布") -> Iterator[Callable[[int], None]]:
    """A progress bar that counts pages."""
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed}"),
        TimeElapsedColumn(), console=Console(stderr=True),
    ) as bars:  # fmt: skip
        task = bars.add_task(words, total=None)
        yield lambda count: bars.update(task, completed=count)


def counted(
    directory: Path | None, what: str, make: Callable[[Callable[[int], None]], int], words: str
) -> int:
    """How many a long step of an instance that is there made; its progress is shown. what: what it does, for where it cannot."""
    start(directory, existing=True)
    from django.db import DatabaseError

    try:
        with pressing(words) as progress:
            return make(progress)
    except DatabaseError as error:
        unusable(f"这个目录里没有可以{what}的实例：{error}")


@app.command()
def rebuild(
    dir: Dir = None,
    processes: Processes = None,
    if_needed: Annotated[
        bool, typer.Option("--if-needed", help="静态页是新的、或者另一个进程正在发布，就什么也不做")
    ] = False,
) -> None:
    """全部静态页重新发布；发布完以前，公众看到的照旧是原来的。"""

    def make(progress: Callable[[int], None]) -> int:
        from gongkai.portal.press.rebuilding import rebuild as build

        try:
            return build(progress, processes, unless_done=if_needed, wait=not if_needed)
        except BlockingIOError:
            return 0

    typer.echo(f"已发布{counted(dir, '发布', make, '静态发布'):,}页")


@app.command()
def recount(dir: Dir = None) -> None:
    """栏目列表和件数由公开的信息重新整理。`gongkai check` 说列表或者件数不符时用，之后运行 press rebuild；不改信息和账本。"""

    def make(progress: Callable[[int], None]) -> int:
        from gongkai.publishing.actions import relist

        return relist(progress)

    typer.echo(f"栏目列表和件数已重新整理，共{counted(dir, '整理', make, '整理栏目列表'):,}条信息")


@app.command()
def verify(
    dir: Dir = None,
    json: Json = False,
    deep: Annotated[bool, typer.Option("--deep", help="每一页都由记录重新生成再比（慢）")] = False,
    tree: Annotated[
        Path | None, typer.Option(help="只核对这个目录（内有 pages 和 manifest），不用数据库")
    ] = None,
    key: Annotated[Path | None, typer.Option(help="公钥文件，与 --tree 同用")] = None,
    processes: Processes = None,
) -> None:
    """网页防篡改：每个文件与签名的清单核对，清单与记录核对。不符时状态为1。"""
    if tree is None:
        start(dir, existing=True)
        problems = _problems(deep, processes)
    else:
        problems = _problems_of_copy(tree, key, processes)
    if json:
        say_json({"ok": not problems, "problems": problems})
    else:
        typer.echo("\n".join(problems) or "静态页与清单一致" + ("" if tree else "，与记录一致"))
    if problems:
        raise typer.Exit(1)


def _problems(deep: bool, processes: int | None) -> list[str]:
    from django.db import DatabaseError

    from gongkai.portal.press import verifying
    from gongkai.portal.press.manifest import Broken, public_key
    from gongkai.portal.press.trees import current

    tree = current()
    if tree is None:
        return ["还没有静态发布，请运行 gongkai press rebuild"]
    try:
        with pressing("核对文件") as progress:
            found = list(verifying.compare(tree, public_key(), progress, processes))
        found += verifying.against_record(tree)
        if deep:
            with pressing("由记录重新生成") as progress:
                found += verifying.against_pages(tree, progress)
    except Broken as error:
        return [str(error)]
    except DatabaseError as error:
        unusable(f"这个目录里没有可以核对的实例：{error}")
    return found


def _problems_of_copy(tree: Path, key: Path | None, processes: int | None) -> list[str]:
    """A copy on a machine that has neither database nor instance: files and manifest and a public key."""
    if key is None or not key.is_file():
        unusable("用 --tree 时要用 --key 指明公钥文件（在实例目录的 keys/press.pub）")
    if not (tree / "manifest").is_dir() or not (tree / "pages").is_dir():
        unusable(f"{tree} 里没有 pages 和 manifest，不是一份静态站点")
    with TemporaryDirectory() as nowhere:  # the settings ask for an instance; nothing of it is used
        start(Path(nowhere))
        from gongkai.portal.press.manifest import Broken, public_key
        from gongkai.portal.press.trees import Tree
        from gongkai.portal.press.verifying import compare

        try:
            with pressing("核对文件") as progress:
                return list(compare(Tree(tree), public_key(key), progress, processes))
        except (Broken, ValueError) as error:
            return [str(error)]


def tick(
    now: Annotated[str | None, typer.Option("--now", help="当作现在的时刻（ISO），用于补做和演练")] = None,
    dir: Dir = None,
    json: Json = False,
) -> None:
    """时间到了该发生的事：预定公开、期满失效、倒数日数都反映到静态页和检索。可以放进cron，漏了下次补上。"""
    start(dir, existing=True)
    from django.db import DatabaseError

    from gongkai.annual_report import moved
    from gongkai.mailing.sending import send
    from gongkai.organs.today import tell, today
    from gongkai.portal.press import following as press
    from gongkai.search import following as search

    if now is not None:
        try:
            tell(datetime.fromisoformat(now).date())
        except ValueError:
            unusable(f"--now 应当是ISO格式的时刻，如 2025-02-10T08:00，现在是“{now}”")
    try:
        found = {"index": search.follow(), "files": press.follow(), "reports": moved.keep_all(today())}
        mails = send(today())
        found |= {"asked": mails.asked, "mails": mails.sent, "mails_failed": mails.failed}
    except DatabaseError as error:
        unusable(f"这个目录里没有可以用的实例：{error}")
    if json:
        say_json(found)
    else:
        typer.echo(
            f"检索索引更新{found['index']:,}条，静态页更新{found['files']:,}个文件，记下{found['reports']:,}份年报今天的数，"
            f"订阅邮件发出{found['mails'] + found['asked']:,}封，{found['mails_failed']:,}封没有发出"
        )
