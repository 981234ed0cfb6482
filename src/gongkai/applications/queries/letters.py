# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Letters an actor may see, and the stored letters against the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from gongkai.applications.letters.judgement import Judgement, judgement_of
from gongkai.applications.letters.snapshot import opened
from gongkai.applications.letters.words import ELSEWHERE
from gongkai.applications.models import Application, Letter
from gongkai.applications.queries.cases import visible_to
from gongkai.ledger.models import Event
from gongkai.ledger.queries import stream
from gongkai.organs.models import Organ
from gongkai.organs.permissions import Actor

STATES = {
    "drafted": "draft", "sent_for_review": "review", "returned": "draft", "signed": "signed", "served": "served",
    "voided": "void",
}  # fmt: skip


def letters_visible_to(actor: Actor) -> QuerySet[Letter]:
    """The letters of the cases the actor may see."""
    cases = visible_to(actor).order_by().values("pk")
    people = ("drafted_by", "reviewed_by", "signed_by")
    return Letter.objects.filter(application__in=cases).select_related("organ", "application__organ", *people)


def letters_of(case: Application) -> list[Letter]:
    """A case's letters, the oldest first."""
    return list(case.letters.select_related("organ", "drafted_by", "reviewed_by", "signed_by").order_by("pk"))


def served_letters(case: Application) -> list[Letter]:
    """What has reached the applicant: letters to others are left out."""
    return list(
        case.letters.filter(state=Letter.State.SERVED).exclude(kind__in=ELSEWHERE).order_by("served_on", "pk")
    )


@dataclass(frozen=True)
class NumberSeries:
    """One series of letter numbers of an organ in a year: how many were taken, the last, what is missing, what was voided."""

    word: str
    year: int
    taken: int
    last: int
    gaps: tuple[int, ...]
    voided: tuple[int, ...]


def number_series(organ: Organ) -> list[NumberSeries]:
    """Every series the organ has numbered in, the newest year first."""
    found: dict[tuple[int, str], dict[int, str]] = defaultdict(dict)
    rows = Letter.objects.filter(organ=organ, sequence__isnull=False)
    for year, series, sequence, state in rows.values_list("year", "series", "sequence", "state"):
        found[-(year or 0), series or ""][sequence or 0] = state
    return [
        NumberSeries(
            word, -year, len(used), max(used), tuple(sorted(set(range(1, max(used) + 1)) - set(used))),
            tuple(sorted(n for n, state in used.items() if state == Letter.State.VOID)),
        )
        for (year, word), used in sorted(found.items())
    ]  # fmt: skip


def judgement(case: Application, events: Iterable[Event] | None = None) -> Judgement:
    """Where the case's judgement stands. events are the case's own, oldest first, when the caller has them."""
    return judgement_of(stream(case.stream) if events is None else events)


def check_letters() -> Iterator[str]:
    """Every letter against its events; its words against the digest; every series without a gap."""
    told: dict[int, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(kind__startswith="letter.").order_by("seq").iterator():
        told[event.payload["letter"]].append(event)
    numbers: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    for row in Letter.objects.order_by("pk").iterator():
        events = told.pop(row.pk, [])
        state = next(
            (STATES[k] for e in reversed(events) if (k := e.kind.removeprefix("letter.")) in STATES), None
        )
        if state != row.state:
            yield f"文书{row.pk}：状态存的是{row.state}，按账本应为{state}"
        signed = next((e.payload for e in events if e.kind == "letter.signed"), None)
        if (signed or {}).get("number") != row.number or (signed or {}).get("digest") != row.snapshot_digest:
            yield f"文书{row.pk}：文号或者摘要与账本不同"
        if row.snapshot_sealed and opened(row.snapshot_sealed).digest() != row.snapshot_digest:
            yield f"文书{row.pk}（{row.number}）：签发后的内容被改动过"
        if row.sequence and row.year and row.series:
            numbers[row.organ_id, row.year, row.series].append(row.sequence)
    for pk in told:
        yield f"文书{pk}：账本里有，库里没有"
    for (organ, year, series), used in numbers.items():
        if sorted(used) != list(range(1, len(used) + 1)):
            yield f"机关{organ}的{series}〔{year}〕文号不连续"
