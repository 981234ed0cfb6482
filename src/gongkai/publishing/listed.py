# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The lists of columns and what is counted of them: the one rule that makes them, what asks them, what proves them (ADR 0015)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import F

from gongkai.ledger.actions import hold
from gongkai.organs.models import Organ
from gongkai.organs.prepared import Prepared
from gongkai.publishing.models import (
    SITE,
    Column,
    Document,
    DocumentCount,
    Facet,
    Group,
    Interpretation,
    Line,
    Listing,
    Placement,
)

AT_ONCE = 1000  # documents compared or listed at a time


class Facts(NamedTuple):
    """What the lists ask of a document. organ, formed_on and register never change once it is published."""

    pk: int
    organ: int
    formed_on: date
    register: str | None
    published_on: date
    expires_on: date | None
    repealed_on: date | None
    withdrawn_on: date | None

    @property
    def line(self) -> Line:
        """Its line in every list it stands in."""
        expired = self.expires_on + timedelta(days=1) if self.expires_on else None
        return Line(
            self.published_on, min((d for d in (expired, self.repealed_on) if d is not None), default=None)
        )


Lines = Mapping[int, Line]  # column → the document's line in it


def groups(document: Facts, lines: Lines) -> Iterator[Group]:
    """Every group a document with these lines is counted in."""
    if lines:
        yield Group(Facet.ORGAN.value, SITE, document.organ)
    for column, line in lines.items():
        yield Group(Facet.ALL.value, column, 0)
        yield Group(Facet.ORGAN.value, column, document.organ)
        yield Group(Facet.PUBLISHED.value, column, line.published_on.year)
        yield Group(Facet.FORMED.value, column, document.formed_on.year)
        if document.register is not None:
            yield Group(Facet.REGISTERED.value, column, 0)
        if line.ends_on is not None:
            yield Group(Facet.ENDS.value, column, line.ends_on.toordinal())


_FACTS = ("pk", "organ", "formed_on", "register", "published_on", "expires_on", "repealed_on", "withdrawn_on")
_facts = Prepared(lambda ids: Document.objects.filter(pk__in=ids).order_by("pk").values_list(*_FACTS))
_placed = Prepared(
    lambda ids: Placement.objects.filter(document__in=ids).values_list("document", "column", "column__parent")
)
_kept = Prepared(
    lambda ids: Listing.objects.filter(document__in=ids).values_list(
        "document", "column", "published_on", "ends_on"
    )
)


def compared(ids: Collection[int]) -> Iterator[tuple[Facts, Lines, Lines]]:
    """Documents with the lines that are kept of them, and those that should be: where it is placed, and the field above."""
    kept: dict[int, dict[int, Line]] = defaultdict(dict)
    for pk, column, *line in _kept(ids):
        kept[pk][column] = Line(*line)
    columns: dict[int, dict[int, None]] = defaultdict(dict)
    for pk, column, above in _placed(ids):
        columns[pk][column] = None
        if above is not None:
            columns[pk][above] = None
    for row in _facts(ids):
        facts = Facts(*row)
        yield (
            facts,
            kept[facts.pk],
            dict.fromkeys(columns[facts.pk], facts.line) if facts.withdrawn_on is None else {},
        )


def all_in_pieces() -> Iterator[list[int]]:
    """The keys of every document, some at a time."""
    last = 0
    while ids := list(
        Document.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]
    ):
        yield ids
        last = ids[-1]


# Asking


def coming(as_of: date) -> Counter[Group]:
    """What is counted and not public on the day: the few documents of later days."""
    found: dict[Facts, dict[int, Line]] = defaultdict(dict)
    for column, on, ends, *row in _coming(as_of):
        found[Facts(*row)][column] = Line(on, ends)
    return Counter(group for facts, lines in found.items() for group in groups(facts, lines))


