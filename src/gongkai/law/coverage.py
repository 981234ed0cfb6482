# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""条文 → 规则 → 代码: every provision the platform knows of, what it does about it, or why it does nothing.

The tests of a provision name it with the marker `law`; the page that lists them is generated.
"""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.law.citations import Citation


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision: the rule in a sentence, where it is in code (dotted names), or why it is not modelled."""

    citation: Citation
    rule: str
    code: tuple[str, ...] = ()
    not_modelled: str = ""


def _of(instrument: str, *rows: tuple[str, str, str]) -> tuple[Provision, ...]:
    """Rows of (provision, rule, code names separated by spaces, or "—" and the reason it is not modelled)."""
    found = []
    for where, rule, code in rows:
        citation = Citation(instrument, where)
        if code.startswith("—"):
            found.append(Provision(citation, rule, (), code.removeprefix("—")))
        else:
            found.append(Provision(citation, rule, tuple(f"gongkai.{name}" for name in code.split())))
    return tuple(found)


PROVISIONS: tuple[Provision, ...] = (
    *_of(
        "条例",
        ("第一条", "立法目的", "—宣示性条文，没有可以计算的规则"),
        ("第二条", "什么是政府信息", "law.replies.decide"),
        ("第三条", "主管部门推进、指导、协调、监督本行政区域的工作", "organs.permissions.holds"),
        ("第四条", "每个机关有一个公开工作机构", "organs.models.Organ"),
        ("第五条", "以公开为常态、不公开为例外", "—原则，由第十三条至第十六条的规则落实"),
        ("第六条", "及时、准确公开，澄清虚假信息", "publishing.actions.start_draft"),
        ("第七条", "推进政府信息公开工作", "—宣示性条文"),
        ("第八条", "加强信息资源的规范化、信息化管理", "—宣示性条文"),
        ("第九条", "公众监督、批评和建议", "—批评、建议由咨询来信和投诉举报登记受理，没有可以计算的规则"),
        ("第十条", "谁制作谁公开，共同制作的由牵头机关公开", "law.replies.decide"),
        ("第十一条", "协调机制；公开前与有关机关协商、确认", "applications.actions.hold_meeting applications.actions.give_follow_up"),
        ("第十二条", "公开指南和公开目录", "portal.press.fronts.Guide portal.press.fronts.Disclosure"),
        ("第十三条", "主动公开和依申请公开两种方式", "—由第十九条至第四十四条的规则落实"),
        ("第十四条", "国家秘密、禁止公开和“三安全一稳定”不予公开", "law.replies.decide law.outcomes.outcome"),
        ("第十五条", "损害第三方合法权益的不得公开，同意或者公共利益除外", "law.replies.decide law.outcomes.outcome"),
        ("第十六条", "内部事务、过程性信息和行政执法案卷可以不予公开", "law.replies.decide law.outcomes.outcome"),
        ("第十七条", "公开审查和保密审查", "publishing.actions.publish"),
        ("第十八条", "定期评估不予公开的信息", "—评估由人定期做，平台还没有评估台账"),
        ("第十九条", "应当主动公开的范围", "—是否涉及公众利益由人判断"),
        ("第二十条", "主动公开的十五项内容", "law.disclosure.ART20_ITEMS"),
        ("第二十一条", "设区的市、县和乡镇另外公开的内容", "law.catalogue.ART21_COUNTY law.catalogue.ART21_TOWNSHIP"),
        ("第二十二条", "公开的具体内容由上级确定并扩展", "—上级文件确定，作为栏目和目录的数据维护"),
        ("第二十三条", "公开的渠道", "law.catalogue.CHANNELS"),
        ("第二十四条", "统一的公开平台，检索、查阅、下载", "portal.search_views.search"),
        ("第二十五条", "公开查阅场所", "—线下场所，不由软件办理"),
        ("第二十六条", "形成或者变更之日起20个工作日内公开", "law.catalogue.due law.deadlines.due publishing.due.due_of_document"),
        ("第二十七条", "谁可以向谁申请", "applications.actions.receive"),
        ("第二十八条", "保障申请渠道畅通，答疑和指引", "applications.actions.log_enquiry applications.actions.answer_enquiry"),
        ("第二十九条", "申请的形式和三项内容", "law.replies.decide law.receipt.receipt_date"),
        ("第三十条", "7个工作日内一次性告知补正，收到补正重新计算", "law.clock.run law.deadlines.due"),
        ("第三十一条", "收到申请之日", "law.receipt.receipt_date"),
        ("第三十二条", "征求第三方意见，15个工作日", "law.clock.run law.replies.decide law.deadlines.due"),
        ("第三十三条", "20个工作日答复，延长不超过20个工作日，征求意见不计入", "law.clock.run"),
        ("第三十四条", "征求共同制作机关意见，15个工作日，逾期视为同意", "law.clock.run law.deadlines.due"),
        ("第三十五条", "数量、频次明显超过合理范围的，说明理由，不予处理或者延迟答复", "law.clock.run law.replies.decide"),
        ("第三十六条", "分别答复的七种情形", "law.replies.decide law.outcomes.outcome"),
        ("第三十七条", "区分处理", "law.replies.decide law.outcomes.outcome"),
        ("第三十八条", "现有信息，不需要加工、分析", "law.replies.decide"),
        ("第三十九条", "信访、投诉、举报和公开出版物", "law.replies.decide"),
        ("第四十条", "按申请人要求的形式提供", "law.letters.missing"),
        ("第四十一条", "更正与申请人自身有关的信息", "law.letters.missing"),
        ("第四十二条", "不收费，明显超过合理范围的可以收信息处理费", "law.fees.by_item law.fees.by_page"),
        ("第四十三条", "阅读困难、视听障碍的帮助", "—由人提供帮助；网页按无障碍标准建设"),
        ("第四十四条", "多人申请相同信息的可以转为主动公开", "engagement.conversion.convert"),
        ("第四十五条", "登记、审核、办理、答复、归档的制度", "applications.actions.receive applications.actions.reply applications.actions.adopt_procedure publishing.actions.issue_bylaw"),
        ("第四十六条", "考核、社会评议、责任追究", "supervision.models.Review supervision.actions.confirm_scores supervision.actions.conclude_survey supervision.actions.record_accountability"),
        ("第四十七条", "督促整改、通报批评，接受投诉", "supervision.actions.issue_notice supervision.actions.claim_done supervision.actions.escalate_overdue"),
        ("第四十八条", "培训", "engagement.models.Activity"),
        ("第四十九条", "1月31日和3月31日以前公布年度报告", "law.deadlines.report_due"),
        ("第五十条", "年度报告的内容和格式", "law.table3.Table3 law.table4.Table4 law.table2.Table2"),
        ("第五十一条", "投诉、举报、复议、诉讼", "law.remedies.notice"),
        ("第五十二条", "不建立制度机制的责任：列出各机关缺哪些制度，追究由有权机关决定", "law.bylaws.missing"),
        ("第五十三条", "不依法公开、不及时更新的责任：巡查发现，追究由有权机关决定，登记结果", "supervision.rules.columns.Stale supervision.rules.validity.Expired supervision.actions.record_accountability"),
        ("第五十四条", "法律、法规授权的组织", "organs.models.Organ"),
        ("第五十五条", "公共企事业单位", "—依照行业规定，不计入表三"),
        ("第五十六条", "施行日期", "law.citations.instrument"),
    ),
    *_of(
        "年度报告格式（2021）",
        ("第一部分", "总体情况的五个方面", "annual_report.narrative.PARTS"),
        ("表二", "十个数", "law.table2.Table2"),
        ("表三", "25行、7列，每列平衡", "law.table3.Table3"),
        ("表四", "15个数", "law.table4.Table4"),
    ),
    *_of("年度报告格式（2019）", ("表二", "试行格式的五块", "law.trial2019.TABLE2"),
         ("表三", "（六）其他处理只有一行", "law.trial2019.table3")),
    *_of(
        "信息处理费办法",
        ("第三条", "按件和按量两种标准，每件申请只用一种", "law.fees.by_item law.fees.by_page"),
        ("第四条", "按件：超额累进，按自然月", "law.fees.by_item law.fees.monthly_ranks"),
        ("第五条", "按量：按页，超额累进", "law.fees.by_page"),
        ("关于收费通知的规定", "在答复期限内发出，写明依据、标准、数额、方式", "law.clock.run law.letters.missing"),
        ("关于缴费期限的规定", "20个工作日，逾期视为放弃；缴费后重新计算", "law.clock.run law.deadlines.due"),
    ),
    *_of(
        "行政复议法",
        ("第二十条", "60日，没有告知的最长一年", "law.remedies.review_until law.remedies.review_at_most_until"),
        ("第二十三条", "不予公开的，先申请复议，并应当告知", "law.remedies.variant_of"),
        ("第二十四条", "县级以上人民政府管辖", "law.remedies.review_bodies"),
        ("第二十七条", "垂直领导的机关向上一级主管部门申请", "law.remedies.review_bodies"),
        ("第二十八条", "司法行政部门可以选择", "law.remedies.review_bodies"),
        ("第三十条", "5个工作日内审查", "law.deadlines.due"),
        ("第四十八条", "10个工作日内答复", "law.deadlines.due"),
        ("第五十四条", "简易程序5个工作日内答复", "law.deadlines.due"),
        ("第六十二条", "60日、30日内决定", "law.deadlines.due"),
    ),
    *_of(
        "行政诉讼法",
        ("第四十五条", "复议后15日", "law.remedies.suit_after_review_until law.deadlines.due"),
        ("第四十六条", "直接起诉6个月", "law.remedies.suit_until law.deadlines.due"),
        ("第六十七条", "15日内答辩", "law.deadlines.due"),
        ("第八十一条", "第一审普通程序6个月", "law.deadlines.due"),
        ("第八十三条", "简易程序45日", "law.deadlines.due"),
        ("第八十五条", "15日、10日内上诉", "law.deadlines.due"),
    ),
    *_of("民事诉讼法", ("第八十五条", "开始的日不计，末日是节假日的顺延", "law.calendar.Workdays law.remedies.review_until")),
    *_of("法释〔2025〕8号", ("第一条", "不予公开指条例第十四至十六条；无法提供、不予处理可以直接起诉", "law.remedies.variant_of"),
         ("第二条", "逾期不答复的，可以复议也可以起诉；不主动公开的，应当先申请", "law.remedies.variant_of")),
    *_of("法释〔2011〕17号", ("", "2025年6月1日以前的司法解释", "—已经废止，只用来说明当时的依据")),
    *_of("行政复议法（2017）", ("第九条", "2024年以前：60日内申请复议，可以选择复议或者诉讼", "law.remedies.notice law.remedies.review_bodies")),
    *_of("国办函〔2021〕132号",
         ("第三条", "补正、延期、收费等程序性告知不单独复议", "law.remedies.variant_of"),
         ("第四条", "不主动公开的，应当先申请再复议", "—申请以前的要求由复议机关审查，答复的救济段落照写")),
    *_of("国办公开办函〔2017〕19号", ("", "当面提交和邮寄是基本渠道，不得拒绝", "law.receipt.Channel")),
    *_of("国办公开办函〔2019〕14号", ("", "机构改革后谁收到、谁处理", "—由收到的机关办理，机关合并、更名在机关资料里登记")),
    *_of("国办公开办函〔2019〕61号", ("", "平台只放法定主动公开内容，按第二十条编排", "portal.press.fronts.Disclosure")),
    *_of("国务院令第713号", ("第三条", "决策事项目录经同级党委同意后公布", "engagement.actions.publish_catalogue"),
         ("第十八条", "归纳整理、研究论证各方面意见", "engagement.actions.judge_opinions"),
         ("第三十二条", "公布决策，说明意见采纳情况", "engagement.actions.link_decision"),
         ("第十五条", "一般不少于30日，缩短应当说明理由", "law.deadlines.consultation_is_short"),
         ("第十六条", "听证7日前送达材料", "law.deadlines.due")),
    *_of("国办发〔2016〕61号", ("", "24小时、48小时内回应", "law.deadlines.due")),
    *_of("国办秘函〔2019〕19号", ("", "栏目不更新、空白、死链、回应差", "law.catalogue.is_stale supervision.actions.inspect")),
    *_of("国办发〔2019〕54号", ("", "26个试点领域，标准目录", "law.catalogue.FIELDS law.catalogue.due")),
    *_of("国办公开办函〔2016〕235号", ("", "送达的时点：签收之日、交邮之日", "law.service.served_on")),
    *_of("规章制定程序条例", ("第三十六条", "县级以下没有规章制定权", "law.table2.Table2")),
)  # fmt: skip
