# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""文书: what each kind of letter must contain. A letter that lacks a fact cannot be issued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.law.citations import FEES, Citation, reconsideration_law, regulations
from gongkai.law.remedies import Ground


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing a letter must say."""

    key: str
    label: str


# Every letter names these.
COMMON = (
    Fact("number", "文号"), Fact("applicant", "申请人"), Fact("received_on", "收到申请日期"), Fact("case_number", "登记编号"),
    Fact("request", "申请内容"), Fact("organ", "落款机关"), Fact("letter_on", "日期"),
)  # fmt: skip
# A letter that decides: a bare article number without reasons is a defect.
SUBSTANTIVE = (
    Fact("findings", "认定的事实"),
    Fact("reasons", "理由"),
    Fact("articles", "法律依据（条款项）"),
)


@dataclass(frozen=True, slots=True)
class LetterKind:
    """One kind: what it must say beyond the common facts, when it must go out, which remedy it carries."""

    key: str
    title: str
    facts: tuple[Fact, ...]
    time: str
    ground: Ground | None  # None: no applicant to tell a remedy to
    substantive: bool
    citation: Citation
    outcomes: tuple[str, ...] = ()

    @property
    def required(self) -> tuple[Fact, ...]:
        return (*COMMON, *(SUBSTANTIVE if self.substantive else ()), *self.facts)


_P, _O, _R = Ground.PROCEDURAL, Ground.OTHER_REPLY, Ground.REFUSED_14_16
_LIMIT = "答复期限内"


def _kind(
    key: str, title: str, citation: Citation, facts: str, *, time: str = _LIMIT, ground: Ground | None = _O,
    outcomes: tuple[str, ...] = (),
) -> LetterKind:  # fmt: skip
    parts = [fact.split("=") for fact in facts.split()]
    return LetterKind(
        key, title, tuple(Fact(k, label) for k, label in parts), time, ground, ground in (_O, _R), citation, outcomes
    )  # fmt: skip


LETTERS: tuple[LetterKind, ...] = (
    _kind("acknowledgement", "登记回执", regulations("第三十一条"), "channel=提交渠道 receipt_basis=收到之日的依据 contact=联系方式",
          time="收到当日", ground=_P),
    _kind("supplement", "补正告知书", regulations("第三十条"),
          "unclear=不明确之处 how=怎样补正 respond_by=补正期限 default_effect=逾期不补正的后果",
          time="收到之日起7个工作日内，只一次", ground=_P),
    _kind("reasons", "说明理由告知书", regulations("第三十五条"), "why=认为超过合理范围的事实 respond_by=说明期限", ground=_P),
    _kind("extension", "延期答复告知书", regulations("第三十三条第二款"), "why=延期的原因 new_due=延长后的最后答复日 consent=机构负责人同意",
          time="答复期限届满以前", ground=_P),
    _kind("third_party_inquiry", "征求意见书（第三方）", regulations("第三十二条"),
          "information=涉及的信息 respond_by=15个工作日的期限 silence_effect=不提出意见的后果", time="及时", ground=_P),
    _kind("inquiry_notice", "征求意见告知书（申请人）", regulations("第三十三条第三款"), "consulted=征求意见的对象 excluded=所需时间不计入期限",
          time="征求意见时", ground=_P),
    _kind("co_maker_inquiry", "征求意见书（共同制作机关）", regulations("第三十四条"),
          "information=涉及的信息 respond_by=15个工作日的期限 silence_effect=逾期不提出意见视为同意公开", time="及时", ground=_P),
    _kind("assistance", "协办函", regulations("第三十三条第三款"), "asked=请协助的事项 respond_by=期限", time="及时", ground=None),
    _kind("delay", "延迟答复告知书", regulations("第三十五条"), "why=期限内不能答复的原因 until=延迟答复的合理期限", ground=_P),
    _kind("fee", "收费通知书", Citation(FEES, "关于收费通知的规定"),
          "basis=收费依据 standard=收费标准 amount=数额 how=缴纳方式 pay_by=20个工作日的期限 default_effect=逾期不缴费的后果", ground=_P),
    _kind("disclosed", "政府信息公开告知书", regulations("第三十六条第一、二项"), "way=获取的方式、途径和时间或者所附信息", outcomes=("R3.1",)),
    _kind("partly", "政府信息部分公开告知书", regulations("第三十七条"), "given=公开的部分 refused=不予公开的部分", ground=_R,
          outcomes=("R3.2",)),
    _kind("refused", "政府信息不予公开告知书", regulations("第三十六条第三项"), "harm=公开的危害或者不公开的裁量理由", ground=_R,
          outcomes=("R3.3.1", "R3.3.2", "R3.3.3", "R3.3.4", "R3.3.5", "R3.3.6", "R3.3.7")),
    _kind("special_law", "依特别规定办理告知书", regulations("第三十六条第七项"), "law=专门规定 window=办理窗口", outcomes=("R3.3.8",)),
    _kind("absent", "政府信息不存在告知书", regulations("第三十六条第四项"), "scope=检索范围 method=检索方法 result=检索结果", outcomes=("R3.4.1",)),
    _kind("not_ours", "非本机关公开告知书", regulations("第三十六条第五项"), "right_organ=负责公开的机关及联系方式，或者不能确定的说明",
          outcomes=("R3.4.1",)),
    _kind("processing", "不予提供告知书", regulations("第三十八条"), "processing=需要加工、分析的说明", outcomes=("R3.4.2",)),
    _kind("unclear", "无法提供告知书", regulations("第三十条"), "supplement=补正的经过和仍不明确之处", outcomes=("R3.4.3",)),
    _kind("petition", "不作为政府信息公开申请处理告知书", regulations("第三十九条第一款"), "channel=相应渠道", outcomes=("R3.5.1",)),
    _kind("repeated", "不予重复处理告知书", regulations("第三十六条第六项"), "earlier=前次答复的文号和日期", outcomes=("R3.5.2",)),
    _kind("publication", "公开出版物获取途径告知书", regulations("第三十九条第二款"), "how=获取的途径", outcomes=("R3.5.3",)),
    _kind("excessive", "不予处理告知书", regulations("第三十五条"), "judged=对申请人所说理由的判断", outcomes=("R3.5.4",)),
    _kind("reissue", "不予处理告知书", regulations("第三十六条第六项"), "held=申请人已经取得该信息的事实", outcomes=("R3.5.5",)),
    _kind("third_party_decision", "决定公开告知书（第三方）", regulations("第三十二条"), "information=公开的内容 interest=公共利益的理由",
          time="公开以前", ground=Ground.THIRD_PARTY),
    _kind("correction", "更正告知书", regulations("第四十一条"), "record=更正、转送或者告知的事项"),
    _kind("review_answer", "行政复议答复书", reconsideration_law("第四十八条"), "decision=原行政行为 evidence=证据、依据和材料",
          time="收到申请书副本之日起10个工作日内（简易程序5个）", ground=None),
)  # fmt: skip
_BY_KEY = {kind.key: kind for kind in LETTERS}
# What a letter must say besides, where it refuses on this ground: 第三十二条 rests on the third party's opinion.
OF_GROUND: Mapping[str, tuple[Fact, ...]] = {
    "R3.3.4": (Fact("third_party_opinion", "第三方的意见，或者逾期没有提出的事实"),)
}


def letter(key: str) -> LetterKind:
    """The kind with this key. Raises KeyError."""
    try:
        return _BY_KEY[key]
    except KeyError:
        raise KeyError(f"没有这种文书：{key}") from None


def for_outcome(row: str) -> tuple[LetterKind, ...]:
    """The kinds a result may be told by; empty for results that close without a letter (表三（六）)."""
    return tuple(kind for kind in LETTERS if row in kind.outcomes)


def missing(
    kind: LetterKind, facts: Mapping[str, Any], *, refused_for: str | None = None
) -> tuple[Fact, ...]:
    """What the letter still lacks; it may be issued only when nothing is. A blank text is not a fact.

    refused_for is the row of table 3 whose ground refuses the whole or (区分处理) a part.
    """
    return tuple(
        fact for fact in (*kind.required, *OF_GROUND.get(refused_for or "", ()))
        if (value := facts.get(fact.key)) is None or (isinstance(value, str) and not value.strip())
    )  # fmt: skip
