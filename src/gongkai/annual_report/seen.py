# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What `supervised` tells of one report's year, read once: a draft of part 5 refers to some thirty figures of it.

Every answer is that of the figure of the same key; a test holds the two against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import cached_property
from typing import NamedTuple

from gongkai.annual_report import supervised
from gongkai.annual_report.scope import Scope
from gongkai.annual_report.supervised import Kind, bare
from gongkai.engagement.demands.models import Commitment
from gongkai.supervision import rules


class Found(NamedTuple):
    """One finding of the year's notices."""

    pk: int
    rule: str | None
    text: str
    rectified_on: date | None
    due_on: date | None

    @property
    def label(self) -> str:
        """What its kind is called: the rule's name, else its words without the names in them."""
        known = rules.rule(self.rule) if self.rule else None
        return known.label if known else bare(self.text)


class Seen:
    """Findings, detections and the problem list of a scope."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    @cached_property
    def findings(self) -> list[Found]:
        rows = supervised.findings(self.scope).values_list(
            "pk", "detection__rule", "text", "rectified_on", "due_on"
        )
        return [Found(*row) for row in rows]

    @cached_property
    def detections(self) -> Counter[str]:
        """By rule, what stood at the year's end."""
        return Counter(supervised.detections(self.scope).order_by().values_list("rule", flat=True))

    @cached_property
    def commitments(self) -> dict[int, Commitment]:
        return {row.pk: row for row in supervised.commitments(self.scope)}

    def open(self, row: Found) -> bool:
        """Not mended by the year's end, whatever happened later."""
        return row.rectified_on is None or row.rectified_on > self.scope.last

    def of_kind(self, code: str) -> list[Found]:
        """The findings of one kind, those of a rule and those people wrote in its words. Raises KeyError."""
        said = self.label(code)
        return [row for row in self.findings if row.label == said]

    def label(self, code: str) -> str:
        """What a kind is called. Raises KeyError for one that does not exist."""
        if code.startswith("like-"):
            for row in self.findings:
                if code == f"like-{row.pk}":
                    return bare(row.text)
        return supervised.label(code)

    @cached_property
    def kinds(self) -> list[Kind]:
        """The year's findings by kind: those with most left open first, then the most frequent."""
        counted: dict[str, tuple[str, str, list[int]]] = {}
        for row in self.findings:
            code = f"rule-{row.rule}" if row.rule and rules.rule(row.rule) else f"like-{row.pk}"
            _, _, sums = counted.setdefault(row.label, (code, row.label, [0, 0]))
            sums[0] += 1
            sums[1] += self.open(row)
        found = [Kind(code, label, n, left) for code, label, (n, left) in counted.values()]
        return sorted(found, key=lambda k: (-k.open, -k.found, k.label))

    @cached_property
    def detected(self) -> list[tuple[str, str, int]]:
        """By rule: its code, its label, how many stood at the year's end; most first."""
        known = [(code, rule.label, n) for code, n in self.detections.items() if (rule := rules.rule(code))]
        return sorted(known, key=lambda row: (-row[2], row[0]))

    @property
    def of_this_year(self) -> list[Commitment]:
        """Problems for this report: those accepted for it; of a unit, those it was given in the year."""
        scope, ids = self.scope, set(self.scope.organ_ids)
        return [
            row
            for row in self.commitments.values()
            if row.listed_on <= scope.last
            and (row.report_year == scope.year or (row.organ_id not in ids and row.listed_on >= scope.first))
        ]

    @property
    def of_last_year(self) -> list[Commitment]:
        """Problems the report before took up, or that were still open when the year began."""
        scope = self.scope
        return [
            row
            for row in self.commitments.values()
            if row.listed_on < scope.first
            and row.report_year != scope.year
            and (row.report_year == scope.year - 1 or row.closed_on is None or row.closed_on >= scope.first)
        ]

    def value(self, key: str) -> int | None:
        """The number of a figure that is told by what was read; None for every other. Raises KeyError for a kind of nothing."""
        if key in _WHOLE:
            return _WHOLE[key](self)
        of, _, code = key.rpartition(".")
        if of == "findings.found":
            return len(self.of_kind(code))
        if of == "findings.open":
            return sum(map(self.open, self.of_kind(code)))
        if of == "detections.open":
            self.label(f"rule-{code}")
            return self.detections[code]
        if of == "commitments.demands" and code.isdigit() and int(code) in self.commitments:
            return self.commitments[int(code)].demands
        return None


_WHOLE: dict[str, Callable[[Seen], int]] = {
    "findings.found": lambda s: len(s.findings),
    "findings.open": lambda s: sum(map(s.open, s.findings)),
    "commitments.listed": lambda s: sum(
        s.scope.first <= row.listed_on <= s.scope.last for row in s.commitments.values()
    ),
    "commitments.closed": lambda s: sum(
        row.closed_on is not None and s.scope.first <= row.closed_on <= s.scope.last
        for row in s.commitments.values()
    ),
}
