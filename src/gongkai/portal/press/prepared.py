# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Questions that are turned into SQL once: on a small site Django spends more on writing a query than the database on answering it.

The question stays a queryset that starts at what is public; only its text is kept. A test holds every answer equal to Django's own.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection

# Values no record has: where they come out in a query's parameters, the real ones go.
_NUMBER, _DAY = 9_100_000_000_000_000, date(1, 2, 3)


def _mark(n: int, argument: Any) -> Any:
    if isinstance(argument, bool):
        raise TypeError("a flag changes the question itself")
    if isinstance(argument, int):
        return _NUMBER + n
    return _DAY + timedelta(days=n) if isinstance(argument, date) else f"\x1fmark{n}\x1f"


class _Known:
    """One question of one shape: its SQL and where each parameter comes from."""

    def __init__(self, queryset: Any, marks: dict[Any, int]) -> None:
        self.iterable = queryset._iterable_class
        self.compiler = queryset.query.get_compiler(connection.alias)
        self.fields = getattr(queryset, "_fields", None)
        self.sql, parameters = self.compiler.as_sql()
        self.places = [
            marks.get(str(p), p) if isinstance(p, (int, str, date)) and str(p) in marks else _Constant(p)
            for p in parameters
        ]
        if set(marks.values()) - {p for p in self.places if isinstance(p, int)}:
            raise TypeError("an argument does not reach the query as it is")
        self.converters = self.compiler.get_converters(
            [s[0] for s in self.compiler.select[: self.compiler.col_count]]
        )

    def ask(self, values: list[Any], window: tuple[int, int] | None) -> list[Any]:
        parameters = [values[p] if isinstance(p, int) else p.value for p in self.places]
        sql = self.sql
        if window is not None:
            sql, parameters = f"{sql} LIMIT %s OFFSET %s", [*parameters, window[1] - window[0], window[0]]
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            rows = cursor.fetchall()
        if self.compiler.has_extra_select:
            rows = [row[: self.compiler.col_count] for row in rows]
        again = copy.copy(self.compiler)
        again.execute_sql = lambda *_, **__: [rows]
        again.get_converters = lambda _: self.converters
        return list(self.iterable(_Asked(again, self.fields)))


class _Constant:
    def __init__(self, value: Any) -> None:
        self.value = value


class _Asked:
    """What Django's own readers of rows want of a queryset."""

    _known_related_objects: dict[Any, Any] = {}
    _hints: dict[Any, Any] = {}

    def __init__(self, compiler: Any, fields: Any) -> None:
        self.compiler, self._fields, self.db, self.query = compiler, fields, connection.alias, self

    def get_compiler(self, *_: Any, **__: Any) -> Any:
        return self.compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self.compiler.query, name)


class Prepared:
    """prepared(day, ids): what `question(day, ids)` would give, as a list. Arguments are numbers, days, texts, and lists of them."""

    def __init__(self, question: Callable[..., Any]) -> None:
        self.question = question
        self.known: dict[Any, _Known | None] = {}

    def __call__(self, *arguments: Any) -> list[Any]:
        return self.rows(arguments, None)

    def between(self, first: int, last: int, *arguments: Any) -> list[Any]:
        """The rows from the place first to before last, which are 0 for the first of all; the question has no limit of its own."""
        return self.rows(arguments, (first, last)) if last > first else []

    def rows(self, arguments: tuple[Any, ...], window: tuple[int, int] | None) -> list[Any]:
        """The answer, or the part of it in the window."""
        values: list[Any] = []
        shape: list[Any] = [connection.vendor]
        for argument in arguments:
            if isinstance(argument, (list, tuple, set, frozenset)):
                if not argument:
                    return []
                many = _padded(argument)
                shape.append((type(many[0]), len(many)))
                values += many
            else:
                shape.append(type(argument))
                values.append(argument)
        key = tuple(shape)
        if key not in self.known:
            self.known[key] = self._learn(arguments)
        known = self.known[key]
        return known.ask([_written(v) for v in values], window) if known else []

    def _learn(self, arguments: tuple[Any, ...]) -> _Known | None:
        marks: dict[Any, int] = {}

        def mark(value: Any) -> Any:
            made = _mark(len(marks), value)
            marks[str(made)] = len(marks)
            return made

        asked = [
            [mark(v) for v in _padded(a)] if isinstance(a, (list, tuple, set, frozenset)) else mark(a)
            for a in arguments
        ]
        try:
            return _Known(self.question(*asked), marks)
        except EmptyResultSet:
            return None


def _padded(values: Collection[Any]) -> list[Any]:
    """The values, the last one again and again up to a power of two: few shapes for lists of any length."""
    many = list(values)
    return many + many[-1:] * ((1 << (len(many) - 1).bit_length()) - len(many))


def _written(value: Any) -> Any:
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def counting(rows: Any) -> Any:
    """The queryset that counts these rows: take the sum, for where there are none it has one row or none at all."""
    from django.db.models import Count, Value

    return (
        rows.order_by()
        .select_related(None)
        .values(_all=Value(1))
        .annotate(n=Count("pk"))
        .values_list("n", flat=True)
    )
