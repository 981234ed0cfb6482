# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The maps for search engines: an index, the fixed pages, and 250 documents a file, so that a new one rewrites one file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from django.conf import settings
from django.db.models import F

from gongkai.organs.models import Organ
from gongkai.organs.prepared import Prepared, counting
from gongkai.portal.press import bylaws
from gongkai.portal.press.pages import Page, Shown, once
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Column

SHARD = 250
FIXED = (
    "/", "/guide/", "/rules/", "/disclosure/", "/catalogue/", "/policies/", "/interpretations/", "/topics/", "/fields/", "/reports/", "/statistics/",
    "/accessibility/", "/sitemap/", "/engage/", "/engage/consultations/", "/engage/decisions/", "/engage/messages/",
    "/engage/faq/", "/engage/activities/", "/engage/coming/", "/engage/stations/", "/engage/goals/", "/engage/commitments/",
)  # fmt: skip


def shard_address(pk: int) -> str:
    """The map that lists a document."""
    return f"/sitemap/documents-{pk // SHARD}.xml"


def listed(day: date, pk: int) -> int:
    """How many documents the map lists that has this one."""
    first = pk // SHARD * SHARD
    return sum(_any(day, first, first + SHARD))


class SiteMaps(Page):
    """sitemap.xml and what it names; robots.txt."""

    pattern = re.compile(
        r"/(?:sitemap\.xml|robots\.txt|sitemap/(?:pages|documents-(\d{1,9}))\.xml)$", re.ASCII
    )
    template = ""

    def addresses(self, day: date) -> Iterator[list[str]]:
        yield ["/sitemap.xml", "/robots.txt", "/sitemap/pages.xml"]
        yield _shards(day)

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        for address in addresses:
            found = self.pattern.match(address)
            if found and (found[1] is None or listed(day, int(found[1]) * SHARD)):
                yield Shown(address)

    def body(self, shown: Shown, day: date) -> bytes | None:
        base = settings.GONGKAI_SITE.get("address", "")
        found = self.pattern.match(shown.address)
        if shown.address == "/robots.txt":
            return f"User-agent: *\nDisallow: /desk/\nDisallow: /status/\nDisallow: /mode/\nDisallow: /useful/\nDisallow: /site-error/\nSitemap: {base}/sitemap.xml\n".encode()
        if shown.address == "/sitemap.xml":
            parts = ["/sitemap/pages.xml", *_shards(day)]
            return _xml("sitemapindex", (f"<sitemap><loc>{base}{a}</loc></sitemap>" for a in parts))
        if found is None or found[1] is None:
            return _xml("urlset", (f"<url><loc>{base}{a}</loc></url>" for a in _fronts(day)))
        rows = _rows(day, int(found[1]) * SHARD, (int(found[1]) + 1) * SHARD)
        return _xml(
            "urlset",
            (
                f"<url><loc>{base}/document/{pk}/</loc><lastmod>{max(changed, on).isoformat()}</lastmod></url>"
                for pk, on, changed in rows
            ),
        )


_rows = Prepared(
    lambda day, first, last: publishing.public(day).filter(pk__gte=first, pk__lt=last, versions__number=F("version"))
    .select_related(None).order_by("pk").values_list("pk", "published_on", "versions__made_on")
)  # fmt: skip
_any = Prepared(lambda day, first, last: counting(publishing.public(day).filter(pk__gte=first, pk__lt=last)))
_shard_numbers = Prepared(
    lambda day: publishing.public(day).select_related(None).order_by().annotate(shard=F("pk") / SHARD)
    .values_list("shard", flat=True).distinct()
)  # fmt: skip


@once
def _shards(day: date) -> list[str]:
    return [shard_address(int(shard) * SHARD) for shard in sorted(set(_shard_numbers(day)))]


def _fronts(day: date) -> list[str]:
    columns = Column.objects.filter(opened_on__lte=day).order_by("pk").values_list("slug", flat=True)
    organs = Organ.objects.order_by("pk").values_list("slug", flat=True)
    return [
        *FIXED,
        *(f"/column/{s}/" for s in columns),
        *(f"/organ/{s}/" for s in organs),
        *bylaws.addresses(day),
    ]


def _xml(name: str, rows: Iterable[str]) -> bytes:
    head = f'<?xml version="1.0" encoding="utf-8"?>\n<{name} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return (head + "\n".join(rows) + f"\n</{name}>\n").encode()
