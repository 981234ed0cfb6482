# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Walking a site: breadth first from its start, within bounds, by its robots.txt; what was seen is on disk, so that it can be taken up again."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from protego import Protego

from gongkai.supervision.sites.fetching import AGENT, FILES, PAGES, Asker, Place, robots_address, same_site
from gongkai.supervision.sites.pages import MOVED, Answer, plain_address, read
from gongkai.supervision.sites.rules import Seen, Settings, SiteFinding, in_file, on_page, on_site

MOVES, ROBOTS = 5, 500 * 1024  # of robots.txt: moves followed, bytes read (RFC 9309, 2.3.1.2 and 2.5)
Progress = Callable[[int, int], None]  # seen, known


class Unusable(Exception):
    """The site cannot be inspected; the message says why."""


@dataclass(frozen=True)
class Bounds:
    """How far a look goes. outgoing: other sites' addresses are asked too, once each, nothing of them is read."""

    pages: int = 2000
    depth: int = 8
    queries: int = 30  # addresses that differ only after the question mark
    threads: int = 3
    outgoing: bool = False


@dataclass(frozen=True)
class Outcome:
    """What a look found. left: addresses known and not seen, because of a bound; closed: those robots.txt asks not to read.

    judged are the addresses that said something definite, so that what was wrong there before and was not found now is gone;
    unasked those that are known of and were not asked.
    """

    start: str
    pages: int
    addresses: int
    left: int
    closed: int
    findings: tuple[SiteFinding, ...]
    judged: frozenset[str] = frozenset()
    unasked: frozenset[str] = frozenset()
    outgoing: bool = False


class Notes:
    """What is known of the site so far, in one SQLite file."""

    def __init__(self, path: Path | str) -> None:
        self.db = sqlite3.connect(path)
        self.db.executescript(
            "CREATE TABLE IF NOT EXISTS seen(address TEXT PRIMARY KEY, depth INT, inside INT, state INT DEFAULT 0, status INT, error TEXT,"
            " light BLOB, findings TEXT); CREATE INDEX IF NOT EXISTS waiting ON seen(state, depth, address);"
        )  # state: 0 waiting, 1 seen, 2 closed by robots.txt

    def add(self, rows: list[tuple[str, int, int, int]]) -> None:
        self.db.executemany(
            "INSERT OR IGNORE INTO seen(address, depth, inside, state) VALUES (?, ?, ?, ?)", rows
        )

    def keep(self, answer: Answer, light: dict[str, Any] | None, findings: list[SiteFinding]) -> None:
        packed = (
            zlib.compress(json.dumps(light, ensure_ascii=False).encode(), 1) if light is not None else None
        )
        said = json.dumps([asdict(f) for f in findings], ensure_ascii=False) if findings else None
        self.db.execute(
            "UPDATE seen SET state = 1, status = ?, error = ?, light = ?, findings = ? WHERE address = ?",
            (answer.status, answer.error, packed, said, answer.address),
        )

    def waiting(self, most: int, without: set[str]) -> list[tuple[str, int, int]]:
        rows = self.db.execute(
            "SELECT address, depth, inside FROM seen WHERE state = 0 ORDER BY depth, rowid LIMIT ?",
            (most + len(without),),
        )
        return [row for row in rows if row[0] not in without][:most]

    def count(self, state: int) -> int:
        return int(self.db.execute("SELECT count(*) FROM seen WHERE state = ?", (state,)).fetchone()[0])

    def seen(self, inside: int) -> dict[str, Seen]:
        rows = self.db.execute(
            "SELECT address, status, error, light FROM seen WHERE state = 1 AND inside = ?", (inside,)
        )
        return {a: Seen(s, e or "", json.loads(zlib.decompress(x)) if x else None) for a, s, e, x in rows}

    def judged(self) -> frozenset[str]:
        rows = self.db.execute(
            "SELECT address FROM seen WHERE state = 1 AND inside = 1 AND (status BETWEEN 200 AND 399 OR status IN (404, 410))"
        )
        return frozenset(address for (address,) in rows)

    def unasked(self) -> frozenset[str]:
        return frozenset(a for (a,) in self.db.execute("SELECT address FROM seen WHERE state <> 1"))

    def findings(self) -> list[SiteFinding]:
        rows = self.db.execute("SELECT findings FROM seen WHERE findings IS NOT NULL ORDER BY address")
        return [SiteFinding(**one) for (said,) in rows for one in json.loads(said)]


def inspect(
    start: str, *, notes: Notes, settings: Settings, bounds: Bounds | None = None, asker: Asker | None = None,
    progress: Progress = lambda _seen, _known: None,
) -> Outcome:  # fmt: skip
    """Look at one site, or go on with a look that was broken off. Raises Unusable when the site asks not to be read at all."""
    bounds = bounds or Bounds()
    first = plain_address(start, start)
    if first is None:
        raise Unusable(f"“{start}”不是可以检查的网址，请写成 http:// 或者 https:// 开头的完整网址")
    asker = asker or Asker(named={urlsplit(first).hostname or ""})
    asker.start = Place.of(first)
    walk = _Walk(first, notes, settings, bounds, asker)
    try:
        walk.run(progress)
    finally:
        asker.close()
        notes.db.commit()
    if not same_site(walk.home, first):
        raise Unusable(f"{first} 转到了另一个网站 {walk.home}，请改写成这个网址再检查")
    inside = notes.seen(1)
    found = [*notes.findings(), *on_site(walk.home, inside, notes.seen(0))]
    order = {rule: n for n, rule in enumerate(("severe", "fault", "note"))}
    found = sorted(dict.fromkeys(found), key=lambda f: (order[f.severity], f.rule, f.address, f.evidence))
    pages = sum(s.light is not None for s in inside.values())
    return Outcome(
        first, pages, notes.count(1), notes.count(0), notes.count(2), tuple(found), notes.judged(), notes.unasked(),
        bounds.outgoing,
    )  # fmt: skip


