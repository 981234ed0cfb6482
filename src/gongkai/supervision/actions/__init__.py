# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of supervision (条例第四十六、四十七条): the only code that writes. Callers import from here."""

from gongkai.supervision.actions.cleanup import decide_mark, propose_all, propose_archive, propose_mark
from gongkai.supervision.actions.core import Refused, site_organ
from gongkai.supervision.actions.escalation import LEVELS, escalate_overdue
from gongkai.supervision.actions.findings import (
    Looked,
    ask_extension,
    claim_done,
    decide_extension,
    looked_at,
    proof_of,
    rectify,
)
from gongkai.supervision.actions.inspection import dismiss, inspect, look_again, restore, set_rule
from gongkai.supervision.actions.notices import (
    UNIT,
    FindingFacts,
    facts_of,
    issue_notice,
    sign_receipt,
)
from gongkai.supervision.actions.reviews import record_accountability, record_review
from gongkai.supervision.actions.scores import confirm_scores, scored_units, set_weights
from gongkai.supervision.actions.surveys import (
    answer_survey,
    conclude_survey,
    open_survey,
    read_comments,
)

__all__ = [
    "LEVELS",
    "UNIT",
    "FindingFacts",
    "Looked",
    "Refused",
    "answer_survey",
    "ask_extension",
    "claim_done",
    "conclude_survey",
    "confirm_scores",
    "decide_extension",
    "decide_mark",
    "dismiss",
    "escalate_overdue",
    "facts_of",
    "inspect",
    "issue_notice",
    "look_again",
    "looked_at",
    "open_survey",
    "proof_of",
    "propose_all",
    "propose_archive",
    "propose_mark",
    "read_comments",
    "record_accountability",
    "record_review",
    "rectify",
    "restore",
    "scored_units",
    "set_rule",
    "set_weights",
    "sign_receipt",
    "site_organ",
]
