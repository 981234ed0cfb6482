# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Which of the records behind a figure the person who opens it may see: each room's own gate, asked once for a page.

A roll-up counts records of organs the reader does not work in. Their number is the report's; what they are is not theirs to read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from gongkai.annual_report.records import Record, record
from gongkai.applications import queries as applications
from gongkai.applications.models import Application, Contact, Enquiry, JointMeeting, Proceeding
from gongkai.engagement import conversion
from gongkai.engagement import queries as engagement
from gongkai.engagement.demands.models import Commitment
from gongkai.engagement.models import Activity, CitizenMessage, CollectedProblem, Conversion, HotlineTicket
from gongkai.ledger.models import Event
from gongkai.organs.permissions import Actor
from gongkai.organs.queries import working_ids
from gongkai.organs.today import today
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import DecisionCount, Document
from gongkai.supervision import queries as supervision
from gongkai.supervision.models import AccountabilityCase, CleanUp, Detection, Finding, Notice

Gate = Callable[[Actor], QuerySet[Any]]


def _own(model: type[Any], *paths: str) -> Gate:
    """Rows of the actor's organs, for what has no gate of its own."""

    def gate(actor: Actor) -> QuerySet[Any]:
        rows, ids = model._default_manager.all(), working_ids(actor)
        if ids is None:
            return rows
        mine = Q()
        for path in paths:
            mine |= Q(**{f"{path}__in": ids})
        return rows.filter(mine)

    return gate


def _engaged(model: type[Any]) -> Gate:
    return lambda actor: engagement.visible_to(actor, model)


def _documents(actor: Actor) -> QuerySet[Document]:
    """What anyone may read, and what is of the actor's organs."""
    ids = working_ids(actor)
    open_to_all = Q(withdrawn_on__isnull=True, published_on__lte=today())
    return Document.objects.all() if ids is None else Document.objects.filter(open_to_all | Q(organ__in=ids))


# What is not here is public by itself: columns, consultations, interpretations.
_GATES: dict[type[Any], Gate] = {
    Application: applications.visible_to,
    Proceeding: applications.proceedings_visible_to,
    Contact: _own(Contact, "application__organ"),
    Enquiry: applications.enquiries_visible_to,
    JointMeeting: applications.meetings_visible_to,
    Document: _documents,
    DecisionCount: publishing.counts_visible_to,
    Activity: _engaged(Activity),
    CollectedProblem: _engaged(CollectedProblem),
    HotlineTicket: _engaged(HotlineTicket),
    CitizenMessage: _engaged(CitizenMessage),
    Conversion: conversion.visible_to,
    Commitment: _own(Commitment, "organ", "owner"),
    Notice: supervision.notices_visible_to,
    Finding: supervision.visible_to,
    Detection: supervision.detections_visible_to,
    CleanUp: supervision.clean_ups_visible_to,
    AccountabilityCase: _own(AccountabilityCase, "organ"),
}

HIDDEN = "其他机关的记录"
_WHY = "计入本数，您的岗位不能查看"


def visible(actor: Actor, rows: Iterable[Any]) -> list[Record]:
    """The rows' faces in their order; of those behind the gate the organ is told, and nothing else."""
    rows = list(rows)
    allowed = _allowed(actor, rows)
    return [
        face if row.pk in allowed else Record("", HIDDEN, face.organ, None, _WHY)
        for row in rows
        for face in [record(row)]
    ]


def _allowed(actor: Actor, rows: list[Any]) -> set[Any]:
    pks = [row.pk for row in rows]
    if not rows or type(rows[0]) is Event:
        return {row.pk for row in rows if row.stream in _streams(actor, rows)}
    gate = _GATES.get(type(rows[0]))
    return set(pks) if gate is None else set(gate(actor).filter(pk__in=pks).values_list("pk", flat=True))


def _streams(actor: Actor, events: list[Event]) -> set[str]:
    """Payments stand in the stream of their case."""
    cases = {int(e.stream.partition("/")[2]) for e in events}
    seen = applications.visible_to(actor).filter(pk__in=cases).values_list("pk", flat=True)
    return {f"application/{pk}" for pk in seen}
