# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The nightly inspection of 100,000 public items by every rule, against reading the present words of each item once."""

import os
import subprocess
import sys
from pathlib import Path

WHERE = Path(os.environ.get("GONGKAI_BENCH_DIR", "var/bench-inspection"))  # an instance that is there is used
os.environ["GONGKAI_DIR"] = str(WHERE)
os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.web.settings"
if not (WHERE / "gongkai.sqlite3").exists():
    WHERE.mkdir(parents=True, exist_ok=True)
    build = "from gongkai.cli import main; main()"
    subprocess.run(
        [sys.executable, "-c", build, "demo", "--no-serve", "--no-press", "--documents", "100000", "--dir", str(WHERE)],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
import django

django.setup()
from compare import compare
from django.db.models import F

from gongkai.organs.today import today
from gongkai.publishing.models import Document, Version
from gongkai.supervision import rules


def inspected() -> None:
    for rule in rules.every():
        for _ in rule.find(rules.Look(today(), rule.defaults())):
            pass


def read() -> None:
    for _ in (
        Version.objects.filter(number=F("document__version")).values_list("document", "body").iterator(2000)
    ):
        pass


compare(
    f"{len(rules.every())} rules over {Document.objects.count():,} items",
    inspected,
    "every body read once",
    read,
    rounds=3,
)
