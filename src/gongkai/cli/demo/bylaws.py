# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""公开制度 of the example county: invented, in words of its own; one replaced, one withdrawn, and some that are not there yet."""

from __future__ import annotations

from datetime import date

from gongkai.cli.demo.county import County
from gongkai.organs.permissions import System
from gongkai.publishing import actions

EXAMINATION = """第一条　本机关制作或者获取的信息，形成时由承办科室提出公开属性：主动公开、依申请公开或者不予公开，并写明理由。
第二条　公开以前依次由承办科室、保密审查人、办公室审查，三人不得是同一人。
第三条　涉及其他机关的，公开以前与有关机关协商、确认。
第四条　不能确定能否公开的，报政府信息公开工作主管部门或者保密行政管理部门确定。
第五条　审查的时间、人员和意见记入公开记录，长期保存。"""
HANDLING = """第一条　收到申请当日登记，编登记编号，交承办人。
第二条　网上、传真和平常信函的申请，与申请人双方确认，确认之日为收到之日。
第三条　内容不明确的，自收到之日起7个工作日内一次告知补正。
第四条　拟稿、审核、签发由不同的人办理；答复写明理由、依据和救济途径。
第五条　答复送达后归档，案卷按年度编号。"""
COORDINATION = """第一条　两个以上机关共同制作的信息，由牵头机关公开。
第二条　公开的内容与其他机关有关的，发布前书面征求意见，五个工作日内回复。
第三条　发布的口径不一致的，由政府办公室协调。"""
COORDINATION_NEW = """第一条　两个以上机关共同制作的信息，由牵头机关公开。
第二条　公开的内容与其他机关有关的，发布前通过协办事项征求意见，三个工作日内回复；紧急的当日回复。
第三条　发布的口径不一致的，由政府办公室协调，协调结果记入联席会议纪要。
第四条　发现影响社会稳定、扰乱社会和经济管理秩序的虚假或者不完整信息，由主管机关发布准确信息澄清。"""
ASSESSMENT = """第一条　每年对各部门、乡镇和街道的公开工作考核一次，分值由记录计算，并说明扣分的每一处。
第二条　每年组织一次社会评议，结果公布。
第三条　整改通知书逾期不改的，约谈负责人；情节严重的，移送有权机关追究责任。"""
LAND = """第一条　征地公告、补偿安置方案、批复文件自形成之日起10个工作日内公开。
第二条　涉及个人的补偿信息，只公开到法律、法规规定的内容，隐去身份证件号码和账号。
第三条　多人申请相同信息的，转为主动公开。"""


def build(county: County) -> None:
    """In the order of the days."""
    who, land = county.people["shenyuan"], county.organs["zrj"]
    office = {"actor": who, "organ": county.government, "reviewed_by": "周岚（示例）"}
    actions.issue_bylaw(
        **office, on=date(2023, 3, 20), in_force_on=date(2023, 4, 1), name="政府信息公开审查办法（示例）", ground="examination",
        text=EXAMINATION, document_number="永政办发〔2023〕示例8号",
    )  # fmt: skip
    first = actions.issue_bylaw(
        **office, on=date(2023, 3, 20), in_force_on=date(2023, 4, 1), name="政府信息发布协调制度（示例）", ground="coordination",
        text=COORDINATION,
    )  # fmt: skip
    trial = actions.issue_bylaw(
        **office, on=date(2023, 3, 20), in_force_on=date(2023, 4, 1), name="政府信息公开工作考核办法（试行，示例）", ground="assessment",
        text=ASSESSMENT.splitlines()[0],
    )  # fmt: skip
    actions.issue_bylaw(
        **office, on=date(2023, 6, 12), in_force_on=date(2023, 7, 1), name="政府信息公开申请办理制度（示例）", ground="handling", text=HANDLING,
    )  # fmt: skip
    actions.issue_bylaw(
        **office, on=date(2024, 1, 15), in_force_on=date(2024, 2, 1), name="政府信息公开工作考核、社会评议和责任追究办法（示例）",
        ground="assessment", text=ASSESSMENT, document_number="永政办发〔2024〕示例3号",
    )  # fmt: skip
    reason = "由《政府信息公开工作考核、社会评议和责任追究办法（示例）》代替"
    actions.withdraw_bylaw(actor=who, bylaw=trial.bylaw, on=date(2024, 2, 1), reason=reason)
    actions.issue_bylaw(
        actor=System("示例数据"), organ=land, on=date(2024, 5, 20), in_force_on=date(2024, 6, 1),
        name="征地信息公开办法（示例）", ground="other", text=LAND, reviewed_by="卢毅（示例）",
    )  # fmt: skip
    actions.replace_bylaw(
        actor=who, bylaw=first.bylaw, on=date(2024, 12, 20), in_force_on=date(2025, 3, 1), text=COORDINATION_NEW,
        changes="缩短回复时间，增加澄清虚假信息（示例）", reviewed_by="周岚（示例）",
    )  # fmt: skip
