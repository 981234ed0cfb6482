# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of supervision (条例第四十六、四十七条)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from gongkai.law.clock import cn
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record
from gongkai.publishing.models import Column
from gongkai.supervision.models import AccountabilityCase, Finding, Notice, Review


class Refused(Exception):
    """The facts do not allow the verb; the message says which."""


@dataclass(frozen=True)
class FindingFacts:
    """One 处: whose, where, what, and by when."""

    organ: Organ
    text: str
    due_on: date
    column: Column | None = None


@transaction.atomic
def issue_notice(
    *, actor: Actor, organ: Organ, on: date, title: str, findings: Sequence[FindingFacts]
) -> Notice:
    """发放整改通知书和问题清单: the next 期 of the year, with at least one finding (条例第四十七条)."""
    require(actor, organ, Role.SUPERVISOR)
    if not findings:
        raise Refused("通知书里至少要有一处问题")
    for item in findings:
        if item.due_on <= on:
            raise Refused(f"“{item.text}”的整改期限{cn(item.due_on)}不晚于发出日期")
    Organ.objects.select_for_update().get(pk=organ.pk)
    last = Notice.objects.filter(organ=organ, year=on.year).aggregate(n=Max("issue"))["n"] or 0
    notice = Notice.objects.create(organ=organ, year=on.year, issue=last + 1, title=title, issued_on=on)
    rows = [
        Finding.objects.create(notice=notice, organ=f.organ, column=f.column, text=f.text, due_on=f.due_on)
        for f in findings
    ]
    record(
        f"notice/{notice.pk}", actor, "notice.issued", on,
        {"issue": notice.issue, "year": notice.year, "findings": [r.pk for r in rows]},
    )  # fmt: skip
    return notice


@transaction.atomic
def rectify(*, actor: Actor, finding: Finding, on: date, evidence: str) -> Finding:
    """整改销号, with the proof. Done by an editor of the organ that was named, or the supervisor."""
    row = Finding.objects.select_for_update(of=("self",)).select_related("organ", "notice").get(pk=finding.pk)
    require(actor, row.organ, Role.EDITOR, Role.SUPERVISOR)
    if row.rectified_on is not None:
        raise Refused(f"已于{cn(row.rectified_on)}整改")
    if on < row.notice.issued_on:
        raise Refused("整改日期早于通知书发出日期")
    if not evidence.strip():
        raise Refused("销号要写明依据")
    row.rectified_on, row.evidence = on, evidence
    row.save(update_fields=["rectified_on", "evidence"])
    record(f"finding/{row.pk}", actor, "finding.rectified", on, {"evidence": evidence})
    return row


@transaction.atomic
def record_accountability(
    *, actor: Actor, organ: Organ, on: date, facts: str, measure: str
) -> AccountabilityCase:
    """登记责任追究 (条例第五十二、五十三条)."""
    require(actor, organ, Role.SUPERVISOR)
    row = AccountabilityCase.objects.create(organ=organ, decided_on=on, facts=facts, measure=measure)
    record(f"accountability/{row.pk}", actor, "accountability.recorded", on, {"organ": organ.slug})
    return row


@transaction.atomic
def record_review(
    *, actor: Actor, organ: Organ, kind: Review.Kind, year: int, result: str, on: date
) -> Review:
    """登记工作考核 or 社会评议 of a year (条例第四十六条)."""
    require(actor, organ, Role.SUPERVISOR)
    row = Review(organ=organ, kind=kind, year=year, result=result, held_on=on)
    row.full_clean(exclude=["organ"])
    row.save()
    record(f"review/{row.pk}", actor, "review.recorded", on, {"kind": str(kind), "year": year, "result": result})
    return row
