# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What several people did on the example's cases: talks, tasks, parties, one batch of six alike, two conversions.

No figure of 2024 that the county's report prints moves: the new cases are of 2025, the conversions trace old ones.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from gongkai.applications import actions
from gongkai.applications.actions import ApplicantFacts
from gongkai.applications.models import Application, Task
from gongkai.cli.demo.county import County
from gongkai.engagement.conversion import conclude_conversion, convert
from gongkai.law.receipt import Channel
from gongkai.law.table3 import ApplicantKind
from gongkai.organs.permissions import System
from gongkai.publishing.models import Document

COUNT = 6  # applications added here
ALIKE = "2024年县城区公交线网优化调整方案及听证材料"
NAMES = ("林思远", "陈春梅", "周正平", "徐益民", "金丽华", "叶国平")


def build(county: County) -> None:
    """On the cases that are open on the example's day."""
    _talks(county)
    _tasks(county)
    _parties(county)
    _batch(county)
    _conversions(county)


def _case(title: str) -> Application:
    return Application.objects.filter(title=title).order_by("-pk")[0]


def _talks(county: County) -> None:
    zhou, chen = county.people["zhoulan"], county.people["chenmo"]
    for title, who, on, way, result, note in (
        ("东瓯街道和一村地块规划条件", chen, date(2025, 1, 13), "phone", "clarified", "通话约5分钟，所需为2022年出让地块的规划条件（示例）"),
        ("2020年至2023年城镇老旧小区改造项目清单", zhou, date(2025, 1, 10), "phone", "narrowed", "只要项目名称、投资和完工日期，不要合同（示例）"),
        ("三江商务区控制性详细规划批复", zhou, date(2025, 1, 24), "visit", "form", "到办公室看过目录，商定提供纸质件（示例）"),
        ("2024年公共租赁住房配租结果", chen, date(2025, 2, 6), "phone", "unreached", "两次没有接通（示例）"),
    ):  # fmt: skip
        actions.record_contact(
            actor=who, application=_case(title), on=on, way=way, whom="applicant", note=note, result=result
        )


def _tasks(county: County) -> None:
    chen, luyi, xuning = (county.people[n] for n in ("chenmo", "luyi", "xuning"))

    def ask(title: str, organ: str, on: date, what: str, days: int) -> Task:
        return actions.ask_colleagues(
            actor=chen,
            application=_case(title),
            on=on,
            organ=county.organs[organ],
            what=what,
            working_days=days,
        )

    done = ask(
        "东瓯街道和一村地块规划条件",
        "zrj",
        date(2025, 1, 14),
        "查找2022年该村出让地块的规划条件书（示例）",
        5,
    )
    done = actions.accept_task(actor=luyi, task=done, on=date(2025, 1, 15))
    actions.answer_task(
        actor=luyi, task=done, on=date(2025, 1, 20), answer="找到规划条件书2份，已送县政府办公室（示例）"
    )
    late = ask("三江商务区控制性详细规划批复", "zrj", date(2025, 1, 24), "核对批复及附图是否完整（示例）", 5)
    actions.remind_task(actor=chen, task=late, on=date(2025, 2, 10))
    sent = ask("2025年义务教育学区划分依据", "rsj", date(2025, 2, 6), "查找学区划分的会签记录（示例）", 3)
    actions.return_task(
        actor=xuning, task=sent, on=date(2025, 2, 7), reason="没有参与会签，建议请教育部门协办（示例）"
    )
    ask("2025年义务教育学区划分依据", "jyj", date(2025, 2, 7), "查找学区划分的依据和论证材料（示例）", 5)


def _parties(county: County) -> None:
    chen = county.people["chenmo"]
    case = _case("三江商务区控制性详细规划批复")
    party = actions.add_party(
        actor=chen,
        application=case,
        on=date(2025, 2, 7),
        kind="co_maker",
        name="示例规划编制机关",
        contact="示例路3号",
    )
    actions.ask_party(actor=chen, party=party, on=date(2025, 2, 7), received_on=date(2025, 2, 8))
    objector = Application.objects.filter(title="桥下镇梅岙片区企业环境影响评价批复", organ=county.government)
    for waiting in objector.order_by("-pk")[0].parties.filter(answer__isnull=True, sent_on__isnull=False):
        actions.record_opinion(
            actor=chen,
            party=waiting,
            on=date(2025, 2, 10),
            answer="objected",
            reasons="工艺参数属于商业秘密（示例）",
        )


def _batch(county: County) -> None:
    zhou, chen = county.people["zhoulan"], county.people["chenmo"]
    cases = [
        actions.receive(
            actor=zhou, organ=county.government, channel=Channel.COUNTER,
            applicant=ApplicantFacts(ApplicantKind.NATURAL_PERSON, f"{name}（示例）", f"示例证件88{n:08}", "示例联系方式"),
            title=ALIKE, description=f"申请公开{ALIKE}。", form="纸质，自行领取", submitted_on=date(2025, 2, 8),
        )
        for n, name in enumerate(NAMES)
    ]  # fmt: skip
    group = actions.open_group(
        actor=zhou, organ=county.government, on=date(2025, 2, 8), name="公交线网优化调整（示例）", owner=chen,
        applications=cases,
    )  # fmt: skip
    actions.apply_to_group(actor=zhou, group=group, verb=actions.assign, on=date(2025, 2, 10), handler=chen)
    actions.write_group_draft(
        actor=chen, group=group, on=date(2025, 2, 10),
        text="方案已于2024年11月审定，方案全文和听证笔录予以公开；听证参加人的联系方式涉及个人隐私，隐去（示例）。",
    )  # fmt: skip


def _conversions(county: County) -> None:
    """Two of 2024 about 征地: who asked first, and the published item that now answers everybody."""
    system = System("县自然资源局编辑（示例）")
    land = county.organs["zrj"]
    asked = Application.objects.filter(
        organ=land,
        title__contains="征地补偿安置方案",
        received_on__range=(date(2024, 1, 1), date(2024, 9, 30)),
    ).order_by("received_on", "pk")
    counted = Counter(asked.values_list("title", flat=True))
    titles = [title for title, count in counted.items() if count > 1]
    items = Document.objects.filter(
        organ=land,
        title__contains="征地补偿安置方案",
        published_on__range=(date(2024, 10, 1), date(2024, 12, 20)),
    ).order_by("published_on", "pk")
    on = date(2024, 9, 30)
    for title, item in zip(titles[:2], items[:2], strict=True):
        row = convert(
            actor=system, organ=land, on=on, name=title, reason="多人申请相同的征地信息（示例）",
            applications=asked.filter(title=title),
        )  # fmt: skip
        conclude_conversion(actor=system, conversion=row, document=item, on=item.published_on)
