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

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import ExtractYear

from gongkai.organs.models import Organ
from gongkai.organs.prepared import Prepared, counting
from gongkai.portal.cards import Row, asked_of, cards
from gongkai.portal.press.documents import turn_of
from gongkai.portal.press.pages import Page, Shown, earliest, once
from gongkai.publishing import listed
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import CatalogueItem, Column, Document, Listing, Placement

SIZE = 20


def ended(day: date) -> Q:
    """失效、废止 by the day; what is not in a register has no force to end."""
    return Q(register__isnull=False) & (Q(expires_on__lt=day) | Q(repealed_on__lte=day))


def _by_counting(question: Callable[..., QuerySet[Document]]) -> Callable[..., int]:
    asked = Prepared(lambda *given: counting(question(*given)))
    return lambda *given: sum(asked(*given))


class Kind:
    """A kind of list: what its rows are, given its arguments. Written once, asked for thousands of lists.

    count: how many rows there are, where something keeps that; it is counted otherwise.
    """

    def __init__(
        self, question: Callable[..., QuerySet[Document]], count: Callable[..., int] | None = None
    ) -> None:
        self.question = question
        rows = lambda *given: question(*given).select_related(None).values_list(*asked_of())  # noqa: E731
        self._oldest = Prepared(lambda *given: rows(*given).order_by("published_on", "pk"))
        self._newest = Prepared(lambda *given: rows(*given).order_by("-published_on", "-pk"))
        self.count = count or _by_counting(question)
        self._newer = Prepared(
            lambda on, pk, *given: counting(
                question(*given).filter(
                    Q(published_on__gt=on) | Q(published_on=on, pk__gt=pk), published_on__gte=on
                )
            )
        )

    def oldest(self, first: int, last: int, *given: Any) -> list[Row]:
        """Rows by their place from the oldest, which is 0."""
        return [Row(*row) for row in self._oldest.between(first, last, *given)]

    def newest(self, first: int, last: int, *given: Any) -> list[Row]:
        """Rows by their place from the newest, which is 0, the newest first."""
        return [Row(*row) for row in self._newest.between(first, last, *given)]

    def newer(self, on: date, pk: int, *given: Any) -> int:
        """How many rows come after one of this day and key."""
        return sum(self._newer(on, pk, *given))


class ColumnKind(Kind):
    """A list of a column, read from the lines that are kept of it (ADR 0015): a page of it costs a page, not the column.

    of: which of the column's lines, by the day.
    """

    def __init__(
        self, question: Callable[..., QuerySet[Document]], of: Callable[[date], Q], count: Callable[..., int]
    ) -> None:
        self.question, self.count = question, count
        lines = lambda column, day: Listing.objects.filter(of(day), column=column, published_on__lte=day)  # noqa: E731
        rows = lambda column, day: standing_lines(lines(column, day)).values_list(*asked_of("document__"))  # noqa: E731
        self._oldest = Prepared(lambda column, day: rows(column, day).order_by("published_on", "document_id"))
        self._newest = Prepared(
            lambda column, day: rows(column, day).order_by("-published_on", "-document_id")
        )
        self._newer = Prepared(
            lambda on, pk, column, day: counting(
                lines(column, day).filter(
                    Q(published_on__gt=on) | Q(published_on=on, document__gt=pk), published_on__gte=on
                )
            )
        )


