# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Which organs an actor works in, and the organs of an area."""

from __future__ import annotations

from django.db.models import QuerySet

from gongkai.organs.models import Organ
from gongkai.organs.permissions import OVERSEEING, Actor, System


def area(organ: Organ) -> list[Organ]:
    """The organ and all below it that report with it (own + departments + townships; vertical lines left out)."""
    found, layer = [organ], [organ.pk]
    while layer:
        below = list(Organ.objects.filter(parent_id__in=layer, vertical_line=False))
        found += below
        layer = [o.pk for o in below]
    return found


def working_organs(actor: Actor) -> QuerySet[Organ]:
    """Organs whose records the actor may see on the desk: where it holds a role, and below where it oversees."""
    if isinstance(actor, System):
        return Organ.objects.all()
    ids: set[int] = set()
    for appointment in actor.appointments.select_related("organ"):
        ids.add(appointment.organ_id)
        if appointment.role in OVERSEEING:
            ids.update(o.pk for o in area(appointment.organ))
    return Organ.objects.filter(pk__in=ids)
