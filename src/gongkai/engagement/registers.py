# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Which registers of this room can be imported, with their columns and verbs."""

from __future__ import annotations

from django.utils import timezone

from gongkai.engagement import actions
from gongkai.engagement.actions.core import Refused
from gongkai.engagement.actions.hotline import NUMBERED
from gongkai.engagement.holding import kinds
from gongkai.engagement.models import (
    Activity,
    Announcement,
    CitizenMessage,
    CollectedProblem,
    Consultation,
    Goal,
    Opinion,
    SentimentCase,
    Station,
)
from gongkai.engagement.sheets import Column, Register, Values
from gongkai.organs.permissions import Actor
from gongkai.organs.today import today


def _ticket_known(v: Values) -> str | None:
    there = NUMBERED(v["number"])
    if there and there[0] != (v["organ"].pk, v["on"]):
        raise Refused(f"工单{v['number']}已登记过，机关或者收到日期与登记的不同")
    return str(v["number"]) if there else None


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


def _announcement_known(v: Values) -> str | None:
    same = Announcement.objects.filter(
        kind=v["kind"], organ=v["organ"], title=v["title"], starts_at=v["starts_at"]
    ).first()
    return same.title if same else None


def _announcement(actor: Actor, v: Values) -> str:
    facts = {**v, "online": bool(v["online"]), "about": v["about"] or ""}
    return str(actions.announce(actor=actor, on=today(), **facts).title)


def announcements() -> Register:
    """预告, of every kind there is today."""
    return Register(
        "announcements", "活动预告", "项",
        (
            Column("类型", "kind", {k.label: k.key for k in kinds()}, example="招聘会"),
            Column("机关", "organ", "organ", example="县人社局"), Column("名称", "title", most=120, example="春季专场招聘会"),
            Column("开始时间", "starts_at", "moment", example="2025-03-08 09:00"), Column("结束时间", "ends_at", "moment", example="2025-03-08 16:00"),
            Column("地点", "place", most=120, example="县体育馆"), Column("线上", "online", "yes", needed=False, example="否"),
            Column("联系方式", "contact", "plain", most=120, example="县就业服务中心，67220000"),
            Column("内容和参加办法", "about", needed=False, most=1000, example="现场报名，带身份证和简历"),
        ),
        _announcement_known, _announcement,
        ("开始时间写以后的；已经办过的在“活动登记簿”里导入", "同一机关同一时间同名的预告，视为已经登记", "导入后马上在门户公布"),
    )  # fmt: skip


def _fair(v: Values) -> Activity:
    row = Activity.objects.filter(
        organ=v["organ"], held_on=v["held_on"], title=v["fair"], measure="posts"
    ).first()
    if row is None:
        raise Refused(f"没有登记“{v['fair']}”这场招聘会，请核对机关、名称和举办日期")
    return row


def _post_known(v: Values) -> str | None:
    row = _fair(v).listed.filter(firm=v["firm"], title=v["title"], dropped_on__isnull=True).first()
    if row is not None and row.wanted != v["wanted"]:
        raise Refused(f"{row}已登记过，人数与登记的不同；先撤下原来的")
    return str(row) if row else None


def _post(actor: Actor, v: Values) -> str:
    facts = {name: v[name] or "" for name in ("firm", "title", "pay", "place", "needs")}
    return str(actions.list_post(actor=actor, activity=_fair(v), on=today(), wanted=v["wanted"], **facts))


