# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What a pressed page is: a class that knows its addresses, its template and the records it shows."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from gongkai.portal.press.skin import Skin


@dataclass
class Shown:
    """One page's content. turns: the first day on which the same records would print otherwise; None: never by time alone."""

    address: str
    context: dict[str, Any] = field(default_factory=dict)
    turns: date | None = None
    status: int = 200


class Page:
    """A kind of page. Subclasses say `pattern` (of the address), `template` and `current` (the statutory entry it belongs to)."""

    pattern: ClassVar[re.Pattern[str]]
    template: ClassVar[str]
    current: ClassVar[str] = ""

    def addresses(self, day: date) -> Iterator[list[str]]:
        """Every address there is on the day, in batches that are cheap to read together."""
        raise NotImplementedError

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        """The content of those of the addresses that exist on the day; the others are left out."""
        raise NotImplementedError

    def cast(
        self, addresses: list[str], day: date, skin: Skin, base: str
    ) -> tuple[list[str], Iterator[tuple[str, bytes]]]:
        """Of many pages those that can be made in one mould, none of which turns by time alone: the others, then each address with its bytes."""
        return addresses, iter(())

    def body(self, shown: Shown, day: date) -> bytes | None:
        """The bytes where they do not come from the template (a feed, a map for machines)."""
        return None


class Single(Page):
    """A page of which there is one."""

    address: ClassVar[str]

    def __init_subclass__(cls) -> None:
        if "address" in cls.__dict__:
            cls.pattern = re.compile(re.escape(cls.address) + "$")

    def addresses(self, day: date) -> Iterator[list[str]]:
        yield [self.address]

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        for address in addresses:
            context, turns = self.content(day)
            yield Shown(address, context, turns)

    def content(self, day: date) -> tuple[dict[str, Any], date | None]:
        """The page's context and the first day on which it would be another."""
        return {}, None


_pages: list[Page] = []


def register(*pages: Page) -> None:
    """Called once for each kind of page, when the portal starts."""
    _pages.extend(pages)


def kinds() -> list[Page]:
    """Every kind of page."""
    return _pages


def kind_of(address: str) -> Page | None:
    """The kind of the page at an address; None where nothing is pressed."""
    return next((page for page in _pages if page.pattern.match(address)), None)


def by_kind(addresses: Iterable[str]) -> dict[Page, list[str]]:
    """The addresses under their kinds, each once, in order."""
    found: dict[Page, list[str]] = {}
    for address in sorted(set(addresses)):
        page = kind_of(address)
        if page is not None:
            found.setdefault(page, []).append(address)
    return found


_kept = threading.local()


@contextmanager
def one_reading() -> Iterator[None]:
    """While pages are pressed together, what several of them ask of the record is asked once (see `once`)."""
    before = getattr(_kept, "answers", None)
    if before is None:
        _kept.answers = {}
    try:
        yield
    finally:
        _kept.answers = before


def once(question: Callable[..., Any]) -> Callable[..., Any]:
    """A question whose answer is kept for the length of one reading; outside of one it is asked each time."""

    @wraps(question)
    def asked(*arguments: Any) -> Any:
        answers = getattr(_kept, "answers", None)
        if answers is None:
            return question(*arguments)
        key = (question, arguments)
        if key not in answers:
            answers[key] = question(*arguments)
        return answers[key]

    return asked


def earliest(*days: date | None) -> date | None:
    """The first of the days that are given."""
    return min((day for day in days if day is not None), default=None)
