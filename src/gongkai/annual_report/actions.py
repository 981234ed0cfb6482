# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on the report: writing its text, and publishing it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.annual_report import narrative, report
from gongkai.annual_report.models import Paragraph, PublishedReport
from gongkai.annual_report.scope import Scope
from gongkai.law.findings import Finding, Severity
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record


class Refused(Exception):
    """The report cannot be changed or published; `findings` say what stands in the way."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


def _append(scope: Scope, actor: Actor, kind: str, on: date, payload: dict[str, Any]) -> None:
    record(f"report/{scope.organ.slug}/{scope.year}", actor, kind, on, payload)


@transaction.atomic
def write(*, actor: Actor, organ: Organ, year: int, part: str, text: str, on: date) -> Paragraph | None:
    """写文字部分. Numbers must be references; an empty text goes back to what the records say by themselves."""
    require(actor, organ, Role.COMPILER)
    if part not in narrative.PART_KEYS:
        raise Refused(f"报告没有这一部分：{part}")
    if PublishedReport.objects.filter(organ=organ, year=year).exists():
        raise Refused(f"{year}年的报告已经公布，文字不能再改")
    faults = tuple(narrative.check(part, text))
    if faults:
        raise Refused("；".join(f.message for f in faults), faults)
    scope = Scope(organ, year)
    text = text.strip()
    if not text:
        Paragraph.objects.filter(organ=organ, year=year, part=part).delete()
        _append(scope, actor, "report.cleared", on, {"part": part})
        return None
    row, _ = Paragraph.objects.update_or_create(organ=organ, year=year, part=part, defaults={"text": text})
    _append(scope, actor, "report.written", on, {"part": part, "text": text})
    return row


def digest(snapshot: Mapping[str, Any]) -> str:
    """What the ledger keeps of a published report."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def publish(
    *, actor: Actor, organ: Organ, year: int, on: date, notes: Mapping[str, str] | None = None
) -> PublishedReport:
    """公布 (条例第四十九条). An error blocks; a warning needs a note saying why it stands. Freezes what is printed."""
    require(actor, organ, Role.COMPILER)
    if on <= date(year, 12, 31):
        raise Refused(f"{year}年还没有过完，年度报告统计到12月31日")
    if PublishedReport.objects.filter(organ=organ, year=year).exists():
        raise Refused(f"{year}年的报告已经公布")
    notes = notes or {}
    computed = report.compute(organ, year)
    standing = tuple(
        f
        for f in computed.findings
        if f.severity is Severity.ERROR or (f.severity is Severity.WARNING and not notes.get(f.code))
    )
    if standing:
        raise Refused("；".join(f"{f.where}：{f.message}" for f in standing), standing)
    snapshot = {
        **report.draft(computed),
        "published_on": on.isoformat(),
        "notes": dict(notes),
        "trace": report.traces(computed.scope, records=False),
    }
    row = PublishedReport.objects.create(
        organ=organ, year=year, published_on=on, ledger_seq=computed.ledger_seq, snapshot=snapshot,
        digest=digest(snapshot),
    )  # fmt: skip
    _append(computed.scope, actor, "report.published", on, {"digest": row.digest, "notes": dict(notes)})
    return row
