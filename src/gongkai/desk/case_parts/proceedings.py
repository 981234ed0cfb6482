# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""复议和诉讼 about this case."""

from __future__ import annotations

from typing import Any

from gongkai.applications.models import Proceeding
from gongkai.applications.queries import duties
from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.desk.proceeding_forms import OpenForm
from gongkai.organs.models import Role


def show(page: CasePage) -> dict[str, Any] | None:
    rows = page.case.proceedings.select_related("new_reply") if page.has(Proceeding) else ()
    found = [(p, duties(p)) for p in rows]
    may = page.result is not None and page.holds(Role.HANDLER, Role.REVIEWER)
    if not found and not may:
        return None
    form = page.form_of("proceeding", lambda: OpenForm(page.case, initial={"on": page.day})) if may else None
    return {"proceedings": found, "form": form, "may": may}


PART = Part("proceedings", show)
