# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""How much of a report's text stands in another: last year's own, or another unit's of the same year.

Text written by rote is a defect of a report (国办公开办函〔2021〕30号). Exact: runs of 13 Chinese characters and more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.annual_report.models import Submission
from gongkai.annual_report.problems import previous
from gongkai.annual_report.scope import Scope
from gongkai.organs.models import Organ
from gongkai.publishing.copied import copied

# From this share on the office is asked to look. No provision names a number: a house rule.
MUCH = 0.5
MOST = 5


@dataclass(frozen=True)
class Alike:
    """One text compared: whose, and the share of ours that stands in it."""

    label: str
    share: float

    @property
    def much(self) -> bool:
        return self.share >= MUCH


def text_of(snapshot: Mapping[str, Any]) -> str:
    """What people wrote, a part a line; the sentences the records make by themselves are the same everywhere and left out."""
    written = (part for part in snapshot["parts"] if part.get("written", True))
    return "\n".join("".join(piece["text"] for piece in part["pieces"]) for part in written)


def last_year(organ: Organ, year: int, snapshot: Mapping[str, Any]) -> Alike | None:
    """Against the organ's own report of the year before; None when it is not here."""
    before = previous(Scope(organ, year)) or _handed_in(organ, year - 1)
    if before is None:
        return None
    return Alike(f"{year - 1}年的报告", copied(text_of(snapshot), text_of(before.snapshot)).share)


def _handed_in(organ: Organ, year: int) -> Submission | None:
    return (
        Submission.objects.filter(organ=organ, year=year, state=Submission.State.ACCEPTED)
        .order_by("-round")
        .first()
    )


def others(organ: Organ, year: int, snapshot: Mapping[str, Any]) -> list[Alike]:
    """Against the last round of every unit of the same office, the most alike first, at most MOST that share anything."""
    ours = text_of(snapshot)
    last: dict[int, Submission] = {}
    beside = Submission.objects.filter(year=year, organ__parent=organ.parent).exclude(organ=organ)
    for row in beside.select_related("organ").order_by("round"):
        last[row.organ_id] = row
    found = [Alike(r.organ.short_name, copied(ours, text_of(r.snapshot)).share) for r in last.values()]
    return sorted((a for a in found if a.share), key=lambda a: -a.share)[:MOST]
