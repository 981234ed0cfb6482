# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The documents of the example county: 11,036 field items of 2024, the normative register, topics, interpretations."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from gongkai.cli.demo import engagement as engage
from gongkai.cli.demo import register
from gongkai.cli.demo.columns import Columns
from gongkai.cli.demo.county import County
from gongkai.cli.demo.writing import Writer, working_days
from gongkai.engagement import actions as engagement
from gongkai.organs.permissions import System
from gongkai.organs.workdays import workdays
from gongkai.publishing import actions
from gongkai.publishing.models import (
    Column,
    DecisionCount,
    Document,
    Form,
    Interpretation,
    Register,
    Tag,
)

FIELD_ITEMS = 11_036
CHUNK = 1000  # items put on record at once
TAGGED = {
    Tag.ENTERPRISE: 318,
    Tag.COMMON_PROSPERITY: 34,
    Tag.EMPLOYMENT: 526,
    Tag.EDUCATION: 823,
    Tag.PARTICIPATION: 307,
}
TOPIC_ITEMS = (23, 17, 14)
GRAPHIC = 25
KINDS = ("公示", "情况通报", "结果公告", "办理情况", "通知", "工作动态", "统计表", "清单")
AREAS = ("瓯北片", "桥头片", "楠溪江片", "西部山区", "中心城区", "沿江片", "碧莲片", "岩头片")


def build(
    county: County, columns: Columns, tick: Callable[[], None], *, items: int = FIELD_ITEMS, extra: int = 0
) -> None:
    """Publish everything."""
    rng = random.Random(20240001)
    writer = Writer(county, rng, tick)
    register.build(writer, columns)
    _statutory(writer, columns)
    _fields(writer, columns, items)
    _topics(writer, columns)
    _interpretations(writer, columns)
    _consultations(writer, columns)
    _declared(county)
    _earlier(writer, columns, extra)


def _earlier(writer: Writer, columns: Columns, count: int) -> None:
    """More items, of 2023: they move no figure of 2024."""
    for first in range(0, count, CHUNK):
        items = []
        for n in range(first, min(first + CHUNK, count)):
            sub = columns.subcolumns[n % len(columns.subcolumns)]
            day = workdays().next_workday(date(2023, 1, 9) + timedelta(days=n % 350))
            items.append(
                writer.item(sub.owner, sub, f"{sub.parent.name}{sub.name}资料（第{n + 1}号，示例）", day)
            )
        writer.publish_all(items)


def _fields(writer: Writer, columns: Columns, items: int) -> None:
    rng = writer.rng
    days = working_days(date(2024, 1, 2), date(2024, 12, 31))
    by_field = {c.pk: c.name for c in columns.fields}

    def named(*names: str) -> list[Column]:
        return [c for c in columns.subcolumns if by_field[c.parent_id] in names]

    jobs = [
        *[(c, Tag.EDUCATION) for c in _take(rng, named("义务教育"), TAGGED[Tag.EDUCATION])],
        *[(c, Tag.EMPLOYMENT) for c in _take(rng, named("就业创业"), TAGGED[Tag.EMPLOYMENT])],
        *[(c, Tag.COMMON_PROSPERITY) for c in _take(rng, named("巩固脱贫与乡村振兴", "社会救助"), TAGGED[Tag.COMMON_PROSPERITY])],
        *[(c, Tag.ENTERPRISE) for c in _take(rng, named("税收管理", "人才科技（示例）", "公共资源交易"), TAGGED[Tag.ENTERPRISE])],
        *[(c, Tag.PARTICIPATION) for c in _take(rng, named("国土空间规划", "公共资源交易", "公共文化服务"), TAGGED[Tag.PARTICIPATION])],
    ]  # fmt: skip
    plain = [c for c in columns.subcolumns if by_field[c.parent_id] not in ("义务教育", "就业创业")]
    jobs += [(c, None) for c in _take(rng, plain, items - len(jobs))]
    rng.shuffle(jobs)
    placed = sorted(rng.choice(days) for _ in jobs)
    items_of_year = []
    for (column, tag), day in zip(jobs, placed, strict=True):
        field = by_field[column.parent_id].replace("（示例）", "")
        title = f"{rng.choice(AREAS)}{day.month}月{field}{column.name}{rng.choice(KINDS)}（示例）"
        items_of_year.append(writer.item(column.owner, column, title, day, tags=(tag,) if tag else ()))
    for first in range(0, len(items_of_year), CHUNK):
        writer.publish_all(items_of_year[first : first + CHUNK])


