# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading the stream, its groups and the problem list. Every count starts at what the actor may see."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth

from gongkai.engagement.demands.decided import Decisions
from gongkai.engagement.demands.doors import DOORS
from gongkai.engagement.demands.models import Commitment, Demand, DemandGroup, Grouping, Placement
from gongkai.engagement.demands.stripping import stripped
from gongkai.engagement.models import Opinion
from gongkai.ledger.models import Event
from gongkai.ledger.queries import differing
from gongkai.organs.models import Organ
from gongkai.organs.permissions import Actor
from gongkai.organs.queries import every_organ, working_ids
from gongkai.publishing.models import Interpretation

MONTHS = 24


def visible_to(actor: Actor) -> QuerySet[Demand]:
    """The stream of the organs the actor works in or oversees."""
    rows, ids = Demand.objects.select_related("organ", "group"), working_ids(actor)
    return rows if ids is None else rows.filter(organ__in=ids)


def demands_of(actor: Actor, group: DemandGroup) -> QuerySet[Demand]:
    """A group's demands the actor may see."""
    return visible_to(actor).filter(group=group)


def groups(actor: Actor) -> QuerySet[DemandGroup]:
    """Groups in which the actor sees something, with how much and how lately; most asked first."""
    ids = working_ids(actor)
    mine = Q() if ids is None else Q(demands__organ__in=ids)
    open_ = Commitment.objects.filter(
        Q(group=OuterRef("pk")) | Q(group__merged_into=OuterRef("pk")), closed_on__isnull=True
    )
    return (
        DemandGroup.objects.annotate(
            times=Sum("demands__times", filter=mine), rows=Count("demands", filter=mine), organs=Count("demands__organ", filter=mine, distinct=True),
            doors=Count("demands__door", filter=mine, distinct=True), latest=Max("demands__day", filter=mine), listed=Exists(open_),
        )
        .filter(times__gt=0)
        .select_related("policy")
        .order_by("-times", "pk")
    )  # fmt: skip


def fields(actor: Actor) -> list[str]:
    """The fields in which the actor sees groups."""
    rows = groups(actor).filter(field__isnull=False).order_by("field").values_list("field", flat=True)
    return list(dict.fromkeys(str(field) for field in rows))


def choosable(but: DemandGroup | None = None) -> list[tuple[int, str]]:
    """Groups a demand may be moved or a group merged into, by field and name: those that stand by themselves."""
    rows = DemandGroup.objects.filter(merged_into__isnull=True).exclude(pk=but.pk if but else None)
    rows = rows.filter(Q(demands__isnull=False) | Q(named=True)).distinct().order_by("field", "name", "pk")
    return [(row.pk, f"{row.field}：{row.name}" if row.field else row.name) for row in rows]


def commitments_about(actor: Actor, group: DemandGroup) -> QuerySet[Commitment]:
    """What was promised about the group and about those merged into it."""
    return commitments(actor).filter(Q(group=group) | Q(group__merged_into=group))


def commitments(actor: Actor) -> QuerySet[Commitment]:
    """The problem list: of the organs the actor works in, as the office or as the owner."""
    rows, ids = Commitment.objects.select_related("organ", "owner", "group"), working_ids(actor)
    return rows if ids is None else rows.filter(Q(organ__in=ids) | Q(owner__in=ids))


def promised(day: date) -> QuerySet[Commitment]:
    """承诺清单: what is public on the day, the open ones by their day first."""
    return (
        Commitment.objects.filter(published_on__lte=day)
        .select_related("owner")
        .order_by("closed_on", "due_on", "pk")
    )


def accepted(organs: Iterable[Organ], year: int) -> QuerySet[Commitment]:
    """Problems an officer accepted for the year's report."""
    return (
        Commitment.objects.filter(organ__in=[o.pk for o in organs], report_year=year)
        .select_related("owner")
        .order_by("listed_on", "pk")
    )


@dataclass(frozen=True)
class Picture:
    """One group as the actor sees it: how often at which door, by which organs, in which months."""

    times: int
    doors: list[tuple[str, str, int]]
    organs: list[tuple[Organ, int]]
    months: list[tuple[date, int]]
    change: tuple[int, int]  # the last six months and the six before

    @property
    def rising(self) -> bool:
        return self.change[0] > self.change[1] * 1.5 and self.change[0] >= 5


def picture(actor: Actor, group: DemandGroup, as_of: date) -> Picture:
    """Counted from the demands, in three questions."""
    rows = demands_of(actor, group).order_by()
    labels = dict(Demand.Door.choices)
    doors = sorted(
        ((d, str(labels[d]), n) for d, n in rows.values_list("door").annotate(n=Sum("times"))),
        key=lambda x: (-x[2], x[0]),
    )
    by_organ = dict(rows.values_list("organ_id").annotate(n=Sum("times")))
    known: dict[int, Organ] = every_organ(actor) if hasattr(actor, "pk") else Organ.objects.in_bulk(by_organ)
    organs = sorted(((known[pk], n) for pk, n in by_organ.items()), key=lambda x: (-x[1], x[0].pk))
    counted = Counter(
        dict(rows.annotate(month=TruncMonth("day")).values_list("month").annotate(n=Sum("times")))
    )
    months = [(month, counted[month]) for month in months_until(as_of)]
    last = sum(n for _, n in months[-6:])
    return Picture(
        sum(n for *_, n in doors), doors, organs, months, (last, sum(n for _, n in months[-12:-6]))
    )


