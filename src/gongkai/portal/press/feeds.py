# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Atom feeds of the site, a column and an organ: the twenty newest, with names that never change."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterator
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.db.models import F, QuerySet

from gongkai.organs.models import Organ
from gongkai.organs.prepared import Prepared
from gongkai.portal.press.lists import standing_lines
from gongkai.portal.press.pages import Page, Shown
from gongkai.portal.press.rendering import site_line
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Column, Document, Listing

NEWEST = 20
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@lru_cache(maxsize=1 << 16)
def name_of(*parts: str) -> str:
    """A name for a reader of feeds, the same whatever the site's address."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, 'gongkai:' + '/'.join(parts))}"


class FeedPage(Page):
    """最近公开, for programs."""

    pattern = re.compile(r"/(?:(column|organ)/([-\w]+)/)?feed\.xml$", re.ASCII)
    template = ""

    def addresses(self, day: date) -> Iterator[list[str]]:
        columns = Column.objects.filter(opened_on__lte=day).values_list("slug", flat=True)
        organs = Organ.objects.values_list("slug", flat=True)
        yield [
            "/feed.xml",
            *(f"/column/{s}/feed.xml" for s in columns),
            *(f"/organ/{s}/feed.xml" for s in organs),
        ]

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        site = site_line()
        for address in addresses:
            found = self.pattern.match(address)
            if found is None or site is None:
                continue
            title, entries = _of(found[1], found[2], day)
            if entries is not None:
                yield Shown(address, {"title": title or site.name, "entries": entries, "site": site})

    def body(self, shown: Shown, day: date) -> bytes | None:
        site = shown.context["site"]
        base = settings.GONGKAI_SITE.get("address", "")
        entries: list[Entry] = shown.context["entries"]
        latest = max((e.updated for e in entries), default=date(1970, 1, 1))
        lines = [
            '<?xml version="1.0" encoding="utf-8"?>', '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
            f"<id>{name_of(site.slug, shown.address)}</id>", f"<title>{_text(shown.context['title'])}政府信息公开</title>",
            f"<updated>{_moment(latest)}</updated>", f"<author><name>{_text(site.name)}</name></author>",
            f'<link rel="self" href={quoteattr(base + shown.address)}/>',
            f'<link href={quoteattr(base + shown.address.removesuffix("feed.xml"))}/>',
        ]  # fmt: skip
        lines += [_printed(base, site.slug, entry) for entry in entries]
        return "\n".join([*lines, "</feed>", ""]).encode()


class Entry(NamedTuple):
    """What a feed says of a document."""

    pk: int
    index_number: str
    title: str
    summary: str
    published_on: date
    organ: str
    changed: date  # when the version was made that stands

    @property
    def updated(self) -> date:
        return max(self.changed, self.published_on)


# Where the facts of an entry stand, seen from a document.
_FACTS = ("pk", "index_number", "title", "summary", "published_on", "organ__name", "versions__made_on")


def _entries(documents: QuerySet[Document]) -> QuerySet[Any]:
    return (
        documents.select_related(None).filter(versions__number=F("version"))
        .order_by("-published_on", "-pk").values_list(*_FACTS)[:NEWEST]
    )  # fmt: skip


_column = Prepared(
    lambda slug, day: Column.objects.filter(slug=slug, opened_on__lte=day).values_list("pk", "name")
)
_organ = Prepared(lambda slug: Organ.objects.filter(slug=slug).values_list("pk", "name"))
_of_all = Prepared(lambda day: _entries(publishing.public(day)))
_of_column = Prepared(
    lambda column, day: standing_lines(Listing.objects.filter(column=column, published_on__lte=day))
    .filter(document__versions__number=F("document__version")).order_by("-published_on", "-document_id").values_list(*(f"document__{fact}" for fact in _FACTS))[:NEWEST]
)  # fmt: skip
_of_organ = Prepared(lambda organ, day: _entries(publishing.public(day).filter(organ=organ)))


def _of(kind: str | None, slug: str, day: date) -> tuple[str, list[Entry] | None]:
    """Whose feed it is, in the words of its title, and the newest there; None where there is no such column or organ."""
    if kind is None:
        return "", [Entry(*row) for row in _of_all(day)]
    named = _column(slug, day) if kind == "column" else _organ(slug)
    rows = _of_column if kind == "column" else _of_organ
    for pk, name in named:
        return f"{name}，", [Entry(*row) for row in rows(pk, day)]
    return "", None


# a publication prints sixty, nineteen in twenty of which the one before it printed
@lru_cache(maxsize=1 << 12)
def _printed(base: str, site: str, entry: Entry) -> str:
    return (
        f"<entry><id>{name_of(site, entry.index_number)}</id><title>{_text(entry.title)}</title>"
        f"<link href={quoteattr(f'{base}/document/{entry.pk}/')}/><published>{_moment(entry.published_on)}</published>"
        f"<updated>{_moment(entry.updated)}</updated>"
        f"<author><name>{_text(entry.organ)}</name></author><summary>{_text(entry.summary)}</summary></entry>"
    )


def _text(said: str) -> str:
    """Escaped, without the control characters XML has no way to write."""
    return escape(_CONTROL.sub("", said))


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00+08:00"
