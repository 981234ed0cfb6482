# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""信息处理费: the rank in the month and both bases with their arithmetic; nothing is charged until a person decides."""

from __future__ import annotations

from typing import Any

from gongkai.applications.models import FeeDecision
from gongkai.applications.queries import fee_view
from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.desk.work import Offers
from gongkai.law.fees import FREE_ITEMS, PAGE_TIERS


def tiers() -> list[str]:
    """按量 as the measures print it."""
    found, first = [], 1
    for last, each in PAGE_TIERS:
        span = f"{first}至{last}页" if last else f"{first}页以上"
        found.append(f"{span}{f'每页{each}元' if each else '不收费'}")
        first = (last or 0) + 1
    return found


def show(page: CasePage) -> dict[str, Any] | None:
    view = fee_view(page.case, alone=page.census.filed < 2, decided=page.has(FeeDecision))
    if view is None:
        return None
    offers = Offers(page)
    if view.decision:
        paid = view.decision.paid_on and not view.decision.refunded_on
        found = offers.of("refund") if paid else []
    else:
        item = {"basis": "by_item", "units": 1, "yuan": view.by_item.yuan} if view.by_item.yuan else {}
        found = offers.of("fee", **item) if offers.open_case else []
    lines = view.by_item.as_json()["trace"]
    return {"view": view, "lines": lines, "free": FREE_ITEMS, "tiers": tiers(), "offers": found}


PART = Part("fees", show)
