# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What the status page says: the conclusion, the reason, what can be done now, and the remedy if nobody answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from gongkai.applications import queries
from gongkai.applications.clock_view import ClockView, clock_view
from gongkai.applications.models import Application, Message, State
from gongkai.law.clock import Clock, cn
from gongkai.law.outcomes import outcome
from gongkai.law.remedies import Bodies, Ground, OrganLevel, notice
from gongkai.organs.models import Organ
from gongkai.organs.workdays import workdays


@dataclass(frozen=True)
class Conclusion:
    """The hero: what it is, the day, the sentence under it, and its tone (paused, late or none)."""

    label: str
    day: str
    said: str
    tone: str


def conclusion(case: Application, clock: Clock | None) -> Conclusion:
    """The one thing the applicant came to see."""
    step = queries.now(case, clock)
    if case.state == State.CLOSED and case.closed_on and case.received_on is None:
        said = "还没有与您确认就撤回了，机关不再办理。以后需要的，可以重新申请。"
        return Conclusion("已经撤回", cn(case.closed_on), said, "")
    if case.state == State.CLOSED and case.closed_on:
        what = outcome(case.outcome or "").short
        late = "，超过了答复期限" if case.on_time is False else ""
        return Conclusion("已经办结", cn(case.closed_on), f"办理结果：{what}{late}。", "")
    if clock is None:
        return Conclusion(
            "等待与您确认", "确认后起算", "工作人员会用您留的电话与您确认，确认之日为收到申请之日。", "paused"
        )
    if clock.due is None:
        asked = queries.supplement_asked(case) if case.state == State.AWAITING_SUPPLEMENT else None
        by = (
            f"请在{cn(date.fromisoformat(asked['respond_by']))}前补正。"
            if asked and asked.get("respond_by")
            else ""
        )
        return Conclusion(
            "现在没有答复期限", "重新起算", f"{step}。{by}收到以后，答复期限重新计算。", "paused"
        )
    left = clock.remaining_working_days or 0
    if clock.overdue:
        return Conclusion("最迟答复您的日期", cn(clock.due), f"已经超过{-left}个工作日。{step}。", "late")
    days = f"今天起还有{left}个工作日。" if left else "今天到期。"
    return Conclusion("最迟答复您的日期", cn(clock.due), f"{days}现在的环节：{step}。", "")


def view_of(case: Application, clock: Clock | None, *, today: date) -> ClockView:
    """Why this day."""
    return clock_view(
        clock,
        channel=case.channel,
        submitted_on=case.submitted_on,
        today=today,
        workdays=workdays(),
        outcome="已经撤回" if case.state == State.CLOSED and case.received_on is None else "",
    )


def can_do(case: Application) -> list[tuple[str, str]]:
    """(kind of thing sent, words of the link) open now."""
    if case.state == State.CLOSED:
        return []
    found = []
    if case.state == State.UNCONFIRMED:
        found.append((Message.Kind.SUPPLEMENT.value, "补充申请材料"))
    if case.state == State.AWAITING_SUPPLEMENT:
        found.append((Message.Kind.SUPPLEMENT.value, "提交补正材料"))
    if case.state == State.AWAITING_PAYMENT:
        found.append((Message.Kind.PAYMENT.value, "提交缴费凭证"))
    return [*found, (Message.Kind.NOTE.value, "给承办人留言")]


def shown_facts(case: Application) -> list[tuple[str, str]]:
    """申请内容, the applicant's own."""
    online = queries.particulars(case)
    way = case.form
    if online.get("delivery") == "email":
        way = f"{way} {queries.masked_email(online['email'])}"
    fee = queries.fee_of(case)
    return [
        ("申请人", case.applicant.name), ("受理机关", case.organ.name), ("提交方式", case.get_channel_display()),
        ("获取方式", way), ("费用", f"{fee['yuan']}元" if fee else "不收费"),
    ]  # fmt: skip


_LEVELS = {
    Organ.Kind.GOVERNMENT: OrganLevel.COUNTY_GOVERNMENT, Organ.Kind.TOWNSHIP: OrganLevel.TOWNSHIP,
    Organ.Kind.OFFICE: OrganLevel.COUNTY_DEPARTMENT, Organ.Kind.DEPARTMENT: OrganLevel.COUNTY_DEPARTMENT,
    Organ.Kind.INSTITUTION: OrganLevel.COUNTY_DEPARTMENT,
}  # fmt: skip


def silence(case: Application, site: Organ, *, today: date) -> Any:
    """逾期不答复: the remedy, with the bodies named as far as this instance knows them."""
    organ = case.organ
    level = OrganLevel.VERTICAL if organ.vertical_line else _LEVELS[Organ.Kind(organ.kind)]
    names = Bodies(site.name, "上一级人民政府", "上一级主管部门", "有管辖权的人民法院")
    return notice(Ground.SILENCE, today, level=level, names=names)
