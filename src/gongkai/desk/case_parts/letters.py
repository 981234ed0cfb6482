# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""文书: the case's letters with their states, the one in hand as a sheet, and which others may be drafted."""

from __future__ import annotations

from typing import Any

from gongkai.applications.letters.composing import draft_of
from gongkai.applications.models import Letter, State
from gongkai.applications.queries import letters_of
from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.law.letters import LETTERS
from gongkai.organs.models import Role

OPEN = (Letter.State.DRAFT, Letter.State.REVIEW, Letter.State.SIGNED)
# Beside the reply: what may be written while the case is open, and after it.
BESIDE = ("acknowledgement", "supplement", "extension", "third_party_inquiry", "co_maker_inquiry", "inquiry_notice", "reasons", "delay", "fee", "assistance")  # fmt: skip
AFTER = ("correction", "review_answer")


def may_draft(page: CasePage) -> list[Any]:
    """Kinds this person may draft now, the replies left out: those follow from the judgement."""
    if page.case.state == State.UNCONFIRMED or not page.holds(Role.INTAKE, Role.HANDLER):
        return []
    done = {e.type for e in page.story.clock_events}
    skip = {"supplement" if "supplement_requested" in done else "", "extension" if "extended" in done else ""}
    keys = AFTER if page.result else BESIDE
    return [kind for kind in LETTERS if kind.key in keys and kind.key not in skip]


def show(page: CasePage) -> dict[str, Any] | None:
    rows = letters_of(page.case) if page.has(Letter) else []
    kinds = may_draft(page)
    if not rows and not kinds:
        return None
    hand = next((row for row in reversed(rows) if row.state in OPEN[:2]), None)
    draft = None
    if hand:
        hand.application = page.case
        draft = draft_of(hand, page.day)
    return {"letters": rows, "kinds": kinds, "hand": hand, "draft": draft}


PART = Part("letters", show)
