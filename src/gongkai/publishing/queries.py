# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading what is published: the public sees what is out on the day; the desk sees its organs' items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet

from gongkai.ledger.models import Event
from gongkai.organs.models import Organ
from gongkai.organs.permissions import Actor, System
from gongkai.organs.queries import working_organs
from gongkai.publishing.body import digest
from gongkai.publishing.listed import check_listings
from gongkai.publishing.models import (
    DESCRIBING,
    Column,
    DecisionCount,
    Document,
    Interpretation,
    Placement,
    Register,
    Tagging,
    Version,
)


def public(as_of: date) -> QuerySet[Document]:
    """What anyone may read on the day."""
    return Document.objects.filter(withdrawn_on__isnull=True, published_on__lte=as_of).select_related(
        "organ", "column"
    )


def visible_to(actor: Actor) -> QuerySet[Document]:
    """The items of the organs the actor works in or oversees, withdrawn ones included."""
    rows = Document.objects.select_related("organ", "column")
    return rows if isinstance(actor, System) else rows.filter(organ__in=working_organs(actor))


@dataclass(frozen=True)
class Tombstone:
    """What stays of a withdrawn item: that it was there, and why it is not. Never its title or text."""

    index_number: str
    organ: Organ
    published_on: date
    withdrawn_on: date
    reason: str


def tombstone(pk: int, *, as_of: date) -> Tombstone | None:
    """The tombstone of an item that was public and is withdrawn by the day; none otherwise."""
    row = (
        Document.objects.filter(pk=pk, withdrawn_on__lte=as_of, published_on__lte=F("withdrawn_on"))
        .select_related("organ")
        .first()
    )
    if row is None or row.withdrawn_on is None:
        return None
    event = Event.objects.filter(stream=row.stream, kind="document.withdrawn").first()
    reason = event.payload.get("reason", "") if event else ""
    return Tombstone(row.index_number, row.organ, row.published_on, row.withdrawn_on, reason)


def in_force(as_of: date) -> Q:
    """现行有效 at the end of the day, among what is kept in a register."""
    return (
        Q(register__isnull=False, effective_from__lte=as_of)
        & (Q(expires_on__isnull=True) | Q(expires_on__gte=as_of))
        & (Q(repealed_on__isnull=True) | Q(repealed_on__gt=as_of))
    )


# A policy of this age without an interpretation is no longer something to be caught up with.
_EXPLAIN_WITHIN = timedelta(days=90)


def without_interpretation(actor: Actor, *, as_of: date) -> list[Document]:
    """规范性文件 in force of the actor's organs, public for less than ninety days and explained by nothing, oldest first."""
    rows = visible_to(actor).filter(
        in_force(as_of), register=Register.NORMATIVE, withdrawn_on__isnull=True, published_on__lte=as_of,
        published_on__gt=as_of - _EXPLAIN_WITHIN, interpretations__isnull=True,
    )  # fmt: skip
    return list(rows.order_by("published_on", "pk")[:100])


def ended_between(first: date, last: date) -> Q:
    """Registered documents whose force ended in the span: repealed, or out of force from the day after their last."""
    day = timedelta(days=1)
    return Q(register__isnull=False) & (
        Q(repealed_on__range=(first, last))
        | Q(repealed_on__isnull=True, expires_on__range=(first - day, last - day))
    )


def in_column(column: Column, *, as_of: date) -> QuerySet[Document]:
    """A column's items; a field's are those of its sub-columns."""
    ids = Column.objects.filter(Q(pk=column.pk) | Q(parent=column)).values("pk")
    rows = public(as_of)
    return rows.filter(pk__in=Placement.objects.filter(column__in=ids).values("document"))


def open_columns(kind: Column.Kind, *, as_of: date) -> QuerySet[Column]:
    """Columns of a kind that are open on the day."""
    return columns_open_on(as_of).filter(kind=kind)


def columns_open_on(as_of: date) -> QuerySet[Column]:
    """Columns of every kind that are open on the day."""
    return Column.objects.filter(opened_on__lte=as_of).filter(
        Q(closed_on__isnull=True) | Q(closed_on__gte=as_of)
    )


def latest_version(document: Document) -> Version:
    """What the document says now."""
    return document.versions.order_by("-number")[0]


def decisions(organs: Iterable[Organ], year: int, kind: DecisionCount.Kind) -> QuerySet[DecisionCount]:
    """Declared counts of these organs, for adding up."""
    return DecisionCount.objects.filter(
        organ__in=[o.pk for o in organs], year=year, kind=kind
    ).select_related("organ")


CELLS = {"made": "本年制发", "repealed": "本年废止、失效", "in_force": "现行有效"}


