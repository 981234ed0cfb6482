# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the example county asks its people and is asked by them. None of it moves a figure of the 2024 report."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from gongkai.cli.demo.county import County
from gongkai.engagement import actions
from gongkai.engagement.actions.catalogues import DecisionFacts
from gongkai.engagement.models import (
    Activity,
    CitizenMessage,
    CollectedProblem,
    Consultation,
    DecisionItem,
    Hearing,
)
from gongkai.organs.permissions import System
from gongkai.publishing.models import Document

_M = CitizenMessage.Kind
# kind, organ, received, answered, agrees, title, text, answer
MESSAGES = (
    (_M.QUESTION, "rsj", date(2025, 1, 13), date(2025, 1, 16), True, "灵活就业人员社保补贴怎么申请（示例）",
     "我在镇上开小店，自己交社保，听说有补贴，要到哪里申请，要带什么？（示例）",
     "毕业五年内的高校毕业生、就业困难人员可以申请，在户籍地或者常住地的便民服务中心办理，带身份证和缴费凭证，也可以网上办理。每季度第一个月受理。（示例）"),
    (_M.QUESTION, "jyj", date(2025, 1, 20), date(2025, 1, 23), True, "房子刚交付，孩子今年入学按哪个学区（示例）",
     "去年底交付的新房，房产证还没有办下来，孩子九月上小学，学区怎么认定？（示例）",
     "以六月三十日前的不动产权属证书或者网签合同加交付证明为准，学区方案四月底公布，可以先向学区内学校登记。（示例）"),
    (_M.IDEA, "jtj", date(2025, 1, 22), date(2025, 1, 26), True, "建议早高峰增加到工业园区的公交（示例）",
     "早上七点到八点去工业园区的车一刻钟一班，每班都挤不上，建议加密。（示例）",
     "已经列入公交线网优化方案，二月下旬起早高峰增加两班，方案征求意见时请再提。（示例）"),
    (_M.QUESTION, "ybj", date(2025, 2, 6), date(2025, 2, 10), True, "异地就医备案以后门诊能不能直接结算（示例）",
     "父母随我住在外地，备案以后门诊看病可以直接刷卡吗？（示例）",
     "可以。备案地开通门诊直接结算的医疗机构都能刷卡，慢性病门诊另行登记。（示例）"),
    (_M.QUESTION, "zjj", date(2025, 1, 24), None, True, "公租房租金补贴多久发一次（示例）", "审核通过两个月了还没有收到，是按季度发吗？（示例）", ""),
    (_M.IDEA, "wgj", date(2025, 2, 8), None, False, "建议图书馆延长周末开放时间（示例）", "周末下午五点就关门，上班的人来不及，建议开到晚上八点。（示例）", ""),
)  # fmt: skip
TICKETS = (
    ("swj", date(2025, 1, 9), date(2025, 1, 10), "家电以旧换新补贴怎么领（示例）", "在参加活动的商家购买时直接减免，一人每类限一件，凭身份证登记。（示例）"),
    ("jxj", date(2025, 1, 15), date(2025, 1, 17), "“民营经济32条”里的技改补助什么时候申报（示例）", "每年三月、九月两批，在惠企平台申报，项目要先备案，补助设备投资额的百分之十五，最高三百万元。（示例）"),
    ("ybj", date(2025, 2, 5), date(2025, 2, 6), "居民医保错过缴费期还能补缴吗（示例）", "可以，补缴有三个月等待期，新生儿九十日内参保的没有等待期。（示例）"),
    ("zrj", date(2025, 2, 7), None, "农村宅基地确权登记要什么材料（示例）", ""),
)  # fmt: skip
# action, goal, organ, unit, baseline, target, due, and how far on 31 January 2025
GOALS = (
    ("扩中提低行动", "低收入农户人均可支配收入（示例）", "nyj", "元", 19200, 24000, date(2026, 12, 31), 21350),
    ("扩中提低行动", "新增技能人才（示例）", "rsj", "人", 0, 12000, date(2025, 12, 31), 4860),
    ("公共服务优质共享行动", "每千名老人拥有养老床位（示例）", "mzj", "张", 42, 55, date(2025, 12, 31), 49),
    ("公共服务优质共享行动", "普惠性托位（示例）", "wjj", "个", 1800, 3200, date(2025, 12, 31), 3200),
    ("强村富民行动", "集体经济经营性收入五十万元以上的村占比（示例）", "nyj", "%", 61, 85, date(2025, 12, 31), 72.5),
    ("山区跨越行动", "乡镇通二级以上公路（示例）", "jtj", "个", 17, 23, date(2026, 12, 31), 19),
    ("精神富有行动", "“15分钟品质文化生活圈”（示例）", "wgj", "个", 60, 130, date(2025, 12, 31), 104),
    ("数字便民行动", "“一件事”集成办理事项（示例）", "zwb", "项", 24, 40, date(2025, 6, 30), 31),
)  # fmt: skip
VOTES = (
    ("/guide/", True, ""), ("/guide/", True, ""), ("/column/guifan/", False, "失效的和有效的分开以后好找多了，希望还能按部门分（示例）"),
    ("/column/guifan/", True, ""), ("/disclosure/", False, "手机上表格要左右拖（示例）"), ("/", True, ""),
)  # fmt: skip

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
    _hotline(county)
    _messages(county)
    _held(county)
    _responses(county)


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


