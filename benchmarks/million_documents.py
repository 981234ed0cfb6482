# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A million documents in one instance: what loading, listing, publishing one more, building the index and asking it take, in memory too.

    python benchmarks/million_documents.py [--documents 1000000] [--queries 100]       $GONGKAI_DIR: 12 GB of disk for a million

Each step runs in a process of its own, so that its peak memory is its own. Documents are put on record by the verb of imports
(`publish_all`), each with its event in the ledger, out of real paragraphs (see search.py). The public site is not pressed whole
(press.py does that for fewer): its tree starts empty at the ledger's end, and one publication presses all the pages it touches.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median

os.environ.setdefault("GONGKAI_DIR", tempfile.mkdtemp())
os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.web.settings"
import django

django.setup()
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.test import Client
from places import places

from gongkai.organs.actions import appoint
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import System
from gongkai.organs.today import today
from gongkai.portal.press import rebuilding
from gongkai.portal.press.following import current, new_root
from gongkai.portal.press.touching import next_turn
from gongkai.publishing import actions
from gongkai.publishing.body import plain
from gongkai.publishing.models import Column, Document, Version
from gongkai.search.engine import Query
from gongkai.search.following import engine, follow, rebuild
from search import RNG, TITLES, page, paragraphs, questions

STEPS = ("load", "list", "index", "query", "publish")
BATCH = 1000
SYSTEM = System("示例数据")


def measured(what: str, count: int, start: tuple[float, float]) -> None:
    wall, spent = time.perf_counter() - start[0], time.process_time() - start[1]
    print(
        f"{what}: {wall:.1f} s, {spent:.1f} CPU-s{f', {count / wall:,.0f} a second' if count > 1 else ''}",
        flush=True,
    )


def now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def load(count: int) -> None:
    """Documents in the order of their days, as an archive that has grown."""
    organs, columns = places()
    laws = list(paragraphs().items())

    def items(first: int) -> Iterator[actions.Item]:
        for n in range(first, min(first + BATCH, count)):
            name, lines = RNG.choice(laws)
            at, wanted, body = (
                RNG.randrange(len(lines)),
                min(5000, max(200, RNG.lognormvariate(6.8, 0.7))),
                [],
            )
            while sum(map(len, body)) < wanted:
                body.append(lines[(at + len(body)) % len(lines)])
            day, registered = date(2010, 1, 4) + timedelta(days=n * 5400 // count), n % 10 == 0
            yield actions.Item(
                organ=organs[n % 60], column=columns[n % 153], title=RNG.choice(TITLES).format(name)[:200], summary=body[0][:120],
                body="".join(f"<p>{line}</p>" for line in body), formed_on=day, on=day, reviewed_by="审查人（示例）",
                index_number=f"S/{n:08}", number=f"示政发〔{day.year}〕{n + 1}号" if n % 3 == 0 or registered else None,
                register="normative" if registered else None, effective_from=day if registered else None,
                expires_on=day + timedelta(days=1825) if registered else None,
            )  # fmt: skip

    start = now()
    for first in range(0, count, BATCH):
        actions.publish_all(actor=SYSTEM, items=list(items(first)))
    measured(f"{count:,} documents put on record with their events", count, start)


def listed() -> None:
    """The desk's list of what is public, the first page and one by words."""
    site = Organ.objects.get(slug="xian")
    editor = Person.objects.filter(username="editor").first() or Person.objects.create_user(
        "editor", "long-enough-1", name="编辑（示例）", organ=site
    )
    for role in (Role.EDITOR, Role.SUPERVISOR):
        appoint(actor=SYSTEM, on=today(), person=editor, organ=site, role=role)
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    for path in ("/desk/documents/", "/desk/documents/", "/desk/documents/?page=2"):
        start = now()
        assert client.get(path).status_code == 200
        measured(f"desk list {path}", 1, start)


def built() -> None:
    start = now()
    count = rebuild()
    measured(f"index of {count:,}, {engine().health().bytes / 1e6:,.0f} MB", count, start)


def asked(count: int) -> None:
    top = Document.objects.order_by("-pk").values_list("pk", flat=True)[0]
    drawn = [RNG.randint(1, top) for _ in range(600)]
    rows = Version.objects.filter(document__in=drawn).values_list("document", "title", "body")
    texts = {k: (t, plain(b)) for k, t, b in rows}
    said = [q for _, q in questions(count, texts, ["示政发〔2015〕1号"])]
    handler, spent, bare = WSGIHandler(), [], []
    for q in said:
        start = time.process_time()
        engine().search(Query(q, today(), facets=False))
        bare.append(time.process_time() - start)
        start = time.process_time()
        page(handler, q)
        spent.append(time.process_time() - start)
    print(
        f"a question: engine {median(bare) * 1000:.1f}, page {median(spent) * 1000:.1f} CPU-ms in the middle",
        flush=True,
    )


def published() -> None:
    """One more document, until its pages are files and the index has it."""
    if current() is None:
        base = rebuilding.settings.GONGKAI_PRESS
        tree = rebuilding._new_tree(base)
        tree.manifest.write(new_root(today()), {}, [next_turn(today())])
        rebuilding._put_in_place(base, tree)
    follow()
    organ, column = Organ.objects.get(slug="o1"), Column.objects.get(slug="c001")
    for n in range(4):
        start = now()
        actions.publish(
            actor=SYSTEM, organ=organ, column=column, title=f"又一条示例信息{n}", body="<p>正文</p>", summary="概述", formed_on=today(),
            on=today(), reviewed_by="审查人（示例）", index_number=f"X/{time.time_ns()}",
        )  # fmt: skip
        measured(
            "one publication, pages and index follow" + ("" if n else " (the first: all its pages are new)"),
            1,
            start,
        )
    files = sum(1 for p in (current().folder / "pages").rglob("*.html"))
    print(f"{files} pages in the tree", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--step", choices=STEPS)
    options = parser.parse_args()
    if options.step is None:
        call_command("migrate", verbosity=0)
        for step in STEPS:
            if step == "load" and Document.objects.exists():
                continue
            given = ["--documents", str(options.documents), "--queries", str(options.queries), "--step", step]
            subprocess.run([sys.executable, __file__, *given], check=True)
        return
    match options.step:
        case "load":
            load(options.documents)
        case "list":
            listed()
        case "index":
            built()
        case "query":
            asked(options.queries)
        case "publish":
            published()
    print(
        f"  peak memory of this step: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB",
        flush=True,
    )


if __name__ == "__main__":
    main()
