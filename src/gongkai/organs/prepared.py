# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Questions that are turned into SQL once: writing a query costs Django three to five times what the database needs to answer it.

The question stays an ordinary queryset, so the models remain the one place that knows tables and columns; what is kept is its text
and how its rows become answers. A test holds every answer equal to Django's own.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.sqlite3 import base as _sqlite
from django.db.models.base import ModelState
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesIterable, ValuesListIterable
from django.db.models.signals import post_init, pre_init
from django.utils.dateparse import parse_date

Answer = TypeVar("Answer")
# Values no record has: where they come out in a query's parameters, the real ones go.
_NUMBER, _DAY = 9_100_000_000_000_000, date(1, 2, 3)
DAYS_KEPT = 1 << 14  # of a column of days: the same few thousand stand in row after row

# SQLite hands over a day as text, some two dozen of them with every document: each is read once, and then known. Django registers its
# own reader when its SQLite is loaded, which is therefore done first.
sqlite3.register_converter("date", lru_cache(maxsize=DAYS_KEPT)(lambda text: parse_date(text.decode())))


def _mark(n: int, argument: Any) -> Any:
    if isinstance(argument, bool):
        raise TypeError("a flag changes the question itself")
    if isinstance(argument, int):
        return _NUMBER + n
    return _DAY + timedelta(days=n) if isinstance(argument, date) else f"\x1fmark{n}\x1f"


class _Constant:
    def __init__(self, value: Any) -> None:
        self.value = value


Converter = Callable[[Any], Any]


def _converter(functions: list[Any], expression: Any) -> Converter:
    """What the database's value of a column becomes."""

    def convert(value: Any) -> Any:
        for function in functions:
            value = function(value, expression, connection)
        return value

    field = getattr(expression, "output_field", None)
    if type(field) is models.DateField:
        return lru_cache(maxsize=DAYS_KEPT)(convert)
    return convert


@dataclass
class _Made:
    """How one model is made from its columns of a row, and the models beside it from theirs (select_related)."""

    model: Any
    names: list[str]
    columns: slice
    key: int  # the column that says whether there is one
    converters: list[tuple[int, Converter]]  # place among the columns
    beside: list[tuple[_Made, Callable[[Any, Any], None], Callable[[Any, Any], None]]]
    plain: bool  # nobody wants to know of, or to change, how it is made

    @classmethod
    def of(cls, info: dict[str, Any], select: list[Any], converters: dict[int, Converter]) -> _Made:
        """From what Django's compiler knows of the query."""
        if info.get("from_parent"):
            raise TypeError("a model that inherits another is not prepared")
        model, first, last = info["model"], info["select_fields"][0], info["select_fields"][-1] + 1
        names = [select[n][0].target.attname for n in range(first, last)]
        plain = (
            model.from_db.__func__ is models.Model.from_db.__func__
            and model.__init__ is models.Model.__init__
        )
        heard = pre_init.has_listeners(model) or post_init.has_listeners(model)
        return cls(
            model, names, slice(first, last), first + names.index(model._meta.pk.attname),
            [(n - first, converters[n]) for n in range(first, last) if n in converters],
            [
                (cls.of(below, select, converters), below["local_setter"], below["remote_setter"])
                for below in info.get("related_klass_infos", [])
            ],
            plain and not heard,
        )  # fmt: skip

    def make(self, row: Any, alias: str, known: dict[Any, Any]) -> Any:
        """The model of a row. known: what other rows of the same answer have made, for the models beside."""
        values: Any = row[self.columns]
        if self.converters:
            values = list(values)
            for n, convert in self.converters:
                values[n] = convert(values[n])
        if self.plain:
            made = self.model.__new__(self.model)
            state = ModelState()
            state.adding, state.db = False, alias
            made.__dict__.update(zip(self.names, values, strict=True), _state=state)
        else:
            made = self.model.from_db(alias, self.names, values)
        for below, put, put_back in self.beside:
            key = (id(below), row[below.key])
            other = known.get(key)
            if other is None and key[1] is not None:
                other = known[key] = below.make(row, alias, known)
            put(made, other)
            if other is not None:
                put_back(other, made)
        return made


