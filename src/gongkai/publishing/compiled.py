# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""A query over a page of ids, compiled once: for a page of twenty, building the SQL costs Django five times what running it does.

The SQL is what the queryset given compiles to, so the gate (`queries.public`) stays the one that is written down; only the ids and
the day are put in anew at each call. Values come as the database gives them, except dates, which SQLite keeps as text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

SIZE = 20
_NO_ID = 0  # no row has it
_DAY = date(1, 2, 3)

Make = Callable[[list[int], date], QuerySet[Any, Any]]


class Compiled:
    """make builds the queryset (of tuples) from ids and a day; `rows` runs it for any ids and day."""

    def __init__(self, make: Make) -> None:
        self.make = make
        self.kept: dict[str, tuple[str, list[tuple[str, Any]]]] = {}

    def rows(self, ids: Sequence[int], day: date) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        for n in range(0, len(ids), SIZE):
            found += self._page(list(ids[n : n + SIZE]), day)
        return found

    def _page(self, ids: list[int], day: date) -> list[tuple[Any, ...]]:
        if connection.vendor not in self.kept:
            self.kept[connection.vendor] = self._compile()
        sql, slots = self.kept[connection.vendor]
        ids += [_NO_ID] * (SIZE - len(ids))
        said = day.isoformat() if connection.vendor == "sqlite" else day
        parameters = [ids[v] if kind == "id" else said if kind == "day" else v for kind, v in slots]
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _compile(self) -> tuple[str, list[tuple[str, Any]]]:
        ids = [-(10_000 + n) for n in range(SIZE)]
        sql, parameters = self.make(ids, _DAY).query.sql_with_params()
        slots: list[tuple[str, Any]] = []
        for value in parameters:
            if value in ids:
                slots.append(("id", ids.index(value)))
            elif value == _DAY or value == _DAY.isoformat():
                slots.append(("day", None))
            else:
                slots.append(("as is", value))
        return sql, slots


def as_date(value: date | str | None) -> date | None:
    """A date as the database gave it."""
    return date.fromisoformat(value) if isinstance(value, str) else value
