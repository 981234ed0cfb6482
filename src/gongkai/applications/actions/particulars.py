# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Opening what is sealed, with a reason and a trace (个人信息保护法第五十四条)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.applications.actions.core import (
    Refused,
    lock,
    record_event,
)
from gongkai.applications.models import Agent, Application
from gongkai.applications.sealing import unseal
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, require


@transaction.atomic
def reveal_applicant(*, actor: Actor, application: Application, on: date, purpose: str) -> dict[str, str]:
    """查看申请人信息: opens what is sealed, and leaves a trace of who looked and why (个人信息保护法第五十四条)."""

    case, _ = lock(application)
    require(actor, case.organ, Role.INTAKE, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    if not purpose.strip():
        raise Refused("查看申请人信息要写明用途")
    record_event(case, actor, "application.applicant_viewed", on, {"purpose": purpose})
    person = case.applicant
    shown = {
        "name": person.name,
        "identity": unseal(person.identity_sealed) if person.identity_sealed else "",
        "contact": unseal(person.contact_sealed) if person.contact_sealed else "",
    }
    agent = Agent.objects.filter(application=case).first()
    if agent:
        shown |= {
            "agent_basis": agent.get_basis_display(),
            "agent_name": unseal(agent.name_sealed),
            "agent_identity": unseal(agent.identity_sealed),
            "agent_contact": unseal(agent.contact_sealed),
        }
    return shown
