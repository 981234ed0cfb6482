# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Many items of another system put on record at once: what `publish` does for one, a few statements for a thousand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from gongkai.ledger.actions import Fact
from gongkai.organs.models import Organ
from gongkai.organs.permissions import Actor
from gongkai.organs.recording import record_new
from gongkai.publishing.actions.documents import by_system, may_go_out, publication
from gongkai.publishing.actions.listings import follow
from gongkai.publishing.body import clean, digest
from gongkai.publishing.due import limit_in, rows_in
from gongkai.publishing.models import CatalogueItem, Column, Document, Placement, Tagging, Version

BATCH = 500  # rows a statement
NOTE = "首次公开"


@dataclass(frozen=True, kw_only=True)
class Item:
    """The facts of one item, as `publish` takes them; on is the day it has been public from."""

    organ: Organ
    column: Column
    title: str
    body: str
    summary: str
    formed_on: date
    on: date
    reviewed_by: str
    index_number: str
    number: str | None = None
    also_in: tuple[Column, ...] = ()
    tags: tuple[str, ...] = ()
    register: str | None = None
    effective_from: date | None = None
    expires_on: date | None = None
    described: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def columns(self) -> list[Column]:
        return list(dict.fromkeys((self.column, *self.also_in)))


@transaction.atomic
def publish_all(*, actor: Actor, items: Sequence[Item]) -> list[Document]:
    """公开 many items, each with its words and its own event: all of them or none. Raises as `publish` does."""
    by_system(actor)
    rows = rows_in({place for item in items for place in item.columns})
    documents = [_document(item, rows) for item in items]
    Document.objects.bulk_create(documents, BATCH)
    pairs = list(zip(documents, items, strict=True))
    Placement.objects.bulk_create(
        [Placement(document=d, column=place, placed_on=i.on) for d, i in pairs for place in i.columns], BATCH
    )
    Tagging.objects.bulk_create(
        [Tagging(document=d, tag=t) for d, i in pairs for t in sorted(set(i.tags))], BATCH
    )
    versions = [_version(d, i) for d, i in pairs]
    Version.objects.bulk_create(versions, BATCH)
    record_new(actor, [_fact(d, i, v) for (d, i), v in zip(pairs, versions, strict=True)])
    for first in range(0, len(documents), BATCH):
        follow([d.pk for d in documents[first : first + BATCH]])
    return documents


def _document(item: Item, rows: list[CatalogueItem]) -> Document:
    may_go_out(item.columns, item.on, item.reviewed_by)
    document = Document(
        organ=item.organ, column=item.column, index_number=item.index_number, title=item.title, number=item.number,
        summary=item.summary, formed_on=item.formed_on, published_on=item.on, register=item.register,
        effective_from=item.effective_from, expires_on=item.expires_on, version=1, limit=limit_in(item.columns, item.formed_on, rows),
        **item.described,
    )  # fmt: skip
    document.clean_fields(exclude=["organ", "column"])
    return document


def _version(document: Document, item: Item) -> Version:
    body = clean(item.body)
    return Version(
        document=document, number=1, title=item.title, body=body, digest=digest(item.title, body), made_on=item.on, note=NOTE
    )  # fmt: skip


def _fact(document: Document, item: Item, version: Version) -> Fact:
    said = publication(document, item.columns, sorted(set(item.tags)), item.reviewed_by)
    said |= {"version": version.number, "digest": version.digest, "note": version.note}
    return Fact(document.stream, "document.published", item.on, said)
