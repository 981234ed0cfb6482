# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Starting Django for a command, with the instance the command was told to use."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

from gongkai.cli.example import refuse_unfinished
from gongkai.cli.output import unusable

DIR_HELP = "实例目录；不写就用 $GONGKAI_DIR，再不写就用当前目录"


def fix_day(directory: Path | None, day: date) -> Path | None:
    """Let an example instance stand on one day; the file written, or None when a day was already fixed."""
    folder = directory or Path(os.environ.get("GONGKAI_DIR") or ".")
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "today"
    if file.exists():
        return None
    file.write_text(day.isoformat(), encoding="ascii")
    return file


EXAMPLE_SITE = {
    "address": "https://www.yongjia-shili.example", "hotline": "12345", "hotline_url": "https://12345.yongjia-shili.example/",
    "services_url": "https://zwfw.yongjia-shili.example/", "identification": "0000000000（示例）", "icp": "浙ICP备00000000号（示例）",
    "police": "浙公网安备00000000000000号（示例）",
}  # fmt: skip


def example_site(directory: Path | None) -> None:
    """What the example's site says of itself: clearly made-up numbers and an address nobody can have."""
    file = (directory or Path(os.environ.get("GONGKAI_DIR") or ".")) / "site.json"
    if not file.exists():
        file.write_text(json.dumps(EXAMPLE_SITE, ensure_ascii=False, indent=1), encoding="utf-8")


def start(directory: Path | None = None, *, make: bool = False, existing: bool = False) -> Path:
    """Choose the instance and set Django up. Commands of law/ never call this.

    existing: a directory that holds no instance is refused, and nothing is written into it.
    """
    if directory is not None:
        if make:
            directory.mkdir(parents=True, exist_ok=True)
        os.environ["GONGKAI_DIR"] = str(directory.resolve())
    from gongkai.web.instance import Unfit, instance_dir

    if (
        existing
        and not os.environ.get("GONGKAI_DATABASE_URL")
        and not (instance_dir() / "gongkai.sqlite3").is_file()
    ):
        unusable(f"{instance_dir()} 里没有实例，请用 --dir 指明实例目录，或者先运行 gongkai demo --dir 目录")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.web.settings")
    import django

    try:
        django.setup()
    except Unfit as error:
        unusable(str(error))
    if existing:
        refuse_unfinished(instance_dir())
    return instance_dir()


def migrate() -> None:
    """Bring the database's tables up to the code."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
