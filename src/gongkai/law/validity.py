# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""有效性 of a document kept in a register, on a day, from its dates (国办发〔2018〕37号; local clean-up decisions)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

SOON = (
    60  # days before the end of a term from which the remaining days are shown; an office's choice, not law
)


class Standing(StrEnum):
    """Where a document stands."""

    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    PARTLY = "partly"
    EXPIRING = "expiring"
    EXPIRED = "expired"
    REPEALED = "repealed"


@dataclass(frozen=True, slots=True)
class Validity:
    """The standing and the words printed for it, the same wherever the document appears."""

    standing: Standing
    label: str

    @property
    def in_force(self) -> bool:
        return self.standing in (Standing.IN_FORCE, Standing.PARTLY, Standing.EXPIRING)


def validity(
    as_of: date,
    *,
    effective_from: date,
    expires_on: date | None = None,
    repealed_on: date | None = None,
    partly: bool = False,
) -> Validity:
    """The standing at the end of a day; expires_on is the last day in force, repealed_on the first day out of it."""
    if repealed_on is not None and repealed_on <= as_of:
        return Validity(Standing.REPEALED, "已废止")
    if expires_on is not None and expires_on < as_of:
        return Validity(Standing.EXPIRED, "已失效")
    if as_of < effective_from:
        return Validity(Standing.NOT_YET, "尚未施行")
    if partly:
        return Validity(Standing.PARTLY, "部分失效")
    if expires_on is not None and (left := (expires_on - as_of).days) <= SOON:
        return Validity(Standing.EXPIRING, f"{left}日后期满" if left else "今天期满")
    return Validity(Standing.IN_FORCE, "现行有效")


def turns_on(
    as_of: date,
    *,
    effective_from: date,
    expires_on: date | None = None,
    repealed_on: date | None = None,
    partly: bool = False,
) -> date | None:
    """The first day after as_of on which `validity` may say something else; None when it says the same for ever."""
    if repealed_on is not None and repealed_on <= as_of:
        return None
    days = [effective_from] if repealed_on is None else [effective_from, repealed_on]
    if expires_on is not None:
        shown = [] if partly else [expires_on - timedelta(days=n) for n in range(SOON + 1)]
        days += [expires_on + timedelta(days=1), *shown]
    return min((day for day in days if day > as_of), default=None)
