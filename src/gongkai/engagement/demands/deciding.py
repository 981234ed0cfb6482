# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs by which an officer mends the groups: move demands, merge two groups and part them again, split by words, name.

A run never undoes them: it says what it found (Demand.base), and decided.py says where that stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from gongkai.engagement.demands import decided
from gongkai.engagement.demands.doors import site_organ
from gongkai.engagement.demands.grouping import Refused
from gongkai.engagement.demands.models import Commitment, Demand, DemandGroup, Placement
from gongkai.engagement.demands.numberless import require_numberless
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import record


def _office(actor: Actor, *groups: DemandGroup) -> list[DemandGroup]:
    """Only whose site it is decides about groups: one demand of any organ may stand in them. The groups, locked and as they are now."""
    site = site_organ()
    if site is None:
        raise Refused("这个实例里还没有机关")
    require(actor, site, Role.SUPERVISOR, Role.EDITOR)
    Organ.objects.select_for_update().get(pk=site.pk)  # one at a time, and none during a run
    rows = DemandGroup.objects.in_bulk([group.pk for group in groups])
    if len(rows) < len({group.pk for group in groups}):
        raise Refused("这一组已经不在了，请回到问题组的列表")
    for row in rows.values():
        if row.merged_into_id is not None:
            raise Refused(f"“{row.name}”已经并入别的组，请先取消合并")
    return [rows[group.pk] for group in groups]


@transaction.atomic
def move_demand(*, actor: Actor, demand: Demand, to: DemandGroup | None, on: date) -> Placement:
    """调整归组: this demand, and every other of the same words now and later, belongs to that group, or to none."""
    target = _office(actor, *([to] if to else []))
    demand = Demand.objects.get(pk=demand.pk)
    new = target[0] if target else None
    if demand.group_id == (new.pk if new else None):
        raise Refused(f"这条诉求已经在“{new.name}”组里" if new else "这条诉求本来就没有归入哪一组")
    before = demand.group_id
    placed, _ = Placement.objects.update_or_create(
        text_key=decided.text_key(demand.text), defaults={"group": new, "placed_on": on}
    )
    decided.apply(Demand.objects.filter(text=demand.text))
    record(
        placed.stream, actor, "demand.moved", on,
        {"door": demand.door, "source": demand.source, "from": before, "to": placed.group_id},
    )  # fmt: skip
    return placed


@transaction.atomic
def merge_groups(*, actor: Actor, group: DemandGroup, into: DemandGroup, on: date) -> DemandGroup:
    """合并: what is and comes into the one is in the other; a promise made about it stays, and shows with the other."""
    if group.pk == into.pk:
        raise Refused("请选择另外一组")
    row, target = _office(actor, group, into)
    open_ = Commitment.objects.filter(closed_on__isnull=True)
    for one in open_.filter(group__in=family(row)):
        if open_.filter(group__in=family(target), organ=one.organ).exists():
            raise Refused(f"两组都有没有办结的问题（“{one.title}”），办结一项以后再合并")
    above: int | None = target.pk
    while above is not None:
        if above == row.pk:
            raise Refused(
                f"“{target.name}”是从“{row.name}”分出来的，请在“{target.name}”里选择并入“{row.name}”"
            )
        above = DemandGroup.objects.values_list("split_from", flat=True).get(pk=above)
    brought = list(row.merged.order_by("pk").values_list("pk", flat=True))
    DemandGroup.objects.filter(pk__in=[row.pk, *brought]).update(merged_into=target)
    decided.apply(Demand.objects.filter(group=row))
    for pk in (row.pk, *brought):
        record(f"demand_group/{pk}", actor, "demand_group.merged", on, {"into": target.pk})
    row.refresh_from_db()
    return row


@transaction.atomic
def part_group(*, actor: Actor, group: DemandGroup, on: date) -> DemandGroup:
    """取消合并: the group stands by itself again."""
    _office(actor)
    row = DemandGroup.objects.get(pk=group.pk)
    if row.merged_into_id is None:
        raise Refused(f"“{row.name}”没有并入别的组")
    stood_in, row.merged_into = row.merged_into_id, None
    row.save(update_fields=["merged_into"])
    decided.apply(Demand.objects.filter(group=stood_in))
    record(row.stream, actor, "demand_group.parted", on, {})
    return row


@transaction.atomic
def split_group(
    *, actor: Actor, group: DemandGroup, words: Sequence[str], name: str, on: date
) -> DemandGroup:
    """拆分: what holds one of these words becomes a group of its own, now and in every later run."""
    (row,) = _office(actor, group)
    said = [word for word in dict.fromkeys(w.strip() for w in words) if word]
    if not said or any(len(word) < 2 for word in said):
        raise Refused("请写出凭哪些词分出，每个词两个字以上")
    name = _name(name)
    require_numberless((name, *said), "组名和词")
    texts = list(row.demands.values_list("text", flat=True))
    held = sum(any(word in text for word in said) for text in texts)
    if not held:
        raise Refused(f"这一组里没有含“{'、'.join(said)}”的诉求")
    if held == len(texts):
        raise Refused(f"这一组的诉求都含“{'、'.join(said)}”，分不开")
    part = DemandGroup.objects.create(
        name=name, field=row.field, words=[[word, 100] for word in said], typical=[], made_on=on, named=True, split_from=row, split_words=said
    )  # fmt: skip
    decided.apply(row.demands.all())
    mine = list(part.demands.order_by("-day", "-pk").values_list("text", flat=True))
    if not mine:
        raise Refused(f"含“{'、'.join(said)}”的诉求是手工调整到这一组的，请逐条调整")
    part.typical = list(dict.fromkeys(mine))[:5]
    part.save(update_fields=["typical"])
    record(part.stream, actor, "demand_group.split", on, {"from": row.pk, "words": said, "name": name})
    return part


@transaction.atomic
def name_group(*, actor: Actor, group: DemandGroup, name: str, on: date) -> DemandGroup:
    """改名: the name officers know it by; later runs leave it."""
    (row,) = _office(actor, group)
    row.name, row.named = _name(name), True
    require_numberless((row.name,), "组名")
    row.save(update_fields=["name", "named"])
    record(row.stream, actor, "demand_group.named", on, {"name": row.name})
    return row


def _name(name: str) -> str:
    if not name.strip() or len(name.strip()) > 60:
        raise Refused("请写组名，60个字以内")
    return name.strip()


def family(group: DemandGroup) -> list[int]:
    """The group and those merged into it."""
    return [group.pk, *group.merged.values_list("pk", flat=True)]
