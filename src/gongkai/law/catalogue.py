# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""目录: what is to be published by whom (条例第二十、二十一条; 国办发〔2019〕54号), and when a catalogue row is due."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from gongkai.law.calendar import Workdays
from gongkai.law.disclosure import PUBLICATION_LIMIT
from gongkai.law.remedies import months_after

# 第二十一条: beyond 第二十条.
ART21_COUNTY = ("市政建设", "公共服务", "公益事业", "土地征收", "房屋征收", "治安管理", "社会救助")
ART21_TOWNSHIP = (
    "贯彻落实农业农村工作政策", "农田水利工程建设运营", "农村土地承包经营权流转", "宅基地使用情况审核", "土地征收", "房屋征收",
    "筹资筹劳", "社会救助",
)  # fmt: skip
# The 26 pilot fields. The count is verified, most names are common use, the order is not official: an instance may
# rename them and add its own.
FIELDS = (
    "重大建设项目", "公共资源交易", "财政预决算", "安全生产", "税收管理", "国土空间规划", "征地补偿", "国有土地上房屋征收与补偿",
    "保障性住房", "农村危房改造", "生态环境", "公共文化服务", "公共法律服务", "巩固脱贫与乡村振兴", "救灾", "食品药品监管", "城市综合执法",
    "就业创业", "社会保险", "社会救助", "养老服务", "户籍管理", "涉农补贴", "义务教育", "医疗卫生", "市政服务",
)  # fmt: skip


class Anchor(StrEnum):
    """From which fact a row's deadline runs."""

    FORMED = "形成"
    CHANGED = "变更"
    YEARLY = "年度"
    REAL_TIME = "实时"


class RowUnit(StrEnum):
    """In what it is counted; DATE is a day of every year."""

    WORKING_DAY = "工作日"
    DAY = "日"
    MONTH = "月"
    MONTH_DAY = "月日"


@dataclass(frozen=True, slots=True)
class DeadlineRule:
    """公开时限 as data: n 工作日, 日 or 月 after the anchor, or a day of the year (n is then month*100+day).

    other_law: the law or regulation that sets this limit instead of 第二十六条, which says 另有规定的，从其规定.
    """

    anchor: Anchor
    n: int
    unit: RowUnit
    other_law: str = ""

    def __post_init__(self) -> None:
        if self.unit is RowUnit.MONTH_DAY:
            month, day = divmod(self.n, 100)
            if not (1 <= month <= 12 and 1 <= day <= monthrange(LEAP_YEAR, month)[1]):
                raise ValueError(f"不是一年里的日期：{self.n}，应写成月份乘100加日")
        elif self.n < 0:
            raise ValueError(f"公开时限不能是负数：{self.n}")

    @property
    def text(self) -> str:
        """As the catalogue prints it."""
        if self.unit is RowUnit.MONTH_DAY:
            return f"每年{self.n // 100}月{self.n % 100}日前"
        if self.anchor is Anchor.REAL_TIME:
            return "实时公开"
        length = f"{self.n}{self.unit.value}" if self.unit is RowUnit.DAY else f"{self.n}个{self.unit.value}"
        return f"自信息{_SINCE[self.anchor]}之日起{length}内"


