# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Doing what was ordered, one after the other, telling how far it is, ending when nothing is left."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q

from gongkai.engagement.demands.actions import Refused as GroupingRefused
from gongkai.engagement.demands.actions import regroup
from gongkai.organs.permissions import NotAllowed
from gongkai.organs.recording import NotYet
from gongkai.organs.today import today
from gongkai.supervision.actions.core import Refused
from gongkai.supervision.actions.inspection import inspect
from gongkai.supervision.errands.models import SILENT, Errand
from gongkai.supervision.rules import short
from gongkai.supervision.sites.crawl import Bounds, Unusable
from gongkai.supervision.sites.fetching import Asker
from gongkai.supervision.sites.looking import look

EVERY = 1.0  # seconds between two words of how far it is
_TRIES = 5  # what takes its process down each time is given up
_PAGES_A_SECOND = 2.0


class Stopped(Exception):
    """An officer wants no more of it now."""


def work() -> int:
    """Do everything that waits or was left lying; how many were ended."""
    ended = 0
    while (errand := _claimed()) is not None:
        _do(errand)
        ended += 1
    return ended


def _claimed() -> Errand | None:
    """The next one, taken in one step so that no two processes have it."""
    lying = Q(state=Errand.State.RUNNING, told_at__lt=datetime.now(UTC) - SILENT)
    for row in Errand.objects.filter(Q(state=Errand.State.WAITING) | lying).select_related("by", "organ"):
        now = datetime.now(UTC)
        taken = Errand.objects.filter(pk=row.pk, state=row.state, told_at=row.told_at).update(
            state=Errand.State.RUNNING, told_at=now, tries=row.tries + 1
        )
        if taken:
            row.state, row.told_at, row.tries = Errand.State.RUNNING, now, row.tries + 1
            return row
    return None


def _do(errand: Errand) -> None:
    telling = Telling(errand)
    try:
        if errand.tries > _TRIES:
            raise Refused("试了几次都没有做完，请联系管理员")
        made = _WORK[Errand.Kind(errand.kind)](errand, telling)
    except Stopped:
        _end(errand, Errand.State.STOPPED)
    except KeyboardInterrupt:
        _end(errand, Errand.State.WAITING)
        raise
    except (Unusable, Refused, GroupingRefused, NotAllowed, NotYet) as fault:
        _end(errand, Errand.State.FAILED, said=short(str(fault), 300))
    except Exception as fault:
        _end(errand, Errand.State.FAILED, said=short(f"程序出错：{type(fault).__name__}", 300))
        raise
    else:
        _end(errand, Errand.State.DONE, **made)


def _end(errand: Errand, state: str, **facts: Any) -> None:
    Errand.objects.filter(pk=errand.pk, state=Errand.State.RUNNING).update(
        state=state, told_at=datetime.now(UTC), **facts
    )


class Telling:
    """Writes down how far an errand is, not more often than officers look; raises Stopped when it is to end."""

    def __init__(self, errand: Errand) -> None:
        self.pk, self.last = errand.pk, float("-inf")

    def __call__(self, done: int, total: int, words: str = "") -> None:
        if time.monotonic() - self.last < EVERY:
            return
        self.last = time.monotonic()
        told = Errand.objects.filter(pk=self.pk, state=Errand.State.RUNNING, stop_asked=False).update(
            done=done, total=total, words=words[:200], told_at=datetime.now(UTC)
        )
        if not told:
            raise Stopped


def _site(errand: Errand, telling: Telling) -> dict[str, Any]:
    asker = Asker(named=settings.GONGKAI_INNER_SITES, every=1 / _PAGES_A_SECOND)
    bounds = Bounds(pages=errand.pages or 1, outgoing=errand.outgoing)
    row, _ = look(
        errand.address or "",
        actor=errand.by,
        organ=errand.organ,
        bounds=bounds,
        asker=asker,
        progress=telling,
        on=today(),
    )
    return {"inspection": row, "done": row.addresses, "total": row.addresses + row.left}


def _record(errand: Errand, telling: Telling) -> dict[str, Any]:
    run = inspect(actor=errand.by, on=today(), progress=lambda words, n, count: telling(n, count, words))
    return {"run": run, "done": len(run.by_rule), "total": len(run.by_rule)}


def _group(errand: Errand, telling: Telling) -> dict[str, Any]:
    steps = 0

    def told(words: str, n: int, count: int) -> None:
        nonlocal steps
        steps = count
        telling(n, count, words)

    regroup(actor=errand.by, organ=errand.organ, on=today(), progress=told)
    return {"done": steps, "total": steps}


_WORK = {Errand.Kind.SITE: _site, Errand.Kind.RECORD: _record, Errand.Kind.GROUP: _group}
