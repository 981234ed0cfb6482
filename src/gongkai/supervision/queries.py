# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading supervision."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q, QuerySet

from gongkai.ledger.models import Event
from gongkai.ledger.queries import differing
from gongkai.organs.models import Organ
from gongkai.organs.permissions import Actor, System
from gongkai.organs.queries import working_organs
from gongkai.supervision.models import AccountabilityCase, Finding, Notice, Review


def visible_to(actor: Actor) -> QuerySet[Finding]:
    """Findings about the actor's organs, or in notices its organs issued."""
    rows = Finding.objects.select_related("notice", "organ", "column")
    if isinstance(actor, System):
        return rows
    mine = working_organs(actor)
    return rows.filter(Q(organ__in=mine) | Q(notice__organ__in=mine))


def issued(organs: Iterable[Organ], first: date, last: date) -> QuerySet[Notice]:
    """Notices issued in the span."""
    return Notice.objects.filter(
        organ__in=[o.pk for o in organs], issued_on__range=(first, last)
    ).select_related("organ")


def rectified(organs: Iterable[Organ], first: date, last: date) -> QuerySet[Finding]:
    """Findings of these organs mended in the span."""
    return Finding.objects.filter(
        organ__in=[o.pk for o in organs], rectified_on__range=(first, last)
    ).select_related("organ", "notice")


def accountability(organs: Iterable[Organ], first: date, last: date) -> QuerySet[AccountabilityCase]:
    """Accountability decided in the span."""
    return AccountabilityCase.objects.filter(
        organ__in=[o.pk for o in organs], decided_on__range=(first, last)
    ).select_related("organ")


def reviews(organs: Iterable[Organ], year: int, kind: Review.Kind) -> QuerySet[Review]:
    """The year's assessments or social reviews."""
    return Review.objects.filter(organ__in=[o.pk for o in organs], year=year, kind=kind).select_related(
        "organ"
    )


def check_projections() -> Iterator[str]:
    """Notices, mended findings, accountability and the year's reviews against the ledger, both ways."""
    listed: dict[int, list[int]] = defaultdict(list)
    for pk, notice in Finding.objects.order_by("pk").values_list("pk", "notice_id"):
        listed[notice].append(pk)
    notices = {
        f"notice/{n.pk}": (n.issued_on, {"issue": n.issue, "year": n.year, "findings": listed[n.pk]})
        for n in Notice.objects.iterator(2000)
    }
    decided = {
        f"accountability/{c.pk}": (c.decided_on, {"organ": c.organ.slug})
        for c in AccountabilityCase.objects.select_related("organ")
    }
    held = {
        f"review/{r.pk}": (r.held_on, {"kind": r.kind, "year": r.year, "result": r.result})
        for r in Review.objects.all()
    }
    for kind, label, stored in (
        ("notice.issued", "通知书", notices), ("accountability.recorded", "责任追究", decided), ("review.recorded", "考核和评议", held),
    ):  # fmt: skip
        for name, how in differing(kind, stored):
            yield f"{label} {name}：{how}"
    mended = {e.stream: e for e in Event.objects.filter(kind="finding.rectified").iterator(2000)}
    for row in Finding.objects.iterator(2000):
        event = mended.pop(f"finding/{row.pk}", None)
        if (event.occurred_on if event else None) != row.rectified_on:
            yield f"问题{row.pk}“{row.text}”的整改日期与账本不同"
    for stream in mended:
        yield f"{stream}：账本里整改过，库里没有这一处"
