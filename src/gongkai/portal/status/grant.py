# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Which record this browser has opened with a number and a code: the keys only, in the session, for two hours."""

from __future__ import annotations

import time

from django.http import HttpRequest

from gongkai.applications.models import Application, Matter
from gongkai.engagement.models import CitizenMessage

NAME, LASTS = "opened", 2 * 3600


def give(request: HttpRequest, row: Application | Matter | CitizenMessage) -> None:
    """Open a record to this browser, and no other before it."""
    request.session.cycle_key()
    kind = "case" if isinstance(row, Application) else "matter" if isinstance(row, Matter) else "message"
    request.session[NAME] = {"kind": kind, "pk": row.pk, "at": time.time()}


def opened(request: HttpRequest, kind: str) -> int | None:
    """The key of the record of this kind that is open, or None."""
    held = request.session.get(NAME) or {}
    fresh = time.time() - float(held.get("at", 0)) < LASTS
    return held["pk"] if fresh and held.get("kind") == kind else None


def end(request: HttpRequest) -> None:
    """Close it: on a shared computer the next person sees nothing."""
    request.session.pop(NAME, None)
