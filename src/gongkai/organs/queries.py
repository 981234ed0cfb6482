# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Which organs an actor works in, and the organs of an area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import QuerySet

from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import OVERSEEING, Actor, System


def area(organ: Organ) -> list[Organ]:
    """The organ and all below it that report with it (own + departments + townships; vertical lines left out)."""
    below: dict[int | None, list[Organ]] = defaultdict(list)
    for row in Organ.objects.filter(vertical_line=False, parent__isnull=False):
        below[row.parent_id].append(row)
    found = [organ]
    for unit in found:  # grows while it is walked: each unit adds its own children
        found += below[unit.pk]
    return found


def carried_on_by(ids: Collection[int]) -> set[int]:
    """Organs that were merged into these, directly or through others: their records went with them."""
    merged = dict(Organ.objects.filter(merged_into__isnull=False).values_list("pk", "merged_into_id"))
    found, more = set(ids), set(ids)
    while more:
        more = {pk for pk, into in merged.items() if into in found} - found
        found |= more
    return found


def _reach(person: Person, roles: Collection[str]) -> set[int]:
    """Organs where the person holds one of the roles, and those below where the role oversees."""
    held = [a for a in person.appointments.select_related("organ") if a.role in roles]
    ids = {a.organ_id for a in held}
    for organ in {a.organ for a in held if a.role in OVERSEEING}:
        ids.update(o.pk for o in area(organ))
    return carried_on_by(ids)


def working_organs(actor: Actor) -> QuerySet[Organ]:
    """Organs whose records the actor may see on the desk: where it holds a role, and below where it oversees."""
    if isinstance(actor, System):
        return Organ.objects.all()
    # One request asks this many times of the same Person object, which lives no longer than the request.
    if not hasattr(actor, "_reach"):
        actor._reach = _reach(actor, Role.values)  # type: ignore[attr-defined]
    return Organ.objects.filter(pk__in=actor._reach)  # type: ignore[attr-defined]


def organs_with_role(actor: Actor, role: Role) -> QuerySet[Organ]:
    """Organs in which the actor may do what the role may."""
    if isinstance(actor, System):
        return Organ.objects.all()
    return Organ.objects.filter(pk__in=_reach(actor, [role]))
