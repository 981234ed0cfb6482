# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The applications of the example county: 36 carried in, 492 new, 505 handled, 23 carried out, all in time.

Every case runs through the verbs, so its clock, its story and its row in table 3 are real computations.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from gongkai.applications import actions
from gongkai.applications.actions import ApplicantFacts, conclude_proceeding, open_proceeding
from gongkai.applications.models import Application
from gongkai.cli.demo.county import County
from gongkai.cli.demo.letters import Letters, heads
from gongkai.cli.demo.people import PLACES, SUBJECTS, identity, name
from gongkai.law.receipt import Channel
from gongkai.law.table3 import LEAF_COLUMNS, ApplicantKind
from gongkai.law.table4 import Block, Result
from gongkai.organs.models import Organ
from gongkai.organs.permissions import Actor, System
from gongkai.organs.workdays import workdays

# What 2024 handled: rows of table 3 by np, co, ri, so, ls, ot. Sums: 453, 29, 0, 1, 17, 5 = 505.
HANDLED = {
    "R3.1": (184, 13, 0, 1, 6, 3), "R3.2": (61, 4, 0, 0, 3, 0), "R3.3.2": (3, 0, 0, 0, 0, 0),
    "R3.3.3": (1, 0, 0, 0, 0, 0), "R3.3.4": (6, 1, 0, 0, 0, 0), "R3.3.5": (2, 0, 0, 0, 0, 0),
    "R3.3.6": (7, 0, 0, 0, 0, 0), "R3.3.7": (8, 0, 0, 0, 1, 0), "R3.3.8": (24, 2, 0, 0, 1, 0),
    "R3.4.1": (108, 7, 0, 0, 5, 2), "R3.4.2": (9, 1, 0, 0, 0, 0), "R3.4.3": (4, 0, 0, 0, 0, 0),
    "R3.5.1": (12, 0, 0, 0, 0, 0), "R3.5.2": (9, 0, 0, 0, 0, 0), "R3.5.4": (2, 0, 0, 0, 0, 0),
    "R3.5.5": (1, 0, 0, 0, 0, 0), "R3.6.1": (3, 0, 0, 0, 0, 0), "R3.6.3": (9, 1, 0, 0, 1, 0),
}  # fmt: skip
CARRIED_IN = (33, 2, 0, 0, 1, 0)
CARRIED_OUT = (21, 1, 0, 0, 1, 0)

FORMS = ("纸质，邮寄", "电子邮件", "纸质，自行领取", "在线查看")
REASONS = {
    "R3.2": "其中姓名、住址和分户金额涉及个人隐私，公开会损害第三方合法权益，予以区分处理。",
    "R3.3.2": "相关法律对该类信息的查阅、公开有禁止性规定。",
    "R3.3.3": "公开后可能影响相关设施的公共安全。",
    "R3.3.4": "涉及第三方商业秘密、个人隐私，第三方不同意公开且理由成立，不公开不会对公共利益造成重大影响。",
    "R3.3.5": "属于内部工作流程方面的信息，公开与否不影响申请人的权利义务。",
    "R3.3.6": "属于履行职责过程中形成的讨论记录、请示报告。",
    "R3.3.7": "属于行政执法案卷信息，可以按照案卷查阅的规定查阅。",
}


@dataclass
class Plan:
    """One case before it is written: who, which result (none: still open), when received."""

    kind: str
    outcome: str | None
    received: date
    organ: Organ | None = None
    title: str = ""