LEAP_YEAR = 2024
_SINCE = {Anchor.FORMED: "形成或者变更", Anchor.CHANGED: "变更", Anchor.YEARLY: "形成或者变更"}
DEFAULT_RULE = DeadlineRule(Anchor.FORMED, PUBLICATION_LIMIT, RowUnit.WORKING_DAY)
# 公开渠道和载体, printed with ■ or □.
CHANNELS = (
    "政府网站", "政府公报", "两微一端", "发布会/听证会", "广播电视", "纸质媒体", "公开查阅点", "政务服务中心", "便民服务站",
    "入户/现场", "社区/企事业单位/村公示栏（电子屏）", "精准推送", "其他",
)  # fmt: skip
# The merged header of the standard catalogue.
ROW_HEADERS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("序号", ()), ("公开事项", ("一级事项", "二级事项")), ("公开内容（要素）", ()), ("公开依据", ()), ("公开时限", ()), ("公开主体", ()),
    ("公开渠道和载体", ()), ("公开对象", ("全社会", "特定群体")), ("公开方式", ("主动", "依申请")), ("公开层级", ("县级", "乡级")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """标准目录条目: one row, with its deadline as data."""

    number: str
    field: str
    first: str
    second: str
    content: str
    basis: tuple[str, ...]
    rule: DeadlineRule
    organ: str
    channels: frozenset[str]
    everyone: bool
    group: str
    proactive: bool
    county: bool
    township: bool

    @property
    def may_go_online(self) -> bool:
        """Rows for a particular group or on application must not be put on the open site."""
        return self.everyone and self.proactive

    def printed(self) -> tuple[str, ...]:
        """The row under ROW_HEADERS, a text a column: channels with ■ or □, the audience, way and level with √."""
        boxes = "".join(f"{'■' if name in self.channels else '□'}{name}　" for name in CHANNELS).rstrip()
        ticks = ("√" if on else "" for on in (self.proactive, not self.proactive, self.county, self.township))
        group = f"√ {self.group}".rstrip() if self.group or not self.everyone else ""
        return (
            self.number, self.first, self.second, self.content, "\n".join(self.basis), self.rule.text, self.organ, boxes,
            "√" if self.everyone else "", group, *ticks,
        )  # fmt: skip


def fields(extra: Iterable[str] = ()) -> tuple[str, ...]:
    """试点领域: the 26 and an instance's own after them. Raises ValueError for a blank name or one that is there already."""
    names = list(FIELDS)
    for name in extra:
        if not name.strip() or name in names:
            raise ValueError(f"领域名称为空或者重复：“{name}”")
        names.append(name)
    return tuple(names)


def due(rule: DeadlineRule, anchor: date, workdays: Workdays) -> date:
    """The last day for what was formed or changed on anchor; never later than 条例第二十六条, save a yearly date or other law."""
    if rule.unit is RowUnit.MONTH_DAY:
        this_year = _in_year(rule.n, anchor.year)
        return this_year if this_year >= anchor else _in_year(rule.n, anchor.year + 1)
    if rule.anchor is Anchor.REAL_TIME:
        return anchor
    if rule.unit is RowUnit.WORKING_DAY:
        own = workdays.add(anchor, rule.n)
    else:
        own = anchor + timedelta(days=rule.n) if rule.unit is RowUnit.DAY else months_after(anchor, rule.n)
    return own if rule.other_law else min(own, workdays.add(anchor, PUBLICATION_LIMIT))


# none of them beyond 第二十六条 by much
LONGEST = {
    RowUnit.WORKING_DAY: PUBLICATION_LIMIT,
    RowUnit.DAY: 31,
    RowUnit.MONTH: 1,
}


def wants_a_law(rule: DeadlineRule) -> bool:
    """Whether a row gives longer than 条例第二十六条 without the law or regulation that lets it (另有规定的，从其规定)."""
    most = LONGEST.get(rule.unit)
    return most is not None and rule.n > most and not rule.other_law


def _in_year(month_day: int, year: int) -> date:
    """The day in that year; 29 February is the 28th where there is none."""
    month, day = divmod(month_day, 100)
    return date(year, month, min(day, monthrange(year, month)[1]))


class UpdateClass(StrEnum):
    """更新类别 of a column."""

    NEWS = "动态要闻"
    NOTICES = "通知公告、政策文件"
    MESSAGES = "留言公开"
    STATISTICS = "办事统计"
    YEARLY = "机构、人事、规划、概况"
    LASTING = "长期有效"


# Days without an update from which a column is called stale. 动态 and 公告 follow 国办秘函〔2019〕19号; the rest are
# an office's choice: settings, not law.
STALE_AFTER: Mapping[UpdateClass, int | None] = {
    UpdateClass.NEWS: 14, UpdateClass.NOTICES: 180, UpdateClass.MESSAGES: 60, UpdateClass.STATISTICS: 90,
    UpdateClass.YEARLY: 366, UpdateClass.LASTING: None,
}  # fmt: skip


def is_stale(
    update_class: UpdateClass, last_update: date | None, as_of: date, *, days: Mapping[UpdateClass, int | None] = STALE_AFTER
) -> bool:  # fmt: skip
    """Whether the column is past its update duty; one that never had an item is (空白栏目)."""
    most = days[update_class]
    if last_update is None:
        return True
    return most is not None and (as_of - last_update).days > most
