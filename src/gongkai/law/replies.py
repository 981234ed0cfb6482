# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""怎样答复: the questions the law asks of an application, in order, and the row of table 3 each answer leads to.

The order 2 to 8 before 9 to 16 is practice, not statute: triage first, then whether the information may be given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.law.citations import Citation, regulations
from gongkai.law.letters import letter
from gongkai.law.outcomes import Outcome, outcome
from gongkai.law.remedies import Ground, Scope, variant_of, version_of


@dataclass(frozen=True, slots=True)
class Question:
    """One turn of the tree. yes and no name the next question, or a result row ("R3.1"), or a letter to send first."""

    key: str
    text: str
    yes: str
    no: str
    citation: Citation
    reason_yes: str
    reason_no: str


# Not rows of table 3: the case waits for someone and comes back to the question named.
WAITS: dict[str, tuple[str, str]] = {
    "wait:supplement": ("补正告知书", "自收到申请之日起7个工作日内一次性告知补正，收到补正后重新判断"),
    "wait:reasons": ("说明理由告知书", "要求申请人说明理由，收到后判断是否合理"),
    "wait:payment": ("收费通知书", "20个工作日内缴费，缴费后答复期限重新起算"),
    "wait:consult": ("征求意见书（第三方）", "书面征求第三方意见，所需时间不计入答复期限"),
}
_Q = Question
TREE: tuple[Question, ...] = (
    _Q("clear", "申请人身份、内容描述和形式要求都清楚吗？", "petition", "supplemented", regulations("第二十九条第二款"),
       "内容符合第二十九条，继续判断", "内容不明确，应当给予指导，可以要求补正"),
    _Q("supplemented", "已经一次性告知补正吗？", "supplement_came", "wait:supplement", regulations("第三十条"),
       "补正只告知一次，看申请人是否补正", "先告知补正"),
    _Q("supplement_came", "申请人补正了吗？", "clear_now", "R3.6.1", regulations("第三十条"),
       "收到补正，重新起算", "无正当理由逾期不补正，视为放弃申请，不再处理"),
    _Q("clear_now", "补正后内容明确吗？", "petition", "R3.4.3", regulations("第三十条"),
       "内容明确，继续判断", "补正后仍不明确，无法提供"),
    _Q("petition", "是以申请的形式进行信访、投诉、举报吗？", "R3.5.1", "publication", regulations("第三十九条第一款"),
       "告知不作为政府信息公开申请处理，可以告知相应渠道", "不是信访、投诉、举报"),
    _Q("publication", "要求提供的是政府公报、报刊、书籍等公开出版物吗？", "R3.5.3", "repeated", regulations("第三十九条第二款"),
       "可以告知获取的途径", "不是公开出版物"),
    _Q("repeated", "对同一申请人已经就同一信息答复过吗？", "R3.5.2", "reissue", regulations("第三十六条第六项"),
       "告知不予重复处理", "不是重复申请"),
    _Q("reissue", "是要求确认或者重新出具已经取得的信息吗？", "R3.5.5", "excessive", regulations("第三十六条第六项"),
       "申请人已经取得该信息，不予处理", "不是要求确认或者重新出具"),
    _Q("excessive", "申请的数量、频次明显超过合理范围吗？", "ask_reasons", "special", regulations("第三十五条"),
       "可以要求说明理由，也可以收取信息处理费", "数量、频次合理，不收费"),
    _Q("ask_reasons", "要求申请人说明理由吗？", "reasons_given", "fee", regulations("第三十五条"),
       "发说明理由告知书", "不要求说明理由"),
    _Q("reasons_given", "申请人说明理由了吗？", "reasons_reasonable", "wait:reasons", regulations("第三十五条"),
       "判断理由是否合理", "先要求说明理由"),
    _Q("reasons_reasonable", "说明的理由合理吗？", "fee", "R3.5.4", regulations("第三十五条"),
       "理由合理，期限内不能答复的可以确定延迟答复期限", "理由不合理，告知不予处理"),
    _Q("fee", "决定收取信息处理费吗？", "fee_paid", "special", regulations("第四十二条"),
       "由人决定并说明理由后发收费通知", "不收费"),
    _Q("fee_paid", "申请人缴费了吗？", "special", "fee_expired", regulations("第四十二条"),
       "缴费完成，答复期限重新起算", "看缴费期限是否已过"),
    _Q("fee_expired", "缴费期限已过吗？", "R3.6.2", "wait:payment", regulations("第四十二条"),
       "逾期未缴费，视为放弃申请，不再处理", "等待缴费"),
    _Q("special", "查询的是不动产登记、工商登记、户籍等有专门规定的资料吗？", "R3.3.8", "government_information",
       regulations("第三十六条第七项"), "告知依照有关法律、行政法规的规定办理", "没有专门规定"),
    _Q("government_information", "申请的是政府信息，并且申请没有撤回吗？", "ours", "R3.6.3", regulations("第二条"),
       "是行政机关在履行行政管理职能过程中制作或者获取、以一定形式记录、保存的信息", "不是政府信息或者申请已经撤回"),
    _Q("ours", "由本机关负责公开吗？", "exists", "R3.4.1", regulations("第三十六条第五项"),
       "本机关制作或者保存", "告知不属本机关负责公开并说明理由；能够确定负责机关的，告知其名称、联系方式"),
    _Q("exists", "经检索，信息存在吗？", "ready", "R3.4.1", regulations("第三十六条第四项"),
       "检索到该信息", "告知经检索信息不存在"),
    _Q("ready", "信息是现成的，不需要加工、分析吗？", "already_public", "R3.4.2", regulations("第三十八条"),
       "现有信息", "除区分处理外需要对现有信息加工、分析的，可以不予提供"),
    _Q("already_public", "信息已经主动公开吗？", "R3.1", "secret", regulations("第三十六条第一项"),
       "告知获取的方式、途径", "还没有主动公开"),
    _Q("secret", "依法确定为国家秘密吗？", "part:R3.3.1", "prohibited", regulations("第十四条"),
       "国家秘密，不予公开", "不是国家秘密"),
    _Q("prohibited", "法律、行政法规禁止公开吗？", "part:R3.3.2", "endangers", regulations("第十四条"),
       "法律、行政法规禁止公开，不予公开", "没有禁止公开的规定"),
    _Q("endangers", "公开后可能危及国家安全、公共安全、经济安全、社会稳定吗？", "part:R3.3.3", "third_party",
       regulations("第十四条"), "危及“三安全一稳定”，不予公开", "不危及"),
    _Q("third_party", "涉及商业秘密、个人隐私等，公开会损害第三方合法权益吗？", "consulted", "internal", regulations("第十五条"),
       "应当书面征求第三方意见", "不涉及第三方"),
    _Q("consulted", "已经书面征求第三方意见，并且收到意见或者15个工作日已满吗？", "objects", "wait:consult",
       regulations("第三十二条"), "按意见判断；没有提出意见的，由行政机关决定", "先征求意见"),
    _Q("objects", "第三方不同意公开并且有合理理由吗？", "public_interest", "internal", regulations("第三十二条"),
       "看是否对公共利益有重大影响", "可以公开"),
    _Q("public_interest", "不公开可能对公共利益造成重大影响吗？", "internal", "part:R3.3.4", regulations("第三十二条"),
       "可以决定公开，并将公开的内容和理由书面告知第三方", "不予公开"),
    _Q("internal", "属于人事管理、后勤管理、内部工作流程三类内部事务信息，并且决定不予公开吗？", "part:R3.3.5", "process",
       regulations("第十六条第一款"), "可以不予公开", "不属于或者决定公开"),
    _Q("process", "属于讨论记录、过程稿、磋商信函、请示报告四类过程性信息，并且决定不予公开吗？", "part:R3.3.6", "enforcement",
       regulations("第十六条第二款"), "可以不予公开；法律、法规、规章规定应当公开的除外", "不属于或者决定公开"),
    _Q("enforcement", "属于行政执法案卷信息，并且决定不予公开吗？", "part:R3.3.7", "R3.1", regulations("第十六条第二款"),
       "可以不予公开；法律、法规、规章规定应当公开的除外", "可以公开，提供信息或者告知获取的方式、途径和时间"),
    _Q("separable", "不予公开的内容只是一部分，并且能够区分处理吗？", "R3.2", "", regulations("第三十七条"),
       "提供可以公开的部分，对不予公开的部分说明理由；表三只计部分公开", "不能区分处理，全部不予公开"),
)  # fmt: skip
_BY_KEY = {question.key: question for question in TREE}
FIRST = TREE[0].key


