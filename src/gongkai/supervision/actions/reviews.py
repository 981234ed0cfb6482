# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""责任追究, 工作考核 and 社会评议 put on record (条例第四十六条、第五十二条、第五十三条)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.supervision.actions.core import Refused, must_have_come, printable, record
from gongkai.supervision.models import AccountabilityCase, Review


@transaction.atomic
def record_accountability(
    *, actor: Actor, organ: Organ, on: date, facts: str, measure: str
) -> AccountabilityCase:
    """登记责任追究 (条例第五十二、五十三条)."""
    require(actor, organ, Role.SUPERVISOR)
    must_have_come(on)
    facts, measure = printable(facts, "事实"), printable(measure, "处理")
    if not facts or not measure:
        raise Refused("请写明事实和处理")
    row = AccountabilityCase.objects.create(organ=organ, decided_on=on, facts=facts, measure=measure)
    record(f"accountability/{row.pk}", actor, "accountability.recorded", on, {"organ": organ.slug})
    return row


@transaction.atomic
def record_review(
    *, actor: Actor, organ: Organ, kind: Review.Kind, year: int, result: str, on: date
) -> Review:
    """登记工作考核 or 社会评议 of a year (条例第四十六条)."""
    require(actor, organ, Role.SUPERVISOR)
    row = Review(organ=organ, kind=kind, year=year, result=result, held_on=on)
    row.full_clean(exclude=["organ"])
    row.save()
    record(
        f"review/{row.pk}", actor, "review.recorded", on, {"kind": str(kind), "year": year, "result": result}
    )
    return row
