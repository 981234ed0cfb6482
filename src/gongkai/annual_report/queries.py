# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading reports: what is published, and whether it is still what the ledger says was published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from gongkai.annual_report import frozen
from gongkai.annual_report.models import FigureNote, PublishedReport, Submission
from gongkai.annual_report.units import digest
from gongkai.ledger.models import Event


def public(as_of: date) -> QuerySet[PublishedReport]:
    """Reports anyone may read, in their latest edition, the newest year first."""
    shown = PublishedReport.objects.filter(published_on__lte=as_of)
    later = shown.filter(organ=OuterRef("organ"), year=OuterRef("year"), edition__gt=OuterRef("edition"))
    return shown.exclude(Exists(later)).select_related("organ")


def editions(report: PublishedReport) -> QuerySet[PublishedReport]:
    """Every edition of the same report, the newest first."""
    return PublishedReport.objects.filter(organ=report.organ, year=report.year)


def _notes() -> Iterator[str]:
    """Every note on a figure as the ledger last heard of it."""
    said: dict[tuple[str, str], tuple[str, bool]] = {}
    for event in Event.objects.filter(kind__in=("report.noted", "report.note_removed")).order_by("seq"):
        at = (event.stream, event.payload["figure"])
        said.pop(at, None)
        if event.kind == "report.noted":
            said[at] = (event.payload["text"], event.payload["public"])
    for row in FigureNote.objects.select_related("organ"):
        if said.pop((f"report/{row.organ.slug}/{row.year}", row.figure), None) != (row.text, row.public):
            yield f"{row}与账本不符"
    for stream, key in said:
        yield f"{stream} {key}的口径说明在账本里有，库里没有"


def check_projections() -> Iterator[str]:
    """Every published edition and every report handed in, against the digest the ledger kept."""
    kept: dict[tuple[str, int], str] = {}
    for event in Event.objects.filter(kind="report.published").order_by("seq"):
        kept[event.stream, event.payload.get("edition", 1)] = event.payload["digest"]
    for row in PublishedReport.objects.select_related("organ"):
        said = kept.get((f"report/{row.organ.slug}/{row.year}", row.edition))
        if said != row.digest or digest(row.snapshot) != row.digest:
            yield f"{row}：公布稿与账本的摘要不符"
    yield from frozen.check()
    yield from _notes()
    handed_in = {
        (e.stream, e.payload["round"]): e.payload["digest"]
        for e in Event.objects.filter(kind="report.submitted")
    }
    for sub in Submission.objects.select_related("organ"):
        said = handed_in.get((f"report/{sub.organ.slug}/{sub.year}", sub.round))
        if said != sub.digest or digest(sub.snapshot) != sub.digest:
            yield f"{sub}：报送稿与账本的摘要不符"
