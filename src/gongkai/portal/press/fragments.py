# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Parts of a document's page that many pages share: each is printed by its template once, kept, and filled or used again."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from django.db.models import Q
from django.urls import get_script_prefix, reverse
from markupsafe import Markup, escape

from gongkai.law.calendar import Workdays
from gongkai.organs.prepared import Prepared
from gongkai.portal.cards import cn
from gongkai.portal.press.skin import hole, template
from gongkai.publishing import queries as publishing
from gongkai.publishing.due import due_of_document
from gongkai.publishing.models import Column

OLDER = 4  # earlier items of the same column beside a document: a new one touches no page but its own
FEW = 40  # fewer documents than this are asked one by one for what is older
_HOLE = hole("here")


class Out(Protocol):
    """What is asked of a document here, be it a model or a row."""

    @property
    def pk(self) -> int: ...
    @property
    def column_id(self) -> int: ...
    @property
    def formed_on(self) -> date: ...
    @property
    def published_on(self) -> date: ...
    @property
    def limit(self) -> dict[str, Any] | None: ...


def _parts() -> Any:
    return template("portal/document_parts.html").module


# 当前位置


def trail(column: Column, here: str) -> Markup:
    """当前位置 of a page below a column: the way to the column printed once for all of its pages, and cut where their names go."""
    before, after = _way(get_script_prefix(), column.slug, column.name, column.parent_id is None)
    return Markup(f"{before}{escape(here)}{after}")  # noqa: S704 - halves of what the template printed


@lru_cache(maxsize=2048)
def _way(_prefix: str, slug: str, name: str, top: bool) -> tuple[str, str]:
    above = (
        ("法定主动公开内容", reverse("portal:disclosure"))
        if top
        else ("基层政务公开领域", reverse("portal:fields"))
    )
    steps = [
        ("首页", reverse("portal:home")),
        above,
        (name, reverse("portal:column", kwargs={"slug": slug})),
        (_HOLE, None),
    ]
    before, after = str(template("parts.html").module.crumb(steps)).split(_HOLE)
    return before, after


# 为什么说公开及时


class _Judged:
    """What was printed, while the calendar is the same."""

    MOST = 10_000

    def __init__(self) -> None:
        self.calendar: Workdays | None = None
        self.words: dict[tuple[date, date, str], Markup] = {}

    def of(self, d: Out, calendar: Workdays) -> Markup:
        if calendar is not self.calendar or len(self.words) > self.MOST:
            self.calendar, self.words = calendar, {}
        key = (d.formed_on, d.published_on, json.dumps(d.limit, sort_keys=True) if d.limit else "")
        if key not in self.words:
            timely = due_of_document(d, calendar)
            self.words[key] = Markup(_parts().in_time(cn(d.formed_on), cn(d.published_on), timely).strip())  # noqa: S704 - as the template printed it
        return self.words[key]


_judged = _Judged()


def in_time(d: Out, calendar: Workdays) -> Markup:
    """By which limit it came out in time or not: printed once for all of the same two days and the same limit."""
    return _judged.of(d, calendar)


# 同栏目较早的信息


_LINE = ("pk", "title", "published_on")
_before = Prepared(
    lambda day, column, on, pk: publishing.public(day)
    .filter(Q(published_on__lt=on) | Q(published_on=on, pk__lt=pk), column=column, published_on__lte=on)
    .select_related(None).order_by("-published_on", "-pk").values_list(*_LINE)
)  # fmt: skip
_lines_of = Prepared(
    lambda day, column, first, last: publishing.public(day)
    .filter(column=column, published_on__gte=first, published_on__lte=last)
    .select_related(None).order_by("-published_on", "-pk").values_list(*_LINE)
)  # fmt: skip


def older(documents: Sequence[Out], day: date) -> dict[int, list[Markup]]:
    """The few items of its own column that came out just before each document, each as its line is printed."""
    found: dict[int, list[Markup]] = {}
    if len(documents) <= FEW:
        for d in documents:
            lines = _before.between(0, OLDER, day, d.column_id, d.published_on, d.pk)
            found[d.pk] = [_neighbour(*line) for line in lines]
        return found
    together: dict[int, list[Out]] = defaultdict(list)
    for d in documents:
        together[d.column_id].append(d)
    for column, those in together.items():
        days = [d.published_on for d in those]
        # Of a column only what came out between them: one of many thousands is pressed in many batches.
        rows = _lines_of(day, column, min(days), max(days))
        if rows:
            first, _, on = rows[-1]
            rows += _before.between(0, OLDER, day, column, on, first)
        lines = [_neighbour(*row) for row in rows]
        place = {row[0]: n + 1 for n, row in enumerate(rows)}
        for d in those:
            # One that was withdrawn since it was read has no place any more; its stone is pressed when that is followed.
            found[d.pk] = lines[place[d.pk] : place[d.pk] + OLDER] if d.pk in place else []
    return found


def _neighbour(pk: int, title: str, published_on: date) -> Markup:
    before, middle, after, end = _older_line()
    return Markup(f"{before}/document/{pk}/{middle}{escape(title)}{after}{cn(published_on)}{end}")  # noqa: S704 - the title is escaped


@lru_cache(maxsize=1)
def _older_line() -> list[str]:
    return str(_parts().older(*[_HOLE] * 3)).split(_HOLE)
