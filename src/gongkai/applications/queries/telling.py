# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A case's events as a reader meets them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.applications.models import Application, CaseFile, Message
from gongkai.applications.queries.collaboration_words import collaboration_words
from gongkai.law.letters import letter
from gongkai.law.outcomes import outcome
from gongkai.law.receipt import Channel
from gongkai.law.replies import WAITS
from gongkai.ledger.models import Event


@dataclass(frozen=True)
class Line:
    """One entry of a case's story, in words."""

    on: date
    title: str
    detail: str
    who: str
    is_clock: bool
    seq: int
    version: int = 0


_CONSULTED = {"third_party": "第三方", "co_maker": "共同制作机关", "organ": "其他机关"}


_ANSWERS = {"agreed": "同意公开", "objected": "不同意公开", "silent": "逾期未答复"}


_LETTER_VERBS = {
    "drafted": "拟稿", "revised": "改稿", "sent_for_review": "送审", "reviewed": "审核通过", "returned": "退回修改",
    "signed": "签发", "served": "送达", "voided": "作废",
}  # fmt: skip


def _letter_words(payload: dict[str, Any]) -> str:
    number = f"，{payload['number']}" if payload.get("number") else ""
    way = f"，{payload['way']}" if payload.get("way") else ""
    return f"《{letter(payload['kind']).title}》{number}{way}"


def _judged(payload: dict[str, Any]) -> str:
    if payload.get("outcome"):
        return f"结果：{outcome(payload['outcome']).short}"
    if payload.get("waits_for"):
        return WAITS[payload["waits_for"]][1]
    return f"已回答{len(payload['answers'])}问"


def _party(payload: dict[str, Any]) -> str:
    """Which of several parties: its number, for those that have a record of their own."""
    key = str(payload.get("id", ""))
    return key[1:] if key.startswith("P") else ""


def _words(event: Event) -> tuple[str, str]:
    p = event.payload
    if event.kind.startswith("letter."):
        return _LETTER_VERBS[event.kind.removeprefix("letter.")], _letter_words(p)
    match event.kind.removeprefix("application."):
        case "registered":
            return "登记", f"{Channel(p['channel']).label}，编号{p['number']}"
        case "confirmed":
            return "与申请人确认，收到申请", "以双方确认之日为收到申请之日"
        case "assigned":
            return "交办", ""
        case "supplement_requested":
            return "告知补正", f"{p.get('what', '')}，请于{_day(p.get('respond_by'))}前补正"
        case "supplement_received":
            return "收到补正，期限重新起算", ""
        case "consultation_sent":
            return f"征求{_CONSULTED[p['to']]}{_party(p)}意见", "期限停止计算"
        case "consultation_closed":
            return f"收到{_party(p)}意见，期限恢复", _ANSWERS.get(p.get("answer", ""), p.get("answer", ""))
        case "extended":
            return f"延期答复{p['working_days']}个工作日", p.get("reason", "")
        case "reasons_requested":
            return "要求说明理由", p.get("why", "")
        case "delayed":
            return f"延迟答复至{_day(p['until'])}", p.get("reason", "")
        case "fee_notified":
            return "发收费通知", f"{p.get('yuan')}元，{p.get('basis', '')}"
        case "fee_paid":
            return "缴费完成，期限重新起算", f"{p.get('yuan')}元"
        case "replied":
            return f"答复：{outcome(p['outcome']).short}", p.get("letter") or ""
        case "withdrawn":
            return "申请人撤回", "还没有收到，不计入表三" if p.get("before_receipt") else "按其他处理计"
        case "ended":
            return f"不再处理：{outcome(p['outcome']).short}", ""
        case "judged":
            return "判断怎么答复", _judged(p)
        case "outcome_chosen":
            return f"另选办理结果：{outcome(p['outcome']).short}", p.get("reason", "")
        case "outcome_corrected":
            return (
                f"更正办理结果：{outcome(p['was']).short}改为{outcome(p['outcome']).short}",
                p.get("reason", ""),
            )
        case "enclosed":
            agent = "，由代理人代为提交" if p.get("agent") else ""
            return "申请附有材料", f"{len(p['files'])}个文件{agent}"
        case "message_received":
            early = "补充材料" if p.get("early") and p["kind"] == "supplement" else ""
            return f"申请人提交{early or Message.Kind(p['kind']).label}", f"{len(p['files'])}个文件" if p[
                "files"
            ] else ""
        case "file_viewed":
            return "查看材料", f"材料{p['file']}"
        case "file_attached":
            return f"存入{CaseFile.Purpose(p['purpose']).label}", f"材料{p['file']}"
        case "file_redacted":
            ground = f"，遮盖依据：{p['ground']}" if p.get("ground") else ""
            return "制作公开件", f"材料{p['file']}，原件为材料{p['original']}{ground}"
        case "file_released":
            return "放行公开件", _released(p)
        case "code_issued":
            return "发放查询码", "原来的查询码停止使用"
        case "applicant_viewed":
            return "查看申请人信息", f"用途：{p.get('purpose', '')}"
    return collaboration_words(event)


def _released(payload: dict[str, Any]) -> str:
    said = f"材料{payload['file']}"
    if payload.get("reason"):
        return f"{said}，检查查出{sum(payload['leaks'].values())}处，仍然放行，理由：{payload['reason']}"
    return said


def _day(text: str | None) -> str:
    if not text:
        return "限期"
    day = date.fromisoformat(text)
    return f"{day.year}年{day.month}月{day.day}日"


def story_lines(case: Application, events: Iterable[Event] | None = None) -> list[Line]:
    """A case's events as a reader meets them. events are the case's own, oldest first, when the caller has them."""
    lines = []
    for event in Event.objects.filter(stream=case.stream).order_by("version") if events is None else events:
        title, detail = _words(event)
        is_clock = event.kind.removeprefix("application.") in (
            "confirmed", "supplement_requested", "supplement_received", "consultation_sent",
            "consultation_closed", "extended", "fee_notified", "fee_paid", "replied", "withdrawn", "ended",
        )  # fmt: skip
        if event.kind == "application.registered" and case.received_on == event.occurred_on:
            title, is_clock = "登记，收到申请", True
        lines.append(
            Line(event.occurred_on, title, detail, event.actor_label, is_clock, event.seq, event.version)
        )
    return lines
