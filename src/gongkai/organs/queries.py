# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Which organs an actor works in, and the organs of an area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import OVERSEEING, Actor, System


def area(organ: Organ, organs: Iterable[Organ] | None = None) -> list[Organ]:
    """The organ and all below it that report with it (own + departments + townships; vertical lines left out).

    organs are all there are, when the caller has them.
    """
    below: dict[int | None, list[Organ]] = defaultdict(list)
    if organs is None:
        organs = Organ.objects.filter(vertical_line=False, parent__isnull=False)
    for row in organs:
        if not row.vertical_line and row.parent_id is not None:
            below[row.parent_id].append(row)
    found = [organ]
    for unit in found:  # grows while it is walked: each unit adds its own children
        found += below[unit.pk]
    return found


def carried_on_by(ids: Collection[int], organs: Iterable[Organ] | None = None) -> set[int]:
    """Organs that were merged into these, directly or through others: their records went with them.

    organs are all there are, when the caller has them.
    """
    if organs is None:
        organs = Organ.objects.filter(merged_into__isnull=False)
    merged = {o.pk: o.merged_into_id for o in organs if o.merged_into_id is not None}
    found, more = set(ids), set(ids)
    while more:
        more = {pk for pk, into in merged.items() if into in found} - found
        found |= more
    return found


def _reach(person: Person, roles: Collection[str]) -> set[int]:
    """Organs where the person holds one of the roles, and those below where the role oversees."""
    held = [
        (organ, role) for organ, role in person.appointments.values_list("organ_id", "role") if role in roles
    ]
    ids = {organ for organ, _ in held}
    known = every_organ(person, with_=ids)
    for pk in {organ for organ, role in held if role in OVERSEEING}:
        ids.update(o.pk for o in area(known[pk], known.values()))
    return carried_on_by(ids, known.values())


def every_organ(person: Person, *, with_: Collection[int] = ()) -> dict[int, Organ]:
    """All organs by id, read once for this Person object, which lives no longer than the request; again when one is missing."""
    if not hasattr(person, "_organs") or any(pk not in person._organs for pk in with_):
        person._organs = {o.pk: o for o in Organ.objects.all()}  # type: ignore[attr-defined]
    found: dict[int, Organ] = person._organs  # type: ignore[attr-defined]
    return found


def working_ids(actor: Actor) -> frozenset[int] | None:
    """The ids of working_organs; None for a System, which sees all."""
    if isinstance(actor, System):
        return None
    if not hasattr(actor, "_reach"):
        actor._reach = frozenset(_reach(actor, Role.values))  # type: ignore[attr-defined]
    found: frozenset[int] = actor._reach  # type: ignore[attr-defined]
    return found


def working_organs(actor: Actor) -> QuerySet[Organ]:
    """Organs whose records the actor may see on the desk: where it holds a role, and below where it oversees."""
    ids = working_ids(actor)
    return Organ.objects.all() if ids is None else Organ.objects.filter(pk__in=ids)


def organs_with_role(actor: Actor, *roles: Role) -> QuerySet[Organ]:
    """Organs in which the actor may do what one of the roles may."""
    if isinstance(actor, System):
        return Organ.objects.all()
    return Organ.objects.filter(pk__in=_reach(actor, roles))


def ids_with_roles(actor: Actor, *roles: Role) -> frozenset[int] | None:
    """Ids of organs in which the actor may do what one of the roles may; None for a System, which may everywhere."""
    return None if isinstance(actor, System) else frozenset(_reach(actor, roles))
