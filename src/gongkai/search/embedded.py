# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The engine in process: tantivy over files in the instance's directory.

    index/current          the name of the generation in use; replaced at once
    index/v1-<n>/          one generation: tantivy's own files
    index/lock             held by the one process that writes (`following`)

The watermark is a document of the index, so entries and watermark are committed together or not at all: after kill -9 the index stands
at its last commit and goes on from there. Readers notice a new commit or generation by two stat calls a question.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import tantivy
from tantivy import Document, Index, Query, SchemaBuilder, Searcher

from gongkai.search import asking
from gongkai.search.analysis import number_key, stream
from gongkai.search.engine import (
    ENDED,
    IN_FORCE,
    NOT_YET,
    Entry,
    Gone,
    Health,
    Page,
    Unavailable,
    Watermark,
)  # fmt: skip
from gongkai.search.engine import Query as Question

# Raised whenever the fields, the tokens or their meaning change: an index of another version is built anew.
VERSION = 4
SMALL, LARGE = 15_000_000, 256_000_000
NEVER = 99_991_231
TERMS = ("column", "organ", "kind", "theme", "paper")
Hits = list[tuple[float, tantivy.DocAddress]]


def _schema() -> tantivy.Schema:
    b = SchemaBuilder()
    b.add_unsigned_field("id", indexed=True, fast=True)
    b.add_unsigned_field("version", fast=True)
    b.add_unsigned_field("live", indexed=True)
    b.add_unsigned_field("digest", fast=True)
    b.add_text_field("title", tokenizer_name="whitespace")
    b.add_text_field("text", tokenizer_name="whitespace")
    for name in ("number", *TERMS):
        b.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("year", "published_on", "force_from", "force_until"):
        b.add_unsigned_field(name, indexed=True, fast=True)
    b.add_unsigned_field("recency", fast=True)
    b.add_text_field("mark", tokenizer_name="raw", index_option="basic")
    b.add_text_field("state", stored=True, tokenizer_name="raw", index_option="basic")
    return b.build()


SCHEMA = _schema()
LIVE = Query.term_query(SCHEMA, "live", 1)


def digest(entry: Entry) -> int:
    """Of everything findable in an entry; the version is left out: a new row may have changed nothing that is found."""
    said = [
        VERSION, entry.title, entry.texts, entry.numbers, sorted(entry.columns), entry.organ, entry.kind,
        str(entry.published_on), str(entry.force_from), str(entry.force_until), entry.registered, entry.theme, entry.paper,
    ]  # fmt: skip
    sealed = hashlib.blake2b(json.dumps(said, ensure_ascii=False).encode(), digest_size=8)
    return int.from_bytes(sealed.digest(), "big")


def _document(entry: Entry) -> Document:
    d = Document()
    d.add_unsigned("id", entry.id)
    d.add_unsigned("version", entry.version)
    d.add_unsigned("live", 1)
    d.add_unsigned("digest", digest(entry))
    d.add_text("title", stream(entry.title))
    for number in entry.numbers:
        d.add_text("number", number_key(number))
        d.add_text("title", stream(number))  # a value of its own: no phrase runs from the title into it
    for text in entry.texts:
        d.add_text("text", stream(text))
    for column in entry.columns:
        d.add_text("column", column)
    d.add_text("organ", entry.organ)
    d.add_text("kind", entry.kind)
    for name, value in (("theme", entry.theme), ("paper", entry.paper)):
        if value:
            d.add_text(name, value)
    d.add_unsigned("year", entry.published_on.year)
    d.add_unsigned("published_on", asking.day_number(entry.published_on))
    # Days since 1990: scores are multiplied by log2 of it, which orders a tier by date and never lifts one tier over another.
    d.add_unsigned("recency", max(1, entry.published_on.toordinal() - 726_468))
    if entry.registered:
        d.add_unsigned("force_from", asking.day_number(entry.force_from) if entry.force_from else 0)
        d.add_unsigned("force_until", asking.day_number(entry.force_until) if entry.force_until else NEVER)
    return d


def _tombstone(gone: Gone) -> Document:
    d = Document()
    d.add_unsigned("id", gone.id)
    d.add_unsigned("version", gone.version)
    return d


def _mark(watermark: Watermark) -> Document:
    d = Document()
    d.add_text("mark", "watermark")
    d.add_text("state", json.dumps([watermark.seq, watermark.hash, watermark.day.isoformat()]))
    return d


class _Opened(NamedTuple):
    """A generation as a reader holds it. newest: the latest publication in it, so that most questions need no date filter."""

    pointer: tuple[int, int]
    where: str
    commit: tuple[int, int]
    index: Index
    newest: int


def _stat(path: str) -> tuple[int, int]:
    found = os.stat(path)
    return found.st_ino, found.st_mtime_ns


def _newest(index: Index) -> int:
    top = index.searcher().search(LIVE, 1, count=False, order_by_field="published_on").hits
    return int(top[0][0]) if top else 0


