# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The columns of the example county: Article 20, thirty fields with 153 sub-columns, and three topics."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from gongkai.cli.demo.county import FOUNDED, County
from gongkai.organs.permissions import System
from gongkai.publishing.actions import open_column
from gongkai.publishing.models import Column

K = Column.Kind
# slug, name, article item, owner, duty in days (none: each item within 20 working days), what belongs here
STATUTORY = (
    ("guifan", "行政规范性文件", 1, "zfb", None, "对公民、法人和其他组织的权利义务有普遍约束力的文件。现行有效的和已经失效、废止的分开列出，失效文件不删除。"),
    ("jigou", "机关职能与机构", 2, "zfb", 365, "本级政府及所属机关的职能、机构设置、办公地址、办公时间、联系方式和负责人姓名。"),
    ("guihua", "规划与计划", 3, "fgj", 365, "国民经济和社会发展规划、专项规划、区域规划及相关政策。"),
    ("tongji", "统计信息", 4, "tjj", 45, "国民经济和社会发展统计信息。"),
    ("xuke", "行政许可与服务", 5, "zwb", 30, "办理行政许可和其他对外管理服务事项的依据、条件、程序以及办理结果。"),
    ("chufa", "行政处罚与强制", 6, "sfj", 30, "实施行政处罚、行政强制的依据、条件、程序，以及有一定社会影响的行政处罚决定。"),
    ("yusuan", "财政预算、决算", 7, "czj", 180, "财政预算、决算信息。"),
    ("shoufei", "行政事业性收费", 8, "czj", 365, "行政事业性收费项目及其依据、标准。"),
    ("caigou", "政府集中采购", 9, "czj", 60, "政府集中采购项目的目录、标准及实施情况。"),
    ("xiangmu", "重大建设项目", 10, "fgj", 60, "重大建设项目的批准和实施情况。"),
    ("minsheng", "民生政策与落实", 11, "mzj", 30, "扶贫、教育、医疗、社会保障、促进就业等方面的政策、措施及其实施情况。"),
    ("yingji", "应急预案与预警", 12, "yjglj", 180, "突发公共事件的应急预案、预警信息及应对情况。"),
    ("jiandu", "监督检查情况", 13, "scj", 30, "环境保护、公共卫生、安全生产、食品药品、产品质量的监督检查情况。"),
    ("zhaokao", "公务员招考录用", 14, "rsj", 365, "公务员招考的职位、名额、报考条件等事项以及录用结果。"),
    ("zhengshou", "土地与房屋征收", 15, "zrj", 60, "土地征收、房屋征收等依照规定应当主动公开的其他信息。"),
)  # fmt: skip
TOPICS = (
    ("minying32", "“民营经济32条”专栏", "fgj", date(2024, 3, 15), "促进民营经济高质量发展三十二条措施及其配套政策、兑现情况。"),
    ("bajiasi", "“8+4”经济政策体系专栏", "fgj", date(2024, 2, 20), "八个方面四张清单的经济政策及其兑现情况。"),
    ("liangxin", "“两新两重”政策专栏", "jxj", date(2024, 7, 10), "大规模设备更新、消费品以旧换新和重大战略、重点领域建设的政策。"),
)  # fmt: skip
# The 26 national pilot fields in no official order, then four of this example's own (示例). Each with its sub-columns.
FIELDS = (
    ("重大建设项目", "fgj", "批准服务 批准结果 招标投标 征收土地 施工和竣工"),
    ("公共资源交易", "ggzy", "交易公告 资格审查 成交结果 履约信息 监督处理"),
    ("财政预决算", "czj", "政府预算 部门预算 政府决算 部门决算 专项资金"),
    ("安全生产", "yjglj", "政策文件 检查计划 检查结果 隐患治理 事故通报"),
    ("税收管理", "czj", "政策文件 办税指南 纳税服务 权力运行 信用公示"),
    ("国土空间规划", "zrj", "规划编制 规划批复 规划修改 规划许可 实施监督"),
    ("征地补偿", "zrj", "征地公告 补偿标准 安置方案 听证告知 费用支付"),
    ("国有土地上房屋征收与补偿", "zszx", "征收决定 评估信息 补偿方案 产权调换 补偿结果"),
    ("保障性住房", "zjj", "政策文件 项目建设 配租配售 资格审核 运营管理 租赁补贴"),
    ("农村危房改造", "zjj", "政策文件 申请指南 审核公示 补助发放 竣工验收"),
    ("生态环境", "sthj", "环评审批 排污许可 执法检查 环境质量 应急预案"),
    ("公共文化服务", "wgj", "场馆开放 活动安排 文化遗产 服务清单 资金使用"),
    ("公共法律服务", "sfj", "法律援助 人民调解 公证服务 法治宣传 服务网点"),
    ("巩固脱贫与乡村振兴", "nyj", "政策文件 帮扶对象 项目安排 资金分配 监督举报"),
    ("救灾", "yjglj", "灾情信息 救助标准 款物分配 灾后重建 应急物资"),
    ("食品药品监管", "scj", "许可公示 抽检结果 风险警示 行政处罚 消费提示 召回信息"),
    ("城市综合执法", "zfj", "执法依据 执法程序 执法结果 便民措施 违建治理"),
    ("就业创业", "rsj", "就业政策 岗位信息 招聘活动 补贴发放 技能培训 创业扶持"),
    ("社会保险", "rsj", "参保登记 缴费标准 待遇支付 基金公告 经办服务"),
    ("社会救助", "mzj", "低保救助 特困供养 临时救助 救助标准 监督检查"),
    ("养老服务", "mzj", "养老机构 补贴政策 居家养老 质量评定 服务清单"),
    ("户籍管理", "gaj", "落户政策 户口登记 身份证件 居住证件 办事指南"),
    ("涉农补贴", "nyj", "补贴政策 申报通知 补贴公示 发放结果 监督渠道"),
    ("义务教育", "jyj", "教育概况 招生管理 学生资助 教师管理 校园安全"),
    ("医疗卫生", "wjj", "医疗机构 疾病预防 妇幼健康 公共卫生 行业监管"),
    ("市政服务", "zjj", "供水服务 供气服务 道路照明 园林绿化 排水防涝"),
    ("交通运输（示例）", "jtj", "公路建设 客运班线 货运管理 执法检查 路况信息"),
    ("旅游（示例）", "wgj", "景区信息 假日提示 旅行社监管 投诉处理 优惠政策"),
    ("自然灾害（示例）", "yjglj", "地质灾害 防汛防台 森林防火 预警发布 避灾场所"),
    ("人才科技（示例）", "kjj", "科技政策 项目立项 人才引进 平台建设 经费使用"),
)  # fmt: skip


