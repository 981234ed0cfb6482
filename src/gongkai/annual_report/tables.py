# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Tables 2 to 4 counted from records, and every cell of them as a figure that opens to those records."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from django.db.models import Count, Q, QuerySet, Sum

from gongkai.annual_report.figures import Figure, Number, counts, proceedings
from gongkai.annual_report.scope import Scope
from gongkai.applications import queries as applications
from gongkai.applications.models import Application, CaseCount, Proceeding
from gongkai.law.outcomes import outcome
from gongkai.law.table2 import Documents, Table2
from gongkai.law.table3 import (
    CARRIED_IN,
    CARRIED_OUT,
    COLUMN_LABELS,
    COLUMNS,
    HANDLED,
    NEW,
    ROW_IDS,
    Table3,
    place,
)
from gongkai.law.table4 import Block, Result, Table4
from gongkai.publishing.models import DecisionCount, Document, Register
from gongkai.publishing.queries import ended_between, in_force

WAN = Decimal(10_000)


# 表三


_CONDITIONS = {
    NEW: applications.received_in, CARRIED_IN: applications.carried_into, CARRIED_OUT: applications.carried_out_of,
    HANDLED: applications.handled_in,
}  # fmt: skip


_OPEN_ROWS = (NEW, CARRIED_IN, CARRIED_OUT)


def _row_condition(row: str, year: int, by: applications.Facts = applications.DAYS) -> Q:
    found = _CONDITIONS.get(row)
    return found(year, by) if found else applications.handled_in(year, by) & Q(outcome=row)


def _cell_rows(row: str, column: str, scope: Scope) -> QuerySet[Application]:
    rows = Application.objects.filter(_row_condition(row, scope.year), organ__in=scope.organ_ids)
    if column != "total":
        rows = rows.filter(applicant__kind=column)
    return rows.select_related("organ").order_by("received_on", "pk")


def _cell_groups(row: str, column: str, scope: Scope) -> QuerySet[CaseCount]:
    """The kept counts a cell adds up: the number of its records without reading them."""
    rows = applications.kept_counts(scope.organ_ids).filter(
        _row_condition(row, scope.year, applications.YEARS)
    )
    return rows if column == "total" else rows.filter(kind=column)


def table3(scope: Scope) -> Table3:
    """表三 from the kept counts (ADR 0014), by the conditions its cells open with; sums derived (国办公开办函〔2021〕30号)."""
    conditions = {row: found(scope.year, applications.YEARS) for row, found in _CONDITIONS.items()}
    mine = applications.kept_counts(scope.organ_ids)
    measured = {f"n{n}": Sum("n", filter=condition) for n, condition in enumerate(conditions.values())}
    leaves: dict[tuple[str, str], int] = {}
    for found in mine.values("outcome", "kind").annotate(**measured):
        for n, row in enumerate(conditions):
            at = (found["outcome"] if row == HANDLED else row, found["kind"])
            if found[f"n{n}"]:
                leaves[at] = leaves.get(at, 0) + found[f"n{n}"]
    return Table3.from_leaves(leaves)


def table3_by_organ(scope: Scope) -> dict[str, dict[str, int]]:
    """Every cell of 表三 with what each organ brought to it, in one query; sums are added up."""
    measured = {
        f"n{n}": Sum("n", filter=found(scope.year, applications.YEARS))
        for n, found in enumerate(_CONDITIONS.values())
    }
    found: dict[str, dict[str, int]] = {}
    kept = applications.kept_counts(scope.organ_ids).filter(n__gt=0).order_by()
    for group in kept.values("organ__short_name", "outcome", "kind").annotate(**measured):
        for n, row in enumerate(_CONDITIONS):
            if number := group[f"n{n}"]:
                rows = (row, str(group["outcome"])) if row == HANDLED else (row,)
                for key in (f"T3.{r}.{c}" for r in rows for c in (group["kind"], "total")):
                    cell = found.setdefault(key, {})
                    cell[group["organ__short_name"]] = cell.get(group["organ__short_name"], 0) + number
    return found


