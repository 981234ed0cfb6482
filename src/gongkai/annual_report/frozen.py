# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""名单: the records behind each printed number, frozen when an edition is published, and held against what there is today.

A list is kept beside the edition and its digest in it; the ledger keeps the digest of the edition. Sums have no list of their own:
theirs are those of the cells they add up, and so are the figures of the text that say what cells of the tables say. Editions
published before lists had rows of their own carry them in their snapshot; before figures of the text had lists, only the number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from gongkai.annual_report import kinds, report, tables, units
from gongkai.annual_report.figures import Figure
from gongkai.annual_report.kinds import Kind
from gongkai.annual_report.models import FrozenCell, PublishedReport
from gongkai.annual_report.scope import Scope
from gongkai.applications.models import Application, Proceeding
from gongkai.law import wording
from gongkai.law.table3 import CARRIED_IN, CARRIED_OUT, HANDLED, LEAF_COLUMNS, NEW, ROW_IDS, place
from gongkai.law.table4 import Block, Result
from gongkai.ledger.models import Event
from gongkai.publishing.models import DecisionCount

# What a figure of the text says → the cell of a table that says the same.
AS_CELL = {
    "applications.new": f"T3.{NEW}.total", "applications.carried_in": f"T3.{CARRIED_IN}.total",
    "applications.handled": f"T3.{HANDLED}.total", "applications.carried_out": f"T3.{CARRIED_OUT}.total",
    "reconsiderations": f"T4.{Block.RECONSIDERATION}.total",
}  # fmt: skip
AT_ONCE = 5_000  # records compared without being asked to


@dataclass(frozen=True)
class Listed:
    """One list: its kind and entries, a key or key=quantity each."""

    key: str
    kind: str
    entries: tuple[str, ...]

    @property
    def text(self) -> str:
        return " ".join(self.entries)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the cell, the kind and the entries, a line each."""
        return hashlib.sha256(f"{self.key}\n{self.kind}\n{self.text}".encode()).hexdigest()


def lists(scope: Scope, said: Iterable[str] = ()) -> Iterator[Listed]:
    """What each non-zero leaf of tables 2 to 4, and each figure said, is counted from now."""
    leaves = tables.cases_by_cell(scope)
    for key in dict.fromkeys([*tables.cell_keys(), *said]):
        if key in leaves:
            yield Listed(key, "application", tuple(map(str, leaves[key])))
        elif not key.startswith("T3.") and leaves_of(key) == [key]:
            f = report.find(key)
            rows = f.rows(scope).order_by("pk")
            if entries := kinds.entries(rows, f.add):
                yield Listed(key, kinds.kind_of(rows).name, entries)


def shown(found: Iterable[Listed]) -> dict[str, dict[str, Any]]:
    """What an edition's snapshot says of its lists."""
    return {x.key: {"kind": x.kind, "n": len(x.entries), "sha256": x.digest} for x in found}


def keep(row: PublishedReport, found: Iterable[Listed]) -> None:
    """The lists beside the edition whose snapshot has their digests."""
    FrozenCell.objects.bulk_create(
        [FrozenCell(report=row, key=x.key, kind=x.kind, n=len(x.entries), entries=x.text) for x in found],
        batch_size=100,
    )


def leaves_of(key: str) -> list[str]:
    """The cells a number adds up, in statutory order; what is no sum of cells is its own."""
    if key == "litigations":
        return [
            *leaves_of(f"T4.{Block.LITIGATION_DIRECT}.total"),
            *leaves_of(f"T4.{Block.LITIGATION_AFTER}.total"),
        ]
    key = AS_CELL.get(key, key)
    table, _, rest = key.partition(".")
    row, _, column = rest.rpartition(".")
    if table == "T4":
        return [f"T4.{row}.{result}" for result in Result] if column == "total" else [key]
    if table != "T3":
        return [key]
    rows = [r for r in ROW_IDS if r.startswith("R3.") and r != HANDLED] if row == HANDLED else [row]
    return [f"T3.{r}.{c}" for r in rows for c in (LEAF_COLUMNS if column == "total" else (column,))]


