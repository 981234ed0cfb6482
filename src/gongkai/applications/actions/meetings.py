# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政务公开联席会议 (条例第四条、第十一条): call, hold or call off; give out what is to be done; close it with evidence."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from gongkai.applications.actions.core import Refused, lock, must_have_come, record_event
from gongkai.applications.models import (
    Application,
    FollowUp,
    JointMeeting,
    MeetingCase,
    MeetingDecision,
    MeetingOrgan,
)
from gongkai.law.clock import cn
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import Actor, holds, require
from gongkai.organs.recording import record

CALLING = (Role.HANDLER, Role.REVIEWER, Role.SUPERVISOR, Role.ADMIN)
DOING = (Role.INTAKE, Role.HANDLER, Role.REVIEWER)
MOST = 60  # organs, decisions: more is a list pasted into the wrong field


@transaction.atomic
def call_meeting(
    *, actor: Actor, organ: Organ, on: date, title: str, meets_on: date, place: str, agenda: str,
    organs: Iterable[Organ] = (), others: str = "",
) -> JointMeeting:  # fmt: skip
    """通知开会: agenda one item a line, the organs asked to come. The organ that calls it takes part."""
    require(actor, organ, *CALLING)
    must_have_come(on)
    if meets_on < on:
        raise Refused(f"会议日期{cn(meets_on)}早于通知日期{cn(on)}，请核对")
    row = JointMeeting(
        organ=organ, title=title.strip(), called_on=on, meets_on=meets_on, place=place.strip(),
        agenda="\n".join(line.strip() for line in agenda.splitlines() if line.strip()), others=others.strip() or None,
    )  # fmt: skip
    row.full_clean(exclude=["organ"])
    row.save()
    asked = sorted({organ.pk, *(o.pk for o in organs)})
    if len(asked) > MOST:
        raise Refused(f"参加机关最多{MOST}个")
    MeetingOrgan.objects.bulk_create(MeetingOrgan(meeting=row, organ_id=pk) for pk in asked)
    payload = {"organ": organ.slug, "meets_on": meets_on.isoformat(), "organs": asked}
    record(row.stream, actor, "meeting.called", on, payload)
    return row


@transaction.atomic
def hold_meeting(
    *, actor: Actor, meeting: JointMeeting, on: date, attended: Iterable[Organ], decisions: Iterable[str],
    seen: int | None = None,
) -> JointMeeting:  # fmt: skip
    """登记召开: which of the organs asked came, and what was agreed, a sentence each."""
    row = _locked(actor, meeting)
    must_have_come(on)
    if row.held_on:
        raise Refused(f"已登记于{cn(row.held_on)}召开，议定事项不能改写；新的意见请另开会议")
    if row.cancelled_on:
        raise Refused(f"这次会议已于{cn(row.cancelled_on)}取消")
    if on < row.called_on:
        raise Refused(f"召开日期{cn(on)}早于通知日期{cn(row.called_on)}，请核对")
    said = [" ".join(text.split()) for text in decisions if text.strip()]
    if not said:
        raise Refused("请写明议定事项；没有议定事项的，写“本次会议没有议定事项”")
    if len(said) > MOST:
        raise Refused(f"议定事项最多{MOST}条")
    if long := [n for n, text in enumerate(said, 1) if len(text) > 500]:
        raise Refused(f"第{long[0]}条议定事项超过500字，请分成几条")
    came = {o.pk for o in attended}
    strange = came - set(row.organs.values_list("organ_id", flat=True))
    for pk in sorted(strange):  # who came without having been asked took part all the same
        MeetingOrgan.objects.create(meeting=row, organ_id=pk)
    row.organs.filter(organ_id__in=came).update(attended=True)
    row.organs.exclude(organ_id__in=came).update(attended=False)
    MeetingDecision.objects.bulk_create(
        MeetingDecision(meeting=row, number=n, text=text) for n, text in enumerate(said, 1)
    )
    row.held_on = on
    row.save(update_fields=["held_on"])
    payload = {"attended": sorted(came), "decisions": len(said)}
    record(row.stream, actor, "meeting.held", on, payload, expected_version=seen)
    return row


