# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Which organs an actor works in, and the organs of an area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from gongkai.organs.models import Appointment, Organ, Person, Role
from gongkai.organs.permissions import OVERSEEING, Actor, System
from gongkai.organs.prepared import Prepared


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


def _reach(person: Person, roles: Collection[str], appointments: Iterable[tuple[int, str]]) -> set[int]:
    """Organs where the person holds one of the roles, and those below where the role oversees."""
    mine = [(organ, role) for organ, role in appointments if role in roles]
    ids = {organ for organ, _ in mine}
    known = every_organ(person, with_=ids)
    for pk in {organ for organ, role in mine if role in OVERSEEING}:
        ids.update(o.pk for o in area(known[pk], known.values()))
    return carried_on_by(ids, known.values())


_EVERY_ORGAN = Prepared(Organ.objects.all)
_APPOINTMENTS = Prepared(lambda person: Appointment.objects.filter(person=person), int)


def appointments_of(person: Person) -> list[tuple[int, str]]:
    """(organ's id, role), read once for this Person object, which lives no longer than the request. For what a page shows:
    a verb asks permissions.holds, which reads anew."""
    if not hasattr(person, "_appointments"):
        person._appointments = [(a.organ_id, a.role) for a in _APPOINTMENTS(person.pk)]  # type: ignore[attr-defined]
    found: list[tuple[int, str]] = person._appointments  # type: ignore[attr-defined]
    return found


def held(actor: Actor, organ: Organ) -> frozenset[Role]:
    """Every role for which permissions.holds is true, from what the page has read already."""
    if isinstance(actor, System):
        return frozenset(Role)
    if not actor.is_active:
        return frozenset()
    known = every_organ(actor, with_=(organ.pk,))
    here, above = _line(organ.pk, known, "merged_into_id"), _line(organ.pk, known, "parent_id")[1:]
    return frozenset(
        Role(role)
        for pk, role in appointments_of(actor)
        if pk in here or (pk in above and role in OVERSEEING)
    )


def _line(pk: int, known: dict[int, Organ], step: str) -> list[int]:
    """The organ and those one comes to by merging on, or by going up (which ends at a vertical line)."""
    ids: list[int] = []
    at: int | None = pk
    while at is not None and at not in ids:
        ids.append(at)
        ends = step == "parent_id" and known[at].vertical_line
        at = None if ends else getattr(known[at], step)
    return ids


def every_organ(person: Person, *, with_: Collection[int] = ()) -> dict[int, Organ]:
    """All organs by id, read once for this Person object, which lives no longer than the request; again when one is missing."""
    if not hasattr(person, "_organs") or any(pk not in person._organs for pk in with_):
        person._organs = {o.pk: o for o in _EVERY_ORGAN()}  # type: ignore[attr-defined]
    found: dict[int, Organ] = person._organs  # type: ignore[attr-defined]
    return found


def working_ids(actor: Actor) -> frozenset[int] | None:
    """The ids of working_organs; None for a System, which sees all."""
    if isinstance(actor, System):
        return None
    if not hasattr(actor, "_reach"):
        actor._reach = frozenset(_reach(actor, Role.values, appointments_of(actor)))  # type: ignore[attr-defined]
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
    return Organ.objects.filter(pk__in=_reach(actor, roles, appointments_of(actor)))


def ids_with_roles(actor: Actor, *roles: Role) -> frozenset[int] | None:
    """Ids of organs in which the actor may do what one of the roles may, read anew; None for a System, which may everywhere."""
    if isinstance(actor, System):
        return None
    return frozenset(_reach(actor, roles, actor.appointments.values_list("organ_id", "role")))
