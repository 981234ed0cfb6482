# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""整改通知书: issued by the office, signed for by the units (条例第四十七条)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max

from gongkai.applications.models import Matter
from gongkai.engagement.actions.core import masked
from gongkai.law.clock import cn
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, ancestors, person_or_none, require
from gongkai.organs.recording import within_a_year
from gongkai.publishing.models import Column
from gongkai.supervision import rules
from gongkai.supervision.actions.core import Refused, printable, record
from gongkai.supervision.models import Detection, Finding, Notice, Receipt

_NUMBERED = re.compile(r"第(\d{1,4})期")

# Who of a unit takes a notice in and answers for it.
UNIT = (Role.EDITOR, Role.HANDLER, Role.REVIEWER, Role.SIGNER, Role.SUPERVISOR)


@dataclass(frozen=True)
class FindingFacts:
    """One 处: whose, where, what, and by when; of what the machine saw, which."""

    organ: Organ
    text: str
    due_on: date
    column: Column | None = None
    detection: Detection | None = None
    basis: str | None = None
    complaint: Matter | None = None


@transaction.atomic
def issue_notice(
    *, actor: Actor, organ: Organ, on: date, title: str, findings: Sequence[FindingFacts]
) -> Notice:
    """发放整改通知书和问题清单: the next 期 of the year, with at least one finding (条例第四十七条).

    Numbers have no gaps and follow the days. What the machine saw goes into one notice only, and as long as it is there.
    """
    require(actor, organ, Role.SUPERVISOR)
    if not findings:
        raise Refused("通知书里至少要有一处问题")
    if not title.strip():
        raise Refused("请写明通知书的标题")
    printable(title, "标题")
    for item in findings:
        if item.detection is None:  # what the machine wrote names records, not people
            printable(item.text, f"“{item.text[:12]}”")
        if item.due_on <= on:
            raise Refused(f"整改期限{cn(item.due_on)}不晚于发出日期：{item.text}")
        within_a_year(item.due_on, on, f"“{item.text}”的整改期限", Refused)
        if organ.pk not in ancestors(item.organ):
            raise Refused(
                f"{item.organ.short_name}不归{organ.short_name}督促整改，请去掉“{item.text}”（条例第四十七条第一款）"
            )
    Organ.objects.select_for_update().get(pk=organ.pk)
    _free([f.detection.pk for f in findings if f.detection])
    for f in findings:
        if f.complaint is not None:
            _substantiated(f.complaint)
    last = Notice.objects.filter(organ=organ, year=on.year).aggregate(n=Max("issue"), day=Max("issued_on"))
    if last["day"] is not None and on < last["day"]:
        raise Refused(f"第{last['n']}期已于{cn(last['day'])}发出，期号按发出先后，日期不能更早")
    issue = (last["n"] or 0) + 1
    if any(int(n) != issue for n in _NUMBERED.findall(title)):
        raise Refused(f"这是第{issue}期，标题里写的期号不同，请改标题")
    notice = Notice.objects.create(organ=organ, year=on.year, issue=issue, title=title.strip(), issued_on=on)
    rows = [
        Finding.objects.create(
            notice=notice, organ=f.organ, column=f.column, text=f.text, due_on=f.due_on, detection=f.detection,
            basis=f.basis, complaint=f.complaint,
        )
        for f in findings
    ]  # fmt: skip
    said = {
        "detections": [f.detection.pk for f in findings if f.detection],
        "complaints": [f.complaint.number for f in findings if f.complaint],
    }
    record(
        notice.stream, actor, "notice.issued", on,
        {"issue": notice.issue, "year": notice.year, "findings": [r.pk for r in rows], **{k: v for k, v in said.items() if v}},
    )  # fmt: skip
    return notice


def _free(pks: list[int]) -> None:
    """Open, not set aside, in no other notice."""
    rows = Detection.objects.select_for_update(of=("self",)).filter(pk__in=pks)
    if len(pks) != len(set(pks)):
        raise Refused("同一处问题选了两次")
    for row in rows:
        if row.closed_on is not None:
            raise Refused(f"“{row.text}”{cn(row.closed_on)}已经不再发现，请去掉这一处")
        if row.dismissed_on is not None:
            raise Refused(f"“{row.text}”已经不作为问题，请去掉这一处")
    taken = Finding.objects.filter(detection__in=pks).select_related("notice").first()
    if taken is not None:
        raise Refused(f"“{taken.text}”已经列入{taken.notice.year}年第{taken.notice.issue}期，请去掉这一处")


def _substantiated(complaint: Matter) -> None:
    """查证属实 and in no notice yet (条例第四十七条第二款)."""
    if complaint.kind != Matter.Kind.COMPLAINT or complaint.result != Matter.Result.SUBSTANTIATED:
        raise Refused(f"来件{complaint.number}没有查证属实的结果，不能列入通知书")
    taken = Finding.objects.filter(complaint=complaint).select_related("notice").first()
    if taken is not None:
        raise Refused(f"来件{complaint.number}已经列入{taken.notice.year}年第{taken.notice.issue}期")


def facts_of(detection: Detection, due_on: date) -> FindingFacts:
    """What the machine saw, as an item of a notice: its words, its ground, its unit."""
    one = rules.rule(detection.rule)
    kind, _, pk = detection.ref.partition("/")
    column = Column.objects.filter(pk=pk).first() if kind == "column" else None
    return FindingFacts(
        detection.organ,
        masked(detection.text),  # a title that someone typed may hold a number
        due_on,
        column,
        detection,
        rules.short(one.article, 120) if one else None,
    )


@transaction.atomic
def sign_receipt(*, actor: Actor, notice: Notice, organ: Organ, on: date) -> Receipt:
    """签收 by a unit that is named in the notice."""
    row = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
    require(actor, organ, *UNIT)
    if not row.findings.filter(organ=organ).exists():
        raise Refused(f"第{row.issue}期没有{organ.short_name}的问题")
    before = Receipt.objects.filter(notice=row, organ=organ).first()
    if before is not None:
        raise Refused(f"{organ.short_name}已于{cn(before.on)}签收")
    if on < row.issued_on:
        raise Refused("签收日期早于通知书发出日期")
    receipt = Receipt.objects.create(notice=row, organ=organ, person=person_or_none(actor), on=on)
    record(row.stream, actor, "notice.received", on, {"organ": organ.slug})
    return receipt
