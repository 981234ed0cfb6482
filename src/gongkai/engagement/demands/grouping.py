# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Keeping the stream and its groups in step with the record: one verb, run nightly or by hand, the same however often it runs.

A group about a subject of the list is that subject's for ever. A new affair joined by its words goes on with the group it shares most
with; where officers promised or decided something about a group, what was in it stays in it.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db import transaction
from django.db.models import Q

from gongkai.engagement.demands import decided
from gongkai.engagement.demands import topics as grouping
from gongkai.engagement.demands.corpus import Progress, unheard
from gongkai.engagement.demands.doors import DOORS, site_organ
from gongkai.engagement.demands.models import Demand, DemandGroup, Grouping
from gongkai.engagement.demands.reading import Reader
from gongkai.engagement.demands.stripping import stripped
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Document
from gongkai.search.queries import synonyms

_TITLE = re.compile(r"关于(?:印发)?(.+?)的(?:通知|意见|决定|公告|通告)")
Key = tuple[str, int]


class Refused(Exception):
    """The facts do not allow the verb; the message says which."""


def regroup(*, actor: Actor, organ: Organ, on: date, progress: Progress = unheard) -> Grouping:
    """整理诉求: take in what is new at every door, group the whole stream anew, keep each group's identity where most of it stayed.

    What takes long is worked out before anything is locked; where something came in meanwhile, it is worked out again.
    """
    require(actor, organ, Role.SUPERVISOR, Role.EDITOR)
    if organ != site_organ():
        raise Refused("诉求由本网站的主办机关统一整理")
    strip = cache(stripped)
    for _ in range(_TRIES):
        progress("读各渠道的诉求", 0, 0)
        ahead = _worked_out(_asked_for(_differing(strip)), progress)
        progress("写入结果", 0, 0)
        with transaction.atomic():
            new = _held_still(organ, strip)
            if _asked_for(new) == ahead.asked:
                return _put_down(actor, organ, on, new, ahead)
    with transaction.atomic():
        new = _held_still(organ, strip)
        return _put_down(actor, organ, on, new, _worked_out(_asked_for(new)))


_TRIES = 3  # a stream that moves each time is grouped with the record held still
Strip = Callable[[str], str]


@dataclass(frozen=True)
class _Ahead:
    """The groups of texts, worked out before the record was held."""

    asked: dict[str, int]  # each text with how many demands say it, in order
    found: grouping.Found


def _worked_out(asked: dict[str, int], progress: Progress = unheard) -> _Ahead:
    return _Ahead(asked, grouping.topics(list(asked), reader(), list(asked.values()), progress))


def _held_still(organ: Organ, strip: Strip) -> _New:
    """What is new, with no other run at the same time."""
    Organ.objects.select_for_update().get(pk=organ.pk)
    return _differing(strip)


def _put_down(actor: Actor, organ: Organ, on: date, new: _New, ahead: _Ahead) -> Grouping:
    _take_in(new)
    loose = _group(on, ahead.found)
    run = Grouping.objects.create(
        on=on, method=grouping.METHOD, demands=Demand.objects.count(), groups=DemandGroup.objects.filter(demands__isnull=False).distinct().count(),
        loose=loose, digest=seal(),
    )  # fmt: skip
    record(
        f"demands/{organ.slug}", actor, "demands.grouped", on,
        {"demands": run.demands, "groups": run.groups, "digest": run.digest, "method": run.method},
    )  # fmt: skip
    return run


@dataclass(frozen=True)
class _New:
    """What the doors hold otherwise than the stream: what came, what moved, what is gone."""

    fresh: list[Demand]
    moved: list[Demand]
    gone: list[int]


def gather() -> int:
    """Bring the stream to what the doors hold now; how many rows changed."""
    new = _differing(stripped)
    _take_in(new)
    return len(new.fresh) + len(new.moved) + len(new.gone)


def _differing(strip: Strip) -> _New:
    """Read every door. Only what is new is read for personal data."""
    known = {
        (door, source): (pk, organ, day, times)
        for pk, door, source, organ, day, times in Demand.objects.values_list(
            "pk", "door", "source", "organ_id", "day", "times"
        ).iterator(5000)
    }
    fresh: list[Demand] = []
    moved: list[Demand] = []
    for entry in DOORS:
        for source, organ, day, raw, times in entry.rows():
            was = known.pop((entry.door.value, source), None)
            if was is None:
                text = strip(raw)
                if text.strip("＊ "):
                    fresh.append(
                        Demand(
                            door=entry.door, source=source, organ_id=organ, day=day, text=text, times=times
                        )
                    )
            elif was[1:] != (organ, day, times):
                moved.append(Demand(pk=was[0], organ_id=organ, day=day, times=times))
    return _New(fresh, moved, [pk for pk, *_ in known.values()])


def _take_in(new: _New) -> None:
    for part in decided.parts(new.gone):
        Demand.objects.filter(pk__in=part).delete()
    Demand.objects.bulk_create(new.fresh, batch_size=decided.BATCH)
    Demand.objects.bulk_update(new.moved, ["organ_id", "day", "times"], batch_size=decided.BATCH)


def _asked_for(new: _New) -> dict[str, int]:
    """Each text of the stream as it will be, with how many demands say it, in order."""
    gone = set(new.gone)
    rows = Demand.objects.order_by().values_list("pk", "text").iterator(5000)
    said = Counter(text for pk, text in rows if pk not in gone)
    said.update(row.text for row in new.fresh)
    return dict(sorted(said.items()))


