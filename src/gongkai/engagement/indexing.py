# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What of the answers can be found: published letters (their reviewed copy, never what was written) and 常见问题."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from gongkai.engagement.messaging import faqs, public
from gongkai.engagement.models import CitizenMessage, Faq
from gongkai.search.engine import Entry, Line, entry_id


def _numbers(prefix: str, streams: Collection[str]) -> list[int]:
    return [int(s.removeprefix(prefix)) for s in streams if s.removeprefix(prefix).isdigit()]


class MessageSource:
    """`search.following.Source` of 来信选登."""

    space, prefix, kinds = 2, "message/", {"letter": "来信和答复"}

    def touched(self, streams: Collection[str]) -> set[int]:
        # A letter that was never shown is no change: most are not, and each would cost the index a commit.
        rows = CitizenMessage.objects.filter(pk__in=_numbers(self.prefix, streams)).exclude(
            published_on__isnull=True, kept_why__isnull=True
        )
        return set(rows.order_by().values_list("pk", flat=True))

    def turned(self, after: date, until: date) -> set[int]:
        rows = CitizenMessage.objects.filter(published_on__gt=after, published_on__lte=until)
        return set(rows.order_by().values_list("pk", flat=True))

    def entries(self, numbers: Collection[int] | None, *, as_of: date, version: int) -> Iterator[Entry]:
        for row in self._public(numbers, as_of):
            assert row.published_on is not None  # noqa: S101 - public
            yield Entry(
                id=entry_id(self.space, row.pk), version=version, title=row.public_title or "",
                texts=(row.public_text or "", row.public_answer or ""), numbers=(), columns=(), organ=row.organ.slug,
                kind="letter", published_on=row.published_on,
            )  # fmt: skip

    def lines(self, numbers: Collection[int], *, as_of: date) -> Iterator[Line]:
        for row in self._public(numbers, as_of):
            assert row.published_on is not None  # noqa: S101 - public
            yield Line(
                entry_id(self.space, row.pk), f"engage/message/{row.pk}/", row.public_title or "", None, row.organ.short_name,
                row.published_on, f"{row.public_text}\n{row.public_answer}", row.public_answer or "",
            )  # fmt: skip

    def _public(self, numbers: Collection[int] | None, as_of: date) -> Iterator[CitizenMessage]:
        rows = public(as_of).order_by("pk")
        return (rows if numbers is None else rows.filter(pk__in=numbers)).iterator(500)


class FaqSource:
    """`search.following.Source` of 常见问题."""

    space, prefix, kinds = 3, "faq/", {"question": "常见问题"}

    def touched(self, streams: Collection[str]) -> set[int]:
        rows = Faq.objects.filter(pk__in=_numbers(self.prefix, streams), published_on__isnull=False)
        return set(rows.order_by().values_list("pk", flat=True))

    def turned(self, after: date, until: date) -> set[int]:
        rows = Faq.objects.filter(published_on__gt=after, published_on__lte=until)
        return set(rows.order_by().values_list("pk", flat=True))

    def entries(self, numbers: Collection[int] | None, *, as_of: date, version: int) -> Iterator[Entry]:
        for row in self._public(numbers, as_of):
            assert row.published_on is not None  # noqa: S101 - public
            yield Entry(
                id=entry_id(self.space, row.pk), version=version, title=row.question, texts=(row.answer,), numbers=(),
                columns=(), organ=row.organ.slug, kind="question", published_on=row.published_on,
            )  # fmt: skip

    def lines(self, numbers: Collection[int], *, as_of: date) -> Iterator[Line]:
        for row in self._public(numbers, as_of):
            assert row.published_on is not None  # noqa: S101 - public
            yield Line(
                entry_id(self.space, row.pk), f"engage/faq/{row.organ.slug}/#faq-{row.pk}", row.question, None,
                row.organ.short_name, row.published_on, row.answer, row.answer,
            )  # fmt: skip

    def _public(self, numbers: Collection[int] | None, as_of: date) -> Iterator[Faq]:
        rows = faqs(as_of).order_by("pk")
        return (rows if numbers is None else rows.filter(pk__in=numbers)).iterator(500)
