# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The verbs of the chain (条例第四十九条): a unit hands its report in; the office returns it with reasons or accepts it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from gongkai.annual_report import report, units
from gongkai.annual_report.actions import Refused, is_closed, must_have_stood, must_stand, said
from gongkai.annual_report.models import Submission
from gongkai.annual_report.scope import Scope
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, person_or_none, require

State = Submission.State
MOST_WORDS = 1000


@transaction.atomic
def submit(
    *, actor: Actor, organ: Organ, year: int, on: date, notes: Mapping[str, str] | None = None
) -> Submission:
    """报送. An error blocks, a warning needs its note, as in publishing; what is handed in is frozen."""
    require(actor, organ, Role.COMPILER)
    if units.supervising(organ) is None:
        raise Refused(f"{organ.short_name}的报告不向别的机关报送，直接公布")
    if on <= date(year, 12, 31):
        raise Refused(f"{year}年还没有过完，年度报告统计到12月31日")
    must_have_stood(organ, year)
    if is_closed(organ, year):
        raise Refused(f"{year}年的报告已经公布；确需更正的，先登记更正")
    Organ.objects.select_for_update().get(pk=organ.pk)  # sent twice: the second finds it handed in
    before = units.latest(organ, year)
    if before is not None and before.state == State.SUBMITTED:
        raise Refused(f"第{before.round}次报送还在审核，等退回或者通过以后再报")
    notes = dict(notes or {})
    computed = report.compute(organ, year)
    must_stand(computed, notes)
    snapshot = units.content(report.draft(computed))
    mark = units.digest(snapshot)
    if before is not None and before.digest == mark:
        word = "通过审核的" if before.state == State.ACCEPTED else "退回的"
        raise Refused(f"这份报告与第{before.round}次{word}完全相同，不用再报")
    row = Submission.objects.create(
        organ=organ, year=year, round=before.round + 1 if before else 1, submitted_on=on,
        submitted_by=person_or_none(actor), notes=notes, snapshot=snapshot, digest=mark,
    )  # fmt: skip
    said(
        Scope(organ, year),
        actor,
        "report.submitted",
        on,
        {"round": row.round, "digest": mark, "notes": notes},
    )
    return row


def send_back(*, actor: Actor, submission: Submission, on: date, reason: str) -> Submission:
    """退回, with the reasons the unit has to mend."""
    if not reason.strip():
        raise Refused("退回要写明原因，单位按它修改")
    return _decide(actor, submission, State.RETURNED, on, reason.strip())


def accept(*, actor: Actor, submission: Submission, on: date, remark: str = "") -> Submission:
    """审核通过: the unit may publish exactly this."""
    return _decide(actor, submission, State.ACCEPTED, on, remark.strip() or None)


@transaction.atomic
def _decide(actor: Actor, submission: Submission, state: State, on: date, remark: str | None) -> Submission:
    row = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("organ__parent")
        .get(pk=submission.pk)
    )
    office = units.supervising(row.organ)
    if office is None:
        raise Refused(f"{row.organ.short_name}已经没有上级主管部门，这次报送不能再审核")
    require(actor, office, Role.SUPERVISOR, Role.COMPILER)
    if row.state != State.SUBMITTED:
        raise Refused(f"第{row.round}次报送{row.get_state_display()}，不能再审核")
    if remark and len(remark) > MOST_WORDS:
        raise Refused(f"审核意见最多{MOST_WORDS}字，现在{len(remark)}字，请分条写简")
    person = person_or_none(actor)
    if person is not None and person.pk == row.submitted_by_id:
        raise Refused("报送的人不能审核自己报送的报告，请由另一人审核")
    if on < row.submitted_on:
        raise Refused("审核日期早于报送日期，请核对")
    row.state, row.decided_on, row.decided_by, row.remark = state, on, person, remark
    row.save(update_fields=["state", "decided_on", "decided_by", "remark"])
    said(
        Scope(row.organ, row.year), actor, f"report.{state.value}", on, {"round": row.round, "remark": remark}
    )
    return row
