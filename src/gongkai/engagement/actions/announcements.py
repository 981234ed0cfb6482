# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of announcing: what is to be held is announced, moved, cancelled with the reason, or recorded as held with its counts."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from gongkai.applications.sealing import keyed_digest
from gongkai.engagement.actions.activities import hold, kind_named
from gongkai.engagement.actions.core import Refused, note, numberless, told
from gongkai.engagement.models import Activity, Announcement
from gongkai.law.clock import cn
from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, require
from gongkai.organs.recording import within_a_year
from gongkai.organs.today import now

LONGEST = timedelta(days=31)  # what lasts longer is no activity of a day, and most likely a slip of the month


def said_of(row: Announcement) -> str:
    """What the ledger keeps of the words."""
    return keyed_digest("announcement", "\n".join((row.title, row.place, row.contact, row.about or "")))


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _when(starts_at: datetime, ends_at: datetime, on: date) -> None:
    if starts_at <= now():
        raise Refused("开始时间已经过了；已经举办的，直接登记活动")
    if ends_at <= starts_at:
        raise Refused("结束时间应当晚于开始时间")
    if ends_at - starts_at > LONGEST:
        raise Refused(f"从开始到结束超过{LONGEST.days}日，请核对；分几次办的分几次预告")
    within_a_year(_day(starts_at), on, "开始的日期", Refused)


def _write(row: Announcement, facts: dict[str, Any]) -> None:
    row.title, row.place = told(facts["title"], "名称", 120), told(facts["place"], "地点", 120)
    row.contact = told(facts["contact"], "联系方式", 120)
    about = numberless(str(facts["about"]).strip(), "内容和参加办法")
    row.about, row.online = about or None, facts["online"]
    row.starts_at, row.ends_at = facts["starts_at"], facts["ends_at"]
    row.full_clean(exclude=["organ", "activity"])
    row.save()


def _payload(row: Announcement) -> dict[str, Any]:
    return {
        "starts_at": row.starts_at.isoformat(),
        "ends_at": row.ends_at.isoformat(),
        "digest": said_of(row),
    }


@transaction.atomic
def announce(
    *, actor: Actor, organ: Organ, kind: str, title: str, starts_at: datetime, ends_at: datetime, place: str, contact: str, on: date,
    about: str = "", online: bool = False,
) -> Announcement:  # fmt: skip
    """预告活动: public at once, with when, where and whom to ask. Of any kind; only what is held is counted."""
    require(actor, organ, Role.EDITOR)
    _when(starts_at, ends_at, on)
    row = Announcement(kind=kind_named(str(kind)).key, organ=organ, announced_on=on)
    _write(row, {
        "title": title, "place": place, "contact": contact, "about": about, "online": online, "starts_at": starts_at, "ends_at": ends_at,
    })  # fmt: skip
    note(
        row.stream,
        actor,
        "announcement.made",
        on,
        {"kind": row.kind, "organ": organ.slug, **_payload(row)},
    )
    return row


def _waiting(actor: Actor, announcement: Announcement, on: date) -> Announcement:
    """Raises Refused where it was held or cancelled."""
    rows = Announcement.objects.select_for_update(of=("self",)).select_related("organ")
    row = rows.get(pk=announcement.pk)
    require(actor, row.organ, Role.EDITOR)
    if row.cancelled_on is not None:
        raise Refused(f"已于{cn(row.cancelled_on)}取消")
    if row.activity_id is not None:
        raise Refused("已经登记举办")
    if on < row.announced_on:
        raise Refused(f"早于预告的{cn(row.announced_on)}")
    return row


@transaction.atomic
def move_announcement(
    *, actor: Actor, announcement: Announcement, on: date, title: str, starts_at: datetime, ends_at: datetime, place: str, contact: str,
    reason: str, about: str = "", online: bool = False,
) -> Announcement:  # fmt: skip
    """变更预告: another time, place or contact, with the reason, which is shown; what was announced before stays in the ledger."""
    row = _waiting(actor, announcement, on)
    before = {"starts_at": row.starts_at.isoformat(), "ends_at": row.ends_at.isoformat()}
    _when(starts_at, ends_at, on)
    row.changed_on, row.changed_why = on, told(reason, "变更的理由", 200)
    _write(row, {
        "title": title, "place": place, "contact": contact, "about": about, "online": online, "starts_at": starts_at, "ends_at": ends_at,
    })  # fmt: skip
    note(
        row.stream, actor, "announcement.moved", on, {"before": before, "reason": row.changed_why, **_payload(row)}
    )  # fmt: skip
    return row


@transaction.atomic
def cancel_announcement(*, actor: Actor, announcement: Announcement, on: date, reason: str) -> Announcement:
    """取消: it stays on the page with the reason, so that nobody goes there."""
    row = _waiting(actor, announcement, on)
    row.cancelled_on, row.cancelled_why = on, told(reason, "取消的理由", 200)
    row.save(update_fields=["cancelled_on", "cancelled_why"])
    note(row.stream, actor, "announcement.cancelled", on, {"reason": row.cancelled_why})
    return row


@transaction.atomic
def hold_announced(
    *, actor: Actor, announcement: Announcement, on: date, evidence: str, people: int | None = None, firms: int | None = None,
    posts: int | None = None,
) -> Activity:  # fmt: skip
    """登记举办: on one of the days it was announced for, with the quantity of its kind and the evidence, as any activity."""
    row = _waiting(actor, announcement, on)
    if now() < row.starts_at:
        raise Refused("还没有到开始的时间，办了以后再登记")
    first, last = _day(row.starts_at), _day(row.ends_at)
    if not first <= on <= last:
        days = cn(first) if first == last else f"{cn(first)}至{cn(last)}"
        raise Refused(f"预告的是{days}；实际在别的日子办的，先变更预告，或者取消以后另行登记")
    made = hold(
        actor=actor, organ=row.organ, kind=row.kind, title=row.title, on=on, place=row.place, online=row.online, evidence=evidence,
        people=people, firms=firms, posts=posts,
    )  # fmt: skip
    row.activity = made
    row.save(update_fields=["activity"])
    note(row.stream, actor, "announcement.held", on, {"activity": made.pk})
    return made
