# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""成批办理: grouping alike cases, one draft, and one verb for all of them; each case is still asked on its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from gongkai.applications.actions.core import Refused, expect, lock, must_have_come, record_event
from gongkai.applications.models import Application, CaseGroup, GroupMember
from gongkai.applications.sealing import seal
from gongkai.law.clock import cn
from gongkai.ledger.actions import StreamMoved
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import Actor, NotAllowed, holds, require
from gongkai.organs.recording import record

GROUPING = (Role.INTAKE, Role.HANDLER, Role.REVIEWER)


@dataclass(frozen=True)
class Done:
    """What a verb for all did to one case: nothing said is done, otherwise why not."""

    case: Application
    refused: str = ""


@transaction.atomic
def open_group(
    *,
    actor: Actor,
    organ: Organ,
    on: date,
    name: str,
    applications: Iterable[Application],
    owner: Person | None = None,
) -> CaseGroup:
    """把多件相同的申请合为一批, with one owner. At least two cases, all of the organ, none in another group."""
    require(actor, organ, *GROUPING)
    must_have_come(on)
    cases = list(applications)
    if len({case.pk for case in cases}) < 2:
        raise Refused("成批办理至少要有两件申请")
    if not name.strip():
        raise Refused("请写明这一批的名称")
    if owner is not None and not holds(owner, organ, Role.HANDLER):
        raise Refused(f"{owner.name}没有{organ.short_name}的“承办”岗位")
    group = CaseGroup(organ=organ, name=name.strip(), owner=owner, opened_on=on)
    group.full_clean(exclude=["organ", "owner"])
    group.save()
    payload = {"organ": organ.slug, "owner": owner.pk if owner else None, "cases": [c.pk for c in cases]}
    record(group.stream, actor, "group.opened", on, payload)
    for case in cases:
        _join(group, case, actor, on)
    return group


@transaction.atomic
def add_to_group(*, actor: Actor, group: CaseGroup, application: Application, on: date) -> GroupMember:
    """加入一批."""
    require(actor, group.organ, *GROUPING)
    must_have_come(on)
    return _join(group, application, actor, on)


@transaction.atomic
def remove_from_group(*, actor: Actor, application: Application, on: date) -> Application:
    """移出: from here the case goes alone."""
    case, _ = lock(application)
    require(actor, case.organ, *GROUPING)
    must_have_come(on)
    member = GroupMember.objects.select_for_update().filter(application=case).first()
    if member is None:
        raise Refused("这件申请不在任何一批里")
    if on < member.added_on:
        raise Refused(f"{cn(on)}早于加入的{cn(member.added_on)}，请核对日期")
    group = member.group_id
    member.delete()
    record_event(case, actor, "application.ungrouped", on, {"group": group})
    return case


@transaction.atomic
def write_group_draft(
    *, actor: Actor, group: CaseGroup, on: date, text: str, seen: int | None = None
) -> CaseGroup:
    """共用的拟稿: the reasons that every member's letter starts from; sealed.

    seen is the group's last event when the writer read the draft; StreamMoved when another has written since.
    """
    require(actor, group.organ, Role.HANDLER)
    must_have_come(on)
    if not text.strip():
        raise Refused("请写共用的理由")
    row = CaseGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    row.draft_sealed, row.drafted_on = seal(text.strip()), on
    row.save(update_fields=["draft_sealed", "drafted_on"])
    payload = {"length": len(text.strip())}
    record(row.stream, actor, "group.drafted", on, payload, expected_version=seen)
    return row


def apply_to_group(*, actor: Actor, group: CaseGroup, verb: Callable[..., Any], **facts: Any) -> list[Done]:
    """Do one verb to every member, each for itself."""
    members = group.members.select_related("application__organ").order_by("application_id")
    return apply_to_each(
        actor=actor, applications=[member.application for member in members], verb=verb, **facts
    )


def apply_to_each(
    *, actor: Actor, applications: Iterable[Application], verb: Callable[..., Any],
    seen: Mapping[int, int] | None = None, **facts: Any,
) -> list[Done]:  # fmt: skip
    """Do one verb to several cases, each in its own transaction with its own event: what is refused for one does not stop
    the others. seen is, by case, the version the caller saw: one that has moved on since is left for another look."""
    found = []
    for case in applications:
        try:
            with transaction.atomic():
                if seen is not None:
                    expect(case, seen[case.pk])
                verb(actor=actor, application=case, **facts)
        except (Refused, StreamMoved, NotAllowed) as refusal:
            found.append(Done(case, str(refusal)))
        except ValidationError as refusal:
            found.append(Done(case, "；".join(refusal.messages)))
        else:
            found.append(Done(case))
    return found


def _join(group: CaseGroup, application: Application, actor: Actor, on: date) -> GroupMember:
    case, story = lock(application)
    if case.organ_id != group.organ_id:
        raise Refused(f"{case.number}不是{group.organ.short_name}的申请，不能加入这一批")
    if story.outcome is not None:
        raise Refused(f"{case.number}已经办结，不能加入一批")
    if on < case.submitted_on:
        raise Refused(f"{cn(on)}早于{case.number}提交的{cn(case.submitted_on)}，请核对日期")
    current = GroupMember.objects.filter(application=case).select_related("group").first()
    if current is not None:
        raise Refused(f"{case.number}已在“{current.group.name}”一批里")
    member = GroupMember.objects.create(group=group, application=case, added_on=on)
    record_event(case, actor, "application.grouped", on, {"group": group.pk})
    return member
