# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The archive: reports read from files, kept beside our own, compared over the years and with other bodies.

A cell that could not be read stays null and is left out of every comparison; nothing is guessed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from gongkai.annual_report.actions import Refused
from gongkai.annual_report.models import ArchivedReport
from gongkai.annual_report.queries import public
from gongkai.annual_report.reading.apart import read_upload
from gongkai.annual_report.reading.checking import as_json, check
from gongkai.annual_report.reading.source import Unusable
from gongkai.law.citations import FIRST_YEAR
from gongkai.law.findings import Finding, Severity
from gongkai.law.table2 import Table2, in_force
from gongkai.law.table3 import CARRIED_IN, CARRIED_OUT, HANDLED, NEW, Table3, carry_over
from gongkai.law.table4 import Block, Table4
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record

_KEPT = ("format", "table2", "table3", "table4", "findings")


@dataclass(frozen=True)
class Tried:
    """One file tried: what was read, or why it cannot be kept."""

    name: str
    digest: str
    organ: str | None
    year: int | None
    content: Mapping[str, Any]
    refused: str

    @property
    def asks(self) -> bool:
        """Usable, but the file has no title that says whose it is or on which year: a person has to."""
        return not self.refused and (self.organ is None or self.year is None)

    @property
    def errors(self) -> int:
        """Faults of the report itself; they do not keep it out, for it was published so."""
        return sum(f["severity"] == Severity.ERROR.value for f in self.content.get("findings", ()))


def attempt(name: str, data: bytes, *, on: date | None = None) -> Tried:
    """Read a file without keeping it. Never raises: what stands in the way is in `refused`; `on` is the day it is tried."""
    mark = hashlib.sha256(data).hexdigest()
    try:
        reading = read_upload(name, data)
    except Unusable as error:
        return Tried(name, mark, None, None, {}, str(error))
    shown = as_json(reading, check(reading))
    content = _plain(
        {key: shown[key] for key in _KEPT}
        | {"text": "\n".join(text for _, text in reading.prose)}
        | {"part5": "\n".join(text for part, text in reading.prose if part == 5)}
    )
    organ = (reading.organ or "").replace("\0", "").strip() or None
    year = reading.year if reading.year and FIRST_YEAR <= reading.year < 2100 else None
    refused = _too_early(year, on) or ("" if 3 in reading.tables.found else "没有读到表三，不能比较")
    return Tried(name.replace("\0", ""), mark, organ, year, content, refused)


def _too_early(year: int | None, on: date | None) -> str:
    """A report speaks of a whole year (条例第五十条): there is none on a year that has not ended."""
    if year is None or on is None or year < on.year:
        return ""
    return f"文件写的是{year}年的年度报告，{year}年还没有过完，请核对文件里的年份"


def named(tried: Tried, *, organ: str, year: int | None, on: date) -> Tried:
    """With the organ and the year a person gave where the file does not say them; what the file says stands."""
    return replace(
        tried,
        organ=tried.organ or organ.strip()[:120] or None,
        year=tried.year or (year if year and FIRST_YEAR <= year < on.year else None),
    )


def _plain(value: Any) -> Any:
    """As JSON keeps it: amounts as numbers, and no null character, which PostgreSQL cannot keep."""
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, str):
        return value.replace("\0", "")
    return float(value) if isinstance(value, Decimal) else value


@transaction.atomic
def keep(*, actor: Actor, office: Organ, tried: Tried, on: date) -> ArchivedReport:
    """收入资料. The same body and year is kept once; to replace it, remove the kept one with a reason first."""
    require(actor, office, Role.COMPILER)
    if tried.refused:
        raise Refused(f"{tried.name}：{tried.refused}")
    if tried.organ is None:
        raise Refused(f"{tried.name}：文件里没有机关名称，请填写是哪个机关的报告")
    if tried.year is None:
        raise Refused(f"{tried.name}：文件里没有年份，请填写{FIRST_YEAR}到{on.year - 1}之间的年份")
    if early := _too_early(tried.year, on):
        raise Refused(f"{tried.name}：{early}")
    kept = ArchivedReport.objects.filter(
        kept_by=office, organ_name=tried.organ, year=tried.year, removed_on__isnull=True
    ).first()
    if kept is not None:
        same = "同一个文件" if kept.digest == tried.digest else f"文件“{kept.file_name}”"
        raise Refused(
            f"{tried.name}：{tried.organ}{tried.year}年的报告已经收入（{same}）；要换的，先移除原来的"
        )
    row = ArchivedReport.objects.create(
        kept_by=office, organ_name=tried.organ[:120], year=tried.year, file_name=tried.name[:255], digest=tried.digest,
        content=dict(tried.content), kept_on=on,
    )  # fmt: skip
    facts = {"organ": row.organ_name, "year": row.year, "digest": row.digest, "file": row.file_name}
    record(f"archive/{office.slug}", actor, "archive.kept", on, facts)
    return row


