# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs that move the reply clock (条例第三十条、第三十二条至第三十五条、第四十二条)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from gongkai.applications.actions.core import (
    Refused,
    by_letter,
    clock_fact,
)
from gongkai.applications.models import Application, Letter, State
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor


@transaction.atomic
def request_supplement(
    *, actor: Actor, application: Application, on: date, respond_by: date, what: str
) -> Application:
    """告知补正, once, within 7 working days of receipt (条例第三十条)."""
    if respond_by <= on:
        raise Refused("补正期限应晚于告知日期")
    payload = {"respond_by": respond_by.isoformat()}
    return clock_fact(
        actor, application, "application.supplement_requested", on, payload,
        Role.INTAKE, Role.HANDLER, also={"what": what},
    )  # fmt: skip


@transaction.atomic
def receive_supplement(*, actor: Actor, application: Application, on: date) -> Application:
    """收到补正: the clock starts again from this day (条例第三十条)."""
    if application.state != State.AWAITING_SUPPLEMENT:
        raise Refused("没有告知过补正，不能登记补正")
    return clock_fact(
        actor, application, "application.supplement_received", on, {}, Role.INTAKE, Role.HANDLER
    )


@transaction.atomic
def consult(
    *,
    actor: Actor,
    application: Application,
    on: date,
    id: str,
    to: str,
    received_by_party_on: date | None = None,
) -> Application:
    """征求第三方、共同制作机关或者其他机关意见 (条例第三十二条至第三十四条); the time is left out of the count."""
    payload: dict[str, Any] = {"id": id, "to": to}
    if received_by_party_on:
        payload["received_by_party_on"] = received_by_party_on.isoformat()
    return clock_fact(actor, application, "application.consultation_sent", on, payload, Role.HANDLER)


@transaction.atomic
def close_consultation(
    *, actor: Actor, application: Application, on: date, id: str, answer: str
) -> Application:
    """收到意见 (or its period over): counting goes on the next working day (条例第三十三条第三款)."""
    return clock_fact(
        actor, application, "application.consultation_closed", on, {"id": id}, Role.HANDLER,
        also={"answer": answer},
    )  # fmt: skip


@transaction.atomic
def extend(
    *,
    actor: Actor,
    application: Application,
    on: date,
    working_days: int,
    reason: str,
    letter: Letter | None = None,
) -> Application:
    """延期答复 with the consent of the head of the office, at most 20 working days, once (条例第三十三条第二款)."""
    if not reason.strip():
        raise Refused("延期要写明理由，并告知申请人（条例第三十三条第二款）")
    roles = by_letter(actor, application, letter, "《延期答复告知书》（条例第三十三条第二款）", Role.SIGNER)
    return clock_fact(
        actor, application, "application.extended", on, {"working_days": working_days}, *roles,
        also={"reason": reason},
    )  # fmt: skip


@transaction.atomic
def delay(
    *,
    actor: Actor,
    application: Application,
    on: date,
    until: date,
    reason: str,
    letter: Letter | None = None,
) -> Application:
    """确定并告知延迟答复的合理期限 (条例第三十五条)."""
    if until <= on:
        raise Refused("延迟答复的期限应晚于告知日期")
    roles = by_letter(actor, application, letter, "《延迟答复告知书》（条例第三十五条）", Role.SIGNER)
    return clock_fact(
        actor, application, "application.delayed", on, {"until": until.isoformat()}, *roles,
        also={"reason": reason},
    )  # fmt: skip
