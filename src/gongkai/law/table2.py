# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Table 2 (主动公开政府信息情况): ten cells under 条例第二十条第一、五、六、八项."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gongkai.law.findings import Finding, Severity

DOCUMENT_HEADINGS = ("本年制发件数", "本年废止件数", "现行有效件数")
# The ten cells, in the order of the format.
PLACES = (
    *(f"规章，{heading}" for heading in DOCUMENT_HEADINGS),
    *(f"行政规范性文件，{heading}" for heading in DOCUMENT_HEADINGS),
    "行政许可", "行政处罚", "行政强制", "行政事业性收费",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Documents:
    """One row of the first block: 本年制发件数, 本年废止件数, 现行有效件数."""

    made: int | None
    repealed: int | None
    in_force: int | None

    def as_list(self) -> list[int | None]:
        return [self.made, self.repealed, self.in_force]


@dataclass(frozen=True, slots=True)
class Table2:
    """Counts in 件; fees in 万元. None is a cell not printed."""

    rules: Documents
    normative_documents: Documents
    licences: int | None
    penalties: int | None
    coercion: int | None
    fees_wan_yuan: Decimal | None

    def as_json(self) -> dict[str, Any]:
        return {
            "rules": self.rules.as_list(),
            "normative_documents": self.normative_documents.as_list(),
            "licences": self.licences,
            "penalties": self.penalties,
            "coercion": self.coercion,
            "fees_wan_yuan": None if self.fees_wan_yuan is None else float(self.fees_wan_yuan),
        }

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Table2:
        """The table from `as_json`; what is not there is None."""
        nothing = (None, None, None)
        fees = raw.get("fees_wan_yuan")
        return cls(
            rules=Documents(*(raw.get("rules") or nothing)),
            normative_documents=Documents(*(raw.get("normative_documents") or nothing)),
            licences=raw.get("licences"),
            penalties=raw.get("penalties"),
            coercion=raw.get("coercion"),
            fees_wan_yuan=None if fees is None else Decimal(str(fees)),
        )

    @classmethod
    def from_values(cls, values: Sequence[int | Decimal | None]) -> Table2:
        """The table from its ten cells in the order of PLACES."""
        *counts, fees = values
        whole = [None if value is None else int(value) for value in counts]
        licences, penalties, coercion = whole[6:]
        wan = None if fees is None else Decimal(fees)
        return cls(Documents(*whole[:3]), Documents(*whole[3:6]), licences, penalties, coercion, wan)

    def values(self) -> tuple[int | Decimal | None, ...]:
        """Its ten cells in the order of PLACES."""
        rows = (*self.rules.as_list(), *self.normative_documents.as_list())
        return (*rows, self.licences, self.penalties, self.coercion, self.fees_wan_yuan)

    def as_json_cells(self) -> list[int | float | None]:
        """Its ten cells in the order of PLACES, as `as_json` has them."""
        return [float(v) if isinstance(v, Decimal) else v for v in self.values()]

    def check(self, *, may_make_rules: bool) -> list[Finding]:
        """No negative figure; a county and below has no power to make 规章 (规章制定程序条例第三十六条)."""
        found = [
            Finding("T2.negative", Severity.ERROR, f"表二 {where}", 0, value, "不能是负数")
            for where, value in zip(PLACES, self.values(), strict=True) if value is not None and value < 0
        ]  # fmt: skip
        if not may_make_rules and any(self.rules.as_list()):
            message = "县级以下机关没有规章制定权，规章一行应为0"
            shown = "、".join(str(v) for v in self.rules.as_list())
            found.append(
                Finding("T2.rules_in_county", Severity.ERROR, "表二 规章", "0、0、0", shown, message)
            )
        return found


def in_force(previous: Table2, current: Table2) -> list[Finding]:
    """现行有效 against last year's, plus made, minus repealed; clean-ups break it, so a difference asks for a note."""
    found = []
    for name, before, now in (
        ("规章", previous.rules, current.rules),
        ("行政规范性文件", previous.normative_documents, current.normative_documents),
    ):
        if before.in_force is None or now.made is None or now.repealed is None or now.in_force is None:
            continue
        expected = before.in_force + now.made - now.repealed
        if expected != now.in_force:
            message = f"上年有效{before.in_force}件，加制发减废止应为{expected}件，现在是{now.in_force}件，请写明原因"
            where = f"表二 {name}，现行有效件数"
            found.append(Finding("X.in_force", Severity.WARNING, where, expected, now.in_force, message))
    return found