class IllegalAnswers(ValueError):
    """An answer to a question the path never asks: two facts that cannot both be so, or a key that does not exist."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question answered, and why the path goes where it goes."""

    question: Question
    answer: bool

    @property
    def reason(self) -> str:
        return self.question.reason_yes if self.answer else self.question.reason_no


def _remedy(ground: Ground, row: Outcome | None, letter_on: date, scope: Scope) -> dict[str, str]:
    nothing = row is not None and row.gives_nothing
    variant = variant_of(ground, letter_on, gives_nothing=nothing, scope=scope)
    return {"variant": variant.value, "label": variant.label, "version": version_of(letter_on).value}


@dataclass(frozen=True, slots=True)
class Decision:
    """Where the answers lead: a row of table 3, or a letter to send first, or the next question to answer."""

    turns: tuple[Turn, ...]
    outcome: str | None
    refused_for: str | None  # the ground of the refused part, when the outcome is R3.2
    waits_for: str | None  # a key of WAITS
    next_question: Question | None

    @property
    def third_party_is_told(self) -> bool:
        """Disclosed over a founded objection: the third party is told what and why in writing (第三十二条)."""
        weighed = any(turn.question.key == "public_interest" and turn.answer for turn in self.turns)
        return weighed and self.outcome in ("R3.1", "R3.2")

    def as_json(self, *, letter_on: date, scope: Scope = Scope.NARROW) -> dict[str, Any]:
        """For the command line and the API: what is decided, and the remedy a letter of that date tells.

        A case that ends without a letter (表三（六）) has a remedy all the same, against its not being handled further.
        """
        row = outcome(self.outcome) if self.outcome else None
        titles = [kind.title for kind in row.letters] if row else []
        if self.third_party_is_told:
            titles.append(letter("third_party_decision").title)
        asked = self.next_question
        remedy = None
        if row or self.waits_for:
            remedy = _remedy(row.ground if row else Ground.PROCEDURAL, row, letter_on, scope)
        return {
            "outcome": self.outcome,
            "label": row.label if row else None,
            "articles": [citation.text for citation in row.citations] if row else [],
            "refused_for": self.refused_for,
            "letters": titles,
            "remedy": remedy,
            "waits_for": WAITS[self.waits_for][0] if self.waits_for else None,
            "next": {"key": asked.key, "text": asked.text} if asked else None,
            "turns": [
                {
                    "question": turn.question.key, "text": turn.question.text, "answer": turn.answer,
                    "rule": turn.question.citation.text, "reason": turn.reason,
                }
                for turn in self.turns
            ],
        }  # fmt: skip


