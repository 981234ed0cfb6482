# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A column looked through by words, year or organ: the lists nobody presses, made when they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol, TypeVar

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from gongkai.organs.today import today
from gongkai.portal.apply.fields import typed
from gongkai.portal.cards import Row, asked_of, cards
from gongkai.portal.press.lists import SIZE, about, column_series, hidden, organs_of, years_of
from gongkai.portal.press.pages import once
from gongkai.publishing import listed
from gongkai.publishing.models import Column, Document

ASKED = ("q", "年份", "机关", "有效性", "page")


@once
def _counts(day: date) -> dict[int, int]:
    return listed.counts_by_column(hidden(day))


class Keyed(Protocol):
    """A column, or a line that stands for one."""

    @property
    def pk(self) -> int: ...


Kept = TypeVar("Kept", bound=Keyed)


def counted(columns: Iterable[Kept], day: date) -> list[tuple[Kept, int]]:
    """Columns with how many public items each shows."""
    counts = _counts(day)
    return [(c, counts.get(c.pk, 0)) for c in columns]


def children_of(column: Column, day: date) -> list[tuple[Column, int]]:
    """A field's sub-columns."""
    return (
        counted(list(column.children.filter(opened_on__lte=day)), day)
        if column.kind == Column.Kind.FIELD
        else []
    )


def facets_of(rows: QuerySet[Document], registered: bool) -> dict[str, list[tuple[str, str, int]]]:
    """Years and organs of these rows, with how many each has."""
    return named(years_of(rows, registered), organs_of(rows))


def named(
    years: Iterable[dict[str, Any]], organs: Iterable[dict[str, Any]]
) -> dict[str, list[tuple[str, str, int]]]:
    """Facets as their template has them: (value, label, count)."""
    return {
        "年份": [(str(r["y"]), f"{r['y']}年", r["n"]) for r in years],
        "机关": [(r["organ__slug"], r["organ__short_name"], r["n"]) for r in organs],
    }


def asks(request: HttpRequest) -> bool:
    """Whether the address asks for a choice of the column's items."""
    return any(name in request.GET for name in ASKED)


def filtered(request: HttpRequest, slug: str, *, ended: bool) -> HttpResponse:
    """The items of a column that were asked for."""
    day = today()
    column = get_object_or_404(
        Column.objects.select_related("owner", "parent"), slug=slug, opened_on__lte=day
    )
    common = about(column, day)
    registered = bool(common["tabs"])
    out = ended or request.GET.get("有效性") == "失效"
    rows = column_series(column, day)[out].rows
    words = typed(request.GET.get("q", "")).strip()[:60]
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(number__icontains=words))
    facets = facets_of(rows, registered)
    dated = "formed_on" if registered else "published_on"
    year, organ = request.GET.get("年份", ""), typed(request.GET.get("机关", ""))
    if re.fullmatch(r"[12][0-9]{3}", year):
        rows = rows.filter(**{f"{dated}__year": int(year)})
    if organ:
        rows = rows.filter(organ__slug=organ)
    found = Paginator(rows.order_by("-published_on", "-pk").values_list(*asked_of()), SIZE).get_page(
        request.GET.get("page")
    )
    found.unit = common["unit"]
    query = request.GET.copy()
    query.pop("page", None)
    context: dict[str, Any] = {
        **common, "facets": facets, "page": None, "found": found, "rows": cards([Row(*row) for row in found.object_list], as_of=day, term=registered),
        "words": words, "year": year, "organ": organ, "ended": out, "query": f"{query.urlencode()}&" if query else "",
    }  # fmt: skip
    return render(request, "portal/column.html", {"current": "disclosure", **context})
