# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""邮件订阅: what is followed and what could not be delivered. No screen of the desk shows an address."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from gongkai.desk import screens
from gongkai.desk.views import page
from gongkai.mailing import queries
from gongkai.organs.permissions import NotAllowed

SHOWN = 100


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Topics with their followers, and the last failures."""
    person = screens.signed_in(request)
    try:
        followed, failing = queries.followed(person), queries.failing(person)
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    failed = [(row, queries.name_of(row.topic, row.slug)) for row in failing[:SHOWN]]
    return page(
        request, "subscriptions", followed=followed, failed=failed, count=failing.count(), given_up=queries.GIVEN_UP,
        site=settings.GONGKAI_SITE.get("address", ""), server=settings.EMAIL_HOST, asking=queries.asking(),
    )  # fmt: skip