@dataclass(frozen=True)
class Gone:
    """A record the printed cell counts and today's does not (or with another quantity), and where it counts now."""

    row: Any
    now: str


@dataclass(frozen=True)
class Difference:
    """Today's records against the frozen ones. Records that no longer exist at all are only counted."""

    added: list[Any]
    gone: list[Gone]
    more_added: int
    more_gone: int
    missing: int

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.missing)


@dataclass(frozen=True)
class Frozen:
    """The list behind one number of an edition."""

    edition: PublishedReport
    key: str
    figure: Figure

    @cached_property
    def said(self) -> dict[str, Any]:
        """What the snapshot holds of the leaves: digests, or in earlier editions the lists themselves."""
        records = self.edition.snapshot.get("records", {})
        return {key: records[key] for key in leaves_of(self.key) if key in records}

    @cached_property
    def kept(self) -> dict[str, Listed]:
        """Leaf → its list as it is kept."""
        early = {key: said for key, said in self.said.items() if isinstance(said, list)}
        found = {key: _early(key, refs) for key, refs in early.items()}
        if len(early) < len(self.said):
            for cell in FrozenCell.objects.filter(report=self.edition, key__in=self.said):
                found[cell.key] = _held(cell)
        return {key: found[key] for key in self.said if key in found}

    @property
    def printed(self) -> Any:
        """The number as it was printed; a cell that has no trace was 0."""
        return self.edition.snapshot["trace"].get(self.key, {}).get("value", 0)

    @property
    def unlisted(self) -> bool:
        """Whether the edition froze the number alone, as those did before figures of the text had lists."""
        return bool(self.printed) and not self.said

    @property
    def total(self) -> int:
        """How many records, by what the snapshot says."""
        return sum(len(x) if isinstance(x, list) else x["n"] for x in self.said.values())

    @property
    def digest(self) -> str:
        """The digest of the list; of a sum, that of its cells' digests, a line each."""
        if len(self.kept) == 1:
            return next(iter(self.kept.values())).digest
        parts = "\n".join(f"{key}\n{x.digest}" for key, x in self.kept.items())
        return hashlib.sha256(parts.encode()).hexdigest()

    @property
    def broken(self) -> list[str]:
        """What is no longer as it was frozen, in words; empty when all is."""
        found = []
        for key, said in self.said.items():
            list_ = self.kept.get(key)
            if list_ is None or (isinstance(said, dict) and list_.digest != said["sha256"]):
                found.append(f"“{report.find(key).label}”的名单与报告里的摘要不符")
        row = self.edition
        if units.digest(row.snapshot) != row.digest:
            found.append("报告的内容与它的摘要不符")
        if told(row) != row.digest:
            found.append("报告的摘要与账本不符")
        return found

    @cached_property
    def entries(self) -> list[str]:
        return [entry for x in self.kept.values() for entry in x.entries]

    @property
    def kind(self) -> Kind | None:
        """What kind of records the list holds; None where it holds none."""
        return next((kinds.BY_NAME[x.kind] for x in self.kept.values()), None)

    def page(self, first: int, size: int) -> list[tuple[str, Any]]:
        """Entries from a place on with their records as they are today; None where a record is gone altogether."""
        chosen = self.entries[first : first + size]
        return list(zip(chosen, kinds.rows_of(self.kind, chosen), strict=True))

    def against_today(self, most: int = 20) -> Difference:
        """What today's records have that the list has not, and the other way round."""
        scope = Scope(self.edition.organ, self.edition.year)
        rows = self.figure.rows(scope)
        # none kept by early editions
        quantities = self.figure.add if not self.entries or "=" in self.entries[0] else None
        live = dict.fromkeys(kinds.entries(rows.order_by(), quantities))
        held = dict.fromkeys(self.entries)
        added, gone = [x for x in live if x not in held], [x for x in held if x not in live]
        still = {kinds.key_of(x): x for x in added}  # counted with another quantity
        came = [row for row in kinds.rows_of(kinds.kind_of(rows), added[:most]) if row is not None]
        went = kinds.rows_of(self.kind, gone[:most])
        return Difference(
            came, [Gone(row, _now(row, self.key, scope, still)) for row in went if row is not None],
            len(added) - min(most, len(added)), len(gone) - min(most, len(gone)), went.count(None),
        )  # fmt: skip


