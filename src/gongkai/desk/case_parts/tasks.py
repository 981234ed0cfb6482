# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""协办: what was asked of others, until when, and whether that is still within the case's own limit."""

from __future__ import annotations

from typing import Any

from gongkai.applications.actions import beyond_limit
from gongkai.applications.models import Task
from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.desk.work import Offers


def show(page: CasePage) -> dict[str, Any] | None:
    offers = Offers(page)
    rows = list(page.case.tasks.select_related("organ").order_by("number")) if page.has(Task) else []
    for task in rows:
        task.application = page.case
    found = [
        (task, task.is_open and task.due_on < page.day, task.is_open and beyond_limit(task),
         offers.of("remind", "cancel", item=task) if task.is_open else [])
        for task in rows
    ]  # fmt: skip
    new = offers.of("task", working_days=5) if offers.open_case else []
    return {"rows": found, "offers": new} if rows or new else None


PART = Part("tasks", show)