@transaction.atomic
def remove(*, actor: Actor, row: ArchivedReport, on: date, reason: str) -> ArchivedReport:
    """移除 from the comparisons, with its reason; the row stays."""
    require(actor, row.kept_by, Role.COMPILER)
    if row.removed_on is not None:
        raise Refused("这份报告已经移除")
    if not reason.strip():
        raise Refused("移除要写明原因")
    if len(reason) > 300:
        raise Refused(f"移除的原因最多300字，现在{len(reason)}字")
    row.removed_on, row.removed_why = on, reason.strip()
    row.save(update_fields=["removed_on", "removed_why"])
    record(
        f"archive/{row.kept_by.slug}", actor, "archive.removed", on, {"id": row.pk, "reason": row.removed_why}
    )
    return row


@dataclass(frozen=True)
class YearOf:
    """One body's tables of one year, and where they come from."""

    organ: str
    year: int
    table2: Table2
    table3: Table3
    table4: Table4
    source: str
    row: ArchivedReport | None = None

    @property
    def new(self) -> int | None:
        return self.table3.cells[NEW, "total"]

    @property
    def carried_in(self) -> int | None:
        return self.table3.cells[CARRIED_IN, "total"]

    @property
    def handled(self) -> int | None:
        return self.table3.cells[HANDLED, "total"]

    @property
    def carried_out(self) -> int | None:
        return self.table3.cells[CARRIED_OUT, "total"]

    @property
    def disclosed(self) -> float | None:
        """The share of what was handled that was disclosed, whole or in part, in percent."""
        whole, part = self.table3.cells["R3.1", "total"], self.table3.cells["R3.2", "total"]
        if whole is None or part is None or not self.handled:
            return None
        return 100 * (whole + part) / self.handled

    @property
    def reviews(self) -> tuple[int | None, int | None]:
        """Reconsiderations: how many, and how many of them corrected."""
        block = self.table4.blocks[Block.RECONSIDERATION]
        return block[-1], block[1]

    @property
    def suits(self) -> int | None:
        """Lawsuits of both kinds."""
        both = [self.table4.blocks[b][-1] for b in Block if b is not Block.RECONSIDERATION]
        return None if None in both else sum(n for n in both if n is not None)


def known(office: Organ, as_of: date) -> list[YearOf]:
    """Every body and year there is: what is published here, and what the office keeps; the published one where both are."""
    found: dict[tuple[str, int], YearOf] = {}
    kept = ArchivedReport.objects.filter(kept_by=office, removed_on__isnull=True)
    for row in kept:
        found[row.organ_name, row.year] = _year(row.organ_name, row.year, row.content, row.file_name, row)
    for out in public(as_of):
        name = out.snapshot["organ"]
        found[name, out.year] = _year(name, out.year, out.snapshot, "本平台公布")
    return sorted(found.values(), key=lambda y: (y.organ, -y.year))


def _year(
    organ: str, year: int, content: Mapping[str, Any], source: str, row: ArchivedReport | None = None
) -> YearOf:
    return YearOf(
        organ, year, Table2.from_json(content["table2"]), Table3.from_rows(content["table3"]),
        Table4.from_json(content["table4"]), source, row,
    )  # fmt: skip


def continuity(years: list[YearOf]) -> Iterator[tuple[int, Finding]]:
    """Where one year does not follow from the year before: carry-over and documents in force, the newest year first."""
    by_year = {y.year: y for y in years}
    for year in sorted(by_year, reverse=True):
        before, now = by_year.get(year - 1), by_year[year]
        if before is not None:
            for fault in [*carry_over(before.table3, now.table3), *in_force(before.table2, now.table2)]:
                yield year, fault
