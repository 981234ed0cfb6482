# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""怎么答复: the questions the law asks, one open at a time; each choice says where it leads, and nothing is pre-selected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.applications.models import State
from gongkai.applications.queries import judgement
from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.law.letters import LetterKind, for_outcome, letter
from gongkai.law.outcomes import OUTCOMES, outcome
from gongkai.law.remedies import Variant, variant_of
from gongkai.law.replies import WAITS, Question, question
from gongkai.organs.models import Role
from gongkai.organs.permissions import holds

# Which letter a wait asks for first.
WAIT_LETTERS = {
    "wait:supplement": "supplement", "wait:reasons": "reasons", "wait:payment": "fee", "wait:consult": "third_party_inquiry",
}  # fmt: skip
REMEDIES = {
    Variant.REVIEW_FIRST: "先申请行政复议", Variant.CHOICE: "行政复议或者行政诉讼", Variant.NONE: "没有单独的救济",
    Variant.THIRD_PARTY: "行政复议或者行政诉讼",
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One answer: its word, why the path goes there, and what it leads to."""

    value: str
    word: str
    reason: str
    leads_to: str


def consequence(step: str, day: date) -> str:
    """What lies at the end of a step: the next question, a row of table 3 with its remedy, or a letter to wait for."""
    if step in WAITS:
        title, words = WAITS[step]
        return f"发《{title}》。{words}"
    if step.startswith("part:"):
        return f"“{outcome(step.removeprefix('part:')).short}”，再看能不能区分处理"
    if step.startswith("R3."):
        row = outcome(step)
        remedy = f"，救济：{REMEDIES[variant_of(row.ground, day)]}" if row.letters else ""
        return f"表三“{row.short}”{remedy}"
    return f"接着问：{question(step).text}" if step else "整件不予公开"


def choices(asked: Question, day: date) -> list[Choice]:
    return [
        Choice("yes", "是", asked.reason_yes, consequence(asked.yes, day)),
        Choice("no", "不是", asked.reason_no, consequence(asked.no, day)),
    ]


def letters_for(row: str) -> tuple[LetterKind, ...]:
    return for_outcome(row)


def show(page: CasePage) -> dict[str, Any] | None:
    roles = (Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    if page.story.received_on is None or not holds(page.person, page.case.organ, *roles):
        return None
    found = judgement(page.case)
    if page.result is not None:
        return {"turns": found.decision.turns, "closed": True} if found.judged else None
    turns = found.decision.turns
    again = page.changing
    at = next((n for n, turn in enumerate(turns) if turn.question.key == again), None)
    asked = turns[at].question if at is not None else found.decision.next_question
    row = outcome(found.outcome) if found.outcome and at is None else None
    return {
        "closed": False, "turns": turns[:at], "falls": len(turns) - at - 1 if at is not None else 0, "asked": asked,
        "choices": choices(asked, page.day) if asked else [], "number": (at if at is not None else len(turns)) + 1,
        "row": row, "refused_for": outcome(found.refused_for) if row and found.refused_for else None,
        "letters": letters_for(row.id) if row else (), "chosen_reason": found.chosen_reason if found.chosen else "",
        "remedy": REMEDIES[variant_of(row.ground, page.day)] if row and row.letters else "",
        "wait": (WAITS[found.decision.waits_for], letter(WAIT_LETTERS[found.decision.waits_for]))
        if found.decision.waits_for and at is None else None,
        "waiting": page.case.state != State.RUNNING,
        "rows": OUTCOMES, "refusing": [o for o in OUTCOMES if o.refuses and o.id != "R3.2"],
        "error": page.refused[1] if page.refused and page.refused[0] == "judge" else "",
    }  # fmt: skip


PART = Part("question", show)