class Writer:
    """Writes plans as cases."""

    def __init__(self, county: County, rng: random.Random, tick: Callable[[], None]) -> None:
        self.county, self.rng, self.tick = county, rng, tick
        self.days = workdays()

    def staff(self, organ: Organ, role: str) -> Actor:
        if organ.slug == "yongjia":
            names = {
                "intake": ("zhoulan", "chenmo"),
                "handler": ("zhoulan", "chenmo"),
                "signer": ("shenyuan",),
            }
            return self.county.people[self.rng.choice(names[role])]
        return System(f"{organ.short_name}经办人（示例）")

    def recorded(self, organ: Organ, role: str) -> System:
        """What the office signed on paper before it used the desk for letters: recorded in the person's name."""
        actor = self.staff(organ, role)
        return actor if isinstance(actor, System) else System(str(actor), actor)

    def receive(self, plan: Plan) -> Application:
        rng = self.rng
        template, usual = rng.choice(SUBJECTS)
        place = rng.choice(PLACES)
        organ = plan.organ
        if organ is None:
            roll = rng.random()
            if roll < 0.42:
                organ = self.county.government
            elif roll < 0.88:
                organ = self.county.organs[usual]
            else:
                organ = rng.choice(self.county.townships)
        title = plan.title or template.format(p=place)
        received = plan.received
        if not self.days.is_workday(received):
            received = self.days.next_workday(received)
        channel = rng.choices(
            [Channel.ONLINE, Channel.POST_SIGNED, Channel.COUNTER, Channel.FAX, Channel.POST_UNSIGNED],
            [46, 30, 18, 2, 4],
        )[0]
        submitted, arrived, confirmed = received, None, None
        if channel is Channel.COUNTER:
            pass
        elif channel is Channel.POST_SIGNED:
            submitted, arrived = received - timedelta(days=rng.randint(1, 3)), received
        else:
            submitted, confirmed = received - timedelta(days=rng.randint(0, 1)), received
        years = f"{received.year - rng.randint(1, 4)}年以来"
        case = actions.receive(
            actor=self.staff(organ, "intake"),
            organ=organ,
            channel=channel,
            applicant=ApplicantFacts(
                ApplicantKind(plan.kind), name(rng, plan.kind), identity(rng, plan.kind), "示例联系方式"
            ),
            title=title,
            description=f"申请公开{years}{title}。",
            form=rng.choice(FORMS),
            submitted_on=submitted,
            arrived_on=arrived,
            confirmed_on=confirmed,
        )
        handler = self.staff(organ, "handler")
        if not isinstance(handler, System):
            actions.assign(actor=self.staff(organ, "intake"), application=case, on=received, handler=handler)
        return case

    def finish(self, case: Application, outcome: str, *, not_before: date | None = None) -> None:
        """The path that leads to this result, every step within its limit."""
        rng, days = self.rng, self.days
        organ, start = case.organ, case.received_on
        assert start is not None
        handler, signer = self.staff(organ, "handler"), self.recorded(organ, "signer")
        moment = start
        if outcome in ("R3.6.1", "R3.4.3") or (not_before is None and rng.random() < 0.09):
            asked = days.add(start, rng.randint(2, 6))
            respond_by = days.add(asked, 15)
            actions.request_supplement(
                actor=handler, application=case, on=asked, respond_by=respond_by,
                what="请写明所需信息的名称、文号或者其他特征",
            )  # fmt: skip
            case.refresh_from_db()
            if outcome == "R3.6.1":
                actions.end(actor=handler, application=case, on=days.add(respond_by, 2), outcome_id=outcome)
                return
            moment = days.add(asked, rng.randint(3, 12))
            actions.receive_supplement(actor=handler, application=case, on=moment)
            case.refresh_from_db()
        if outcome == "R3.3.4" or (outcome == "R3.2" and not_before is None and rng.random() < 0.35):
            sent = days.add(moment, rng.randint(3, 6))
            actions.consult(
                actor=handler, application=case, on=sent, id="1", to="third_party",
                received_by_party_on=days.add(sent, 1),
            )  # fmt: skip
            moment = days.add(sent, rng.randint(3, 10))
            actions.close_consultation(actor=handler, application=case, on=moment, id="1", answer="objected")
            case.refresh_from_db()
        elif outcome == "R3.1" and not_before is None and rng.random() < 0.06:
            sent = days.add(moment, rng.randint(2, 5))
            actions.consult(actor=handler, application=case, on=sent, id="1", to="co_maker")
            moment = days.add(sent, rng.randint(2, 8))
            actions.close_consultation(actor=handler, application=case, on=moment, id="1", answer="agreed")
            case.refresh_from_db()
        if outcome == "R3.5.4":
            moment = days.add(moment, 4)
            actions.request_reasons(
                actor=handler, application=case, on=moment, why="一个月内就同一事项提出申请二十余件"
            )
            case.refresh_from_db()
        elif not_before is None and rng.random() < 0.07:
            told = days.add(case.due_on - timedelta(days=1), 0) if case.due_on else moment
            told = max(moment, days.add(moment, 8))
            if case.due_on and told <= case.due_on:
                actions.extend(
                    actor=signer, application=case, on=told, working_days=rng.choice((10, 15, 20)),
                    reason="需要查找、核对的档案较多",
                )  # fmt: skip
                moment = told
                case.refresh_from_db()
        if outcome == "R3.6.3" and rng.random() < 0.6:
            actions.withdraw(
                actor=handler,
                application=case,
                on=max(days.add(moment, rng.randint(1, 4)), not_before or moment),
            )
            return
        assert case.due_on is not None
        earliest = max(days.add(moment, 1), not_before or moment)
        earliest = min(days.next_workday(earliest), case.due_on)
        room = days.between(earliest, case.due_on)
        on = days.add(earliest, rng.randint(0, room)) if room else earliest
        actions.reply(
            actor=signer,
            application=case,
            on=on,
            outcome_id=outcome,
            reasons=REASONS.get(outcome, ""),
        )


