# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""转为主动公开 (条例第四十四条): what several people apply for is offered, drafted, published, and its trace kept.

Stands above applications and publishing, which know nothing of each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from gongkai.applications import queries as applications
from gongkai.applications.actions.core import lock, record_event
from gongkai.applications.likeness import clusters, watched
from gongkai.applications.models import Application
from gongkai.engagement.actions import Refused
from gongkai.engagement.models import Conversion, ConversionCase
from gongkai.law.clock import cn
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import Actor, System, require
from gongkai.organs.queries import area, working_organs
from gongkai.organs.recording import has_come, record
from gongkai.publishing.actions import start_draft
from gongkai.publishing.models import Column, Document

LOOKED_AT = 3000  # newest cases the list of topics compares
SPAN = timedelta(days=365)


@dataclass(frozen=True)
class Topic:
    """One thing several people applied for: the cases, how many applicants, which watched fields it touches."""

    title: str
    cases: list[Application]
    applicants: int
    fields: list[str]


def visible_to(actor: Actor) -> QuerySet[Conversion]:
    rows = Conversion.objects.select_related("organ", "document", "draft")
    return rows if isinstance(actor, System) else rows.filter(organ__in=working_organs(actor))


def topics(actor: Actor, *, as_of: date) -> list[Topic]:
    """What at least two applicants asked for within a year and is not being converted; watched fields first."""
    rows = list(
        applications.visible_to(actor)
        .filter(submitted_on__gt=as_of - SPAN, submitted_on__lte=as_of, converted__isnull=True)
        .order_by("-submitted_on", "-pk")[:LOOKED_AT]
    )
    found = []
    for group in clusters([row.title for row in rows]):
        cases = [rows[n] for n in group]
        people = len({case.applicant.identity_key for case in cases})
        if people > 1:
            found.append(Topic(cases[0].title, cases, people, watched(case.title for case in cases)))
    return sorted(found, key=lambda t: (not t.fields, -t.applicants, t.title))


def trace_of(case: Application) -> Conversion | None:
    """The conversion a case led to."""
    row = ConversionCase.objects.filter(application=case).select_related("conversion__document").first()
    return row.conversion if row else None


def published(organs: Iterable[Organ], first: date, last: date) -> QuerySet[Conversion]:
    """Conversions whose item went public in the span."""
    return Conversion.objects.filter(
        organ__in=[o.pk for o in organs], document__isnull=False, concluded_on__range=(first, last)
    ).select_related("organ", "document")


@transaction.atomic
def convert(
    *,
    actor: Actor,
    organ: Organ,
    on: date,
    name: str,
    reason: str,
    applications: Iterable[Application],
    column: Column | None = None,
) -> Conversion:
    """提出转为主动公开: opens a draft in the column (for a person) and leaves the trace in every case."""
    require(actor, organ, Role.EDITOR)
    has_come(on, Refused)
    cases = sorted(applications, key=lambda case: case.pk)
    if not cases:
        raise Refused("请至少选一件申请，转为主动公开要留下来自哪件申请")
    if not name.strip() or not reason.strip():
        raise Refused("请写明事项和理由")
    within = {o.pk for o in area(organ)}
    for case in cases:
        if case.organ_id not in within:
            raise Refused(f"{case.number}不是{organ.short_name}范围内的申请")
        if on < case.submitted_on:
            raise Refused(f"{cn(on)}早于{case.number}提交的{cn(case.submitted_on)}，请核对日期")
        if ConversionCase.objects.filter(application=case).exists():
            raise Refused(f"{case.number}已经转为主动公开，或者正在转")
    draft = None
    if isinstance(actor, Person):
        if column is None:
            raise Refused("请选择公开的栏目")
        draft = start_draft(actor=actor, organ=organ, column=column, title=name.strip(), on=on)
    row = Conversion(organ=organ, name=name.strip(), reason=reason.strip(), opened_on=on, draft=draft)
    row.full_clean(exclude=["organ", "draft"])
    row.save()
    payload = {"organ": organ.slug, "cases": [c.pk for c in cases], "draft": draft.pk if draft else None}
    record(row.stream, actor, "conversion.opened", on, payload)
    for case in cases:
        locked, _ = lock(case)
        ConversionCase.objects.create(conversion=row, application=locked)
        record_event(locked, actor, "application.converted", on, {"conversion": row.pk})
    return row


@transaction.atomic
def conclude_conversion(*, actor: Actor, conversion: Conversion, document: Document, on: date) -> Conversion:
    """已公开: the public item that answers everybody who asked."""
    row = _open(actor, conversion, on)
    if document.withdrawn_on is not None or document.published_on > on:
        raise Refused("这条信息还没有公开，或者已经撤下")
    if document.organ_id not in {o.pk for o in area(row.organ)}:
        raise Refused(f"这条信息不是{row.organ.short_name}范围内公开的")
    row.document, row.concluded_on = document, on
    row.save(update_fields=["document", "concluded_on"])
    record(row.stream, actor, "conversion.published", on, {"document": document.index_number})
    return row


@transaction.atomic
def decline_conversion(*, actor: Actor, conversion: Conversion, on: date, reason: str) -> Conversion:
    """不转, with the reason; the cases stay marked, so that it is not offered again."""
    row = _open(actor, conversion, on)
    if not reason.strip():
        raise Refused("请写明不转为主动公开的理由")
    row.declined_why, row.concluded_on = reason.strip(), on
    row.full_clean(exclude=["organ", "draft", "document"])
    row.save(update_fields=["declined_why", "concluded_on"])
    record(row.stream, actor, "conversion.declined", on, {})
    return row


def _open(actor: Actor, conversion: Conversion, on: date) -> Conversion:
    row = Conversion.objects.select_for_update(of=("self",)).select_related("organ").get(pk=conversion.pk)
    require(actor, row.organ, Role.EDITOR)
    has_come(on, Refused)
    if row.concluded_on is not None:
        raise Refused(f"已于{cn(row.concluded_on)}了结")
    if on < row.opened_on:
        raise Refused(f"{cn(on)}早于提出的{cn(row.opened_on)}，请核对日期")
    return row
