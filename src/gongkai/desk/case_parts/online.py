# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""申请人提交的: what was enclosed and sent in, who acts for the applicant, the query code."""

from __future__ import annotations

from typing import Any

from gongkai.applications import queries
from gongkai.applications.models import Agent, QueryCode
from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.organs.models import Role


def show(page: CasePage) -> dict[str, Any] | None:
    may_look = page.holds(Role.INTAKE, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    may_issue = page.holds(Role.INTAKE)
    if not may_look:
        return None
    messages = queries.messages_of(page.case)
    enclosed = [f for f in queries.files_of(page.case) if f.message_id is None]
    agent = Agent.objects.filter(application=page.case).first()
    return {
        "enclosed": enclosed, "messages": messages, "agent": agent, "may_issue": may_issue,
        "has_code": QueryCode.objects.filter(application=page.case).exists(),
    }  # fmt: skip


PART = Part("online", show)
