# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Queries that every page of the desk asks, compiled once a process: a request pays for binding values and making rows.

Building a query through the ORM costs three to five times what running it does; for a handful of fixed shapes that is
most of a page. What is asked stays an ordinary QuerySet, so the models remain the one place that knows tables and columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class _Compiled:
    """The SQL, where each value goes, and how rows become models."""

    sql: str
    params: tuple[tuple[int | None, Any], ...]  # (which value, or None) and the constant otherwise
    names: list[str]
    span: slice
    related: list[Any]
    compiler: Any
    converters: dict[int, Any]


class Prepared(Generic[M]):
    """A QuerySet of one shape: make builds it from its values, which may stand only where a parameter may (no lists)."""

    def __init__(self, make: Callable[..., QuerySet[M]], *kinds: type[int] | type[str]) -> None:
        self.make, self.kinds = make, kinds

    def __call__(self, *values: int | str) -> list[M]:
        """The rows for these values, in the query's order."""
        # On the connection, because what a compiler knows belongs to one; threads share none.
        known: dict[Prepared[Any], _Compiled] = connection.__dict__.setdefault("_gongkai_prepared", {})
        found = known.get(self)
        if found is None:
            found = known[self] = self._compile()
        with connection.cursor() as cursor:
            cursor.execute(found.sql, [const if n is None else values[n] for n, const in found.params])
            rows: Any = cursor.fetchall()
        if found.converters:
            rows = found.compiler.apply_converters(rows, found.converters)
        alias = connection.alias
        return [self._made(found, row, alias) for row in rows]

    def _compile(self) -> _Compiled:
        # Values no query would hold: where they come out in the parameters, the real ones go in.
        marks = [987_654_301 + n if kind is int else f"\x01prepared{n}" for n, kind in enumerate(self.kinds)]
        compiler = self.make(*marks).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        places = tuple((marks.index(p), None) if p in marks else (None, p) for p in params)
        if {n for n, _ in places} - {None} != set(range(len(marks))):
            raise TypeError("a value of a prepared query does not come out as one parameter")
        info, select = compiler.klass_info, compiler.select
        first, last = info["select_fields"][0], info["select_fields"][-1]
        return _Compiled(
            sql, places, [s[0].target.attname for s in select[first : last + 1]], slice(first, last + 1),
            get_related_populators(info, select, connection.alias), compiler, compiler.get_converters([s[0] for s in select]),
        )  # fmt: skip

    def _made(self, found: _Compiled, row: Any, alias: str) -> M:
        model: Any = found.compiler.klass_info["model"]
        made: M = model.from_db(alias, found.names, row[found.span])
        for populate in found.related:
            populate.populate(row, made)
        return made
