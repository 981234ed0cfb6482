# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""复议和诉讼 about this case."""

from __future__ import annotations

from typing import Any

from gongkai.applications.queries import duties
from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.desk.proceeding_forms import OpenForm
from gongkai.organs.models import Role


def show(page: CasePage) -> dict[str, Any] | None:
    found = [(p, duties(p)) for p in page.case.proceedings.select_related("new_reply")]
    form = None
    if page.result is not None and page.holds(Role.HANDLER, Role.REVIEWER):
        form = page.form_of("proceeding", lambda: OpenForm(page.case, initial={"on": page.day}))
    opened = bool(page.refused and page.refused[0] == "proceeding")
    return {"proceedings": found, "form": form, "opened": opened} if found or form else None


PART = Part("proceedings", show)
