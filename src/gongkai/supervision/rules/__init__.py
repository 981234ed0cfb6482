# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The rules of the inspection, each its own class; another room adds its own with `register`."""

from __future__ import annotations

from gongkai.supervision.models import RuleSetting
from gongkai.supervision.rules import (
    answers,
    backdating,
    columns,
    coverage,
    deadlines,
    interpretations,
    links,
    messages,
    outside,
    validity,
)
from gongkai.supervision.rules.base import Found, Look, Rule, Setting, Unjudged, short, values_of

OUTSIDE = outside.REF  # the kind of a place that is on another site
_RULES: dict[str, Rule] = {}


def register(rule: Rule) -> None:
    """Let the inspection ask this rule too; one of the same code takes its place."""
    _RULES[rule.code] = rule


for _kind in (
    columns.SiteQuiet, columns.Empty, columns.Stale, deadlines.Applications, deadlines.Drafts, deadlines.PublishedLate,
    backdating.Backdated, backdating.EngagementBackdated, validity.Expired, validity.Superseded, interpretations.Unexplained, interpretations.FewForms, interpretations.Copied,
    answers.Problems, answers.LateProblems, answers.Tickets, answers.Matters, answers.Consultations, answers.FewConsultations, messages.OldLetters, messages.Letters, messages.Sentiment, messages.Unrecorded, links.DeadLinks,
    coverage.Statutory, coverage.Fields, coverage.Rows, *outside.kinds(),
):  # fmt: skip
    register(_kind())


def every() -> list[Rule]:
    """All rules, in the order they are shown."""
    return list(_RULES.values())


def nightly() -> list[Rule]:
    """Those the inspection of the record asks; the others' findings are brought to it."""
    return [r for r in every() if not r.elsewhere]


def rule(code: str) -> Rule | None:
    """The rule of this code; None where the software no longer has it."""
    return _RULES.get(code)


def numbers(code: str) -> dict[str, int]:
    """The numbers this instance looks with by one rule; none where the software no longer has it."""
    one = rule(code)
    return values_of(one, RuleSetting.objects.filter(rule=code).first()) if one else {}


__all__ = [
    "OUTSIDE",
    "Found",
    "Look",
    "Rule",
    "Setting",
    "Unjudged",
    "every",
    "nightly",
    "numbers",
    "register",
    "rule",
    "short",
    "values_of",
]
