# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Keeping what a look at a site found, and handing it to the inspection: one path from a finding to its closure."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from datetime import UTC, date, datetime

from django.db import transaction

from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record
from gongkai.supervision import rules
from gongkai.supervision.actions.core import site_organ
from gongkai.supervision.actions.inspection import is_off, keep_run, settings_held
from gongkai.supervision.models import Detection
from gongkai.supervision.rules.outside import REF, as_found, code_of, key_of
from gongkai.supervision.sites.crawl import Outcome
from gongkai.supervision.sites.models import SiteFault, SiteInspection
from gongkai.supervision.sites.rules import LEADING, RULES, SiteFinding

_BATCH = 900


def seal(findings: list[SiteFinding]) -> str:
    """SHA-256 of the findings in their order."""
    return hashlib.sha256(
        "\n".join(f"{f.rule}|{f.address}|{f.evidence}|{f.severity}" for f in findings).encode()
    ).hexdigest()


@transaction.atomic
def keep_inspection(
    *, actor: Actor, organ: Organ, outcome: Outcome, on: date, started: datetime | None = None
) -> SiteInspection:
    """登记一次网站检查 of the site organ answers for: the whole outcome, sealed in the ledger, so that a finding cannot
    quietly go away (条例第四十七条). What is new is opened, what was looked at and is no longer there closes by itself."""
    require(actor, organ, Role.SUPERVISOR)
    Organ.objects.select_for_update().get(pk=site_organ().pk)  # one run at a time
    row = SiteInspection.objects.create(
        organ=organ, address=outcome.start[:300], on=on, pages=outcome.pages, addresses=outcome.addresses, left=outcome.left, closed=outcome.closed,
    )  # fmt: skip
    faults = SiteFault.objects.bulk_create(
        [
            SiteFault(
                inspection=row, rule=f.rule, address=f.address, evidence=f.evidence, severity=f.severity, subject=f.subject[:2000],
            )
            for f in outcome.findings
        ],
        batch_size=_BATCH,
    )  # fmt: skip
    record(
        row.stream, actor, "site.inspected", on,
        {
            "organ": organ.slug, "address": row.address, "pages": row.pages, "findings": len(outcome.findings),
            "by_rule": dict(sorted(Counter(f.rule for f in outcome.findings).items())), "digest": seal(list(outcome.findings)),
        },
    )  # fmt: skip
    _hand_on(actor, row, faults, outcome, on, started or datetime.now(UTC))
    return row


def _hand_on(
    actor: Actor, row: SiteInspection, faults: list[SiteFault], outcome: Outcome, on: date, started: datetime
) -> None:
    """Let the inspection know: a run of its own, with every rule of the sites that is not off."""
    held, by_rule = settings_held(), defaultdict[str, list[SiteFault]](list)
    for fault in faults:
        by_rule[fault.rule].append(fault)
    seen = [
        (one, [as_found(f, row.address, row.organ_id) for f in by_rule[of]])
        for of in RULES
        if (one := rules.rule(code_of(of))) and not is_off(one, held)
    ]
    known = _known()

    def judged(detection: Detection) -> bool:
        before = known.get(detection.pk)
        return before is not None and _was_judged(before, outcome)

    keep_run(actor=actor, on=on, started=started, seen=seen, site=row, judged=judged)
    _point(faults)


def _known() -> dict[int, SiteFault]:
    """Where the open findings of the sites were first written down: their page and what on it."""
    refs = {
        pk: int(ref.rpartition("/")[2])
        for pk, ref in Detection.objects.filter(
            rule__in=[code_of(of) for of in RULES], ref__startswith=f"{REF}/", closed_on__isnull=True
        ).values_list("pk", "ref")
    }
    ids, faults = list(refs.values()), {}
    for n in range(0, len(ids), _BATCH):
        faults |= SiteFault.objects.in_bulk(ids[n : n + _BATCH])
    return {pk: faults[ref] for pk, ref in refs.items() if ref in faults}


def _was_judged(fault: SiteFault, outcome: Outcome) -> bool:
    """Whether this look would have seen it again: its page said something, and the other end of a link was asked."""
    if fault.address not in outcome.judged:
        return False
    if fault.rule == "dead_outgoing" and not outcome.outgoing:
        return False
    return fault.rule not in LEADING or fault.subject not in outcome.unasked


def _point(faults: list[SiteFault]) -> None:
    """Which of the inspection's findings each is."""
    there = {
        (rule, key): pk
        for rule, key, pk in Detection.objects.filter(
            rule__in=[code_of(of) for of in RULES], closed_on__isnull=True
        ).values_list("rule", "key", "pk")
    }
    for fault in faults:
        fault.detection_id = there.get((code_of(fault.rule), key_of(fault)))
    SiteFault.objects.bulk_update(faults, ["detection"], batch_size=_BATCH)
