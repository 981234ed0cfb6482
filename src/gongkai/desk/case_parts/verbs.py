# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""下一步: the verbs open to this person on this case, each an address whose form is made when it is opened."""

from __future__ import annotations

from typing import Any

from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.desk.verbs import VERBS, Verb, VerbForm


def _fresh(page: CasePage, verb: Verb) -> VerbForm:
    """An empty form on today; ids carry the verb's name, so that each label names its own field."""
    return verb.form(page.case, initial={"on": page.day}, auto_id=f"{verb.name}_%s")


def show(page: CasePage) -> dict[str, Any] | None:
    found = [
        (verb, page.form_of(verb.name, lambda verb=verb: _fresh(page, verb)))
        for verb in VERBS
        if verb.open_to(page.roles, page.case)
    ]  # fmt: skip
    return {"verbs": found} if found else None


PART = Part("verbs", show)
