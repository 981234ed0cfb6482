# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Keeping the stream and its groups in step with the record: one verb, run nightly or by hand, the same however often it runs."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gongkai.engagement.demands import topics as grouping
from gongkai.engagement.demands.doors import DOORS, site_organ
from gongkai.engagement.demands.models import Demand, DemandGroup, Grouping
from gongkai.engagement.demands.stripping import stripped
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record
from gongkai.publishing import queries as publishing
from gongkai.publishing.models import Document
from gongkai.search.queries import synonyms

BATCH = 1000
_TITLE = re.compile(r"关于(?:印发)?(.+?)的(?:通知|意见|决定|公告|通告)")
Key = tuple[str, int]


class Refused(Exception):
    """The facts do not allow the verb; the message says which."""


@transaction.atomic
def regroup(*, actor: Actor, organ: Organ, on: date) -> Grouping:
    """整理诉求: take in what is new at every door, group the whole stream anew, keep each group's identity where most of it stayed."""
    require(actor, organ, Role.SUPERVISOR, Role.EDITOR)
    if organ != site_organ():
        raise Refused("诉求由本网站的主办机关统一整理")
    Organ.objects.select_for_update().get(pk=organ.pk)  # one run at a time
    gather()
    loose = _group(on)
    run = Grouping.objects.create(
        on=on, method=grouping.METHOD, demands=Demand.objects.count(), groups=DemandGroup.objects.filter(demands__isnull=False).distinct().count(),
        loose=loose, digest=seal(),
    )  # fmt: skip
    record(
        f"demands/{organ.slug}", actor, "demands.grouped", on,
        {"demands": run.demands, "groups": run.groups, "digest": run.digest, "method": run.method},
    )  # fmt: skip
    return run


def gather() -> int:
    """Bring the stream to what the doors hold now; how many rows changed. Only what is new is read for personal data."""
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
                text = stripped(raw)
                if text.strip("＊ "):
                    fresh.append(
                        Demand(
                            door=entry.door, source=source, organ_id=organ, day=day, text=text, times=times
                        )
                    )
            elif was[1:] != (organ, day, times):
                moved.append(Demand(pk=was[0], organ_id=organ, day=day, times=times))
    gone = [pk for pk, *_ in known.values()]
    for part in _parts(gone):
        Demand.objects.filter(pk__in=part).delete()
    Demand.objects.bulk_create(fresh, batch_size=BATCH)
    Demand.objects.bulk_update(moved, ["organ_id", "day", "times"], batch_size=BATCH)
    return len(fresh) + len(moved) + len(gone)


def _parts(rows: list[int]) -> Iterator[list[int]]:
    return (rows[n : n + BATCH] for n in range(0, len(rows), BATCH))


def reader() -> grouping.Reader:
    """How this instance's demands become words: its synonyms, the names of its organs and townships left out."""
    names = Organ.objects.order_by("pk").values_list("name", "short_name")
    return grouping.Reader(synonyms(), (n for pair in names for n in pair))


@dataclass(frozen=True)
class _Made:
    topic: grouping.Topic
    demands: frozenset[int]
    policy: Document | None


def _group(on: date) -> int:
    """Make the groups; how many demands stand in none."""
    by_text: dict[str, list[int]] = defaultdict(list)
    before: dict[int, int | None] = {}
    for pk, text, group in Demand.objects.order_by("pk").values_list("pk", "text", "group_id").iterator(5000):
        by_text[text].append(pk)
        before[pk] = group
    texts = sorted(by_text)
    found = grouping.topics(texts, reader())
    made = [
        _Made(topic, frozenset(pk for n in topic.members for pk in by_text[texts[n]]), policy)
        for topic, policy in zip(found.topics, _policies(found, on), strict=True)
    ]
    kept = _heirs(made, before)
    now: dict[int, int | None] = dict.fromkeys(before)
    for n, group in enumerate(made):
        row = kept.get(n) or DemandGroup(made_on=on)
        row.name, row.words, row.typical = (
            group.topic.name[:60],
            list(map(list, group.topic.words)),
            list(group.topic.typical),
        )
        row.policy = group.policy
        row.save()
        now.update(dict.fromkeys(group.demands, row.pk))
    changed = [Demand(pk=pk, group_id=group) for pk, group in now.items() if group != before[pk]]
    Demand.objects.bulk_update(changed, ["group_id"], batch_size=BATCH)
    # A group nobody asks in any more stays only where something was promised about it.
    DemandGroup.objects.filter(demands__isnull=True, commitments__isnull=True).delete()
    return sum(group is None for group in now.values())


def _heirs(made: list[_Made], before: dict[int, int | None]) -> dict[int, DemandGroup]:
    """Which old group each new one goes on with: the one it shares most demands with, each at most once."""
    shared = Counter(
        (before[pk], n) for n, group in enumerate(made) for pk in group.demands if before[pk] is not None
    )
    rows = DemandGroup.objects.in_bulk({old for old, _ in shared})
    taken: dict[int, DemandGroup] = {}
    for (old, n), _count in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if n not in taken and old in rows:
            taken[n] = rows.pop(old)
    return taken


def _policies(found: grouping.Found, on: date) -> list[Document | None]:
    """The policy in force whose title speaks of each topic most."""
    rows = list(publishing.public(on).filter(publishing.in_force(on)).order_by("-formed_on", "-pk"))
    cores = [match[1] if (match := _TITLE.search(row.title)) else row.title for row in rows]
    return [None if n is None else rows[n] for n in grouping.nearest_titles(found, cores)]


def seal() -> str:
    """SHA-256 over the stream and who is in which group."""
    rows: Iterable[tuple[object, ...]] = Demand.objects.order_by("door", "source").values_list(
        "door", "source", "organ_id", "day", "text", "times", "group_id"
    )
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr(row).encode())
    return digest.hexdigest()
