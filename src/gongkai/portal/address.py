# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Whose request it is, for counting floods. Behind a proxy the instance names it ($GONGKAI_PROXIES), or all look alike."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def address(request: HttpRequest) -> str:
    """The caller's address: the connection's, or what a proxy that is trusted says about it."""
    caller = str(request.META.get("REMOTE_ADDR", ""))
    if caller in settings.GONGKAI_PROXIES:
        said = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")[-1].strip()
        return said or caller
    return caller
