# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Nightly runs over the example county, so that its office finds something to look at. They move no figure of the report."""

from __future__ import annotations

from datetime import date

from gongkai.organs.permissions import System
from gongkai.organs.today import today
from gongkai.supervision.actions import inspect
from gongkai.supervision.queries import last_run

ON = date(2024, 12, 19)  # before the year's end: what is found may still go into a notice of 2024


def build() -> None:
    """Inspect."""
    inspect(actor=System("定时巡查"), on=ON)


def tonight() -> None:
    """The night before the day the example is shown on, unless it has been. Not a part of the county as it is built: a copy
    of that may stand on an earlier day, and no run goes back."""
    last = last_run()
    if last is None or last.on < today():
        inspect(actor=System("定时巡查"), on=today())
