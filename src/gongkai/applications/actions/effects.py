# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a served letter does to its case: the case verb of its kind, dated by its service."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from gongkai.applications.actions import clock as clock_verbs
from gongkai.applications.actions.closing import reply
from gongkai.applications.actions.fees import notify_fee
from gongkai.applications.actions.parties import ask_by_letter, tell_by_letter
from gongkai.applications.actions.reasons import request_reasons
from gongkai.applications.letters.facts import number
from gongkai.applications.models import Application, Letter
from gongkai.applications.story import Story
from gongkai.law.calendar import parse_day
from gongkai.organs.permissions import Actor


def on_the_clock(kind: str, facts: Mapping[str, str]) -> tuple[str, dict[str, Any]] | None:
    """The clock event a letter of this kind will be, as far as its facts are known; None where it moves no clock."""
    match kind:
        case "supplement":
            return "application.supplement_requested", {"respond_by": facts.get("respond_by") or None}
        case "extension" if days := number(facts.get("working_days", "")):
            return "application.extended", {"working_days": days}
        case "delay" if facts.get("until"):
            return "application.delayed", {"until": facts["until"]}
        case "fee":
            return "application.fee_notified", {}
        case "reasons":
            return "application.reasons_requested", {}
    return None


def bring_about(
    actor: Actor,
    case: Application,
    letter: Letter,
    story: Story,
    facts: Mapping[str, str],
    *,
    received_on: date | None,
) -> None:
    """Call the case verb of the letter's kind. Its words stay in the letter: the ledger says which letter."""
    on = letter.served_on
    common: dict[str, Any] = {"actor": actor, "application": case, "on": on}
    see = f"见{letter.number}"
    match letter.kind:
        case "supplement":
            clock_verbs.request_supplement(**common, respond_by=parse_day(facts["respond_by"]), what=see)
        case "extension":
            clock_verbs.extend(**common, working_days=int(facts["working_days"]), reason=see, letter=letter)
        case "delay":
            clock_verbs.delay(**common, until=parse_day(facts["until"]), reason=see, letter=letter)
        case "fee":
            notify_fee(**common, yuan=int(facts["amount"]), basis=see, letter=letter)
        case "reasons":
            request_reasons(**common, why=see)
        case "third_party_inquiry" | "co_maker_inquiry":
            kind = "third_party" if letter.kind == "third_party_inquiry" else "co_maker"
            ask_by_letter(**common, kind=kind, name=facts.get("recipient", ""), received_on=received_on)
        case "third_party_decision":
            tell_by_letter(**common, name=facts.get("recipient", ""))
    if letter.outcome:
        reply(**common, outcome_id=letter.outcome, letter=letter)
