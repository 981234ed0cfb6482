# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""比昨天变了什么: figures whose value differs from when they were last counted, and the records that came and went.

The count of a day is a projection: kept when the report is first looked at on that day (or by `gongkai tick`), never changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from gongkai.annual_report import report, tables
from gongkai.annual_report.actions import is_closed
from gongkai.annual_report.figures import FIGURES, Number
from gongkai.annual_report.models import DayCount, Paragraph
from gongkai.annual_report.report import Report
from gongkai.annual_report.scope import Scope
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ

MOST_RECORDS = 20_000  # behind one figure: beyond it only the number is compared
MOST_DAYS = 40
SHOWN = 5

Held = dict[int, Number]  # record id → what it adds


@dataclass(frozen=True)
class Moved:
    """One figure that is not what it was."""

    key: str
    label: str
    unit: str
    was: Number
    now: Number
    came: tuple[Any, ...]  # the records themselves: what of them is shown depends on who looks
    went: tuple[Any, ...]
    more: int  # records beyond the SHOWN of each
    listed: bool


def values_of(computed: Report) -> dict[str, int | float]:
    """Every figure, and every cell that is not 0."""
    found: dict[str, int | float] = {k: _plain(v) for k, v in computed.values.items()}
    for key, value in tables.cell_values(computed.table2, computed.table3, computed.table4):
        if value:
            found[key] = _plain(value)
    return found


def _plain(value: Number) -> int | float:
    return int(value) if value == int(value) else float(value)


def _held(rows: QuerySet, add: str | None) -> Held | None:
    """Which records, and what each adds; None where there are too many to keep."""
    rows = rows.order_by()
    if rows.model is Event:
        found: list[tuple[int, Any]] = [(e.pk, e.payload.get(add, 0)) for e in rows[: MOST_RECORDS + 1]]
    elif add:
        found = list(rows.values_list("pk", add)[: MOST_RECORDS + 1])
    else:
        found = [(pk, 1) for pk in rows.values_list("pk", flat=True)[: MOST_RECORDS + 1]]
    return dict(found) if len(found) <= MOST_RECORDS else None


def _kept(scope: Scope, values: dict[str, int | float]) -> dict[str, Any]:
    """The records as JSON: ids alone where each adds 1."""
    cells = tables.cases_by_cell(scope)
    found: dict[str, Any] = {}
    for key in values:
        if _is_sum(key):
            continue
        if key.startswith("T3."):
            pks = cells.get(key, [])
            found[key] = pks if len(pks) <= MOST_RECORDS else None
            continue
        f = report.find(key)
        held = _held(f.rows(scope), f.add)
        found[key] = (
            None
            if held is None
            else [[k, _plain(Decimal(v))] for k, v in held.items()]
            if f.add
            else list(held)
        )
    return found


def _is_sum(key: str) -> bool:
    """Totals move with their leaves: they are compared, but their records are those of the leaves."""
    return key.startswith(("T3.", "T4.")) and (key.startswith("T3.R3.7") or key.endswith(".total"))


def keep(computed: Report, on: date) -> None:
    """Keep the day's count unless it is kept. Two who come at once keep one."""
    scope = computed.scope
    days = DayCount.objects.filter(organ=scope.organ, year=scope.year)
    if days.filter(on=on).exists():
        return
    values = values_of(computed)
    row = DayCount(
        organ=scope.organ,
        year=scope.year,
        on=on,
        ledger_seq=computed.ledger_seq,
        values=values,
        records=_kept(scope, values),
    )
    DayCount.objects.bulk_create([row], ignore_conflicts=True)
    old = list(days.values_list("pk", flat=True)[MOST_DAYS:])
    DayCount.objects.filter(pk__in=old).delete()


def keep_all(on: date) -> int:
    """The count of every report that is being written, for `gongkai tick`; how many were kept."""
    written = Paragraph.objects.filter(year__in=(on.year, on.year - 1)).values_list("organ", "year")
    looked = DayCount.objects.filter(year__in=(on.year, on.year - 1)).values_list("organ", "year")
    pairs = set(written.distinct()) | set(looked.order_by().distinct())
    organs = Organ.objects.in_bulk({pk for pk, _ in pairs})
    kept = 0
    for pk, year in sorted(pairs):
        known = DayCount.objects.filter(organ=pk, year=year, on=on).exists()
        if not known and not is_closed(organs[pk], year):
            keep(report.compute(organs[pk], year), on)
            kept += 1
    return kept


def days(scope: Scope, before: date) -> list[date]:
    """The days with a count before a day, the newest first, at most seven."""
    rows = DayCount.objects.filter(organ=scope.organ, year=scope.year, on__lt=before)
    return list(rows.values_list("on", flat=True)[:7])


def since(computed: Report, day: date) -> list[Moved]:
    """Every figure that differs from the count of a day; empty when none does or none was kept."""
    scope = computed.scope
    base = DayCount.objects.filter(organ=scope.organ, year=scope.year, on=day).first()
    return list(_moved(computed, base)) if base is not None else []


def _moved(computed: Report, base: DayCount) -> Iterator[Moved]:
    scope, now = computed.scope, values_of(computed)
    for key in [*(f.key for f in FIGURES), *tables.cell_keys()]:
        was_value, now_value = base.values.get(key, 0), now.get(key, 0)
        if was_value == now_value or (key in computed.values and key not in base.values):
            continue
        f = report.find(key)
        if _is_sum(key):
            continue
        before = base.records.get(key, [])
        held = _held(f.rows(scope), f.add)
        if before is None or held is None:
            yield Moved(key, f.label, f.unit, was_value, now_value, (), (), 0, False)
            continue
        was = {k: v for k, v in before} if f.add else dict.fromkeys(before, 1)
        came = [pk for pk in held if was.get(pk) is None or _plain(Decimal(held[pk])) != was[pk]]
        went = [pk for pk in was if pk not in held]
        found = _records(f.rows(scope).model, [*came[:SHOWN], *went[:SHOWN]])
        yield Moved(
            key, f.label, f.unit, was_value, now_value,
            tuple(found[pk] for pk in came[:SHOWN] if pk in found), tuple(found[pk] for pk in went[:SHOWN] if pk in found),
            max(0, len(came) - SHOWN) + max(0, len(went) - SHOWN), True,
        )  # fmt: skip


def _records(model: Any, pks: list[int]) -> dict[int, Any]:
    """The records with these ids; one that is gone altogether is left out."""
    return {row.pk: row for row in model._default_manager.filter(pk__in=pks)}
