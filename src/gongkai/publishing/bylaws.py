# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Reading 政府信息公开制度: what the public sees of them on a day, what an organ lacks, what of them can be found."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from gongkai.law.bylaws import BY_KEY, Ground
from gongkai.law.bylaws import missing as missing_grounds
from gongkai.ledger.models import Event
from gongkai.organs.models import Organ
from gongkai.organs.permissions import Actor, System
from gongkai.organs.queries import working_organs
from gongkai.publishing.models import Bylaw, BylawText
from gongkai.search.engine import Entry, Line, entry_id, numbers_of

GOVERNMENTS = (Organ.Kind.GOVERNMENT, Organ.Kind.TOWNSHIP)
_TEXTS = Prefetch("texts", BylawText.objects.order_by("number"))


def visible_to(actor: Actor) -> QuerySet[Bylaw]:
    """The rules of the organs the actor works in or oversees, withdrawn ones included."""
    rows = Bylaw.objects.select_related("organ").prefetch_related(_TEXTS)
    return rows if isinstance(actor, System) else rows.filter(organ__in=working_organs(actor))


def public(as_of: date) -> QuerySet[Bylaw]:
    """What anyone may read on the day."""
    return (
        Bylaw.objects.filter(withdrawn_on__isnull=True, issued_on__lte=as_of)
        .select_related("organ").prefetch_related(_TEXTS)
    )  # fmt: skip


def withdrawn(organ: Organ, as_of: date) -> QuerySet[Bylaw]:
    """What was public and is not any more: its name, day and reason stay."""
    return Bylaw.objects.filter(organ=organ, withdrawn_on__lte=as_of).order_by("-withdrawn_on", "-pk")


@dataclass(frozen=True)
class Reading:
    """A rule on a day: the text that holds (None before its first day), those that come, those that went, newest first."""

    row: Bylaw
    now: BylawText | None
    coming: list[BylawText]
    former: list[BylawText]

    @property
    def shown(self) -> BylawText:
        """What its page shows first."""
        return self.now or self.coming[0]

    @property
    def ground(self) -> Ground:
        return BY_KEY[self.row.ground]

    @property
    def turns(self) -> date | None:
        """The day on which another text holds."""
        return self.coming[0].in_force_on if self.coming else None


def reading(row: Bylaw, as_of: date) -> Reading:
    """The rule on the day, out of texts that are there already."""
    texts = [t for t in row.texts.all() if t.issued_on <= as_of]
    begun = [t for t in texts if t.in_force_on <= as_of]
    return Reading(row, begun[-1] if begun else None, texts[len(begun) :], begun[-2::-1])


def lacking(organ: Organ, rows: Iterable[Bylaw]) -> list[Ground]:
    """What the regulations require of the organ and none of these rules is about."""
    held = {row.ground for row in rows if row.withdrawn_on is None}
    return missing_grounds(held, government=organ.kind in GOVERNMENTS)


class BylawSource:
    """`search.following.Source` of 制度."""

    space, prefix, kinds = 1, "bylaw/", {"bylaw": "公开制度"}

    def touched(self, streams: Collection[str]) -> set[int]:
        return numbers_of(self.prefix, streams)

    def turned(self, after: date, until: date) -> set[int]:
        rows = BylawText.objects.filter(in_force_on__gt=after, in_force_on__lte=until)
        return set(rows.order_by().values_list("bylaw", flat=True))

    def entries(self, numbers: Collection[int] | None, *, as_of: date, version: int) -> Iterator[Entry]:
        for r in self._readings(numbers, as_of):
            yield Entry(
                id=entry_id(self.space, r.row.pk), version=version, title=r.row.name, texts=(_words(r),),
                numbers=tuple(dict.fromkeys(t.document_number for t in _told(r) if t.document_number)), columns=(),
                organ=r.row.organ.slug, kind="bylaw", published_on=r.shown.issued_on,
            )  # fmt: skip

    def lines(self, numbers: Collection[int], *, as_of: date) -> Iterator[Line]:
        for r in self._readings(numbers, as_of):
            yield Line(
                entry_id(self.space, r.row.pk), address(r.row), r.row.name, r.shown.document_number, r.row.organ.short_name,
                r.shown.issued_on, _words(r),
            )  # fmt: skip

    def _readings(self, numbers: Collection[int] | None, as_of: date) -> Iterator[Reading]:
        rows = public(as_of).order_by("pk")
        found: Sequence[Bylaw] = list(rows if numbers is None else rows.filter(pk__in=numbers))
        return (reading(row, as_of) for row in found)


def _told(r: Reading) -> list[BylawText]:
    return [*([r.now] if r.now else []), *r.coming]


def _words(r: Reading) -> str:
    return "\n".join(t.text for t in _told(r))


def address(row: Bylaw) -> str:
    """Where a rule's page lies below the site's root."""
    return f"rules/{row.organ.slug}/{row.pk}/"


def check_projections() -> Iterator[str]:
    """Every rule and every text against the ledger."""
    said: dict[str, dict[str, object]] = {}
    digests: dict[tuple[str, int], tuple[str, str]] = {}
    gone: dict[str, date] = {}
    for event in Event.objects.filter(stream__startswith="bylaw/").order_by("seq").iterator(2000):
        if event.kind == "bylaw.issued":
            facts = {k: event.payload[k] for k in ("organ", "name", "ground")}
            said[event.stream] = {**facts, "on": event.occurred_on}
        if event.kind == "bylaw.withdrawn":
            gone[event.stream] = event.occurred_on
        else:
            digests[event.stream, event.payload["text"]] = (
                event.payload["digest"],
                event.payload["in_force_on"],
            )
    rows = {row.stream: row for row in Bylaw.objects.select_related("organ")}
    for name in sorted(said.keys() ^ rows.keys()):
        yield f"{name}：公开制度在账本和库里不是都有"
    for name, row in rows.items():
        held = {"organ": row.organ.slug, "name": row.name, "ground": row.ground, "on": row.issued_on}
        if said.get(name, held) != held or row.withdrawn_on != gone.get(name):
            yield f"{row}：公开制度的登记与账本不同"
    texts = {(f"bylaw/{t.bylaw_id}", t.number): t for t in BylawText.objects.all()}
    for key in sorted(digests.keys() | texts.keys()):
        text = texts.get(key)
        whole = text and (hashlib.sha256(text.text.encode()).hexdigest(), text.in_force_on.isoformat())
        if whole != digests.get(key):
            yield f"{key[0]}第{key[1]}版：公开制度的文字与账本的摘要不符"
