# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The organs and people of the example county. The people are invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from gongkai.organs.actions import appoint, establish
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import System

FOUNDED = date(2023, 1, 3)
PASSWORD = "shili-county"  # printed by the command; the example county holds nothing secret
K = Organ.Kind

# slug, short name, full name after 永嘉县
DEPARTMENTS = (
    ("fgj", "县发改局", "发展和改革局"), ("jxj", "县经信局", "经济和信息化局"), ("jyj", "县教育局", "教育局"),
    ("kjj", "县科技局", "科学技术局"), ("gaj", "县公安局", "公安局"), ("mzj", "县民政局", "民政局"),
    ("sfj", "县司法局", "司法局"), ("czj", "县财政局", "财政局"), ("rsj", "县人社局", "人力资源和社会保障局"),
    ("zrj", "县自然资源局", "自然资源和规划局"), ("sthj", "县生态环境分局", "生态环境分局"),
    ("zjj", "县住建局", "住房和城乡建设局"), ("jtj", "县交通局", "交通运输局"), ("slj", "县水利局", "水利局"),
    ("nyj", "县农业农村局", "农业农村局"), ("swj", "县商务局", "商务局"), ("wgj", "县文广旅体局", "文化和广电旅游体育局"),
    ("wjj", "县卫健局", "卫生健康局"), ("yjglj", "县应急管理局", "应急管理局"), ("sjj", "县审计局", "审计局"),
    ("scj", "县市场监管局", "市场监督管理局"), ("tjj", "县统计局", "统计局"), ("ybj", "县医保局", "医疗保障局"),
    ("zfj", "县综合执法局", "综合行政执法局"), ("tyj", "县退役军人局", "退役军人事务局"),
    ("xfj", "县信访局", "信访局"), ("jrb", "县金融工作中心", "金融工作中心"), ("zsj", "县投资促进中心", "投资促进服务中心"),
    ("zwb", "县政务服务中心", "政务服务管理中心"), ("ggzy", "县公共资源交易中心", "公共资源交易中心"),
    ("gjjfz", "县公积金中心", "住房公积金管理中心"), ("zszx", "县征收中心", "房屋征收中心"),
    ("gxs", "县供销社", "供销合作社联合社"), ("dsj", "县数据局", "数据局"), ("lyj", "县林业局", "林业局"),
)  # fmt: skip
TOWNSHIPS = (
    ("dongcheng", "东城街道"), ("beicheng", "北城街道"), ("nancheng", "南城街道"), ("jiangbei", "江北街道"),
    ("dongou", "东瓯街道"), ("sanjiang", "三江街道"), ("huangtian", "黄田街道"), ("wuniu", "乌牛街道"),
    ("qiaotou", "桥头镇"), ("qiaoxia", "桥下镇"), ("daruoyan", "大若岩镇"), ("bilian", "碧莲镇"),
    ("xunzhai", "巽宅镇"), ("yantou", "岩头镇"), ("fenglin", "枫林镇"), ("yantan", "岩坦镇"), ("shatou", "沙头镇"),
    ("hesheng", "鹤盛镇"), ("jinxi", "金溪镇"), ("yunling", "云岭乡"), ("mingao", "茗岙乡"), ("xixia", "溪下乡"),
    ("jiekeng", "界坑乡"),
)  # fmt: skip

