# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The `gongkai` command. Output with --json is one JSON document; exit 0 fine, 1 findings, 2 unusable input."""

from __future__ import annotations

import io
import sys

import typer

from gongkai.cli import calendar, demands, feeds, instance, law, press, report, search, sites, work
from gongkai.cli import inspect as inspection

app = typer.Typer(
    help="政府信息公开平台 Gongkai 的命令行",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(law.app, name="law")
app.add_typer(report.app, name="report")
app.add_typer(calendar.app, name="calendar")
app.add_typer(search.app, name="index")
app.add_typer(feeds.app, name="feeds")
app.add_typer(press.app, name="press")
app.command()(instance.demo)
app.command()(instance.serve)
app.command()(instance.check)
app.command()(search.search)
app.command()(press.tick)
app.command()(inspection.inspect)
app.command("group-demands")(demands.group_demands)
app.command("inspect-site")(sites.inspect_site)
app.command()(work.work)


def main() -> None:
    """Entry point; what cannot be used ends with one plain sentence and status 2."""
    for stream in (
        sys.stdout,
        sys.stderr,
    ):  # UTF-8 wherever it runs; half a character stays legible, as JSON writes it
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except BrokenPipeError:  # the reader of a pipe went away
        sys.exit(0)
