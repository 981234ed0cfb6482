# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""考核指标: what each unit did in a year, computed from the records alone, each as so many of so many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, F, Q

from gongkai.applications import queries as applications
from gongkai.applications.models import Application
from gongkai.engagement.models import CollectedProblem, HotlineTicket
from gongkai.organs.models import Organ
from gongkai.publishing.due import late_of
from gongkai.publishing.models import Document, Interpretation, Register
from gongkai.supervision.models import AccountabilityCase, Finding, Weighting
from gongkai.supervision.rules import numbers
from gongkai.supervision.rules.base import Look
from gongkai.supervision.rules.columns import duty, last_updates, open_columns

Counts = Mapping[int, tuple[int, int]]  # organ: (good, all)


@dataclass(frozen=True)
class Span:
    """A year as far as it has come."""

    year: int
    last: date

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def days(self) -> tuple[date, date]:
        return self.first, self.last


@dataclass(frozen=True)
class Indicator:
    """One indicator: what it counts as good, of what, on which ground, and what it weighs unless the office says otherwise."""

    code: str
    label: str
    says: str
    article: str
    weight: int
    measure: Callable[[Span], Counts]


@dataclass(frozen=True)
class Item:
    """One line of a scorecard. points is None where the unit had nothing to be judged by."""

    code: str
    label: str
    weight: int
    good: int
    total: int
    points: float | None


@dataclass(frozen=True)
class Card:
    """One unit's scorecard as computed."""

    organ: Organ
    items: tuple[Item, ...]
    cases: int
    total: Decimal

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(item) for item in self.items]


