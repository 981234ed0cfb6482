# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Every other legal period: from which fact, how long, in which unit, under which provision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.law.calendar import Workdays
from gongkai.law.citations import FEES, Citation, litigation_law, reconsideration_law, regulations
from gongkai.law.remedies import months_after


class Unit(StrEnum):
    """工作日 are counted in the working calendar; 日 and 月 in the ordinary one."""

    WORKING_DAY = "工作日"
    DAY = "日"
    MONTH = "月"


@dataclass(frozen=True, slots=True)
class Period:
    """One period: key, what it limits, from which fact it runs (that day not counted), its length, its ground."""

    key: str
    label: str
    anchor: str
    count: int
    unit: Unit
    citation: Citation

    @property
    def length(self) -> str:
        return f"{self.count}个{self.unit.value}" if self.unit is not Unit.DAY else f"{self.count}日"


_W, _D, _M = Unit.WORKING_DAY, Unit.DAY, Unit.MONTH


def _decision(provision: str) -> Citation:
    return Citation("国务院令第713号", provision)


PERIODS: tuple[Period, ...] = (
    Period("publication", "主动公开", "信息形成或者变更", 20, _W, regulations("第二十六条")),
    Period("supplement_notice", "告知补正", "收到申请", 7, _W, regulations("第三十条")),
    Period("third_party_opinion", "第三方提出意见", "第三方收到征求意见书", 15, _W, regulations("第三十二条")),
    Period("reply", "答复", "收到申请", 20, _W, regulations("第三十三条第二款")),
    Period("co_maker_opinion", "共同制作机关提出意见", "收到征求意见书", 15, _W, regulations("第三十四条")),
    Period("payment", "缴纳信息处理费", "收到收费通知", 20, _W, Citation(FEES, "关于缴费期限的规定")),
    Period("confirmation", "与申请人确认互联网、传真申请", "收到网上、传真提交", 1, _W, regulations("第三十一条第三项")),
    Period("consultation", "重大行政决策公开征求意见（不少于）", "公布决策草案", 30, _D, _decision("第十五条")),
    Period("hearing_material", "听证材料送达参加人（听证前不少于）", "听证", 7, _D, _decision("第十六条")),
    Period("review", "申请行政复议", "知道行政行为", 60, _D, reconsideration_law("第二十条")),
    Period("review_acceptance", "审查复议申请", "收到复议申请", 5, _W, reconsideration_law("第三十条")),
    Period("review_answer", "复议答复（普通程序）", "收到复议申请书副本", 10, _W, reconsideration_law("第四十八条")),
    Period("review_answer_simple", "复议答复（简易程序）", "收到复议申请书副本", 5, _W, reconsideration_law("第五十四条")),
    Period("review_decision", "作出复议决定（普通程序）", "受理复议申请", 60, _D, reconsideration_law("第六十二条")),
    Period("review_decision_simple", "作出复议决定（简易程序）", "受理复议申请", 30, _D, reconsideration_law("第六十二条")),
    Period("suit", "直接提起行政诉讼", "知道行政行为", 6, _M, litigation_law("第四十六条")),
    Period("suit_after_review", "复议后提起行政诉讼", "收到复议决定书", 15, _D, litigation_law("第四十五条")),
    Period("review_decision_extended", "作出复议决定（延长后）", "受理复议申请", 90, _D, reconsideration_law("第六十二条")),
    Period("suit_after_silence", "复议逾期不作决定后提起行政诉讼", "复议期限届满", 15, _D, litigation_law("第四十五条")),
    Period("suit_judgment", "第一审普通程序审结", "立案", 6, _M, litigation_law("第八十一条")),
    Period("appeal", "对第一审判决上诉", "收到判决书", 15, _D, litigation_law("第八十五条")),
    Period("appeal_ruling", "对第一审裁定上诉", "收到裁定书", 10, _D, litigation_law("第八十五条")),
    Period("suit_answer", "提交诉讼答辩状和证据", "收到起诉状副本", 15, _D, litigation_law("第六十七条")),
    Period("suit_judgment_simple", "简易程序审结", "立案", 45, _D, litigation_law("第八十三条")),
    Period("sentiment_major", "特别重大、重大突发事件新闻发布（24小时）", "事件发生", 1, _D, Citation("国办发〔2016〕61号", "")),
    Period("sentiment", "其他政务舆情回应（48小时）", "舆情发生", 2, _D, Citation("国办发〔2016〕61号", "")),
)  # fmt: skip
_BY_KEY = {period.key: period for period in PERIODS}


def period(key: str) -> Period:
    """The period with this key. Raises KeyError."""
    try:
        return _BY_KEY[key]
    except KeyError:
        raise KeyError(f"没有登记这一期限：{key}") from None


def due(key: str, anchor: date, workdays: Workdays) -> date:
    """The last day. A calendar period that would end on a day off ends on the next working day, except minimum ones."""
    p = period(key)
    if p.unit is Unit.WORKING_DAY:
        return workdays.add(anchor, p.count)
    if key == "hearing_material":  # counted back from the hearing
        return anchor - timedelta(days=p.count)
    if key in ("consultation", "sentiment", "sentiment_major"):  # a minimum, and clocks that do not rest
        return anchor + timedelta(days=p.count)
    end = anchor + timedelta(days=p.count) if p.unit is Unit.DAY else months_after(anchor, p.count)
    return workdays.next_workday(end)


def report_due(year: int, *, of_government: bool) -> date:
    """When the report on a year has to be out (条例第四十九条): departments 31 January, governments 31 March.

    of_government: the report of a county or higher government as a whole. A township reports like a department.
    """
    return date(year + 1, 3, 31) if of_government else date(year + 1, 1, 31)


def judged_until(year: int, as_of: date) -> date:
    """The last day whose limits a report on the year may call passed, told on as_of (条例第三十三条).

    31 December of a year that has ended. While the year runs, the day before: whoever answers on the last day answers in time,
    and of a limit still ahead nothing is known.
    """
    return min(date(year, 12, 31), as_of - timedelta(days=1))


def consultation_is_short(opened_on: date, closes_on: date) -> bool:
    """Whether a major decision's draft is out for less than 30 days, which needs a stated reason (第十五条)."""
    return (closes_on - opened_on).days < period("consultation").count
