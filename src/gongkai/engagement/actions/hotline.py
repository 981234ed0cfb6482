# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on the tickets of 12345."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.engagement.actions.core import Refused
from gongkai.engagement.models import HotlineTicket
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record


@transaction.atomic
def record_ticket(
    *,
    actor: Actor,
    organ: Organ,
    number: str,
    subject: str,
    on: date,
    policy_consultation: bool,
    answered_on: date | None,
) -> HotlineTicket:
    """登记热线工单; the subject names no caller."""
    require(actor, organ, Role.EDITOR)
    row = HotlineTicket(
        organ=organ, number=number, subject=subject, received_on=on,
        policy_consultation=policy_consultation, answered_on=answered_on,
    )  # fmt: skip
    if answered_on is not None and answered_on < on:
        raise Refused("工单的答复日期早于收到日期")
    row.full_clean(exclude=["organ"], validate_constraints=False)
    row.save(force_insert=True)
    record(
        f"ticket/{row.pk}", actor, "ticket.recorded", on,
        {
            "number": number, "organ": organ.slug, "policy_consultation": policy_consultation,
            "answered_on": answered_on.isoformat() if answered_on else None,
        },
    )  # fmt: skip
    return row
