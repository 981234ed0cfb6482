# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""政务舆情 with its hours, 服务站 and 共同富裕 goals on the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse

from gongkai.desk import screens
from gongkai.desk.deeds import Deed, RecordPage, RowForm
from gongkai.desk.engagement_activities import entry
from gongkai.desk.engagement_common import OrganForm, found_as, indexed, mine
from gongkai.desk.fields import choice, day, in_years, text, words_of
from gongkai.desk.views import page, paged
from gongkai.engagement import actions, holding
from gongkai.engagement.models import Activity, Goal, SentimentCase, Station
from gongkai.engagement.queries import visible_to
from gongkai.organs.models import Role
from gongkai.organs.permissions import holds
from gongkai.organs.today import now, today
from gongkai.publishing.models import Document

WORKING = (Role.EDITOR, Role.HANDLER)


def moment(label: str, **options: Any) -> forms.DateTimeField:
    """A day with the time."""
    return forms.DateTimeField(
        label=label, widget=forms.DateTimeInput({"class": "in short", "type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        error_messages={"required": f"请填写{label}", "invalid": f"{label}请写成2025-02-10 09:30这样"},
        validators=[in_years(label)], **options,
    )  # fmt: skip


def decimal(label: str, **options: Any) -> forms.DecimalField:
    """A number with at most two places."""
    return forms.DecimalField(
        label=label, max_digits=14, decimal_places=2, widget=forms.NumberInput({"class": "in short", "step": "any"}),
        error_messages={"required": f"请填写{label}", "invalid": f"{label}应为数字"} | dict.fromkeys(
            ("max_digits", "max_whole_digits", "max_decimal_places"), "最多12位整数、2位小数"
        ), **options,
    )  # fmt: skip


class RaiseForm(OrganForm):
    """登记舆情."""

    roles = WORKING
    on = day("登记日期")
    organ = choice("负责回应的机关", [])
    title = text("事由", max_length=160)
    source = text("来源", max_length=120, help_text="例如网络论坛、媒体报道、12345集中来电")
    arose_at = moment("发生时间", help_text="期限从发生时起算，不从登记时起算")
    major = forms.BooleanField(
        label="特别重大、重大突发事件（24小时内举行新闻发布会；其他48小时内回应）", required=False
    )


class RespondForm(RowForm):
    """登记回应."""

    on = day("登记日期")
    responded_at = moment("回应时间")
    spokesman = text("发布人的职务", max_length=60, help_text="例如县卫健局局长、新闻发言人；不写姓名")
    response = text("回应内容", lines=6, max_length=4000)
    activity = text("新闻发布会", max_length=10, required=False, help_text="在“活动”里登记过的，填它的号")
    document = text("公开信息的索引号", max_length=60, required=False)

    def clean_activity(self) -> Activity | None:
        said = str(self.cleaned_data["activity"]).strip()
        if not said:
            return None
        found = (
            visible_to(self.person, Activity).filter(pk=int(said)).first()
            if said.isascii() and said.isdigit()
            else None
        )
        if found is None:
            raise forms.ValidationError("没有这个号的活动，请核对")
        return found  # type: ignore[return-value]

    def clean_document(self) -> Document | None:
        said = str(self.cleaned_data["document"]).strip()
        return indexed(said) if said else None


SENTIMENT_DEEDS = {"respond": Deed("登记回应", RespondForm, actions.respond_sentiment)}


@login_required
def sentiments(request: HttpRequest) -> HttpResponse:
    """政务舆情: what waits longest first, then what was responded to."""
    person, at, state = screens.signed_in(request), now(), words_of(request, "state")
    rows = visible_to(person, SentimentCase)
    waiting = rows.filter(responded_at__isnull=True).count()
    if state in ("wait", "done"):
        rows = rows.filter(responded_at__isnull=state == "wait")
    rows = rows.order_by(F("responded_at").desc(nulls_first=True), "arose_at", "pk")
    found, query = paged(request, rows, "件")
    return page(
        request, "engage/sentiments", waiting=waiting, found=found, query=query, state=state,
        lines=[(c, holding.clock_of(c, at)) for c in found.object_list], may=bool(mine(person, *WORKING)),
    )  # fmt: skip


@login_required
def sentiment_new(request: HttpRequest) -> HttpResponse:
    """登记舆情."""
    return entry(request, RaiseForm, actions.raise_sentiment, "登记舆情", "desk:sentiment", [
        "特别重大、重大突发事件，24小时内举行新闻发布会；其他政务舆情48小时内回应（国办发〔2016〕61号）", "时限连续计算，节假日不停",
    ], "desk:sentiments")  # fmt: skip


SENTIMENT = RecordPage(
    "engage/sentiment", "desk:sentiment", "case", SENTIMENT_DEEDS, found_as(SentimentCase),
    names=lambda row, person: ["respond"] if row.responded_at is None and holds(person, row.organ, *WORKING) else [],
    more=lambda row, _person: {"clock": holding.clock_of(row, now())},
)  # fmt: skip
sentiment, sentiment_act = SENTIMENT.views()


class StationForm(OrganForm):
    """开设服务站."""

    on = day("开设日期")
    organ = choice("机关", [])
    name = text("名称", max_length=80)
    address = text("地址", max_length=160)
    phone = text("电话", max_length=40)
    hours = text("开放时间", max_length=80)
    services = text("服务内容", lines=3, max_length=300)


class AmendForm(RowForm):
    """更正."""

    on = day("更正日期")
    name = text("名称", max_length=80)
    address = text("地址", max_length=160)
    phone = text("电话", max_length=40)
    hours = text("开放时间", max_length=80)
    services = text("服务内容", lines=3, max_length=300)

    def __init__(self, row: Station, *args: Any, **kwargs: Any) -> None:
        super().__init__(row, *args, **kwargs)
        self.initial |= {
            name: getattr(row, name) for name in ("name", "address", "phone", "hours", "services")
        }


class CloseForm(RowForm):
    """停止服务."""

    on = day("停止日期")
    reason = text("理由", max_length=200)


STATION_DEEDS = {
    "amend": Deed("更正信息", AmendForm, actions.amend_station), "close": Deed("停止服务", CloseForm, actions.close_station),
}  # fmt: skip


@login_required
def stations(request: HttpRequest) -> HttpResponse:
    """服务站."""
    person, q = screens.signed_in(request), words_of(request)
    rows = visible_to(person, Station)
    if q:
        rows = rows.filter(name__icontains=q) | rows.filter(address__icontains=q)
    found, query = paged(request, rows.order_by("closed_on", "organ__position", "name"), "个")
    return page(
        request, "engage/stations", found=found, query=query, q=q, may=bool(mine(person, Role.EDITOR))
    )


@login_required
def station_new(request: HttpRequest) -> HttpResponse:
    """开设服务站."""
    return entry(request, StationForm, actions.open_station, "登记服务站", "desk:station", [
        "地址写到门牌号，门户上的名录不用地图也能找到", "停止服务的，登记停止日期，名录里就不再列",
    ], "desk:stations")  # fmt: skip


STATION = RecordPage(
    "engage/station", "desk:station", "station", STATION_DEEDS, found_as(Station),
    names=lambda row, person: STATION_DEEDS if row.closed_on is None and holds(person, row.organ, Role.EDITOR) else [],
)  # fmt: skip
station, station_act = STATION.views()


class GoalForm(OrganForm):
    """设定目标."""

    on = day("设定日期")
    organ = choice("责任单位", [])
    action = text("行动", max_length=40, help_text="共同富裕六大行动里的哪一个，例如“扩中提低行动”")
    title = text("目标", max_length=160)
    unit = text("单位", max_length=20)
    baseline = decimal("起点")
    target = decimal("目标值")
    due_on = day("完成期限")


class ReportForm(RowForm):
    """登记进度."""

    on = day("截至日期")
    value = decimal("完成到")
    evidence = text("依据", max_length=200)


GOAL_DEEDS = {"report": Deed("登记进度", ReportForm, actions.report_goal)}


@login_required
def goals(request: HttpRequest) -> HttpResponse:
    """共同富裕六大行动: goals under their actions."""
    person = screens.signed_in(request)
    rows = holding.standings(holding.goals_with_progress(visible_to(person, Goal))[:500], as_of=today())
    return page(request, "engage/goals", actions=holding.by_action(rows), may=bool(mine(person, Role.EDITOR)))


@login_required
def goal_new(request: HttpRequest) -> HttpResponse:
    """设定目标."""
    return entry(request, GoalForm, actions.set_goal, "设定目标", "desk:goal", [
        "一个目标一个数，写明起点、目标值和期限", "进度按日期登记，附依据，门户上公布",
    ], "desk:goals")  # fmt: skip


GOAL = RecordPage(
    "engage/goal", "desk:goal", "goal", GOAL_DEEDS, found_as(Goal),
    names=lambda row, person: ["report"] if holds(person, row.organ, *WORKING) else [],
    more=lambda row, _person: {
        "standing": holding.standings([row], as_of=today())[0], "steps": list(row.progress.all())[::-1],
    },
)  # fmt: skip
goal, goal_act = GOAL.views()
