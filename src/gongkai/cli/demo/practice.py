# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the example's office keeps beside its cases: enquiries, joint meetings, its procedure in two versions.

None of it is a figure that the county's printed report has.
"""

from __future__ import annotations

from datetime import date, timedelta

from gongkai.applications import actions
from gongkai.applications.models import Application, Enquiry
from gongkai.cli.demo.county import County

_K, _C, _R = Enquiry.Kind, Enquiry.Channel, Enquiry.Result
# day, organ, who, kind, channel, subject, result, answer
ENQUIRIES = (
    (date(2024, 3, 12), "yongjia", "chenmo", _K.GUIDANCE, _C.PHONE, "申请征收补偿方案要带什么材料（示例）", _R.APPLY, "带身份证明，可以网上提交，也可以当面填写（示例）"),
    (date(2024, 4, 18), "yongjia", "zhoulan", _K.QUESTION, _C.VISIT, "学区划分方案在哪里看（示例）", _R.PUBLIC, "在门户网站教育领域栏目，当场打开给其看过（示例）"),
    (date(2024, 6, 5), "zrj", "luyi", _K.QUESTION, _C.PHONE, "地块规划条件是否公开（示例）", _R.PUBLIC, "出让公告已公开，告知了文号（示例）"),
    (date(2024, 9, 24), "yongjia", "chenmo", _K.GUIDANCE, _C.MAIL, "收到补正告知书后怎么补正（示例）", _R.TOLD, "对照告知书写明文件名称，一次写全（示例）"),
    (date(2024, 11, 7), "yongjia", "zhoulan", _K.GUIDANCE, _C.VISIT, "反映噪声问题能否按信息公开申请（示例）", _R.CHANNEL, "属于投诉举报，告知12345和生态环境部门的电话（示例）"),
    (date(2025, 1, 8), "yongjia", "chenmo", _K.QUESTION, _C.HOTLINE, "公共租赁住房配租结果何时公布（示例）", _R.ORGAN, "由县住建局负责，告知了电话（示例）"),
    (date(2025, 1, 21), "qiaotou", "daisu", _K.GUIDANCE, _C.PHONE, "代父母申请要不要委托书（示例）", _R.APPLY, "要委托书和双方身份证明（示例）"),
    (date(2025, 2, 6), "yongjia", "zhoulan", _K.QUESTION, _C.ONLINE, "公交线网调整方案有没有听证（示例）", None, ""),
    (date(2025, 2, 10), "zrj", "luyi", _K.GUIDANCE, _C.PHONE, "申请内容写得太笼统怎么办（示例）", None, ""),
)  # fmt: skip

FIRST = """一、收到申请当日登记，编登记编号。
二、网上、传真和平常信函的申请，两个工作日内与申请人确认。
三、内容不明确的，自收到之日起7个工作日内一次告知补正。
四、承办人查找信息，拟写答复。
五、拟稿人以外的人审核、签发。
六、答复送达后归档。"""
SECOND = """一、收到申请当日登记，编登记编号，并交办承办人。
二、网上、传真和平常信函的申请，两个工作日内与申请人确认。
三、答复以前先与申请人沟通，了解需要什么、以什么方式提供，沟通情况记入案卷。
四、内容不明确的，自收到之日起7个工作日内一次告知补正。
五、承办人查找信息，需要其他机关配合的请求协办，写明反馈期限；拟写答复。
六、拟稿人以外的人审核、签发。
七、答复送达后十个工作日内归档。
八、土地征收、房屋拆迁、城市规划信息有多人申请的，提请转为主动公开。"""


def build(county: County) -> None:
    """In the order of the days."""
    _procedure(county)
    _enquiries(county)
    _meetings(county)


def _enquiries(county: County) -> None:
    for on, organ, who, kind, channel, subject, result, answer in ENQUIRIES:
        clerk = county.people[who]
        row = actions.log_enquiry(
            actor=clerk, organ=county.organs[organ], on=on, kind=kind.value, channel=channel.value, subject=subject
        )  # fmt: skip
        if result:
            actions.answer_enquiry(actor=clerk, enquiry=row, on=on, result=result.value, answer=answer)


def _procedure(county: County) -> None:
    who = county.people["shenyuan"]
    first = actions.adopt_procedure(
        actor=who, organ=county.government, on=date(2023, 3, 20), name="依申请公开办理规范（示例）",
        about="县政府办公室收到的政府信息公开申请", in_force_on=date(2023, 4, 1), basis="主任办公会纪要〔2023〕4号（示例）", text=FIRST,
    )  # fmt: skip
    actions.revise_procedure(
        actor=who, procedure=first.procedure, on=date(2024, 5, 27), in_force_on=date(2024, 6, 1),
        basis="主任办公会纪要〔2024〕11号（示例）", changes="增加答复前沟通、协办期限、归档时限和转为主动公开（示例）", text=SECOND,
    )  # fmt: skip


def _meetings(county: County) -> None:
    zhou, land = county.people["zhoulan"], county.organs["zrj"]
    organs = [county.organs[slug] for slug in ("zrj", "zjj", "zszx", "jyj")]
    held = actions.call_meeting(
        actor=zhou, organ=county.government, on=date(2024, 9, 9), title="2024年第三次政务公开联席会议（示例）",
        meets_on=date(2024, 9, 13), place="县政府第三会议室", agenda="征地信息转为主动公开\n协办反馈的期限", organs=organs,
        others="法律顾问（示例）",
    )  # fmt: skip
    held = actions.hold_meeting(
        actor=zhou, meeting=held, on=date(2024, 9, 13), attended=[county.government, *organs[:3]],
        decisions=["2023年以来多人申请的征地补偿安置方案，由县自然资源局主动公开（示例）", "协办一般在5个工作日内反馈，不能反馈的当日说明（示例）"],
    )  # fmt: skip
    first = held.decisions.first()
    done = actions.give_follow_up(
        actor=zhou, meeting=held, on=date(2024, 9, 14), what="清理多人申请的征地补偿安置方案并公开（示例）", organ=land,
        owner=county.people["luyi"], due_on=date(2024, 11, 29), decision=first,
    )  # fmt: skip
    actions.give_follow_up(
        actor=zhou, meeting=held, on=date(2024, 9, 14), what="编印协办事项办理指南（示例）", organ=county.organs["zjj"],
        due_on=date(2025, 1, 24),
    )  # fmt: skip
    actions.close_follow_up(
        actor=county.people["luyi"], follow_up=done, on=date(2024, 11, 25), evidence="已公开两项，见“申请转公开”（示例）"
    )  # fmt: skip
    coming = actions.call_meeting(
        actor=zhou, organ=county.government, on=date(2025, 2, 7), title="2025年第一次政务公开联席会议（示例）",
        meets_on=date(2025, 2, 7) + timedelta(days=7), place="县政府第三会议室",
        agenda="学区划分依据的公开范围\n2024年年度报告的问题和改进", organs=organs,
    )  # fmt: skip
    case = Application.objects.filter(title="2025年义务教育学区划分依据").order_by("-pk")[0]
    actions.link_meeting(actor=zhou, meeting=coming, application=case, on=date(2025, 2, 8))
