# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""From three good forms to one application."""

from __future__ import annotations

from typing import Any

from gongkai.applications.actions import AgentFacts, ApplicantFacts, Filed, OnlineFacts, apply_online
from gongkai.applications.identity import Certificate
from gongkai.applications.models import Agent
from gongkai.law.table3 import ApplicantKind
from gongkai.organs.today import today
from gongkai.portal.apply.forms import WAYS
from gongkai.portal.apply.state import State

_REGISTER = {key: words for key, words, _ in WAYS}


def description_of(what: dict[str, Any]) -> str:
    """特征性描述 in the order an archive is searched: number, period, the rest."""
    lines = [f"信息名称：{what['title']}"]
    if what["number"]:
        lines.append(f"文号：{what['number']}")
    if what["period"]:
        lines.append(f"产生时间：{what['period']}")
    if what["description"]:
        lines.append(f"其他特征：{what['description']}")
    return "\n".join(lines)


def _contact(who: dict[str, Any], how: dict[str, Any]) -> str:
    parts = [
        ("联系人", who["contact_person"]), ("电话", who["phone"]), ("电子邮箱", how["email"]),
        ("地址", " ".join(filter(None, (how["address"], how["postcode"])))),
    ]  # fmt: skip
    return "；".join(f"{label}{value}" for label, value in parts if value)


def _identity(certificate: str, number: str) -> str:
    """A resident's number and a credit code stand by themselves, as the register has always kept them."""
    kind = Certificate(certificate)
    return number if kind in (Certificate.RESIDENT, Certificate.CREDIT_CODE) else f"{kind.label}{number}"


def file_application(state: State, who: dict[str, Any], what: dict[str, Any], how: dict[str, Any]) -> Filed:
    """Send it. Raises Refused and ValidationError as the verb does."""
    agent = None
    if who["acting"]:
        agent = AgentFacts(
            Agent.Basis(who["basis"]), who["agent_name"],
            _identity(who["agent_certificate"], who["agent_identity"]), f"电话{who['agent_phone']}",
        )  # fmt: skip
    return apply_online(
        organ=what["organ"],
        applicant=ApplicantFacts(
            ApplicantKind(who["kind"]), who["name"], _identity(who["certificate"], who["identity"]), _contact(who, how)
        ),
        title=what["title"],
        description=description_of(what),
        form=_REGISTER[how["way"]],
        on=today(),
        nonce=state.nonce,
        facts=OnlineFacts(
            certificate=who["certificate"], phone=who["phone"], email=how["email"], address=how["address"],
            delivery=how["way"],
        ),
        agent=agent,
        files=[key for key, _, _ in state.uploads],
    )  # fmt: skip