@dataclass
class Columns:
    """What the documents are placed in."""

    statutory: dict[str, Column] = field(default_factory=dict)
    topics: list[Column] = field(default_factory=list)
    fields: list[Column] = field(default_factory=list)
    subcolumns: list[Column] = field(default_factory=list)


def build(county: County) -> Columns:
    """Open every column."""
    system, made = System("县政务公开办（示例）"), Columns()

    def owner(slug: str) -> object:
        return county.organs[slug]

    for n, (slug, name, item, who, duty, belongs) in enumerate(STATUTORY, 1):
        made.statutory[slug] = open_column(
            actor=system, owner=owner(who), slug=slug, name=name, kind=K.STATUTORY, belongs=belongs, on=FOUNDED,
            article_item=item, duty_days=duty, position=n,
        )  # fmt: skip
    for n, (slug, name, who, day, belongs) in enumerate(TOPICS, 1):
        made.topics.append(
            open_column(
                actor=system, owner=owner(who), slug=slug, name=name, kind=K.TOPIC, belongs=belongs, on=day,
                duty_days=60, position=n,
            )
        )  # fmt: skip
    for n, (name, who, subs) in enumerate(FIELDS, 1):
        parent = open_column(
            actor=system, owner=owner(who), slug=f"ly{n:02}", name=name, kind=K.FIELD,
            belongs=f"{name}领域按标准目录应当公开的事项。", on=FOUNDED, position=n,
        )  # fmt: skip
        made.fields.append(parent)
        for m, sub in enumerate(subs.split(), 1):
            made.subcolumns.append(
                open_column(
                    actor=system, owner=owner(who), slug=f"ly{n:02}-{m}", name=sub, kind=K.SUBCOLUMN,
                    belongs=f"{name}领域的{sub}。", on=FOUNDED, parent=parent, duty_days=60, position=m,
                )
            )  # fmt: skip
    return made
