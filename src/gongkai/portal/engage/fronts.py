# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政民互动: the page all of it is reached from."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from gongkai.engagement import consulting, messaging
from gongkai.portal.press.pages import Single, earliest
from gongkai.supervision.models import Survey


class Engage(Single):
    """政民互动."""

    address, template = "/engage/", "portal/engage/front.html"

    def content(self, day: date) -> tuple[dict[str, Any], date | None]:
        now = list(consulting.public(day).filter(closes_on__gte=day).order_by("closes_on", "pk")[:5])
        catalogue = consulting.catalogues(day).first()
        surveys = list(Survey.objects.filter(opens_on__lte=day, closes_on__gte=day).order_by("-year")[:1])
        coming = Survey.objects.filter(opens_on__gt=day).values_list("opens_on", flat=True)
        context = {
            "open": now, "survey": surveys[0] if surveys else None, "catalogue": catalogue, "answered": list(messaging.public(day).order_by("-published_on", "-pk")[:5]),
            "faqs": list(messaging.faqs(day)[:6]),
        }  # fmt: skip
        ends = [row.closes_on + timedelta(days=1) for row in (*now, *surveys)]
        return context, earliest(*ends, *coming)