def cases_by_cell(scope: Scope) -> dict[str, list[int]]:
    """The ids behind every leaf of 表三, in four queries; sums are those of their leaves."""
    mine = Application.objects.filter(organ__in=scope.organ_ids).order_by("pk")
    found: dict[str, list[int]] = {}
    for row in _OPEN_ROWS:
        cases = mine.filter(_row_condition(row, scope.year))
        for pk, kind in cases.values_list("pk", "applicant__kind"):
            found.setdefault(f"T3.{row}.{kind}", []).append(pk)
    handled = mine.filter(applications.handled_in(scope.year))
    for pk, result, kind in handled.values_list("pk", "outcome", "applicant__kind"):
        found.setdefault(f"T3.{result}.{kind}", []).append(pk)
    return found


def _row_rule(row: str) -> tuple[str, str]:
    if row == NEW:
        return "收到申请之日在本年，收到之日按渠道确定", "条例第三十一条"
    if row == CARRIED_IN:
        return "本年以前收到，到上年年末还没有办结", "条例第五十条第二项"
    if row == CARRIED_OUT:
        return "12月31日以前收到，到年末还没有办结；等补正、等缴费、征求意见的也在内", "条例第五十条第二项"
    if row == HANDLED:
        return "办理结果在本年作出，七类结果相加", "国办公开办函〔2021〕30号"
    result = outcome(row)
    cited = "、".join(c.text for c in result.citations) or "国办公开办函〔2021〕30号"
    return f"办理结果是“{result.short}”，在本年发出，按发出日计", cited


def _table3_figure(key: str, row: str, column: str) -> Figure:
    text, article = _row_rule(row)
    who = "" if column == "total" else f"；申请人是{COLUMN_LABELS[column]}，委托代理的看委托人"
    return Figure(
        key, place(row, column), "件", article, text + who, partial(_cell_rows, row, column),
        groups=partial(_cell_groups, row, column), day="received_on" if row in _OPEN_ROWS else "closed_on",
    )  # fmt: skip


# 表二

_T2_LABELS = {"made": "本年制发件数", "repealed": "本年废止件数", "in_force": "现行有效件数"}
_T2_RULES = {
    "made": "成文日期在本年、年末没有撤下的文件，按发文机关登记",
    "repealed": "废止决定在本年生效，或者有效期在本年届满的文件",
    "in_force": "12月31日已施行，没有废止，也没有过有效期的文件",
}
_COUNTS = {
    "licences": (DecisionCount.Kind.LICENCES, "件", "条例第二十条第五项"),
    "penalties": (DecisionCount.Kind.PENALTIES, "件", "条例第二十条第六项"),
    "coercion": (DecisionCount.Kind.COERCION, "件", "条例第二十条第六项"),
    "fees": (DecisionCount.Kind.FEES, "元", "条例第二十条第八项"),
}


def _register_condition(cell: str, scope: Scope) -> Q:
    if cell == "made":
        return Q(formed_on__range=(scope.first, scope.last))
    if cell == "repealed":
        return ended_between(scope.first, scope.last)
    return in_force(scope.last) & Q(formed_on__lte=scope.last)


def _registered(scope: Scope) -> QuerySet[Document]:
    return Document.objects.filter(organ__in=scope.organ_ids).exclude(withdrawn_on__lte=scope.last)


def _register_rows(register: Register, cell: str, scope: Scope) -> QuerySet[Document]:
    rows = _registered(scope).filter(_register_condition(cell, scope), register=register)
    return rows.select_related("organ").order_by("formed_on", "pk")


def _documents(scope: Scope) -> dict[str, Documents]:
    """Both registers counted in one question."""
    measures = {cell: Count("pk", filter=_register_condition(cell, scope)) for cell in _T2_LABELS}
    rows = _registered(scope).filter(register__in=Register.values).order_by()
    return {
        row["register"]: Documents(*(row[cell] for cell in _T2_LABELS))
        for row in rows.values("register").annotate(**measures)
    }


def table2(scope: Scope) -> Table2:
    """表二 from the registers and the declared counts; fees are stored in 元 and divided once, here.

    What nobody declared is None: a nought has to be declared like any other number (`declared.check` asks).
    """
    sums = {
        row["kind"]: row["n"]
        for row in DecisionCount.objects.filter(organ__in=scope.organ_ids, year=scope.year)
        .order_by()
        .values("kind")
        .annotate(n=Sum("amount"))
    }
    documents = _documents(scope)
    return Table2(
        rules=documents.get(Register.RULE, Documents(0, 0, 0)),
        normative_documents=documents.get(Register.NORMATIVE, Documents(0, 0, 0)),
        licences=_whole(sums.get("licences")),
        penalties=_whole(sums.get("penalties")),
        coercion=_whole(sums.get("coercion")),
        fees_wan_yuan=None if "fees" not in sums else Decimal(sums["fees"]) / WAN,
    )


