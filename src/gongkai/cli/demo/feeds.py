# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""办事和惠企来源 of the example county: invented; one that works, one that is broken, and a file that waits for another person."""

from __future__ import annotations

import json
from datetime import date

from gongkai.cli.demo.county import County
from gongkai.organs.permissions import System
from gongkai.publishing import actions

# 名称, 说明, 文号, 截止
SERVICES = (
    ("企业上市奖励申报", "网上申报，县金融工作中心审核。", "永政发〔2024〕1号", "2025-12-31"),
    ("民营企业增资扩产项目备案", "网上办理，3个工作日办结。", "永政发〔2024〕32号", None),
    ("职业技能培训补贴申领", "取得证书后一年内网上申领。", "永人社发〔2024〕1号", None),
    ("义务教育阶段入学登记", "每年5月起网上登记，户籍、房产信息自动核验。", "永教发〔2024〕1号", None),
)
BENEFITS = (
    ("招商引资项目奖励", "按到位资金分档奖励。", "永政发〔2024〕2号", "2025-06-30"),
    ("民营经济32条要素保障申请", "用地、用能、用工诉求一次提出。", "永政发〔2024〕32号", None),
)
NEXT = (
    *BENEFITS,
    ("企业首次上规模奖励", "上年首次进入规模以上的企业申报。", "永政发〔2024〕32号", "2025-04-30"),
)


def _file(site: str, rows: tuple[tuple[str, str, str, str | None], ...]) -> bytes:
    items = [
        {
            "id": f"330324-{n:02}", "title": f"{title}（示例）", "url": f"https://{site}.example.cn/item/{n:02}",
            "summary": summary, "policies": [number], **({"until": until} if until else {}),
        }
        for n, (title, summary, number, until) in enumerate(rows, 1)
    ]  # fmt: skip
    return json.dumps({"items": items}, ensure_ascii=False).encode()


def build(county: County) -> None:
    """As the sources stand on the county's day."""
    system, owner = System("示例数据"), county.government
    services = actions.set_feed(
        actor=system, owner=owner, slug="fuwuwang", name="省政务服务网（示例）", kind="service", address=None, on=date(2024, 3, 1),
    )  # fmt: skip
    actions.take_feed(actor=system, feed=services, data=_file("service", SERVICES), on=date(2025, 2, 9))
    benefits = actions.set_feed(
        actor=system, owner=owner, slug="huiqi", name="惠企政策平台（示例）", kind="benefit", address=None, on=date(2024, 3, 1),
    )  # fmt: skip
    actions.take_feed(actor=system, feed=benefits, data=_file("benefit", BENEFITS), on=date(2025, 1, 20))
    actions.fail_feed(
        actor=system, feed=benefits, on=date(2025, 2, 10), why="读不到网址：来源正在升级（示例）"
    )
    actions.offer_feed(
        actor=county.people["wenqing"], feed=benefits, data=_file("benefit", NEXT), on=date(2025, 2, 10)
    )
