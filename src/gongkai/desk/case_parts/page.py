# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What every part of a case page starts from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Model

from gongkai.applications import queries
from gongkai.applications.models import Application
from gongkai.applications.story import Story
from gongkai.engagement.models import ConversionCase
from gongkai.law.clock import Clock
from gongkai.law.outcomes import Outcome, outcome
from gongkai.ledger.models import Event
from gongkai.organs.models import Person, Role
from gongkai.organs.queries import held


@dataclass(frozen=True)
class CasePage:
    """One case as one person sees it on one day.

    A form is made only when it is seen: asked names the one that was opened, refused is (name, bound form) of one that
    was not accepted. The others are addresses."""

    person: Person
    case: Application
    story: Story
    events: list[Event]  # those the story adds up, oldest first
    clock: Clock | None
    day: date
    refused: tuple[str, Any] | None = None
    asked: str = ""
    change: str = ""  # the question whose answer is being changed

    @cached_property
    def roles(self) -> frozenset[Role]:
        """What this person may do in the case's organ."""
        return held(self.person, self.case.organ)

    def holds(self, *roles: Role) -> bool:
        """Whether this person holds one of the roles in the case's organ (permissions.holds, asked once a page)."""
        return not self.roles.isdisjoint(roles)

    @property
    def result(self) -> Outcome | None:
        return outcome(self.case.outcome) if self.case.outcome else None

    @cached_property
    def census(self) -> queries.Census:
        """How much there is of everything, so that no part asks for what the case has not."""
        return queries.census(self.case, ConversionCase)

    def has(self, model: type[Model]) -> bool:
        return self.census.has(model)

    def form_of(self, name: str, fresh: Callable[[], Any]) -> Any:
        """The form that was refused under this name, with what was typed; a fresh one when it was opened; else None."""
        if self.refused and self.refused[0] == name:
            return self.refused[1]
        return fresh() if self.asked == name else None


@dataclass(frozen=True)
class Part:
    """One part of the page: its key names its template; show gives the template's variable `part`, or None."""

    key: str
    show: Callable[[CasePage], dict[str, Any] | None]

    @property
    def template(self) -> str:
        return f"desk/case/{self.key}.html"