# username, name, organ, roles
PEOPLE = (
    ("zhoulan", "周岚（示例）", "yongjia",
     (Role.INTAKE, Role.HANDLER, Role.REVIEWER, Role.EDITOR, Role.SUPERVISOR, Role.COMPILER)),
    ("chenmo", "陈默（示例）", "yongjia", (Role.INTAKE, Role.HANDLER)),
    ("shenyuan", "沈远（示例）", "yongjia", (Role.REVIEWER, Role.SIGNER)),
    # Who drafts and the second who reviews: with them one item passes 三审 of three persons.
    ("wenqing", "温青（示例）", "yongjia", (Role.EDITOR,)),
    ("gaomin", "高敏（示例）", "yongjia", (Role.REVIEWER,)),
    # The second supervisor: who issued a notice does not close what stands in it alone.
    ("jiangwei", "江维（示例）", "yongjia", (Role.SUPERVISOR,)),
    ("guanli", "管理员（示例）", "yongjia", (Role.ADMIN,)),
    ("luyi", "陆益（示例）", "zrj", (Role.INTAKE, Role.HANDLER, Role.SIGNER, Role.EDITOR)),
    ("xuning", "徐宁（示例）", "rsj", (Role.INTAKE, Role.HANDLER, Role.EDITOR, Role.COMPILER)),
    ("daisu", "戴素（示例）", "qiaotou", (Role.INTAKE, Role.HANDLER, Role.EDITOR, Role.COMPILER)),
)  # fmt: skip


@dataclass
class County:
    """What the other parts of the example need to find."""

    government: Organ
    organs: dict[str, Organ] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def departments(self) -> list[Organ]:
        return [self.organs[slug] for slug, *_ in DEPARTMENTS]

    @property
    def townships(self) -> list[Organ]:
        return [self.organs[slug] for slug, _ in TOWNSHIPS]

    @property
    def deciding_nothing(self) -> list[Organ]:
        """Who issues no licence and fines nobody of their own."""
        return [self.government, self.organs["zfb"], *self.townships]


def build() -> County:
    """The county government, its office, departments and townships, and the people who sign in."""
    system = System("示例数据")
    address = "永嘉县北城街道县前路94号"

    def found(**facts: object) -> Organ:
        online = f"{facts['slug']}@example.cn"
        return establish(actor=system, on=FOUNDED, address=address, online=online, **facts)  # type: ignore[arg-type]

    government = found(
        slug="yongjia", name="永嘉县人民政府（示例）", short_name="县政府", kind=K.GOVERNMENT,
        letter_code="YJX", office_name="永嘉县人民政府办公室（示例）", phone="67221199",
    )  # fmt: skip
    county = County(government, {"yongjia": government})
    county.organs["zfb"] = found(
        slug="zfb", name="永嘉县人民政府办公室（示例）", short_name="县政府办公室", kind=K.OFFICE,
        parent=government, letter_code="YJB", office_name="政务公开科", phone="67221199", position=1,
    )  # fmt: skip
    for n, (slug, short, name) in enumerate(DEPARTMENTS, 2):
        county.organs[slug] = found(
            slug=slug, name=f"永嘉县{name}（示例）", short_name=short, kind=K.DEPARTMENT, parent=government,
            letter_code=f"YJ{slug.upper()}", office_name=f"{short}办公室", phone=f"6700{n:04}", position=n,
        )  # fmt: skip
    for n, (slug, name) in enumerate(TOWNSHIPS, 60):
        body = "办事处" if name.endswith("街道") else "人民政府"
        county.organs[slug] = found(
            slug=slug, name=f"永嘉县{name}{body}（示例）", short_name=name, kind=K.TOWNSHIP, parent=government,
            letter_code=f"YJ{slug.upper()}", office_name="党政综合办公室", phone=f"6710{n:04}", position=n,
        )  # fmt: skip
    # 税务 reports in its own line (国家税务总局); its records stay out of the county's sum.
    county.organs["swjj"] = found(
        slug="swjj", name="永嘉县税务局（示例）", short_name="县税务局", kind=K.DEPARTMENT, parent=government,
        letter_code="YJSWJ", vertical_line=True, office_name="县税务局办公室", phone="67009999", position=99,
    )  # fmt: skip
    for username, name, organ, roles in PEOPLE:
        person = Person.objects.create_user(username, PASSWORD, name=name, organ=county.organs[organ])
        county.people[username] = person
        for role in roles:
            appoint(actor=system, on=FOUNDED, person=person, organ=county.organs[organ], role=role)
    return county
