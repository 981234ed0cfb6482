# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""申报: what of table 2 no register of this platform counts, and who has not said how much it was.

A nought that was declared is printed; where nothing was declared there is nothing to print, and the report asks (条例第二十条第五、六、八项).
"""

from __future__ import annotations

from collections.abc import Iterator

from gongkai.annual_report.scope import Scope
from gongkai.law.findings import Finding, Severity
from gongkai.organs.models import Organ
from gongkai.publishing.models import DecisionCount

Kind = DecisionCount.Kind
MOST_NAMED = 5


def by_organ(scope: Scope) -> dict[int, set[str]]:
    """Which kinds each of the organs declared for the year; an organ that declared none is not in it."""
    found: dict[int, set[str]] = {}
    rows = DecisionCount.objects.filter(organ__in=scope.organ_ids, year=scope.year)
    for organ, kind in rows.values_list("organ", "kind"):
        found.setdefault(organ, set()).add(kind)
    return found


def asked(scope: Scope) -> list[Organ]:
    """The organs that have to declare: those with a report of their own, not closed by the year's end."""
    return [o for o in scope.organs if o.reporting_unit and (o.closed_on is None or o.closed_on > scope.last)]


def left_open(scope: Scope, said: dict[int, set[str]] | None = None) -> list[Organ]:
    """Those that declared nothing, or not all. said is what by_organ found, where that is known."""
    said = by_organ(scope) if said is None else said
    return [o for o in asked(scope) if said.get(o.pk, set()) != set(Kind.values)]


def check(scope: Scope) -> Iterator[Finding]:
    """A kind that nobody declared cannot be printed; one that some organs have left open needs its reason."""
    said = by_organ(scope)
    kinds = set().union(*said.values())
    if nobody := [k.label for k in Kind if k not in kinds]:
        yield Finding(
            "T2.missing_cell", Severity.ERROR, f"表二 {'、'.join(nobody)}", None, None,
            "还没有申报。本年没有发生的申报0；没有申报的不能当作0",
        )  # fmt: skip
    left = left_open(scope, said)
    if scope.ended and len(scope.organs) > 1 and len(nobody) < len(Kind) and left:
        names = "、".join(o.short_name for o in left[:MOST_NAMED]) + ("等" if len(left) > MOST_NAMED else "")
        yield Finding(
            "T2.undeclared", Severity.WARNING, "表二 许可、处罚、强制、收费", None, len(left),
            f"{len(left)}个机关没有申报或者没有报全：{names}。表二没有计入它们；不等齐就公布的，写明原因",
        )  # fmt: skip
