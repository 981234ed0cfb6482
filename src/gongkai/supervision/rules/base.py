# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a rule is: what it says in law, how it weighs, its numbers, and how it looks. A rule reads; it writes nothing."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, TypeVar

from django.db.models import Model, QuerySet

from gongkai.supervision.models import RuleSetting, Severity

M = TypeVar("M", bound=Model)


class Unjudged(Exception):
    """The machine could not look at the place again; the message says why. The office judges."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A number of a rule. verified: the text of a national norm gives it; otherwise an office's own choice."""

    name: str
    label: str
    default: int
    unit: str
    source: str
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """One thing wrong in one place. key is the same at every look; ref is kind/id of the record; text says it in a sentence."""

    key: str
    organ: int
    place: str
    ref: str
    text: str
    address: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Look:
    """A look at the record as it is on a day; only narrows it to the record of one ref."""

    as_of: date
    values: Mapping[str, int]
    only: str | None = None

    @property
    def pk(self) -> int | None:
        """The id of the one record looked at."""
        return int(self.only.rpartition("/")[2]) if self.only else None

    def narrowed(self, rows: QuerySet[M], field: str = "pk") -> QuerySet[M]:
        """The rows of the one record looked at, which field names; all of them where the look is at everything."""
        return rows.filter(**{field: self.pk}) if self.pk else rows


class Rule(ABC):
    """One rule of the inspection."""

    code: ClassVar[str]
    label: ClassVar[str]
    says: ClassVar[str]
    article: ClassVar[str]
    severity: ClassVar[Severity]
    settings: ClassVar[tuple[Setting, ...]] = ()
    # What has happened once cannot be undone: the office, not the machine, judges what the unit did about it.
    lasting: ClassVar[bool] = False
    # Its findings come from somewhere else than the nightly inspection of the record; `find` only looks at one place again.
    elsewhere: ClassVar[bool] = False

    @abstractmethod
    def find(self, look: Look) -> Iterator[Found]:
        """Everything wrong on the day."""

    def again(self, look: Look, key: str) -> Found | None:
        """What it sees in one place that was found before, looked at by its ref.

        How far back an office looks for what is new does not let go what was found: it stands until it is mended.
        """
        open_ended = {s.name: 36_500 for s in self.settings if s.name == "back" and not s.verified}
        whole = Look(look.as_of, {**look.values, **open_ended}, look.only)
        return next((f for f in self.find(whole) if f.key == key), None)

    def defaults(self) -> dict[str, int]:
        return {s.name: s.default for s in self.settings}


def values_of(one: Rule, setting: RuleSetting | None = None) -> dict[str, int]:
    """The numbers a rule looks with: its own, and over them what the instance set."""
    mine = one.defaults()
    return mine | {k: int(v) for k, v in (setting.values if setting else {}).items() if k in mine}


def short(text: str, most: int = 60) -> str:
    """A title that fits into a sentence."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
