# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""活动预告 for everyone: made when it is asked for, because it turns at the minute and pressed pages turn at the day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from gongkai.engagement import announced, holding
from gongkai.engagement.models.announcements import Standing
from gongkai.organs.today import now

TONES = {
    Standing.COMING: "in", Standing.NOW: "ok", Standing.OVER: "", Standing.HELD: "ok", Standing.CANCELLED: "off",
}  # fmt: skip
MOST, LAST = 200, 20


def _page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    response = render(
        request, f"portal/engage/{name}.html", {"current": "", "labels": {k.key: k.label for k in holding.kinds()}, "tones": TONES, **context}
    )  # fmt: skip
    response["Cache-Control"] = "public, max-age=30"  # a minute is a minute
    return response


def coming(request: HttpRequest) -> HttpResponse:
    """What is coming, the next one first; then what came last."""
    at = now()
    ahead = [(row, row.standing(at)) for row in announced.ahead(at)[:MOST]]
    past = [(row, row.standing(at)) for row in announced.past(at)[:LAST]]
    return _page(request, "coming", ahead=ahead, past=past)


def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One announcement: when, where, whom to ask; what became of it."""
    row = get_object_or_404(announced.public(), pk=pk)
    held = row.activity
    told = held is not None and holding.told(now().date()).filter(pk=held.pk).exists()
    return _page(request, "coming_one", a=row, standing=row.standing(now()), held=held, told=told)
