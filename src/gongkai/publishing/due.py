# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""By when an item has to be public: 条例第二十六条, the shorter limit of a catalogue row of its columns, or the one another law sets (从其规定)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongkai.law.calendar import Workdays
from gongkai.law.catalogue import DEFAULT_RULE, RowUnit, due
from gongkai.law.citations import ART26
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


def _earliest(
    items: Iterable[CatalogueItem], columns: set[int], formed_on: date, by: date, calendar: Workdays
) -> Due:
    """The first of the limits of all the columns; a column's rows stand in place of 第二十六条 only as far as `law.catalogue.due` lets them."""
    rows = [i for i in items if i.proactive and i.rule.unit is not RowUnit.MONTH_DAY]
    rules = [
        (due(i.rule, formed_on, calendar), i.rule.text, i.other_law or f"标准目录{i.number}“{i.first}”")
        for i in rows
    ]
    if {i.column_id for i in rows} != columns:  # a column no row speaks of
        rules.insert(0, (due(DEFAULT_RULE, formed_on, calendar), DEFAULT_RULE.text, ART26.text))
    day, text, basis = min(rules, key=lambda r: r[0])
    left = calendar.between(by, day) if by <= day else -max(1, calendar.between(day, by))
    return Due(day, text, basis, left, calendar.between(formed_on, by))


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
            [item for column in places[d.pk] for item in items.get(column, ())], places[d.pk], d.formed_on,
            max(as_of, d.publish_on or as_of), calendar,
        )
        for d in rows
        if d.formed_on
    }


def due_of_document(document: Document) -> Due:
    """The limit of a public item, judged on the day it came out."""
    columns = Column.objects.filter(placements__document=document)
    return due_of(columns, document.formed_on, by=document.published_on)
