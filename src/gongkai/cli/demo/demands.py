# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the example's people looked for in vain, the stream of demands grouped, and four promises: open, overdue, kept, not public.

None of it is a figure of the county's printed report.
"""

from __future__ import annotations

from datetime import date, timedelta

from gongkai.cli.demo.county import County
from gongkai.cli.demo.sayings import SEARCHED
from gongkai.engagement import actions as engagement
from gongkai.engagement.demands import actions
from gongkai.engagement.demands.models import Demand, DemandGroup
from gongkai.organs.permissions import System
from gongkai.search.models import SearchMiss

# What the hotline was asked in the new year about a policy nobody has explained yet: it stands in the plan of interpretations.
UNEXPLAINED = (
    "物业服务质量评价由谁来打分", "物业服务质量评价结果在哪里看", "物业服务质量评价不合格怎么处理", "业主怎么参加物业服务质量评价",
    "物业服务质量评价多久一次", "物业服务质量评价和物业费有没有关系", "小区没有业委会，物业服务质量谁评价", "对物业服务质量评价结果有异议找谁",
    "新办法里物业服务质量评价分几等",
)  # fmt: skip
LISTED = date(2024, 11, 18)
TODAY = date(2025, 2, 10)
# a word of its demands, owner, problem, measure, due day, the day it was promised in public, the day and evidence it was closed with
PROMISES: tuple[tuple[str, str, str, str, date, date | None, date | None, str], ...] = (
    ("学区", "jyj", "学区划分依据和范围不好找（示例）", "公开学区划分地图和依据，按小区可以检索，每年4月底前更新（示例）", date(2025, 4, 30), date(2024, 11, 20), None, ""),
    ("公租房", "zjj", "公租房轮候进度看不到（示例）", "每季度公开轮候名单和配租结果（示例）", date(2025, 1, 24), date(2024, 11, 20), None, ""),
    ("以旧换新", "swj", "以旧换新补贴范围说法不一（示例）", "公开补贴品类、标准和参加门店，写成问答（示例）", date(2024, 12, 31), date(2024, 11, 20), date(2024, 12, 24), "已公开补贴品类、标准和门店名单，问答12条（示例）"),
    ("用电", "jxj", "企业用电增容流程不清楚（示例）", "会同供电企业公开增容流程、费用和时限（示例）", date(2025, 3, 31), None, None, ""),
)  # fmt: skip


def build(county: County) -> None:
    """The office groups what was asked, and turns four groups into problems with owners."""
    months = [date(2024, n, 15) for n in range(7, 13)] + [date(2025, 1, 15), date(2025, 2, 7)]
    SearchMiss.objects.bulk_create(
        SearchMiss(words=words, day=day, count=max(1, times * (n + 3) // 10))
        for words, times in SEARCHED
        for n, day in enumerate(months)
    )
    for n, subject in enumerate(UNEXPLAINED):
        day = date(2025, 1, 6) + timedelta(days=3 * n)
        engagement.record_ticket(
            actor=System("12345热线（示例）"), organ=county.organs["zjj"], number=f"示例2025{n + 101:05}", subject=f"{subject}（示例）", on=day,
            policy_consultation=True, answered_on=day + timedelta(days=1),
        )  # fmt: skip
    zhou, gov = county.people["zhoulan"], county.government
    actions.regroup(actor=zhou, organ=gov, on=TODAY)
    for word, owner, title, measure, due, published, closed, evidence in PROMISES:
        first = (
            Demand.objects.filter(text__contains=word, group__isnull=False).values_list("group").order_by()
        )
        counted: dict[int, int] = {}
        for (pk,) in first:
            counted[pk] = counted.get(pk, 0) + 1
        group = DemandGroup.objects.get(pk=max(sorted(counted), key=lambda pk: counted[pk]))
        row = actions.list_problem(
            actor=zhou, organ=gov, group=group, owner=county.organs[owner], title=title, measure=measure, due_on=due, on=LISTED
        )  # fmt: skip
        if published:
            actions.publish_commitment(actor=zhou, commitment=row, on=published)
        if closed:
            actions.close_commitment(actor=zhou, commitment=row, evidence=evidence, on=closed)
