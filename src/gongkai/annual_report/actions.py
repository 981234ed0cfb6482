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
from gongkai.annual_report.models import Correction, Paragraph, PublishedReport
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
    if is_closed(organ, year):
        raise Refused(f"{year}年的报告已经公布，文字不能再改；确需更正的，先登记更正")
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


def open_correction_of(organ: Organ, year: int) -> Correction | None:
    """The correction under way, if any."""
    return Correction.objects.filter(organ=organ, year=year, edition__isnull=True).first()


def is_closed(organ: Organ, year: int) -> bool:
    """Published, and no correction under way: nothing of it may be written."""
    published = PublishedReport.objects.filter(organ=organ, year=year).exists()
    return published and open_correction_of(organ, year) is None


@transaction.atomic
def open_correction(*, actor: Actor, organ: Organ, year: int, on: date, reason: str) -> Correction:
    """登记更正 of a published report. The printed edition stays; the new one will say why and what changed."""
    require(actor, organ, Role.COMPILER)
    latest = PublishedReport.objects.filter(organ=organ, year=year).first()
    if latest is None:
        raise Refused(f"{year}年的报告还没有公布，直接修改即可")
    if open_correction_of(organ, year) is not None:
        raise Refused(f"{year}年的报告已经登记了更正，还没有公布新版")
    if on < latest.published_on:
        raise Refused("更正的日期早于公布日期，请核对")
    if not reason.strip():
        raise Refused("更正要写明原因，新版会一并公布")
    row = Correction.objects.create(organ=organ, year=year, reason=reason.strip(), opened_on=on)
    _append(Scope(organ, year), actor, "report.correction_opened", on, {"reason": row.reason})
    return row


def digest(snapshot: Mapping[str, Any]) -> str:
    """What the ledger keeps of a published report."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def publish(
    *, actor: Actor, organ: Organ, year: int, on: date, notes: Mapping[str, str] | None = None
) -> PublishedReport:
    """公布 (条例第四十九条). An error blocks; a warning needs a note saying why it stands. Freezes what is printed.

    With a correction under way it publishes the next edition, which lists every figure that changed.
    """
    require(actor, organ, Role.COMPILER)
    if on <= date(year, 12, 31):
        raise Refused(f"{year}年还没有过完，年度报告统计到12月31日")
    before = PublishedReport.objects.filter(organ=organ, year=year).first()
    correction = open_correction_of(organ, year)
    if before is not None and correction is None:
        raise Refused(f"{year}年的报告已经公布；确需更正的，先登记更正")
    notes = notes or {}
    computed = report.compute(organ, year)
    _must_stand(computed, notes)
    snapshot = {
        **report.draft(computed),
        "published_on": on.isoformat(),
        "notes": dict(notes),
        "trace": report.traces(computed.scope, records=False),
        "records": report.cell_records(computed.scope),
    }
    if before is not None and correction is not None:
        snapshot["edition"] = before.edition + 1
        snapshot["correction"] = {
            "reason": correction.reason, "of": before.published_on.isoformat(),
            "changes": report.changes(before.snapshot, snapshot),
        }  # fmt: skip
        if not snapshot["correction"]["changes"]:
            raise Refused("新版与已公布的没有不同，不用公布")
    row = PublishedReport.objects.create(
        organ=organ, year=year, published_on=on, ledger_seq=computed.ledger_seq, snapshot=snapshot,
        digest=digest(snapshot), edition=snapshot.get("edition", 1), reason=correction.reason if correction else None,
    )  # fmt: skip
    if correction is not None:
        correction.edition = row
        correction.save(update_fields=["edition"])
    facts = {"digest": row.digest, "notes": dict(notes), "edition": row.edition}
    _append(computed.scope, actor, "report.published", on, facts)
    return row


def _must_stand(computed: report.Report, notes: Mapping[str, str]) -> None:
    standing = tuple(
        f
        for f in computed.findings
        if f.severity is Severity.ERROR or (f.severity is Severity.WARNING and not notes.get(f.code))
    )
    if standing:
        raise Refused("；".join(f"{f.where}：{f.message}" for f in standing), standing)
