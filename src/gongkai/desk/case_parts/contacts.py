# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""答复前沟通: when, how, with what result; what was said is opened on its own and leaves a trace."""

from __future__ import annotations

from typing import Any

from gongkai.applications.models import Contact
from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.desk.work import LOOKING, Offers


def show(page: CasePage) -> dict[str, Any] | None:
    offers = Offers(page)
    rows = list(page.case.contacts.select_related("recorded_by")) if page.has(Contact) else []
    found = offers.of("contact") if offers.open_case else []
    return {"rows": rows, "offers": found, "may_look": bool(offers.mine & LOOKING)} if rows or found else None


PART = Part("contacts", show)
