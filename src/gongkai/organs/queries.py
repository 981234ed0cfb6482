# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Which organs an actor works in, and the organs of an area."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, TypeVar

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from gongkai.organs.models import Appointment, Organ, Person, Role
from gongkai.organs.permissions import OVERSEEING, Actor, System


class Placed(Protocol):
    """What an organ is to others: read from the database, or a line of every_organ."""

    @property
    def pk(self) -> int: ...
    @property
    def parent_id(self) -> int | None: ...
    @property
    def vertical_line(self) -> bool: ...
    @property
    def merged_into_id(self) -> int | None: ...


P = TypeVar("P", bound=Placed)


@dataclass(frozen=True, slots=True)
class OrganLine:
    """An organ as lists and frames of pages show it: what a row says, without a model around it. Every page reads all of
    them, and making models of sixty rows costs more than all else such a page asks."""

    pk: int
    slug: str
    name: str
    short_name: str
    kind: str
    parent_id: int | None
    vertical_line: bool
    merged_into_id: int | None
    office_name: str
    address: str
    phone: str
    office_hours: str


def area(organ: P, organs: Iterable[P] | None = None) -> list[P]:
    """The organ and all below it that report with it (own + departments + townships; vertical lines left out).

    organs are all there are, when the caller has them.
    """
    below: dict[int | None, list[P]] = defaultdict(list)
    rows: Iterable[Any] = (
        Organ.objects.filter(vertical_line=False, parent__isnull=False) if organs is None else organs
    )
    for row in rows:
        if not row.vertical_line and row.parent_id is not None:
            below[row.parent_id].append(row)
    found = [organ]
    for unit in found:  # grows while it is walked: each unit adds its own children
        found += below[unit.pk]
    return found


def carried_on_by(ids: Collection[int], organs: Iterable[Placed] | None = None) -> set[int]:
    """Organs that were merged into these, directly or through others: their records went with them.

    organs are all there are, when the caller has them.
    """
    rows: Iterable[Any] = Organ.objects.filter(merged_into__isnull=False) if organs is None else organs
    merged = {o.pk: o.merged_into_id for o in rows if o.merged_into_id is not None}
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


def appointments_of(person: Person) -> list[tuple[int, str]]:
    """(organ's id, role), read once for this Person object, which lives no longer than the request. For what a page shows:
    a verb asks permissions.holds, which reads anew."""
    if not hasattr(person, "_appointments"):
        _read(person)
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


def _line(pk: int, known: dict[int, OrganLine], step: str) -> list[int]:
    """The organ and those one comes to by merging on, or by going up (which ends at a vertical line)."""
    ids: list[int] = []
    at: int | None = pk
    while at is not None and at not in ids:
        ids.append(at)
        ends = step == "parent_id" and known[at].vertical_line
        at = None if ends else getattr(known[at], step)
    return ids


@cache
def _question(_vendor: str) -> str:
    """Every organ in its order, once for each role the person holds there."""
    name, organ, held = connection.ops.quote_name, Organ._meta, Appointment._meta
    columns = ", ".join(f"o.{name(organ.get_field(_FIELDS.get(f, f)).column)}" for f in OrganLine.__slots__)
    return (
        f"SELECT {columns}, a.role FROM {name(organ.db_table)} o LEFT JOIN {name(held.db_table)} a"  # noqa: S608 - names of the models
        " ON a.organ_id = o.id AND a.person_id = %s ORDER BY o.position, o.id"
    )


_FIELDS = {"pk": "id", "parent_id": "parent", "merged_into_id": "merged_into"}


def _read(person: Person) -> None:
    """Every organ and the person's roles, in one question."""
    with connection.cursor() as cursor:
        cursor.execute(_question(connection.vendor), [person.pk])
        rows = cursor.fetchall()
    person._organs = {row[0]: OrganLine(*row[:-1]) for row in rows}  # type: ignore[attr-defined]
    person._appointments = [(row[0], row[-1]) for row in rows if row[-1]]  # type: ignore[attr-defined]


def every_organ(person: Person, *, with_: Collection[int] = ()) -> dict[int, OrganLine]:
    """All organs by id in their order, read once for this Person object, which lives no longer than the request; again when one is missing."""
    if not hasattr(person, "_organs") or any(pk not in person._organs for pk in with_):
        _read(person)
    found: dict[int, OrganLine] = person._organs  # type: ignore[attr-defined]
    return found


def working_ids(actor: Actor) -> frozenset[int] | None:
    """The ids of working_organs; None for a System, which sees all."""
    if isinstance(actor, System):
        return None
    if not hasattr(actor, "_reach"):
        actor._reach = frozenset(_reach(actor, Role.values, appointments_of(actor)))  # type: ignore[attr-defined]
    found: frozenset[int] = actor._reach  # type: ignore[attr-defined]
    return found


def limiting_ids(actor: Actor) -> frozenset[int] | None:
    """working_ids where they leave an organ out; None where they leave none, so that a list of everything is asked for as
    one and comes in the order of its index."""
    ids = working_ids(actor)
    if ids is None or isinstance(actor, System):
        return None
    return None if ids.issuperset(every_organ(actor)) else ids


def working_organs(actor: Actor) -> QuerySet[Organ]:
    """Organs whose records the actor may see on the desk: where it holds a role, and below where it oversees."""
    ids = working_ids(actor)
    return Organ.objects.all() if ids is None else Organ.objects.filter(pk__in=ids)


def people_visible_to(actor: Actor) -> QuerySet[Person]:
    """The staff of the organs the actor works in, and whoever holds a role there; with what they hold."""
    mine = working_organs(actor)
    rows = Person.objects.filter(
        Q(organ__in=mine) | Q(pk__in=Appointment.objects.filter(organ__in=mine).values("person"))
    )
    held = (
        Appointment.objects.filter(organ__in=mine)
        .select_related("organ")
        .order_by("organ__position", "organ_id", "pk")
    )
    return (
        rows.select_related("organ")
        .prefetch_related(Prefetch("appointments", held))
        .order_by("organ__position", "organ_id", "username")
    )


def organs_with_role(actor: Actor, *roles: Role) -> QuerySet[Organ]:
    """Organs in which the actor may do what one of the roles may."""
    if isinstance(actor, System):
        return Organ.objects.all()
    return Organ.objects.filter(pk__in=_reach(actor, roles, appointments_of(actor)))


def ids_held(actor: Actor, *roles: Role) -> frozenset[int]:
    """ids_with_roles of a person, from what the page has read already: for what a page offers, not for what a verb allows."""
    if isinstance(actor, System):
        return frozenset(Organ.objects.values_list("pk", flat=True))
    return frozenset(_reach(actor, roles, appointments_of(actor)))


def ids_with_roles(actor: Actor, *roles: Role) -> frozenset[int] | None:
    """Ids of organs in which the actor may do what one of the roles may, read anew; None for a System, which may everywhere."""
    if isinstance(actor, System):
        return None
    return frozenset(_reach(actor, roles, actor.appointments.values_list("organ_id", "role")))
