# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""怎么答复: the answers so far as rows, one open question with what each answer leads to, and at the end the letter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gongkai.applications.letters.judgement import Judgement
from gongkai.applications.models import Letter, State
from gongkai.applications.queries import judgement
from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.desk.letter_forms import ChooseForm
from gongkai.law.clock import cn
from gongkai.law.letters import letter
from gongkai.law.outcomes import outcome
from gongkai.law.remedies import variant_of
from gongkai.law.replies import WAITS, Decision, Question, decide, question
from gongkai.organs.models import Role

WAITS_BY_LETTER = {
    "wait:supplement": "supplement", "wait:reasons": "reasons", "wait:payment": "fee", "wait:consult": "third_party_inquiry",
}  # fmt: skip
# What the record says about a question, where a fact of the case answers it.
_ON_RECORD = {
    "supplemented": ("supplement_requested", "告知补正"), "supplement_came": ("supplement_received", "收到补正"),
    "consulted": ("consultation_closed", "收到第三方意见"), "fee_paid": ("fee_paid", "缴费完成"),
    "reasons_given": ("reasons_requested", "要求说明理由"),
}  # fmt: skip


@dataclass(frozen=True)
class Choice:
    """One answer of a question: what it means, and where it leads."""

    value: str
    text: str
    leads: str


def leads_to(found: Decision, day: Any) -> str:
    """Where a decision stands, in words: the row, the letter, the remedy; or the letter to send first; or the next question."""
    if found.outcome:
        row = outcome(found.outcome)
        letters = f"《{row.letter}》，" if row.letter else "不发答复文书，"
        remedy = variant_of(row.ground, day, gives_nothing=row.gives_nothing).label
        return f"表三“{row.short}”。{letters}救济：{remedy}"
    if found.waits_for:
        title, what = WAITS[found.waits_for]
        return f"先发《{title}》：{what}"
    return f"接着问：{found.next_question.text}" if found.next_question else ""


def choices(asked: Question, before: dict[str, bool], day: Any) -> list[Choice]:
    """Both answers to a question with their consequence."""
    found = []
    for value, reason in ((True, asked.reason_yes), (False, asked.reason_no)):
        leads = leads_to(decide({**before, asked.key: value}), day)
        found.append(Choice("yes" if value else "no", f"{'是' if value else '否'}：{reason}", leads))
    return found


def show(page: CasePage) -> dict[str, Any] | None:
    judged = judgement(page.case, page.events)
    may = page.holds(Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    if page.case.state == State.UNCONFIRMED or not (page.result or may or judged.judged):
        return None
    if page.result:
        return {"turns": judged.decision.turns, "closed": True} if judged.answers else None
    change = page.change if page.change in judged.answers else ""
    turns = list(judged.decision.turns)
    falls: list[Any] = []
    asked = judged.decision.next_question
    if change:
        at = next(n for n, turn in enumerate(turns) if turn.question.key == change)
        asked, falls, turns = question(change), turns[at + 1 :], turns[:at]
    before = {turn.question.key: turn.answer for turn in turns}
    form = page.refused[1] if page.refused and page.refused[0] == "judge" else None
    return {
        "closed": False, "may": may, "turns": turns, "asked": asked, "falls": falls, "changing": bool(change), "form": form,
        "choices": choices(asked, before, page.day) if asked else [], "number": len(turns) + 1,
        "record": _record(page, asked), "judged": judged, "end": None if asked else _end(page, judged),
        "choose": page.form_of("choose", lambda: ChooseForm(page.case, auto_id="choose_%s")),
    }  # fmt: skip


def _record(page: CasePage, asked: Question | None) -> str:
    kind, words = _ON_RECORD.get(asked.key if asked else "", ("", ""))
    days = [e.on for e in page.story.clock_events if e.type == kind]
    return f"记录：{cn(days[-1])}{words}" if days else ""


def _end(page: CasePage, judged: Judgement) -> dict[str, Any]:
    """What the end of the tree offers: letters to draft, or the verb that closes without one."""
    found = judged.decision
    if judged.outcome is None:
        kinds = [letter(WAITS_BY_LETTER[found.waits_for])] if found.waits_for else []
        return {
            "says": leads_to(found, page.day),
            "letters": kinds,
            "verb": "",
            "chosen": False,
            "in_hand": None,
        }
    row = outcome(judged.outcome)
    says = leads_to(Decision((), judged.outcome, judged.refused_for, None, None), page.day)
    replies = page.case.letters.filter(outcome__isnull=False, state__in=["draft", "review", "signed"])
    in_hand = replies.first() if page.has(Letter) else None
    kinds = [] if in_hand else list(row.letters)
    if found.third_party_is_told and not judged.chosen:
        kinds.insert(0, letter("third_party_decision"))
    verb = {"R3.6.1": "end", "R3.6.2": "end", "R3.6.3": "close_other"}.get(row.id, "")
    return {"says": says, "letters": kinds, "verb": verb, "chosen": bool(judged.chosen), "why": judged.chosen_reason, "in_hand": in_hand}  # fmt: skip


PART = Part("question", show)
