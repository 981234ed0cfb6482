# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Whom an organ's letters name: its head, its review body and its court, taken from the organs above where it is silent."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai.applications.models import Letterhead
from gongkai.law.remedies import Bodies, OrganLevel, Scope
from gongkai.organs.models import Organ

_LEVELS = {
    Organ.Kind.GOVERNMENT: OrganLevel.COUNTY_GOVERNMENT,
    Organ.Kind.TOWNSHIP: OrganLevel.TOWNSHIP,
}


@dataclass(frozen=True)
class Head:
    """An organ's letterhead with what it takes from above."""

    code: str
    level: OrganLevel
    bodies: Bodies
    scope: Scope
    series: dict[str, str]
    seal_image: bytes | None

    @property
    def lacking(self) -> list[str]:
        """Names the remedy paragraph needs that nobody has set, in the words of the setting."""
        needed = {
            OrganLevel.COUNTY_GOVERNMENT: [("上一级人民政府", self.bodies.upper_government)],
            OrganLevel.VERTICAL: [("上一级主管部门", self.bodies.upper_authority)],
        }.get(self.level, [("本级人民政府", self.bodies.county_government)])
        return [label for label, value in [*needed, ("管辖法院", self.bodies.court)] if not value]


def _line(organ: Organ) -> list[Organ]:
    found: list[Organ] = []
    step: Organ | None = organ
    while step is not None and step not in found:
        found.append(step)
        step = step.parent
    return found


def head_of(organ: Organ) -> Head:
    """Its own settings first; names it lacks from the nearest organ above that has them."""
    line = _line(organ)
    rows = {row.organ_id: row for row in Letterhead.objects.filter(organ__in=[o.pk for o in line])}
    own = rows.get(organ.pk)

    def said(name: str) -> str:
        return next((v for o in line if (row := rows.get(o.pk)) and (v := getattr(row, name))), "")

    government = next((o.name for o in line[1:] if o.kind == Organ.Kind.GOVERNMENT), "")
    if own and own.level:
        level = OrganLevel(own.level)
    elif organ.vertical_line:
        level = OrganLevel.VERTICAL
    else:
        level = _LEVELS.get(Organ.Kind(organ.kind), OrganLevel.COUNTY_DEPARTMENT)
    return Head(
        code=(own and own.code) or organ.letter_code or organ.short_name,
        level=level,
        bodies=Bodies(
            county_government=said("county_government") or government,
            upper_government=said("upper_government"),
            upper_authority=(own and own.upper_authority) or "",
            court=said("court"),
        ),
        scope=Scope(own.disputed_scope) if own else Scope.NARROW,
        series=dict(own.series) if own else {},
        seal_image=bytes(own.seal_image) if own and own.seal_image else None,
    )