def _spread(rng: random.Random, first: date, last: date, count: int) -> list[date]:
    """Working days of a span, more or less evenly, in order."""
    days = workdays()
    span = [first + timedelta(n) for n in range((last - first).days + 1)]
    span = [d for d in span if days.is_workday(d)]
    return sorted(rng.choice(span) for _ in range(count))


def plans(rng: random.Random) -> tuple[list[Plan], list[Plan], list[Plan]]:
    """(carried in, new and handled, carried out)."""
    handled = [
        (kind, outcome)
        for outcome, row in HANDLED.items()
        for kind, count in zip(LEAF_COLUMNS, row, strict=True)
        for _ in range(count)
    ]
    rng.shuffle(handled)
    carried: list[Plan] = []
    left = dict(zip(LEAF_COLUMNS, CARRIED_IN, strict=True))
    # A case that ran out of its supplement period can hardly be carried in and on time here; leave it to the year.
    plain = {"R3.1", "R3.2", "R3.3.8", "R3.4.1", "R3.4.2", "R3.5.1", "R3.5.2"}
    rest = []
    for kind, outcome in handled:
        if left[kind] and outcome in plain:
            left[kind] -= 1
            carried.append(Plan(kind, outcome, date(2023, 12, 1)))
        else:
            rest.append((kind, outcome))
    for plan, day in zip(
        carried, _spread(rng, date(2023, 12, 7), date(2023, 12, 29), len(carried)), strict=True
    ):
        plan.received = day
    new = [
        Plan(kind, outcome, day)
        for (kind, outcome), day in zip(
            rest, _spread(rng, date(2024, 1, 2), date(2024, 11, 22), len(rest)), strict=True
        )
    ]
    # Long paths have to end within the year.
    for plan in new:
        if plan.outcome in ("R3.6.1", "R3.4.3", "R3.3.4", "R3.5.4") and plan.received > date(2024, 10, 10):
            plan.received -= timedelta(days=60)
    out_kinds = [k for k, n in zip(LEAF_COLUMNS, CARRIED_OUT, strict=True) for _ in range(n)]
    rng.shuffle(out_kinds)
    out = [
        Plan(kind, rng.choice(("R3.1", "R3.1", "R3.2", "R3.4.1", "R3.3.8")), day)
        for kind, day in zip(
            out_kinds, _spread(rng, date(2024, 12, 5), date(2024, 12, 31), len(out_kinds)), strict=True
        )
    ]
    return carried, sorted(new, key=lambda p: p.received), out


