# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Lists cut into pages that are numbered from the oldest, and the columns that are made of them.

Page n holds the same twenty documents for ever: a new document comes on the front page, which has no number and shows what is on no
numbered page yet, twenty to thirty-nine of them. Once thirty-nine are passed, the older twenty become the next numbered page.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from gongkai.portal.cards import cards
from gongkai.portal.press.documents import before, turn_of
from gongkai.portal.press.pages import Page, Shown, earliest
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Column, Document, Placement

SIZE = 20


def ended(day: date) -> Q:
    """失效、废止 by the day; what is not in a register has no force to end."""
    return Q(register__isnull=False) & (Q(expires_on__lt=day) | Q(repealed_on__lte=day))


@dataclass(frozen=True)
class Series:
    """One list: the address of its front page and its rows, whatever their order."""

    address: str
    rows: QuerySet[Document]

    def numbered(self, total: int) -> int:
        """How many numbered pages a list of so many documents has."""
        return max(0, total // SIZE - 1)

    def page_address(self, number: int) -> str:
        return f"{self.address}page/{number}/"

    def addresses(self) -> list[str]:
        """The front page and every numbered one."""
        return [self.address, *map(self.page_address, range(1, self.numbered(self.rows.count()) + 1))]

    def slice(self, first: int, last: int) -> list[Document]:
        """Documents by their place from the oldest, which is 0."""
        return list(self.rows.order_by("published_on", "pk")[first:last])

    def touched_by(self, document: Document, *, moved: bool) -> set[str]:
        """The pages that a change of this document reaches.

        moved: it came into the list or left it, so every page from its place on holds other rows.
        """
        place = self.rows.filter(before(document)).count()
        number = place // SIZE + 1
        if not moved:
            return {self.address, self.page_address(number)}
        last = (
            self.numbered(self.rows.count()) + 1
        )  # one more: a list that became shorter has lost its last page
        # The page before has a link to the page after it.
        return {self.address, *map(self.page_address, range(max(1, number - 1), last + 1))}


@dataclass
class Cut:
    """One page of a list as its template needs it."""

    rows: list[Any]
    total: int
    number: int | None  # None on the front page
    older: str | None
    newer: str | None
    front: str


def cut(series: Series, numbers: Collection[int | None], day: date) -> Iterator[tuple[str, Cut, date | None]]:
    """Pages of a list, read together: (address, page, the day it turns). A number the list has not is left out."""
    total = series.rows.count()
    most = series.numbered(total)
    wanted = sorted(n for n in numbers if n is not None and 1 <= n <= most)
    spans: list[tuple[int | None, int, int]] = [(n, (n - 1) * SIZE, n * SIZE) for n in wanted]
    if None in numbers:
        spans.append((None, most * SIZE, total))
    if not spans:
        return
    first, last = spans[0][1], max(end for _, _, end in spans)
    documents = series.slice(first, last)
    rows = cards(documents, as_of=day, term=False)
    for number, start, end in spans:
        part, lines = documents[start - first : end - first], rows[start - first : end - first]
        up = most if number is None else number - 1
        newer = (
            None if number is None else (series.page_address(number + 1) if number < most else series.address)
        )
        address = series.address if number is None else series.page_address(number)
        consulting = [line.turns for line in lines]
        yield (
            address,
            Cut(lines[::-1], total, number, series.page_address(up) if up else None, newer, series.address),
            earliest(*(turn_of(d, day) for d in part), *consulting),
        )


def column_rows(column: Column, day: date) -> QuerySet[Document]:
    """A column's public items; a field's are those of its sub-columns too."""
    return publishing.in_column(column, as_of=day)


def column_series(column: Column, day: date) -> list[Series]:
    """A column's lists: what stands, and what is out of force."""
    rows = column_rows(column, day)
    base = f"/column/{column.slug}/"
    return [Series(base, rows.exclude(ended(day))), Series(f"{base}ended/", rows.filter(ended(day)))]


class ColumnPage(Page):
    """栏目: what belongs here, its duty in public, its items."""

    pattern = re.compile(r"/column/([-\w]+)/(ended/)?(?:page/([1-9]\d{0,8})/)?$", re.ASCII)
    template = "portal/column.html"
    current = "disclosure"

    def addresses(self, day: date) -> Iterator[list[str]]:
        for column in Column.objects.filter(opened_on__lte=day).order_by("pk"):
            standing, out = column_series(column, day)
            found = standing.addresses()
            if column_rows(column, day).filter(ended(day)).exists():
                found += out.addresses()
            yield found

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        asked: dict[str, dict[bool, list[int | None]]] = {}
        for address in addresses:
            found = self.pattern.match(address)
            if found:
                numbers = asked.setdefault(found[1], {}).setdefault(found[2] is not None, [])
                numbers.append(int(found[3]) if found[3] else None)
        columns = Column.objects.filter(slug__in=asked, opened_on__lte=day).select_related("owner", "parent")
        for column in columns:
            common = about(column, day)
            for out, numbers in asked[column.slug].items():
                if out and not common["counts"][1]:
                    continue
                series = column_series(column, day)[out]
                for address, page, turns in cut(series, numbers, day):
                    front = page.number is None
                    context = {
                        **common,
                        "page": page,
                        "ended": out,
                        "facets": common["facets"] if front and not out else {},
                    }
                    yield Shown(address, context, earliest(turns, common["turns"]) if front else turns)


def about(column: Column, day: date) -> dict[str, Any]:
    """What a column's pages say besides their rows."""
    rows = column_rows(column, day)
    said = rows.aggregate(
        all=Count("pk"),
        out=Count("pk", filter=ended(day)),
        registered=Count("register"),
        newest=Max("published_on"),
    )
    registered, newest, counts = (
        said["registered"] > 0,
        said["newest"],
        (said["all"] - said["out"], said["out"]),
    )
    base = f"/column/{column.slug}/"
    from gongkai.portal.columns import children_of, facets_of  # the filters that are not pressed

    return {
        "column": column, "newest": newest, "counts": counts, "unit": "件" if registered else "条",
        "tabs": [("", base, "现行有效", counts[0]), ("ended", f"{base}ended/", "失效、废止", counts[1])] if registered else [],
        "children": children_of(column, day), "stale": stale(column, newest, day), "facets": facets_of(rows, registered),
        "turns": duty_turns(column, newest, day), "dated": "公开",
    }  # fmt: skip


def stale(column: Column, newest: date | None, day: date) -> int | None:
    """Days past the column's own duty, or none."""
    if column.duty_days is None or newest is None or column.closed_on is not None:
        return None
    late = (day - newest).days - column.duty_days
    return late if late > 0 else None


def duty_turns(column: Column, newest: date | None, day: date) -> date | None:
    """The next day on which a column says something else about its duty: the first day late, and then each day."""
    if column.duty_days is None or newest is None or column.closed_on is not None:
        return None
    return max(newest + timedelta(days=column.duty_days + 1), day + timedelta(days=1))


def columns_of(document: Document) -> list[Column]:
    """Every column whose lists hold the document: where it is placed, and the fields above."""
    ids = Placement.objects.filter(document=document).values("column")
    return list(Column.objects.filter(Q(pk__in=ids) | Q(children__in=ids)).distinct())
