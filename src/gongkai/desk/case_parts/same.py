# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""相同的事项: earlier replies to the same applicant, others alike, the group it goes with, and what went public."""

from __future__ import annotations

from typing import Any

from gongkai.applications.models import CaseGroup, State
from gongkai.applications.queries import Volume, alike_now, repeats, visible_to, volume
from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.desk.work_forms import GroupForm
from gongkai.engagement.conversion import trace_of
from gongkai.organs.models import Role

MANY = 5  # from how many of one applicant on the page offers the count; it says nothing about the law's measure


def show(page: CasePage) -> dict[str, Any] | None:
    case = page.case
    same = visible_to(page.person).filter(title=case.title).exclude(pk=case.pk)
    newest = list(same.order_by("-received_on")[:6])
    total = len(newest) if len(newest) < 6 else same.count()
    group = CaseGroup.objects.filter(members__application=case).first()
    found: Volume | None = volume(case)
    earlier = repeats(case, found.cases if found else ())
    if found is not None and len(found.cases) < MANY:
        found = None
    open_case = case.state != State.CLOSED
    near = alike_now(page.person, case) if open_case and group is None else []
    may = bool(page.roles & {Role.INTAKE, Role.HANDLER, Role.REVIEWER})
    form = None
    if near and may:
        others = [(str(row.pk), f"{row.number}　{row.title}（{like.why}）") for row, like in near]
        initial = {"on": page.day, "name": case.title[:110], "others": [value for value, _ in others]}
        form = page.form_of("group", lambda: GroupForm(case, others=others, initial=initial, auto_id="group_%s"))
    conversion = trace_of(case)
    if not (total or earlier or group or found or near or conversion):
        return None
    return {
        "same": newest, "total": total, "earlier": earlier, "group": group,
        "volume": found, "form": form, "conversion": conversion, "may": may,
        "opened": bool(page.refused and page.refused[0] == "group"),
    }  # fmt: skip


PART = Part("same", show)
