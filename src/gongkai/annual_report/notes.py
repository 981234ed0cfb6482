# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""口径说明 as they are read: on the desk all, in a rendering the public ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from gongkai.annual_report import tables
from gongkai.annual_report.figures import FIGURES, figure
from gongkai.annual_report.models import FigureNote, Remark
from gongkai.annual_report.narrative import Values, render
from gongkai.annual_report.scope import Scope


def label_of(key: str) -> str:
    """What a figure or a cell is called. Raises KeyError."""
    return (tables.cell(key) if key.startswith("T") else figure(key)).label


def in_order(rows: Iterable[FigureNote]) -> list[FigureNote]:
    """Notes in the order of the figures in the report."""
    order = {key: n for n, key in enumerate([*(f.key for f in FIGURES), *tables.cell_keys()])}
    return sorted(rows, key=lambda row: order.get(row.figure, len(order)))


def printed(scope: Scope) -> list[dict[str, Any]]:
    """The public notes as a rendering prints them, their references filled in."""
    rows = FigureNote.objects.filter(organ=scope.organ, year=scope.year, public=True)
    values = Values(scope)
    return [
        {
            "figure": row.figure,
            "label": label_of(row.figure),
            "text": "".join(piece.text for piece in render(row.text, values)),
        }
        for row in in_order(rows)
    ]


def by_place(rows: Iterable[Remark]) -> Mapping[str, list[Remark]]:
    """Remarks by the part or the figure they are on."""
    found: dict[str, list[Remark]] = {}
    for row in rows:
        found.setdefault(str(row.part or row.figure), []).append(row)
    return found