def _held(cell: FrozenCell) -> Listed:
    return Listed(cell.key, cell.kind, tuple(cell.entries.split(" ")))


def _early(key: str, refs: list[str]) -> Listed:
    return Listed(key, refs[0].partition("/")[0], tuple(ref.partition("/")[2] for ref in refs))


def frozen(edition: PublishedReport, key: str) -> Frozen:
    """The list behind a cell of the tables or a figure an edition prints. Raises KeyError for what it does not print."""
    if not key.startswith("T") and key not in edition.snapshot["trace"]:
        raise KeyError(f"这一版没有印这个数：{key}")
    return Frozen(edition, key, report.find(key))


def told(row: PublishedReport) -> str | None:
    """The digest the ledger kept of an edition."""
    events = Event.objects.filter(stream=f"report/{row.organ.slug}/{row.year}", kind="report.published")
    return next((e.payload["digest"] for e in events if e.payload.get("edition", 1) == row.edition), None)


def corrections(edition: PublishedReport, key: str) -> list[PublishedReport]:
    """Later editions that print this number otherwise: each has its reason."""
    later = PublishedReport.objects.filter(
        organ=edition.organ, year=edition.year, edition__gt=edition.edition
    ).order_by("edition")
    return [row for row in later if any(c["key"] == key for c in row.snapshot["correction"]["changes"])]


def _now(row: Any, key: str, scope: Scope, still: Mapping[int, str]) -> str:
    """Where a record counts now that left its number, or with which quantity it still does."""
    if isinstance(row, Application):
        return _now_case(row, AS_CELL.get(key, key), scope)
    if isinstance(row, Proceeding) and key.startswith("T4."):
        done = row.result and row.concluded_on and row.concluded_on <= scope.last
        result = Result(row.result) if done and row.result else Result.PENDING
        return f"现在计入{report.find(f'T4.{Block(row.block)}.{result}').label}"
    if row.pk in still:
        return f"现在的数量是{wording.amount(kinds.quantity_of(still[row.pk]))}"
    return "现在没有这一项申报" if isinstance(row, DecisionCount) else "现在不符合上面的规则"


def _now_case(row: Application, key: str, scope: Scope) -> str:
    if row.organ_id not in scope.organ_ids:
        return "现在由报告范围以外的机关办理"
    if not key.startswith("T3."):
        return "现在不符合上面的规则"
    at = key.split(".", 1)[1].rpartition(".")[0]
    kind = row.applicant.kind
    if at in ROW_IDS and not at.startswith("R3."):
        return f"收到之日现在是{row.received_on:%Y-%m-%d}" if row.received_on else "现在没有收到之日"
    if row.closed_on is None:
        return "现在还没有办结"
    if row.closed_on.year != scope.year:
        return f"现在在{row.closed_on.year}年办结"
    return f"现在计入{place(row.outcome or '', kind)}"


def check() -> Iterator[str]:
    """Every list against the digest in its edition, and against the number printed over it."""
    for row in PublishedReport.objects.select_related("organ"):
        said = {k: v for k, v in row.snapshot.get("records", {}).items() if isinstance(v, dict)}
        for cell in row.cells.all().iterator(50):
            mark = said.pop(cell.key, None)
            held = _held(cell)
            if mark != {"kind": held.kind, "n": len(held.entries), "sha256": held.digest} or cell.n != len(
                held.entries
            ):
                yield f"{cell}与报告里的摘要不符"
            elif (number := row.snapshot["trace"].get(cell.key, {}).get("value")) is not None and sum(
                map(kinds.quantity_of, held.entries)
            ) != Decimal(str(number)):
                yield f"{cell}相加不等于印出的{number}"
        for key in said:
            yield f"{row} {key}的名单缺失"