def _clear(where: Path) -> None:
    """Remove lists of deletions that no commit names: what a killed writer left is in the way of the next, which would write the same name."""
    meta = json.loads((where / "meta.json").read_text(encoding="utf-8"))
    named = {
        f"{segment['segment_id'].replace('-', '')}.{segment['deletes']['opstamp']}.del"
        for segment in meta["segments"] if segment.get("deletes")
    }  # fmt: skip
    for path in where.glob("*.del"):
        if path.name not in named:
            path.unlink(missing_ok=True)


class Embedded:
    """`engine.Engine` over one directory. Writing calls are made under the lock; reading calls by anyone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: _Opened | None = None
        self._guard = threading.Lock()

    # Reading

    def _generation(self) -> Path | None:
        try:
            return self.folder / (self.folder / "current").read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None

    def _reader(self) -> _Opened:
        """The index at its last commit. Raises Unavailable."""
        try:
            opened = self._opened
            if opened is not None and opened.pointer == _stat(f"{self.folder}/current"):
                if opened.commit == _stat(f"{opened.where}/meta.json"):
                    return opened
                with self._guard:
                    commit = _stat(f"{opened.where}/meta.json")
                    opened.index.reload()
                    self._opened = opened._replace(commit=commit, newest=_newest(opened.index))
                    return self._opened
            with self._guard:
                self._opened = self._open()
                return self._opened
        except FileNotFoundError:
            raise Unavailable("检索索引还没有建立，请运行 gongkai index rebuild") from None
        except (OSError, ValueError, RuntimeError) as error:
            self._opened = None
            raise Unavailable(f"检索索引不能使用，请运行 gongkai index rebuild（{error}）") from error

    def _open(self) -> _Opened:
        pointer = _stat(f"{self.folder}/current")
        where = self._generation()
        if where is None:
            raise FileNotFoundError
        if not where.name.startswith(f"v{VERSION}-"):
            raise ValueError("由另一个版本的程序建立")
        commit = _stat(f"{where}/meta.json")
        index = Index.open(str(where))
        index.config_reader("Manual")
        return _Opened(pointer, str(where), commit, index, _newest(index))

    def _searcher(self) -> Searcher:
        return self._reader().index.searcher()

    def _ids(self, searcher: Searcher, hits: Hits) -> list[int]:
        values = searcher.fast_field_values("id", [address for _, address in hits]) if hits else []
        return [int(v) for v in values if v is not None]

    def search(self, query: Question) -> Page:
        opened = self._reader()
        asked = asking.text_query(SCHEMA, query)
        if asked is None:
            return Page([], 0)
        page = self._run(opened, asked, query)
        if page.total == 0 and not query.filters and not query.exact:
            near = asking.rescue_query(SCHEMA, query)
            found = self._run(opened, near, query) if near else page
            if found.total:
                return Page(found.ids, found.total, found.facets, rescued=True)
        return page

    def _run(self, opened: _Opened, asked: Query, question: Question) -> Page:
        searcher = opened.index.searcher()
        limited = asking.filtered(SCHEMA, asked, question, newest=opened.newest)
        if question.by_date:
            found = searcher.search(
                limited, question.limit, offset=question.offset, order_by_field="published_on"
            )
        else:
            found = searcher.search(
                limited, question.limit, offset=question.offset, weight_by_field="recency"
            )
        facets = self._facets(searcher, limited, question.as_of) if question.facets and found.count else {}
        return Page(self._ids(searcher, found.hits), found.count, facets)

    def _facets(self, searcher: Searcher, query: Query, day: date) -> dict[str, list[tuple[str, int]]]:
        now = asking.day_number(day)
        terms = {n: {"terms": {"field": n, "size": 12}} for n in (*TERMS, "year")}
        ends = {
            "range": {"field": "force_until", "ranges": [{"to": now}, {"from": now}]},
            "aggs": {"start": {"range": {"field": "force_from", "ranges": [{"from": now + 1}]}}},
        }
        made = searcher.aggregate(query, {**terms, "ends": ends})
        facets = {
            name: [(str(b["key"]).removesuffix(".0"), int(b["doc_count"])) for b in made[name]["buckets"]]
            for name in terms
        }
        ended = standing = coming = 0
        for bucket in made["ends"]["buckets"]:
            if bucket.get("to") == now:
                ended = int(bucket["doc_count"])
            elif bucket.get("from") == now:
                standing = int(bucket["doc_count"])
                coming = sum(
                    int(b["doc_count"]) for b in bucket["start"]["buckets"] if b.get("from") == now + 1
                )
        counted = ((IN_FORCE, standing - coming), (ENDED, ended), (NOT_YET, coming))
        facets["validity"] = [(name, n) for name, n in counted if n]
        return facets

    def suggest(self, text: str, *, as_of: date, limit: int = 8) -> list[int]:
        opened = self._reader()
        searcher = opened.index.searcher()
        clauses = [(asking.MUST, asking.holds(SCHEMA, "title", w)) for w in asking.words(text[:60])]
        if not clauses:
            return []
        limited = asking.filtered(
            SCHEMA, Query.boolean_query(clauses), Question(text, as_of), newest=opened.newest
        )
        return self._ids(
            searcher, searcher.search(limited, limit, count=False, order_by_field="published_on").hits
        )

    def similar(self, text: str, *, as_of: date, limit: int = 5) -> list[int]:
        opened = self._reader()
        searcher = opened.index.searcher()
        asked = asking.similar_query(SCHEMA, text)
        if asked is None:
            return []
        limited = asking.filtered(SCHEMA, asked, Question(text, as_of), newest=opened.newest)
        return self._ids(searcher, searcher.search(limited, limit, count=False).hits)

    def counts(self, texts: list[str], *, as_of: date) -> list[int]:
        return [self.search(Question(text, as_of, limit=1, facets=False, filters=())).total for text in texts]

    def contents(self) -> Iterator[tuple[int, int]]:
        searcher = self._searcher()
        found = searcher.search(LIVE, max(1, searcher.num_docs), count=False).hits
        rest = iter(found)
        while part := list(islice(rest, 5000)):
            addresses = [address for _, address in part]
            yield from zip(
                map(int, searcher.fast_field_values("id", addresses)),
                map(int, searcher.fast_field_values("digest", addresses)),
                strict=True,
            )

    def watermark(self) -> Watermark | None:
        searcher = self._searcher()
        hits = searcher.search(Query.term_query(SCHEMA, "mark", "watermark"), 1, count=False).hits
        if not hits:
            return None
        seq, sealed, day = json.loads(str(searcher.doc(hits[0][1]).get_first("state")))
        return Watermark(seq, sealed, date.fromisoformat(day))

    def health(self) -> Health:
        try:
            searcher = self._searcher()
            count = searcher.search(LIVE, 1).count
            where = self._generation()
            size = sum(f.stat().st_size for f in where.iterdir()) if where else 0
            return Health("ready", count, size, self.watermark())
        except Unavailable as error:
            state = "missing" if self._generation() is None else "broken"
            return Health(state, note=str(error))

    # Writing

    def ensure(self) -> bool:
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            return self.watermark() is not None
        except Unavailable:
            return False

    def apply(self, changes: Iterable[Entry | Gone], watermark: Watermark) -> int:
        where = self._generation()
        if where is None:
            raise Unavailable("检索索引还没有建立，请运行 gongkai index rebuild")
        latest = {c.id: c for c in sorted(changes, key=lambda c: c.version)}
        held = self._versions(list(latest))
        _clear(where)
        # A fresh Index each time: one that another process has written to since would bring back merged segments.
        writer = Index.open(str(where)).writer(SMALL, 1)
        applied = 0
        for change in latest.values():
            if change.version < held.get(change.id, 0):
                continue
            writer.delete_documents_by_query(Query.term_query(SCHEMA, "id", change.id))
            writer.add_document(_document(change) if isinstance(change, Entry) else _tombstone(change))
            applied += 1
        writer.delete_documents_by_term("mark", "watermark")
        writer.add_document(_mark(watermark))
        writer.commit()
        writer.wait_merging_threads()
        return applied

    def _versions(self, ids: list[int]) -> dict[int, int]:
        if not ids:
            return {}
        searcher = self._searcher()
        hits = searcher.search(Query.term_set_query(SCHEMA, "id", ids), len(ids), count=False).hits
        addresses = [address for _, address in hits]
        versions = searcher.fast_field_values("version", addresses) if addresses else []
        return dict(zip(self._ids(searcher, hits), (int(v or 0) for v in versions), strict=True))

    def swap(
        self, entries: Iterable[Entry], watermark: Watermark, progress: Callable[[int], None] | None = None
    ) -> int:
        self.folder.mkdir(parents=True, exist_ok=True)
        self._sweep()
        taken = [int(p.name.rpartition("-")[2]) for p in self.folder.glob("v*-*") if p.name[-1].isdigit()]
        where = self.folder / f"v{VERSION}-{max(taken, default=0) + 1}"
        where.mkdir()
        writer = Index(SCHEMA, path=str(where)).writer(LARGE, 2)
        count = 0
        for count, entry in enumerate(entries, 1):
            writer.add_document(_document(entry))
            if progress:
                progress(count)
        writer.add_document(_mark(watermark))
        writer.commit()
        writer.wait_merging_threads()
        fresh = self.folder / "current.new"
        fresh.write_text(where.name, encoding="ascii")
        os.replace(fresh, self.folder / "current")
        self._sweep()
        return count

    def _sweep(self) -> None:
        """Remove generations not in use: replaced ones, and one whose building was killed. Open readers keep their files."""
        current = self._generation()
        for path in self.folder.glob("v*-*"):
            if path != current:
                with contextlib.suppress(OSError):
                    shutil.rmtree(path)
