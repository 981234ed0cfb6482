# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The whole annual report against reading, once, every record it counts."""

import os
import subprocess
import sys
from pathlib import Path

WHERE = Path("var/bench")
os.environ["GONGKAI_DIR"] = str(WHERE)
os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.web.settings"
WHERE.mkdir(parents=True, exist_ok=True)
build = [
    sys.executable,
    "-c",
    "from gongkai.cli import main; main()",
    "demo",
    "--no-serve",
    "--dir",
    str(WHERE),
]
subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
import django

django.setup()
from compare import compare
from django.db import connection

from gongkai.annual_report import report
from gongkai.organs.models import Organ

county = Organ.objects.get(slug="yongjia")
TABLES = (
    "applications_application",
    "applications_proceeding",
    "publishing_document",
    "publishing_placement",
    "publishing_column",
    "engagement_activity",
    "engagement_hotlineticket",
    "supervision_notice",
    "supervision_finding",
)


def computed() -> None:
    report.compute(county, 2024)


def everything() -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - names from the tuple above
            cursor.fetchall()


def traced() -> None:
    report.traces(report.compute(county, 2024).scope, records=True)


compare("report computed", computed, "every record read once", everything)
compare("report with every figure opened", traced, "every record read once", everything, rounds=3)
