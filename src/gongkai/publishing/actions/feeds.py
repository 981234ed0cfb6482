# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on feeds: set up, taken whole or not at all; a failure is recorded and what came before stays, marked."""

from __future__ import annotations

import urllib.request
from datetime import date
from http.client import HTTPException

from django.db import transaction

from gongkai.organs.models import Organ, Role
from gongkai.organs.permissions import Actor, person_or_none, require
from gongkai.organs.recording import record
from gongkai.publishing.actions.documents import Refused
from gongkai.publishing.feeds import MOST_BYTES, read_feed
from gongkai.publishing.models import Feed, FeedEntry, FeedLink, FeedTry
from gongkai.redaction import Unreadable

_SECONDS = 20


class Broken(Refused):
    """The source gave nothing usable; what is wrong is recorded on the feed."""


@transaction.atomic
def set_feed(
    *,
    actor: Actor,
    owner: Organ,
    slug: str,
    name: str,
    kind: str,
    address: str | None,
    on: date,
    fresh_days: int = 7,
) -> Feed:
    """设置数据来源; the same slug again changes it."""
    require(actor, owner, Role.ADMIN, Role.SUPERVISOR)
    feed = Feed.objects.select_for_update().filter(slug=slug).first() or Feed(slug=slug)
    if feed.pk and feed.owner_id != owner.pk:
        require(actor, feed.owner, Role.ADMIN, Role.SUPERVISOR)
    feed.owner, feed.name, feed.kind, feed.address, feed.fresh_days = (
        owner,
        name,
        kind,
        address or None,
        fresh_days,
    )
    feed.full_clean(exclude=["owner"])
    feed.save()
    record(
        feed.stream, actor, "feed.set", on,
        {"slug": slug, "name": name, "kind": str(kind), "address": address, "owner": owner.slug},
    )  # fmt: skip
    return feed


def take_feed(*, actor: Actor, feed: Feed, data: bytes, on: date) -> Feed:
    """读取 what a source gave, in place of what it gave before. Raises Broken, with the failure on record."""
    require(actor, feed.owner, Role.ADMIN, Role.SUPERVISOR, Role.EDITOR)
    try:
        items, faults = read_feed(data)
    except Unreadable as error:
        raise fail_feed(actor=actor, feed=feed, on=on, why=str(error)) from None
    if faults:
        first = faults[0]
        where = f"第{first.row}条" if first.row else "整个文件"
        raise fail_feed(
            actor=actor,
            feed=feed,
            on=on,
            why=f"有{len(faults)}处读不出来，{where}{first.column}：{first.reason}",
        )
    with transaction.atomic():
        row = Feed.objects.select_for_update().get(pk=feed.pk)
        before = set(FeedLink.objects.filter(entry__feed=row).values_list("number", flat=True))
        row.entries.exclude(key__in=[i.key for i in items]).delete()
        known = {e.key: e for e in row.entries.all()}
        FeedLink.objects.filter(entry__feed=row).delete()
        for item in items:
            entry = known.get(item.key) or FeedEntry(feed=row, key=item.key)
            entry.title, entry.url, entry.summary, entry.until = (
                item.title,
                item.url,
                item.summary,
                item.until,
            )
            entry.save()
            FeedLink.objects.bulk_create(FeedLink(entry=entry, number=n) for n in item.numbers)
        row.came_on, row.tried_on, row.failure = on, on, None
        row.save(update_fields=["came_on", "tried_on", "failure"])
        FeedTry.objects.create(feed=row, on=on, count=len(items), by=person_or_none(actor))
        gone = sorted(before - {n for item in items for n in item.numbers})
        record(row.stream, actor, "feed.taken", on, {"count": len(items), "gone": gone})
    return row


@transaction.atomic
def fail_feed(*, actor: Actor, feed: Feed, on: date, why: str) -> Broken:
    """记下读取失败; the error to raise."""
    row = Feed.objects.select_for_update().get(pk=feed.pk)
    row.tried_on, row.failure = on, why[:200]
    row.save(update_fields=["tried_on", "failure"])
    FeedTry.objects.create(feed=row, on=on, failure=why[:200], by=person_or_none(actor))
    record(row.stream, actor, "feed.failed", on, {"why": why[:200]})
    return Broken(why[:200])


def pull_feed(*, actor: Actor, feed: Feed, on: date) -> Feed:
    """从地址读取. Raises Broken for what cannot be reached, too, never leaving a failure unrecorded."""
    require(actor, feed.owner, Role.ADMIN, Role.SUPERVISOR, Role.EDITOR)
    if not feed.address or not feed.address.startswith(("http://", "https://")):
        raise Refused("这个来源没有网址，请上传文件")
    try:
        # The address is the administrator's setting, checked above to be http(s).
        with urllib.request.urlopen(feed.address, timeout=_SECONDS) as answer:  # noqa: S310
            data: bytes = answer.read(MOST_BYTES + 1)
    except (OSError, HTTPException, ValueError) as error:
        raise fail_feed(actor=actor, feed=feed, on=on, why=f"读不到网址：{error}") from None
    return take_feed(actor=actor, feed=feed, data=data, on=on)
