# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Pages after the last line seen (by a day and the key), never by counting lines: the thousandth page costs what the first does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.applications.models import Application

Mark = tuple[date, int]  # the day and the key of a line


def page_of(
    rows: QuerySet[Application],
    day: str,
    columns: Sequence[str],
    *,
    after: Mark | None,
    before: Mark | None,
    size: int,
    newest_first: bool = False,
) -> tuple[list[tuple[Any, ...]], bool, bool]:
    """(values of the columns, whether there is more before, whether there is more after), ordered by the day and the key."""
    mark = before or after
    down = newest_first is (before is None)
    if mark is not None:
        side = "lt" if down else "gt"
        beyond = Q(**{f"{day}__{side}": mark[0]}) | Q(**{day: mark[0], f"pk__{side}": mark[1]})
        rows = rows.filter(
            beyond, **{f"{day}__{side}e": mark[0]}
        )  # the second lets the index begin at the day
    sign = "-" if down else ""
    found = list(rows.order_by(f"{sign}{day}", f"{sign}pk").values_list(*columns)[: size + 1])
    more, found = len(found) > size, found[:size]
    if before is not None:
        return found[::-1], more, True
    return found, after is not None, more
