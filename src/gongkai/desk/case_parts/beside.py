# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""联席会议和咨询: the meetings that spoke about the case, and what was asked about it."""

from __future__ import annotations

from typing import Any

from gongkai.applications import queries
from gongkai.applications.models import Enquiry, JointMeeting
from gongkai.desk.case_parts.page import CasePage, Part


def show(page: CasePage) -> dict[str, Any] | None:
    meetings: list[JointMeeting] = []
    enquiries: list[Enquiry] = []
    if page.has(JointMeeting):
        meetings = list(queries.meetings_visible_to(page.person).filter(cases__application=page.case))
    if page.has(Enquiry):
        enquiries = list(queries.enquiries_visible_to(page.person).filter(application=page.case))
    return {"meetings": meetings, "enquiries": enquiries} if meetings or enquiries else None


PART = Part("beside", show)
