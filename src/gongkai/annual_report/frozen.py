# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""名单: the records behind each printed cell, frozen when an edition is published, and held against what there is today.

A list is kept beside the edition and its digest in it; the ledger keeps the digest of the edition. Sums have no list of their own:
theirs are those of the cells they add up. Editions published before lists had rows of their own carry them in their snapshot.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gongkai.annual_report import report, tables, units
from gongkai.annual_report.figures import Figure
from gongkai.annual_report.models import FrozenCell, PublishedReport
from gongkai.annual_report.scope import Scope
from gongkai.applications.models import Application, Proceeding
from gongkai.law.table3 import HANDLED, LEAF_COLUMNS, ROW_IDS, place
from gongkai.law.table4 import Block, Result
from gongkai.ledger.models import Event
from gongkai.publishing.models import DecisionCount, Document

MODELS: dict[str, type[Any]] = {
    "application": Application, "proceeding": Proceeding, "document": Document, "count": DecisionCount,
}  # fmt: skip
KINDS = {
    "application": "政府信息公开申请", "proceeding": "行政复议、行政诉讼案件", "document": "文件", "count": "申报的数量",
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


def lists(scope: Scope) -> Iterator[Listed]:
    """What each non-zero leaf of tables 2 to 4 is counted from now."""
    leaves = tables.cases_by_cell(scope)
    for key in tables.cell_keys():
        if key in leaves:
            yield Listed(key, "application", tuple(map(str, leaves[key])))
        elif not key.startswith("T3.") and not key.endswith("total"):
            f = report.find(key)
            rows = f.rows(scope).order_by("pk")
            kind = next(name for name, model in MODELS.items() if rows.model is model)
            if entries := _entries(rows, f.add):
                yield Listed(key, kind, entries)


def _entries(rows: Any, add: str | None) -> tuple[str, ...]:
    if add is None:
        return tuple(map(str, rows.values_list("pk", flat=True)))
    return tuple(f"{pk}={quantity}" for pk, quantity in rows.values_list("pk", add))


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
    """The cells a cell adds up, in statutory order; a cell that is no sum is its own."""
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
    """The list behind one cell of an edition."""

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
    def model(self) -> type[Any] | None:
        kinds = {x.kind for x in self.kept.values()}
        return MODELS[kinds.pop()] if kinds else None

    def page(self, first: int, size: int) -> list[tuple[str, Any]]:
        """Entries from a place on with their records as they are today; None where a record is gone altogether."""
        chosen = self.entries[first : first + size]
        return [(entry, row) for entry, row in zip(chosen, _rows(self.model, chosen), strict=True)]

    def against_today(self, most: int = 20) -> Difference:
        """What today's records have that the list has not, and the other way round."""
        scope = Scope(self.edition.organ, self.edition.year)
        rows = self.figure.rows(scope)
        # none kept by early editions
        quantities = self.figure.add if not self.entries or "=" in self.entries[0] else None
        live = dict.fromkeys(_entries(rows.order_by(), quantities))
        held = dict.fromkeys(self.entries)
        added, gone = [x for x in live if x not in held], [x for x in held if x not in live]
        came = [row for row in _rows(rows.model, added[:most]) if row is not None]
        went = _rows(rows.model, gone[:most])
        return Difference(
            came, [Gone(row, _now(row, self.key, scope)) for row in went if row is not None],
            len(added) - min(most, len(added)), len(gone) - min(most, len(gone)), went.count(None),
        )  # fmt: skip


def _held(cell: FrozenCell) -> Listed:
    return Listed(cell.key, cell.kind, tuple(cell.entries.split(" ")))


def _early(key: str, refs: list[str]) -> Listed:
    return Listed(key, refs[0].partition("/")[0], tuple(ref.partition("/")[2] for ref in refs))


def _rows(model: type[Any] | None, entries: list[str]) -> list[Any]:
    """The records of some entries in their order."""
    if model is None or not entries:
        return []
    pks = [int(entry.partition("=")[0]) for entry in entries]
    beside = ("organ", "applicant") if model is Application else ("organ",)
    found = {row.pk: row for row in model._default_manager.filter(pk__in=pks).select_related(*beside)}
    return [found.get(pk) for pk in pks]


def frozen(edition: PublishedReport, key: str) -> Frozen:
    """The list behind a cell of tables 2 to 4. Raises KeyError for any other figure: of those the number alone is frozen."""
    return Frozen(edition, key, tables.cell(key))


def told(row: PublishedReport) -> str | None:
    """The digest the ledger kept of an edition."""
    events = Event.objects.filter(stream=f"report/{row.organ.slug}/{row.year}", kind="report.published")
    return next((e.payload["digest"] for e in events if e.payload.get("edition", 1) == row.edition), None)


def corrections(edition: PublishedReport, key: str) -> list[PublishedReport]:
    """Later editions that print this cell otherwise: each has its reason."""
    later = PublishedReport.objects.filter(
        organ=edition.organ, year=edition.year, edition__gt=edition.edition
    ).order_by("edition")
    return [row for row in later if any(c["key"] == key for c in row.snapshot["correction"]["changes"])]


def _now(row: Any, key: str, scope: Scope) -> str:
    """Where a record counts now that left its cell."""
    if isinstance(row, Application):
        return _now_case(row, key, scope)
    if isinstance(row, Proceeding):
        done = row.result and row.concluded_on and row.concluded_on <= scope.last
        result = Result(row.result) if done and row.result else Result.PENDING
        return f"现在计入{report.find(f'T4.{Block(row.block)}.{result}').label}"
    if isinstance(row, DecisionCount):
        return "现在的数量不同"
    return "已经不符合这一格的规则"


def _now_case(row: Application, key: str, scope: Scope) -> str:
    if row.organ_id not in scope.organ_ids:
        return "现在由报告范围以外的机关办理"
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
    """Every list against the digest in its edition."""
    for row in PublishedReport.objects.select_related("organ"):
        said = {k: v for k, v in row.snapshot.get("records", {}).items() if isinstance(v, dict)}
        for cell in row.cells.all().iterator(50):
            mark = said.pop(cell.key, None)
            held = _held(cell)
            if mark != {"kind": held.kind, "n": len(held.entries), "sha256": held.digest} or cell.n != len(
                held.entries
            ):
                yield f"{cell}与报告里的摘要不符"
        for key in said:
            yield f"{row} {key}的名单缺失"
