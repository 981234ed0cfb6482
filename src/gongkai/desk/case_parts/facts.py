# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""事实: what was applied for, how and when; the applicant's particulars behind a purpose."""

from __future__ import annotations

from typing import Any

from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.organs.models import Role


def show(page: CasePage) -> dict[str, Any] | None:
    may_look = page.holds(Role.INTAKE, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    return {"may_look": may_look}


PART = Part("facts", show)
