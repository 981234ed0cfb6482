# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading what is announced: what is coming, what ended and waits for its record, and all of it against the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet

from gongkai.engagement.actions.announcements import said_of
from gongkai.engagement.models import Announcement
from gongkai.ledger.models import Event
from gongkai.organs.today import CHINA


def public() -> QuerySet[Announcement]:
    """Every announcement: what was cancelled too, for who had read of it."""
    return Announcement.objects.select_related("organ", "activity")


def ahead(at: datetime) -> QuerySet[Announcement]:
    """What has not ended, the next one first; a cancelled one stands until it would have ended."""
    return public().filter(ends_at__gt=at, activity__isnull=True).order_by("starts_at", "pk")


def past(at: datetime) -> QuerySet[Announcement]:
    """What ended or was held, the last one first."""
    return public().exclude(pk__in=ahead(at).order_by().values("pk")).order_by("-starts_at", "-pk")


def of_days(day: date) -> QuerySet[Announcement]:
    """What has not ended when the day begins: for a page that turns by days and says the hour."""
    return ahead(datetime.combine(day, time(), CHINA))


def unrecorded(rows: QuerySet[Announcement], at: datetime) -> QuerySet[Announcement]:
    """What ended and nobody said whether it was held."""
    return rows.filter(ends_at__lte=at, activity__isnull=True, cancelled_on__isnull=True)


def check() -> Iterator[str]:
    """What is stored of announcements against the ledger, both ways."""
    said: dict[str, dict[str, Any]] = {}
    for e in Event.objects.filter(stream__startswith="announcement/").order_by("seq").iterator(2000):
        mine, p = said.setdefault(e.stream, {"cancelled": None, "activity": None, "moved": None}), e.payload
        match e.kind.removeprefix("announcement."):
            case "made":
                mine |= p | {"on": e.occurred_on}
            case "moved":
                mine |= {k: p[k] for k in ("starts_at", "ends_at", "digest")} | {"moved": e.occurred_on}
            case "cancelled":
                mine["cancelled"] = e.occurred_on
            case "held":
                mine["activity"] = p["activity"]
    for row in Announcement.objects.select_related("organ").iterator(2000):
        mine = said.pop(row.stream, {})
        held = {
            "kind": row.kind, "organ": row.organ.slug, "digest": said_of(row), "on": row.announced_on, "moved": row.changed_on,
            "cancelled": row.cancelled_on, "activity": row.activity_id,
        }  # fmt: skip
        moments = [datetime.fromisoformat(mine[k]) if k in mine else None for k in ("starts_at", "ends_at")]
        if any(mine.get(k) != v for k, v in held.items()) or moments != [row.starts_at, row.ends_at]:
            yield f"预告{row.pk}“{row.title}”：与账本不同"
    yield from (f"{name}：账本里预告过，库里没有" for name in said)
