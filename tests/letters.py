# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Letters for tests: facts that are enough for each kind, and the way through the verbs."""

from datetime import date

from gongkai.applications import actions
from gongkai.law.letters import LETTERS
from gongkai.law.replies import TREE, decide
from gongkai.law.service import Way
from gongkai.organs.models import Organ
from tests.factories import SYSTEM, OrganFactory

D = date(2024, 6, 12)
_WROTE = {"findings": "本机关保存该信息", "reasons": "依法审查后认为如此处理符合条例"}
SERVED = {
    "acknowledgement": {"channel": "当面提交", "contact": "示例路1号"},
    "supplement": {"unclear": "没有写明名称", "how": "写明名称或者文号", "respond_by": "2024-07-05", "default_effect": "视为放弃申请"},
    "reasons": {"why": "一月内三十件", "respond_by": "2024-06-25"},
    "extension": {"working_days": "10", "why": "涉及多年档案", "consent": "经本机关公开工作机构负责人同意"},
    "third_party_inquiry": {"recipient": "第三方（示例）", "information": "合同金额", "respond_by": "收到之日起15个工作日内", "silence_effect": "依法决定"},
    "inquiry_notice": {"consulted": "第三方", "excluded": "所需时间不计算在期限内"},
    "co_maker_inquiry": {"recipient": "共同机关（示例）", "information": "会签文件", "respond_by": "收到之日起15个工作日内", "silence_effect": "视为同意公开"},
    "assistance": {"recipient": "档案室（示例）", "asked": "查找档案", "respond_by": "2024-06-20"},
    "delay": {"why": "信息数量大", "until": "2024-08-30"},
    "fee": {"basis": "信息处理费办法", "standard": "按件", "amount": "100", "how": "转账", "pay_by": "收到之日起20个工作日内", "default_effect": "视为放弃申请"},
    "disclosed": {**_WROTE, "way": "见附件"},
    "partly": {**_WROTE, "given": "方案全文", "refused": "分户金额"},
    "refused": {**_WROTE, "harm": "公开后会造成损害"},
    "special_law": {**_WROTE, "law": "不动产登记暂行条例", "window": "不动产登记中心"},
    "absent": {**_WROTE, "scope": "档案室", "method": "按名称检索", "result": "没有找到"},
    "not_ours": {**_WROTE, "right_organ": "由示例局负责公开，电话00000000"},
    "processing": {**_WROTE, "processing": "需要把三十份材料重新统计"},
    "unclear": {**_WROTE, "supplement": "补正后仍然没有写明名称"},
    "petition": {**_WROTE, "channel": "信访局"},
    "repeated": {**_WROTE, "earlier": "2024年5月6日答复"},
    "publication": {**_WROTE, "how": "在图书馆查阅"},
    "excessive": {**_WROTE, "judged": "理由不合理"},
    "reissue": {**_WROTE, "held": "申请人已于5月取得"},
    "third_party_decision": {"recipient": "第三方（示例）", "information": "合同金额", "interest": "涉及公共资金的使用"},
    "correction": {**_WROTE, "record": "姓名已更正"},
    "review_answer": {"recipient": "复议机关（示例）", "decision": "不予公开", "evidence": "卷宗一册"},
}  # fmt: skip
DISCLOSED = SERVED["disclosed"]
assert set(SERVED) == {kind.key for kind in LETTERS}


def organ_with_head(kind=Organ.Kind.GOVERNMENT, **names):
    """An organ whose letters can name a review body and a court."""
    organ = OrganFactory(kind=kind)
    actions.set_letterhead(
        actor=SYSTEM, organ=organ, on=date(2023, 1, 3), upper_government="示例市人民政府",
        county_government="示例县人民政府", court="示例人民法院", **names,
    )  # fmt: skip
    return organ


def answers_to(row, **wanted):
    """The fewest answers that lead to this row, or to this wait; wanted fixes some of them."""
    todo, seen = [{}], set()
    while todo:
        answers = todo.pop(0)
        found = decide(answers)
        if row in (found.outcome, found.waits_for):
            if all(answers.get(key) == value for key, value in wanted.items()):
                return answers
        elif asked := found.next_question:
            # What separable leads to depends on which ground came before it; every other question stands alone.
            at = (
                asked.key,
                found.turns[-1].question.key if asked.key == "separable" else "",
                *(answers.get(k) for k in wanted),
            )
            if at not in seen:
                seen.add(at)
                values = [wanted[asked.key]] if asked.key in wanted else [False, True]
                todo += [{**answers, asked.key: value} for value in values]
    raise AssertionError(f"no path to {row} with {wanted}; {len(TREE)} questions")


def drafted(case, kind, *, outcome=None, on=D, facts=None, actor=SYSTEM):
    case.refresh_from_db()
    refused = "R3.3.5" if outcome == "R3.2" else None
    typed = SERVED[kind] if facts is None else facts
    return actions.draft_letter(
        actor=actor, application=case, on=on, kind=kind, outcome=outcome, refused_for=refused, facts=typed
    )


def signed(case, kind, *, outcome=None, on=D, facts=None):
    typed = {**SERVED[kind], **(facts or {})}
    letter = drafted(case, kind, outcome=outcome, on=on, facts=typed)
    actions.send_for_review(actor=SYSTEM, letter=letter, on=on)
    return actions.sign_letter(actor=SYSTEM, letter=letter, on=on)


def served(case, kind, *, outcome=None, on=D, facts=None, served_on=None):
    letter = signed(case, kind, outcome=outcome, on=on, facts=facts)
    return actions.serve_letter(actor=SYSTEM, letter=letter, way=Way.DIRECT, signed_on=served_on or on)
