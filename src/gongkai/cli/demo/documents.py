# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The documents of the example county: 11,036 field items of 2024, the normative register, topics, interpretations."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from gongkai.cli.demo import engagement as engage
from gongkai.cli.demo.columns import Columns
from gongkai.cli.demo.county import County
from gongkai.engagement import actions as engagement
from gongkai.organs.models import Organ
from gongkai.organs.permissions import System
from gongkai.organs.workdays import workdays
from gongkai.publishing import actions
from gongkai.publishing.models import (
    Column,
    Companion,
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


@dataclass
class Writer:
    """Publishes with an index number in sequence per organ and year."""

    county: County
    rng: random.Random
    tick: Callable[[], None]

    def __post_init__(self) -> None:
        self.sequence: dict[tuple[str, int], int] = {}

    def index_number(self, organ: Organ, year: int) -> str:
        key = (organ.slug, year)
        self.sequence[key] = self.sequence.get(key, 0) + 1
        return f"{organ.letter_code}/{year}-{self.sequence[key]:05}"

    def item(
        self, organ: Organ, column: Column, title: str, on: date, body: str = "", **facts: Any
    ) -> actions.Item:
        formed = facts.pop("formed_on", None) or on - timedelta(days=self.rng.randint(0, 12))
        self.tick()
        return actions.Item(
            organ=organ,
            column=column,
            title=title,
            body=body or _body(title, organ),
            summary=f"{title}，由{organ.short_name}公开。",
            formed_on=formed,
            on=on,
            reviewed_by=f"{organ.short_name}办公室审查人（示例）",
            index_number=self.index_number(organ, on.year),
            **facts,
        )

    def publish(self, *where: Any, **facts: Any) -> Document:
        """One item, as its organ's editor."""
        item = self.item(*where, **facts)
        return self.publish_all([item], f"{item.organ.short_name}编辑（示例）")[0]

    def publish_all(self, items: Iterable[actions.Item], who: str = "各单位编辑（示例）") -> list[Document]:
        """Many at once."""
        return actions.publish_all(actor=System(who), items=list(items))


def _body(title: str, organ: Organ) -> str:
    return (
        f"<p>现将“{title}”有关情况予以公开。</p>"
        f"<p>本信息由{organ.short_name}制作，内容以本页为准。对内容有疑问的，可以在工作日与{organ.office_name}联系，"
        f"电话{organ.phone}。</p><p>（示例内容）</p>"
    )


def _working_days(first: date, last: date) -> list[date]:
    days = workdays()
    span = (first + timedelta(n) for n in range((last - first).days + 1))
    return [d for d in span if days.is_workday(d)]


def build(
    county: County, columns: Columns, tick: Callable[[], None], *, items: int = FIELD_ITEMS, extra: int = 0
) -> None:
    """Publish everything."""
    rng = random.Random(20240001)
    writer = Writer(county, rng, tick)
    _register(writer, columns)
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
            items.append(writer.item(sub.owner, sub, f"{sub.parent.name}{sub.name}资料（第{n + 1}号，示例）", day))
        writer.publish_all(items)


def _fields(writer: Writer, columns: Columns, items: int) -> None:
    rng = writer.rng
    days = _working_days(date(2024, 1, 2), date(2024, 12, 31))
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


# What is regulated, and which organ issues it.
_SUBJECTS = (
    ("公共租赁住房管理办法", "zfb"), ("农村生活垃圾分类管理办法", "zfb"), ("学前教育普惠性补助资金管理办法", "jyj"),
    ("城镇燃气安全管理办法", "zfb"), ("政府投资项目管理办法", "yongjia"), ("征地区片综合地价标准", "yongjia"),
    ("城市道路临时停车管理规定", "zfb"), ("耕地保护补偿实施办法", "yongjia"), ("居家养老服务补贴实施细则", "zfb"),
    ("就业困难人员认定办法", "rsj"), ("农村公路养护管理办法", "zfb"), ("小型水库安全管理办法", "zfb"),
    ("企业上市扶持政策", "yongjia"), ("招商引资奖励办法", "yongjia"), ("旅游民宿管理办法", "zfb"),
    ("乡镇消防队伍管理办法", "zfb"), ("国有资产出租管理办法", "yongjia"), ("历史建筑保护办法", "zjj"),
    ("义务教育阶段学校招生实施办法", "jyj"), ("建筑垃圾处置管理办法", "zjj"), ("电动自行车充电设施管理规定", "zfb"),
    ("粮食应急储备管理办法", "zfb"), ("职业技能培训补贴实施细则", "rsj"), ("物业服务质量评价办法", "zjj"),
    ("被征地农民养老保障办法", "rsj"),
)  # fmt: skip


def _register(writer: Writer, columns: Columns) -> None:
    """138 normative documents: 14 made in 2024, 97 in force at its end, 41 ended, 5 of them in 2024; two of 2025."""
    county, rng, column = writer.county, writer.rng, columns.statutory["guifan"]
    codes = {"yongjia": "永政发", "zfb": "永政办发", "zjj": "永建发", "jyj": "永教发", "rsj": "永人社发"}
    numbers: dict[tuple[str, int], int] = {}

    def issue(formed: date, n: int, of: tuple[str, str] | None = None, **facts: object) -> Document:
        subject, slug = of or _SUBJECTS[n % len(_SUBJECTS)]
        organ = county.organs[slug]
        key = (organ.slug, formed.year)
        numbers[key] = numbers.get(key, 0) + 1
        return writer.publish(
            organ, column, f"{organ.name.replace('（示例）', '')}关于印发{subject}的通知（示例）",
            max(formed + timedelta(days=3), date(2023, 1, 6)), _policy_body(subject), formed_on=formed,
            number=f"{codes[organ.slug]}〔{formed.year}〕{numbers[key]}号", register=Register.NORMATIVE,
            effective_from=formed + timedelta(days=30), **facts,
        )  # fmt: skip

    old = _working_days(date(2016, 1, 4), date(2023, 11, 30))
    in_force = 97 - 14
    for n, formed in enumerate(sorted(rng.sample(old, in_force))):
        issue(formed, n, expires_on=_years(formed, 10) if n % 3 else None)
    ended_before = _working_days(date(2012, 1, 4), date(2017, 12, 29))
    for n, formed in enumerate(sorted(rng.sample(ended_before, 36))):
        issue(formed, n, expires_on=_years(formed, 5))
    late: list[Document] = []
    for n, formed in enumerate(sorted(rng.sample(_working_days(date(2018, 1, 4), date(2019, 6, 28)), 3))):
        late.append(issue(formed, n + 4))
    for n, formed in enumerate((date(2019, 3, 4), date(2019, 9, 2))):
        issue(formed, n + 8, expires_on=_years(formed, 5))  # term over during 2024
    for document, day in zip(late, (date(2024, 5, 20), date(2024, 8, 12), date(2024, 10, 15)), strict=True):
        actions.repeal(
            actor=System("县政府办公室编辑（示例）"),
            document=document,
            on=day,
            basis="2024年行政规范性文件清理决定（示例）",
        )
    made = sorted(rng.sample(_working_days(date(2024, 1, 8), date(2024, 11, 15)), 13))
    for n, formed in enumerate(made):
        issue(formed, n + 11, expires_on=_years(formed, 5))
    _flagship(writer, columns, column)
    # The year that runs: the portal's first page shows what is new on the example's day.
    issue(date(2025, 2, 5), 0, ("农产品质量安全追溯管理办法", "zfb"), expires_on=date(2030, 2, 5))
    issue(date(2025, 2, 7), 0, ("社会救助家庭经济状况核对办法", "zfb"), expires_on=date(2030, 2, 7))


def _years(day: date, count: int) -> date:
    return day.replace(year=day.year + count, day=min(day.day, 28))


def _policy_body(subject: str) -> str:
    return (
        "<p>各乡镇人民政府、街道办事处，县政府直属各单位：</p>"
        f"<p>现将《{subject}》印发给你们，请结合实际认真贯彻执行。</p>"
        f"<h3>第一章　总则</h3><p>第一条　为规范{subject.removesuffix('办法').removesuffix('规定')}有关工作，保障公民、法人和其他组织的"
        "合法权益，根据有关法律、法规，结合本县实际，制定本文件。</p><p>第二条　本县行政区域内的有关活动适用本文件。</p>"
        "<h3>第二章　职责和程序</h3><p>第三条　主管部门应当自受理之日起20个工作日内作出决定，并将结果在政府信息公开平台公开。</p>"
        "<p>第四条　有关资金的使用接受审计和社会监督。</p><h3>第三章　附则</h3><p>第五条　本文件自印发之日起30日后施行。</p>"
        "<p>（示例内容）</p>"
    )


def _flagship(writer: Writer, columns: Columns, column: Column) -> None:
    """The document the pictures show, with its interpretation, service entries and questions."""
    body = (
        "<p>各乡镇人民政府、街道办事处，县政府直属各单位：</p>"
        "<p>为支持民营经济发展，稳定企业预期，结合本县实际，提出以下意见。</p>"
        "<h3>一、降低企业要素成本</h3>"
        "<p>（一）首次升规入库的工业企业，可以申请一次性奖励。企业凭入库文件提出申请，县经信局自受理之日起10个工作日内完成审核，结果在本平台公开。</p>"
        "<p>（二）小微企业租用国有厂房的，首年租金减半；第二年起按评估价九折。</p>"
        "<h3>二、拓宽融资渠道</h3>"
        "<p>（三）设立应急转贷资金，单笔最长使用十五日，费率由主管部门每年公布一次。</p>"
        '<table><caption>奖励标准（示例）</caption><thead><tr><th scope="col">情形</th><th scope="col">标准</th>'
        '<th scope="col">受理单位</th></tr></thead><tbody><tr><td>首次升规入库</td><td>一次性奖励20万元</td><td>县经信局</td></tr>'
        "<tr><td>设备更新投入超过500万元</td><td>投入额的8%，最高200万元</td><td>县经信局</td></tr>"
        "<tr><td>新认定高新技术企业</td><td>一次性奖励30万元</td><td>县科技局</td></tr></tbody></table>"
        "<h3>三、优化政务服务</h3>"
        "<p>（四）涉企事项一次告知、限时办结。县政务服务中心设企业服务专区，收到的问题5个工作日内答复。</p>"
        "<h3>四、附则</h3><p>（五）本意见自2024年10月8日起施行，有效期五年。（示例内容）</p>"
    )
    gov = writer.county.government
    policy = writer.publish(
        gov, column, "永嘉县人民政府关于促进民营经济高质量发展的若干意见（示例）", date(2024, 9, 2), body,
        formed_on=date(2024, 8, 30), number="永政发〔2024〕32号", register=Register.NORMATIVE,
        effective_from=date(2024, 10, 8), expires_on=date(2029, 10, 7), also_in=(columns.topics[0],),
    )  # fmt: skip
    actor = System("县发改局编辑（示例）")
    for form, title, day in (
        (Form.GRAPHIC, "一图看懂“民营经济32条”（示例）", date(2024, 9, 4)),
        (Form.QA, "“民营经济32条”政策问答（示例）", date(2024, 10, 25)),
        (Form.VIDEO, "三分钟讲清“民营经济32条”怎么申请（示例）", date(2024, 9, 12)),
    ):
        item = writer.publish(
            gov, columns.topics[0], title, day,
            "<p>面向哪些企业：在本县登记、正常经营的民营企业。</p><p>怎么申请：登录政务服务网或者到企业服务专区提交。</p>"
            "<p>多久办结：县经信局自受理之日起10个工作日内完成审核。</p><p>（示例内容）</p>",
        )  # fmt: skip
        actions.interpret(actor=actor, document=item, policy=policy, form=form, on=day)
    rows = (
        (Companion.Kind.SERVICE, "首次升规入库奖励申请", "县经信局，承诺10个工作日办结"),
        (Companion.Kind.SERVICE, "设备更新补助申请", "县经信局，全程网上办"),
        (
            Companion.Kind.QUESTION,
            "个体工商户可以申请吗？",
            "不可以。升规奖励只适用于已登记为企业并入库的工业企业；个体工商户转为企业后可以申请。",
        ),
        (
            Companion.Kind.QUESTION,
            "2024年9月入库的企业能享受吗？",
            "可以。自施行之日起提出申请，入库时间在一年以内的都可以享受。",
        ),
        (
            Companion.Kind.QUESTION,
            "奖励和上级补助能同时享受吗？",
            "可以同时享受，但同一项目合计不超过实际投入。",
        ),
    )
    for n, (kind, title, text) in enumerate(rows):
        actions.accompany(
            actor=actor, document=policy, kind=kind, title=title, text=text, on=date(2024, 9, 4), position=n
        )


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
    days = _working_days(date(2023, 1, 9), date(2025, 2, 7))
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
        days = _working_days(column.opened_on, date(2024, 12, 31))
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
            policy.organ, columns.statutory["minsheng"], f"{words[form]}“{subject}”（示例）", on, formed_on=on
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
    """What departments declared for table 2."""
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
