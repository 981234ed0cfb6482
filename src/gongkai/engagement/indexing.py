# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What of the answers can be found: published letters (their reviewed copy, never what was written) and 常见问题."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import Generic, TypeVar

from django.db.models import Q, QuerySet

from gongkai.engagement.messaging import faqs, public
from gongkai.engagement.models import CitizenMessage, Faq
from gongkai.search.engine import Entry, Line, entry_id, numbers_of

Row = TypeVar("Row", CitizenMessage, Faq)


class _Answers(Generic[Row]):
    """What both kinds share: rows with an organ that become public on a day (published_on), read through their own gate."""

    def __init__(
        self, model: type[Row], public: Callable[[date], QuerySet[Row]], prefix: str, shown: Q
    ) -> None:
        self.model, self.public, self.prefix = model, public, prefix
        self.shown = shown  # those that are or were shown: most letters never are, and each would cost the index a commit

    def touched(self, streams: Collection[str]) -> set[int]:
        rows = self.model._default_manager.filter(self.shown, pk__in=numbers_of(self.prefix, streams))
        return set(rows.order_by().values_list("pk", flat=True))

    def turned(self, after: date, until: date) -> set[int]:
        rows = self.model._default_manager.filter(published_on__gt=after, published_on__lte=until)
        return set(rows.order_by().values_list("pk", flat=True))

    def rows(self, numbers: Collection[int] | None, as_of: date) -> Iterator[tuple[Row, date]]:
        """Those of the numbers that are public on the day, or all, each with the day it became so."""
        rows = self.public(as_of).order_by("pk")
        for row in (rows if numbers is None else rows.filter(pk__in=numbers)).iterator(500):
            assert row.published_on is not None  # noqa: S101 - public
            yield row, row.published_on


class MessageSource(_Answers[CitizenMessage]):
    """`search.following.Source` of 来信选登."""

    space, kinds = 2, {"letter": "来信和答复"}

    def __init__(self) -> None:
        ever = Q(published_on__isnull=False) | Q(kept_why__isnull=False)
        super().__init__(CitizenMessage, public, "message/", ever)

    def entries(self, numbers: Collection[int] | None, *, as_of: date, version: int) -> Iterator[Entry]:
        for row, published_on in self.rows(numbers, as_of):
            yield Entry(
                id=entry_id(self.space, row.pk), version=version, title=row.public_title or "",
                texts=(row.public_text or "", row.public_answer or ""), numbers=(), columns=(), organ=row.organ.slug,
                kind="letter", published_on=published_on,
            )  # fmt: skip

    def lines(self, numbers: Collection[int], *, as_of: date) -> Iterator[Line]:
        for row, published_on in self.rows(numbers, as_of):
            yield Line(
                entry_id(self.space, row.pk), f"engage/message/{row.pk}/", row.public_title or "", None, row.organ.short_name,
                published_on, f"{row.public_text}\n{row.public_answer}", row.public_answer or "",
            )  # fmt: skip


class FaqSource(_Answers[Faq]):
    """`search.following.Source` of 常见问题."""

    space, kinds = 3, {"question": "常见问题"}

    def __init__(self) -> None:
        super().__init__(Faq, faqs, "faq/", Q(published_on__isnull=False))

    def entries(self, numbers: Collection[int] | None, *, as_of: date, version: int) -> Iterator[Entry]:
        for row, published_on in self.rows(numbers, as_of):
            yield Entry(
                id=entry_id(self.space, row.pk), version=version, title=row.question, texts=(row.answer,), numbers=(),
                columns=(), organ=row.organ.slug, kind="question", published_on=published_on,
            )  # fmt: skip

    def lines(self, numbers: Collection[int], *, as_of: date) -> Iterator[Line]:
        for row, published_on in self.rows(numbers, as_of):
            yield Line(
                entry_id(self.space, row.pk), f"engage/faq/{row.organ.slug}/#faq-{row.pk}", row.question, None,
                row.organ.short_name, published_on, row.answer, row.answer,
            )  # fmt: skip
