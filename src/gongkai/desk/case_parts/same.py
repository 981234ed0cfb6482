# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""相同的事项: earlier replies to the same applicant, others alike, the group it goes with, and what went public.

What the count says is not there is not looked for; cases alike but not of the same words are looked for when the form
that groups them is opened.
"""

from __future__ import annotations

from typing import Any

from gongkai.applications import queries
from gongkai.applications.models import CaseGroup, State
from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.desk.work_forms import GroupForm
from gongkai.engagement.conversion import trace_of
from gongkai.engagement.models import ConversionCase
from gongkai.organs.models import Role

# from how many of one applicant on the page offers the count; it says nothing about the law's measure
MANY = 5


def _group_form(page: CasePage) -> Any:
    """The form that makes a group, with the open cases that look alike to choose from."""
    case = page.case
    others = [
        (str(row.pk), f"{row.number}　{row.title}（{like.why}）")
        for row, like in queries.alike_now(page.person, case)
    ]
    initial = {"on": page.day, "name": case.title[:110], "others": [value for value, _ in others]}
    return GroupForm(case, others=others, initial=initial, auto_id="group_%s")


def show(page: CasePage) -> dict[str, Any] | None:
    case, count = page.case, page.census
    same, total = queries.same_topic(page.person, case) if count.alike else ([], 0)
    group = CaseGroup.objects.filter(members__application=case).first() if page.has(CaseGroup) else None
    found = queries.volume(case) if count.filed > 1 else None
    earlier = queries.repeats(case, found.cases) if found else []
    if found is not None and len(found.cases) < MANY:
        found = None
    may = page.holds(Role.INTAKE, Role.HANDLER, Role.REVIEWER)
    offer = may and group is None and case.state != State.CLOSED
    form = page.form_of("group", lambda: _group_form(page)) if offer else None
    conversion = trace_of(case) if page.has(ConversionCase) else None
    if not (total or earlier or group or found or offer or conversion):
        return None
    return {
        "same": same, "total": total, "earlier": earlier, "group": group, "volume": found, "offer": offer, "form": form,
        "conversion": conversion, "may": may,
    }  # fmt: skip


PART = Part("same", show)
