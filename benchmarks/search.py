# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Search: what the page costs above the engine, the engine against SQLite FTS5 on the same tokens, and whether all is found.

    python benchmarks/search.py [--documents 100000] [--queries 300] [--keep] [--fts5] [--cost-only]
    1,000,000 documents: --documents 1000000 (an hour, 12 GB of disk in $GONGKAI_DIR; --keep takes what an earlier run left there)

The documents are contiguous paragraphs of real laws and regulations (../shared/corpus, when it is beside the repository), else of made
text, which is said. Times are CPU milliseconds: they say less about the machine than wall time does.
"""

from __future__ import annotations

import argparse
import gc
import os
import random
import re
import resource
import sqlite3
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from statistics import mean, median

FOLDER = Path(os.environ.setdefault("GONGKAI_DIR", tempfile.mkdtemp()))
os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.web.settings"
import django
import numpy as np

django.setup()
from django.core.management import call_command
from django.db import transaction

from gongkai.organs.models import Organ
from gongkai.organs.today import today
from gongkai.publishing.actions import relist
from gongkai.publishing.indexing import plain
from gongkai.publishing.models import Column, Document, Placement, Version
from gongkai.search.analysis import fold, stream, tokens, words
from gongkai.search.engine import Query
from gongkai.search.following import engine, rebuild
from gongkai.search.queries import synonyms
from gongkai.web.wsgi import application

CORPUS = (
    Path(os.environ.get("CORPUS") or Path(__file__).resolve().parents[2] / "shared" / "corpus")
    / "laws.tar.xz"
)
TITLES = ("关于印发{}实施办法的通知", "{}解读", "关于贯彻{}的意见", "{}执行情况公示", "{}问答")
RNG = random.Random(20240001)


def paragraphs() -> dict[str, list[str]]:
    """Name of a law → its paragraphs."""
    if not CORPUS.exists():
        print("没有 ../shared/corpus，用随机字造的正文：结果不能与文档中的比较")
        letters = [chr(0x4E00 + int(n)) for n in (RNG.paretovariate(0.8) * 20 % 3000 for _ in range(40_000))]
        return {
            f"示例法{n}": ["".join(RNG.choices(letters, k=RNG.randint(20, 200))) for _ in range(60)]
            for n in range(500)
        }
    found = {}
    with tarfile.open(CORPUS) as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(".md") and "_index" not in member.name:
                lines = archive.extractfile(member).read().decode().splitlines()
                kept = [line for line in lines if len(line) > 8 and not line.startswith(("#", "<"))]
                if len(kept) > 3:
                    found[re.sub(r"\(.*", "", Path(member.name).stem)] = kept
    return found


def load(count: int) -> None:
    """Documents straight into the tables: the verbs are measured elsewhere."""
    laws = list(paragraphs().items())
    facts = {"office_name": "办公室", "address": "示例路1号", "phone": "00000000", "office_hours": "工作日"}
    site = Organ.objects.create(
        slug="xian", name="示例县人民政府", short_name="县政府", kind="government", **facts
    )
    organs = [
        Organ.objects.create(
            slug=f"o{n}", name=f"示例机关{n}", short_name=f"机关{n}", kind="department", parent=site, **facts
        )
        for n in range(60)
    ]
    columns = [
        Column.objects.create(slug=f"c{n}", name=f"栏目{n}", kind="statutory", owner=site, belongs="示例", opened_on=date(2010, 1, 1))
        for n in range(150)
    ]  # fmt: skip
    serial = 0
    while serial < count:
        documents, bodies = [], []
        for _ in range(min(5000, count - serial)):
            serial += 1
            name, lines = RNG.choice(laws)
            first = RNG.randrange(len(lines))
            body, size = [], 0
            wanted = int(min(5000, max(200, RNG.lognormvariate(6.8, 0.7))))
            while size < wanted:
                line = lines[(first + len(body)) % len(lines)]
                body.append(line)
                size += len(line)
            day = date(2010, 1, 4) + timedelta(days=RNG.randrange(5400))
            title = RNG.choice(TITLES).format(name)[:200]
            registered = serial % 10 == 0
            documents.append(
                Document(
                    organ=RNG.choice(organs), column=RNG.choice(columns), index_number=f"S/{serial:08}", title=title,
                    number=f"示政发〔{day.year}〕{serial}号" if serial % 3 == 0 or registered else None,
                    summary=body[0][:120], formed_on=day, published_on=day, version=1,
                    register="normative" if registered else None, effective_from=day if registered else None,
                    expires_on=day + timedelta(days=1825) if registered else None,
                )
            )  # fmt: skip
            bodies.append("".join(f"<p>{line}</p>" for line in body))
        with transaction.atomic():
            Document.objects.bulk_create(documents)
            Version.objects.bulk_create(
                Version(document=d, number=1, title=d.title, body=b, digest="0" * 64, made_on=d.published_on, note="首次公开")
                for d, b in zip(documents, bodies, strict=True)
            )  # fmt: skip
            Placement.objects.bulk_create(
                Placement(document=d, column=d.column, placed_on=d.published_on) for d in documents
            )
    relist()


def questions(count: int, texts: dict[int, tuple[str, str]], numbers: list[str]) -> list[tuple[str, str]]:
    """(kind, question): the mix of docs: two characters, three to six, seven to twelve, two words, numbers, one wrong character."""
    keys = list(texts)
    runs = re.compile(r"[\u4e00-\u9fff]{2,}")

    def piece(low: int, high: int, where: int = 1) -> str:
        while True:
            found = runs.findall(texts[RNG.choice(keys)][where])
            run = RNG.choice(found) if found else ""
            size = RNG.randint(low, high)
            if len(run) >= size:
                at = RNG.randrange(len(run) - size + 1)
                return run[at : at + size]

    made = []
    for _ in range(count):
        draw = RNG.random()
        if draw < 0.35:
            made.append(("two", piece(2, 2)))
        elif draw < 0.55:
            made.append(("short", piece(3, 6)))
        elif draw < 0.73:
            made.append(("long", piece(7, 12)))
        elif draw < 0.86:
            made.append(("words", f"{piece(2, 4)} {piece(2, 4)}"))
        elif draw < 0.93:
            made.append(
                (
                    "number",
                    RNG.choice(numbers)
                    .replace("〔", RNG.choice("[(（【"))
                    .replace("〕", RNG.choice("])）】")),
                )
            )
        else:
            said = piece(6, 9, 0)
            at = RNG.randrange(1, len(said) - 1)
            made.append(("typo", said[:at] + RNG.choice("囧龘甪") + said[at + 1 :]))
    return made


def cpu(call: Callable[[str], object], rounds: list[str]) -> list[float]:
    """CPU ms of each call, after one pass to warm up."""
    for said in rounds[:30]:
        call(said)
    spent = []
    for said in rounds:
        start = time.process_time()
        call(said)
        spent.append((time.process_time() - start) * 1000)
    return spent


def in_turns(
    calls: dict[str, Callable[[str], object]], rounds: list[str], turns: int = 3
) -> dict[str, list[float]]:
    """CPU ms of each question asked each way: all questions one way, then all the next, again and again, and of each question the
    least. So no way finds in the caches what another left of the same question, and what others do on the machine meanwhile counts least."""
    passes: dict[str, list[list[float]]] = {what: [] for what in calls}
    for _ in range(turns):
        for what, call in calls.items():
            passes[what].append(cpu(call, rounds))
    return {what: [min(each) for each in zip(*spent, strict=True)] for what, spent in passes.items()}


def page(handler: Callable[..., Iterable[bytes]], said: str) -> bytes:
    """One request as a server makes it."""
    from urllib.parse import urlencode

    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/search/", "QUERY_STRING": urlencode({"q": said}), "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80", "HTTP_HOST": "127.0.0.1", "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr,
    }  # fmt: skip
    status: list[str] = []
    response = handler(environ, lambda s, _h: status.append(s))
    body = b"".join(response)
    getattr(response, "close", lambda: None)()
    assert status[0].startswith("200"), status
    return body


def fts5(path: Path, numbers: dict[int, str]) -> sqlite3.Connection:
    """The same tokens in SQLite: title and body, ordered by bm25 with the title ten times dearer."""
    base = sqlite3.connect(path)
    if base.execute("SELECT 1 FROM sqlite_master WHERE name = 'f'").fetchone():
        return base
    base.execute("PRAGMA journal_mode=OFF")
    base.execute(
        "CREATE VIRTUAL TABLE f USING fts5(title, body, content='', tokenize='unicode61 remove_diacritics 0')"
    )
    base.executemany(
        "INSERT INTO f(rowid, title, body) VALUES (?, ?, ?)",
        ((k, f"{stream(t)} {stream(numbers.get(k, ''))}", stream(b)) for k, t, b in every_text()),
    )
    base.execute("INSERT INTO f(f) VALUES ('optimize')")
    base.commit()
    return base


def ask_fts5(base: sqlite3.Connection, said: str) -> tuple[list[int], int]:
    match = " AND ".join(
        '"' + " ".join(w.tokens) + ('"*' if w.opens_right and len(w.tokens) > 1 else '"') for w in words(said)
    )
    rows = base.execute("SELECT rowid FROM f WHERE f MATCH ? ORDER BY bm25(f, 10.0, 1.0) LIMIT 20", [match])
    ids = [r[0] for r in rows]
    return ids, base.execute("SELECT count(*) FROM f WHERE f MATCH ?", [match]).fetchone()[0]


def every_text(chosen: list[int] | None = None) -> Iterator[tuple[int, str, str]]:
    """(number, title, everything else that is found) of all documents, or of those chosen."""
    rows = Version.objects.order_by("document")
    if chosen is not None:
        rows = rows.filter(document__in=chosen)
    for k, t, b, s in rows.values_list("document", "title", "body", "document__summary").iterator(2000):
        yield k, t, f"{plain(b)}\n{s}"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--fts5", action="store_true")
    parser.add_argument("--cost-only", action="store_true", help="neither FTS5 nor what is found")
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    if not Document.objects.exists():
        load(options.documents)
    if not (options.keep and engine().ensure()):
        start, clock = time.process_time(), time.perf_counter()
        count = rebuild()
        print(
            f"{count:,} documents indexed in {time.perf_counter() - clock:.0f} s "
            f"({time.process_time() - start:.0f} CPU-s), {engine().health().bytes / 1e6:.0f} MB"
        )
    numbers = dict(Document.objects.filter(number__isnull=False).values_list("pk", "number"))
    top = Document.objects.order_by("-pk").values_list("pk", flat=True)[0]
    drawn = [RNG.randint(1, top) for _ in range(900)]
    texts = {k: (t, b) for k, t, b in every_text(drawn)}
    asked = questions(options.queries, texts, list(numbers.values()))
    said = [q for _, q in asked]
    day, index, groups = today(), engine(), synonyms()
    page(application, said[0])
    gc.collect()
    gc.freeze()  # as `gongkai serve` does
    spent = in_turns(
        {
            "engine, ids and total": lambda q: index.search(Query(q, day, synonyms=groups, facets=False)),
            "engine, ids, total and facets, as the page asks it": lambda q: index.search(Query(q, day, synonyms=groups)),
            "search page, through the application granian calls": lambda q: page(application, q),
        },
        said,
    )  # fmt: skip
    print(f"load {os.getloadavg()[0]:.1f}; of each question the least of three passes")
    for what, each in spent.items():
        print(f"{what}: mean {mean(each):.2f}, median {median(each):.2f} CPU-ms")
    bare, faceted, pages = spent.values()
    for what, raw in (("of the same answer, facets too", faceted), ("of ids and total alone", bare)):
        over = [p - r for p, r in zip(pages, raw, strict=True)]
        print(
            f"  page above the engine {what}: mean {mean(over):.2f}, median {median(over):.2f} CPU-ms; "
            f"engine ÷ page: {mean(raw) / mean(pages):.2f}"
        )
    print(
        f"peak memory so far: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB", flush=True
    )
    if options.cost_only:
        return
    if options.fts5 or options.documents <= 100_000:
        base = fts5(FOLDER / "fts5.sqlite3", numbers)
        theirs = cpu(lambda q: ask_fts5(base, q), said)
        print(f"SQLite FTS5, bm25 and total: mean {mean(theirs):.2f}, median {median(theirs):.2f} CPU-ms")
        print(f"  FTS5 ÷ engine (ids and total): {mean(theirs) / mean(bare):.1f}", flush=True)
    truth(asked, numbers, top)


def truth(asked: list[tuple[str, str]], numbers: dict[int, str], top: int) -> None:
    """Against looking for the characters themselves in every document."""
    rescued = typos = first = numbered = 0
    judged: list[list[str]] = []
    held: list[np.ndarray] = []
    kinds: list[str] = []
    for kind, said in asked:
        question = Query(said, today(), facets=False, limit=top)
        if kind == "typo":
            typos += 1
            rescued += engine().search(question).total > 0
        elif kind == "number":
            numbered += 1
            ids = engine().search(question).ids
            spelled = "".join(words(said)[0].tokens)
            first += bool(ids) and "".join(tokens(numbers.get(ids[0], ""))) == spelled
        else:
            judged.append(fold(said).split())
            kinds.append(kind)
            place = np.zeros(top + 1, dtype=bool)
            place[engine().search(question).ids] = True
            held.append(place)
    found, wanted = [0] * len(judged), [0] * len(judged)
    squeeze = re.compile(r"\s")
    for k, title, body in every_text():
        t, b = fold(title), squeeze.sub("", fold(body))
        for n, parts in enumerate(judged):
            if all(p in t or p in b for p in parts):
                wanted[n] += 1
                found[n] += bool(held[n][k])
    for what in ("all", "two"):
        mine = [n for n, kind in enumerate(kinds) if what in ("all", kind)]
        empty = sum(wanted[n] > 0 and not held[n].any() for n in mine)
        hits = sum(wanted[n] for n in mine)
        print(
            f"found ÷ true, {'two characters' if what == 'two' else 'all'}: {sum(found[n] for n in mine) / hits:.4f} of {hits:,} hits; "
            f"false empty pages: {empty} of {len(mine)}; over-count {sum(int(held[n].sum()) for n in mine) / hits:.4f}"
        )
    print(f"document number first: {first} of {numbered}; one wrong character rescued: {rescued} of {typos}")


if __name__ == "__main__":
    main()