def months_until(as_of: date) -> list[date]:
    """The first days of the last two years' months."""
    number = as_of.year * 12 + as_of.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(number - MONTHS + 1, number + 1)]


def door_counts(actor: Actor) -> list[tuple[str, str, int]]:
    """How much of the stream came through which door."""
    counted = dict(visible_to(actor).order_by().values_list("door").annotate(n=Sum("times")))
    return [(door, str(label), counted.get(door, 0)) for door, label in Demand.Door.choices]


def interpretation_plan(actor: Actor, as_of: date) -> QuerySet[DemandGroup]:
    """解读计划: groups whose policy nobody has explained, most asked first (platform §7: 关切在哪里，解读到哪里)."""
    explained = Interpretation.objects.filter(
        policy=OuterRef("policy"), document__withdrawn_on__isnull=True, document__published_on__lte=as_of
    )
    return groups(actor).filter(policy__isnull=False).exclude(Exists(explained))


def last_run() -> Grouping | None:
    """The last time the stream was grouped."""
    return Grouping.objects.first()


def check_projections() -> Iterator[str]:
    """The stream against its doors and the last run's seal, the commitments against the ledger.

    What came in since the last run is no fault: the stream is as of that run.
    """
    from gongkai.engagement.demands.grouping import seal

    run = last_run()
    if run is not None and run.digest != seal():
        yield f"诉求和分组与{run.on.isoformat()}整理时的封印不同"
    stored: dict[str, dict[int, tuple[int, date, str]]] = defaultdict(dict)
    for door, source, organ, day, text in Demand.objects.values_list(
        "door", "source", "organ_id", "day", "text"
    ).iterator(5000):
        stored[door][source] = (organ, day, text)
    for entry in DOORS:
        left = stored.pop(entry.door.value, {})
        for source, _organ, day, raw, _times in entry.rows():
            kept = left.pop(source, None)
            if kept is not None and (kept[1], kept[2]) != (day, stripped(raw)):
                yield f"诉求（{entry.door.label}，来源{source}）与来源记录去除个人信息后的内容不同"
        if entry.door == Demand.Door.OPINION:  # withheld by law since the run: the next one leaves it out
            for pk in Opinion.objects.filter(pk__in=left, withheld__isnull=False).values_list(
                "pk", flat=True
            ):
                del left[pk]
        for source in left:
            yield f"诉求（{entry.door.label}）的来源{source}已经没有"
    yield from _decisions()
    yield from _commitments()


def _decisions() -> Iterator[str]:
    """What officers decided about groups against the ledger, and where each demand stands against what was found and decided."""
    decisions = Decisions()
    for pk, base, text, group in Demand.objects.values_list("pk", "base_id", "text", "group_id").iterator(
        5000
    ):
        if decisions.of(base, text) != group:
            yield f"诉求{pk}所在的问题组与整理结果和工作人员的调整不符"
    said: dict[tuple[str, str], Event] = {}
    kinds = {
        "demand_group.merged": "into",
        "demand_group.parted": "into",
        "demand_group.split": "split",
        "demand_group.named": "name",
        "demand.moved": "to",
    }
    for event in Event.objects.filter(kind__in=kinds).order_by("seq").iterator(2000):
        said[event.stream, kinds[event.kind]] = event
    stored: dict[tuple[str, str], object] = {}
    for row in DemandGroup.objects.all():
        if row.merged_into_id:
            stored[row.stream, "into"] = row.merged_into_id
        if row.split_from_id:
            stored[row.stream, "split"] = [row.split_from_id, row.split_words]
        elif row.named:
            stored[row.stream, "name"] = row.name
    stored |= {(p.stream, "to"): p.group_id for p in Placement.objects.all()}
    for key in sorted(said.keys() | stored.keys()):
        event = said.get(key)
        told = None if event is None else _told(event)
        if key in stored and (event is None or told != stored[key]):
            yield f"问题组的调整 {key[0]}：与账本不同"
        elif key not in stored and event is not None and key[1] in {"into", "to"} and told is not None:
            yield f"问题组的调整 {key[0]}：账本里登记过，库里没有"


def _told(event: Event) -> object:
    if event.kind == "demand_group.split":
        return [event.payload["from"], event.payload["words"]]
    return event.payload.get({"demand_group.named": "name", "demand.moved": "to"}.get(event.kind, "into"))


def _commitments() -> Iterator[str]:
    rows = {row.stream: row for row in Commitment.objects.select_related("organ", "owner")}
    moved = list(Event.objects.filter(kind="commitment.postponed").order_by("seq"))
    first = {event.stream: event.payload["before"] for event in reversed(moved)}
    last = {event.stream: event for event in moved}
    due = {n: (last[n].occurred_on, {"due_on": r.due_on.isoformat()}) for n, r in rows.items() if n in last}
    listed: dict[str, tuple[date | None, dict[str, Any]]] = {
        name: (row.listed_on, {
            "organ": row.organ.slug, "owner": row.owner.slug, "title": row.title, "measure": row.measure,
            "due_on": first.get(name, row.due_on.isoformat()), "demands": row.demands,
        }) for name, row in rows.items()
    }  # fmt: skip
    published = {n: (r.published_on, {}) for n, r in rows.items() if r.published_on}
    closed = {n: (r.closed_on, {"evidence": r.evidence}) for n, r in rows.items() if r.closed_on}
    for kind, stored in (
        ("commitment.listed", listed), ("commitment.postponed", due), ("commitment.published", published), ("commitment.closed", closed),
    ):  # fmt: skip
        for name, how in differing(kind, stored):
            yield f"问题清单 {name}：{how}"
