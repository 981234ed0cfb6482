# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Table 3 of a year with a million cases in sixty organs, and what keeping its counts costs.

Table 3 from the kept counts (ADR 0014) against DuckDB doing one bare GROUP BY over the same cases; the walk over the register that
`gongkai check` compares the counts with against the same; the whole report; a cell opened; and a verb with and without the counting.
DuckDB is not a dependency of the project: `pip install duckdb` beside it, or only our own times are printed. CASES=200000 makes it smaller.
"""

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date
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
from django.db import connection, transaction
from django.db.models import Model

from gongkai.annual_report.frozen import Listed, frozen, keep, shown
from gongkai.annual_report.models import PublishedReport
from gongkai.annual_report.opening import Mark, open_cases
from gongkai.annual_report.report import compute, trace
from gongkai.annual_report.scope import Scope
from gongkai.annual_report.tables import cell, table3
from gongkai.applications import actions
from gongkai.applications.actions import ApplicantFacts, core
from gongkai.applications.actions.counts import counted
from gongkai.applications.models import Applicant, Application, CaseCount
from gongkai.law.receipt import Channel
from gongkai.law.table3 import ApplicantKind
from gongkai.organs.models import Organ
from gongkai.organs.permissions import System

YEAR, UNITS, VERBS = 2024, 60, 300
KINDS = ["np"] * 90 + ["co"] * 6 + ["ls"] * 3 + ["ot"]
OUTCOMES = ["R3.1", "R3.2", "R3.3.5", "R3.4.1", "R3.4.2", "R3.5.1", "R3.6.3"]
SYSTEM = System("基准")


def insert(model: type[Model], names: str, rows: list[tuple[object, ...]]) -> None:
    """Rows as they are: a million objects of the ORM would be most of the run."""
    marks = ", ".join(["%s"] * len(rows[0]))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({marks})", rows)  # noqa: S608


def fill(organs: list[Organ]) -> None:
    """Cases received from December of the year before, closed some weeks later, some late, some still open: rows only, no ledger."""
    rng, most = random.Random(1), 20_000
    first, last = date(YEAR - 1, 12, 1).toordinal(), date(YEAR + 1, 1, 10).toordinal()
    days = {n: date.fromordinal(n).isoformat() for n in range(first, last + 60)}
    for start in range(1, CASES + 1, most):
        numbers = range(start, min(start + most, CASES + 1))
        people = [(n, rng.choice(KINDS), b"-", "", "") for n in numbers]
        insert(Applicant, "id, kind, name_sealed, identity_key, name_key", people)
        rows = []
        for n in numbers:
            received = first + rng.randrange(396)
            closed, due = received + rng.randrange(5, 29), days[received + 28]
            done = closed <= last
            rows.append((
                n, rng.choice(organs).pk, f"B{n}", n, "online", "示例", "示例", "", "", days[received], 1, days[received], due, False,
                *(("closed", rng.choice(OUTCOMES), days[closed], rng.random() > 0.01, None, None, None) if done
                  else ("running", None, None, None, due, "reply", "示例")),
            ))  # fmt: skip
        columns = (
            "id, organ_id, number, applicant_id, channel, title, topic, description, form, submitted_on, version, received_on, due_on,"
            " consulting, state, outcome, closed_on, on_time, act_on, act_kind, why"
        )
        insert(Application, columns, rows)


def organ(slug: str, kind: str, parent: Organ | None = None) -> tuple[Organ, bool]:
    names = {"name": f"示例机关{slug}", "short_name": f"机关{slug}", "kind": kind, "parent": parent}
    return Organ.objects.get_or_create(slug=slug, defaults=names)


def verbs() -> None:
    """A case received and answered, again and again; nothing stays."""
    one = ApplicantFacts(ApplicantKind.NATURAL_PERSON, "示例人", "示例证件", None)
    with transaction.atomic():
        for n in range(VERBS):
            case = actions.receive(
                actor=SYSTEM, organ=county, channel=Channel.COUNTER, applicant=one, title="示例", description="示例", form="电子邮件",
                submitted_on=date(YEAR, 3, 4), number=f"V{n}",
            )  # fmt: skip
            actions.reply(actor=SYSTEM, application=case, on=date(YEAR, 3, 11), outcome_id="R3.1")
        transaction.set_rollback(True)


def timed(call: object) -> float:
    start = time.process_time()
    call()  # type: ignore[operator]
    return time.process_time() - start


county, made = organ("bench-million", Organ.Kind.GOVERNMENT)
if made:
    with transaction.atomic():
        fill([organ(f"bench-{n}", Organ.Kind.DEPARTMENT, county)[0] for n in range(UNITS)])
    print(f"filled in {time.process_time():.0f} CPU-s")
print(f"the register counted anew: {timed(actions.recount):.2f} CPU-s")
with connection.cursor() as cursor:
    cursor.execute("ANALYZE")
scope = Scope(county, YEAR)
print(f"{Application.objects.count():,} cases in {CaseCount.objects.count():,} groups")

spent = [0.0, 0]


def follow(case: Application) -> None:
    start = time.process_time()
    kept(case)
    spent[:] = spent[0] + time.process_time() - start, spent[1] + 1


kept, core.follow = core.follow, follow
whole = timed(verbs)
core.follow = kept
print(
    f"receive and reply: {1000 * whole / VERBS:.2f} ms a case, {1000 * spent[0] / VERBS:.2f} of it keeping its counts",
    end=" ",
)
print(f"({spent[1] / VERBS:.0f} times)")

start = time.process_time()
report = compute(county, YEAR)
print(f"the whole report: {time.process_time() - start:.3f} CPU-s")
key, value = "T3.R3.4.1.np", report.table3.cells["R3.4.1", "np"]
opened = open_cases(cell(key), scope)
far = Mark(max(scope.organ_ids), date(YEAR, 6, 3), 0)
print(
    f"one cell of {value:,} opened: {1000 * timed(lambda: open_cases(cell(key), scope)):.1f} ms for the first 50",
    end="; ",
)
print(
    f"{1000 * timed(lambda: open_cases(cell(key), scope, after=far)):.1f} ms for 50 in the last organ",
    end="; ",
)
print(f"{1000 * timed(lambda: trace(scope, key)):.1f} ms for its number and who brought how much to it")
listed = Listed(
    key, "application", tuple(map(str, cell(key).rows(scope).order_by("pk").values_list("pk", flat=True)))
)
with transaction.atomic():
    edition = PublishedReport.objects.create(
        organ=county,
        year=YEAR,
        published_on=date(YEAR + 1, 3, 1),
        ledger_seq=1,
        digest="-",
        snapshot={"records": shown([listed])},
    )
    keep(edition, [listed])
    print(
        f"its frozen list: {1000 * timed(lambda: (frozen(edition, key).page(50, 50), frozen(edition, key).broken)):.0f} ms a page",
        end="; ",
    )
    print(f"held against today: {1000 * timed(lambda: frozen(edition, key).against_today()):.0f} ms")
    transaction.set_rollback(True)

try:
    import duckdb
except ImportError:
    print(f"table 3: {1000 * timed(lambda: table3(scope)):.1f} ms")
    sys.exit("no duckdb here: pip install duckdb, and run again for the ratio")
duck = duckdb.connect()
duck.execute("CREATE TABLE cases (organ INTEGER, kind VARCHAR, received DATE, closed DATE, outcome VARCHAR)")
columns = ("organ_id", "applicant__kind", "received_on", "closed_on", "outcome")
with tempfile.NamedTemporaryFile("w", newline="", suffix=".csv") as file:
    csv.writer(file).writerows(Application.objects.values_list(*columns).iterator())
    file.flush()
    duck.execute(f"INSERT INTO cases SELECT * FROM read_csv('{file.name}', header = false, nullstr = '')")  # noqa: S608


def group_by() -> None:
    duck.execute("SELECT outcome, kind, count(*) FROM cases GROUP BY 1, 2").fetchall()


compare(
    "table 3 from the kept counts", lambda: table3(scope), "DuckDB, one bare GROUP BY", group_by, rounds=15
)
compare("the register counted anew", counted, "DuckDB, one bare GROUP BY", group_by, rounds=3)
