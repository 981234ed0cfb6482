# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What every page knows: whose site it is, which reading mode, what day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from gongkai.organs.models import Organ
from gongkai.organs.today import today
from gongkai.portal.press.rendering import frame

MODES = ("elder",)


def site(request: HttpRequest) -> dict[str, Any]:
    """The frame pressed pages have too, and what only a request knows: the mode's cookie, the whole address."""
    mode = request.COOKIES.get("mode")
    known: Organ | None = getattr(request, "site_organ", None)  # a view that has read the organs already leaves it here
    return {
        **frame(request.path, today(), known), "here": request.get_full_path(), "mode": mode if mode in MODES else None,
    }  # fmt: skip
