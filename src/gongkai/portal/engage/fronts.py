# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政民互动: the page all of it is reached from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from gongkai.engagement import consulting, messaging
from gongkai.portal.press.pages import Single, earliest


class Engage(Single):
    """政民互动."""

    address, template = "/engage/", "portal/engage/front.html"

    def content(self, day: date) -> tuple[dict[str, Any], date | None]:
        now = list(consulting.public(day).filter(closes_on__gte=day).order_by("closes_on", "pk")[:5])
        catalogue = consulting.catalogues(day).first()
        context = {
            "open": now, "catalogue": catalogue, "answered": list(messaging.public(day).order_by("-published_on", "-pk")[:5]),
            "faqs": list(messaging.faqs(day)[:6]),
        }  # fmt: skip
        return context, earliest(*(c.closes_on + timedelta(days=1) for c in now))
