# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The units whose reports one office collects (条例第四十九条), and how far each of them is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from gongkai.annual_report.models import PublishedReport, Submission
from gongkai.law.deadlines import report_due
from gongkai.organs.models import Organ

# What changes without the report changing: where the ledger stands, and what the checks said at that moment.
_PASSING = frozenset({"ledger_seq", "findings", "file", "published_on"})


def supervising(organ: Organ) -> Organ | None:
    """To whom the organ hands its report in; None for a government and for what is managed by its own line."""
    if organ.vertical_line or organ.kind == Organ.Kind.GOVERNMENT:
        return None
    return organ.parent


def ended_before(organ: Organ, year: int) -> bool:
    """Whether the organ was closed by the year's end: whom it went to reports for it, or the office above."""
    return organ.closed_on is not None and organ.closed_on <= date(year, 12, 31)


def due(organ: Organ, year: int) -> date:
    """When its report has to be out."""
    return report_due(year, of_government=organ.kind == Organ.Kind.GOVERNMENT)


def units_of(organ: Organ, year: int) -> list[Organ]:
    """The units below that write a report of their own on the year; one closed before the year's end writes none."""
    open_then = Q(closed_on__isnull=True) | Q(closed_on__gt=date(year, 12, 31))
    return list(
        Organ.objects.filter(open_then, parent=organ, vertical_line=False, reporting_unit=True)
        .exclude(kind=Organ.Kind.GOVERNMENT)
        .order_by("position", "pk")
    )


def content(draft: Mapping[str, Any]) -> dict[str, Any]:
    """What of a draft the office checks: everything a reader will see."""
    return {key: value for key, value in draft.items() if key not in _PASSING}


def digest(snapshot: Mapping[str, Any]) -> str:
    """The SHA-256 of a snapshot: what the ledger keeps of it."""
    text = json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def latest(organ: Organ, year: int) -> Submission | None:
    """The last round of an organ's report, decided or not."""
    return Submission.objects.filter(organ=organ, year=year).order_by("-round").first()


@dataclass(frozen=True)
class Standing:
    """How far one unit's report is on a day."""

    organ: Organ
    submission: Submission | None
    published: PublishedReport | None
    due: date
    as_of: date

    @property
    def state(self) -> tuple[str, str]:
        """In words, and the tone of its tag."""
        if self.published is not None:
            return "已公布", "ok"
        if self.submission is None:
            return "未报送", "no" if self.late else "info"
        return {
            Submission.State.SUBMITTED: ("待审核", "wa"),
            Submission.State.RETURNED: ("已退回", "no"),
            Submission.State.ACCEPTED: ("已通过，未公布", "info"),
        }[Submission.State(self.submission.state)]

    @property
    def settled(self) -> bool:
        """Accepted or published: nothing more is waited for."""
        accepted = self.submission is not None and self.submission.state == Submission.State.ACCEPTED
        return accepted or self.published is not None

    @property
    def overdue(self) -> bool:
        """Not out although the limit has passed: accepted is not yet published (条例第四十九条 asks for both)."""
        return self.published is None and self.late

    @property
    def late(self) -> bool:
        """Out after its limit, or not out although the limit has passed."""
        done = self.published.published_on if self.published else self.as_of
        return done > self.due


def standings(organ: Organ, year: int, as_of: date) -> list[Standing]:
    """Every unit of the office with its last round and its publication, in three queries."""
    units = units_of(organ, year)
    rounds = {
        s.organ_id: s
        for s in Submission.objects.filter(organ__in=units, year=year).defer("snapshot").order_by("round")
    }
    out = {
        p.organ_id: p
        for p in PublishedReport.objects.filter(organ__in=units, year=year)
        .defer("snapshot")
        .order_by("-edition")
    }  # the first edition: what came later does not make it late
    return [Standing(u, rounds.get(u.pk), out.get(u.pk), due(u, year), as_of) for u in units]


def missing(organ: Organ, year: int) -> list[Organ]:
    """Units whose report is neither accepted nor published."""
    return [s.organ for s in standings(organ, year, date(year, 12, 31)) if not s.settled]