_coming = Prepared(
    lambda day: Listing.objects.filter(document__published_on__gt=day, document__withdrawn_on__isnull=True)
    .values_list("column", "published_on", "ends_on", *(f"document__{name}" for name in _FACTS))
)  # fmt: skip
_everywhere = Prepared(lambda facet: DocumentCount.objects.filter(facet=facet).values_list("scope", "n"))
_of = Prepared(
    lambda scope, facets: DocumentCount.objects.filter(facet__in=facets, scope=scope).values_list(
        "facet", "value", "n"
    )
)
_one = Prepared(
    lambda facet, scope, value: DocumentCount.objects.filter(
        facet=facet, scope=scope, value=value
    ).values_list("n", flat=True)
)


@dataclass(frozen=True)
class Counted:
    """A column's public documents on a day, counted."""

    all: int
    ended: int  # of them, no longer in force
    registered: int
    published: dict[int, int]  # year → how many
    formed: dict[int, int]
    organs: dict[int, int]  # organ → how many


def counted(column: int, as_of: date, hidden: Counter[Group]) -> Counted:
    """The counts of a column. hidden: `coming` of the day, which several columns ask once."""
    by: dict[str, dict[int, int]] = defaultdict(dict)
    for facet, value, n in _of(column, Facet.values):
        shown = n - hidden[Group(facet, column, value)]
        if shown:
            by[facet][value] = shown
    ended = sum(n for day, n in by[Facet.ENDS].items() if day <= as_of.toordinal())
    return Counted(
        by[Facet.ALL].get(0, 0),
        ended,
        by[Facet.REGISTERED].get(0, 0),
        by[Facet.PUBLISHED],
        by[Facet.FORMED],
        by[Facet.ORGAN],
    )


def counts_by_column(hidden: Counter[Group]) -> dict[int, int]:
    """How many public items each column shows on the day, a field those below it too; a column that never held one is missing.

    hidden: `coming` of the day.
    """
    counts = dict(_everywhere(Facet.ALL.value))
    for group, n in hidden.items():
        if group.facet == Facet.ALL.value:
            counts[group.scope] -= n
    return counts


def count_of_organ(organ: int, hidden: Counter[Group]) -> int:
    """How many public items an organ has. hidden: `coming` of the day."""
    group = Group(Facet.ORGAN.value, SITE, organ)
    return sum(_one(*group)) - hidden[group]


# Proving


def check_listings(progress: Callable[[int], None] | None = None) -> Iterator[str]:
    """Every line of a list and every count against the documents; yields a sentence for each that differs."""
    if not any(True for _ in _differences(progress)):
        return
    with transaction.atomic():  # a verb may have come between two looks: look again while all verbs wait
        hold()
        found = list(_differences(None))
    yield from found


def _differences(progress: Callable[[int], None] | None) -> Iterator[str]:
    there: Counter[Group] = Counter()
    done = 0
    for ids in all_in_pieces():
        for facts, kept, lines in compared(ids):
            there.update(groups(facts, lines))
            if kept != lines:
                yield f"栏目列表：document/{facts.pk} 在列表里的位置与它的公开事实不同；用 gongkai press recount 重建"
        done += len(ids)
        if progress:
            progress(done)
    kept_counts = {Group(c.facet, c.scope, c.value): c.n for c in DocumentCount.objects.all()}
    for group in sorted(there.keys() | kept_counts.keys()):
        if kept_counts.get(group, 0) != there[group]:
            yield f"公开件数：{_said(group)}，存的是{kept_counts.get(group, 0)}件，实际是{there[group]}件；用 gongkai press recount 重建"
    for row in Interpretation.objects.exclude(published_on=F("document__published_on")).select_related(
        "document"
    ):
        yield f"解读“{row.document}”的公开日期与它的信息不同；用 gongkai press recount 重建"


def _said(group: Group) -> str:
    """A group in words."""
    where = (
        "全站"
        if group.scope == SITE
        else str(Column.objects.filter(pk=group.scope).first() or f"栏目{group.scope}")
    )
    value = str(group.value)
    if group.facet == Facet.ORGAN:
        value = str(Organ.objects.filter(pk=group.value).first() or group.value)
    elif group.facet == Facet.ENDS:
        value = date.fromordinal(group.value).isoformat()
    return f"{where}{Facet(group.facet).label}{value if group.value else ''}"