@transaction.atomic
def call_off_meeting(
    *, actor: Actor, meeting: JointMeeting, on: date, reason: str, seen: int | None = None
) -> JointMeeting:
    """取消会议, with the reason."""
    row = _locked(actor, meeting)
    must_have_come(on)
    if row.held_on:
        raise Refused(f"这次会议已于{cn(row.held_on)}召开，不能取消")
    if row.cancelled_on:
        raise Refused(f"这次会议已于{cn(row.cancelled_on)}取消")
    if not reason.strip():
        raise Refused("取消会议要写明原因")
    row.cancelled_on, row.cancelled_why = on, reason.strip()
    row.full_clean(exclude=["organ"])
    row.save(update_fields=["cancelled_on", "cancelled_why"])
    record(row.stream, actor, "meeting.cancelled", on, {}, expected_version=seen)
    return row


@transaction.atomic
def give_follow_up(
    *, actor: Actor, meeting: JointMeeting, on: date, what: str, organ: Organ, due_on: date,
    owner: Person | None = None, decision: MeetingDecision | None = None,
) -> FollowUp:  # fmt: skip
    """交办落实事项: to an organ (and a person in it), until a day."""
    row = _locked(actor, meeting)
    must_have_come(on)
    if row.held_on is None:
        raise Refused("会议还没有召开，先登记召开再交办")
    if on < row.held_on:
        raise Refused(f"交办日期{cn(on)}早于召开日期{cn(row.held_on)}，请核对")
    if due_on < on:
        raise Refused(f"完成期限{cn(due_on)}早于交办日期{cn(on)}，请核对")
    if owner is not None and owner.organ_id != organ.pk:
        raise Refused(f"{owner.name}不是{organ.short_name}的人员")
    if decision is not None and decision.meeting_id != row.pk:
        raise Refused("这条议定事项不是这次会议的")
    task = FollowUp(
        meeting=row, number=row.follow_ups.count() + 1, decision=decision, what=what.strip(), organ=organ,
        owner=owner, assigned_on=on, due_on=due_on,
    )  # fmt: skip
    task.full_clean(exclude=["meeting", "decision", "organ", "owner"])
    task.save()
    payload = {"follow_up": task.pk, "organ": organ.slug, "due_on": due_on.isoformat()}
    record(row.stream, actor, "meeting.follow_up_given", on, payload)
    return task


@transaction.atomic
def close_follow_up(*, actor: Actor, follow_up: FollowUp, on: date, evidence: str) -> FollowUp:
    """登记完成 with the evidence for it: by the organ that had to do it, or by the one that called the meeting."""
    meeting = (
        JointMeeting.objects.select_for_update(of=("self",))
        .select_related("organ")
        .get(pk=follow_up.meeting_id)
    )
    task = FollowUp.objects.select_related("organ").get(pk=follow_up.pk)
    if not holds(actor, meeting.organ, *CALLING):
        require(actor, task.organ, *DOING)
    must_have_come(on)
    if task.done_on:
        raise Refused(f"这项已于{cn(task.done_on)}登记完成")
    if on < task.assigned_on:
        raise Refused(f"完成日期{cn(on)}早于交办的{cn(task.assigned_on)}，请核对")
    if not evidence.strip():
        raise Refused("请写明完成的依据（文件、链接、印发的文号等），没有依据不能销号")
    task.done_on, task.evidence = on, evidence.strip()
    task.full_clean(exclude=["meeting", "decision", "organ", "owner"])
    task.save(update_fields=["done_on", "evidence"])
    record(
        meeting.stream,
        actor,
        "meeting.follow_up_closed",
        on,
        {"follow_up": task.pk, "late": on > task.due_on},
    )
    return task


@transaction.atomic
def link_meeting(*, actor: Actor, meeting: JointMeeting, application: Application, on: date) -> MeetingCase:
    """联系到申请: the meeting spoke about this case; its story says so, and its clock does not move."""
    row = _locked(actor, meeting)
    case, _ = lock(application)
    must_have_come(on)
    if on < case.submitted_on:
        raise Refused(f"{cn(on)}早于{case.number}提交的{cn(case.submitted_on)}，请核对日期")
    link, new = MeetingCase.objects.get_or_create(meeting=row, application=case)
    if not new:
        raise Refused(f"{case.number}已经联系到这次会议")
    payload: dict[str, Any] = {"meeting": row.pk}
    record_event(case, actor, "application.discussed", on, payload)
    return link


def _locked(actor: Actor, meeting: JointMeeting) -> JointMeeting:
    row = JointMeeting.objects.select_for_update(of=("self",)).select_related("organ").get(pk=meeting.pk)
    require(actor, row.organ, *CALLING)
    return row
