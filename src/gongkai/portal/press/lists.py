# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Lists cut into pages that are numbered from the oldest, and the columns that are made of them.

Page n holds the same twenty documents for ever: a new document comes on the front page, which has no number and shows what is on no
numbered page yet, twenty to thirty-nine of them. Once thirty-nine are passed, the older twenty become the next numbered page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Value
from django.db.models.functions import ExtractYear

from gongkai.organs.prepared import Prepared, counting
from gongkai.portal.cards import cards
from gongkai.portal.press.documents import turn_of
from gongkai.portal.press.pages import Page, Shown, earliest
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import CatalogueItem, Column, Document, Placement

SIZE = 20
# What a row of a list says; the rest of a document is not read.
ROW = ("title", "number", "formed_on", "published_on", "register", "effective_from", "expires_on", "repealed_on", "partly_void", "mark",
       "organ__short_name")  # fmt: skip


def ended(day: date) -> Q:
    """失效、废止 by the day; what is not in a register has no force to end."""
    return Q(register__isnull=False) & (Q(expires_on__lt=day) | Q(repealed_on__lte=day))


class Kind:
    """A kind of list: what its rows are, given its arguments. Written once, asked for thousands of lists."""

    def __init__(self, question: Callable[..., QuerySet[Document]]) -> None:
        self.question = question
        rows = lambda *given: question(*given).select_related(None).select_related("organ").only(*ROW)  # noqa: E731
        self.page = Prepared(lambda *given: rows(*given).order_by("published_on", "pk"))
        self.newest = Prepared(lambda *given: rows(*given).order_by("-published_on", "-pk"))
        self.count = Prepared(lambda *given: counting(question(*given)))
        self.older = Prepared(
            lambda on, pk, *given: counting(question(*given).filter(Q(published_on__lt=on) | Q(published_on=on, pk__lt=pk)))
        )