def _take(rng: random.Random, pool: list[Column], count: int) -> list[Column]:
    """Every column of the pool about equally often, so that none stands empty."""
    return [pool[n % len(pool)] for n in range(count)]


_STATUTORY_TITLES = {
    "jigou": "{o}主要职责、内设机构和联系方式", "guihua": "{y}年{o}重点工作计划", "tongji": "{y}年{m}月主要经济指标",
    "xuke": "{y}年{m}月行政许可决定公告（{o}）", "chufa": "{y}年{m}月行政处罚决定公告（{o}）", "yusuan": "{y}年{o}部门预算",
    "shoufei": "{y}年行政事业性收费目录清单（{o}）", "caigou": "{y}年{m}月政府集中采购实施情况（{o}）",
    "xiangmu": "{y}年{m}月重大建设项目进展情况", "minsheng": "{y}年{m}月民生政策落实情况（{o}）",
    "yingji": "{o}突发事件应急预案（{y}年修订）", "jiandu": "{y}年{m}月监督检查情况通报（{o}）",
    "zhaokao": "{y}年公务员招考录用公告（第{m}批）", "zhengshou": "{y}年{m}月土地征收批准文件和公告（{o}）",
}  # fmt: skip
_STATUTORY_COUNTS = {
    "jigou": 62, "guihua": 41, "tongji": 58, "xuke": 126, "chufa": 104, "yusuan": 91, "shoufei": 18, "caigou": 57,
    "xiangmu": 53, "minsheng": 142, "yingji": 39, "jiandu": 96, "zhaokao": 22, "zhengshou": 68,
}  # fmt: skip


def _statutory(writer: Writer, columns: Columns) -> None:
    rng = writer.rng
    organs = [*writer.county.departments, *writer.county.townships]
    days = working_days(date(2023, 1, 9), date(2025, 2, 7))
    for slug, count in _STATUTORY_COUNTS.items():
        column, found = columns.statutory[slug], []
        for n, day in enumerate(sorted(rng.choice(days) for _ in range(count))):
            organ = organs[n % len(organs)] if "{o}" in _STATUTORY_TITLES[slug] else column.owner
            title = _STATUTORY_TITLES[slug].format(y=day.year, m=day.month, o=organ.short_name)
            found.append(writer.item(organ, column, f"{title}（示例）", day))
        writer.publish_all(found)


def _topics(writer: Writer, columns: Columns) -> None:
    """Fill each topic to its count; what the flagship already put there counts."""
    rng = writer.rng
    names = ("配套实施细则", "兑现情况公示", "申报通知", "奖励资金拟兑现名单", "政策清单更新", "企业申报指南")
    for column, count in zip(columns.topics, TOPIC_ITEMS, strict=True):
        have = column.placements.count()
        days = working_days(column.opened_on, date(2024, 12, 31))
        for n, day in enumerate(sorted(rng.choice(days) for _ in range(count - have))):
            title = f"{column.name.removesuffix('专栏').removesuffix('政策')}{names[n % len(names)]}（第{n + 1}批，示例）"
            writer.publish(column.owner, column, title, day)


def _interpretations(writer: Writer, columns: Columns) -> None:
    """24 more graphic interpretations (25 with the flagship's), and some in other forms."""
    rng = writer.rng
    made = Document.objects.filter(register=Register.NORMATIVE).exclude(expires_on__lt=date(2024, 12, 31))
    explained = Interpretation.objects.values("policy")
    pool = list(
        made.filter(formed_on__lt=date(2024, 11, 1)).exclude(pk__in=explained).order_by("-formed_on")[:52]
    )
    graphic = [Form.GRAPHIC] * (GRAPHIC - 1)
    forms = graphic + [Form.TEXT] * 14 + [Form.VIDEO] * 6 + [Form.QA] * 5 + [Form.LEADER] * 3
    words = {
        Form.GRAPHIC: "一图读懂", Form.TEXT: "文字解读：", Form.VIDEO: "视频解读：", Form.QA: "政策问答：", Form.LEADER: "负责人解读：",
    }  # fmt: skip
    for n, form in enumerate(forms):
        policy = pool[n % len(pool)]
        # What was issued before 2024 is explained again when it comes up; the rest within three working days.
        asked = date(2024, 1, 10) + timedelta(days=n * 6)
        on = workdays().add(max(policy.published_on, asked), rng.randint(1, 3))
        subject = policy.title.replace("（示例）", "").split("关于印发")[-1].removesuffix("的通知")
        item = writer.publish(
            policy.organ,
            columns.statutory["minsheng"],
            f"{words[form]}《{subject}》（示例）",
            on,
            formed_on=on,
        )
        actions.interpret(
            actor=System(f"{policy.organ.short_name}编辑（示例）"),
            document=item,
            policy=policy,
            form=form,
            on=on,
        )


