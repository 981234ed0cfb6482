# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a letter says that the case already knows: dates with their ground, the request, the new last day, earlier replies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongkai.applications.letters.words import ORGAN_SETS_LIMIT
from gongkai.applications.models import Application, FeeDecision, Letter, State
from gongkai.applications.story import Story, clock_event
from gongkai.law import clock as law_clock
from gongkai.law.calendar import parse_day
from gongkai.law.citations import Citation, instrument, regulations
from gongkai.law.clock import cn
from gongkai.law.letters import LetterKind
from gongkai.law.outcomes import outcome
from gongkai.law.receipt import Channel, receipt_date
from gongkai.organs.workdays import workdays

_ANSWERS = {"agreed": "同意公开", "objected": "不同意公开", "silent": "逾期没有提出意见"}
_PARTIES = {"third_party": "第三方", "co_maker": "共同制作机关", "organ": "其他机关"}


@dataclass(frozen=True)
class LetterMatter:
    """What a letter is about: the case with its story, the kind, the row it tells, the day it is written."""

    case: Application
    story: Story
    kind: LetterKind
    day: date
    row: str | None = None
    refused_for: str | None = None
    already_public: bool = False
    consultations: tuple[tuple[str, str, str | None], ...] = ()  # id, to, answer


def title_of(kind: LetterKind) -> str:
    """The title as printed: without the note of whom it is for."""
    return re.sub("（.*）$", "", kind.title)


def named(citations: list[Citation]) -> str:
    """Provisions as a letter cites them: each instrument in full at first mention, then its provisions alone."""
    found: list[str] = []
    last = ""
    for citation in dict.fromkeys(citations):
        title = instrument(citation.instrument).title if citation.instrument != last else ""
        found.append(f"{title}{citation.provision}")
        last = citation.instrument
    return "、".join(found)


def grounds(matter: LetterMatter) -> list[Citation]:
    """法律依据 of a letter that decides: the provision it is issued under, and the ground of what it refuses."""
    kind, row = matter.kind, matter.row
    if kind.key == "disclosed":
        return [regulations("第三十六条第一项" if matter.already_public else "第三十六条第二项")]
    if kind.key == "refused" and row:
        return [kind.citation, *outcome(row).citations]
    if kind.key == "partly":
        refused = outcome(matter.refused_for).citations if matter.refused_for else ()
        return [kind.citation, *refused]
    return [kind.citation]


def sentence(text: str) -> str:
    """The words with one full stop at their end."""
    text = text.strip()
    return text if not text or text[-1] in "。！？；：" else f"{text}。"


def computed(matter: LetterMatter, typed: Mapping[str, str]) -> dict[str, str]:
    """Facts no one types: from the record and from the law."""
    case, kind = matter.case, matter.kind
    facts = {
        "case_number": case.number, "request": sentence(case.description or case.title), "organ": case.organ.name,
        "this_organ": case.organ.name, "office": case.organ.office_name, "contact_line": case.organ.phone,
        "submitted_on": cn(case.submitted_on),
    }  # fmt: skip
    if case.received_on:
        facts["received_on"] = cn(case.received_on)
        facts["receipt_basis"] = receipt_basis(case)
    if kind.substantive:
        facts["articles"] = named(grounds(matter))
    if kind.key == "extension" and (days := number(typed.get("working_days", ""))) and case.received_on:
        facts["new_due"] = new_due(matter, days) or ""
    return facts


def receipt_basis(case: Application) -> str:
    """The ground of the receipt date, with its article (条例第三十一条)."""
    on = case.received_on
    receipt = receipt_date(
        Channel(case.channel), submitted_on=case.submitted_on, arrived_on=on, confirmed_on=on
    )
    return f"{receipt.text}（{receipt.citation.text}）"


def new_due(matter: LetterMatter, days: int) -> str | None:
    """The last day after an extension notified on the day of the letter, by the clock; None where the law allows none."""
    story = matter.story
    if story.received_on is None or days < 1:
        return None
    event = clock_event("application.extended", matter.day, {"working_days": days})
    after = law_clock.run(
        story.received_on, [*story.clock_events, event], as_of=matter.day, workdays=workdays()
    )
    return cn(after.due) if after.due else None


