# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the example county announces for the days after its own: fairs, a training, a press conference; one moved, one cancelled.

Nothing of it was held, so no figure counts it.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from gongkai.cli.demo.county import County
from gongkai.engagement import actions
from gongkai.engagement.models import Activity, Announcement
from gongkai.organs.permissions import System
from gongkai.organs.today import CHINA

_K = Activity.Kind
# kind, organ, announced on, title, begins, hours, place, online, contact, about
_COMING = (
    (_K.JOB_FAIR, "rsj", date(2025, 2, 5), "“春风行动”春季大型招聘会（示例）", (2025, 2, 15, 9), 7, "县体育馆", False, "县就业服务中心 67000012",
     "用人单位120家，岗位约3,000个。免费入场，带身份证和简历。\n现场有劳动维权、社保和技能培训咨询。"),
    (_K.TRAINING, "jxj", date(2025, 2, 6), "“民营经济32条”申报辅导（线上，示例）", (2025, 2, 13, 14, 30), 2, "县企业综合服务中心直播间", True,
     "县经信局企业服务科 67000003", "讲技改补助、上规升级奖励怎么申报，可以在线提问，不用报名。"),
    (_K.PRESS_CONFERENCE, "yongjia", date(2025, 2, 10), "2025年民生实事新闻发布会（示例）", (2025, 2, 18, 10), 1, "县行政中心二楼发布厅", False,
     "县政府办公室 67221199", "公布今年十项民生实事的内容、责任单位和完成时间。"),
    (_K.JOB_FAIR, "qiaotou", date(2025, 2, 7), "桥头镇纽扣拉链企业专场招聘会（示例）", (2025, 2, 20, 9), 3, "桥头镇文化中心广场", False,
     "桥头镇便民服务中心 67100008", "镇内企业30家，操作工、模具工为主。"),
    (_K.TRAINING, "scj", date(2025, 2, 6), "小餐饮食品安全培训（示例）", (2025, 2, 14, 9), 3, "县市场监管局三楼会议室", False, "县市场监管局 67000010", ""),
)  # fmt: skip


def build(county: County) -> None:
    """Announce; the fair of the township is moved to a hall, the training is cancelled."""
    rows: list[Announcement] = []
    for kind, organ, on, title, begins, hours, place, online, contact, about in _COMING:
        starts = datetime(*begins, tzinfo=CHINA)
        unit = county.organs[organ]
        rows.append(
            actions.announce(
                actor=System(f"{unit.short_name}编辑（示例）"), organ=unit, kind=kind, title=title, starts_at=starts,
                ends_at=starts + timedelta(hours=hours), place=place, online=online, contact=contact, about=about, on=on,
            )
        )  # fmt: skip
    fair, training = rows[3], rows[4]
    actions.move_announcement(
        actor=System("桥头镇编辑（示例）"), announcement=fair, on=date(2025, 2, 10), title=fair.title, starts_at=fair.starts_at,
        ends_at=fair.ends_at, place="桥头镇文化中心一楼大厅", contact=fair.contact, about=fair.about or "", reason="预报有雨，改到室内（示例）",
    )  # fmt: skip
    actions.cancel_announcement(
        actor=System("县市场监管局编辑（示例）"), announcement=training, on=date(2025, 2, 10), reason="与全市培训时间相同，并入全市培训（示例）"
    )  # fmt: skip
