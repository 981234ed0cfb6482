# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The example county's 2024 report: what its compiler wrote, and its publication."""

from __future__ import annotations

from datetime import date

from gongkai.annual_report import actions
from gongkai.annual_report.models import PublishedReport
from gongkai.cli.demo.county import County

WRITTEN = date(2025, 2, 5)
PUBLISHED = date(2025, 2, 10)

TEXTS = {
    "1.1": (
        "一是围绕高质量发展公开政策。新设“民营经济32条”“8+4”经济政策体系、“两新两重”政策专栏{{ topics.count }}个，"
        "公开信息{{ topics.items|余 }}条。"
        "二是围绕营商环境公开办事信息。涉企事项靠前办、跟踪办、网上办，组织线上、线下培训活动{{ training.sessions }}场，"
        "服务企业人数{{ training.people }}人，累计开展企业服务{{ enterprise.visits }}家次，收集问题{{ enterprise.problems }}条，"
        "公开涉企信息{{ tags.enterprise|余 }}条。"
        "三是公开共同富裕“1311”工作体系和六大行动的进展，公开信息{{ tags.prosperity|余 }}条。"
        "四是公开稳岗就业政策和岗位，建设“15分钟”就业服务站网络，线上、线下举办招聘会{{ job_fairs.count }}场，"
        "累计发布岗位{{ job_fairs.posts|余 }}个，公开信息{{ tags.employment|余 }}条。"
        "五是公开教育信息{{ tags.education|余 }}条。"
        "六是加强解读和回应。发布政策图解{{ interpretations.graphic }}条，主要领导人访谈{{ interviews.leaders }}次；"
        "“12345”政务服务热线解答重点政策咨询{{ hotline.consultations }}次，播出“局长听你说”{{ programme.issues }}期，"
        "召开新闻发布会{{ press.conferences }}次。"
        "七是公开政府自身建设和公众参与信息{{ tags.participation|余 }}条，扩大重要决策、公共资源配置、社会公益事业的公众参与。"
        "八是更新{{ fields.count }}个基层政务公开领域共{{ fields.subcolumns }}个子栏目，公开信息{{ fields.items|约 }}条。"
    ),
    "1.2": (
        "完善办理规范，加强答复前与申请人的沟通，涉及土地征收、房屋拆迁、城市规划的信息推动转为主动公开。"
        "全年新收政府信息公开申请{{ applications.new }}件，上年结转{{ applications.carried_in }}件，"
        "办结{{ applications.handled }}件，{{ 结论:期限 }}；结转下年度{{ applications.carried_out }}件。"
    ),
    "1.3": "政府信息从制作、获取到发布、归档全程留痕，发布前完成公开审查和保密审查。法定主动公开的信息集中发布，有效性变化及时标注。",
    "1.4": "门户网站统一建设政府信息公开平台，与政务服务网、惠企政策平台互通，把办事入口、政策文件和常见问题关联展示，方便群众和企业查找。",
    "1.5": (
        "政务公开列入新任公务员培训，全年举办{{ staff_training.sessions }}次。发放整改通知书和问题清单{{ notices.issued }}期，"
        "累计整改问题{{ findings.rectified|余 }}处。{{ 结论:工作考核 }}{{ 结论:社会评议 }}{{ 结论:责任追究 }}"
    ),
    "5.1": (
        "一是民生保障信息公开不够深入，对各领域的重点难点梳理不够，没有形成导向性的问题清单。"
        "二是重大政策解读质量有待提升，有的解读只是摘抄文件，形式单一。"
        "三是信息管理不够完善，有的专栏更新不及时，过了时效的信息没有及时标注、清理。"
    ),
    "5.2": (
        "一是提早召集重点单位，围绕群众“急难愁盼”形成问题清单，加大助企纾困、食品药品监管、稳岗就业、养老服务、义务教育、"
        "公共文化服务、社会救助、涉农补贴信息的公开。二是解读围绕政策要点和办事难点，增加问答、视频、动漫等形式。"
        "三是完善动态更新机制，加强过程管理，及时标注和清理失效信息。"
    ),
    "6": "{{ 结论:收费 }}没有其他需要报告的事项。",
}  # fmt: skip
NOTES = {
    "S.social": "2024年没有组织社会评议，报告如实写明；2025年第四季度组织。",
    "S.units": "平台启用前，其余单位已在1月31日前以纸质报送2024年的年度报告，由县政府办公室逐份核对。",
}


def build(county: County) -> PublishedReport:
    """Write the parts and publish."""
    compiler = county.people["zhoulan"]
    for part, text in TEXTS.items():
        actions.write(actor=compiler, organ=county.government, year=2024, part=part, text=text, on=WRITTEN)
    return actions.publish(actor=compiler, organ=county.government, year=2024, on=PUBLISHED, notes=NOTES)
