# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""相同的事项: other applications for the same thing (条例第三十六条第六项、第四十四条)."""

from __future__ import annotations

from typing import Any

from gongkai.applications.queries import visible_to
from gongkai.desk.case_parts.page import CasePage, Part


def show(page: CasePage) -> dict[str, Any] | None:
    same = visible_to(page.person).filter(title=page.case.title).exclude(pk=page.case.pk)
    total = same.count()
    return {"same": list(same.order_by("-received_on")[:6]), "total": total} if total else None


PART = Part("same", show)
