# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on the report: writing its text, and publishing it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.annual_report import frozen, narrative, report, units
from gongkai.annual_report.models import Correction, Paragraph, PublishedReport, Submission
from gongkai.annual_report.scope import Scope
from gongkai.law.clock import cn
from gongkai.law.findings import Finding, Severity
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record
from gongkai.publishing.body import seen

MOST_TEXT = 20_000  # characters of one part; a whole report has some 5,000


class Refused(Exception):
    """The report cannot be changed or published; `findings` say what stands in the way."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


def said(scope: Scope, actor: Actor, kind: str, on: date, payload: dict[str, Any]) -> None:
    """One event in the report's stream."""
    record(f"report/{scope.organ.slug}/{scope.year}", actor, kind, on, payload)


class Moved(Refused):
    """Somebody else saved the part since the writer opened it: nothing is overwritten unseen."""


def mark_of(text: str | None) -> str:
    """What tells one saved text of a part from another; of a part that nobody wrote, the mark of nothing."""
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text else "none"


@transaction.atomic
def write(
    *, actor: Actor, organ: Organ, year: int, part: str, text: str, on: date, was: str | None = None
) -> Paragraph | None:
    """写文字部分. Numbers must be references; an empty text goes back to what the records say by themselves.

    was is the mark of the saved text the writer had before them: where the part has moved on since, Moved is raised.
    """
    require(actor, organ, Role.COMPILER)
    if part not in narrative.PART_KEYS:
        raise Refused(f"报告没有这一部分：{part}")
    must_be_open(organ, year, "文字")
    text = as_written(text)
    Organ.objects.select_for_update().get(pk=organ.pk)  # two who save at once come one after the other
    before = Paragraph.objects.filter(organ=organ, year=year, part=part).first()
    saved = before.text if before else ""
    if was is not None and was != mark_of(saved) and text != saved:
        raise Moved(
            f"{_last_writer(organ, year, part)}。没有覆盖，您写的还在下面；请对照现在的文字改好，再保存"
        )
    if len(text) > MOST_TEXT:
        raise Refused(f"一个部分最多{MOST_TEXT:,}字，现在{len(text):,}字，请写简")
    # What is still to be written, or explained, may be saved, not published.
    faults = tuple(
        f for f in narrative.check(part, text) if f.code != "N.unwritten" and f.severity == Severity.ERROR
    )
    if faults:
        raise Refused("；".join(f.message for f in faults), faults)
    scope = Scope(organ, year)
    if text == saved:
        return before  # saved twice: one event
    if not text:
        Paragraph.objects.filter(organ=organ, year=year, part=part).delete()
        said(scope, actor, "report.cleared", on, {"part": part})
        return None
    row, _ = Paragraph.objects.update_or_create(organ=organ, year=year, part=part, defaults={"text": text})
    said(scope, actor, "report.written", on, {"part": part, "text": text})
    return row


def as_written(text: str) -> str:
    """A text as it is kept: a paragraph a line, without blank lines and without marks that show nothing or turn the line around."""
    lines = (line.strip() for line in seen(text).splitlines())
    return "\n".join(line for line in lines if line)


def _last_writer(organ: Organ, year: int, part: str) -> str:
    """Who saved a part last, and when, in words."""
    events = Event.objects.filter(
        stream=f"report/{organ.slug}/{year}",
        kind__in=("report.written", "report.cleared"),
        payload__part=part,
    )
    last = events.order_by("-seq").first()
    return (
        f"您打开以后，{last.actor_label}在{cn(last.occurred_on)}存过这一部分"
        if last
        else "您打开以后，这一部分存过新的文字"
    )


def must_be_open(organ: Organ, year: int, what: str) -> None:
    """Raise Refused while nothing that will be printed may be changed: published, or handed in and looked at."""
    if is_closed(organ, year):
        raise Refused(f"{year}年的报告已经公布，{what}不能再改；确需更正的，先登记更正")
    handed_in = units.latest(organ, year)
    if handed_in is not None and handed_in.state == Submission.State.SUBMITTED:
        raise Refused(f"第{handed_in.round}次报送还在审核，退回或者通过以后才能改{what}")