def _pairs(totals: Iterable[tuple[int, int]], bad: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    return {organ: (n - bad.get(organ, 0), n) for organ, n in totals}


def _columns(span: Span) -> Counts:
    values = numbers("column_stale")
    look = Look(span.last, values)
    updates, good, all_ = last_updates(look), Counter[int](), Counter[int]()
    for column in open_columns(look):
        allowed = duty(column, values)
        if allowed is None:
            continue
        all_[column.owner_id] += 1
        known = updates.get(column.pk)
        good[column.owner_id] += known is not None and (span.last - known[1]).days <= allowed
    return {organ: (good[organ], n) for organ, n in all_.items()}


def _timely(span: Span) -> Counts:
    rows = Document.objects.filter(withdrawn_on__isnull=True, published_on__range=span.days)
    totals = rows.order_by().values_list("organ").annotate(n=Count("pk"))
    return _pairs(totals, Counter(organ for _, organ, *_ in late_of(rows)))


def _applications(span: Span) -> Counts:
    handled = Application.objects.filter(applications.handled_in(span.year), closed_on__lte=span.last)
    overdue = Application.objects.filter(
        received_on__lte=span.last, closed_on__isnull=True, due_on__lt=span.last
    )
    closed = (
        handled.order_by()
        .values_list("organ")
        .annotate(n=Count("pk"), late=Count("pk", filter=Q(on_time=False)))
    )
    bad, totals = Counter[int](), Counter[int]()
    for organ, n, late in closed:
        totals[organ], bad[organ] = n, late
    for organ, n in overdue.order_by().values_list("organ").annotate(n=Count("pk")):
        totals[organ] += n
        bad[organ] += n
    return _pairs(totals.items(), bad)


def _interpretations(span: Span) -> Counts:
    explained = Interpretation.objects.filter(
        document__withdrawn_on__isnull=True, document__published_on__lte=span.last
    ).values("policy")
    made = Document.objects.filter(
        register=Register.NORMATIVE,
        withdrawn_on__isnull=True,
        published_on__range=span.days,
        formed_on__range=span.days,
    )
    without = dict(made.exclude(pk__in=explained).order_by().values_list("organ").annotate(n=Count("pk")))
    return _pairs(made.order_by().values_list("organ").annotate(n=Count("pk")), without)


def _rectified(span: Span) -> Counts:
    rows = Finding.objects.filter(due_on__range=span.days)
    counted = (
        rows.order_by()
        .values_list("organ")
        .annotate(n=Count("pk"), good=Count("pk", filter=Q(rectified_on__lte=F("due_on"))))
    )
    return {organ: (good, n) for organ, n, good in counted}


def _answered(span: Span) -> Counts:
    good, totals = Counter[int](), Counter[int]()
    for rows in (
        CollectedProblem.objects.filter(collected_on__range=span.days),
        HotlineTicket.objects.filter(received_on__range=span.days),
    ):
        counted = (
            rows.order_by()
            .values_list("organ")
            .annotate(n=Count("pk"), done=Count("pk", filter=Q(answered_on__lte=span.last)))
        )
        for organ, n, done in counted:
            totals[organ] += n
            good[organ] += done
    return {organ: (good[organ], n) for organ, n in totals.items()}


_INDICATORS: list[Indicator] = [
    Indicator("columns", "栏目按期更新", "年末（今年按今天）没有超过更新期限的栏目，占有更新要求的栏目", "条例第五十三条第二项", 20, _columns),
    Indicator("timely", "公开及时", "形成后20个工作日内、标准目录另有时限的按目录公开的信息，占本年公开的信息", "条例第二十六条", 15, _timely),
    Indicator("applications", "申请按期办理", "期限内办结的申请，占本年办结和超期未办结的申请", "条例第三十三条", 20, _applications),
    Indicator("interpretations", "文件有解读", "有解读的规范性文件，占本年制发公开的规范性文件", "国办发〔2016〕80号", 15, _interpretations),
    Indicator("rectified", "问题按期整改", "期限内销号的问题，占本年到期的问题", "条例第四十七条", 15, _rectified),
    Indicator("answered", "回应有答复", "已经答复的企业问题和热线工单，占本年收到的", "国办秘函〔2019〕19号", 10, _answered),
]  # fmt: skip
DEDUCTION = ("accountability", "责任追究每件扣分", 5)


def register(indicator: Indicator) -> None:
    """Let a room above be judged too; an indicator of the same code takes its place."""
    _INDICATORS[:] = [*(i for i in _INDICATORS if i.code != indicator.code), indicator]


def indicators() -> tuple[Indicator, ...]:
    """All indicators, in the order they are shown."""
    return tuple(_INDICATORS)


def weights_of(year: int) -> dict[str, int]:
    """The weights of a year: what the office set for it, else for the latest year before, else those of the software.

    An indicator that the office's weights do not name yet weighs nothing until they do.
    """
    held = Weighting.objects.filter(year__lte=year).order_by("-year").first()
    mine = {i.code: i.weight for i in _INDICATORS} | {DEDUCTION[0]: DEDUCTION[2]}
    return {code: int(held.values.get(code, 0)) for code in mine} if held else mine


def cards(organs: Iterable[Organ], year: int, as_of: date) -> list[Card]:
    """Scorecards of these units, the best first; each indicator asks once for all. What a unit had nothing of weighs nothing."""
    span, weights = Span(year, min(date(year, 12, 31), as_of)), weights_of(year)
    measured = {i.code: i.measure(span) for i in _INDICATORS}
    held = AccountabilityCase.objects.filter(decided_on__range=span.days)
    cases = dict(held.order_by().values_list("organ").annotate(n=Count("pk")))
    made = [_card(o, measured, weights, cases.get(o.pk, 0)) for o in organs]
    return sorted(made, key=lambda c: (-c.total, c.organ.position, c.organ.pk))


def _card(organ: Organ, measured: Mapping[str, Counts], weights: Mapping[str, int], cases: int) -> Card:
    items, points, weight = [], Decimal(0), 0
    for i in _INDICATORS:
        good, total = measured[i.code].get(organ.pk, (0, 0))
        share = Decimal(weights[i.code] * good) / total if total else None
        if share is not None:
            points, weight = points + share, weight + weights[i.code]
        items.append(
            Item(
                i.code,
                i.label,
                weights[i.code],
                good,
                total,
                None if share is None else float(round(share, 2)),
            )
        )
    whole = points * 100 / weight if weight else Decimal(0)
    whole = max(Decimal(0), whole - cases * weights[DEDUCTION[0]])
    return Card(organ, tuple(items), cases, whole.quantize(Decimal("0.1"), ROUND_HALF_UP))