def build(county: County, tick: Callable[[], None], *, extra: int = 0) -> None:
    """Write every case of 2023 to the example's today."""
    heads(county)
    rng = random.Random(20241231)
    writer = Writer(county, rng, tick)
    carried, new, out = plans(rng)
    replied: list[Application] = []
    for plan in carried:
        case = writer.receive(plan)
        writer.finish(case, plan.outcome or "R3.1", not_before=date(2024, 1, 2))
        tick()
    for plan in new:
        case = writer.receive(plan)
        writer.finish(case, plan.outcome or "R3.1")
        replied.append(case)
        tick()
    for plan in out:
        case = writer.receive(plan)
        writer.finish(case, plan.outcome or "R3.1", not_before=date(2025, 1, 2))
        tick()
    _proceedings(county, rng, replied)
    _this_year(county, writer, tick)
    for n in range(extra):  # load for trying out size: years before the report, so no figure of 2024 moves
        day = workdays().next_workday(date(2022, 1, 4) + timedelta(days=n % 330))
        case = writer.receive(Plan("np", "R3.1", day))
        writer.finish(case, rng.choice(("R3.1", "R3.2", "R3.4.1")))
        tick()


def _proceedings(county: County, rng: random.Random, replied: list[Application]) -> None:
    """Nine reconsiderations and four suits, some upheld, some corrected, two not concluded."""
    by_outcome: dict[str, list[Application]] = {}
    for case in replied:
        case.refresh_from_db()
        if case.closed_on and case.closed_on < date(2024, 9, 1):
            by_outcome.setdefault(case.outcome or "", []).append(case)
    city, court = "温州市人民政府", "温州市鹿城区人民法院"
    upheld, corrected, other = Result.UPHELD, Result.CORRECTED, Result.OTHER
    reviewed = [
        ("R3.2", upheld), ("R3.2", upheld), ("R3.3.4", upheld), ("R3.3.6", upheld), ("R3.4.1", upheld),
        ("R3.3.7", corrected), ("R3.2", corrected), ("R3.5.1", other), ("R3.4.1", None),
    ]  # fmt: skip
    done: list[Application] = []
    for n, (outcome, result) in enumerate(reviewed, 1):
        case = by_outcome[outcome].pop()
        done.append(case)
        on = (case.closed_on or date(2024, 9, 1)) + timedelta(days=20 + n)
        actor = System("县司法局经办人（示例）")
        body = city if case.organ.slug == "yongjia" else "永嘉县人民政府（示例）"
        on = date(2024, 12, 3) if result is None else on
        proceeding = open_proceeding(
            actor=actor, application=case, block=Block.RECONSIDERATION, body=body,
            case_number=f"复议示例〔2024〕{n}号", on=on,
        )  # fmt: skip
        if result:
            conclude_proceeding(actor=actor, proceeding=proceeding, result=result, on=on + timedelta(days=45))
    suits = [
        (Block.LITIGATION_DIRECT, by_outcome["R3.4.1"].pop(), upheld, date(2024, 8, 6)),
        (Block.LITIGATION_DIRECT, by_outcome["R3.3.8"].pop(), None, date(2024, 11, 20)),
        (Block.LITIGATION_AFTER, done[0], upheld, date(2024, 10, 15)),
        (Block.LITIGATION_AFTER, done[3], other, date(2024, 10, 29)),
    ]
    for n, (block, case, result, on) in enumerate(suits, 1):
        actor = System("县司法局经办人（示例）")
        proceeding = open_proceeding(
            actor=actor, application=case, block=block, body=court, case_number=f"行初示例〔2024〕{n}号",
            on=max(on, (case.received_on or on)),
        )  # fmt: skip
        if result:
            conclude_proceeding(actor=actor, proceeding=proceeding, result=result, on=on + timedelta(days=40))


