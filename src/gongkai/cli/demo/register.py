# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The normative register of the example county, and the document its pictures show."""

from __future__ import annotations

from datetime import date, timedelta

from gongkai.cli.demo.columns import Columns
from gongkai.cli.demo.writing import Writer, working_days
from gongkai.organs.permissions import System
from gongkai.publishing import actions
from gongkai.publishing.models import Column, Companion, Document, Form, Register

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


def build(writer: Writer, columns: Columns) -> None:
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
            effective_from=formed + timedelta(days=30), described={"theme": "综合政务"}, **facts,
        )  # fmt: skip

    old = working_days(date(2016, 1, 4), date(2023, 11, 30))
    in_force = 97 - 14
    for n, formed in enumerate(sorted(rng.sample(old, in_force))):
        issue(formed, n, expires_on=_years(formed, 10) if n % 3 else None)
    ended_before = working_days(date(2012, 1, 4), date(2017, 12, 29))
    for n, formed in enumerate(sorted(rng.sample(ended_before, 36))):
        issue(formed, n, expires_on=_years(formed, 5))
    late: list[Document] = []
    for n, formed in enumerate(sorted(rng.sample(working_days(date(2018, 1, 4), date(2019, 6, 28)), 3))):
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
    made = sorted(rng.sample(working_days(date(2024, 1, 8), date(2024, 11, 15)), 13))
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
        described={"theme": "国民经济管理、国有资产监管", "drafter": "县发改局", "office": "体改科"},
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
