# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading reports: what is published, and whether it is still what the ledger says was published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from gongkai.annual_report.actions import digest
from gongkai.annual_report.models import PublishedReport
from gongkai.ledger.models import Event


def public(as_of: date) -> QuerySet[PublishedReport]:
    """Reports anyone may read, the newest year first."""
    return PublishedReport.objects.filter(published_on__lte=as_of).select_related("organ")


def check_projections() -> Iterator[str]:
    """Every published report against the digest the ledger kept."""
    for row in PublishedReport.objects.select_related("organ"):
        event = (
            Event.objects.filter(stream=f"report/{row.organ.slug}/{row.year}", kind="report.published")
            .order_by("-version")
            .first()
        )
        if event is None or event.payload.get("digest") != row.digest or digest(row.snapshot) != row.digest:
            yield f"{row}：公布稿与账本的摘要不符"
