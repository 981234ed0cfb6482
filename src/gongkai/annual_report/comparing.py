# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""与上年比、与所属单位比: the year's figures beside last year's, and what each unit brought to them.

Last year's figure is the printed one where the report is here (published, or kept from a file); else it is counted from the
records, and said to be. A figure last year's report did not print is null.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gongkai.annual_report import problems, report, tables, units
from gongkai.annual_report.figures import FIGURES, Number, figure
from gongkai.annual_report.report import Report
from gongkai.annual_report.scope import Scope
from gongkai.law.table2 import Table2
from gongkai.law.table3 import ROW_IDS, Table3
from gongkai.law.table4 import Block, Table4
from gongkai.organs.models import Organ
from gongkai.organs.today import today

# What is set beside each unit: the figures every unit has.
OF_UNITS = (
    "documents.published", "applications.new", "applications.carried_in", "applications.handled",
    "applications.carried_out", "applications.late", "reconsiderations", "litigations",
)  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """One figure of two years."""

    key: str
    label: str
    unit: str
    now: Number
    before: Number | None

    @property
    def change(self) -> Number | None:
        return None if self.before is None else self.now - self.before

    @property
    def percent(self) -> float | None:
        """Of last year's; None where that is 0 or not known."""
        return (
            None if not self.before or self.change is None else 100 * float(self.change) / float(self.before)
        )

    @property
    def large(self) -> bool:
        """Half as much again or half gone, and more than a handful: worth a sentence. A house rule."""
        return self.percent is not None and abs(self.percent) >= 50 and abs(self.change or 0) >= 10


@dataclass(frozen=True)
class LastYear:
    """Last year's figures and where they are from."""

    source: str
    values: dict[str, Any]


def last_year(scope: Scope) -> LastYear:
    """Published here, else kept from a file, else counted now."""
    before = problems.previous(scope)
    if before is not None:
        found = {**before.snapshot["figures"], **_cells(before.snapshot)}
        return LastYear(f"{scope.year - 1}年公布的报告", found)
    kept = problems.kept(scope)
    if kept is not None:
        return LastYear(f"收入资料的{scope.year - 1}年报告（{kept.file_name}）", _cells(kept.content))
    then = Scope(scope.organ, scope.year - 1)
    found = {f.key: f.value(then) for f in FIGURES}
    found |= dict(tables.cell_values(tables.table2(then), tables.table3(then), tables.table4(then)))
    return LastYear(f"{scope.year - 1}年的报告不在本平台，按现有记录计算", found)


def _cells(content: dict[str, Any]) -> dict[str, Any]:
    """The cells of a printed report; what it does not print is left out."""
    t2, t3, t4 = (
        Table2.from_json(content["table2"]), Table3.from_rows(content["table3"]), Table4.from_json(content["table4"]),
    )  # fmt: skip
    found = dict(tables.cell_values(t2, t3, t4))
    blank = {f"T3.{r}.{c}" for (r, c), v in t3.cells.items() if v is None}
    blank |= {
        f"T4.{b}.{key.rpartition('.')[2]}"
        for b in Block
        for key, v in zip(_results(b), t4.blocks[b], strict=True)
        if v is None
    }
    blank |= {f"T2.{name}" for name in ("licences", "penalties", "coercion") if getattr(t2, name) is None}
    blank |= {"T2.fees"} if t2.fees_wan_yuan is None else set()
    for name, register in (("rules", t2.rules), ("normative", t2.normative_documents)):
        blank |= {
            f"T2.{name}.{part}"
            for part in ("made", "repealed", "in_force")
            if getattr(register, part) is None
        }
    return {key: value for key, value in found.items() if key not in blank}


def _results(block: Block) -> list[str]:
    return [key for key in tables.cell_keys() if key.startswith(f"T4.{block}.")]


def pairs(computed: Report, before: LastYear) -> list[Pair]:
    """The figures of the text, then the tables' rows by their totals; a pair of zeros is left out."""
    now = dict(tables.cell_values(computed.table2, computed.table3, computed.table4))
    keys = [f.key for f in FIGURES] + [k for k in tables.cell_keys() if k.startswith("T2.")]
    keys += [f"T3.{row}.total" for row in ROW_IDS] + [k for k in tables.cell_keys() if k.startswith("T4.")]
    found = []
    for key in keys:
        value = computed.values[key] if key in computed.values else now[key]
        earlier = before.values.get(key)
        if value or earlier:
            f = report.find(key)
            found.append(Pair(key, f.label, f.unit, value, earlier))
    return found


@dataclass(frozen=True)
class UnitLine:
    """One unit beside the others: how far its own report is, and its part in the figures."""

    organ: Organ
    state: tuple[str, str] | None
    values: list[Number]


def by_unit(scope: Scope) -> list[UnitLine]:
    """Every organ that brought something to the figures, by position; one grouped query a figure."""
    parts: dict[str, dict[str, Number]] = {}
    for key in OF_UNITS:
        parts[key] = dict(report.composition(figure(key), scope))
    states = {s.organ.pk: s.state for s in units.standings(scope.organ, scope.year, today())}
    lines = [
        UnitLine(o, states.get(o.pk), [parts[key].get(o.short_name, 0) for key in OF_UNITS])
        for o in scope.organs
    ]
    return [line for line in lines if any(line.values) or line.state is not None]