def _this_year(county: County, writer: Writer, tick: Callable[[], None]) -> None:
    """What came in since January 2025, with the open cases that make a morning's work list."""
    gov, rng = county.government, writer.rng
    for n, day in enumerate(_spread(rng, date(2025, 1, 2), date(2025, 1, 10), 9)):
        case = writer.receive(Plan("np", None, day))
        writer.finish(case, ("R3.1", "R3.4.1", "R3.1")[n % 3], not_before=date(2025, 1, 20))
        tick()
    zhou, chen = (county.people[n] for n in ("zhoulan", "chenmo"))

    def open_case(day: date, title: str, kind: str = "np", organ: Organ | None = None) -> Application:
        tick()
        return writer.receive(Plan(kind, None, day, organ or gov, title))

    letters = Letters(county)
    shown = open_case(date(2025, 1, 7), "2021年以来县前路片区房屋征收决定及公告")
    begun = open_case(date(2025, 1, 8), "东瓯街道和一村地块规划条件")
    lost = open_case(date(2025, 1, 9), "2023年度农村公路养护资金分配表", "so")
    third = open_case(date(2025, 1, 8), "县前路片区（二期）房屋征收补偿方案及补偿费用发放明细")
    letters.inquire(third, date(2025, 1, 15), date(2025, 1, 17), "补偿费用发放明细中的姓名和分户金额")
    third.refresh_from_db()
    party = actions.record_opinion(
        actor=chen, party=third.parties.get(), on=date(2025, 1, 23), answer="objected",
        reasons="发放明细中的姓名和分户金额属于家庭财产信息（示例）",
    )  # fmt: skip
    actions.judge_objection(
        actor=chen,
        party=party,
        on=date(2025, 1, 24),
        judgement="withhold",
        why="姓名和分户金额涉及个人隐私，公开与公共利益没有重大关系",
    )
    old = open_case(date(2025, 1, 3), "2020年至2023年城镇老旧小区改造项目清单")
    letters.serve(
        old, date(2025, 1, 24), "extension", working_days=15, why="涉及四个年度、三个部门的档案",
        consent="经本机关政府信息公开工作机构负责人同意",
    )  # fmt: skip
    vague = open_case(date(2025, 1, 20), "“关于小区的所有材料”")
    letters.judge(vague, date(2025, 1, 24), {"clear": False, "supplemented": False})
    letters.serve(
        vague, date(2025, 1, 24), "supplement", respond_by=date(2025, 2, 21), unclear="没有写明小区名称和材料名称",
        how="请写明小区名称、所需材料的名称或者时间", default_effect="无正当理由逾期不补正的，视为放弃申请，本机关不再处理该政府信息公开申请",
    )  # fmt: skip
    asked = open_case(date(2025, 1, 16), "桥下镇梅岙片区企业环境影响评价批复", "co")
    letters.inquire(asked, date(2025, 1, 22), date(2025, 1, 24), "批复中企业提交的工艺参数")
    letters.disclose(shown, date(2025, 2, 8))
    letters.judge(begun, date(2025, 2, 8), {"clear": True, "petition": False, "publication": False})
    letters.begin_absent(lost, date(2025, 2, 8))
    letters.disclose_in_part(third, date(2025, 2, 8))
    for day, title, kind in (
        (date(2025, 1, 21), "12家养老机构补助资金拨付凭证", "so"), (date(2025, 1, 22), "三江商务区控制性详细规划批复", "co"),
        (date(2025, 1, 23), "黄田街道千石村村级集体资产处置审批文件", "np"), (date(2025, 1, 24), "2024年公共租赁住房配租结果", "np"),
        (date(2025, 2, 5), "枫林镇镇区道路改造工程施工许可", "ls"), (date(2025, 2, 6), "2025年义务教育学区划分依据", "np"),
        (date(2025, 2, 7), "小流域治理工程招标文件", "np"),
    ):  # fmt: skip
        open_case(day, title, kind)
    for organ, day, title in (
        ("zrj", date(2025, 1, 9), "桥头镇闽后村征地补偿安置方案"), ("zrj", date(2025, 1, 17), "沙头镇渔田村用地红线图"),
        ("zszx", date(2025, 1, 14), "瓯北罗浮片区补偿标准文件"), ("qiaotou", date(2025, 1, 21), "闽后村宅基地审批登记材料"),
        ("rsj", date(2025, 2, 6), "劳动保障监察处理决定"),
    ):  # fmt: skip
        open_case(day, title, organ=county.organs[organ])
    # Two came in over the platform and wait for the confirmation that starts their clock.
    for title in ("县城区停车收费标准的定价依据", "2024年度耕地地力保护补贴发放名册"):
        actions.receive(
            actor=zhou, organ=gov, channel=Channel.ONLINE,
            applicant=ApplicantFacts(ApplicantKind.NATURAL_PERSON, name(rng, "np"), identity(rng, "np"), "示例联系方式"),
            title=title, description=f"申请公开{title}。", form="电子邮件", submitted_on=date(2025, 2, 9),
        )  # fmt: skip
        tick()
