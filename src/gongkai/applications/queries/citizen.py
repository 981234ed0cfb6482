# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A case's events in the words of the counter, for the applicant: no name of staff, no third party, no internal step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.applications.models import Application, Message, State
from gongkai.law.clock import Clock, cn
from gongkai.law.outcomes import outcome
from gongkai.ledger.models import Event


@dataclass(frozen=True)
class Told:
    """One line of the story the applicant reads."""

    when: str
    title: str
    detail: str = ""
    state: str = "done"
    is_clock: bool = False


_SUBMITTED = {
    "counter": "您当面提交申请", "post_signed": "您寄出申请", "post_unsigned": "您寄出申请", "online": "您在网上提交申请",
    "fax": "您用传真提交申请", "oral": "您口头申请，由工作人员代为填写",
}  # fmt: skip
_CONSULTED = {
    "third_party": "信息涉及第三方，书面征求其意见", "co_maker": "信息由几个机关共同制作，征求其意见",
    "organ": "征求其他机关意见",
}  # fmt: skip
_SENT = {
    "supplement": "您提交了补正材料", "payment": "您提交了缴费凭证", "reasons": "您说明了理由", "withdraw": "您要求撤回申请",
    "note": "您给承办人留言",
}  # fmt: skip


def _told(event: Event) -> tuple[str, str, bool] | None:
    """(what happened, more about it, whether it moves the limit); None for what is not the applicant's concern."""
    p = event.payload
    match event.kind.removeprefix("application."):
        case "registered":
            return _SUBMITTED[p["channel"]], f"登记编号{p['number']}", bool(p.get("confirmed_on"))
        case "confirmed":
            return "与您确认，收到申请", "这一天是收到申请之日", True
        case "supplement_requested":
            by = f"，请于{cn(date.fromisoformat(p['respond_by']))}前补正" if p.get("respond_by") else ""
            return "请您补正", f"{p.get('what', '')}{by}", True
        case "supplement_received":
            return "收到您的补正", "答复期限从这一天重新计算", True
        case "consultation_sent":
            return _CONSULTED[p["to"]], "征求意见的时间不计入期限", True
        case "consultation_closed":
            return "收到意见，期限接着计算", "", True
        case "extended":
            return f"延期{p['working_days']}个工作日答复", p.get("reason", ""), True
        case "reasons_requested":
            return "请您说明理由", p.get("why", ""), False
        case "delayed":
            return f"延迟到{cn(date.fromisoformat(p['until']))}前答复", p.get("reason", ""), True
        case "fee_notified":
            return "发出收费通知", f"{p.get('yuan')}元，缴费后期限重新计算", True
        case "fee_paid":
            return "收到您缴的费用", "答复期限从这一天重新计算", True
        case "replied":
            return f"答复：{outcome(p['outcome']).short}", p.get("letter") or "", True
        case "withdrawn":
            return "您撤回了申请", "", True
        case "ended":
            return f"不再处理：{outcome(p['outcome']).short}", "", True
        case "message_received":
            early = p.get("early") and p["kind"] == "supplement"
            return (
                "您补充了申请材料" if early else _SENT[Message.Kind(p["kind"])],
                f"{len(p['files'])}个文件" if p["files"] else "",
                False,
            )
    return None


def told(case: Application, clock: Clock | None, *, today: date) -> list[Told]:
    """办到哪一步: what happened, where it is now, what comes next."""
    lines = []
    for event in Event.objects.filter(stream=case.stream).order_by("version"):
        if found := _told(event):
            lines.append(Told(cn(event.occurred_on), found[0], found[1], "done", found[2]))
            if event.kind == "application.registered" and case.received_on and _came_by_itself(event):
                lines.append(Told(cn(case.received_on), "收到申请", "这一天是收到申请之日", "done", True))
    if case.state == State.CLOSED:
        return lines
    lines.append(Told("今天", now(case, clock), f"由{case.organ.name}办理", "now"))
    if clock and clock.due and clock.due >= today:
        lines.append(Told(f"{cn(clock.due)}前", "答复送达您", "", "next"))
    return lines


def _came_by_itself(event: Event) -> bool:
    """Received without a confirmation event: at the counter, by signed post, or confirmed when it was registered."""
    return event.payload["channel"] in ("counter", "post_signed", "oral") or bool(
        event.payload.get("confirmed_on")
    )


def now(case: Application, clock: Clock | None) -> str:
    """Where the case stands, said to the applicant."""
    if case.state == State.UNCONFIRMED:
        return "等待与您确认"
    if clock is not None and clock.state == "lapsed":
        return "补正或者缴费的期限已过，等待机关决定"
    if case.state == State.AWAITING_SUPPLEMENT:
        return "等待您补正"
    if case.state == State.AWAITING_PAYMENT:
        return "等待您缴费"
    return "正在查找信息、拟写答复"
