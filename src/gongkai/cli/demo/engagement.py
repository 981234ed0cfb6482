# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the example county asks its people and is asked by them. None of it moves a figure of the 2024 report."""

from __future__ import annotations

from datetime import date

from gongkai.cli.demo.county import County
from gongkai.engagement import actions
from gongkai.engagement.actions.catalogues import DecisionFacts
from gongkai.engagement.models import Consultation, DecisionItem, Hearing
from gongkai.organs.permissions import System

# year: the day of consent, of publication, and (matter, who drafts it, when it is to be done)
CATALOGUES = {
    2024: (date(2024, 1, 4), date(2024, 1, 8), (
        ("养老服务设施布局规划", "mzj", "一季度"), ("公共文化设施布局规划", "wgj", "二季度"),
        ("县城区义务教育学区调整方案", "jyj", "三季度"), ("旅游民宿管理办法（修订）", "wgj", "四季度"),
    )),
    2025: (date(2025, 1, 3), date(2025, 1, 8), (
        ("县前路片区（二期）房屋征收补偿方案", "zszx", "一季度"), ("国土空间生态修复规划", "zrj", "三季度"),
        ("公共交通线网优化方案", "jtj", "三季度"), ("城市更新三年行动计划", "zjj", "四季度"),
    )),
}  # fmt: skip


def explanation(title: str) -> str:
    """起草说明."""
    return (
        f"一、为什么起草。现行规定实施以来情况有变化，《{title}》需要重新明确（示例）。\n"
        "二、依据。有关法律、法规和上级规定（示例）。\n"
        "三、主要内容。适用范围、标准和程序、过渡安排、监督检查（示例）。\n"
        "四、请重点提意见的内容。标准是否合理，办理是否方便，还有哪些遗漏（示例）。"
    )


def catalogues(county: County) -> dict[str, DecisionItem]:
    """The catalogues of both years; their items by title, for the consultations that come of them."""
    found: dict[str, DecisionItem] = {}
    for year, (agreed_on, on, items) in CATALOGUES.items():
        row = actions.publish_catalogue(
            actor=System("县政府办公室编辑（示例）"), organ=county.government, year=year, on=on, agreed_on=agreed_on,
            items=[DecisionFacts(f"{title}（示例）", county.organs[slug], planned) for title, slug, planned in items],
        )  # fmt: skip
        found |= {item.title.removesuffix("（示例）"): item for item in row.items.all()}
    return found


def build(county: County) -> None:
    """What goes on in the spring of 2025."""
    _consultations(county)


def _consultations(county: County) -> None:
    """Both open drafts: some opinions read and shown, one withheld for a person's number in it, a hearing held."""
    levy, charging = Consultation.objects.filter(feedback_on__isnull=True).order_by("closes_on")
    clerk = System("县征收中心经办人（示例）")
    rows = list(levy.opinions.order_by("received_on", "pk"))
    actions.screen_opinions(actor=clerk, consultation=levy, opinions=rows[:10], on=date(2025, 2, 5))
    private = actions.receive_opinion(
        actor=actions.PUBLIC, consultation=levy, on=date(2025, 2, 6), name="林晓（示例）", contact="示例联系方式",
        text="隔壁住户家里的情况我知道，他的病历和存款应当一并公布。（示例）",
    )  # fmt: skip
    actions.screen_opinions(
        actor=clerk, consultation=levy, opinions=[private], on=date(2025, 2, 7), ground="privacy",
        why="写有他人的健康和财产情况（示例）",
    )  # fmt: skip
    actions.hold_hearing(
        actor=clerk, consultation=levy, kind=Hearing.Kind.TALK, on=date(2025, 2, 6), place="县前路社区居委会（示例）",
        people=23, who="被征收人代表15名、社区工作人员3名、评估机构2名、律师3名（示例）",
        summary="过渡期租金补助标准、就近安置房源数量是意见最集中的两点（示例）。",
    )  # fmt: skip
    rows = list(charging.opinions.order_by("received_on", "pk"))
    actions.screen_opinions(
        actor=System("县发改局经办人（示例）"), consultation=charging, opinions=rows[:4], on=date(2025, 2, 10)
    )  # fmt: skip
