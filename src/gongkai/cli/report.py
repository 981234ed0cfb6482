# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""`gongkai report`: the annual report computed from the records, its files, and anyone's report checked."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from gongkai.cli import counts, report_check
from gongkai.cli.output import say_json, unusable
from gongkai.cli.setup import DIR_HELP, start
from gongkai.law.calendar import LAST_DAY
from gongkai.law.citations import FIRST_YEAR

if TYPE_CHECKING:
    from gongkai.organs.models import Organ

app = typer.Typer(help="年度报告", no_args_is_help=True)
app.command()(report_check.check)
app.command()(counts.recount)
Dir = Annotated[Path | None, typer.Option("--dir", help=DIR_HELP)]


def _year(year: int) -> int:
    """A year the regulations can have a report for (条例 in force since 2008-05-01)."""
    if not FIRST_YEAR <= year <= LAST_DAY.year:
        unusable(f"年份应在{FIRST_YEAR}到{LAST_DAY.year}之间，现在是 {year}")
    return year


def _organ(slug: str) -> Organ:
    from django.db import DatabaseError

    from gongkai.organs.models import Organ

    try:
        return Organ.objects.get(slug=slug)
    except Organ.DoesNotExist:
        unusable(f"没有代号为“{slug}”的机关")
    except DatabaseError:
        unusable("这个目录里没有实例，可以先运行 gongkai demo --dir 目录")


@app.command()
def compute(
    organ: Annotated[str, typer.Option(help="机关代号")],
    year: Annotated[int, typer.Option(help="年份")],
    json: Annotated[bool, typer.Option("--json", help="输出JSON")] = False,
    dir: Dir = None,
) -> None:
    """从记录计算年度报告；有不能公布的问题时状态为1。"""
    _year(year)
    start(dir, existing=True)
    from gongkai.annual_report import report

    unit = _organ(organ)
    computed = report.compute(unit, year)
    if json:
        say_json({**computed.as_json(), "trace": report.traces(computed, records=True)})
    else:
        _print(computed)
    if computed.blocking:
        raise typer.Exit(1)


def _print(computed: object) -> None:
    from gongkai.annual_report.figures import FIGURES
    from gongkai.annual_report.report import Report
    from gongkai.law.table3 import COLUMN_LABELS, COLUMNS, ROWS

    if not isinstance(computed, Report):
        raise TypeError
    console = Console()
    console.print(computed.title, style="bold")
    table = Table(title="表三　收到和处理政府信息公开申请情况")
    table.add_column("")
    for column in COLUMNS:
        table.add_column(COLUMN_LABELS[column], justify="right")
    for row, cells in zip(ROWS, computed.table3.as_rows(), strict=True):
        table.add_row(f"{row.group or ''}{row.label}", *(str(cell) for cell in cells))
    console.print(table)
    figures = Table(title="指标")
    for heading in ("指标", "数", "单位"):
        figures.add_column(heading)
    for f in FIGURES:
        figures.add_row(f.label, f"{computed.values[f.key]:,}", f.unit)
    console.print(figures)
    for finding in computed.findings:
        console.print(f"[{finding.severity.value}] {finding.where}：{finding.message}")


@app.command()
def build(
    organ: Annotated[str, typer.Option(help="机关代号")],
    year: Annotated[int, typer.Option(help="年份")],
    out: Annotated[Path, typer.Option(help="放文件的目录")],
    dir: Dir = None,
) -> None:
    """把年度报告写成文件：html、docx、pdf、xlsx、md、json 和图解（html、png、pdf）。"""
    _year(year)
    start(dir, existing=True)
    from gongkai.annual_report import report
    from gongkai.portal.report_files import write_files

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        unusable(f"放文件的目录 {out} 用不了：{error.strerror}")
    computed = report.compute(_organ(organ), year)
    for path in write_files(computed, out, lambda why: typer.echo(why, err=True)):
        typer.echo(str(path))
    if computed.blocking:
        for finding in computed.blocking:
            typer.echo(f"{finding.where}：{finding.message}", err=True)
        raise typer.Exit(1)
