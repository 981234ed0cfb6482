# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Which registers of this room can be imported, with their columns and verbs."""

from __future__ import annotations

from gongkai.engagement import actions
from gongkai.engagement.actions.core import Refused
from gongkai.engagement.holding import kinds
from gongkai.engagement.models import Activity, CollectedProblem, HotlineTicket, Station
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


def _activity_known(v: Values) -> str | None:
    same = Activity.objects.filter(
        kind=v["kind"], organ=v["organ"], held_on=v["on"], title=v["title"]
    ).first()
    return f"{same.title}" if same else None


def _activity(actor: Actor, v: Values) -> str:
    return actions.hold(actor=actor, **{**v, "online": bool(v["online"])}).title


def activities() -> Register:
    """活动, of every kind there is today."""
    return Register(
        "activities", "活动登记簿", "次",
        (
            Column("类型", "kind", {k.label: k.key for k in kinds()}, example="企业培训"),
            Column("机关", "organ", "organ", example="县经信局"), Column("名称", "title", most=120, example="惠企政策培训"),
            Column("日期", "on", "day", example="2025-02-10"), Column("地点", "place", most=120, example="县企业综合服务中心"),
            Column("线上", "online", "yes", needed=False, example="否"), Column("人数", "people", "number", needed=False, example="120"),
            Column("家次", "firms", "number", needed=False), Column("岗位数", "posts", "number", needed=False),
            Column("依据", "evidence", most=120, example="签到表"),
        ),
        _activity_known, _activity,
        ("人数、家次、岗位数只填这一类活动统计的那一项", "同一机关同一天同名的活动，视为已经登记"),
    )  # fmt: skip


def _problem_known(v: Values) -> str | None:
    same = CollectedProblem.objects.filter(organ=v["organ"], collected_on=v["on"], title=v["title"]).first()
    return f"{same.title}" if same else None


def _problem(actor: Actor, v: Values) -> str:
    row = actions.collect_problem(actor=actor, organ=v["organ"], title=v["title"], on=v["on"])
    if v["handler"] and v["due_on"]:
        actions.assign_problem(actor=actor, problem=row, handler=v["handler"], on=v["on"], due_on=v["due_on"])
    if v["answered_on"]:
        actions.answer_problem(actor=actor, problem=row, on=v["answered_on"], answer=v["answer"] or "")
    if v["solved_on"]:
        actions.solve_problem(actor=actor, problem=row, on=v["solved_on"], solution=v["solution"] or "")
    return row.title


PROBLEMS = Register(
    "problems", "企业问题", "条",
    (
        Column("收集机关", "organ", "organ", example="桥头镇"), Column("问题", "title", example="企业反映用电增容办理慢"),
        Column("收集日期", "on", "day", example="2025-02-10"), Column("办理单位", "handler", "organ", needed=False, example="县发改局"),
        Column("办理期限", "due_on", "day", needed=False, example="2025-03-10"), Column("答复日期", "answered_on", "day", needed=False),
        Column("答复", "answer", needed=False, most=200), Column("解决日期", "solved_on", "day", needed=False),
        Column("怎么解决的、依据", "solution", needed=False, most=300),
    ),
    _problem_known, _problem, ("不写企业联系人的姓名和电话；写了的自动遮盖",),
)  # fmt: skip


def _station_known(v: Values) -> str | None:
    same = Station.objects.filter(organ=v["organ"], name=v["name"]).first()
    return f"{same.name}" if same else None


def _station(actor: Actor, v: Values) -> str:
    return actions.open_station(actor=actor, **v).name


STATIONS = Register(
    "stations", "“15分钟”服务站", "个",
    (
        Column("机关", "organ", "organ", example="东城街道"), Column("名称", "name", most=80, example="东城街道零工驿站"),
        Column("地址", "address", "plain", example="示例路1号"), Column("电话", "phone", "plain", most=40, example="67100000"),
        Column("开放时间", "hours", "plain", most=80, example="工作日8:30至17:30"),
        Column("服务内容", "services", most=300, example="求职登记、用工信息、社保查询"), Column("开设日期", "on", "day", example="2025-01-06"),
    ),
    _station_known, _station, ("同一机关同名的站，视为已经登记",),
)  # fmt: skip


def register(key: str) -> Register | None:
    """The register of this key."""
    if key == "activities":
        return activities()
    return {r.key: r for r in (TICKETS, PROBLEMS, STATIONS)}.get(key)