def number(text: str) -> int | None:
    """A number as typed; None for words, and for what only looks like digits ("²")."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 4 else None


def suggested(matter: LetterMatter) -> dict[str, str]:
    """What the form opens with; the officer confirms or changes it. Reasons are never suggested."""
    key, case = matter.kind.key, matter.case
    found: dict[str, str] = {}
    match key:
        case "acknowledgement":
            organ = case.organ
            found = {"channel": Channel(case.channel).label, "contact": f"{organ.phone}，{organ.address}"}
        case "supplement":
            found = {
                "respond_by": workdays().add(matter.day, 15).isoformat(),
                "default_effect": "无正当理由逾期不补正的，视为放弃申请，本机关不再处理该政府信息公开申请。",
            }
        case "reasons":
            found = {"respond_by": workdays().add(matter.day, 7).isoformat()}
        case "assistance":
            found = {"respond_by": workdays().add(matter.day, 5).isoformat()}
        case "third_party_inquiry":
            found = {
                "respond_by": "收到本征求意见书之日起15个工作日内",
                "silence_effect": "逾期没有提出意见的，由本机关依照条例的规定决定是否公开。",
            }
        case "co_maker_inquiry":
            found = {
                "respond_by": "收到本征求意见书之日起15个工作日内",
                "silence_effect": "逾期不提出意见的，视为同意公开。",
            }
        case "inquiry_notice":
            asked = dict.fromkeys(_PARTIES[to] for _, to, _ in matter.consultations)
            found = {
                "consulted": "、".join(asked) or "第三方",
                "excluded": "根据《中华人民共和国政府信息公开条例》第三十三条第三款的规定，征求意见所需时间不计算在答复期限内。",
            }
        case "fee":
            found = {
                "basis": "《政府信息公开信息处理费管理办法》",
                "pay_by": "收到本通知书之日起20个工作日内",
                "default_effect": "逾期未缴纳的，视为放弃申请，本机关不再处理该政府信息公开申请。",
                **charged(case),
            }
        case "unclear":
            found = {"supplement": supplement_history(matter)}
        case "repeated":
            found = {"earlier": earlier_replies(case)}
        case "petition":
            found = {"channel": "信访、投诉、举报的受理机关或者其公布的渠道。"}
    if "R3.3.4" in (matter.row, matter.refused_for):
        found["third_party_opinion"] = opinions(matter)
    return found


def charged(case: Application) -> dict[str, str]:
    """Standard and amount from the decision to charge; nothing without one."""
    decision = FeeDecision.objects.filter(application=case).first()
    if decision is None:
        return {}
    unit = "件" if decision.basis == FeeDecision.Basis.BY_ITEM else "页"
    return {
        "standard": f"{decision.get_basis_display()}，{decision.units}{unit}",
        "amount": str(decision.yuan),
    }


def opinions(matter: LetterMatter) -> str:
    """What the third parties said, from the record."""
    heard = [answer for _, to, answer in matter.consultations if to == "third_party" and answer]
    if not heard:
        return ""
    said = "；".join(_ANSWERS.get(a, "意见见原件") for a in heard)
    return f"本机关已书面征求第三方意见，第三方{said}。"


def supplement_history(matter: LetterMatter) -> str:
    """When a supplement was asked for and when it came."""
    told = [
        f"本机关于{cn(e.on)}告知您补正" for e in matter.story.clock_events if e.type == "supplement_requested"
    ]
    came = [f"您于{cn(e.on)}作出补正" for e in matter.story.clock_events if e.type == "supplement_received"]
    return "，".join([*told, *came, "补正后申请内容仍不明确："]) if told else ""


def earlier_replies(case: Application) -> str:
    """Replies to the same applicant on the same title: their numbers and days (条例第三十六条第六项)."""
    same = (
        Application.objects.filter(
            organ=case.organ, applicant__identity_key=case.applicant.identity_key, title=case.title,
            state=State.CLOSED,
        )
        .exclude(pk=case.pk)
        .order_by("closed_on")
    )  # fmt: skip
    letters = {
        letter.application_id: letter.number
        for letter in Letter.objects.filter(application__in=same, state="served", outcome__isnull=False)
    }
    return "；".join(
        f"{cn(row.closed_on)}{f'以{letters[row.pk]}' if row.pk in letters else ''}答复（登记编号{row.number}）"
        for row in same
        if row.closed_on
    )


def said(matter: LetterMatter, typed: Mapping[str, str]) -> dict[str, str]:
    """All facts as the letter prints them: typed ones as written, days in Chinese, sums with their unit."""
    found = dict(typed)
    for key, value in typed.items():
        is_limit = key == "respond_by" and matter.kind.key in ORGAN_SETS_LIMIT
        if (key == "until" or is_limit) and value:
            found[key] = cn(parse_day(value))
        elif key == "amount" and value:
            found[key] = f"{value}元"
        elif key in _SENTENCES and not (key == "channel" and not matter.kind.substantive):
            found[key] = sentence(value)
    return {**found, **computed(matter, typed)}


# Facts printed as sentences of their own; the others stand inside one.
_SENTENCES = frozenset(
    {
        "findings", "reasons", "harm", "given", "refused", "scope", "method", "result", "right_organ", "processing",
        "judged", "held", "earlier", "unclear", "how", "why", "information", "asked", "default_effect", "way",
        "silence_effect", "excluded", "interest", "record", "decision", "evidence", "third_party_opinion", "channel",
        "window", "basis", "standard", "supplement",
    }
)  # fmt: skip
