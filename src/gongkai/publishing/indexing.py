# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What of a document can be found: the entry of each public one for the search room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import BinaryField, BooleanField, Exists, ExpressionWrapper, F, Func, OuterRef, QuerySet

from gongkai.organs.prepared import Prepared
from gongkai.publishing.body import plain
from gongkai.publishing.models import Attachment, Companion, Document, Interpretation, Placement, Version
from gongkai.publishing.queries import public
from gongkai.publishing.standing import FACTS, standing
from gongkai.search.engine import Entry, Line, numbers_of

INTERPRETATION, OTHER = "interpretation", "other"
KINDS = {"rule": "规章", "normative": "行政规范性文件", INTERPRETATION: "政策解读", OTHER: "其他政府信息"}
_CHUNK = 500


def force_until(document: Document) -> date | None:
    """The last day a registered document is in force, or None where it has no end yet."""
    ends = [document.expires_on] if document.expires_on else []
    if document.repealed_on:
        ends.append(document.repealed_on - timedelta(days=1))
    return min(ends) if ends else None


class _Utf8(Func):
    """A text as its bytes."""

    output_field = BinaryField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="CAST(%(expressions)s AS BLOB)", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="convert_to(%(expressions)s, 'UTF8')", **extra)


def _rows(ids: list[int], day: date) -> QuerySet[Document, tuple[Any, ...]]:
    # Asked here, not apart: most have nothing beside them, and a question more costs as much as a third of this one.
    beside = Exists(Interpretation.objects.filter(policy=OuterRef("pk"))) | Exists(
        Companion.objects.filter(document=OuterRef("pk"))
    )
    return (
        public(day)
        .filter(pk__in=ids, versions__number=F("version"))
        .order_by()
        .annotate(html=_Utf8("versions__body"), beside=ExpressionWrapper(beside, BooleanField()))
        .values_list(
            "pk", "title", "number", "organ__short_name", "published_on", "html", "summary", "beside", *FACTS
        )
    )


ROWS: Prepared[tuple[Any, ...]] = Prepared(_rows)


class DocumentSource:
    """`search.following.Source` of 主动公开."""

    space, prefix, kinds = 0, "document/", KINDS

    def touched(self, streams: Collection[str]) -> set[int]:
        return numbers_of(self.prefix, streams)

    def turned(self, after: date, until: date) -> set[int]:
        rows = Document.objects.filter(published_on__gt=after, published_on__lte=until)
        return set(rows.order_by().values_list("pk", flat=True))

    def lines(self, numbers: Collection[int], *, as_of: date) -> Iterator[Line]:
        for pk, title, number, organ, day, html, summary, beside, mark, register, *facts in ROWS(
            list(numbers), as_of
        ):
            # most of what is public has none
            valid = standing(as_of, mark, register, *facts) if mark or register else None
            yield Line(pk, f"document/{pk}/", title, number, organ, day, "", summary, valid, html, beside)

    def entries(self, numbers: Collection[int] | None, *, as_of: date, version: int) -> Iterator[Entry]:
        rows = public(as_of).order_by("pk")
        if numbers is not None:
            yield from self._entries(list(rows.filter(pk__in=numbers)), version)
            return
        last = 0
        while part := list(rows.filter(pk__gt=last)[:_CHUNK]):
            yield from self._entries(part, version)
            last = part[-1].pk

    def _entries(self, documents: list[Document], version: int) -> Iterator[Entry]:
        ids = [d.pk for d in documents]
        bodies = dict(
            Version.objects.filter(document__in=ids, number=F("document__version")).values_list(
                "document", "body"
            )
        )
        attached: dict[int, list[str]] = defaultdict(list)
        present = Version.objects.filter(
            document__in=ids, number=F("document__version"), files__use=Attachment.Use.FILE
        )
        for document, name, text in present.order_by("files").values_list(
            "document", "files__name", "files__text"
        ):
            attached[document] += [name, text]
        columns: dict[int, list[str]] = defaultdict(list)
        for document, slug in Placement.objects.filter(document__in=ids).values_list(
            "document", "column__slug"
        ):
            columns[document].append(slug)
        explaining = set(Interpretation.objects.filter(document__in=ids).values_list("document", flat=True))
        for d in documents:
            yield Entry(
                id=d.pk, version=version, title=d.title, texts=(plain(bodies.get(d.pk, "")), d.summary, *attached[d.pk]),
                numbers=tuple(n for n in (d.number, d.index_number) if n), columns=tuple(sorted(columns[d.pk])),
                organ=d.organ.slug, kind=d.register or (INTERPRETATION if d.pk in explaining else OTHER),
                published_on=d.published_on, registered=d.register is not None, theme=d.theme, paper=d.kind,
                force_from=d.effective_from, force_until=force_until(d),
            )  # fmt: skip
