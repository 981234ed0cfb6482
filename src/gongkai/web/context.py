# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What every page knows: whose site it is, which reading mode, what day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from gongkai.organs.models import Organ
from gongkai.organs.today import is_fixed, today

MODES = ("elder",)


def site(request: HttpRequest) -> dict[str, Any]:
    """The organ the site belongs to (the one without a parent), the mode cookie, the day."""
    mode = request.COOKIES.get("mode")
    known: Organ | None = getattr(request, "site_organ", None)  # a view that has read the organs already leaves it here
    return {
        "site": known or Organ.objects.filter(parent__isnull=True).first(),
        "mode": mode if mode in MODES else None,
        "today": today(),
        "example": is_fixed(),
    }
