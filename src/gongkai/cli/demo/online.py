# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Online applications of the example county, one in each state an applicant meets, and one of each kind of 来件.

Their nonces are fixed, so that an instance prints the same codes whenever it is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from gongkai.applications import actions
from gongkai.applications.actions import AgentFacts, ApplicantFacts, Filed, OnlineFacts
from gongkai.applications.actions.online import filed_before
from gongkai.applications.models import Agent, Application, Matter
from gongkai.cli.demo.county import County
from gongkai.law.table3 import ApplicantKind
from gongkai.organs.models import Organ
from gongkai.organs.permissions import System

COUNT = 5
# What each can be tried for, in the order they are introduced.
TRIALS = (
    ("示例-办理中", "办理中，征求过第三方意见"), ("示例-待补正", "等您补正"), ("示例-待缴费", "等您缴费"), ("示例-待确认", "等待与您确认"),
    ("示例-已办结", "已经答复"),
)  # fmt: skip


def _apply(organ: Organ, nonce: str, on: date, title: str, period: str, **more: AgentFacts) -> Application:
    filed = actions.apply_online(
        organ=organ,
        # An identifier that can be no one's.
        applicant=ApplicantFacts(ApplicantKind.NATURAL_PERSON, "林晓（示例）", f"示例证件{nonce}", "电话00000000（示例）"),
        title=title,
        description=f"信息名称：{title}\n产生时间：{period}",
        form="电子邮件",
        on=on,
        nonce=nonce,
        facts=OnlineFacts(phone="00000000", email="shili@example.cn", delivery="email"),
        **more,
    )  # fmt: skip
    assert isinstance(filed.record, Application)
    return filed.record


def build(county: County, tick: Callable[[], None]) -> None:
    """Write them, every step by its verb."""
    gov = county.government
    zhou, chen, shen = (county.people[n] for n in ("zhoulan", "chenmo", "shenyuan"))

    case = _apply(
        gov, "示例-办理中", date(2025, 1, 13), "县前路片区（三期）房屋征收社会稳定风险评估报告", "2024年"
    )
    case = actions.confirm(actor=zhou, application=case, on=date(2025, 1, 14))
    case = actions.assign(actor=zhou, application=case, on=date(2025, 1, 14), handler=chen)
    case = actions.consult(
        actor=chen,
        application=case,
        on=date(2025, 1, 20),
        id="1",
        to="third_party",
        received_by_party_on=date(2025, 1, 21),
    )
    actions.close_consultation(actor=chen, application=case, on=date(2025, 1, 26), id="1", answer="objected")
    tick()

    case = _apply(gov, "示例-待补正", date(2025, 2, 5), "开发区的全部批复", "不清楚")
    case = actions.confirm(actor=zhou, application=case, on=date(2025, 2, 6))
    actions.request_supplement(
        actor=zhou, application=case, on=date(2025, 2, 8), respond_by=date(2025, 3, 3),
        what="请写明开发区名称，以及批复的文号或者大致年份",
    )  # fmt: skip
    tick()

    agent = AgentFacts(Agent.Basis.ENTRUSTED, "代理人甲（示例）", "示例证件代理", "电话00000000（示例）")
    case = _apply(
        gov,
        "示例-待缴费",
        date(2025, 1, 21),
        "2020年以来全部乡镇道路工程招标文件",
        "2020年至2024年",
        agent=agent,
    )
    case = actions.confirm(actor=zhou, application=case, on=date(2025, 1, 22))
    case = actions.assign(actor=zhou, application=case, on=date(2025, 1, 22), handler=chen)
    actions.notify_fee(
        actor=System(str(shen), shen),
        application=case,
        on=date(2025, 2, 6),
        yuan=300,
        basis="按量计收，超过30页的部分",
    )
    tick()

    _apply(gov, "示例-待确认", date(2025, 2, 10), "2024年县城公共停车泊位分布图", "2024年")
    tick()

    rsj = county.organs["rsj"]
    staff = county.people["xuning"]
    case = _apply(rsj, "示例-已办结", date(2025, 1, 8), "2024年县属事业单位公开招聘计划", "2024年")
    case = actions.confirm(actor=staff, application=case, on=date(2025, 1, 9))
    actions.reply(
        actor=System("县人社局经办人（示例）"), application=case, on=date(2025, 1, 20), outcome_id="R3.1"
    )
    tick()
    _matters(county)


def _matters(county: County) -> None:
    person = ApplicantFacts(
        ApplicantKind.NATURAL_PERSON, "林晓（示例）", "示例证件来件", "电话00000000（示例）"
    )
    for kind, slug, on, title, text in (
        (Matter.Kind.CORRECTION, "mzj", date(2025, 1, 23), "低保记录的家庭人口数不准确", "登记为2人，应当是3人，有户口簿为证。"),
        (Matter.Kind.SUGGESTION, "jyj", date(2025, 2, 5), "公开各小学的学区范围图", "每年都有很多家长申请，建议主动公开。"),
        (Matter.Kind.COMPLAINT, "qiaotou", date(2025, 2, 6), "涉农补贴栏目很久没有更新", "2024年的发放情况没有公开。"),
    ):  # fmt: skip
        actions.raise_matter(
            kind=kind,
            about=county.organs[slug],
            title=title,
            text=text,
            on=on,
            nonce=f"示例-{kind.value}",
            person=person,
        )


def trials() -> list[tuple[str, Filed]]:
    """(what it can be tried for, the application and its code) of this instance."""
    found = ((words, filed_before(nonce)) for nonce, words in TRIALS)
    return [(words, filed) for words, filed in found if filed]
