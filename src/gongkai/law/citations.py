# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Instruments and where a rule stands in them, as a legal officer would cite it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, regulation or notice. `short` is how screens and letters name it; in_force_to is its last day."""

    short: str
    title: str
    number: str
    in_force_from: date | None
    in_force_to: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether it applies on the day; a date not known here does not exclude it."""
        began = self.in_force_from is None or self.in_force_from <= day
        return began and (self.in_force_to is None or day <= self.in_force_to)


# 2007年公布的条例（国务院令第492号）的施行之日; no report, count or case is of a year before it.
REGULATIONS_BEGAN = date(2008, 5, 1)
FIRST_YEAR = REGULATIONS_BEGAN.year

INSTRUMENTS: tuple[Instrument, ...] = (
    Instrument("条例", "《中华人民共和国政府信息公开条例》", "国务院令第711号", date(2019, 5, 15)),
    Instrument(
        "年度报告格式（2021）", "《中华人民共和国政府信息公开工作年度报告格式》", "国办公开办函〔2021〕30号", date(2021, 9, 26)
    ),
    Instrument(
        "年度报告格式（2019）", "《中华人民共和国政府信息公开工作年度报告格式（试行）》", "国办公开办函〔2019〕60号",
        date(2019, 5, 15), date(2021, 9, 25),
    ),
    Instrument("信息处理费办法", "《政府信息公开信息处理费管理办法》", "国办函〔2020〕109号", date(2021, 1, 1)),
    Instrument("行政复议法", "《中华人民共和国行政复议法》", "主席令第九号", date(2024, 1, 1)),
    Instrument("行政复议法（2017）", "《中华人民共和国行政复议法》", "2017年修正", None, date(2023, 12, 31)),
    Instrument("行政诉讼法", "《中华人民共和国行政诉讼法》", "2017年修正", date(2017, 7, 1)),
    Instrument("民事诉讼法", "《中华人民共和国民事诉讼法》", "2023年修正", date(2024, 1, 1)),
    Instrument(
        "法释〔2025〕8号", "《最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释》", "法释〔2025〕8号", date(2025, 6, 1)
    ),
    Instrument(
        "法释〔2011〕17号", "《最高人民法院关于审理政府信息公开行政案件若干问题的规定》", "法释〔2011〕17号",
        date(2011, 8, 13), date(2025, 5, 31),
    ),
    Instrument("国办函〔2021〕132号", "关于政府信息公开行政复议案件的意见", "国办函〔2021〕132号", None),
    Instrument("国办公开办函〔2016〕235号", "关于政府信息公开答复送达的意见", "国办公开办函〔2016〕235号", None),
    Instrument("国办公开办函〔2017〕19号", "关于政府信息公开申请渠道的意见", "国办公开办函〔2017〕19号", None),
    Instrument("国办公开办函〔2019〕14号", "关于机构改革后政府信息公开申请办理的意见", "国办公开办函〔2019〕14号", None),
    Instrument("国办公开办函〔2019〕61号", "关于规范政府信息公开平台有关事项的通知", "国办公开办函〔2019〕61号", None),
    Instrument("国办秘函〔2019〕19号", "《政府网站与政务新媒体检查指标》", "国办秘函〔2019〕19号", date(2019, 4, 1)),
    Instrument("国办发〔2019〕54号", "关于全面推进基层政务公开标准化规范化工作的指导意见", "国办发〔2019〕54号", None),
    Instrument("国办发〔2016〕61号", "关于在政务公开工作中进一步做好政务舆情回应的通知", "国办发〔2016〕61号", None),
    Instrument("国务院令第713号", "《重大行政决策程序暂行条例》", "国务院令第713号", date(2019, 9, 1)),
    Instrument("规章制定程序条例", "《规章制定程序条例》", "国务院令第695号", date(2018, 5, 1)),
)  # fmt: skip
_BY_SHORT = {instrument.short: instrument for instrument in INSTRUMENTS}


def instrument(short: str) -> Instrument:
    """The instrument cited by this name. Raises KeyError for one the registry does not hold."""
    try:
        return _BY_SHORT[short]
    except KeyError:
        raise KeyError(f"没有登记这一文件：{short}") from None


@dataclass(frozen=True, slots=True)
class Citation:
    """One provision of one instrument; `text` is how screens and letters name it."""

    instrument: str
    provision: str

    @property
    def text(self) -> str:
        return f"{self.instrument}{self.provision}"


def regulations(provision: str) -> Citation:
    """A provision of 《中华人民共和国政府信息公开条例》 (国务院令第711号, in force 2019-05-15)."""
    return Citation("条例", provision)


def reconsideration_law(provision: str) -> Citation:
    """A provision of 行政复议法 as in force since 2024-01-01."""
    return Citation("行政复议法", provision)


def litigation_law(provision: str) -> Citation:
    """A provision of 行政诉讼法."""
    return Citation("行政诉讼法", provision)


FEES = "信息处理费办法"
ART26 = regulations("第二十六条")
ART29 = regulations("第二十九条第二款")
ART30 = regulations("第三十条")
ART31 = regulations("第三十一条")
ART31_1 = regulations("第三十一条第一项")
ART31_2 = regulations("第三十一条第二项")
ART31_3 = regulations("第三十一条第三项")
ART32 = regulations("第三十二条")
ART33_2 = regulations("第三十三条第二款")
ART33_3 = regulations("第三十三条第三款")
ART34 = regulations("第三十四条")
ART35 = regulations("第三十五条")
ART56 = regulations("第五十六条")
# The measures' own article numbers for payment were not verified: cited by subject, not by number.
FEE_PAYMENT = Citation(FEES, "关于缴费期限的规定")
FEE_NOTICE = Citation(FEES, "关于收费通知的规定")
FEE_BASES = Citation(FEES, "第三条")
FEE_BY_ITEM = Citation(FEES, "第四条")
FEE_BY_PAGE = Citation(FEES, "第五条")
