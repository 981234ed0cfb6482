# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""被征求意见的一方: until when it may speak, what its answer or its silence leads to (条例第十五条、第三十二条、第三十四条)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.law.calendar import Workdays
from gongkai.law.citations import ART32, ART34, Citation, regulations
from gongkai.law.clock import CONSULTED_PARTY_REPLY

ART15 = regulations("第十五条")
ART11 = regulations("第十一条")


class PartyKind(StrEnum):
    """Who is asked; the values are those of the clock's consultation events."""

    THIRD_PARTY = "third_party"
    CO_MAKER = "co_maker"
    ORGAN = "organ"

    @property
    def label(self) -> str:
        return {"third_party": "第三方", "co_maker": "共同制作机关", "organ": "其他机关"}[self.value]


class Answer(StrEnum):
    """What came back; silent: the time is over and nothing came."""

    AGREED = "agreed"
    OBJECTED = "objected"
    SILENT = "silent"

    @property
    def label(self) -> str:
        return {"agreed": "同意公开", "objected": "不同意公开", "silent": "逾期未答复"}[self.value]


class Judgement(StrEnum):
    """What the organ makes of a third party's objection."""

    WITHHOLD = "withhold"
    UNREASONABLE = "unreasonable"
    PUBLIC_INTEREST = "public_interest"

    @property
    def label(self) -> str:
        return {
            "withhold": "理由合理，不予公开",
            "unreasonable": "理由不成立，决定公开",
            "public_interest": "不公开可能对公共利益造成重大影响，决定公开",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Consequence:
    """What follows, in words, its ground; undecided: a person has to judge; tell_first: a letter goes before release."""

    text: str
    citation: Citation
    undecided: bool = False
    tell_first: bool = False


def answer_by(kind: PartyKind, received_on: date, workdays: Workdays) -> date | None:
    """The last day for an opinion: 15 working days from receipt; other organs have no period in the regulations."""
    return None if kind is PartyKind.ORGAN else workdays.add(received_on, CONSULTED_PARTY_REPLY)


def consequence(kind: PartyKind, answer: Answer | None, judgement: Judgement | None = None) -> Consequence:
    """What an answer, or silence, leads to."""
    if answer is None:
        return _WAITING[kind]
    if kind is PartyKind.ORGAN:
        return Consequence("其他机关的意见供参考，由本机关决定", ART11)
    if kind is PartyKind.CO_MAKER:
        if answer is Answer.OBJECTED:
            return Consequence(
                "共同制作机关不同意公开，由牵头机关按照公开范围的规定判断", ART34, undecided=True
            )
        words = "逾期未提出意见，视为同意公开" if answer is Answer.SILENT else "同意公开"
        return Consequence(words, ART34)
    if answer is Answer.AGREED:
        return Consequence("第三方同意公开的，可以公开", ART15)
    if answer is Answer.SILENT:
        return Consequence("第三方逾期未提出意见，由本机关决定是否公开", ART32, undecided=True)
    if judgement is None:
        return Consequence("先判断不同意公开的理由是否合理", ART32, undecided=True)
    if judgement is Judgement.WITHHOLD:
        return Consequence("第三方不同意公开且有合理理由，不予公开", ART32)
    return Consequence(f"{judgement.label}；公开前把内容和理由书面告知第三方", ART32, tell_first=True)


_WAITING = {
    PartyKind.THIRD_PARTY: Consequence("等第三方意见；逾期未提出的，由本机关决定是否公开", ART32),
    PartyKind.CO_MAKER: Consequence("等共同制作机关意见；逾期未提出的，视为同意公开", ART34),
    PartyKind.ORGAN: Consequence("等其他机关意见", ART11),
}
