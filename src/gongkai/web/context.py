# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What every page knows: whose site it is, which reading mode, what day."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from gongkai.portal.press.rendering import of_request
from gongkai.portal.press.trees import state


def site(request: HttpRequest) -> dict[str, Any]:
    """The frame pressed pages have too; a view that has read the organs already leaves the site's at the request.

    pressing: asked by the page that tells of it, whether the files are behind.
    """
    return {**of_request(request, getattr(request, "site_organ", None)), "pressing": state}
