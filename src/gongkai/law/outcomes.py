# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""办理结果: the 21 result rows of table 3, their grounds and what follows (国办公开办函〔2021〕30号)."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.law.citations import Citation, regulations
from gongkai.law.letters import LetterKind, for_outcome
from gongkai.law.remedies import Ground


@dataclass(frozen=True, slots=True)
class Outcome:
    """One result row: its identity, the words printed, whether it refuses under 条例第十四至十六条, and its grounds."""

    id: str
    group: str | None
    label: str
    short: str
    refuses: bool
    citations: tuple[Citation, ...]

    @property
    def letters(self) -> tuple[LetterKind, ...]:
        """The kinds of letter that may tell it; none where the case closes without one."""
        return for_outcome(self.id)

    @property
    def letter(self) -> str | None:
        """The letters' titles, as a screen names them."""
        return "或者".join(kind.title for kind in self.letters) or None

    @property
    def ground(self) -> Ground:
        """What kind of act it is, for the remedy (行政复议法第二十三条; 法释〔2025〕8号第一条)."""
        return Ground.REFUSED_14_16 if self.refuses else Ground.OTHER_REPLY

    @property
    def gives_nothing(self) -> bool:
        """无法提供 or 不予处理: which some offices put under 复议前置 before 2025-06-01."""
        return self.id.startswith(("R3.4", "R3.5"))


_G3, _G4, _G5, _G6 = "（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理"


def _row(
    id: str, group: str | None, label: str, short: str, *articles: str, refuses: bool = False
) -> Outcome:
    return Outcome(id, group, label, short, refuses, tuple(regulations(a) for a in articles))


OUTCOMES: tuple[Outcome, ...] = (
    _row("R3.1", None, "（一）予以公开", "予以公开", "第三十六条第一项", "第三十六条第二项"),
    _row("R3.2", None, "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", "部分公开", "第三十七条", refuses=True),
    _row("R3.3.1", _G3, "1.属于国家秘密", "国家秘密", "第十四条", refuses=True),
    _row("R3.3.2", _G3, "2.其他法律行政法规禁止公开", "法律行政法规禁止公开", "第十四条", refuses=True),
    _row("R3.3.3", _G3, "3.危及“三安全一稳定”", "危及“三安全一稳定”", "第十四条", refuses=True),
    _row("R3.3.4", _G3, "4.保护第三方合法权益", "保护第三方合法权益", "第十五条", "第三十二条", refuses=True),
    _row("R3.3.5", _G3, "5.属于三类内部事务信息", "内部事务信息", "第十六条第一款", refuses=True),
    _row("R3.3.6", _G3, "6.属于四类过程性信息", "过程性信息", "第十六条第二款", refuses=True),
    _row("R3.3.7", _G3, "7.属于行政执法案卷", "行政执法案卷", "第十六条第二款", refuses=True),
    # Printed under 不予公开 but not a refusal under 第十四至十六条, so no review first.
    _row("R3.3.8", _G3, "8.属于行政查询事项", "行政查询事项", "第三十六条第七项"),
    _row("R3.4.1", _G4, "1.本机关不掌握相关政府信息", "本机关不掌握", "第三十六条第四项", "第三十六条第五项"),
    _row("R3.4.2", _G4, "2.没有现成信息需要另行制作", "需要另行制作", "第三十八条"),
    _row("R3.4.3", _G4, "3.补正后申请内容仍不明确", "补正后仍不明确", "第三十条"),
    _row("R3.5.1", _G5, "1.信访举报投诉类申请", "信访举报投诉类", "第三十九条第一款"),
    _row("R3.5.2", _G5, "2.重复申请", "重复申请", "第三十六条第六项"),
    _row("R3.5.3", _G5, "3.要求提供公开出版物", "公开出版物", "第三十九条第二款"),
    _row("R3.5.4", _G5, "4.无正当理由大量反复申请", "大量反复申请", "第三十五条"),
    _row("R3.5.5", _G5, "5.要求行政机关确认或重新出具已获取信息", "要求确认或重新出具", "第三十六条第六项"),
    _row("R3.6.1", _G6, "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "逾期不补正", "第三十条"),
    _row("R3.6.2", _G6, "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "逾期未缴费", "第四十二条"),
    _row("R3.6.3", _G6, "3.其他", "其他处理"),
)  # fmt: skip
_BY_ID = {row.id: row for row in OUTCOMES}


def outcome(id: str) -> Outcome:
    """The result row with this id. Raises KeyError naming an id the format does not have."""
    try:
        return _BY_ID[id]
    except KeyError:
        raise KeyError(f"表三没有这一办理结果：{id}") from None