class _Known:
    """One question of one shape: its SQL, where each parameter comes from, how rows become answers."""

    def __init__(self, queryset: Any, marks: dict[Any, int]) -> None:
        compiler = queryset.query.get_compiler(connection.alias)
        self.sql, parameters = compiler.as_sql()
        # As SQLite wants it, written as Django's cursor writes it, which would do so anew each time.
        self.native = (
            _sqlite.FORMAT_QMARK_REGEX.sub("?", self.sql).replace("%%", "%")
            if connection.vendor == "sqlite"
            else None
        )
        self.places = [
            marks.get(str(p), p) if isinstance(p, (int, str, date)) and str(p) in marks else _Constant(p)
            for p in parameters
        ]
        if set(marks.values()) - {p for p in self.places if isinstance(p, int)}:
            raise TypeError("an argument does not reach the query as it is")
        self.width = compiler.col_count if compiler.has_extra_select else None
        asked = compiler.get_converters([s[0] for s in compiler.select[: compiler.col_count]])
        converters = {n: _converter(functions, expression) for n, (functions, expression) in asked.items()}
        self.converters = list(converters.items())
        kind, query = queryset._iterable_class, queryset.query
        if kind is ModelIterable:
            self.answer = self._models
            self.made = _Made.of(compiler.klass_info, compiler.select, converters)
            self.added = [(name, n, converters.get(n)) for name, n in compiler.annotation_col_map.items()]
        elif kind is ValuesIterable:
            self.answer = self._dicts
            self.names = list(
                query.selected or (*query.extra_select, *query.values_select, *query.annotation_select)
            )
        elif kind in (ValuesListIterable, FlatValuesListIterable):
            self.answer = self._firsts if kind is FlatValuesListIterable else self._tuples
        else:
            raise TypeError("rows of this kind are not prepared")

    def ask(self, database: Any, values: list[Any], window: tuple[int, int] | None) -> list[Any]:
        parameters = [values[p] if isinstance(p, int) else p.value for p in self.places]
        if window is not None:
            parameters += (window[1] - window[0], window[0])
        rows: Any
        # somebody wants to know of it
        if self.native is None or database.queries_logged or database.execute_wrappers:
            with database.cursor() as cursor:
                cursor.execute(self.sql if window is None else f"{self.sql} LIMIT %s OFFSET %s", parameters)
                rows = cursor.fetchall()
        else:
            database.ensure_connection()
            with database.wrap_database_errors:
                native = self.native if window is None else f"{self.native} LIMIT ? OFFSET ?"
                rows = database.connection.execute(native, parameters).fetchall()
        if self.width is not None:
            rows = [row[: self.width] for row in rows]
        return self.answer(rows)

    def _models(self, rows: Iterable[Any]) -> list[Any]:
        alias, known, make = DEFAULT_DB_ALIAS, {}, self.made.make  # `connection` would be looked for anew
        if not self.added:
            return [make(row, alias, known) for row in rows]
        found = []
        for row in rows:
            made = make(row, alias, known)
            for name, n, convert in self.added:
                setattr(made, name, convert(row[n]) if convert else row[n])
            found.append(made)
        return found

    def _tuples(self, rows: list[Any]) -> list[Any]:
        if not self.converters:
            return rows
        found = []
        for row in rows:
            line = list(row)
            for n, convert in self.converters:
                line[n] = convert(line[n])
            found.append(tuple(line))
        return found

    def _firsts(self, rows: list[Any]) -> list[Any]:
        return [row[0] for row in self._tuples(rows)]

    def _dicts(self, rows: list[Any]) -> list[Any]:
        return [dict(zip(self.names, row, strict=False)) for row in self._tuples(rows)]


class Prepared(Generic[Answer]):
    """prepared(day, ids): what `question(day, ids)` would give, as a list. Arguments are numbers, days, texts, and lists of them.

    What an argument changes but a parameter of the SQL (a limit, a flag, part of a LIKE) is refused with TypeError. The models that
    stand beside several rows (select_related) are one object: for reading.
    """

    def __init__(self, question: Callable[..., Any]) -> None:
        self.question = question
        self.known: dict[Any, _Known | None] = {}

    def __call__(self, *arguments: Any) -> list[Answer]:
        return self.rows(arguments, None)

    def between(self, first: int, last: int, *arguments: Any) -> list[Answer]:
        """The rows from the place first to before last, which are 0 for the first of all; the question has no limit of its own."""
        return self.rows(arguments, (first, last)) if last > first else []

    def rows(self, arguments: tuple[Any, ...], window: tuple[int, int] | None) -> list[Answer]:
        """The answer, or the part of it in the window."""
        values: list[Any] = []
        # asked for once: each look goes through a local of the thread
        database = connections[DEFAULT_DB_ALIAS]
        shape: list[Any] = [database.vendor]
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
        if known is None:
            return []
        day = database.ops.adapt_datefield_value
        return known.ask(database, [day(v) if isinstance(v, date) else v for v in values], window)

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


def counting(rows: Any) -> Any:
    """The queryset that counts these rows: take the sum, for where there are none it has one row or none at all."""
    found = rows.order_by().select_related(None).values(_all=models.Value(1))
    return found.annotate(n=models.Count("pk")).values_list("n", flat=True)