def robots(address: str, asker: Asker) -> Protego:
    """What the site of an address asks of those who read it by machine; the asker keeps its pace. Raises Unusable."""
    answer = asker.ask(robots_address(address))
    for _ in range(MOVES):  # followed as the standard asks (RFC 9309, 2.3.1.2)
        if not answer.moved:
            break
        answer = asker.ask(answer.moved)
    if answer.status == 0 or answer.status >= 500:
        raise Unusable(f"{address} 现在打不开：{answer.error or f'HTTP {answer.status}'}")
    found = Protego.parse(answer.body[:ROBOTS].decode("utf-8", "replace") if answer.status == 200 else "")
    delay = found.crawl_delay(AGENT)
    if delay:
        asker.slower(min(float(delay), 30.0))
    return found


class _Walk:
    def __init__(self, start: str, notes: Notes, settings: Settings, bounds: Bounds, asker: Asker) -> None:
        self.start = self.home = start
        self.notes, self.settings, self.bounds, self.asker = notes, settings, bounds, asker
        self.queries: dict[str, int] = defaultdict(int)
        for (address,) in notes.db.execute(
            "SELECT address FROM seen WHERE inside = 1 AND address LIKE '%?%'"
        ):
            self.queries[address.partition("?")[0]] += 1

    def run(self, progress: Progress) -> None:
        self.robots = robots(self.start, self.asker)
        self.notes.add([(self.start, 0, 1, 0)])
        if not self.robots.can_fetch(self.start, AGENT):
            raise Unusable(f"{self.start} 的robots.txt不允许检查这个网址")
        pending: dict[Future[Any], tuple[str, int]] = {}
        done = self.notes.count(1)
        with ThreadPoolExecutor(self.bounds.threads) as pool:
            while True:
                room = min(self.bounds.threads * 2 - len(pending), self.bounds.pages - done - len(pending))
                busy = {address for address, _ in pending.values()}
                for address, depth, inside in self.notes.waiting(room, busy) if room > 0 else ():
                    pending[pool.submit(self._look, address, bool(inside))] = (address, depth)
                if not pending:
                    break
                ready, _ = wait(pending, return_when=FIRST_COMPLETED)
                for future in ready:
                    address, depth = pending.pop(future)
                    self._take(depth, *future.result())
                    done += 1
                    if done % 50 == 0:
                        self.notes.db.commit()
                progress(done, done + self.notes.count(0))
        kept = self.notes.db.execute("SELECT error FROM seen WHERE address = ?", (self.start,)).fetchone()
        if kept and (kept[0] or "").startswith(MOVED):
            self.home = kept[0].removeprefix(MOVED)

    def _look(
        self, address: str, inside: bool
    ) -> tuple[Answer, dict[str, Any] | None, list[SiteFinding], list[tuple[str, bool]]]:
        """In a thread of its own: ask, read, judge. Touches nothing that is shared."""
        answer = self.asker.ask(address, body=inside)
        if (answer.status == 0 and "内部地址" not in answer.error) or answer.status >= 500:
            answer = self.asker.ask(address, body=inside)  # once is an accident
        if not inside:
            return answer, None, [], []
        if answer.moved:
            return answer, None, [], [(answer.moved, True)]
        if answer.status != 200:
            return answer, None, [], []
        if answer.kind in PAGES:
            page = read(answer)
            next_ = [*((a, True) for a in page.links), *((a, False) for a in (*page.images, *page.loads))]
            return answer, page.light(), list(on_page(page, self.settings)), next_
        files = (
            answer.body
            and urlsplit(address).path.lower().endswith(FILES)
            and not address.endswith("/robots.txt")
        )
        return answer, None, list(in_file(answer)) if files else [], []

    def _take(
        self,
        depth: int,
        answer: Answer,
        light: dict[str, Any] | None,
        findings: list[SiteFinding],
        onward: list[tuple[str, bool]],
    ) -> None:
        if answer.moved:
            # Where it leads is judged there; a move itself is no fault.
            answer = Answer(answer.address, answer.status, error=f"{MOVED}{answer.moved}")
        self.notes.keep(answer, light, findings)
        if depth >= self.bounds.depth:
            return
        rows = []
        for address, _page in onward:
            if not address.startswith("http"):
                continue
            if same_site(address, self.start):
                rows += list(self._inside(address, depth + 1))
            elif self.bounds.outgoing:
                rows.append((address, depth + 1, 0, 0))
        self.notes.add(rows)

    def _inside(self, address: str, depth: int) -> Iterator[tuple[str, int, int, int]]:
        path, mark, _ = address.partition("?")
        if mark:
            known = self.notes.db.execute("SELECT 1 FROM seen WHERE address = ?", (address,)).fetchone()
            if known or self.queries[path] >= self.bounds.queries:
                return
            self.queries[path] += 1
        yield address, depth, 1, 0 if self.robots.can_fetch(address, AGENT) else 2
