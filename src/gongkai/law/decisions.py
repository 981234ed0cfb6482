# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""复议决定 and 裁判: how a proceeding may end, and which of table 4's columns each ending is.

Which column an ending belongs to is practice, not statute: it is this table, and an organ that reads it otherwise
changes this table. Endings of 行政复议法 stand in Arts. 63 to 74 of the text in force since 2024-01-01.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gongkai.law.citations import Citation, litigation_law, reconsideration_law
from gongkai.law.table4 import Block, Result


class Stage(StrEnum):
    """At which instance a proceeding stands; each but the first continues an earlier one."""

    REVIEW = "review"
    FIRST = "first"
    SECOND = "second"
    RETRIAL = "retrial"

    @property
    def label(self) -> str:
        return {"review": "行政复议", "first": "一审", "second": "二审", "retrial": "再审"}[self.value]


@dataclass(frozen=True, slots=True)
class Decision:
    """One ending. result None: the appeal left the judgment before it as it was, and its column with it."""

    key: str
    label: str
    result: Result | None
    citation: Citation
    stages: tuple[Stage, ...]
    orders_new_reply: bool = False  # 责令重新答复 may come with it


_U, _C, _O = Result.UPHELD, Result.CORRECTED, Result.OTHER
_REVIEW = (Stage.REVIEW,)
_TRIALS = (Stage.FIRST, Stage.SECOND, Stage.RETRIAL)
_APPEALS = (Stage.SECOND, Stage.RETRIAL)
DECISIONS: tuple[Decision, ...] = (
    Decision("review.upheld", "维持", _U, reconsideration_law("第六十八条"), _REVIEW),
    Decision("review.dismissed", "驳回行政复议请求", _U, reconsideration_law("第六十九条"), _REVIEW),
    Decision("review.changed", "变更", _C, reconsideration_law("第六十三条"), _REVIEW),
    Decision("review.revoked", "撤销或者部分撤销", _C, reconsideration_law("第六十四条"), _REVIEW, True),
    Decision("review.unlawful", "确认违法", _C, reconsideration_law("第六十五条"), _REVIEW),
    Decision("review.perform", "责令限期履行", _C, reconsideration_law("第六十六条"), _REVIEW, True),
    Decision("review.void", "确认无效", _C, reconsideration_law("第六十七条"), _REVIEW),
    Decision("review.mediated", "调解", _O, reconsideration_law("第七十三条"), _REVIEW),
    Decision("review.settled", "和解后撤回、终止", _O, reconsideration_law("第七十四条"), _REVIEW),
    Decision("review.refused", "不予受理、驳回申请", _O, reconsideration_law("第三十条"), _REVIEW),
    Decision("suit.dismissed", "驳回诉讼请求", _U, litigation_law("第六十九条"), _TRIALS),
    Decision("suit.revoked", "撤销或者部分撤销", _C, litigation_law("第七十条"), _TRIALS, True),
    Decision("suit.perform", "判决履行", _C, litigation_law("第七十二条"), _TRIALS, True),
    Decision("suit.unlawful", "确认违法", _C, litigation_law("第七十四条"), _TRIALS),
    Decision("suit.void", "确认无效", _C, litigation_law("第七十五条"), _TRIALS),
    Decision("suit.changed", "变更", _C, litigation_law("第七十七条"), _TRIALS),
    Decision("suit.refused", "不予立案、驳回起诉", _O, litigation_law("第五十一条"), _TRIALS),
    Decision("suit.withdrawn", "准许撤诉", _O, litigation_law("第六十二条"), _TRIALS),
    Decision("suit.affirmed", "驳回上诉，维持原判", None, litigation_law("第八十九条"), _APPEALS),
    Decision("suit.remanded", "发回重审", _O, litigation_law("第八十九条"), _APPEALS),
)  # fmt: skip
_BY_KEY = {decision.key: decision for decision in DECISIONS}


def decision(key: str) -> Decision:
    """The ending with this key. Raises KeyError."""
    try:
        return _BY_KEY[key]
    except KeyError:
        raise KeyError(f"没有这种结案方式：{key}") from None


def decisions_at(stage: Stage) -> tuple[Decision, ...]:
    """The endings a proceeding at this stage may have."""
    return tuple(d for d in DECISIONS if stage in d.stages)


def result_of(ending: Decision, before: Result | None) -> Result:
    """The column of table 4; before is the result of the stage it continues. Raises ValueError without one where needed."""
    if ending.result is not None:
        return ending.result
    if before is None or before is Result.PENDING:
        raise ValueError(f"“{ending.label}”要先登记原判的结果")
    return before


def stages_of(block: Block) -> tuple[Stage, ...]:
    """The stages a block of table 4 has."""
    return _REVIEW if block is Block.RECONSIDERATION else _TRIALS


def answer_period(stage: Stage, *, simple: bool) -> str:
    """The period in which the organ answers: 10 working days in review (5 in the simple procedure), 15 days in court."""
    if stage is Stage.REVIEW:
        return "review_answer_simple" if simple else "review_answer"
    return "suit_answer"


def decision_period(stage: Stage, *, simple: bool) -> str | None:
    """The period in which it is to be decided, where the regulations on disclosure give one to count."""
    if stage is Stage.REVIEW:
        return "review_decision_simple" if simple else "review_decision"
    return "suit_judgment_simple" if simple and stage is Stage.FIRST else None