@dataclass(frozen=True)
class Series:
    """One list: the address of its front page, and its rows by its kind and what the kind asks."""

    address: str
    kind: Kind
    given: tuple[Any, ...]

    @property
    def rows(self) -> QuerySet[Document]:
        """The rows, whatever their order."""
        return self.kind.question(*self.given)

    def total(self) -> int:
        """How many rows there are."""
        return sum(self.kind.count(*self.given))

    def numbered(self, total: int) -> int:
        """How many numbered pages a list of so many documents has."""
        return max(0, total // SIZE - 1)

    def page_address(self, number: int) -> str:
        return f"{self.address}page/{number}/"

    def addresses(self) -> list[str]:
        """The front page and every numbered one."""
        return [self.address, *map(self.page_address, range(1, self.numbered(self.total()) + 1))]

    def slice(self, first: int, last: int) -> list[Document]:
        """Documents by their place from the oldest, which is 0."""
        return self.kind.page.between(first, last, *self.given)

    def newest(self, count: int) -> list[Document]:
        """So many of the newest, the oldest of them first: no row before them is gone through."""
        return self.kind.newest.between(0, count, *self.given)[::-1]

    def touched_by(self, document: Document, *, moved: bool) -> set[str]:
        """The pages that a change of this document reaches.

        moved: it came into the list or left it, so every page from its place on holds other rows.
        """
        place = sum(self.kind.older(document.published_on, document.pk, *self.given))
        number = place // SIZE + 1
        if not moved:
            return {self.address, self.page_address(number)}
        last = (
            self.numbered(self.total()) + 1
        )  # one more: a list that became shorter has lost its last page
        # The page before has a link to the page after it, and before the newest numbered one, which this may have made or unmade, lies
        # a front page of up to two pages' documents.
        return {self.address, *map(self.page_address, range(max(1, number - 2), last + 1))}


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
    total = series.total()
    most = series.numbered(total)
    wanted = sorted(n for n in numbers if n is not None and 1 <= n <= most)
    spans: list[tuple[int | None, int, int]] = [(n, (n - 1) * SIZE, n * SIZE) for n in wanted]
    if None in numbers:
        spans.append((None, most * SIZE, total))
    if not spans:
        return
    first, last = spans[0][1], max(end for _, _, end in spans)
    documents = series.slice(first, last) if wanted else series.newest(total - first)
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


_STANDING = Kind(lambda column, day: column_rows(Column(pk=column), day).exclude(ended(day)))
_OUT = Kind(lambda column, day: column_rows(Column(pk=column), day).filter(ended(day)))


def column_series(column: Column, day: date) -> list[Series]:
    """A column's lists: what stands, and what is out of force."""
    base, given = f"/column/{column.slug}/", (column.pk, day)
    return [Series(base, _STANDING, given), Series(f"{base}ended/", _OUT, given)]


_columns = Prepared(lambda slugs, day: Column.objects.filter(slug__in=slugs, opened_on__lte=day).select_related("owner", "parent"))


class ColumnPage(Page):
    """栏目: what belongs here, its duty in public, its items."""

    pattern = re.compile(r"/column/([-\w]+)/(ended/)?(?:page/([1-9]\d{0,8})/)?$", re.ASCII)
    template = "portal/column.html"
    current = "disclosure"

    def addresses(self, day: date) -> Iterator[list[str]]:
        for column in Column.objects.filter(opened_on__lte=day).order_by("pk"):
            standing, out = column_series(column, day)
            found = standing.addresses()
            if out.total():
                found += out.addresses()
            yield found

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        asked: dict[str, dict[bool, list[int | None]]] = {}
        for address in addresses:
            found = self.pattern.match(address)
            if found:
                numbers = asked.setdefault(found[1], {}).setdefault(found[2] is not None, [])
                numbers.append(int(found[3]) if found[3] else None)
        for column in _columns(sorted(asked), day):
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


_said = Prepared(
    lambda column, day: column_rows(Column(pk=column), day).order_by().select_related(None).values(_one=Value(1)).annotate(
        all=Count("pk"), out=Count("pk", filter=ended(day)), registered=Count("register"), newest=Max("published_on"),
    )
)  # fmt: skip
_FACETS = {
    registered: (
        Prepared(lambda column, day, r=registered: years_of(column_rows(Column(pk=column), day), r)),
        Prepared(lambda column, day: organs_of(column_rows(Column(pk=column), day))),
    )
    for registered in (False, True)
}


def years_of(rows: QuerySet[Document], registered: bool) -> Any:
    """Years of these rows with how many each has, newest first."""
    dated = "formed_on" if registered else "published_on"
    return rows.order_by().annotate(y=ExtractYear(dated)).values("y").annotate(n=Count("pk")).order_by("-y")[:12]


def organs_of(rows: QuerySet[Document]) -> Any:
    """Organs of these rows with how many each has, the most first."""
    counted = rows.order_by().values("organ__slug", "organ__short_name").annotate(n=Count("pk"))
    return counted.order_by("-n", "organ__slug")[:12]


# The rows of the standard catalogue (国办发〔2019〕54号): what belongs in the column, on what basis, by when.
_items = Prepared(lambda column: CatalogueItem.objects.filter(column=column))


def about(column: Column, day: date) -> dict[str, Any]:
    """What a column's pages say besides their rows."""
    said = next(iter(_said(column.pk, day)), {"all": 0, "out": 0, "registered": 0, "newest": None})
    registered, newest, counts = (
        said["registered"] > 0,
        said["newest"],
        (said["all"] - said["out"], said["out"]),
    )
    base = f"/column/{column.slug}/"
    from gongkai.portal.columns import children_of, named  # the filters that are not pressed

    return {
        "column": column, "newest": newest, "counts": counts, "unit": "件" if registered else "条",
        "tabs": [("", base, "现行有效", counts[0]), ("ended", f"{base}ended/", "失效、废止", counts[1])] if registered else [],
        "children": children_of(column, day), "stale": stale(column, newest, day), "facets": named(*(asked(column.pk, day) for asked in _FACETS[registered])),
        "turns": duty_turns(column, newest, day), "dated": "公开", "items": _items(column.pk),
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


def _holding(document: int) -> QuerySet[Column]:
    ids = Placement.objects.filter(document=document).values("column")
    return Column.objects.filter(Q(pk__in=ids) | Q(children__in=ids)).distinct()


_columns_of = Prepared(_holding)


def columns_of(document: Document) -> list[Column]:
    """Every column whose lists hold the document: where it is placed, and the fields above."""
    return _columns_of(document.pk)
