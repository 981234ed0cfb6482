# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on organs and people."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from gongkai.organs.models import Appointment, Organ, Person, Role
from gongkai.organs.permissions import Actor, NotAllowed, System, require
from gongkai.organs.recording import record


@transaction.atomic
def establish(
    *,
    actor: Actor,
    on: date,
    slug: str,
    name: str,
    short_name: str,
    kind: str,
    parent: Organ | None = None,
    letter_code: str | None = None,
    vertical_line: bool = False,
    office_name: str,
    address: str,
    phone: str,
    office_hours: str = "工作日8:30至12:00，14:00至17:30",
    position: int = 0,
) -> Organ:
    """Register an organ. The first organ of an instance is set up by the system; later ones by an admin above."""
    if parent is not None:
        require(actor, parent, Role.ADMIN)
    elif not isinstance(actor, System):
        raise NotAllowed("没有上级的机关只能在建立实例时登记")
    organ = Organ(
        slug=slug,
        name=name,
        short_name=short_name,
        kind=kind,
        parent=parent,
        letter_code=letter_code,
        vertical_line=vertical_line,
        office_name=office_name,
        address=address,
        phone=phone,
        office_hours=office_hours,
        position=position,
    )
    organ.full_clean()
    organ.save()
    record(
        f"organ/{organ.pk}",
        actor,
        "organ.established",
        on,
        {"slug": slug, "name": name, "kind": kind, "parent": parent.slug if parent else None},
    )
    return organ


@transaction.atomic
def appoint(*, actor: Actor, on: date, person: Person, organ: Organ, role: Role) -> Appointment:
    """Give a person a role in an organ."""
    require(actor, organ, Role.ADMIN)
    appointment, made = Appointment.objects.get_or_create(person=person, organ=organ, role=role)
    if made:
        record(f"organ/{organ.pk}", actor, "organ.appointed", on, {"person": person.pk, "role": str(role)})
    return appointment
