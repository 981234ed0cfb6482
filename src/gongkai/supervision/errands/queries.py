# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading long work: what is under way, and what ended otherwise than done lately."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.db.models import Q, QuerySet

from gongkai.ledger.queries import differing
from gongkai.organs.permissions import Actor
from gongkai.organs.queries import ids_with_roles
from gongkai.supervision.errands.models import ROLES, Errand

_LATELY = timedelta(days=14)


def visible_to(actor: Actor) -> QuerySet[Errand]:
    """Orders of the organs in which the actor may order such work."""
    rows, may = Errand.objects.select_related("organ", "by"), Q(pk__in=())
    for kind, roles in ROLES.items():
        if (ids := ids_with_roles(actor, *roles)) is None:
            return rows
        may |= Q(kind=kind, organ__in=ids)
    return rows.filter(may)


def under_way(actor: Actor, kind: str) -> list[Errand]:
    """What runs or waits, and what was stopped or failed in the last fortnight and not done since."""
    rows = visible_to(actor).filter(kind=kind)
    broken = rows.filter(state__in=("stopped", "failed"), told_at__gt=datetime.now(UTC) - _LATELY)
    found = list(rows.filter(Q(state__in=("waiting", "running")) | Q(pk__in=broken.values("pk"))))
    later = dict(rows.order_by("pk").values_list("address", "pk"))
    return [e for e in found if e.state in ("waiting", "running") or later[e.address] == e.pk]


def check_projections() -> Iterator[str]:
    """Orders against the ledger."""
    stored = {
        e.stream: (e.on, {"kind": e.kind, "address": e.address, "organ": e.organ.slug})
        for e in Errand.objects.select_related("organ")
    }
    for name, how in differing("errand.ordered", stored):
        yield f"长任务 {name}：{how}"
