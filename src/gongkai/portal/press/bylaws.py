# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政府信息公开制度: the national ones and whose there are, an organ's, and each with its text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Q

from gongkai.organs.models import Organ
from gongkai.organs.prepared import Prepared
from gongkai.portal.press.pages import Page, Shown, Single, earliest
from gongkai.publishing import bylaws
from gongkai.publishing.models import Bylaw


def of_organ(organ: Organ) -> str:
    return f"/rules/{organ.slug}/"


def _holding(day: date) -> Any:
    """Organs that have made rules public, with how many still stand."""
    made = Q(bylaws__issued_on__lte=day)
    return (
        Organ.objects.annotate(
            made=Count("bylaws", filter=made), standing=Count("bylaws", filter=made & Q(bylaws__withdrawn_on__isnull=True))
        )
        .filter(made__gt=0).order_by("position", "pk")
    )  # fmt: skip


class Rules(Single):
    """政府信息公开制度: what binds every organ, and the organs' own."""

    address, template, current = "/rules/", "portal/rules.html", "rules"

    def content(self, day: date) -> tuple[dict[str, Any], date | None]:
        return {"organs": list(_holding(day))}, None


class OrganRules(Page):
    """An organ's own rules in the order of their grounds, and that others were there."""

    pattern = re.compile(r"/rules/([-\w]+)/$", re.ASCII)
    template, current = "portal/organ_rules.html", "rules"

    def addresses(self, day: date) -> Iterator[list[str]]:
        yield [of_organ(organ) for organ in _holding(day)]

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        slugs = [found[1] for address in addresses if (found := self.pattern.match(address))]
        for organ in _holding(day).filter(slug__in=slugs):
            rows = [bylaws.reading(row, day) for row in bylaws.public(day).filter(organ=organ)]
            order = list(bylaws.BY_KEY)
            rows.sort(key=lambda r: (order.index(r.row.ground), r.row.pk))
            context = {"organ": organ, "rows": rows, "gone": list(bylaws.withdrawn(organ, day))}
            yield Shown(of_organ(organ), context, earliest(*(r.turns for r in rows)))


class BylawPage(Page):
    """One rule: the text that holds, the one to come, those before."""

    pattern = re.compile(r"/rules/([-\w]+)/([1-9]\d{0,17})/$", re.ASCII)
    template, current = "portal/bylaw.html", "rules"

    def addresses(self, day: date) -> Iterator[list[str]]:
        yield [f"/{bylaws.address(row)}" for row in bylaws.public(day)]

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        wanted = {address: int(found[2]) for address in addresses if (found := self.pattern.match(address))}
        for row in bylaws.public(day).filter(pk__in=wanted.values()):
            address, read = f"/{bylaws.address(row)}", bylaws.reading(row, day)
            if address in wanted:
                yield Shown(address, {"r": read, "organ": row.organ}, read.turns)


def of_bylaw(pk: int) -> set[str]:
    """The pages an event of a rule touches."""
    row = Bylaw.objects.filter(pk=pk).select_related("organ").first()
    if row is None:
        return set()
    return {
        "/rules/",
        of_organ(row.organ),
        f"/{bylaws.address(row)}",
        f"/organ/{row.organ.slug}/",
        "/sitemap/pages.xml",
    }


def addresses(day: date) -> list[str]:
    """All of them but the front, for the map."""
    return [a for page in (OrganRules(), BylawPage()) for batch in page.addresses(day) for a in batch]


standing = Prepared(
    lambda organ, day: Bylaw.objects.filter(organ=organ, withdrawn_on__isnull=True, issued_on__lte=day)
)
