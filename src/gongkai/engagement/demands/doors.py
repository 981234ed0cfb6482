# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Where demands come from: one entry a door, each a query over its own register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet, Sum

from gongkai.applications import queries as applications
from gongkai.applications.models import Application
from gongkai.applications.sealing import unseal
from gongkai.engagement.demands.models import Demand
from gongkai.engagement.models import CitizenMessage, CollectedProblem, HotlineTicket, Opinion
from gongkai.organs.models import Organ
from gongkai.organs.permissions import Actor, System
from gongkai.organs.queries import working_organs
from gongkai.search.models import SearchMiss

Door = Demand.Door
Row = tuple[int, int, date, str, int]  # source, organ, day, text, times
LEAST_SEARCHES = 2  # what was looked for once is chance, and may be a name


@dataclass(frozen=True)
class Entry:
    """A door: its rows as they stand now, and which of its records a person may open."""

    door: Demand.Door
    rows: Callable[[], Iterable[Row]]
    visible: Callable[[Actor], QuerySet[Any]]


def _of(model: Any, organ: str, day: str, text: str) -> Callable[[], Iterator[Row]]:
    def rows() -> Iterator[Row]:
        found = model._default_manager.order_by("pk").values_list("pk", organ, day, text)
        return ((*row, 1) for row in found.iterator(2000))

    return rows


def site_organ() -> Organ | None:
    """Whose site it is: what nobody in particular was asked belongs to it."""
    return Organ.objects.filter(parent__isnull=True).order_by("pk").first()


def _searches() -> Iterator[Row]:
    """没有查到的词, those looked for at least twice; they belong to whose site it is."""
    site = site_organ()
    if site is None:
        return
    totals = SearchMiss.objects.order_by().values("words").annotate(all=Sum("count"))
    often = totals.filter(all__gte=LEAST_SEARCHES).values("words")
    for pk, day, words, count in (
        SearchMiss.objects.filter(words__in=often).order_by("pk").values_list("pk", "day", "words", "count")
    ):
        yield pk, site.pk, day, words, count


def _opinions() -> Iterator[Row]:
    """An opinion says little without the draft it is about. What is withheld on a ground of law stays where it is."""
    found = (
        Opinion.objects.filter(withheld__isnull=True)
        .order_by("pk")
        .values_list("pk", "consultation__organ_id", "received_on", "consultation__title", "text_sealed")
    )
    return (
        (pk, organ, day, f"{title}：{unseal(text)}", 1)
        for pk, organ, day, title, text in found.iterator(2000)
    )


def _messages() -> Iterator[Row]:
    """What is asked and proposed, by its title: the text stays sealed. Errors of the site are no demands."""
    found = CitizenMessage.objects.exclude(kind=CitizenMessage.Kind.SITE_ERROR).order_by("pk")
    rows = found.values_list("pk", "organ_id", "submitted_on", "title_sealed")
    return ((*row, unseal(title), 1) for *row, title in rows.iterator(2000))


def _mine(model: Any, organ: str) -> Callable[[Actor], QuerySet[Any]]:
    def visible(actor: Actor) -> QuerySet[Any]:
        rows = model._default_manager.annotate(demand_organ=F(organ))
        return rows if isinstance(actor, System) else rows.filter(**{f"{organ}__in": working_organs(actor)})

    return visible


DOORS = (
    Entry(Door.HOTLINE, _of(HotlineTicket, "organ_id", "received_on", "subject"), _mine(HotlineTicket, "organ")),
    # The information wanted, not its description: people explain themselves there.
    Entry(Door.APPLICATION, _of(Application, "organ_id", "submitted_on", "title"), applications.visible_to),
    Entry(Door.ENTERPRISE, _of(CollectedProblem, "organ_id", "collected_on", "title"), _mine(CollectedProblem, "organ")),
    Entry(Door.MESSAGE, _messages, _mine(CitizenMessage, "organ")),
    Entry(Door.OPINION, _opinions, _mine(Opinion, "consultation__organ")),
    Entry(Door.SEARCH, _searches, lambda _actor: SearchMiss.objects.none()),
)  # fmt: skip


def openable(actor: Actor, demands: Iterable[Demand]) -> set[tuple[str, int]]:
    """(door, source) of those whose own record the actor may open; one question for each door."""
    wanted: dict[str, list[int]] = {}
    for demand in demands:
        wanted.setdefault(demand.door, []).append(demand.source)
    return {
        (entry.door.value, pk)
        for entry in DOORS
        if entry.door.value in wanted
        for pk in entry.visible(actor)
        .filter(pk__in=wanted[entry.door.value])
        .order_by()
        .values_list("pk", flat=True)
    }
