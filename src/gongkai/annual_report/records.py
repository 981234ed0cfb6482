# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The common face of what figures count: which record, of whom, when, how much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from gongkai.applications.models import Application, Contact, Enquiry, JointMeeting, Proceeding
from gongkai.engagement.demands.models import Commitment
from gongkai.engagement.models import (
    Activity,
    CitizenMessage,
    CollectedProblem,
    Consultation,
    Conversion,
    HotlineTicket,
    Opinion,
)
from gongkai.law.clock import cn
from gongkai.law.outcomes import outcome
from gongkai.ledger.models import Event
from gongkai.publishing.models import Column, DecisionCount, Document, Interpretation
from gongkai.supervision.models import AccountabilityCase, CleanUp, Detection, Finding, Notice


@dataclass(frozen=True)
class Record:
    """One record behind a figure, as a list shows it. `ref` is "kind/id"; screens turn it into an address."""

    ref: str
    label: str
    organ: str
    on: date | None
    detail: str
    quantity: int | Decimal = 1


def _application(row: Application) -> Record:
    if row.outcome and row.closed_on:
        detail = f"{outcome(row.outcome).short}，{cn(row.closed_on)}办结"
    else:
        detail = f"{row.get_state_display()}，最迟{cn(row.due_on)}" if row.due_on else row.get_state_display()
    return Record(f"application/{row.pk}", row.number, row.organ.short_name, row.received_on, detail)


def _proceeding(row: Proceeding) -> Record:
    result = row.get_result_display() if row.result else "尚未审结"
    return Record(
        f"proceeding/{row.pk}", f"{row.get_block_display()} {row.case_number}",
        row.organ.short_name, row.accepted_on, f"{row.body}，{result}，{row.about}",
    )  # fmt: skip


def _document(row: Document) -> Record:
    return Record(
        f"document/{row.pk}",
        row.title,
        row.organ.short_name,
        row.published_on,
        row.number or row.index_number,
    )


def _interpretation(row: Interpretation) -> Record:
    document = row.document
    return Record(
        f"document/{document.pk}", document.title, document.organ.short_name, document.published_on,
        f"{row.get_form_display()}，解读{row.policy.number or row.policy.title}",
    )  # fmt: skip


def _activity(row: Activity) -> Record:
    quantity = next((q for q in (row.people, row.firms, row.posts) if q is not None), 1)
    place = "线上" if row.online else row.place
    return Record(
        f"activity/{row.pk}",
        row.title,
        row.organ.short_name,
        row.held_on,
        f"{place}，依据：{row.evidence}",
        quantity,
    )


def _problem(row: CollectedProblem) -> Record:
    detail = f"{cn(row.answered_on)}答复" if row.answered_on else "尚未答复"
    return Record(f"problem/{row.pk}", row.title, row.organ.short_name, row.collected_on, detail)


def _ticket(row: HotlineTicket) -> Record:
    return Record(f"ticket/{row.pk}", row.subject, row.organ.short_name, row.answered_on, row.number)


def _consultation(row: Consultation) -> Record:
    return Record(
        f"document/{row.document_id}",
        row.title,
        row.organ.short_name,
        row.opened_on,
        f"至{cn(row.closes_on)}",
    )


def _opinion(row: Opinion) -> Record:
    """Its number and the consultation, never its words: a figure's page is public."""
    about = row.consultation
    said = row.get_adoption_display() if row.adoption else "正在研究"
    return Record(
        f"document/{about.document_id}",
        f"意见{row.pk}",
        about.organ.short_name,
        row.received_on,
        f"{about.title}，{said}",
    )


def _message(row: CitizenMessage) -> Record:
    """Its number and kind, never its title: a writer may have put a name there."""
    return Record(
        f"message/{row.pk}", row.number, row.organ.short_name, row.answered_on, row.get_kind_display()
    )


def _column(row: Column) -> Record:
    return Record(f"column/{row.pk}", row.name, row.owner.short_name, row.opened_on, row.belongs)


def _notice(row: Notice) -> Record:
    return Record(
        f"notice/{row.pk}", row.title, row.organ.short_name, row.issued_on, f"{row.year}年第{row.issue}期"
    )


def _finding(row: Finding) -> Record:
    return Record(
        f"finding/{row.pk}", row.text, row.organ.short_name, row.rectified_on,
        f"{row.notice.year}年第{row.notice.issue}期，{row.evidence or '尚未整改'}",
    )  # fmt: skip


def _accountability(row: AccountabilityCase) -> Record:
    return Record(
        f"accountability/{row.pk}", row.measure, row.organ.short_name, row.decided_on, row.facts[:60]
    )


def _count(row: DecisionCount) -> Record:
    return Record(
        f"count/{row.pk}", f"{row.get_kind_display()}（{row.year}年）", row.organ.short_name, None,
        f"来源：{row.source}", row.amount,
    )  # fmt: skip


def _event(row: Event) -> Record:
    return Record(row.stream, f"账本第{row.seq}号", "", row.occurred_on, row.kind, row.payload.get("yuan", 1))


def _contact(row: Contact) -> Record:
    case = row.application
    said = f"{row.get_way_display()}，{row.get_whom_display()}，{row.get_result_display()}"
    return Record(f"application/{case.pk}", case.number, case.organ.short_name, row.on, said)


def _enquiry(row: Enquiry) -> Record:
    state = row.get_result_display() if row.result else "没有答复就了结" if row.closed_on else "尚未答复"
    said = f"{row.get_kind_display()}，{row.get_channel_display()}，{state}"
    return Record(f"enquiry/{row.pk}", row.number, row.organ.short_name, row.asked_on, said)


def _meeting(row: JointMeeting) -> Record:
    return Record(f"meeting/{row.pk}", row.title, row.organ.short_name, row.held_on, row.place)


def _conversion(row: Conversion) -> Record:
    document = row.document
    detail = document.title if document else "尚未公开"
    ref = f"document/{document.pk}" if document else f"conversion/{row.pk}"
    return Record(ref, row.name, row.organ.short_name, row.concluded_on, detail)


def _detection(row: Detection) -> Record:
    return Record(f"detection/{row.pk}", row.text, row.organ.short_name, row.first_seen, row.place)


def _commitment(row: Commitment) -> Record:
    state = f"{cn(row.closed_on)}办结" if row.closed_on else f"期限{cn(row.due_on)}"
    return Record(
        f"commitment/{row.pk}", row.title, row.owner.short_name, row.listed_on, f"{state}，{row.measure}", row.demands
    )  # fmt: skip


def _clean_up(row: CleanUp) -> Record:
    document = row.document
    detail = f"{row.get_what_display()}，{row.basis}"
    return Record(
        f"document/{document.pk}", document.title, document.organ.short_name, row.decided_on, detail
    )


_FACES: dict[type[Any], Callable[[Any], Record]] = {
    Application: _application,
    Proceeding: _proceeding,
    Document: _document,
    Interpretation: _interpretation,
    Activity: _activity,
    CollectedProblem: _problem,
    HotlineTicket: _ticket,
    Consultation: _consultation,
    Opinion: _opinion,
    CitizenMessage: _message,
    Column: _column,
    Notice: _notice,
    Finding: _finding,
    AccountabilityCase: _accountability,
    Detection: _detection,
    Commitment: _commitment,
    CleanUp: _clean_up,
    DecisionCount: _count,
    Contact: _contact,
    Conversion: _conversion,
    Enquiry: _enquiry,
    JointMeeting: _meeting,
    Event: _event,
}


def record(row: Any) -> Record:
    """The record's common face."""
    return _FACES[type(row)](row)
