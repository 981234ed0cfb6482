# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of the problem list: a group becomes a problem with owner, measure and day; it is shown in public, closed with evidence."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Sum

from gongkai.engagement.demands.deciding import family
from gongkai.engagement.demands.deciding import merge_groups as merge_groups
from gongkai.engagement.demands.deciding import move_demand as move_demand
from gongkai.engagement.demands.deciding import name_group as name_group
from gongkai.engagement.demands.deciding import part_group as part_group
from gongkai.engagement.demands.deciding import split_group as split_group
from gongkai.engagement.demands.grouping import Refused as Refused
from gongkai.engagement.demands.grouping import regroup as regroup
from gongkai.engagement.demands.models import Commitment, DemandGroup
from gongkai.engagement.demands.numberless import require_numberless
from gongkai.engagement.demands.queries import demands_of
from gongkai.law.clock import cn
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, holds, require
from gongkai.organs.queries import area
from gongkai.organs.recording import record

_SAID = "问题、措施、依据"


@transaction.atomic
def list_problem(
    *,
    actor: Actor,
    organ: Organ,
    group: DemandGroup,
    owner: Organ,
    title: str,
    measure: str,
    due_on: date,
    on: date,
) -> Commitment:
    """列入问题清单: the office names who mends it, how, and by when. Counts what the actor sees behind it, as of today."""
    require(actor, organ, Role.SUPERVISOR, Role.EDITOR)
    if owner.pk not in {o.pk for o in area(organ)}:
        raise Refused(f"责任单位应当在{organ.short_name}的范围内")
    if owner.closed_on is not None and owner.closed_on <= on:
        raise Refused(f"{owner.short_name}已于{cn(owner.closed_on)}撤并，请改由承接的单位负责")
    if due_on <= on:
        raise Refused(f"完成期限{cn(due_on)}应当晚于列入的{cn(on)}")
    if not title.strip() or not measure.strip():
        raise Refused("请写明问题和措施")
    require_numberless((title, measure), _SAID)
    open_ = Commitment.objects.filter(group__in=family(group), closed_on__isnull=True, organ=organ).first()
    if open_ is not None:
        raise Refused(f"这一组已经列为“{open_.title}”，办结以后才能再列")
    counted = demands_of(actor, group).aggregate(n=Sum("times"))["n"] or 0
    if not counted:
        raise Refused("这一组里没有您能看到的诉求")
    row = Commitment(
        organ=organ, owner=owner, group=group, title=title.strip(), measure=measure.strip(), listed_on=on, due_on=due_on,
        words="、".join(word for word, _ in group.words[:6])[:100], demands=counted,
    )  # fmt: skip
    row.full_clean(exclude=["organ", "owner", "group"])
    row.save()
    record(
        row.stream, actor, "commitment.listed", on,
        {"organ": organ.slug, "owner": owner.slug, "title": row.title, "measure": row.measure, "due_on": due_on.isoformat(), "demands": counted},
    )  # fmt: skip
    return row


def _open(actor: Actor, commitment: Commitment, on: date, *, owner_may: bool = False) -> Commitment:
    row = (
        Commitment.objects.select_for_update(of=("self",))
        .select_related("organ", "owner")
        .get(pk=commitment.pk)
    )
    if owner_may:
        _require_either(actor, row)
    else:
        require(actor, row.organ, Role.SUPERVISOR, Role.EDITOR)
    if row.closed_on is not None:
        raise Refused(f"已于{cn(row.closed_on)}办结")
    if on < row.listed_on:
        raise Refused(f"日期早于列入清单的{cn(row.listed_on)}")
    return row


def _require_either(actor: Actor, row: Commitment) -> None:
    """The owner's editor, or the office that listed it."""
    if not holds(actor, row.organ, Role.SUPERVISOR, Role.EDITOR):
        require(actor, row.owner, Role.EDITOR, Role.SUPERVISOR)


@transaction.atomic
def publish_commitment(*, actor: Actor, commitment: Commitment, on: date) -> Commitment:
    """公开承诺: from this day it stands on the portal with owner, measure and day."""
    row = _open(actor, commitment, on)
    if row.published_on is not None:
        raise Refused(f"已于{cn(row.published_on)}公开承诺")
    row.published_on = on
    row.save(update_fields=["published_on"])
    record(row.stream, actor, "commitment.published", on, {})
    return row


@transaction.atomic
def postpone_commitment(
    *, actor: Actor, commitment: Commitment, due_on: date, reason: str, on: date
) -> Commitment:
    """延期: a later day, with the reason; the first day stays in the ledger."""
    row = _open(actor, commitment, on)
    if due_on <= max(row.due_on, on):
        raise Refused(f"新的期限应当晚于原来的{cn(row.due_on)}，也晚于{cn(on)}")
    if not reason.strip():
        raise Refused("请写明延期的理由")
    before, row.due_on = row.due_on, due_on
    row.save(update_fields=["due_on"])
    record(
        row.stream, actor, "commitment.postponed", on,
        {"before": before.isoformat(), "due_on": due_on.isoformat(), "reason": reason.strip()},
    )  # fmt: skip
    return row


@transaction.atomic
def close_commitment(*, actor: Actor, commitment: Commitment, evidence: str, on: date) -> Commitment:
    """办结销号, with the evidence; by the owner or the office."""
    row = _open(actor, commitment, on, owner_may=True)
    if not evidence.strip():
        raise Refused("办结要写明依据（公开的信息、回复的材料、完成的工作）")
    require_numberless((evidence,), _SAID)
    row.closed_on, row.evidence = on, evidence.strip()
    row.full_clean(exclude=["organ", "owner", "group"])
    row.save(update_fields=["closed_on", "evidence"])
    record(row.stream, actor, "commitment.closed", on, {"evidence": row.evidence})
    return row


@transaction.atomic
def accept_for_report(*, actor: Actor, commitment: Commitment, year: int, on: date) -> Commitment:
    """供年度报告采用: offered for part 5 of that year's report (条例第五十条第四项). Only what was accepted is offered."""
    row = Commitment.objects.select_for_update(of=("self",)).select_related("organ").get(pk=commitment.pk)
    require(actor, row.organ, Role.SUPERVISOR, Role.COMPILER)
    if not row.listed_on.year <= year <= on.year:
        raise Refused(f"列入清单是{row.listed_on.year}年的事，请填写{row.listed_on.year}至{on.year}年的报告")
    if row.report_year == year:
        raise Refused(f"已经供{year}年的年度报告采用")
    row.report_year = year
    row.save(update_fields=["report_year"])
    record(row.stream, actor, "commitment.reported", on, {"year": year})
    return row
