# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""One nightly run over the example county, so that its office finds something to look at. It moves no figure of the report."""

from __future__ import annotations

from datetime import date

from gongkai.organs.permissions import System
from gongkai.supervision.actions import inspect

ON = date(2024, 12, 19)  # before the year's end: what is found may still go into a notice of 2024


def build() -> None:
    """Inspect."""
    inspect(actor=System("定时巡查"), on=ON)
