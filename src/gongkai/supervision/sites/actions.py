# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Keeping what a look at a site found."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import date

from django.db import transaction

from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record
from gongkai.supervision.sites.crawl import Outcome
from gongkai.supervision.sites.models import SiteFault, SiteInspection
from gongkai.supervision.sites.rules import SiteFinding


def seal(findings: list[SiteFinding]) -> str:
    """SHA-256 of the findings in their order."""
    return hashlib.sha256(
        "\n".join(f"{f.rule}|{f.address}|{f.evidence}|{f.severity}" for f in findings).encode()
    ).hexdigest()


@transaction.atomic
def keep_inspection(*, actor: Actor, organ: Organ, outcome: Outcome, on: date) -> SiteInspection:
    """登记一次网站检查: the whole outcome, sealed in the ledger, so that a finding cannot quietly go away (条例第四十七条)."""
    require(actor, organ, Role.SUPERVISOR)
    row = SiteInspection.objects.create(
        organ=organ, address=outcome.start[:300], on=on, pages=outcome.pages, addresses=outcome.addresses, left=outcome.left, closed=outcome.closed,
    )  # fmt: skip
    SiteFault.objects.bulk_create(
        [
            SiteFault(
                inspection=row, rule=f.rule, address=f.address, evidence=f.evidence, severity=f.severity
            )
            for f in outcome.findings
        ],
        batch_size=1000,
    )
    record(
        row.stream, actor, "site.inspected", on,
        {
            "organ": organ.slug, "address": row.address, "pages": row.pages, "findings": len(outcome.findings),
            "by_rule": dict(sorted(Counter(f.rule for f in outcome.findings).items())), "digest": seal(list(outcome.findings)),
        },
    )  # fmt: skip
    return row
