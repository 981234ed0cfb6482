# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading what the office keeps beside its cases: enquiries, joint meetings, procedures; and the rows against the ledger."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from gongkai.applications.models import (
    Enquiry,
    FollowUp,
    JointMeeting,
    MeetingOrgan,
    Procedure,
    ProcedureVersion,
)
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ
from gongkai.organs.permissions import Actor, System, ancestors
from gongkai.organs.queries import working_organs
from gongkai.organs.workdays import workdays


def enquiries_visible_to(actor: Actor) -> QuerySet[Enquiry]:
    """Enquiries of the actor's organs."""
    rows = Enquiry.objects.select_related("organ", "handler", "application")
    return rows if isinstance(actor, System) else rows.filter(organ__in=working_organs(actor))


def enquiry_due(asked_on: date) -> date | None:
    """The day by which the instance wants an enquiry answered: its own rule (GONGKAI_ENQUIRY_WORKDAYS), there is no
    statutory limit. None where it set itself none."""
    count: int = settings.GONGKAI_ENQUIRY_WORKDAYS
    return workdays().add(asked_on, count) if count else None


def enquiries_late(rows: QuerySet[Enquiry], *, as_of: date) -> QuerySet[Enquiry]:
    """Open after the day the instance wants them answered by."""
    still = rows.filter(answered_on__isnull=True, closed_on__isnull=True)
    if not settings.GONGKAI_ENQUIRY_WORKDAYS:
        return still.none()
    first = as_of  # the earliest day of asking that is still in time: the target only grows with the day
    while (due := enquiry_due(first - timedelta(days=1))) is not None and due >= as_of:
        first -= timedelta(days=1)
    return still.filter(asked_on__lt=first)


def follow_ups_late(rows: QuerySet[FollowUp], *, as_of: date) -> QuerySet[FollowUp]:
    """落实事项 open after their day."""
    return rows.filter(done_on__isnull=True, due_on__lt=as_of)


def enquiries_asked(organs: Iterable[Organ], first: date, last: date) -> QuerySet[Enquiry]:
    """Asked in the span, for the report."""
    return Enquiry.objects.filter(
        organ__in=[o.pk for o in organs], asked_on__range=(first, last)
    ).select_related("organ")


@dataclass(frozen=True)
class EnquiryCounts:
    """How many there are: in all, still open, by kind, by channel, by what they were told."""

    total: int
    open: int
    kinds: list[tuple[str, int]]
    channels: list[tuple[str, int]]
    results: list[tuple[str, int]]


def enquiry_counts(rows: QuerySet[Enquiry]) -> EnquiryCounts:
    """Counts over a list, in one question."""
    plain = rows.order_by().select_related(None)
    groups = plain.values_list("kind", "channel", "result", "closed_on").annotate(n=Count("pk"))
    kinds: Counter[str] = Counter()
    channels: Counter[str] = Counter()
    results: Counter[str] = Counter()
    still = 0
    for kind, channel, result, closed_on, n in groups:
        kinds[kind] += n
        channels[channel] += n
        if result:
            results[result] += n
        elif closed_on is None:
            still += n
    return EnquiryCounts(
        sum(kinds.values()), still, *(
            [(c.label, counted[c.value]) for c in choices]
            for choices, counted in ((Enquiry.Kind, kinds), (Enquiry.Channel, channels), (Enquiry.Result, results))
        ),
    )  # fmt: skip


def meetings_visible_to(actor: Actor) -> QuerySet[JointMeeting]:
    """Meetings the actor's organs called, were asked to, or have something to do from."""
    rows = JointMeeting.objects.select_related("organ")
    if isinstance(actor, System):
        return rows
    mine = working_organs(actor)
    asked = MeetingOrgan.objects.filter(meeting=OuterRef("pk"), organ__in=mine)
    doing = FollowUp.objects.filter(meeting=OuterRef("pk"), organ__in=mine)
    return rows.filter(Q(organ__in=mine) | Exists(asked) | Exists(doing))


def follow_ups_visible_to(actor: Actor) -> QuerySet[FollowUp]:
    """What the actor's organs gave out or have to do."""
    rows = FollowUp.objects.select_related("organ", "owner", "meeting__organ")
    if isinstance(actor, System):
        return rows
    mine = working_organs(actor)
    return rows.filter(Q(organ__in=mine) | Q(meeting__organ__in=mine))


def meetings_held(organs: Iterable[Organ], first: date, last: date) -> QuerySet[JointMeeting]:
    """Held in the span, for the report: each by the organ that called it."""
    return JointMeeting.objects.filter(
        organ__in=[o.pk for o in organs], held_on__range=(first, last)
    ).select_related("organ")


