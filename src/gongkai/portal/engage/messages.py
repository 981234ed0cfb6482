# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Answered messages and 常见问题 as pressed pages, month by month and organ by organ, and which of them an event touches."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from django.db.models import Count

from gongkai.engagement import messaging
from gongkai.engagement.models import CitizenMessage, Faq
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ
from gongkai.organs.prepared import Prepared
from gongkai.portal.press.pages import Page, Shown
from gongkai.publishing.models import Document

LATEST = 30


def month_of(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def months(days: Collection[date]) -> list[str]:
    """Months in which something came out, newest first."""
    return sorted({month_of(day) for day in days}, reverse=True)


def span(month: str) -> tuple[int, int] | None:
    """(year, month) of 2025-02; None for what is no month."""
    year, number = int(month[:4]), int(month[5:])
    return (year, number) if 1 <= number <= 12 and year >= 1 else None


class Messages(Page):
    """来信选登: the newest; a month's."""

    pattern = re.compile(r"/engage/messages/(?:(\d{4}-\d{2})/)?$", re.ASCII)
    template = "portal/engage/messages.html"

    def addresses(self, day: date) -> Iterator[list[str]]:
        days = messaging.public(day).order_by().values_list("published_on", flat=True)
        yield ["/engage/messages/", *(f"/engage/messages/{m}/" for m in months(set(days)))]

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        for address in addresses:
            found = self.pattern.match(address)
            month = found[1] if found else None
            rows = messaging.public(day).order_by("-published_on", "-pk")
            context: dict[str, Any] = {"month": month, "months": []}
            if month is None:
                days = messaging.public(day).order_by().values_list("published_on", flat=True)
                context |= {"rows": list(rows[:LATEST]), "months": months(set(days)), "total": rows.count()}
            else:
                chosen = span(month)
                if chosen is None:
                    continue
                context["rows"] = list(
                    rows.filter(published_on__year=chosen[0], published_on__month=chosen[1])
                )
                context["total"] = len(context["rows"])
                if not context["rows"]:
                    continue
            yield Shown(address, context)


class MessagePage(Page):
    """One message with its answer: the reviewed copy."""

    pattern = re.compile(r"/engage/message/([1-9]\d{0,17})/$", re.ASCII)
    template = "portal/engage/message.html"

    def addresses(self, day: date) -> Iterator[list[str]]:
        yield [
            f"/engage/message/{pk}/"
            for pk in messaging.public(day).order_by("pk").values_list("pk", flat=True)
        ]

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        ids = [int(found[1]) for address in addresses if (found := self.pattern.match(address))]
        for row in messaging.public(day).filter(pk__in=ids).order_by("pk"):
            yield Shown(f"/engage/message/{row.pk}/", {"m": row})


class FaqPage(Page):
    """常见问题: the newest and whose there are; an organ's."""

    pattern = re.compile(r"/engage/faq/(?:([-\w]+)/)?$", re.ASCII)
    template = "portal/engage/faq.html"

    def addresses(self, day: date) -> Iterator[list[str]]:
        slugs = messaging.faqs(day).order_by().values_list("organ__slug", flat=True)
        yield ["/engage/faq/", *(f"/engage/faq/{slug}/" for slug in sorted(set(slugs)))]

    def shown(self, addresses: Collection[str], day: date) -> Iterator[Shown]:
        for address in addresses:
            found = self.pattern.match(address)
            slug = found[1] if found else None
            rows = messaging.faqs(day)
            context: dict[str, Any] = {"organ": None, "organs": []}
            if slug is None:
                counted = rows.order_by().values("organ").annotate(n=Count("pk")).values_list("organ", "n")
                have = dict(counted)
                context |= {
                    "rows": list(rows[:LATEST]), "total": sum(have.values()),
                    "organs": [(o, have[o.pk]) for o in Organ.objects.filter(pk__in=have).order_by("position", "pk")],
                }  # fmt: skip
            else:
                mine = list(rows.filter(organ__slug=slug))
                if not mine:
                    continue
                context |= {"rows": mine, "total": len(mine), "organ": mine[0].organ}
            for row in context["rows"]:
                policy = row.policy
                row.shown_policy = (
                    policy if policy and policy.withdrawn_on is None and policy.published_on <= day else None
                )
            yield Shown(address, context)


def of_message(pk: int) -> set[str]:
    """The pages of a message: its own, its month's (also the one it was taken down from), the front."""
    row = CitizenMessage.objects.filter(pk=pk).first()
    if row is None:
        return set()
    days = Event.objects.filter(stream=row.stream, kind="message.published").values_list(
        "occurred_on", flat=True
    )
    if not days:
        return set()
    return {
        "/engage/", "/engage/messages/", f"/engage/message/{pk}/", *(f"/engage/messages/{month_of(d)}/" for d in days)
    }  # fmt: skip


def of_faq(pk: int) -> set[str]:
    row = Faq.objects.filter(pk=pk).select_related("organ").first()
    return {"/engage/", "/engage/faq/", f"/engage/faq/{row.organ.slug}/"} if row else set()


def naming(document: Document) -> set[str]:
    """The 常见问题 that name a document."""
    return set().union(*(of_faq(pk) for pk in _asking(document.pk)))


_asking = Prepared(lambda pk: Faq.objects.filter(policy=pk).values_list("pk", flat=True))