POSTS = Register(
    "posts", "招聘岗位", "条",
    (
        Column("机关", "organ", "organ", example="县人社局"), Column("招聘会", "fair", "plain", most=120, example="春季专场招聘会"),
        Column("举办日期", "held_on", "day", example="2025-02-08"), Column("招聘单位", "firm", most=80, example="示例阀门有限公司"),
        Column("岗位", "title", most=80, example="数控车工"), Column("人数", "wanted", "number", example="12"),
        Column("薪酬", "pay", needed=False, most=60, example="每月7000至9000元"), Column("工作地点", "place", needed=False, most=80, example="东瓯街道"),
        Column("要求", "needs", needed=False, most=200, example="有两年以上经验"),
    ),
    _post_known, _post,
    ("招聘会先在“活动”里登记，名称、日期照登记的写", "各岗位的人数合计不超过登记的岗位数", "不写联系人的姓名和电话；写了的自动遮盖"),
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


def _consultation(index_number: str) -> Consultation:
    row = Consultation.objects.filter(document__index_number=index_number.strip()).first()
    if row is None:
        raise Refused(f"没有索引号是“{index_number}”的征求意见稿，请核对")
    return row


def _opinion_known(v: Values) -> str | None:
    row = actions.received_before(actions.paper_nonce(_consultation(v["draft"]), v["number"]))
    if row is None:
        return None
    if (row.text, row.received_on) != (v["text"].strip(), v["on"]):
        raise Refused(f"编号{v['number']}的意见已登记过，内容或者收到日期与登记的不同")
    return str(v["number"])


def _opinion(actor: Actor, v: Values) -> str:
    row = actions.enter_opinion(
        actor=actor, consultation=_consultation(v["draft"]), number=v["number"], text=v["text"], on=v["on"],
        name=v["name"] or "", contact=v["contact"] or "",
    )  # fmt: skip
    if v["adoption"]:
        judged_on = v["judged_on"] or v["on"]
        actions.judge_opinion(
            actor=actor, opinion=row, adoption=v["adoption"], reason=v["reason"] or "", on=judged_on
        )
    return str(v["number"])


OPINIONS = Register(
    "opinions", "书面意见", "条",
    (
        Column("征求意见稿的索引号", "draft", most=60, example="331010/2025-00001"), Column("编号", "number", most=40, example="来信2025-001"),
        Column("收到日期", "on", "day", example="2025-02-10"), Column("意见", "text", "plain", most=2000, example="建议第五条写明办理期限"),
        Column("姓名", "name", "plain", needed=False, most=60), Column("联系方式", "contact", "plain", needed=False, most=100),
        Column("采纳情况", "adoption", {label: value for value, label in Opinion.Adoption.choices}, needed=False, example="采纳"),
        Column("采纳的理由", "reason", needed=False, most=200), Column("研究日期", "judged_on", "day", needed=False),
    ),
    _opinion_known, _opinion,
    ("信件、邮件、窗口收到的意见，编号是本单位收件登记的号", "意见、姓名和联系方式加密保存", "收到日期在征求意见的时间以内"),
)  # fmt: skip


def _letter_known(v: Values) -> str | None:
    before = actions.sent_before(actions.letter_nonce(v["source"]))
    if before is None:
        return None
    if (before.record.title, before.record.submitted_on) != (v["title"], v["on"]):
        raise Refused(f"编号{v['source']}的来信已登记过，标题或者来信日期与登记的不同")
    return str(v["source"])


def _letter(actor: Actor, v: Values) -> str:
    facts = {k: v[k] for k in ("organ", "source", "kind", "title", "text", "on")}
    row = actions.enter_letter(
        actor=actor, **facts, name=v["name"] or "", contact=v["contact"] or "", agrees=bool(v["agrees"])
    )
    if v["answered_on"]:
        actions.answer_message(actor=actor, message=row, on=v["answered_on"], answer=v["answer"] or "")
    return str(row.number)


LETTERS = Register(
    "letters", "咨询来信", "封",
    (
        Column("编号", "source", most=40, example="信访2025-018"),
        Column("类型", "kind", {label: value for value, label in CitizenMessage.Kind.choices}, example="咨询"),
        Column("机关", "organ", "organ", example="县人社局"), Column("来信日期", "on", "day", example="2025-02-10"),
        Column("标题", "title", most=100, example="灵活就业社保补贴怎么申请"), Column("内容", "text", "plain", most=2000, example="我今年……"),
        Column("姓名", "name", "plain", needed=False, most=60), Column("联系方式", "contact", "plain", needed=False, most=100),
        Column("同意公布", "agrees", "yes", needed=False, example="否"), Column("答复日期", "answered_on", "day", needed=False),
        Column("答复", "answer", "plain", needed=False, most=2000),
    ),
    _letter_known, _letter,
    ("别的系统或者纸质收到的来信，编号是原来的号", "内容、姓名、联系方式和答复加密保存；标题里的号码自动遮盖"),
)  # fmt: skip


def _sentiment_known(v: Values) -> str | None:
    same = SentimentCase.objects.filter(organ=v["organ"], title=v["title"], arose_at=v["arose_at"]).first()
    return f"{same.title}" if same else None


def _sentiment(actor: Actor, v: Values) -> str:
    row = actions.raise_sentiment(
        actor=actor, organ=v["organ"], title=v["title"], source=v["source"], arose_at=v["arose_at"],
        major=bool(v["major"]), on=v["on"],
    )  # fmt: skip
    if v["responded_at"]:
        actions.respond_sentiment(
            actor=actor, case=row, on=max(v["on"], timezone.localtime(v["responded_at"]).date()), responded_at=v["responded_at"],
            spokesman=v["spokesman"] or "", response=v["response"] or "",
        )  # fmt: skip
    return row.title


SENTIMENTS = Register(
    "sentiments", "政务舆情", "件",
    (
        Column("机关", "organ", "organ", example="县卫健局"), Column("事由", "title", example="网传自来水有异味"),
        Column("来源", "source", most=120, example="网络论坛"), Column("发生时间", "arose_at", "moment", example="2025-02-10 09:30"),
        Column("特别重大、重大", "major", "yes", needed=False, example="否"), Column("登记日期", "on", "day", example="2025-02-10"),
        Column("回应时间", "responded_at", "moment", needed=False, example="2025-02-11 10:00"),
        Column("发布人的职务", "spokesman", needed=False, most=60, example="县卫健局新闻发言人"),
        Column("回应内容", "response", needed=False, most=4000, example="经检测，水质合格……"),
    ),
    _sentiment_known, _sentiment, ("时间写到几点几分，期限按小时算", "同一机关同一时间同一事由，视为已经登记"),
)  # fmt: skip


def _goal_of(v: Values) -> Goal | None:
    return Goal.objects.filter(organ=v["organ"], action=v["action"], title=v["title"]).first()


def _goal_known(v: Values) -> str | None:
    row = _goal_of(v)
    if row is None:
        return None
    if (row.unit, row.baseline, row.target, row.due_on) != (
        v["unit"],
        v["baseline"],
        v["target"],
        v["due_on"],
    ):
        raise Refused(f"目标“{row.title}”已登记过，单位、起点、目标值或者期限与登记的不同")
    there = v["told_on"] is None or row.progress.filter(on=v["told_on"]).exists()
    return f"{row.title}" if there else None


def _goal(actor: Actor, v: Values) -> str:
    row = _goal_of(v) or actions.set_goal(
        actor=actor,
        **{k: v[k] for k in ("organ", "action", "title", "unit", "baseline", "target", "on", "due_on")},
    )
    if v["told_on"]:
        if v["value"] is None:
            raise Refused("写了进度日期，还要写进度值")
        actions.report_goal(
            actor=actor, goal=row, on=v["told_on"], value=v["value"], evidence=v["evidence"] or ""
        )
    return row.title


GOALS = Register(
    "goals", "共同富裕目标", "个",
    (
        Column("责任单位", "organ", "organ", example="县农业农村局"), Column("行动", "action", most=40, example="强村富民"),
        Column("目标", "title", example="村集体经营性收入50万元以上的村"), Column("计量单位", "unit", most=20, example="个"),
        Column("起点", "baseline", "decimal", example="120"), Column("目标值", "target", "decimal", example="180"),
        Column("设定日期", "on", "day", example="2025-01-06"), Column("完成期限", "due_on", "day", example="2025-12-31"),
        Column("进度日期", "told_on", "day", needed=False, example="2025-02-10"), Column("进度值", "value", "decimal", needed=False, example="131"),
        Column("依据", "evidence", needed=False, most=200, example="农经统计月报"),
    ),
    _goal_known, _goal, ("一个目标有几次进度的写几行，按日期先后", "同一单位同一行动同名的目标，只登记一次"),
)  # fmt: skip


def register(key: str) -> Register | None:
    """The register of this key."""
    if key == "activities":
        return activities()
    if key == "announcements":
        return announcements()
    return {r.key: r for r in (TICKETS, POSTS, PROBLEMS, STATIONS, OPINIONS, LETTERS, SENTIMENTS, GOALS)}.get(
        key
    )
