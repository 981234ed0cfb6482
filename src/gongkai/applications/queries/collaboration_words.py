# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The words of a case's story for what several people do on it: never what was said, only that it was."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from gongkai.applications.models import Contact, FeeDecision
from gongkai.law.clock import cn
from gongkai.law.consulted import Judgement, PartyKind
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ


@cache
def _organ(slug: str) -> str:
    return Organ.objects.filter(slug=slug).values_list("short_name", flat=True).first() or slug


def _party(p: dict[str, Any]) -> str:
    return f"{PartyKind(p['kind']).label}{p['number']}"


def collaboration_words(event: Event) -> tuple[str, str]:
    """(title, detail) of an event of contacts, tasks, parties, fees, reasons or groups; its kind where it is none."""
    p = event.payload
    match event.kind.removeprefix("application."):
        case "contacted":
            who, way = Contact.Whom(p["whom"]).label, Contact.Way(p["way"]).label
            return "答复前沟通", f"{way}，{who}，{Contact.Result(p['result']).label}"
        case "task_asked":
            due = cn(date.fromisoformat(p["due_on"]))
            return f"请求协办：{_organ(p['organ'])}", f"第{p['number']}项，{due}前反馈"
        case "task_accepted":
            return "协办签收", f"第{p['number']}项"
        case "task_answered":
            return "协办反馈", f"第{p['number']}项{'，逾期' if p['late'] else ''}"
        case "task_returned":
            return "协办退回", f"第{p['number']}项"
        case "task_reminded":
            return "催办", f"第{p['number']}项，第{p['time']}次"
        case "task_cancelled":
            return "撤销协办", f"第{p['number']}项"
        case "party_added":
            return f"登记{_party(p)}", ""
        case "consultation_received":
            return f"{PartyKind(p['to']).label}{p['id'][1:]}收到征求意见书", "15个工作日内提出意见"
        case "party_judged":
            return f"判断{_party(p)}的理由", Judgement(p["judgement"]).label
        case "party_told":
            return f"决定公开告知书送达{_party(p)}", ""
    return _charging_words(event)


def _charging_words(event: Event) -> tuple[str, str]:
    p = event.payload
    match event.kind.removeprefix("application."):
        case "fee_decided":
            unit = "件" if p["basis"] == FeeDecision.Basis.BY_ITEM else "页"
            return "决定收费", f"{FeeDecision.Basis(p['basis']).label}，{p['units']}{unit}，{p['yuan']}元"
        case "fee_refunded":
            return "退还信息处理费", f"{-p['yuan']}元"
        case "reasons_received":
            return "收到申请人说明的理由", ""
        case "reasons_judged":
            return "判断理由", "合理" if p["reasonable"] else "不合理，可以不予处理"
        case "grouped":
            return "并入成批办理", ""
        case "ungrouped":
            return "移出成批办理", ""
        case "converted":
            return "转为主动公开", "同一信息有多人申请（条例第四十四条）"
        case "discussed":
            return "提交联席会议研究", ""
        case "evidence_made":
            return "导出数量和频次的依据", ""
    return event.kind, ""
