# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The rules of the inspection, each its own class; another room adds its own with `register`."""

from __future__ import annotations

from gongkai.supervision.rules import (
    answers,
    columns,
    coverage,
    deadlines,
    interpretations,
    links,
    messages,
    validity,
)
from gongkai.supervision.rules.base import Found, Look, Rule, Setting, short

_RULES: dict[str, Rule] = {}


def register(rule: Rule) -> None:
    """Let the inspection ask this rule too; one of the same code takes its place."""
    _RULES[rule.code] = rule


for _kind in (
    columns.SiteQuiet, columns.Empty, columns.Stale, deadlines.Applications, deadlines.Drafts, deadlines.PublishedLate,
    deadlines.Backdated, validity.Expired, validity.Superseded, interpretations.Unexplained, interpretations.FewForms, interpretations.Copied,
    answers.Problems, answers.Tickets, answers.Matters, answers.Consultations, answers.FewConsultations, messages.OldLetters, messages.Letters, messages.Sentiment, links.DeadLinks,
    coverage.Statutory, coverage.Fields, coverage.Rows,
):  # fmt: skip
    register(_kind())


def every() -> list[Rule]:
    """All rules, in the order they are shown."""
    return list(_RULES.values())


def rule(code: str) -> Rule | None:
    """The rule of this code; None where the software no longer has it."""
    return _RULES.get(code)


__all__ = ["Found", "Look", "Rule", "Setting", "every", "register", "rule", "short"]
