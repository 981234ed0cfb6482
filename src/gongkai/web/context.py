# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What every page knows: whose site it is, which reading mode, what day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject

from gongkai.organs.models import Organ
from gongkai.organs.queries import OrganLine
from gongkai.organs.today import today
from gongkai.portal.press.rendering import frame

MODES = ("elder",)


def site(request: HttpRequest) -> dict[str, Any]:
    """The frame pressed pages have too, and what only a request knows: the mode's cookie, the whole address."""
    mode = request.COOKIES.get("mode")
    known: Organ | OrganLine | None = getattr(request, "site_organ", None)  # a view that has read the organs already leaves it here
    return {
        **frame(request.path, today(), known), "here": request.get_full_path(), "mode": mode if mode in MODES else None,
        # made at most once a page, and only where a form asks for it: each making masks the token anew
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
    }  # fmt: skip
