# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Atom feeds of the site, a column and an organ: the twenty newest, with names that never change."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Collection, Iterator
from datetime import date
from functools import lru_cache
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.db.models import F, QuerySet

from gongkai.organs.models import Organ
from gongkai.organs.prepared import Prepared
from gongkai.portal.press.lists import with_documents
from gongkai.portal.press.pages import Page, Shown
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Column, Document, Listing, Version

NEWEST = 20
ENTRY = ("title", "index_number", "summary", "published_on", "organ__name")
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
        site = next(iter(_site()), None)
        for address in addresses:
            found = self.pattern.match(address)
            if found is None or site is None:
                continue
            title, documents = _of(found[1], found[2], day)
            if documents is not None:
                yield Shown(address, {"title": title or site.name, "documents": documents, "site": site})

    def body(self, shown: Shown, day: date) -> bytes | None:
        site = shown.context["site"]
        base = settings.GONGKAI_SITE.get("address", "")
        documents = shown.context["documents"]
        changed = dict(_changed([d.pk for d in documents]))
        latest = max((max(changed[d.pk], d.published_on) for d in documents), default=date(1970, 1, 1))
        lines = [
            '<?xml version="1.0" encoding="utf-8"?>', '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">',
            f"<id>{name_of(site.slug, shown.address)}</id>", f"<title>{_text(shown.context['title'])}政府信息公开</title>",
            f"<updated>{_moment(latest)}</updated>", f"<author><name>{_text(site.name)}</name></author>",
            f'<link rel="self" href={quoteattr(base + shown.address)}/>',
            f'<link href={quoteattr(base + shown.address.removesuffix("feed.xml"))}/>',
        ]  # fmt: skip
        lines += [
            _entry(
                base,
                site.slug,
                d.pk,
                d.index_number,
                d.title,
                d.summary,
                d.organ.name,
                d.published_on,
                changed[d.pk],
            )
            for d in documents
        ]
        return "\n".join([*lines, "</feed>", ""]).encode()


def _newest(question: Callable[..., QuerySet[Document]]) -> Prepared:
    return Prepared(
        lambda *given: (
            question(*given)
            .select_related(None)
            .select_related("organ")
            .only(*ENTRY)
            .order_by("-published_on", "-pk")[:NEWEST]
        )
    )


_site = Prepared(lambda: Organ.objects.filter(parent__isnull=True)[:1])
_changed = Prepared(
    lambda ids: Version.objects.filter(document__in=ids, number=F("document__version")).values_list(
        "document", "made_on"
    )
)
_column = Prepared(lambda slug, day: Column.objects.filter(slug=slug, opened_on__lte=day))
_organ = Prepared(lambda slug: Organ.objects.filter(slug=slug))
_of_all = _newest(lambda day: publishing.public(day))
_of_column = Prepared(
    lambda column, day: with_documents(Listing.objects.filter(column=column, published_on__lte=day), *ENTRY)
    .order_by("-published_on", "-document_id")[:NEWEST]
)  # fmt: skip
_of_organ = _newest(lambda organ, day: publishing.public(day).filter(organ=organ))


def _of(kind: str | None, slug: str, day: date) -> tuple[str, list[Document] | None]:
    if kind is None:
        return "", _of_all(day)
    if kind == "column":
        column = next(iter(_column(slug, day)), None)
        return (
            (f"{column.name}，", [line.document for line in _of_column(column.pk, day)])
            if column
            else ("", None)
        )
    organ = next(iter(_organ(slug)), None)
    return (f"{organ.name}，", _of_organ(organ.pk, day)) if organ else ("", None)


# a publication prints sixty, nineteen in twenty of which the one before it printed
@lru_cache(maxsize=1 << 12)
def _entry(
    base: str, site: str, pk: int, index_number: str, title: str, summary: str, organ: str, published_on: date, changed: date
) -> str:  # fmt: skip
    return (
        f"<entry><id>{name_of(site, index_number)}</id><title>{_text(title)}</title>"
        f"<link href={quoteattr(f'{base}/document/{pk}/')}/><published>{_moment(published_on)}</published>"
        f"<updated>{_moment(max(changed, published_on))}</updated>"
        f"<author><name>{_text(organ)}</name></author><summary>{_text(summary)}</summary></entry>"
    )


def _text(said: str) -> str:
    """Escaped, without the control characters XML has no way to write."""
    return escape(_CONTROL.sub("", said))


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00+08:00"
