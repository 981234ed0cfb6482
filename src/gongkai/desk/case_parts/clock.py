# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""期限: the last day, why it is that day, the calendar."""

from __future__ import annotations

from typing import Any

from gongkai.applications.clock_view import clock_view
from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.law.clock import cn
from gongkai.organs.workdays import workdays


def show(page: CasePage) -> dict[str, Any] | None:
    case = page.case
    return {
        "view": clock_view(
            page.clock, channel=case.channel, submitted_on=case.submitted_on, today=page.day, workdays=workdays(),
            outcome=f"{cn(case.closed_on)}办结" if case.closed_on else "",
        )
    }  # fmt: skip


PART = Part("clock", show)
