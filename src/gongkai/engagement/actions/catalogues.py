# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on the yearly catalogue of major decisions (国务院令第713号第三条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from gongkai.engagement.actions.core import Refused, note, told
from gongkai.engagement.models import DecisionCatalogue, DecisionItem
from gongkai.law.clock import cn
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require


@dataclass(frozen=True)
class DecisionFacts:
    """One decision to be taken: what, who drafts it, when it is to be done."""

    title: str
    drafter: Organ
    planned: str


@transaction.atomic
def publish_catalogue(
    *, actor: Actor, organ: Organ, year: int, on: date, agreed_on: date, items: Sequence[DecisionFacts]
) -> DecisionCatalogue:
    """公布重大行政决策事项目录, once the party committee of the same level has agreed (第三条)."""
    require(actor, organ, Role.EDITOR)
    if not on.year - 1 <= year <= on.year + 1:
        raise Refused(f"{year}年度的目录不在{cn(on)}公布，请核对年份")
    if agreed_on > on:
        raise Refused("同级党委同意的日期晚于公布日期（国务院令第713号第三条）")
    if not items:
        raise Refused("目录里至少写一项决策")
    if DecisionCatalogue.objects.filter(organ=organ, year=year).exists():
        raise Refused(f"{organ.short_name}{year}年度的目录已经公布；要调整的，请增加或者调出事项")
    row = DecisionCatalogue.objects.create(organ=organ, year=year, agreed_on=agreed_on, published_on=on)
    note(
        row.stream, actor, "decisions.published", on,
        {"organ": organ.slug, "year": year, "agreed_on": agreed_on.isoformat(), "items": len(items)},
    )  # fmt: skip
    for number, facts in enumerate(items, 1):
        _add(row, number, facts, on)
    return row


def _add(catalogue: DecisionCatalogue, number: int, facts: DecisionFacts, on: date) -> DecisionItem:
    row = DecisionItem(
        catalogue=catalogue, number=number, title=told(facts.title, "事项名称", 160), drafter=facts.drafter,
        planned=told(facts.planned, "计划完成时间", 40), added_on=on,
    )  # fmt: skip
    row.clean_fields(exclude=["catalogue", "drafter"])
    row.save()
    return row


def _locked(catalogue: DecisionCatalogue) -> DecisionCatalogue:
    rows = DecisionCatalogue.objects.select_for_update(of=("self",)).select_related("organ")
    return rows.get(pk=catalogue.pk)


@transaction.atomic
def add_decision(
    *, actor: Actor, catalogue: DecisionCatalogue, on: date, title: str, drafter: Organ, planned: str
) -> DecisionItem:
    """调入目录."""
    row = _locked(catalogue)
    require(actor, row.organ, Role.EDITOR)
    if on < row.published_on:
        raise Refused(f"早于目录公布的{cn(row.published_on)}")
    number = (row.items.aggregate(n=Max("number"))["n"] or 0) + 1
    item = _add(row, number, DecisionFacts(title, drafter, planned), on)
    note(row.stream, actor, "decisions.added", on, {"number": number, "title": item.title})
    return item


@transaction.atomic
def drop_decision(*, actor: Actor, item: DecisionItem, on: date, reason: str) -> DecisionItem:
    """调出目录, with the reason; it stays visible as taken out."""
    catalogue = _locked(item.catalogue)
    require(actor, catalogue.organ, Role.EDITOR)
    item.refresh_from_db()
    if item.dropped_on is not None:
        raise Refused(f"已于{cn(item.dropped_on)}调出")
    if on < item.added_on:
        raise Refused(f"早于列入目录的{cn(item.added_on)}")
    item.dropped_on, item.dropped_why = on, told(reason, "调出目录的理由", 200)
    item.save(update_fields=["dropped_on", "dropped_why"])
    note(
        catalogue.stream, actor, "decisions.dropped", on, {"number": item.number, "reason": item.dropped_why}
    )
    return item
