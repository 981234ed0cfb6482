# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The mark an example instance carries when it is built to the end; without it the building was interrupted."""

from __future__ import annotations

import json
from pathlib import Path

from gongkai.cli.output import unusable

MARK = "example.json"


def mark_finished(where: Path, *, documents: int, applications: int) -> None:
    """Written last, in one step: it is there whole or not at all."""
    draft = where / f"{MARK}.new"
    draft.write_text(json.dumps({"documents": documents, "applications": applications}), encoding="ascii")
    draft.replace(where / MARK)


def is_finished(where: Path) -> bool:
    return (where / MARK).is_file()


def refuse_unfinished(where: Path) -> None:
    """End with a sentence where an example was begun and nothing of it is there: its records come all in one step."""
    if not (where / "today").exists() or is_finished(where):
        return
    from django.db import DatabaseError

    from gongkai.organs.models import Organ

    try:
        empty = not Organ.objects.exists()
    except DatabaseError:  # not even its tables
        empty = True
    if empty:
        unusable(f"{where} 里的示例县没有建完，请再运行 gongkai demo --dir {where}，会从头建好")
