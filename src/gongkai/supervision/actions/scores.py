# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of 工作考核: what an indicator weighs, and the year's scores confirmed once (条例第四十六条)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.queries import area
from gongkai.supervision import scoring
from gongkai.supervision.actions.core import Refused, record, site_organ
from gongkai.supervision.actions.reviews import record_review
from gongkai.supervision.models import Review, Scorecard, Weighting

GOOD, ENOUGH = Decimal(90), Decimal(60)


def scored_units(site: Organ, year: int) -> list[Organ]:
    """The units that are judged: all below the government that report with it and were there at the year's end."""
    return [o for o in area(site)[1:] if o.closed_on is None or o.closed_on > date(year, 12, 31)]


@transaction.atomic
def set_weights(*, actor: Actor, year: int, on: date, values: Mapping[str, int], reason: str) -> Weighting:
    """定考核权重 of a year: the indicators' points add up to one hundred."""
    require(actor, site_organ(), Role.SUPERVISOR)
    known = {i.code for i in scoring.indicators()}
    if set(values) != known | {scoring.DEDUCTION[0]} or any(v < 0 for v in values.values()):
        raise Refused("每项指标都要写权重，不能是负数")
    total = sum(v for k, v in values.items() if k in known)
    if total != 100:
        raise Refused(f"各项权重之和应当是100，现在是{total}")
    if Scorecard.objects.filter(year=year).exists():
        raise Refused(f"{year}年的考核得分已经确认，权重不能再改")
    if not reason.strip():
        raise Refused("请写明依据的文件或者原因")
    row, _ = Weighting.objects.update_or_create(year=year, defaults={"values": dict(values)})
    record(f"scores/{year}", actor, "scores.weighted", on, {"values": dict(values), "reason": reason.strip()})
    return row


def said_of(cards: list[scoring.Card], year: int) -> str:
    """The result in a sentence, for the year's report."""
    good = sum(c.total >= GOOD for c in cards)
    poor = sum(c.total < ENOUGH for c in cards)
    rest = len(cards) - good - poor
    return f"对{len(cards)}个单位{year}年政府信息公开工作进行了考核，90分以上{good}个，60分以上不满90分{rest}个，不满60分{poor}个。"


@transaction.atomic
def confirm_scores(*, actor: Actor, year: int, on: date) -> list[Scorecard]:
    """确认考核得分 of a year that is over, once: the scores are kept as computed, the result goes into the year's report.

    A result that is on record already keeps its words.
    """
    site = site_organ()
    require(actor, site, Role.SUPERVISOR)
    Organ.objects.select_for_update().get(pk=site.pk)
    if on.year <= year:
        raise Refused(f"{year}年还没有结束，得分还会变")
    if Scorecard.objects.filter(year=year).exists():
        raise Refused(f"{year}年的考核得分已经确认")
    found = scoring.cards(scored_units(site, year), year, date(year, 12, 31))
    if not found:
        raise Refused("没有要考核的单位")
    rows = [
        Scorecard.objects.create(organ=c.organ, year=year, total=c.total, items=c.as_json(), confirmed_on=on)
        for c in found
    ]
    record(
        f"scores/{year}", actor, "scores.confirmed", on,
        {"totals": {c.organ.slug: str(c.total) for c in found}, "weights": scoring.weights_of(year)},
    )  # fmt: skip
    if not Review.objects.filter(organ=site, year=year, kind=Review.Kind.ASSESSMENT).exists():
        record_review(
            actor=actor,
            organ=site,
            kind=Review.Kind.ASSESSMENT,
            year=year,
            result=said_of(found, year),
            on=on,
        )
    return rows
