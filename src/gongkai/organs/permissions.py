# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Permission, asked by the verb: who may do this in that organ."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.organs.models import Appointment, Organ, Person, Role
from gongkai.organs.prepared import Prepared

# The supervising office looks into, and acts for, the organs below it (条例第三条).
OVERSEEING = frozenset({Role.SUPERVISOR, Role.COMPILER, Role.ADMIN})


class NotAllowed(Exception):
    """The person does not hold the role the verb asks for; the message says which."""


@dataclass(frozen=True)
class System:
    """What acts when no person does: an import, the example county, the passing of time. `behalf` is who set it off."""

    label: str = "系统"
    behalf: Person | None = None

    def __str__(self) -> str:
        return self.label


Actor = Person | System


def person_or_none(actor: Actor) -> Person | None:
    """The person behind an actor, for a foreign key."""
    return actor if isinstance(actor, Person) else actor.behalf


def ancestors(organ: Organ) -> list[int]:
    """The organ's own id and those above it; what is managed by its own line (垂直管理) has none above it here."""
    ids: list[int] = []
    step: Organ | None = organ
    while step is not None and step.pk not in ids:
        ids.append(step.pk)
        step = None if step.vertical_line else step.parent
    return ids


def acting_for(organ: Organ) -> list[int]:
    """The organ's own id and those it was merged into, one after the other: who carries its cases on."""
    ids: list[int] = []
    step: Organ | None = organ
    while step is not None and step.pk not in ids:
        ids.append(step.pk)
        step = step.merged_into
    return ids


# Asked by every verb: the appointments of one person are few, and read by a question made once.
_HELD: Prepared[tuple[str, int]] = Prepared(
    lambda pk: (
        Appointment.objects.filter(person=pk, person__is_active=True)
        .order_by()
        .values_list("role", "organ_id")
    )
)


def holds(actor: Actor, organ: Organ, *roles: Role) -> bool:
    """True when the actor holds one of the roles in this organ (or in the one it was merged into), or oversees it."""
    if isinstance(actor, System):
        return True
    mine = [(role, at) for role, at in _HELD(actor.pk) if role in roles]
    if not mine:
        return False
    if any(at in acting_for(organ) for _, at in mine):
        return True
    above = ancestors(organ)[1:]
    return any(role in OVERSEEING and at in above for role, at in mine)


def require(actor: Actor, organ: Organ, *roles: Role) -> None:
    """Raise NotAllowed unless the actor holds one of the roles there."""
    if not holds(actor, organ, *roles):
        names = "或".join(Role(r).label for r in roles)
        raise NotAllowed(f"这一步需要{organ.short_name}的“{names}”岗位")
