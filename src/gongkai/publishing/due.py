# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""By when an item has to be public: 条例第二十六条, the shorter limit of a catalogue row of its columns, or the one another law sets (从其规定).

A draft is measured by the rows as they are. What goes out keeps the limit it had (`Document.limit`): a row changed afterwards says
nothing of what was public before, and the desk, the public page, the inspection and the scorecards judge by that one limit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from gongkai.law.calendar import Workdays
from gongkai.law.catalogue import DEFAULT_RULE, Anchor, DeadlineRule, RowUnit, due
from gongkai.law.citations import ART26
from gongkai.law.disclosure import PUBLICATION_LIMIT
from gongkai.organs.prepared import Prepared
from gongkai.organs.workdays import workdays
from gongkai.publishing.models import CatalogueItem, Column, Document, Draft

_SOON = 3  # working days


@dataclass(frozen=True, slots=True)
class Due:
    """The last day, by which rule, how many working days are left (below 0: past), and how many were taken by then."""

    on: date
    rule: str
    basis: str
    left: int
    taken: int

    @property
    def late(self) -> bool:
        return self.left < 0

    @property
    def soon(self) -> bool:
        return 0 <= self.left <= _SOON


def due_of(columns: Iterable[Column], formed_on: date, *, by: date, calendar: Workdays | None = None) -> Due:
    """The limit of what was formed or changed on a day and is placed in these columns, judged on the day `by`."""
    ids = {c.pk for c in columns}
    return _earliest(CatalogueItem.objects.filter(column__in=ids), ids, formed_on, by, calendar or workdays())


def _limits(items: Iterable[CatalogueItem], columns: set[int]) -> list[tuple[DeadlineRule, str]]:
    """The limits of all the columns with their bases; a column's rows stand in place of 第二十六条 only as far as `law.catalogue.due` lets them."""
    rows = [i for i in items if i.proactive and i.rule.unit is not RowUnit.MONTH_DAY]
    rules = [(i.rule, i.other_law or f"标准目录{i.number}“{i.first}”") for i in rows]
    if {i.column_id for i in rows} != columns:  # a column no row speaks of
        rules.insert(0, (DEFAULT_RULE, ART26.text))
    return rules


def _earliest(
    items: Iterable[CatalogueItem], columns: set[int], formed_on: date, by: date, calendar: Workdays
) -> Due:
    """The first of the limits of all the columns, judged on the day `by`."""
    judged = (_judged(rule, basis, formed_on, by, calendar) for rule, basis in _limits(items, columns))
    return min(judged, key=lambda d: d.on)


def _judged(rule: DeadlineRule, basis: str, formed_on: date, by: date, calendar: Workdays) -> Due:
    day = due(rule, formed_on, calendar)
    left = calendar.between(by, day) if by <= day else -max(1, calendar.between(day, by))
    return Due(day, rule.text, basis, left, calendar.between(formed_on, by))


def due_of_drafts(drafts: Iterable[Draft], *, as_of: date) -> dict[int, Due]:
    """The limits of drafts that are on their way, in two questions for all of them."""
    rows = [d for d in drafts if d.formed_on and not d.amends_id and d.state not in ("published", "dropped")]
    places = {d.pk: {d.column_id} for d in rows}
    for pk, column in Draft.also_in.through.objects.filter(draft__in=places).values_list("draft", "column"):
        places[pk].add(column)
    items: dict[int, list[CatalogueItem]] = {}
    for item in CatalogueItem.objects.filter(column__in=set().union(*places.values())):
        items.setdefault(item.column_id, []).append(item)
    calendar = workdays()
    return {
        d.pk: _earliest(
            [item for column in places[d.pk] for item in items.get(column, ())],
            places[d.pk],
            d.formed_on,
            max(as_of, d.publish_on or as_of),
            calendar,
        )
        for d in rows
        if d.formed_on
    }


_rows = Prepared(lambda ids: CatalogueItem.objects.filter(column__in=ids).order_by("column", "number", "id"))


def rows_in(columns: Iterable[Column]) -> list[CatalogueItem]:
    """The catalogue rows of these columns."""
    return list(_rows(sorted({c.pk for c in columns})))


def limit_in(
    columns: Collection[Column], formed_on: date, rows: Iterable[CatalogueItem]
) -> dict[str, Any] | None:
    """The limit that holds for what goes out into these columns, as `Document.limit` keeps it; none where it is that of 第二十六条.

    rows: those of `rows_in`, of these columns or of more.
    """
    ids = {c.pk for c in columns}
    items = [row for row in rows if row.column_id in ids]
    if not items:
        return None
    calendar = workdays()
    rule, basis = min(_limits(items, ids), key=lambda found: due(found[0], formed_on, calendar))
    if rule == DEFAULT_RULE and basis == ART26.text:
        return None
    return {
        "anchor": rule.anchor.value,
        "n": rule.n,
        "unit": rule.unit.value,
        "other_law": rule.other_law,
        "basis": basis,
    }


def judged(formed_on: date, published_on: date, limit: dict[str, Any] | None, calendar: Workdays) -> Due:
    """Whether an item came out in time, by the limit it was under when it did."""
    rule, basis = DEFAULT_RULE, ART26.text
    if limit is not None:
        rule = DeadlineRule(Anchor(limit["anchor"]), limit["n"], RowUnit(limit["unit"]), limit["other_law"])
        basis = limit["basis"]
    return _judged(rule, basis, formed_on, published_on, calendar)


def due_of_document(document: Document, calendar: Workdays | None = None) -> Due:
    """The limit of a public item, judged on the day it came out."""
    return judged(document.formed_on, document.published_on, document.limit, calendar or workdays())


def late_of(rows: QuerySet[Document]) -> Iterator[tuple[int, int, str, date, date, Due]]:
    """Of these documents the ones that came out late: (pk, organ, title, formed on, published on, by which limit)."""
    calendar = workdays()
    # As many working days take more days than that: what came out sooner is late only by a limit of its own.
    slow = rows.filter(
        Q(published_on__gt=F("formed_on") + timedelta(days=PUBLICATION_LIMIT)) | Q(limit__isnull=False)
    )
    for pk, organ, title, formed, published, limit in slow.values_list(
        "pk", "organ", "title", "formed_on", "published_on", "limit"
    ).iterator(2000):
        found = judged(formed, published, limit, calendar)
        if found.late:
            yield pk, organ, title, formed, published, found
