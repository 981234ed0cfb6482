# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Finding cases, open and closed: by number, words, dates, outcome, timeliness; newest first, page by page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.applications.models import Application
from gongkai.applications.queries.cases import visible_to
from gongkai.applications.queries.keyset import Mark, page_of
from gongkai.applications.queries.labels import STATES, Labelled
from gongkai.law.outcomes import OUTCOMES
from gongkai.organs.permissions import Actor

SIZE = 20
MOST = 1000  # a total beyond it is said as “more than”
Span = tuple[date, date]
_RESULTS = {o.id: o.short for o in OUTCOMES}


@dataclass(frozen=True, slots=True)
class FoundCase(Labelled):
    """One line of the list of all cases."""

    pk: int
    number: str
    title: str
    organ_id: int
    channel: str
    state: str
    submitted_on: date
    received_on: date | None
    due_on: date | None
    closed_on: date | None
    outcome: str | None
    on_time: bool | None
    applicant: str

    @property
    def state_label(self) -> str:
        return STATES[self.state]

    @property
    def result(self) -> str:
        return _RESULTS[self.outcome] if self.outcome else ""


_COLUMNS = (
    "pk", "number", "title", "organ_id", "channel", "state", "submitted_on", "received_on", "due_on", "closed_on", "outcome",
    "on_time", "applicant__kind",
)  # fmt: skip


@dataclass(frozen=True)
class Sought:
    """What is looked for; an empty value leaves the matter open. Spans include both days."""

    words: str = ""
    state: str = ""  # a State, or "open"
    organs: Collection[int] | None = None
    channel: str = ""
    kind: str = ""
    outcome: str = ""
    received: Span | None = None
    closed: Span | None = None
    on_time: bool | None = None
    only: Collection[int] | None = None  # these cases and no others

    def narrow(self, rows: QuerySet[Application]) -> QuerySet[Application]:
        for word in self.words.split():
            rows = rows.filter(
                Q(number__icontains=word) | Q(title__icontains=word) | Q(description__icontains=word)
            )
        if self.state == "open":
            rows = rows.filter(act_on__isnull=False)
        elif self.state:
            rows = rows.filter(state=self.state)
        exact: dict[str, Any] = {
            "channel": self.channel, "applicant__kind": self.kind, "outcome": self.outcome,
            "organ__in": self.organs, "received_on__range": self.received, "closed_on__range": self.closed,
            "on_time": self.on_time, "pk__in": self.only,
        }  # fmt: skip
        return rows.filter(**{name: value for name, value in exact.items() if value not in ("", None)})


@dataclass(frozen=True)
class Found:
    """A page of cases, whether there is more on either side, and how many there are in all (at most MOST are counted)."""

    lines: tuple[FoundCase, ...]
    earlier: bool
    later: bool
    total: int

    @property
    def capped(self) -> bool:
        return self.total > MOST


def find_cases(
    actor: Actor, sought: Sought, *, after: Mark | None = None, before: Mark | None = None, size: int = SIZE
) -> Found:
    """Cases the actor may see, newest first."""
    rows = sought.narrow(visible_to(actor))
    lines, earlier, later = page_of(
        rows, "submitted_on", _COLUMNS, after=after, before=before, size=size, newest_first=True
    )
    if after is None and before is None and not later:
        total = len(lines)
    else:
        total = rows.order_by()[: MOST + 1].count()
    return Found(tuple(FoundCase(*line) for line in lines), earlier, later, total)