def question(key: str) -> Question:
    """The question with this key. Raises KeyError."""
    return _BY_KEY[key]


def decide(answers: Mapping[str, bool]) -> Decision:
    """Walk the tree with the answers known so far. Raises IllegalAnswers for an answer off the path."""
    unknown = sorted(set(answers) - set(_BY_KEY))
    if unknown:
        raise IllegalAnswers(f"没有这样的问题：{'、'.join(unknown)}")
    turns: list[Turn] = []
    at, refused_for = FIRST, None
    while at in _BY_KEY and at in answers:
        asked = _BY_KEY[at]
        turns.append(Turn(asked, answers[at]))
        step = asked.yes if answers[at] else asked.no
        if step.startswith("part:"):
            refused_for, at = step.removeprefix("part:"), "separable"
        else:
            at = step or refused_for or ""
    beyond = sorted(set(answers) - {turn.question.key for turn in turns})
    if beyond:
        names = "、".join(f"“{_BY_KEY[key].text}”" for key in beyond)
        raise IllegalAnswers(f"按前面的回答，不会问到{names}，两者不能同时成立")
    asking = _BY_KEY.get(at)
    return Decision(
        turns=tuple(turns),
        outcome=at if at.startswith("R3.") else None,
        refused_for=refused_for if at == "R3.2" else None,
        waits_for=at if at in WAITS else None,
        next_question=asking,
    )
