# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What every part of a case page starts from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from gongkai.applications.models import Application
from gongkai.applications.story import Story
from gongkai.law.clock import Clock
from gongkai.law.outcomes import Outcome, outcome
from gongkai.ledger.models import Event
from gongkai.organs.models import Person, Role
from gongkai.organs.permissions import held


@dataclass(frozen=True)
class CasePage:
    """One case as one person sees it on one day. refused is (verb or form name, bound form) of what was just refused."""

    person: Person
    case: Application
    story: Story
    events: list[Event]  # those the story adds up, oldest first
    clock: Clock | None
    day: date
    refused: tuple[str, Any] | None = None
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

    def form_of(self, name: str, fresh: Callable[[], Any]) -> Any:
        """The form that was refused under this name, with what was typed, or a fresh one."""
        return self.refused[1] if self.refused and self.refused[0] == name else fresh()


@dataclass(frozen=True)
class Part:
    """One part of the page: its key names its template; show gives the template's variable `part`, or None."""

    key: str
    show: Callable[[CasePage], dict[str, Any] | None]

    @property
    def template(self) -> str:
        return f"desk/case/{self.key}.html"