def _hotline(county: County) -> None:
    """Tickets of 2025; three answers became 常见问题, one of them beside its policy, one waits for its review."""
    hotline, reviewer = System("12345热线（示例）"), System("县政府办公室审核（示例）")
    policy = Document.objects.get(title__contains="促进民营经济高质量发展", register="normative")
    for n, (slug, on, answered_on, subject, answer) in enumerate(TICKETS, 1):
        organ = county.organs[slug]
        ticket = actions.record_ticket(
            actor=hotline, organ=organ, number=f"示例2025{n:05}", subject=subject, on=on, policy_consultation=bool(answer),
            answered_on=answered_on, answer=answer,
        )  # fmt: skip
        if answered_on is None:
            continue
        about = policy if "32条" in subject else None
        if about:
            actions.tag_ticket(
                actor=hotline, ticket=ticket, on=answered_on, policy_consultation=True, policy=about
            )
        faq = actions.draft_faq(
            actor=System(f"{organ.short_name}经办人（示例）"), organ=organ, on=answered_on, question=subject, answer=answer,
            ticket=ticket, policy=about,
        )  # fmt: skip
        if n < 3:
            actions.publish_faq(actor=reviewer, faq=faq, on=date(2025, 1, 20))


def _messages(county: County) -> None:
    """What people wrote in 2025: answered and shown, waiting for the review, waiting for the answer (one too long)."""
    reviewer = System("县政府办公室审核（示例）")
    for n, (kind, slug, on, answered_on, agrees, title, text, answer) in enumerate(MESSAGES):
        organ = county.organs[slug]
        row = actions.send_message(
            kind=kind, organ=organ, title=title, text=text, on=on, nonce=f"demo-message-{n}", agrees=agrees,
            name="林晓（示例）" if n % 2 else "", contact="示例联系方式",
        ).record  # fmt: skip
        if answered_on is None:
            continue
        actions.answer_message(
            actor=System(f"{organ.short_name}经办人（示例）"), message=row, on=answered_on, answer=answer
        )
        if n < 3:
            shown = {"title": title, "text": text, "answer": answer}
            actions.publish_message(actor=reviewer, message=row, on=date(2025, 1, 27), **shown)
            actions.rate_message(message=row, on=date(2025, 1, 28), rating=CitizenMessage.Rating(3 - n % 2))
    actions.send_message(
        kind=_M.SITE_ERROR, organ=county.government, title="链接打不开：/column/guifan/", page="/column/guifan/", on=date(2025, 2, 10),
        text="第二条的附件打不开（示例）", nonce="demo-site-error",
    )  # fmt: skip
    for n, (page, useful, words) in enumerate(VOTES):
        actions.judge_page(
            page=page, useful=useful, words=words, on=date(2025, 2, 3 + n), nonce=f"demo-vote-{n}"
        )