def _consultations(writer: Writer, columns: Columns) -> None:
    """Drafts put to the public: eight closed in 2024 with feedback, two still open."""
    titles = (
        "养老服务设施布局规划", "城市道路临时停车管理规定（修订）", "公共文化设施布局规划", "农村宅基地管理实施办法",
        "县城区义务教育学区调整方案", "供水价格调整方案", "旅游民宿管理办法（修订）", "历史文化名村保护规划",
        "县前路片区（二期）房屋征收补偿方案", "公共充电设施建设管理办法",
    )  # fmt: skip
    starts = [date(2024, m, 11) for m in (1, 3, 4, 5, 6, 7, 9, 10)] + [date(2025, 1, 13), date(2025, 1, 20)]
    owners = ["mzj", "gaj", "wgj", "nyj", "jyj", "fgj", "wgj", "zjj", "zszx", "fgj"]
    opinions = (
        "建议进一步明确适用范围。",
        "建议增加过渡期安排。",
        "建议公开测算依据。",
        "对补偿标准的计算方式有疑问，建议举例说明。",
        "赞成。",
    )
    listed = engage.catalogues(writer.county)
    for n, (title, start, owner) in enumerate(zip(titles, starts, owners, strict=True)):
        organ = writer.county.organs[owner]
        actor = System(f"{organ.short_name}编辑（示例）")
        start = workdays().next_workday(start)
        document = writer.publish(
            organ, columns.statutory["minsheng"], f"{title}（征求意见稿）（示例）", start, formed_on=start,
            body=f"<p>《{title}（征求意见稿）》现向社会公开征求意见。可以通过本平台、信函或者当面提出意见，并请写明理由。</p><p>（示例内容）</p>",
        )  # fmt: skip
        closes = start + timedelta(days=31 if n < 8 else 38)
        consultation = engagement.open_consultation(
            actor=actor, organ=organ, document=document, title=f"{title}（示例）", on=start, closes_on=closes,
            major_decision=n % 2 == 0, item=listed.get(title), explanation=engage.explanation(title),
        )  # fmt: skip
        received = [
            engagement.receive_opinion(
                actor=System("公众"), consultation=consultation, text=opinions[m % len(opinions)],
                on=start + timedelta(days=2 + m),
            )
            for m in range(5 + (n * 3) % 13)
        ]  # fmt: skip
        if n < 8:
            for m, opinion in enumerate(received):
                adoption = ("adopted", "partly", "not")[m % 3]
                engagement.judge_opinion(
                    actor=actor, opinion=opinion, adoption=adoption, reason="已在条款中说明" if m % 3 else "",
                    on=closes + timedelta(days=5),
                )  # fmt: skip
            engagement.feed_back(
                actor=actor, consultation=consultation, on=closes + timedelta(days=10),
                feedback=f"收到意见{len(received)}条，已逐条研究，采纳情况和理由附后。",
            )  # fmt: skip


def _declared(county: County) -> None:
    """What departments declared for table 2; the others declare that there was nothing."""
    rng = random.Random(20240002)
    kind = DecisionCount.Kind
    for organ in county.departments:
        actor = System(f"{organ.short_name}年报填报人（示例）")
        amounts = {
            kind.LICENCES: Decimal(rng.randint(40, 4200)), kind.PENALTIES: Decimal(rng.randint(0, 460)),
            kind.COERCION: Decimal(rng.randint(0, 24)),
            kind.FEES: Decimal(rng.randint(0, 900_000_000)) / 100 if organ.slug in ("zrj", "gaj", "zjj", "wjj") else Decimal(0),
        }  # fmt: skip
        for what, amount in amounts.items():
            actions.declare_count(
                actor=actor, organ=organ, year=2024, kind=what, amount=amount, source="本机关2024年度统计台账（示例）",
                on=date(2025, 1, 8),
            )  # fmt: skip
    for organ in county.deciding_nothing:
        actor = System(f"{organ.short_name}年报填报人（示例）")
        for what in kind:
            actions.declare_count(
                actor=actor,
                organ=organ,
                year=2024,
                kind=what,
                amount=Decimal(0),
                source="本年没有发生（示例）",
                on=date(2025, 1, 8),
            )
