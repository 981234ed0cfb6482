# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""栏目脉搏: every column's year beside its duty, the worst first."""

from __future__ import annotations

from collections import Counter

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from gongkai.desk import screens
from gongkai.desk.views import page, paged
from gongkai.organs.today import today
from gongkai.supervision.queries.pulse import STATES, pulses


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The columns the person answers for or oversees."""
    every = pulses(screens.signed_in(request), today())
    counts = Counter(p.state for p in every)
    units = {
        p.column.owner.slug: p.column.owner.short_name
        for p in sorted(every, key=lambda p: p.column.owner.position)
    }
    state, organ = request.GET.get("state", ""), request.GET.get("organ", "")
    rows = [
        p for p in every if (not state or p.state == state) and (not organ or p.column.owner.slug == organ)
    ]
    found, query = paged(request, rows, "个")
    tones = {"late": "no", "empty": "no", "soon": "wa", "fine": "ok", "free": ""}
    return page(
        request, "supervision/pulse", found=found, query=query, counts=[(k, w, counts[k]) for k, w in STATES], total=len(every),
        units=units, state=state, organ=organ, tones=tones, day=today(),
    )  # fmt: skip