def registered(actor: Actor, register: str, cell: str, year: int, *, as_of: date) -> QuerySet[Document]:
    """One cell of table 2 over the actor's organs: made, repealed or in force in the year, up to the day where it is not over."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), as_of)
    rows = visible_to(actor).filter(register=register, withdrawn_on__isnull=True)
    if cell == "made":
        rows = rows.filter(formed_on__range=(first, last))
    elif cell == "repealed":
        rows = rows.filter(ended_between(first, last))
    else:
        rows = rows.filter(in_force(last), formed_on__lte=last)
    return rows.order_by("-formed_on", "-pk")


def counts_visible_to(actor: Actor) -> QuerySet[DecisionCount]:
    """Declared counts of the organs the actor works in or oversees."""
    rows = DecisionCount.objects.select_related("organ", "file").order_by("organ__position", "organ", "kind")
    return rows if isinstance(actor, System) else rows.filter(organ__in=working_organs(actor))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _restate(said: dict[str, Any], facts: dict[str, Any]) -> None:
    """What the ledger says of a document after an amendment changed facts of it."""
    described = {**said.get("described", {}), **{k: v for k, v in facts.items() if k in DESCRIBING}}
    said["described"] = {k: v for k, v in described.items() if v}
    if "number" in facts:
        said["number"] = facts["number"]


def check_projections(progress: Callable[[int], None] | None = None) -> Iterator[str]:
    """Every version's words against the digest in the ledger, and every document's facts against its events."""
    published: dict[str, dict[str, Any]] = {}
    digests: dict[tuple[str, int], str] = {}
    ends: dict[tuple[str, str], date] = {}
    filed: dict[tuple[str, int], list[str]] = {}
    marks: dict[str, tuple[str, date] | None] = {}
    for event in Event.objects.filter(stream__startswith="document/").order_by("seq").iterator(2000):
        if event.kind == "document.published":
            on = event.payload.get("published_on", event.occurred_on.isoformat())
            published[event.stream] = {**event.payload, "on": on}
        if event.kind == "document.amended" and (facts := event.payload.get("facts")):
            _restate(published.setdefault(event.stream, {}), facts)
        if event.kind == "document.rescheduled":
            published[event.stream]["on"] = event.payload["published_on"]
        if event.kind == "document.term_set":
            published[event.stream]["expires_on"] = event.payload["expires_on"]
        if "digest" in event.payload:
            digests[event.stream, event.payload["version"]] = event.payload["digest"]
            if event.payload.get("files"):
                filed[event.stream, event.payload["version"]] = event.payload["files"]
        if event.kind in ("document.withdrawn", "document.repealed"):
            ends[event.stream, event.kind] = event.occurred_on
        if event.kind in ("document.marked", "document.unmarked"):
            marks[event.stream] = (
                (event.payload["mark"], event.occurred_on) if event.kind == "document.marked" else None
            )
    tags: dict[int, list[str]] = defaultdict(list)
    for pk, tag in Tagging.objects.order_by("tag").values_list("document_id", "tag"):
        tags[pk].append(tag)
    seen = set()
    for n, document in enumerate(Document.objects.select_related("organ").order_by("pk").iterator(2000), 1):
        first = published.get(document.stream)
        seen.add(document.stream)
        if first is None:
            yield f"{document.index_number}：账本里没有它的公开记录"
            continue
        stored = {
            "index_number": document.index_number,
            "organ": document.organ.slug,
            "formed_on": document.formed_on.isoformat(),
            "on": document.published_on.isoformat(),
            "register": document.register,
            "number": document.number,
            "described": {name: value for name in DESCRIBING if (value := getattr(document, name))},
            "effective_from": _iso(document.effective_from),
            "expires_on": _iso(document.expires_on),
            "limit": document.limit,
            "tags": tags[document.pk],
        }
        for name, value in stored.items():  # an event of an earlier form does not name them all
            if first.get(name, value) != value:
                yield f"{document.index_number}：{name} 存的是{value}，账本记的是{first[name]}"
        if document.withdrawn_on != ends.get((document.stream, "document.withdrawn")):
            yield f"{document.index_number}：撤下日期与账本不同"
        if document.repealed_on != ends.get((document.stream, "document.repealed")):
            yield f"{document.index_number}：废止日期与账本不同"
        if ((document.mark, document.marked_on) if document.mark else None) != marks.get(document.stream):
            yield f"{document.index_number}：时效标注与账本不同"
        if progress and n % 1000 == 0:
            progress(n)
    for stream in published.keys() - seen:
        yield f"{stream}：账本里公开过，库里没有这一条"
    for version in Version.objects.order_by("pk").iterator(2000):
        key = (f"document/{version.document_id}", version.number)
        if digests.get(key) != version.digest or digest(version.title, version.body) != version.digest:
            yield f"{version}：文字与账本的摘要不符"
    yield from _check_declared()
    yield from _check_interpretations()
    yield from _check_files(filed)
    yield from check_listings(progress)


def _check_declared() -> Iterator[str]:
    """Table 2's declared counts; a later declaration replaces the one before."""
    declared = {
        f"count/{row.pk}": (row, {"organ": row.organ.slug, "year": row.year, "kind": row.kind})
        for row in DecisionCount.objects.select_related("organ")
    }
    last = {
        e.stream: e.payload
        for e in Event.objects.filter(kind="count.declared").order_by("seq").iterator(2000)
    }
    for name in last.keys() - declared.keys():
        yield f"{name}：账本里申报过，库里没有这一项"
    for name, (row, facts) in declared.items():
        said = last.get(name)
        if (
            said is None
            or any(said[k] != v for k, v in facts.items())
            or Decimal(said["amount"]) != row.amount
        ):
            yield f"{row}：申报的数量与账本不同"


def _check_interpretations() -> Iterator[str]:
    said = {
        (e.stream, e.payload["policy"], e.payload["form"])
        for e in Event.objects.filter(kind="document.interprets").iterator(2000)
    }
    held = {
        (f"document/{pk}", policy, form)
        for pk, policy, form in Interpretation.objects.values_list(
            "document_id", "policy__index_number", "form"
        )
    }
    for stream, policy, form in sorted(said ^ held):
        yield f"{stream}：与{policy}的解读关联（{form}）与账本不同"


def _check_files(filed: dict[tuple[str, int], list[str]]) -> Iterator[str]:
    """The files of every version against the digests its event names."""
    held: dict[tuple[str, int], list[str]] = {}
    rows = Version.objects.filter(files__isnull=False).order_by("pk", "files")
    for pk, number, file in rows.values_list("document", "number", "files__digest"):
        held.setdefault((f"document/{pk}", number), []).append(file)
    for stream, number in sorted(k for k in filed.keys() | held.keys() if filed.get(k) != held.get(k)):
        yield f"{stream}第{number}版：附件与账本不同"
