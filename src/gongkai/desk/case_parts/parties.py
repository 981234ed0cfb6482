# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""征求意见: each party with its period, its answer, what follows from it, and the next step."""

from __future__ import annotations

from typing import Any

from gongkai.applications.models import Party
from gongkai.applications.queries import PartyStanding, parties_of
from gongkai.desk.case_parts.page import CasePage, Part
from gongkai.desk.work import LOOKING, Offer, Offers
from gongkai.law.consulted import Answer, PartyKind


def _next(standing: PartyStanding, offers: Offers) -> list[Offer]:
    party = standing.party
    if party.sent_on is None:
        return offers.of("ask", item=party)
    if party.answer is None:
        arrived = offers.of("arrived", item=party) if party.received_on is None else []
        return [*arrived, *offers.of("opinion", item=party)]
    if party.kind == PartyKind.THIRD_PARTY and party.answer == Answer.OBJECTED:
        return offers.of("told" if standing.to_tell else "judge", item=party) if party.told_on is None else []
    return []


def show(page: CasePage) -> dict[str, Any] | None:
    offers = Offers(page)
    rows = [
        (standing, _next(standing, offers) if offers.open_case else [])
        for standing in (parties_of(page.case, as_of=page.day) if page.has(Party) else ())
    ]
    new = offers.of("party") if offers.open_case and page.case.received_on else []
    return {"rows": rows, "offers": new, "may_look": bool(offers.mine & LOOKING)} if rows or new else None


PART = Part("parties", show)
