# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Whose records of which days a report counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from gongkai.law.deadlines import judged_until
from gongkai.organs.models import Organ
from gongkai.organs.permissions import acting_for
from gongkai.organs.queries import area, carried_on_by
from gongkai.organs.today import today


@dataclass(frozen=True)
class Scope:
    """One organ's report of one year: 1 January to 31 December, the organ and all below it (ADR 0005)."""

    organ: Organ
    year: int
    as_of: date = field(default_factory=today, compare=False)  # the day it is looked at

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)

    @property
    def judged_until(self) -> date:
        """The last day whose limits have passed: the year's end, or yesterday while the year runs."""
        return judged_until(self.year, self.as_of)

    @property
    def ended(self) -> bool:
        return self.judged_until == self.last

    @property
    def moment(self) -> str:
        """As of when the text speaks: a year that runs has no end to speak of."""
        return "年末" if self.ended else "目前"

    @cached_property
    def organs(self) -> list[Organ]:
        """The organs counted; vertical-line organs report in their own line.

        An organ merged into one of them by the year's end is counted with it; one merged later still reported itself.
        One that went out of the area (into a 垂直管理部门) is counted where it went, so that no case is in two sums.
        """
        found = area(self.organ)
        ids = {o.pk for o in found}
        found = [o for o in found if o is self.organ or not self._left(o, ids)]
        merged = Organ.objects.filter(pk__in=carried_on_by(ids) - ids, closed_on__lte=self.last)
        return found + list(merged)

    def _left(self, organ: Organ, ids: set[int]) -> bool:
        """Whether it was merged, by the year's end, into an organ that is none of these."""
        if organ.merged_into_id is None or organ.closed_on is None or organ.closed_on > self.last:
            return False
        return acting_for(organ)[-1] not in ids

    @cached_property
    def organ_ids(self) -> list[int]:
        return [o.pk for o in self.organs]

    @property
    def may_make_rules(self) -> bool:
        """Whether one of the organs counted may make 规章 (规章制定程序条例第三十六条); where none may, table 2's row is 0."""
        return any(organ.makes_rules for organ in self.organs)
