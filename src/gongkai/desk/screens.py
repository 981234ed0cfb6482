# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What desk templates show: the rooms, the deadlines as lines, the coming days. No decision is taken here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.safestring import SafeString, mark_safe

from gongkai.applications.clock_view import CalendarDay, day_label
from gongkai.applications.models import NO_DAY
from gongkai.applications.queries import SOON, WorkLine
from gongkai.law.calendar import DayKind, Workdays
from gongkai.organs.models import Person


@dataclass(frozen=True)
class NavItem:
    label: str
    href: str
    current: bool
    count: str = ""


@dataclass(frozen=True)
class NavGroup:
    """Rooms of one kind of work; a group without a name stands by itself. Open where the page is one of its rooms."""

    label: str
    items: tuple[NavItem, ...]
    open: bool = False

    @property
    def count(self) -> str:
        """What waits in the group, for when it is folded."""
        return next((item.count for item in self.items if item.count), "")


GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("", (("今日", "desk:home"),)),
    ("依申请公开", (
        ("办理单", "desk:work_list"), ("登记申请", "desk:enter"), ("全部申请", "desk:cases"), ("协办", "desk:tasks"), ("公众来件", "desk:matters"),
        ("复议和诉讼", "desk:proceedings"), ("申请转公开", "desk:topics"), ("统计", "desk:statistics"), ("导入登记簿", "desk:import"),
    )),
    ("指引和规范", (("咨询和指引", "desk:enquiries"), ("联席会议", "desk:meetings"), ("办理规范", "desk:procedures"))),
    ("主动公开", (("公开信息", "desk:documents"), ("稿件和审核", "desk:drafts"), ("栏目", "desk:columns"), ("公开指南", "desk:guides"), ("规范性文件和数量", "desk:registers"), ("公开制度", "desk:bylaws"), ("办事和惠企来源", "desk:feeds"), ("邮件订阅", "desk:subscriptions"))),
    ("政民互动", (("意见征集", "desk:consultations"), ("咨询来信", "desk:citizen_messages"), ("12345热线", "desk:tickets"), ("常见问题", "desk:faqs"), ("页面评价", "desk:votes"), ("活动", "desk:activities"), ("企业问题", "desk:problems"), ("政务舆情", "desk:sentiments"), ("服务站", "desk:stations"), ("共同富裕", "desk:goals"), ("诉求和问题清单", "desk:demands"))),
    ("监督", (("巡查", "desk:supervision"), ("栏目脉搏", "desk:pulse"), ("整改通知书", "desk:notices"), ("整改问题", "desk:findings"), ("过期清理", "desk:cleanup"), ("网站检查", "desk:sites"))),
    ("考核和评议", (("工作考核", "desk:scores"), ("社会评议", "desk:surveys"), ("投诉举报", "desk:complaints"), ("政务公开培训", "desk:training"), ("责任追究", "desk:accountability"))),
    ("", (("年度报告", "desk:reports"), ("人员和岗位", "desk:people"), ("机关", "desk:organs"))),
)  # fmt: skip


def navigation(request: HttpRequest, *, counts: Mapping[str, str]) -> SafeString:
    """The desk's rooms in groups; the current one is the longest address that the page's begins with."""
    path, rooms = request.path, _rooms(get_script_prefix())
    inside = [
        href
        for _, entries in rooms
        for _, name, href in entries
        if (path == href if name == "desk:home" else path.startswith(href))
    ]
    return _drawn(get_script_prefix(), max(inside, key=len, default=""), tuple(counts.items()))


@lru_cache(maxsize=256)
def _drawn(prefix: str, here: str, counts: tuple[tuple[str, str], ...]) -> SafeString:
    """The navigation as HTML: the same on every page of a room until a number changes."""
    numbers = dict(counts)
    groups = []
    for label, entries in _rooms(prefix):
        items = tuple(
            NavItem(word, href, href == here, numbers.get(name, "")) for word, name, href in entries
        )
        groups.append(NavGroup(label, items, any(item.current for item in items)))
    # 今日 stands alone: what it shows is the first group's
    if not any(group.open and group.label for group in groups):
        groups[1] = replace(groups[1], open=True)
    return mark_safe(render_to_string("desk/nav.html", {"nav": groups}))  # noqa: S308 - escaped by the template


@cache
def _rooms(_prefix: str) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The groups with their addresses, which stay while a process runs."""
    return [(label, [(word, name, reverse(name)) for word, name in entries]) for label, entries in GROUPS]


def at_least(count: int, capped: bool) -> str:
    """A count, or that there are at least so many."""
    return f"{count:,}+" if capped else str(count)


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


def grouped(lines: Sequence[WorkLine]) -> list[tuple[str, list[WorkLine]]]:
    """Lines of the work list under headings, in their order: one heading may come only once, since days only grow."""
    found: list[tuple[str, list[WorkLine]]] = []
    for line in lines:
        label = _heading(line)
        if not found or found[-1][0] != label:
            found.append((label, []))
        found[-1][1].append(line)
    return found


def _heading(line: WorkLine) -> str:
    if line.act_on == NO_DAY:
        return "没有确定的日子"
    if line.act_on < line.as_of:
        return "期限已过"
    return "3个工作日以内" if line.remaining is not None and line.remaining <= SOON else "以后"


def signed_in(request: HttpRequest) -> Person:
    """The person behind the request; views are behind login_required."""
    if not isinstance(request.user, Person):
        raise TypeError("需要登录")
    return getattr(
        request, "_cached_user", request.user
    )  # the person itself, not the lazy stand-in around it
