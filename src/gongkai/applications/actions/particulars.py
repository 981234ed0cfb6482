# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Opening what is sealed, with a reason and a trace (个人信息保护法第五十四条)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from gongkai.applications.actions.core import (
    Refused,
    lock,
    record_event,
)
from gongkai.applications.identity import plain_number
from gongkai.applications.models import Agent, Application
from gongkai.applications.sealing import match_key, name_key, unseal
from gongkai.organs.models import Role
from gongkai.organs.permissions import Actor, NotAllowed, person_or_none, require
from gongkai.organs.queries import ids_with_roles
from gongkai.organs.recording import record

NAMED = 200  # cases of one name shown at once


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


@transaction.atomic
def find_by_name(*, actor: Actor, name: str, on: date, purpose: str) -> list[Application]:
    """按申请人查找: which cases are this person's is a fact about the person, so each search says why and leaves a trace.

    The trace keeps the cases found and never the name (个人信息保护法第五十四条; ADR 0004).
    """
    if not name.strip():
        raise Refused("请写申请人的完整姓名、名称或者证件号码")
    if not purpose.strip():
        raise Refused("按申请人查找要写明用途")
    ids = ids_with_roles(actor, Role.INTAKE, Role.HANDLER, Role.REVIEWER, Role.SIGNER)
    if ids is not None and not ids:
        raise NotAllowed("按申请人查找需要受理、承办、审核或者签发岗位")
    rows = Application.objects.select_related("organ", "applicant").filter(
        Q(applicant__name_key=name_key(name)) | Q(applicant__identity_key=match_key(plain_number(name)))
    )
    if ids is not None:
        rows = rows.filter(organ__in=ids)
    found = list(rows.order_by("-submitted_on", "-pk")[:NAMED])
    who = person_or_none(actor)
    record(
        f"access/names/{who.pk if who else 0}", actor, "access.name_searched", on,
        {"purpose": purpose.strip()[:60], "numbers": [case.number for case in found]},
    )  # fmt: skip
    return found
