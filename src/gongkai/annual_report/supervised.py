# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What supervision found in a report's year, kind by kind, and the problem list beside it: the records part 5 is drafted from.

A kind is told by a code that stands in an address: rule-CODE, a rule of the inspection; like-ID, what people wrote in the same words
as in that finding, names in quotation marks aside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gongkai.annual_report.scope import Scope
from gongkai.engagement.demands.models import Commitment
from gongkai.supervision import rules
from gongkai.supervision.models import CleanUp, Detection, Finding, Severity

MOST = 4  # kinds a draft names
_NAMED = re.compile(r"“[^”]*”|《[^》]*》|（[^）]*）|\([^)]*\)")
_CODE = re.compile(r"(rule|like)-(\w+)", re.ASCII)


@dataclass(frozen=True)
class Kind:
    """Findings of one kind: how many the year's notices held, and how many stood unmended at its end."""

    code: str
    label: str
    found: int
    open: int


def bare(text: str) -> str:
    """A finding's words without the names in them: two columns not updated are one kind.

    >>> bare("“义务教育·招生管理”栏目超过期限没有更新（示例）")
    '栏目超过期限没有更新'
    """
    return _NAMED.sub("", text).strip(" ，。；：、") or text.strip()


def findings(scope: Scope) -> QuerySet[Finding]:
    """问题 in the notices of the year."""
    rows = Finding.objects.filter(
        organ__in=scope.organ_ids, notice__issued_on__range=(scope.first, scope.last)
    )
    return rows.select_related("organ", "notice").order_by("notice__issued_on", "pk")


def unmended(rows: QuerySet[Finding], scope: Scope) -> QuerySet[Finding]:
    """Those not mended by the year's end, whatever happened later."""
    return rows.filter(Q(rectified_on__isnull=True) | Q(rectified_on__gt=scope.last))


def label(code: str) -> str:
    """What a kind is called. Raises KeyError for one that does not exist."""
    match = _CODE.fullmatch(code)
    rule = rules.rule(match[2]) if match and match[1] == "rule" else None
    if rule is not None:
        return rule.label
    if match and match[1] == "like" and match[2].isdigit():
        text = Finding.objects.filter(pk=int(match[2])).values_list("text", flat=True).first()
        if text is not None:
            return bare(text)
    raise KeyError(f"没有这一类问题：{code}")


def of_kind(scope: Scope, code: str) -> QuerySet[Finding]:
    """The year's findings of one kind, those of a rule and those people wrote in its words."""
    said = label(code)
    known = {rule.code for rule in rules.every()}
    by_hand = findings(scope).values_list("pk", "detection__rule", "text")
    same = [pk for pk, rule, text in by_hand if rule not in known and bare(text) == said]
    of_rule = [rule.code for rule in rules.every() if rule.label == said]
    return findings(scope).filter(Q(pk__in=same) | Q(detection__rule__in=of_rule))


def detections(scope: Scope, rule: str | None = None) -> QuerySet[Detection]:
    """What the machine saw, standing at the year's end, in no notice and not set aside; a mere reminder is left out."""
    rows = Detection.objects.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gt=scope.last),
        Q(dismissed_on__isnull=True) | Q(dismissed_on__gt=scope.last),
        organ__in=scope.organ_ids, first_seen__lte=scope.last, finding__isnull=True,
    ).exclude(severity=Severity.NOTE).select_related("organ")  # fmt: skip
    return rows.filter(rule=rule) if rule else rows


def commitments(scope: Scope) -> QuerySet[Commitment]:
    """The problem list: what these organs listed, and what they are to mend."""
    mine = Q(organ__in=scope.organ_ids) | Q(owner__in=scope.organ_ids)
    return Commitment.objects.filter(mine).select_related("organ", "owner").order_by("listed_on", "pk")


def listed(scope: Scope) -> QuerySet[Commitment]:
    """列入 in the year."""
    return commitments(scope).filter(listed_on__range=(scope.first, scope.last))


def settled(scope: Scope) -> QuerySet[Commitment]:
    """办结 in the year."""
    return commitments(scope).filter(closed_on__range=(scope.first, scope.last))


def marked(scope: Scope) -> QuerySet[CleanUp]:
    """清理: public items whose validity was marked in the year, each decided by a second person."""
    rows = CleanUp.objects.filter(
        state=CleanUp.State.APPROVED,
        decided_on__range=(scope.first, scope.last),
        document__organ__in=scope.organ_ids,
    )
    return rows.select_related("document__organ").order_by("decided_on", "pk")