def _whole(amount: Decimal | None) -> int | None:
    return None if amount is None else int(amount)


# 表四


def _proceeding_rows(block: Block, result: str, scope: Scope) -> QuerySet[Proceeding]:
    rows = proceedings(scope, block)
    if result == Result.PENDING:
        rows = rows.filter(applications.pending_at(scope.last))
    elif result != "total":
        rows = rows.filter(result=result, concluded_on__lte=scope.last)
    return rows.order_by("accepted_on", "pk")


def table4(scope: Scope) -> Table4:
    """表四: concluded in the year by result, and pending at its end."""
    found: dict[tuple[Block, Result], int] = {}
    for case in proceedings(scope, *Block):
        ended = case.concluded_on is not None and case.concluded_on <= scope.last
        key = (Block(case.block), Result(case.result) if ended else Result.PENDING)
        found[key] = found.get(key, 0) + 1
    return Table4.from_counts(found)


# 格子即指标


def cell_keys() -> list[str]:
    """Every cell of the three tables, in statutory order."""
    keys = [f"T2.{register}.{cell}" for register in ("rules", "normative") for cell in _T2_LABELS]
    keys += [f"T2.{name}" for name in _COUNTS]
    keys += [f"T3.{row}.{column}" for row in ROW_IDS for column in COLUMNS]
    keys += [f"T4.{block}.{result}" for block in Block for result in (*Result, "total")]
    return keys


def cell_values(t2: Table2, t3: Table3, t4: Table4) -> Iterator[tuple[str, Number]]:
    """Every cell's key and number, in statutory order; fees in 元, as the records have them."""
    for name, register in (("rules", t2.rules), ("normative", t2.normative_documents)):
        for part in _T2_LABELS:
            yield f"T2.{name}.{part}", getattr(register, part) or 0
    yield from (("T2.licences", t2.licences or 0), ("T2.penalties", t2.penalties or 0))
    yield from (("T2.coercion", t2.coercion or 0), ("T2.fees", (t2.fees_wan_yuan or 0) * WAN))
    for row in ROW_IDS:
        for column in COLUMNS:
            yield f"T3.{row}.{column}", t3.cells[row, column] or 0
    for block in Block:
        for result, value in zip((*Result, "total"), t4.blocks[block], strict=True):
            yield f"T4.{block}.{result}", value or 0


def cell(key: str) -> Figure:
    """A cell as a figure. Raises KeyError for a key that no table has."""
    table, _, rest = key.partition(".")
    if table == "T3":
        row, _, column = rest.rpartition(".")
        if row in ROW_IDS and column in COLUMNS:
            return _table3_figure(key, row, column)
    elif table == "T2":
        name, _, part = rest.partition(".")
        registers = {"rules": Register.RULE, "normative": Register.NORMATIVE}
        if name in registers and part in _T2_LABELS:
            register = registers[name]
            return Figure(
                key, f"表二 {register.label}，{_T2_LABELS[part]}", "件", "条例第二十条第一项", _T2_RULES[part],
                partial(_register_rows, register, part),
            )  # fmt: skip
        if name in _COUNTS and not part:
            kind, unit, article = _COUNTS[name]
            rule = "本机关和所属机关申报的本年数量之和，申报时写明来源"
            return Figure(key, f"表二 {kind.label}", unit, article, rule, counts(kind), add="amount")
    elif table == "T4":
        name, _, result = rest.partition(".")
        if name in set(Block) and result in {*Result, "total"}:
            block = Block(name)
            label = "总计" if result == "total" else Result(result).label
            return Figure(
                key, f"表四 {block.label}，{label}", "件", "条例第五十条第三项",
                "本年审结的按结果计，年末没有审结的计尚未审结", partial(_proceeding_rows, block, result),
            )  # fmt: skip
    raise KeyError(f"没有这一格：{key}")
