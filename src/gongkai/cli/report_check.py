# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai report check`: anyone's report read from a file and checked. No instance, no database, no settings."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from gongkai.cli.output import say_json, unusable

if TYPE_CHECKING:
    from gongkai.annual_report.reading.reader import Reading
    from gongkai.law.findings import Finding

# Fewer files than this are read sooner than the other processes start.
WORTH_PROCESSES = 8
MOST_SECONDS = 60  # of computing for one file: ten times what the longest report takes
SEVERITIES = {"error": ("错误", "red"), "warning": ("请核对", "yellow"), "note": ("说明", "cyan")}


def check(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="年度报告：.html .htm .mht .pdf .docx .xlsx .md .txt .json"),
    ],
    json: Annotated[bool, typer.Option("--json", help="输出JSON")] = False,
    previous: Annotated[
        Path | None, typer.Option("--previous", help="上一年的报告，核对结转和有效件数")
    ] = None,
) -> None:
    """年报体检：读出三张表和文字里的数，逐处指出问题；有错误或者要核对的，状态为1。"""
    before = _previous(previous)
    results = list(_with_progress(files, before))
    unread = [shown["error"] for shown in results if "error" in shown]
    if unread and len(files) == 1:
        unusable(unread[0])
    if json:
        say_json(results[0] if len(files) == 1 else results)
    else:
        _print(results)
    for sentence in unread:
        typer.echo(sentence, err=True)
    if unread:
        raise typer.Exit(2)
    if any(f["severity"] != "note" for shown in results for f in shown["findings"]):
        raise typer.Exit(1)


def _previous(path: Path | None) -> Reading | None:
    if path is None:
        return None
    from gongkai.annual_report.reading.reader import read
    from gongkai.annual_report.reading.source import Unusable

    try:
        return read(path)
    except Unusable as error:
        unusable(str(error))


def examine(path: Path, previous: Reading | None) -> dict[str, Any]:
    """One file in the contract's shape; a file that cannot be used is its name and the sentence."""
    from gongkai.annual_report.reading.checking import as_json, check
    from gongkai.annual_report.reading.reader import read
    from gongkai.annual_report.reading.source import Unusable

    try:
        with _within(MOST_SECONDS, path.name):
            reading = read(path)
        if (
            previous is not None
            and None not in (previous.year, reading.year)
            and previous.year != (reading.year or 0) - 1
        ):
            raise Unusable(
                f"--previous 是{previous.year}年的报告，不是{path.name}（{reading.year}年）的上一年"
            )
        findings: list[Finding] = check(reading, previous)
    except Unusable as error:
        return {"file": str(path), "error": str(error)}
    return as_json(reading, findings)


@contextmanager
def _within(seconds: int, name: str) -> Iterator[None]:
    """Raise Unusable when what is done takes more computing time than this; one bad file of 500 must not hold the rest."""
    if not hasattr(signal, "SIGPROF") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def over(*_: object) -> NoReturn:
        from gongkai.annual_report.reading.source import Unusable

        raise Unusable(f"{name} 算了{seconds}秒还没有读完，不像年度报告")

    before = signal.signal(signal.SIGPROF, over)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _each(files: list[Path], previous: Reading | None) -> Iterator[dict[str, Any]]:
    """In order; in several processes when there are many files."""
    workers = min(os.cpu_count() or 1, len(files))
    if len(files) < WORTH_PROCESSES or workers == 1:
        for path in files:
            yield examine(path, previous)
        return
    from concurrent.futures import ProcessPoolExecutor

    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(examine, files, [previous] * len(files), chunksize=4)


def _with_progress(files: list[Path], previous: Reading | None) -> Iterator[dict[str, Any]]:
    if len(files) == 1:
        yield from _each(files, previous)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("正在核对"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(_each(files, previous), total=len(files))


def _print(results: list[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    for shown in results:
        if "error" in shown:
            continue
        year = f"{shown['year']}年" if shown["year"] else "年份不明"
        console.print(f"{shown['file']}　{shown['organ'] or '机关不明'}　{year}", style="bold", markup=False)
        if not shown["findings"]:
            console.print("没有发现问题。")
            continue
        table = Table()
        for heading in ("程度", "在哪里", "应当是", "写的是", "说明"):
            table.add_column(heading, overflow="fold")
        for finding in _gathered(shown["findings"]):
            word, colour = SEVERITIES[finding["severity"]]
            cells = ("" if finding[key] is None else str(finding[key]) for key in ("expected", "found"))
            table.add_row(
                f"[{colour}]{word}[/]", *(_escaped(c) for c in (finding["where"], *cells, finding["message"]))
            )
        console.print(table)
    if len(results) > 1:
        console.print(_summary(results), style="bold", markup=False)


def _gathered(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As a person reads them: errors first, and many cells without a number as one line."""
    from gongkai.annual_report.reading.checking import gathered
    from gongkai.law.findings import Finding, Severity

    known = [Finding(**{**finding, "severity": Severity(finding["severity"])}) for finding in findings]
    return [finding.as_json() for finding, _ in gathered(known)]


def _summary(results: list[dict[str, Any]]) -> str:
    """How many reports are sound, wrong, to be looked at, or could not be read."""
    worst = [
        "unread" if "error" in shown
        else next((s for s in SEVERITIES if any(f["severity"] == s for f in shown["findings"])), "sound")
        for shown in results
    ]  # fmt: skip
    words = (
        ("error", "份有错误"), ("warning", "份要核对"), ("note", "份只有说明"), ("sound", "份没有发现问题"), ("unread", "份读不了"),
    )  # fmt: skip
    return (
        f"共{len(results)}份："
        + "，".join(f"{worst.count(s)}{word}" for s, word in words if s in worst)
        + "。"
    )


def _escaped(text: str) -> str:
    from rich.markup import escape

    return escape(text)
