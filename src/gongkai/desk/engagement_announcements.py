# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""预告 on the desk: announced with its moment, place and contact; moved, cancelled, or recorded as held with its counts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from gongkai.desk import screens
from gongkai.desk.deeds import Deed, RecordPage, RowForm
from gongkai.desk.engagement_activities import entry, number
from gongkai.desk.engagement_common import PICK, OrganForm, found_as, mine
from gongkai.desk.engagement_responses import moment
from gongkai.desk.fields import choice, day, text, words_of
from gongkai.desk.views import page, paged
from gongkai.engagement import actions, announced, holding
from gongkai.engagement.actions.activities import kind_named
from gongkai.engagement.kinds import MEASURES
from gongkai.engagement.models import Announcement
from gongkai.engagement.models.announcements import Standing
from gongkai.engagement.queries import visible_to
from gongkai.organs.models import Person, Role
from gongkai.organs.permissions import holds
from gongkai.organs.today import now

TONES = {
    Standing.COMING: "info", Standing.NOW: "ok", Standing.OVER: "wa", Standing.HELD: "ok", Standing.CANCELLED: "off",
}  # fmt: skip
STATES = (
    ("", "全部"),
    ("ahead", "还没有结束"),
    ("wait", "等登记结果"),
    ("held", "已举办"),
    ("off", "已取消"),
)
_CONTACT = "单位的办公电话或者邮箱，不写个人的姓名和手机号"
_ABOUT = "谁可以参加、要不要报名、带什么材料"


class Told(forms.Form):
    """What is told of an activity that is to be held, when it is announced and when it is moved."""

    title = text("名称", max_length=120)
    starts_at = moment("开始时间")
    ends_at = moment("结束时间")
    place = text("地点", max_length=120)
    online = forms.BooleanField(label="线上举办", required=False)
    contact = text("联系方式", max_length=120, help_text=_CONTACT)
    about = text("内容和参加办法", lines=4, max_length=1000, required=False, help_text=_ABOUT)


class AnnounceForm(Told, OrganForm):
    """预告活动."""

    field_order = ("on", "organ", "kind")
    on = day("预告日期")
    organ = choice("机关", [])
    kind = choice("类型", [])

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(person, *args, **kwargs)
        self.fields["kind"].choices = [PICK, *((k.key, k.label) for k in holding.kinds())]  # type: ignore[attr-defined]


class MoveForm(Told, RowForm):
    """变更预告: as it stands, to be changed."""

    field_order = ("on", "reason")
    on = day("变更日期")
    reason = text("变更的理由", max_length=200, help_text="在门户上公布，例如场地调整")

    def __init__(self, row: Announcement, *args: Any, **kwargs: Any) -> None:
        super().__init__(row, *args, **kwargs)
        kept = ("title", "starts_at", "ends_at", "place", "online", "contact")
        self.initial |= {name: getattr(row, name) for name in kept} | {"about": row.about or ""}


class CancelForm(RowForm):
    """取消."""

    on = day("取消日期")
    reason = text("取消的理由", max_length=200, help_text="在门户上公布")


class HeldForm(RowForm):
    """登记举办: only the quantity its kind is counted by is asked."""

    on = day("举办日期")
    people = number("人数")
    firms = number("家次")
    posts = number("岗位数")
    evidence = text("依据", max_length=120, help_text="签到表、平台记录、岗位汇总表等，数字要能打开到依据")

    def __init__(self, row: Announcement, *args: Any, **kwargs: Any) -> None:
        super().__init__(row, *args, **kwargs)
        measure = kind_named(row.kind).measure
        for name in MEASURES:
            if name != measure:
                del self.fields[name]
        self.initial["on"] = timezone.localdate(row.starts_at)


DEEDS = {
    "held": Deed("登记举办", HeldForm, actions.hold_announced), "move": Deed("变更预告", MoveForm, actions.move_announcement),
    "cancel": Deed("取消", CancelForm, actions.cancel_announcement),
}  # fmt: skip


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """预告: what waits for its record first, then what is coming, then the rest."""
    person, at, state = screens.signed_in(request), now(), words_of(request, "state")
    every = visible_to(person, Announcement)
    waiting = announced.unrecorded(every, at)
    rows = every.order_by("-starts_at", "-pk")
    match state:
        case "ahead":
            rows = every.filter(pk__in=announced.ahead(at).values("pk")).order_by("starts_at", "pk")
        case "wait":
            rows = waiting.order_by("ends_at", "pk")
        case "held":
            rows = rows.filter(activity__isnull=False)
        case "off":
            rows = rows.filter(cancelled_on__isnull=False)
    found, query = paged(request, rows, "项")
    labels = {k.key: k.label for k in holding.kinds()}
    return page(
        request, "engage/announcements", found=found, query=query, state=state, states=STATES, waiting=waiting.count(), labels=labels,
        tones=TONES, lines=[(row, row.standing(at)) for row in found.object_list], may=bool(mine(person, Role.EDITOR)),
    )  # fmt: skip


@login_required
def announce(request: HttpRequest) -> HttpResponse:
    """预告活动."""
    return entry(request, AnnounceForm, actions.announce, "预告活动", "desk:announcement", [
        "登记后马上在门户的“活动预告”里公布，到时间自己变为正在举办、已经结束", "办了以后在这里登记数量和依据，才计入年度报告",
        "改期、换地点、取消都写理由，一并公布",
    ], "desk:announcements")  # fmt: skip


def _names(row: Announcement, person: Person) -> list[str]:
    if row.cancelled_on or row.activity_id or not holds(person, row.organ, Role.EDITOR):
        return []
    begun = now() >= row.starts_at
    return [*(["held"] if begun else []), "move", "cancel"]


def _more(row: Announcement, _person: Person) -> dict[str, Any]:
    standing = row.standing(now())
    return {"stage": standing, "tone": TONES[standing]}


ANNOUNCEMENT = RecordPage(
    "engage/announcement", "desk:announcement", "announcement", DEEDS, found_as(Announcement), names=_names, more=_more
)  # fmt: skip
show, act = ANNOUNCEMENT.views()
