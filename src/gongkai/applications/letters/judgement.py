# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Where a case's judgement stands, from its events: the latest answers, and a row chosen over them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.law.replies import Decision, decide
from gongkai.ledger.models import Event


@dataclass(frozen=True)
class Judgement:
    """The latest answers and where they lead; chosen is a row the officer took instead, with its reason."""

    answers: dict[str, bool]
    decision: Decision
    chosen: str | None = None
    chosen_refused_for: str | None = None
    chosen_reason: str = ""

    @property
    def outcome(self) -> str | None:
        return self.chosen or self.decision.outcome

    @property
    def refused_for(self) -> str | None:
        return self.chosen_refused_for if self.chosen else self.decision.refused_for

    @property
    def judged(self) -> bool:
        return bool(self.answers or self.chosen)


def judgement_of(events: Iterable[Event]) -> Judgement:
    """The judgement the events add up to; answering anew takes a chosen row back."""
    answers: dict[str, bool] = {}
    chosen: dict[str, str | None] = {}
    for event in events:
        if event.kind == "application.judged":
            answers, chosen = dict(event.payload["answers"]), {}
        elif event.kind == "application.outcome_chosen":
            chosen = event.payload
    return Judgement(
        answers=answers,
        decision=decide(answers),
        chosen=chosen.get("outcome"),
        chosen_refused_for=chosen.get("refused_for"),
        chosen_reason=chosen.get("reason") or "",
    )
