# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Table 3 of a year with a million cases, from the database to 175 cells, against DuckDB doing one bare GROUP BY over the same rows.

DuckDB is not a dependency of the project: `pip install duckdb` beside it, or only our own time is printed. CASES=200000 makes it smaller.
"""

import csv
import os
import random
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

WHERE = Path(os.environ.get("BENCH_INSTANCE", "var/bench-million"))
CASES = int(os.environ.get("CASES", "1000000"))
os.environ["GONGKAI_DIR"] = str(WHERE)
os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.web.settings"
WHERE.mkdir(parents=True, exist_ok=True)
if not (WHERE / "gongkai.sqlite3").exists():
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], check=True)
import django

django.setup()
from compare import compare

from gongkai.annual_report.scope import Scope
from gongkai.annual_report.tables import cell, table3
from gongkai.applications.models import Applicant, Application
from gongkai.organs.models import Organ

YEAR = 2024
KINDS = ["np"] * 90 + ["co"] * 6 + ["ls"] * 3 + ["ot"]
OUTCOMES = ["R3.1", "R3.2", "R3.3.5", "R3.4.1", "R3.4.2", "R3.5.1", "R3.6.3"]


def fill(organ: Organ) -> None:
    """Cases received from December of the year before, closed some weeks later, some still open: rows only, no ledger."""
    rng, most = random.Random(1), 20_000
    for start in range(0, CASES, most):
        people = [
            Applicant(kind=rng.choice(KINDS), name_sealed=b"-", identity_key="", name_key="")
            for _ in range(most)
        ]
        people = Applicant.objects.bulk_create(people)
        rows = []
        for n in range(start, min(start + most, CASES)):
            received = date(YEAR - 1, 12, 1) + timedelta(rng.randrange(396))
            closed = received + timedelta(rng.randrange(5, 25))
            done = closed <= date(YEAR + 1, 1, 10)
            rows.append(Application(
                organ=organ, number=f"B{n}", applicant=people[n - start], channel="online", title="示例", description="",
                form="", submitted_on=received, version=1, received_on=received, state="closed" if done else "running",
                outcome=rng.choice(OUTCOMES) if done else None, closed_on=closed if done else None, on_time=True if done else None,
                due_on=closed, act_on=None if done else closed, act_kind=None if done else "reply", why=None if done else "示例",
            ))  # fmt: skip
        Application.objects.bulk_create(rows)


organ, made = Organ.objects.get_or_create(
    slug="bench-million",
    defaults={"name": "示例机关", "short_name": "示例机关", "kind": Organ.Kind.DEPARTMENT},
)
if made:
    fill(organ)
scope = Scope(organ, YEAR)


def ours() -> None:
    table3(scope)


try:
    import duckdb
except ImportError:
    sys.exit("no duckdb here: pip install duckdb, and run again for the ratio")
duck = duckdb.connect()
duck.execute("CREATE TABLE cases (organ INTEGER, kind VARCHAR, received DATE, closed DATE, outcome VARCHAR)")
columns = ("organ_id", "applicant__kind", "received_on", "closed_on", "outcome")
rows = list(Application.objects.filter(organ=organ).values_list(*columns))

with tempfile.NamedTemporaryFile("w", newline="", suffix=".csv") as file:
    csv.writer(file).writerows(rows)
    file.flush()
    duck.execute(f"INSERT INTO cases SELECT * FROM read_csv('{file.name}', header = false, nullstr = '')")  # noqa: S608


def bare() -> None:
    duck.execute("SELECT outcome, kind, count(*) FROM cases GROUP BY 1, 2").fetchall()


print(f"{len(rows):,} cases")
compare("table 3 computed", ours, "DuckDB, one bare GROUP BY", bare, rounds=5)
key = "T3.R3.4.1.np"
print(
    "one cell opened:",
    cell(key).rows(scope)[:6].count(),
    "records shown of",
    table3(scope).cells["R3.4.1", "np"],
)
