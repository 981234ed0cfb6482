# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Who asks for what in the example county: invented people and firms, and the matters they ask about."""

from __future__ import annotations

import random

PLACES = (
    "县前路片区", "瓯北罗浮片区", "三江商务区", "桥头镇闽后村", "桥下镇梅岙片区", "岩头镇芙蓉村", "枫林镇镇区", "碧莲镇上村",
    "黄田街道千石村", "乌牛街道岭下片区", "沙头镇渔田村", "东瓯街道和一村", "南城街道峙口片区", "鹤盛镇镇区", "大若岩镇埭头村",
)  # fmt: skip
SUBJECTS = (
    ("{p}国有土地上房屋征收补偿方案及补偿费用发放情况", "zszx"), ("{p}农村集体土地征收公告、征地补偿安置方案", "zrj"),
    ("{p}地块规划条件和用地红线图", "zrj"), ("{p}控制性详细规划批复文件", "zrj"), ("{p}宅基地审批登记材料", "nyj"),
    ("{p}老旧小区改造项目清单和资金使用情况", "zjj"), ("{p}公共租赁住房配租结果", "zjj"),
    ("{p}道路改造工程施工许可和竣工验收备案", "zjj"), ("{p}农村公路养护资金分配表", "jtj"),
    ("{p}饮用水水源保护区划定文件", "sthj"), ("{p}企业环境影响评价批复及附件", "sthj"),
    ("{p}学校学区划分依据和招生计划", "jyj"), ("{p}养老机构补助资金拨付凭证", "mzj"),
    ("{p}涉农补贴资金发放明细", "nyj"), ("{p}小流域治理工程批复和招标文件", "slj"),
    ("{p}违法建设查处决定书", "zfj"), ("{p}食品生产经营单位监督检查记录", "scj"),
    ("{p}社会稳定风险评估报告", "xfj"), ("{p}重大建设项目可行性研究报告批复", "fgj"),
    ("{p}村级集体资产处置审批文件", "nyj"), ("{p}医疗机构设置批准书", "wjj"), ("{p}劳动保障监察处理决定", "rsj"),
    ("{p}房屋拆迁协议签订和补偿标准文件", "zszx"), ("{p}城市规划区范围图及说明", "zrj"),
)  # fmt: skip
SURNAMES = "林陈周徐金叶郑胡潘戴麻谷邵厉卢李王张吴黄"
GIVEN = ("晓", "建国", "海燕", "志明", "秀英", "文博", "雪琴", "永强", "丽华", "国平", "思远", "小微", "益民", "春梅", "正平")  # fmt: skip
FIRMS = ("瓯北阀门制造", "桥头拉链", "楠溪生态旅游", "岩头竹木", "乌牛茶业", "黄田鞋材", "三江置业", "碧莲食品")  # fmt: skip


def identity(rng: random.Random, kind: str) -> str:
    """An invented identifier whose check digit is wrong on purpose, so it can be no one's."""
    return f"示例{'证件' if kind == 'np' else '代码'}{rng.randrange(10**10):010}"


def name(rng: random.Random, kind: str) -> str:
    if kind == "np":
        return f"{rng.choice(SURNAMES)}{rng.choice(GIVEN)}（示例）"
    ending = {
        "co": "有限公司", "ri": "研究所", "so": "公益服务中心", "ls": "律师事务所", "ot": "股份经济合作社",
    }[kind]  # fmt: skip
    return f"{rng.choice(FIRMS)}{ending}（示例）"