def reader() -> Reader:
    """How this instance's demands become words: its synonyms, the names of its organs and townships left out."""
    names = Organ.objects.order_by("pk").values_list("name", "short_name")
    return Reader(synonyms(), (n for pair in names for n in pair))


@dataclass(frozen=True)
class _Made:
    topic: grouping.Topic
    because: dict[int, str]  # by demand
    policy: Document | None


def _group(on: date, found: grouping.Found) -> int:
    """Make the groups of what was found in the texts in order; how many demands stand in none."""
    by_text: dict[str, list[int]] = defaultdict(list)
    before: dict[int, tuple[int | None, str | None]] = {}
    rows = Demand.objects.order_by("pk").values_list("pk", "text", "base_id", "because")
    for pk, text, base, because in rows.iterator(5000):
        by_text[text].append(pk)
        before[pk] = base, because
    texts = sorted(by_text)
    made = [
        _Made(topic, {pk: why for n, why in zip(topic.members, topic.because, strict=True) for pk in by_text[texts[n]]}, policy)
        for topic, policy in zip(found.topics, _policies(found, on), strict=True)
    ]  # fmt: skip
    anchored = _anchored()
    kept = _heirs(made, {pk: base for pk, (base, _) in before.items()}, anchored)
    # What a promise or decision was made about keeps what was in it; with a subject, all but what now speaks of another.
    adopted = {row.pk for n, row in kept.items() if made[n].topic.subject}
    held = set(
        DemandGroup.objects.filter(pk__in=anchored - adopted, subject__isnull=True).values_list(
            "pk", flat=True
        )
    )
    now: dict[int, tuple[int | None, str | None]] = {
        pk: (base, because) if base in anchored else (None, None) for pk, (base, because) in before.items()
    }
    for n, group in enumerate(made):
        row = _written(group, kept.get(n) or DemandGroup(made_on=on))
        now.update({pk: (row.pk, why[:60]) for pk, why in group.because.items() if before[pk][0] not in held})
    _put(now, before)
    decided.apply()
    # A group nobody asks in any more stays only where something was promised or decided about it.
    DemandGroup.objects.filter(demands__isnull=True, found__isnull=True).exclude(pk__in=_anchored()).delete()
    return Demand.objects.filter(group__isnull=True).count()


def _put(
    now: dict[int, tuple[int | None, str | None]], before: dict[int, tuple[int | None, str | None]]
) -> None:
    """Write where each was put and why: those of one group and the same words together, for thousands share them."""
    alike: dict[tuple[int | None, str | None], list[int]] = defaultdict(list)
    for pk, placed in now.items():
        if placed != before[pk]:
            alike[placed].append(pk)
    for (base, because), pks in alike.items():
        for part in decided.parts(pks):
            Demand.objects.filter(pk__in=part).update(base=base, because=because)


def _written(group: _Made, row: DemandGroup) -> DemandGroup:
    topic = group.topic
    if not row.named:
        row.name = topic.name[:60]
    row.subject = topic.subject.name if topic.subject else None
    row.field = topic.subject.field if topic.subject else None
    row.words, row.typical, row.asked = (
        list(map(list, topic.words)), list(topic.typical), list(map(list, topic.asked))
    )  # fmt: skip
    row.policy = group.policy
    row.save()
    return row


def _anchored() -> set[int]:
    """Groups about which something was promised or decided."""
    rows = DemandGroup.objects.filter(
        Q(commitments__isnull=False) | Q(named=True) | Q(merged_into__isnull=False) | Q(merged__isnull=False)
        | Q(parts__isnull=False) | Q(placements__isnull=False)
    )  # fmt: skip
    return set(rows.values_list("pk", flat=True))


def _heirs(made: list[_Made], before: dict[int, int | None], anchored: set[int]) -> dict[int, DemandGroup]:
    """Which old group each new one goes on with: its subject's own; else the one of no subject it shares most demands with, each once.

    A new affair that the list has since learnt goes on as that subject's group.
    """
    rows = DemandGroup.objects.filter(split_from__isnull=True)
    own = {row.subject: row for row in rows if row.subject is not None}
    taken = {
        n: own[m.topic.subject.name]
        for n, m in enumerate(made)
        if m.topic.subject and m.topic.subject.name in own
    }
    shared = Counter(
        (before[pk], n) for n, m in enumerate(made) if n not in taken for pk in m.because if before[pk]
    )
    free = {row.pk: row for row in rows if row.subject is None}
    for (old, n), _count in sorted(
        shared.items(), key=lambda item: (item[0][0] not in anchored, -item[1], item[0])
    ):
        if n not in taken and old in free:
            taken[n] = free.pop(old)
    return taken


def _policies(found: grouping.Found, on: date) -> list[Document | None]:
    """The policy in force whose title speaks of each topic most."""
    rows = list(publishing.public(on).filter(publishing.in_force(on)).order_by("-formed_on", "-pk"))
    cores = [match[1] if (match := _TITLE.search(row.title)) else row.title for row in rows]
    return [None if n is None else rows[n] for n in grouping.nearest_titles(found, cores)]


def seal() -> str:
    """SHA-256 over the stream and where the last run put each."""
    rows: Iterable[tuple[object, ...]] = Demand.objects.order_by("door", "source").values_list(
        "door", "source", "organ_id", "day", "text", "times", "base_id"
    )
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr(row).encode())
    return digest.hexdigest()
