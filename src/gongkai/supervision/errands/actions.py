# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of long work: order it, stop it, take it up again."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.db import transaction

from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import require
from gongkai.organs.recording import record
from gongkai.supervision.actions.core import Refused, site_organ
from gongkai.supervision.errands import waking
from gongkai.supervision.errands.models import ROLES, Errand
from gongkai.supervision.sites.pages import plain_address

MOST_PAGES = 20_000
UNDER_WAY = (Errand.State.WAITING, Errand.State.RUNNING)


@transaction.atomic
def order_site(
    *, actor: Person, organ: Organ, address: str, on: date, pages: int, outgoing: bool = False
) -> Errand:
    """交办一次网站检查 of the site that organ answers for. An address of the inner network only where the instance names it."""
    require(actor, organ, Role.SUPERVISOR)
    start = plain_address(address.strip(), address.strip())
    if start is None or len(start) > 300:
        raise Refused(f"“{address[:60]}”不是可以检查的网址，请写成 http:// 或者 https:// 开头的完整网址")
    if waking.is_inner(start):
        raise Refused(f"{start[:80]}是内部地址，不去访问；确实要检查的，请管理员写进 GONGKAI_INNER_SITES")
    if not 1 <= pages <= MOST_PAGES:
        raise Refused(f"每个网站看1到{MOST_PAGES}个地址")
    if Errand.objects.filter(kind=Errand.Kind.SITE, address=start, state__in=UNDER_WAY).exists():
        raise Refused(f"{start}正在检查，等这一次查完再交办")
    row = Errand.objects.create(
        kind=Errand.Kind.SITE, organ=organ, address=start, pages=pages, outgoing=outgoing, by=actor, on=on
    )
    return _ordered(row, actor, on)


@transaction.atomic
def order_inspection(*, actor: Person, on: date) -> Errand:
    """交办一次巡查."""
    return _order_own(Errand.Kind.RECORD, actor, on, "正在巡查，等这一次完成再交办")


@transaction.atomic
def order_grouping(*, actor: Person, on: date) -> Errand:
    """交办一次诉求整理 (regroup): cutting and comparing tens of thousands of demands takes longer than a page may."""
    return _order_own(Errand.Kind.GROUP, actor, on, "正在整理，等这一次完成再交办")


def _order_own(kind: Errand.Kind, actor: Person, on: date, under_way: str) -> Errand:
    """Work on this instance's own record, one at a time of each kind."""
    site = site_organ()
    require(actor, site, *ROLES[kind])
    if Errand.objects.filter(kind=kind, state__in=UNDER_WAY).exists():
        raise Refused(under_way)
    return _ordered(Errand.objects.create(kind=kind, organ=site, by=actor, on=on), actor, on)


def _ordered(row: Errand, actor: Person, on: date) -> Errand:
    row.told_at = datetime.now(UTC)
    row.save(update_fields=["told_at"])
    payload = {"kind": row.kind, "address": row.address, "organ": row.organ.slug}
    record(row.stream, actor, "errand.ordered", on, payload)
    transaction.on_commit(waking.wake)
    return row


def _locked(errand: Errand) -> Errand:
    return Errand.objects.select_for_update(of=("self",)).select_related("organ").get(pk=errand.pk)


@transaction.atomic
def stop(*, actor: Person, errand: Errand, on: date) -> Errand:
    """停止. What was seen is kept: taken up again, it goes on from there."""
    row = _locked(errand)
    require(actor, row.organ, *ROLES[Errand.Kind(row.kind)])
    if row.state not in UNDER_WAY:
        raise Refused(f"这一项{row.get_state_display()}，不用再停")
    row.stop_asked = True
    if row.state == Errand.State.WAITING or row.is_silent:
        row.state = Errand.State.STOPPED
    row.save(update_fields=["stop_asked", "state"])
    record(row.stream, actor, "errand.stopped", on, {})
    return row


@transaction.atomic
def take_up(*, actor: Person, errand: Errand, on: date) -> Errand:
    """接着做 what was stopped, failed, or whose process is gone."""
    row = _locked(errand)
    require(actor, row.organ, *ROLES[Errand.Kind(row.kind)])
    if row.state not in (Errand.State.STOPPED, Errand.State.FAILED) and not row.is_silent:
        raise Refused(f"这一项{row.get_state_display()}，不用再开始")
    same = Errand.objects.filter(kind=row.kind, address=row.address, state__in=UNDER_WAY).exclude(pk=row.pk)
    if same.exists():
        raise Refused("同一项正在进行")
    row.state, row.stop_asked, row.said, row.tries = Errand.State.WAITING, False, None, 0
    row.told_at = datetime.now(UTC)
    row.save(update_fields=["state", "stop_asked", "said", "tries", "told_at"])
    record(row.stream, actor, "errand.taken_up", on, {})
    transaction.on_commit(waking.wake)
    return row
