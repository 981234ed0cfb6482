# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Which registers of this room can be imported, with their columns and verbs."""

from __future__ import annotations

from gongkai.engagement import actions
from gongkai.engagement.actions.core import Refused
from gongkai.engagement.models import HotlineTicket
from gongkai.engagement.sheets import Column, Register, Values
from gongkai.organs.permissions import Actor


def _ticket_known(v: Values) -> str | None:
    row = HotlineTicket.objects.select_related("organ").filter(number=v["number"]).first()
    if row is None:
        return None
    if (row.organ, row.received_on) != (v["organ"], v["on"]):
        raise Refused(f"工单{row.number}已登记过，机关或者收到日期与登记的不同")
    return str(row.number)


def _ticket(actor: Actor, v: Values) -> str:
    row = actions.record_ticket(
        actor=actor, organ=v["organ"], number=v["number"], subject=v["subject"], on=v["on"],
        policy_consultation=v["policy_consultation"], answered_on=v["answered_on"], answer=v["answer"],
    )  # fmt: skip
    return str(row.number)


TICKETS = Register(
    "tickets", "12345热线工单", "件",
    (
        Column("工单号", "number", most=40, example="2025021000123"), Column("承办单位", "organ", "organ", example="县人社局"),
        Column("收到日期", "on", "day", example="2025-02-10"), Column("诉求内容", "subject", example="企业用工补贴怎么申请"),
        Column("重点政策咨询", "policy_consultation", "yes", needed=False, example="是"),
        Column("答复日期", "answered_on", "day", needed=False, example="2025-02-11"),
        Column("答复内容", "answer", needed=False, most=2000, example="符合条件的企业在网上申请……"),
    ),
    _ticket_known, _ticket,
    ("来电人姓名、电话等别的列不读取", "内容里的手机号、身份证号自动遮盖", "同一份文件再次导入，已有的工单不变"),
)  # fmt: skip

REGISTERS = {r.key: r for r in (TICKETS,)}