def standing_lines(lines: QuerySet[Listing]) -> QuerySet[Listing]:
    """The lines but for those of what was withdrawn, which is in no list whatever is kept of it."""
    return lines.filter(document__withdrawn_on__isnull=True)


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
        return self.kind.count(*self.given)

    def numbered(self, total: int) -> int:
        """How many numbered pages a list of so many documents has."""
        return max(0, total // SIZE - 1)

    def page_address(self, number: int) -> str:
        return f"{self.address}page/{number}/"

    def addresses(self) -> list[str]:
        """The front page and every numbered one."""
        return [self.address, *map(self.page_address, range(1, self.numbered(self.total()) + 1))]

    def slice(self, first: int, last: int, total: int) -> list[Row]:
        """Documents by their place from the oldest, which is 0; read from the nearer end, so that only few rows are gone through."""
        if first <= total - last:
            return self.kind.oldest(first, last, *self.given)
        return self.kind.newest(total - last, total - first, *self.given)[::-1]

    def touched_by(self, document: Document, *, moved: int) -> set[str]:
        """The pages that a change of this document reaches.

        moved: it came into the list or left it, so every page from its place on holds other rows; the number of documents that did
        so at the same time. 0: it stays where it is.
        """
        total = self.total()
        place = max(0, total - self.kind.newer(document.published_on, document.pk, *self.given) - 1)
        number = place // SIZE + 1
        if not moved:
            return {self.address, self.page_address(number)}
        # The list was longer or shorter by as many at most; pages there are now and pages there may have been.
        most, fewest = self.numbered(total + moved), self.numbered(max(0, total - moved))
        # Where pages came or went, the one before them has another neighbour.
        first = number if most == fewest else min(number, fewest)
        return {self.address, *map(self.page_address, range(max(1, first), most + 1))}


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
    documents = series.slice(first, last, total)
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


hidden = once(listed.coming)
column_counts: Callable[[int, date], listed.Counted] = once(
    lambda column, day: listed.counted(column, day, hidden(day))
)


def _standing(column: int, day: date) -> int:
    counts = column_counts(column, day)
    return counts.all - counts.ended


_STANDING = ColumnKind(
    lambda column, day: column_rows(Column(pk=column), day).exclude(ended(day)),
    lambda day: Q(ends_on__isnull=True) | Q(ends_on__gt=day),
    _standing,
)
_OUT = ColumnKind(
    lambda column, day: column_rows(Column(pk=column), day).filter(ended(day)),
    lambda day: Q(ends_on__lte=day),
    lambda column, day: column_counts(column, day).ended,
)


def column_series(column: Column, day: date) -> list[Series]:
    """A column's lists: what stands, and what is out of force."""
    base, given = f"/column/{column.slug}/", (column.pk, day)
    return [Series(base, _STANDING, given), Series(f"{base}ended/", _OUT, given)]


_columns = Prepared(
    lambda slugs, day: Column.objects.filter(slug__in=slugs, opened_on__lte=day).select_related(
        "owner", "parent"
    )
)


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


_newest = Prepared(
    lambda column, day: standing_lines(Listing.objects.filter(column=column, published_on__lte=day))
    .order_by("-published_on", "-document_id").values_list("published_on", flat=True)[:1]
)  # fmt: skip
_organs_named = Prepared(
    lambda ids: Organ.objects.filter(pk__in=ids).order_by().values_list("pk", "slug", "short_name")
)
OFFERED = 12  # of years and of organs


def years_of(rows: QuerySet[Document], registered: bool) -> Any:
    """Years of these rows with how many each has, newest first."""
    dated = "formed_on" if registered else "published_on"
    return (
        rows.order_by()
        .annotate(y=ExtractYear(dated))
        .values("y")
        .annotate(n=Count("pk"))
        .order_by("-y")[:OFFERED]
    )


def organs_of(rows: QuerySet[Document]) -> Any:
    """Organs of these rows with how many each has, the most first."""
    counted = rows.order_by().values("organ__slug", "organ__short_name").annotate(n=Count("pk"))
    return counted.order_by("-n", "organ__slug")[:OFFERED]


def years_counted(counts: listed.Counted) -> list[dict[str, Any]]:
    """The years of a whole column, as `years_of` says them."""
    years = counts.formed if counts.registered else counts.published
    return [{"y": y, "n": years[y]} for y in sorted(years, reverse=True)[:OFFERED]]


def organs_counted(counts: listed.Counted) -> list[dict[str, Any]]:
    """The organs of a whole column, as `organs_of` says them."""
    named = [(-counts.organs[pk], slug, name) for pk, slug, name in _organs_named(sorted(counts.organs))]
    return [
        {"organ__slug": slug, "organ__short_name": name, "n": -n} for n, slug, name in sorted(named)[:OFFERED]
    ]


# The rows of the standard catalogue (国办发〔2019〕54号): what belongs in the column, on what basis, by when.
_items = Prepared(lambda column: CatalogueItem.objects.filter(column=column))


def about(column: Column, day: date) -> dict[str, Any]:
    """What a column's pages say besides their rows."""
    counted = column_counts(column.pk, day)
    registered, newest = counted.registered > 0, next(iter(_newest(column.pk, day)), None)
    counts = (counted.all - counted.ended, counted.ended)
    base = f"/column/{column.slug}/"
    from gongkai.portal.columns import children_of, named  # the filters that are not pressed

    return {
        "column": column, "newest": newest, "counts": counts, "unit": "件" if registered else "条",
        "tabs": [("", base, "现行有效", counts[0]), ("ended", f"{base}ended/", "失效、废止", counts[1])] if registered else [],
        "children": children_of(column, day), "stale": stale(column, newest, day), "facets": named(years_counted(counted), organs_counted(counted)),
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
