# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""申请人提交的: what was enclosed and sent in, who acts for the applicant, the query code."""

from __future__ import annotations

from typing import Any

from gongkai.applications import queries
from gongkai.applications.models import Agent, CaseFile, Message, QueryCode
from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.organs.models import Role


def show(page: CasePage) -> dict[str, Any] | None:
    may_look = page.holds(Role.INTAKE, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    may_issue = page.holds(Role.INTAKE)
    if not may_look:
        return None
    case = page.case
    messages = queries.messages_of(case) if page.has(Message) else []
    enclosed = [f for f in queries.files_of(case) if f.message_id is None] if page.has(CaseFile) else []
    agent = Agent.objects.filter(application=case).first() if page.has(Agent) else None
    return {
        "enclosed": enclosed, "messages": messages, "agent": agent, "may_issue": may_issue,
        "has_code": page.has(QueryCode),
    }  # fmt: skip


PART = Part("online", show)
