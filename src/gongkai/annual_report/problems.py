# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""第五部分: last year's problems, to be answered one by one, and what this year's supervision found (国办公开办函〔2021〕30号)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from gongkai.annual_report.models import PublishedReport
from gongkai.annual_report.scope import Scope
from gongkai.law.findings import Finding, Severity
from gongkai.supervision.models import Finding as Found

MOST = 6
_ITEM = re.compile(r"(?:(?:[一二三四五六七八九十]{1,2}是)|(?:第[一二三四五六七八九十]{1,2}[，、]))")


def items(text: str) -> list[str]:
    """一是…；二是…: the items of a text, without their ordinals; a text without ordinals is one item."""
    pieces = [p.strip(" 。；;，") for p in _ITEM.split(text)]
    numbered = [p for p in pieces[1:] if p]
    return numbered or [p for p in pieces if p]


def last_years(before: PublishedReport | None) -> list[str]:
    """The problems of last year's published report."""
    parts = before.snapshot["parts"] if before else []
    return [
        item
        for part in parts
        if part["key"] == "5.1"
        for item in items("".join(p["text"] for p in part["pieces"]))
    ]


@dataclass(frozen=True)
class Supervised:
    """What supervision found at one place in the year: how often, and how much is not mended yet."""

    place: str
    found: int
    open: int


def supervised(scope: Scope) -> list[Supervised]:
    """The year's findings by column (or by notice where they name none), the most first, at most MOST."""
    rows = (
        Found.objects.filter(organ__in=scope.organ_ids, notice__issued_on__range=(scope.first, scope.last))
        .order_by()
        .values("column__name", "notice__title")
        .annotate(
            n=Count("pk"),
            left=Count("pk", filter=Q(rectified_on__isnull=True) | Q(rectified_on__gt=scope.last)),
        )
    )
    by_place: dict[str, list[int]] = {}
    for row in rows:
        sums = by_place.setdefault(row["column__name"] or row["notice__title"], [0, 0])
        sums[0] += row["n"]
        sums[1] += row["left"]
    found = [Supervised(place, n, left) for place, (n, left) in by_place.items()]
    return sorted(found, key=lambda s: (-s.open, -s.found, s.place))[:MOST]


def check(before: PublishedReport | None, texts: Mapping[str, str]) -> Iterator[Finding]:
    """Fewer answers than last year's problems is said, not refused: several may be answered in one."""
    problems, answers = last_years(before), items(texts.get("5.2", ""))
    if len(problems) > 1 and answers and len(answers) < len(problems):
        yield Finding(
            "S.answers", Severity.NOTE, "文字部分 改进情况", str(len(problems)), str(len(answers)),
            f"上年报告写了{len(problems)}个问题，改进情况写了{len(answers)}条，请看是否逐条回应",
        )  # fmt: skip
