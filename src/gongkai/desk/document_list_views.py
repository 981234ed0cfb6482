# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""公开信息: the list of what the person's organs published, narrowed by organ, column, year and standing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from gongkai.desk import screens
from gongkai.desk.fields import whole_number, words_of
from gongkai.desk.views import ByKeys, page, paged
from gongkai.desk.worklist_views import organs_seen
from gongkai.law.citations import FIRST_YEAR
from gongkai.organs.today import today
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Column, Document
from gongkai.publishing.standing import validity_of

FILTERS = ("organ", "column", "year", "standing")
ENDING = timedelta(days=60)  # what runs out so soon is worth a look

EVER = date(1900, 1, 1)  # before any document that can have ended
_PUBLIC = Q(withdrawn_on__isnull=True)
STANDINGS: dict[str, tuple[str, Callable[[date], Q]]] = {
    "in_force": ("现行有效的文件", lambda day: _PUBLIC & publishing.in_force(day)),
    "ending": ("六十日内到期的文件", lambda day: _PUBLIC & publishing.in_force(day) & Q(expires_on__lte=day + ENDING)),
    "ended": ("失效和废止的文件", lambda day: _PUBLIC & publishing.ended_between(EVER, day)),
    "marked": ("标注过时效的信息", lambda day: Q(mark__isnull=False, marked_on__lte=day)),
    "clarifying": ("澄清信息", lambda day: Q(clarifies__isnull=False)),
    "waiting": ("定时公开，还没有到时", lambda day: _PUBLIC & Q(published_on__gt=day)),
    "withdrawn": ("撤下的信息", lambda day: Q(withdrawn_on__lte=day)),
}  # fmt: skip


def _narrowed(rows: QuerySet[Document], request: HttpRequest, day: date) -> QuerySet[Document]:
    """The rows that answer every filter of the address; one that names nothing is left out."""
    organ, column, year = (whole_number(request.GET.get(name)) for name in ("organ", "column", "year"))
    if organ:
        rows = rows.filter(organ=organ)
    if column:
        rows = rows.filter(placements__column=column)
    if year and FIRST_YEAR <= year <= day.year + 1:
        rows = rows.filter(published_on__range=(date(year, 1, 1), date(year, 12, 31)))
    standing = STANDINGS.get(request.GET.get("standing", ""))
    return rows.filter(standing[1](day)) if standing else rows


@login_required
def documents(request: HttpRequest) -> HttpResponse:
    """公开信息: what the person's organs published."""
    person, words, day = screens.signed_in(request), words_of(request), today()
    rows = _narrowed(publishing.visible_to(person), request, day)
    if words:
        rows = rows.filter(
            Q(title__icontains=words) | Q(number__icontains=words) | Q(index_number__iexact=words)
        )
    found, query = paged(request, ByKeys(rows), "条")
    return page(
        request, "documents", found=found, query=query, words=words, chosen={name: request.GET.get(name, "") for name in FILTERS}, day=day,
        lines=[(document, validity_of(document, day)) for document in found],
        organs=organs_seen(person),
        columns=list(Column.objects.select_related("parent")), standings=STANDINGS, years=range(day.year, FIRST_YEAR - 1, -1),
    )  # fmt: skip