def _held(county: County) -> None:
    """Transcripts of the last things held in 2024, one press conference of 2025; problems followed to their solution."""
    editor = System("县政府办公室编辑（示例）")
    policy = Document.objects.get(title__contains="促进民营经济高质量发展", register="normative")
    press = actions.hold(
        actor=editor, organ=county.government, kind=Activity.Kind.PRESS_CONFERENCE, on=date(2025, 1, 17),
        title="2025年第1场新闻发布会：民生实事项目（示例）", place="县行政中心", evidence="发布词和文字实录",
    )  # fmt: skip
    words = "主持人：今天请{who}介绍情况，回答大家的提问。（示例）\n{who}：过去一年的工作、今年的安排和群众关心的事，逐项说明。（示例）\n问：普通群众怎么知道自己符合不符合条件？（示例）\n答：政策原文、解读和办事入口都在门户上，不清楚的可以写信或者拨打12345。（示例）"
    last = [
        Activity.objects.filter(kind=kind).order_by("held_on").last()
        for kind in (Activity.Kind.LEADER_INTERVIEW, Activity.Kind.PROGRAMME_ISSUE)
    ]
    for row in (*last, press):
        actions.describe_activity(
            actor=editor, activity=row, on=date(2025, 1, 20), transcript=words.format(who=f"{row.organ.short_name}负责人"),
            policies=[policy] if row.kind != Activity.Kind.PROGRAMME_ISSUE else [],
        )  # fmt: skip
    handler = county.organs["fgj"]
    open_ones = CollectedProblem.objects.filter(answered_on__isnull=True).order_by("-collected_on", "-pk")[:6]
    for n, problem in enumerate(open_ones):
        clerk = System(f"{problem.organ.short_name}经办人（示例）")
        actions.assign_problem(
            actor=clerk, problem=problem, handler=handler, on=date(2025, 1, 3), due_on=date(2025, 1, 24 if n == 5 else 28) + timedelta(days=30 if n == 4 else 0)
        )  # fmt: skip
        actions.step_problem(
            actor=System("县发改局经办人（示例）"),
            problem=problem,
            organ=handler,
            on=date(2025, 1, 8),
            text="已到企业核实，正在协调（示例）",
        )
        if n < 4:
            actions.answer_problem(
                actor=clerk, problem=problem, on=date(2025, 1, 13), answer="已经答复企业办理安排（示例）"
            )
            actions.solve_problem(
                actor=clerk,
                problem=problem,
                on=date(2025, 1, 22),
                solution="问题已经解决，企业确认单存档（示例）",
            )


def _responses(county: County) -> None:
    """Two things people talked about, one still running; stations of three townships; the goals of the six actions."""
    zone = timezone(timedelta(hours=8))
    editor = System("县政府办公室编辑（示例）")
    water = actions.raise_sentiment(
        actor=editor, organ=county.organs["slj"], title="部分小区自来水发黄（示例）", source="网络论坛和12345集中来电（示例）",
        arose_at=datetime(2025, 1, 14, 8, 30, tzinfo=zone), major=False, on=date(2025, 1, 14),
    )  # fmt: skip
    actions.respond_sentiment(
        actor=editor, case=water, on=date(2025, 1, 15), responded_at=datetime(2025, 1, 15, 10, 0, tzinfo=zone),
        spokesman="县水利局副局长", response="管网抢修后水流方向改变带起沉积物，已经冲洗排放，水质检测合格，检测结果每日公布。（示例）",
    )  # fmt: skip
    actions.raise_sentiment(
        actor=editor, organ=county.organs["jtj"], title="网传公交票价将上调（示例）", source="网络论坛（示例）",
        arose_at=datetime(2025, 2, 9, 20, 0, tzinfo=zone), major=False, on=date(2025, 2, 10),
    )  # fmt: skip
    for slug in ("dongcheng", "dongou", "qiaotou"):
        organ = county.organs[slug]
        for n, (name, what) in enumerate(
            (("零工驿站", "求职登记、用工信息、技能培训报名"), ("便民服务点", "社保查询、医保备案、证明代办"))
        ):
            actions.open_station(
                actor=System(f"{organ.short_name}编辑（示例）"), organ=organ, name=f"{organ.short_name}{name}（示例）",
                address=f"{organ.short_name}示例路{8 + 14 * n}号", phone=organ.phone, hours="每日8:30至17:30", services=f"{what}（示例）",
                on=date(2024, 6, 3),
            )  # fmt: skip
    for action, title, slug, unit, baseline, target, due_on, value in GOALS:
        goal = actions.set_goal(
            actor=editor, organ=county.organs[slug], action=action, title=title, unit=unit, baseline=Decimal(baseline),
            target=Decimal(target), on=date(2024, 1, 15), due_on=due_on,
        )  # fmt: skip
        actions.report_goal(
            actor=System(f"{county.organs[slug].short_name}经办人（示例）"), goal=goal, on=date(2025, 1, 31), value=Decimal(str(value)),
            evidence="2025年1月统计台账（示例）",
        )  # fmt: skip
