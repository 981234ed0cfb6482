# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What desk templates show: the rooms, the deadlines as lines, the coming days. No decision is taken here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest
from django.urls import reverse

from gongkai.applications.clock_view import CalendarDay, day_label
from gongkai.applications.queries import Deadline
from gongkai.law.calendar import DayKind, Workdays
from gongkai.organs.models import Person


@dataclass(frozen=True)
class NavItem:
    label: str
    href: str
    current: bool
    count: int | None = None


def navigation(request: HttpRequest, *, open_cases: int | None = None) -> list[NavItem]:
    """The desk's rooms; the current one is known by its address."""
    entries = (
        ("今日", "desk:home", None), ("依申请公开", "desk:cases", open_cases), ("协办", "desk:tasks", None), ("申请转公开", "desk:topics", None),
        ("复议和诉讼", "desk:proceedings", None),
        ("公众来件", "desk:matters", None), ("主动公开", "desk:documents", None),
        ("稿件和审核", "desk:drafts", None),
        ("活动和回应", "desk:activities", None), ("监督整改", "desk:findings", None),
        ("年度报告", "desk:reports", None), ("导入登记簿", "desk:import", None),
    )  # fmt: skip
    path = request.path
    found = []
    for label, name, count in entries:
        href = reverse(name)
        current = path == href if name == "desk:home" else path.startswith(href)
        found.append(NavItem(label, href, current, count))
    return found


def load_calendar(
    counts: Sequence[tuple[date, int]], *, today: date, workdays: Workdays
) -> list[CalendarDay]:
    """How many cases end on each of the coming days."""
    days = []
    for n, (day, count) in enumerate(counts):
        kind = workdays.kind(day)
        cls = {DayKind.WORK: "w", DayKind.MAKEUP: "m", DayKind.HOLIDAY: "h", DayKind.WEEKEND: "o"}[kind]
        text = str(count) if count else ("休" if kind is DayKind.HOLIDAY else "")
        days.append(
            CalendarDay(
                cls + (" t" if day == today else ""),
                day_label(day, n == 0),
                "班" if kind is DayKind.MAKEUP else "",
                text,
            )
        )
    return days


def week_start(day: date) -> date:
    return day - timedelta(days=day.weekday())


def grouped(lines: Sequence[Deadline]) -> list[tuple[str, list[Deadline]]]:
    """The work list by urgency; paused cases last."""
    late = [x for x in lines if x.clock and x.clock.overdue]
    soon = [x for x in lines if x not in late and x.remaining is not None and 0 <= x.remaining <= 3]
    later = [x for x in lines if x not in late and x not in soon and x.remaining is not None]
    rest = [x for x in lines if x not in late and x not in soon and x not in later]
    groups = [("已超过期限", late), ("3个工作日以内", soon), ("以后", later), ("暂停或者待确认", rest)]
    return [(label, found) for label, found in groups if found]


def signed_in(request: HttpRequest) -> Person:
    """The person behind the request; views are behind login_required."""
    if not isinstance(request.user, Person):
        raise TypeError("需要登录")
    return request.user
