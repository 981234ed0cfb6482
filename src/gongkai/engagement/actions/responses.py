# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of responding: 政务舆情 within its hours, service stations, goals and their progress."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from gongkai.engagement.actions.core import Refused, note, numberless, told
from gongkai.engagement.models import Activity, Goal, GoalProgress, SentimentCase, Station
from gongkai.law.clock import cn
from gongkai.law.deadlines import period
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.today import now
from gongkai.publishing.models import Document

WORKING = (Role.EDITOR, Role.HANDLER)


def respond_by(case: SentimentCase) -> datetime:
    """24 hours after a 特别重大、重大 event, else 48 (国办发〔2016〕61号): hours that do not rest."""
    key = "sentiment_major" if case.major else "sentiment"
    return case.arose_at + timedelta(hours=24 * period(key).count)


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


@transaction.atomic
def raise_sentiment(
    *, actor: Actor, organ: Organ, title: str, source: str, arose_at: datetime, major: bool, on: date
) -> SentimentCase:
    """登记舆情: the clock runs from when it arose, not from when it was written down."""
    require(actor, organ, *WORKING)
    if _day(arose_at) > on:
        raise Refused("发生时间晚于登记日期")
    _has_come(arose_at, "发生时间")
    row = SentimentCase(
        organ=organ, title=numberless(title, "事由"), source=source, arose_at=arose_at, major=major
    )
    row.full_clean(exclude=["organ"])
    row.save()
    payload = {"organ": organ.slug, "arose_at": arose_at.isoformat(), "major": major}
    note(row.stream, actor, "sentiment.raised", on, payload)
    return row


@transaction.atomic
def respond_sentiment(
    *, actor: Actor, case: SentimentCase, on: date, responded_at: datetime, spokesman: str, response: str,
    activity: Activity | None = None, document: Document | None = None,
) -> SentimentCase:  # fmt: skip
    """回应: when, by whom, what; a press conference or a published item may carry it. Late stays late."""
    row = SentimentCase.objects.select_for_update(of=("self",)).select_related("organ").get(pk=case.pk)
    require(actor, row.organ, *WORKING)
    if row.responded_at is not None:
        raise Refused("已经登记过回应")
    if responded_at < row.arose_at:
        raise Refused("回应时间早于发生时间")
    if _day(responded_at) > on:
        raise Refused("回应时间晚于登记日期")
    _has_come(responded_at, "回应时间")
    row.responded_at, row.spokesman = responded_at, told(spokesman, "发布人的职务", 60)
    row.response, row.activity, row.document = told(response, "回应内容", 4000), activity, document
    row.save(update_fields=["responded_at", "spokesman", "response", "activity", "document"])
    note(row.stream, actor, "sentiment.responded", on, {"responded_at": responded_at.isoformat()})
    return row


def _has_come(moment: datetime, what: str) -> None:
    """A clock of hours is not turned by an hour that has not come."""
    if moment > now():
        raise Refused(f"{what}还没有到，请核对")


def _station_facts(row: Station) -> dict[str, str]:
    return {name: getattr(row, name) for name in ("name", "address", "phone", "hours", "services")}


@transaction.atomic
def open_station(
    *, actor: Actor, organ: Organ, name: str, address: str, phone: str, hours: str, services: str, on: date
) -> Station:
    """开设服务站."""
    require(actor, organ, Role.EDITOR)
    row = Station(
        organ=organ, name=name, address=address, phone=phone, hours=hours, services=services, opened_on=on
    )
    row.full_clean(exclude=["organ"])
    row.save()
    note(row.stream, actor, "station.opened", on, {"organ": organ.slug, **_station_facts(row)})
    return row


@transaction.atomic
def amend_station(
    *,
    actor: Actor,
    station: Station,
    on: date,
    name: str,
    address: str,
    phone: str,
    hours: str,
    services: str,
) -> Station:
    """更正服务站的信息."""
    row = _station(actor, station, on)
    row.name, row.address, row.phone, row.hours, row.services = name, address, phone, hours, services
    row.full_clean(exclude=["organ"])
    row.save()
    note(row.stream, actor, "station.amended", on, _station_facts(row))
    return row


@transaction.atomic
def close_station(*, actor: Actor, station: Station, on: date, reason: str) -> Station:
    """停止服务."""
    row = _station(actor, station, on)
    row.closed_on = on
    row.save(update_fields=["closed_on"])
    note(row.stream, actor, "station.closed", on, {"reason": told(reason, "理由", 200)})
    return row


def _station(actor: Actor, station: Station, on: date) -> Station:
    row = Station.objects.select_for_update(of=("self",)).select_related("organ").get(pk=station.pk)
    require(actor, row.organ, Role.EDITOR)
    if row.closed_on is not None:
        raise Refused(f"已于{cn(row.closed_on)}停止服务")
    if on < row.opened_on:
        raise Refused(f"早于开设的{cn(row.opened_on)}")
    return row


@transaction.atomic
def set_goal(
    *, actor: Actor, organ: Organ, action: str, title: str, unit: str, baseline: Decimal, target: Decimal, on: date, due_on: date
) -> Goal:  # fmt: skip
    """设定目标 of an action."""
    require(actor, organ, Role.EDITOR)
    if due_on <= on:
        raise Refused("完成期限应当晚于设定日期")
    if baseline == target:
        raise Refused("目标值和起点相同")
    row = Goal(
        organ=organ, action=told(action, "行动", 40), title=told(title, "目标", 160), unit=unit, baseline=baseline, target=target, set_on=on,
        due_on=due_on,
    )  # fmt: skip
    row.full_clean(exclude=["organ"])
    row.save()
    note(
        row.stream, actor, "goal.set", on,
        {"organ": organ.slug, "baseline": f"{baseline:.2f}", "target": f"{target:.2f}", "due_on": due_on.isoformat()},
    )  # fmt: skip
    return row


@transaction.atomic
def report_goal(*, actor: Actor, goal: Goal, on: date, value: Decimal, evidence: str) -> GoalProgress:
    """登记进度, once a day, never before the last one."""
    row = Goal.objects.select_for_update(of=("self",)).select_related("organ").get(pk=goal.pk)
    require(actor, row.organ, *WORKING)
    last = row.progress.last()
    if on < row.set_on or (last is not None and on <= last.on):
        raise Refused(f"进度应当晚于{cn(last.on if last else row.set_on)}")
    step = GoalProgress(goal=row, on=on, value=value, evidence=told(evidence, "依据", 200))
    step.full_clean(exclude=["goal"])
    step.save()
    note(row.stream, actor, "goal.reported", on, {"value": f"{value:.2f}"})
    return step