def procedures_visible_to(actor: Actor, *, as_of: date) -> QuerySet[Procedure]:
    """Procedures of the actor's organs and of those above, which they follow; `current` is the version in force that day."""
    in_force = ProcedureVersion.objects.filter(procedure=OuterRef("pk"), in_force_on__lte=as_of)
    rows = Procedure.objects.select_related("organ").annotate(
        current=Subquery(in_force.order_by("-in_force_on").values("number")[:1]), made=Count("versions")
    )
    rows = rows.order_by("organ__position", "name", "pk")
    if isinstance(actor, System):
        return rows
    mine = list(working_organs(actor))
    above = {pk for organ in {*mine, actor.organ} for pk in ancestors(organ)}
    return rows.filter(organ__in={o.pk for o in mine} | above)


def version_in_force(procedure: Procedure, day: date) -> ProcedureVersion | None:
    """现行版本 on a day; None before the first took effect and from the day it was repealed."""
    if procedure.repealed_on is not None and day >= procedure.repealed_on:
        return None
    return procedure.versions.filter(in_force_on__lte=day).order_by("-in_force_on").first()


def check_practice() -> Iterator[str]:
    """Enquiries, meetings and procedures against the ledger; a sentence for each that differs."""
    told: dict[str, dict[str, Event]] = defaultdict(dict)
    closed: dict[int, date] = {}
    versions: dict[tuple[str, int], tuple[Any, Any]] = {}
    kinds = Q(kind__startswith="enquiry.") | Q(kind__startswith="meeting.") | Q(kind__startswith="procedure.")
    for event in Event.objects.filter(kinds).order_by("seq").iterator(2000):
        told[event.stream][event.kind.partition(".")[2]] = event
        if event.kind == "meeting.follow_up_closed":
            closed[event.payload["follow_up"]] = event.occurred_on
        elif event.kind in ("procedure.adopted", "procedure.revised"):
            versions[event.stream, event.payload["version"]] = (
                event.payload["in_force_on"],
                event.payload["digest"],
            )
    yield from _enquiries(told)
    yield from _meetings(told, closed)
    yield from _procedures(told, versions)


def _on(events: dict[str, Event], kind: str) -> date | None:
    event = events.get(kind)
    return event.occurred_on if event else None


def _enquiries(told: dict[str, dict[str, Event]]) -> Iterator[str]:
    for row in Enquiry.objects.select_related("organ").iterator(2000):
        events = told.get(row.stream, {})
        first, answered = events.get("logged"), events.get("answered")
        stored = (row.asked_on, row.number, row.organ.slug, row.kind, row.channel)
        if first is None or stored != (
            first.occurred_on, *(first.payload[k] for k in ("number", "organ", "kind", "channel")),
        ):  # fmt: skip
            yield f"咨询{row.number}与账本的登记不同"
        ends = (row.answered_on, row.result, row.closed_on)
        if ends != (
            _on(events, "answered"),
            answered.payload["result"] if answered else None,
            _on(events, "closed"),
        ):
            yield f"咨询{row.number}的答复或者了结与账本不同"


def _meetings(told: dict[str, dict[str, Event]], closed: dict[int, date]) -> Iterator[str]:
    for row in JointMeeting.objects.annotate(said=Count("decisions")).iterator(2000):
        events = told.get(row.stream, {})
        held = events.get("held")
        stored = (row.called_on, row.held_on, row.cancelled_on, row.said)
        days = (_on(events, "called"), _on(events, "held"), _on(events, "cancelled"))
        if stored != (*days, held.payload["decisions"] if held else 0):
            yield f"联席会议“{row.title}”与账本不同"
    for task in FollowUp.objects.select_related("meeting").iterator(2000):
        if closed.get(task.pk) != task.done_on:
            yield f"落实事项“{task.what}”的完成与账本不同"


def _procedures(
    told: dict[str, dict[str, Event]], versions: dict[tuple[str, int], tuple[Any, Any]]
) -> Iterator[str]:
    for row in Procedure.objects.iterator(2000):
        if _on(told.get(row.stream, {}), "repealed") != row.repealed_on:
            yield f"办理规范“{row.name}”的停止执行与账本不同"
    for version in ProcedureVersion.objects.select_related("procedure").iterator(500):
        stored = (version.in_force_on.isoformat(), version.digest)
        if versions.get((version.procedure.stream, version.number)) != stored:
            yield f"办理规范“{version}”与账本不同"
