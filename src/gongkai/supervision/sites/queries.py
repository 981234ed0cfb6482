# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading what looks at sites found."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q, QuerySet

from gongkai.ledger.queries import differing
from gongkai.organs.permissions import Actor
from gongkai.organs.queries import working_ids
from gongkai.supervision.sites.actions import seal
from gongkai.supervision.sites.models import SiteInspection
from gongkai.supervision.sites.rules import SiteFinding


def visible_to(actor: Actor) -> QuerySet[SiteInspection]:
    """Looks of the organs the actor works in or oversees, with how much each found."""
    rows, ids = SiteInspection.objects.select_related("organ"), working_ids(actor)
    rows = rows if ids is None else rows.filter(organ__in=ids)
    return rows.annotate(
        found=Count("faults"), severe=Count("faults", filter=Q(faults__severity="severe"))
    ).order_by("-on", "-pk")


def check_projections() -> Iterator[str]:
    """Kept findings against their seals in the ledger."""
    stored = {}
    for row in SiteInspection.objects.select_related("organ").prefetch_related("faults"):
        faults = [SiteFinding(f.rule, f.address, f.evidence, f.severity) for f in row.faults.all()]
        stored[row.stream] = (
            row.on, {"organ": row.organ.slug, "address": row.address, "pages": row.pages, "findings": len(faults), "digest": seal(faults)},
        )  # fmt: skip
    for name, how in differing("site.inspected", stored):
        yield f"网站检查 {name}：{how}"