def must_have_stood(organ: Organ, year: int) -> None:
    """Raise Refused for an organ that was closed by the year's end: its cases are counted where they went."""
    if units.ended_before(organ, year) and organ.closed_on:
        to = f"并入{organ.merged_into.short_name}，由它一并报告" if organ.merged_into else "撤销"
        raise Refused(f"{organ.short_name}已于{cn(organ.closed_on)}{to}，{year}年不单独编制年度报告")


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
    said(Scope(organ, year), actor, "report.correction_opened", on, {"reason": row.reason})
    return row


@transaction.atomic
def publish(
    *, actor: Actor, organ: Organ, year: int, on: date, notes: Mapping[str, str] | None = None
) -> PublishedReport:
    """公布 (条例第四十九条). An error blocks; a warning needs a note saying why it stands. Freezes what is printed.

    A unit publishes what the office it reports to has accepted, and nothing else.
    With a correction under way it publishes the next edition, which lists every figure that changed.
    """
    require(actor, organ, Role.COMPILER)
    if on <= date(year, 12, 31):
        raise Refused(f"{year}年还没有过完，年度报告统计到12月31日")
    must_have_stood(organ, year)
    Organ.objects.select_for_update().get(pk=organ.pk)  # sent twice: the second finds it published
    before = PublishedReport.objects.filter(organ=organ, year=year).first()
    correction = open_correction_of(organ, year)
    if before is not None and correction is None:
        raise Refused(f"{year}年的报告已经公布；确需更正的，先登记更正")
    computed = report.compute(organ, year)
    notes = {**_accepted(computed), **(notes or {})}
    must_stand(computed, notes)
    traced = report.traces(computed, records=False)
    said_there = [key for key, shown in traced.items() if shown["value"] and not key.startswith("T")]
    behind = list(frozen.lists(computed.scope, said_there))
    snapshot = {
        **report.draft(computed),
        "published_on": on.isoformat(),
        "notes": dict(notes),
        "trace": traced,
        "records": frozen.shown(behind),
    }
    if left_out := report.stated(computed, notes):
        snapshot["statements"] = left_out
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
        digest=units.digest(snapshot), edition=snapshot.get("edition", 1), reason=correction.reason if correction else None,
    )  # fmt: skip
    frozen.keep(row, behind)
    if correction is not None:
        correction.edition = row
        correction.save(update_fields=["edition"])
    facts = {"digest": row.digest, "notes": dict(notes), "edition": row.edition}
    said(computed.scope, actor, "report.published", on, facts)
    return row


def _accepted(computed: report.Report) -> Mapping[str, str]:
    """The notes the report was accepted with. Raises Refused unless exactly this report was accepted."""
    organ, year = computed.scope.organ, computed.scope.year
    office = units.supervising(organ)
    if office is None:
        return {}
    row = units.latest(organ, year)
    if row is None or row.state != Submission.State.ACCEPTED:
        raise Refused(f"报告要先向{office.short_name}报送，审核通过以后公布（条例第四十九条）")
    now = units.content(report.draft(computed))
    if units.digest(now) != row.digest:
        moved = (
            "、".join(c["label"] for c in report.changes(row.snapshot, now)[:5]) or "题目、联系方式或者指标"
        )
        raise Refused(
            f"现在的报告与{cn(row.decided_on or row.submitted_on)}审核通过的不同：{moved}。请重新报送"
        )
    notes: Mapping[str, str] = row.notes
    return notes


def must_stand(computed: report.Report, notes: Mapping[str, str]) -> None:
    """Raise Refused for an error, and for a warning without a note saying why it stands."""
    standing = tuple(
        f
        for f in computed.findings
        if f.severity is Severity.ERROR or (f.severity is Severity.WARNING and not notes.get(f.code))
    )
    if standing:
        raise Refused("；".join(f"{f.where}：{f.message}" for f in standing), standing)
