# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""说明理由 (条例第三十五条): asked, received, judged; what may follow."""

from __future__ import annotations

from typing import Any

from gongkai.applications.models import ReasonsAsked
from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.desk.work import LOOKING, Offers


def show(page: CasePage) -> dict[str, Any] | None:
    if not page.has(ReasonsAsked):
        return None
    asked = ReasonsAsked.objects.get(application=page.case)
    offers = Offers(page)
    names = [n for n, open_ in (("reasons", asked.received_on is None), ("judge_reasons", True)) if open_]
    found = offers.of(*names) if offers.open_case and asked.judged_on is None else []
    return {"asked": asked, "offers": found, "may_look": bool(offers.mine & LOOKING)}


PART = Part("reasons", show)
