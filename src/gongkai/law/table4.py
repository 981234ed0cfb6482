# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Table 4 (政府信息公开行政复议、行政诉讼情况): three blocks of four results and their total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from gongkai.law.findings import Finding, Severity


class Block(StrEnum):
    """Which remedy was used."""

    RECONSIDERATION = "reconsideration"
    LITIGATION_DIRECT = "litigation_direct"
    LITIGATION_AFTER = "litigation_after_reconsideration"

    @property
    def label(self) -> str:
        return _BLOCKS[self]


class Result(StrEnum):
    """How it ended by 31 December."""

    UPHELD = "upheld"
    CORRECTED = "corrected"
    OTHER = "other"
    PENDING = "pending"

    @property
    def label(self) -> str:
        return _RESULTS[self]


_BLOCKS = {
    Block.RECONSIDERATION: "行政复议",
    Block.LITIGATION_DIRECT: "行政诉讼 未经复议直接起诉",
    Block.LITIGATION_AFTER: "行政诉讼 复议后起诉",
}
_RESULTS = {
    Result.UPHELD: "结果维持",
    Result.CORRECTED: "结果纠正",
    Result.OTHER: "其他结果",
    Result.PENDING: "尚未审结",
}


@dataclass(frozen=True)
class Table4:
    """Fifteen cells: per block 结果维持, 结果纠正, 其他结果, 尚未审结, 总计. None is a cell not printed."""

    blocks: Mapping[Block, tuple[int | None, ...]]

    @classmethod
    def from_counts(cls, counts: Mapping[tuple[Block, Result], int]) -> Table4:
        """The table from counted cells; the totals are derived."""
        blocks = {}
        for block in Block:
            values = [counts.get((block, result), 0) for result in Result]
            blocks[block] = (*values, sum(values))
        return cls(blocks)

    @classmethod
    def from_json(cls, raw: Mapping[str, Sequence[int | None]]) -> Table4:
        return cls({block: tuple(raw[block.value]) for block in Block})

    def as_json(self) -> dict[str, list[int | None]]:
        return {block.value: list(self.blocks[block]) for block in Block}

    def check(self) -> list[Finding]:
        """总计 equals the four results, block by block; no figure is negative."""
        found = []
        for block in Block:
            for label, value in zip((*(r.label for r in Result), "总计"), self.blocks[block], strict=True):
                if value is not None and value < 0:
                    where = f"表四 {block.label}，{label}"
                    found.append(Finding("T4.negative", Severity.ERROR, where, None, value, "件数不能是负数"))
            *parts, total = self.blocks[block]
            known = [value for value in parts if value is not None]
            if len(known) == len(parts) and total is not None and sum(known) != total:
                where = f"表四 {block.label}，总计"
                message = f"四项结果相加是{sum(known)}，总计写{total}"
                found.append(Finding("T4.total", Severity.ERROR, where, sum(known), total, message))
        return found
