# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Beginning the process that does long work, and which addresses it may ask."""

from __future__ import annotations

import ipaddress
import logging
import threading
from datetime import UTC, datetime

from django.conf import settings

from gongkai.organs.processes import begin
from gongkai.supervision.errands.models import SILENT, Errand
from gongkai.supervision.sites.fetching import Place, is_named, is_public

log = logging.getLogger(__name__)
_MOST = 2  # processes at a time, whoever orders how much


def is_inner(address: str) -> bool:
    """Whether an address is plainly of the inner network and the instance does not name it. A name that only resolves
    to such an address is found out when it is asked, and not asked either."""
    place = Place.of(address)
    if is_named(place, settings.GONGKAI_INNER_SITES):
        return False
    if "." not in place.host or place.host.endswith((".localhost", ".local", ".internal", ".lan")):
        return ":" not in place.host or not is_public(place.host)
    try:
        ipaddress.ip_address(place.host)
    except ValueError:
        return False
    return not is_public(place.host)


def unfinished() -> bool:
    """Whether something waits, or was left lying by a process that is gone."""
    return any(
        e.state == Errand.State.WAITING or e.is_silent
        for e in Errand.objects.filter(state__in=("waiting", "running"))
    )


def wake() -> None:
    """Begin `gongkai work` unless enough are at it: it ends by itself when nothing is left."""
    if not settings.GONGKAI_WORK_AT_ONCE:
        return
    heard = datetime.now(UTC) - SILENT
    if Errand.objects.filter(state=Errand.State.RUNNING, told_at__gt=heard).count() >= _MOST:
        return
    try:
        child = begin(
            "work", niceness=0, GONGKAI_DIR=str(settings.GONGKAI_INSPECTIONS.parent),
            GONGKAI_INNER_SITES=",".join(sorted(settings.GONGKAI_INNER_SITES)),
        )  # fmt: skip
    except OSError:  # no process can be begun here: it waits for the timer, and its page says so
        log.exception("不能启动 gongkai work")
        return
    # so that it does not stay behind as a zombie
    threading.Thread(target=child.wait, name="errand", daemon=True).start()
