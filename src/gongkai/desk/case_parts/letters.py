# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""文书: the case's letters with where each stands, and the other letters that may be drafted."""

from __future__ import annotations

from typing import Any

from gongkai.applications.actions.letters import AFTER_CLOSING
from gongkai.applications.queries import letters_of
from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.law.letters import LETTERS
from gongkai.organs.models import Role
from gongkai.organs.permissions import holds


def show(page: CasePage) -> dict[str, Any] | None:
    found = letters_of(page.case)
    may_draft = holds(page.person, page.case.organ, Role.INTAKE, Role.HANDLER)
    closed = page.result is not None
    kinds = [
        kind for kind in LETTERS
        if not kind.outcomes and (kind.key in AFTER_CLOSING if closed else kind.key not in ("correction", "review_answer"))
        and (page.story.received_on is not None or kind.key == "acknowledgement")
    ]  # fmt: skip
    if not found and not (may_draft and kinds):
        return None
    return {"letters": found, "kinds": kinds if may_draft else []}


PART = Part("letters", show)
