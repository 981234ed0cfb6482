# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs on feeds: set up, taken whole or not at all; a failure is recorded and what came before stays, marked.

What the source itself answers at the address an administrator set goes out at once; a file that a person uploads, after another person.
"""

from __future__ import annotations

import hashlib
import urllib.request
from collections.abc import Sequence
from datetime import date
from http.client import HTTPException
from typing import Any

from django.db import transaction

from gongkai.law.clock import cn
from gongkai.organs.models import Organ, Person, Role
from gongkai.organs.permissions import Actor, person_or_none, require
from gongkai.organs.recording import record
from gongkai.publishing.actions.documents import Refused, by_system
from gongkai.publishing.feeds import LOOKING, MOST_BYTES, Item, items_of, read_feed
from gongkai.publishing.models import Feed, FeedEntry, FeedLink, FeedOffer, FeedTry
from gongkai.redaction import Unreadable

_SECONDS = 20
BATCH = 500  # rows a statement
FACTS = ("title", "url", "summary", "until")


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
    """读取 what another system gave, in place of what it gave before. Raises Broken, with the failure on record.

    A file that a person uploads goes to another person first: `offer_feed`.
    """
    by_system(actor)
    return _take(actor, feed, data, on)


def _take(actor: Actor, feed: Feed, data: bytes, on: date) -> Feed:
    items = _read(actor, feed, data, on)
    with transaction.atomic():
        return _replace(_locked(feed), items, actor, on, {})


def _locked(feed: Feed) -> Feed:
    """The source as it is now, locked. Raises Refused for one that is no longer used."""
    row = Feed.objects.select_for_update(of=("self",)).select_related("owner").get(pk=feed.pk)
    if row.ended_on is not None:
        raise Refused(f"这个来源已于{cn(row.ended_on)}停用")
    return row


def _read(actor: Actor, feed: Feed, data: bytes, on: date) -> list[Item]:
    """Every item, or Broken with the failure on record."""
    try:
        items, faults = read_feed(data)
    except Unreadable as error:
        raise fail_feed(actor=actor, feed=feed, on=on, why=str(error)) from None
    if faults:
        first = faults[0]
        where = f"第{first.row}条" if first.row else "整个文件"
        why = f"有{len(faults)}处读不出来，{where}{first.column}：{first.reason}"
        raise fail_feed(actor=actor, feed=feed, on=on, why=why)
    return items


def _replace(row: Feed, items: Sequence[Item], actor: Actor, on: date, more: dict[str, Any]) -> Feed:
    """These in place of what the source gave before, in a few statements for all of them."""
    before = set(FeedLink.objects.filter(entry__feed=row).values_list("number", flat=True))
    known = {e.key: e for e in row.entries.all()}
    keys = {i.key for i in items}
    FeedLink.objects.filter(entry__feed=row).delete()
    gone = [e.pk for key, e in known.items() if key not in keys]
    for n in range(0, len(gone), BATCH):
        FeedEntry.objects.filter(pk__in=gone[n : n + BATCH]).delete()
    added, moved = [], []
    for item in items:
        entry = known.get(item.key) or FeedEntry(feed=row, key=item.key)
        facts = {name: getattr(item, name) for name in FACTS}
        if entry.pk is None:
            added.append(entry)
        elif any(getattr(entry, name) != value for name, value in facts.items()):
            moved.append(entry)
        for name, value in facts.items():
            setattr(entry, name, value)
        known[item.key] = entry
    FeedEntry.objects.bulk_create(added, BATCH)
    FeedEntry.objects.bulk_update(moved, FACTS, BATCH)
    FeedLink.objects.bulk_create(
        [FeedLink(entry=known[i.key], number=n) for i in items for n in i.numbers], BATCH
    )
    row.came_on, row.tried_on, row.failure = on, on, None
    row.save(update_fields=["came_on", "tried_on", "failure"])
    FeedTry.objects.create(feed=row, on=on, count=len(items), by=person_or_none(actor))
    left = sorted(before - {n for item in items for n in item.numbers})
    record(row.stream, actor, "feed.taken", on, {"count": len(items), "gone": left, **more})
    return row


def offer_feed(*, actor: Person, feed: Feed, data: bytes, on: date) -> FeedOffer:
    """上传 a source's file, for another person to look at (条例第十七条); one that still waits is replaced. Raises Broken."""
    require(actor, feed.owner, Role.ADMIN, Role.SUPERVISOR, Role.EDITOR)
    items = _read(actor, feed, data, on)
    with transaction.atomic():
        row = _locked(feed)
        row.offers.filter(decided_on__isnull=True).delete()
        held = [
            [i.key, i.title, i.url, i.summary, i.until.isoformat() if i.until else None, list(i.numbers)]
            for i in items
        ]
        offer = FeedOffer.objects.create(
            feed=row, items=held, count=len(items), offered_by=actor, offered_on=on
        )
        digest = hashlib.sha256(data).hexdigest()
        record(
            row.stream, actor, "feed.offered", on, {"offer": offer.pk, "count": len(items), "digest": digest}
        )
    return offer


@transaction.atomic
def decide_feed(*, actor: Person, offer: FeedOffer, on: date, passes: bool, words: str) -> FeedOffer:
    """复核 an uploaded file, by another than who uploaded it. words: the basis of the secrecy review, or why it is not used."""
    row = (
        FeedOffer.objects.select_for_update(of=("self",))
        .select_related("feed", "offered_by")
        .get(pk=offer.pk)
    )
    feed = _locked(row.feed)
    require(actor, feed.owner, *LOOKING)
    if row.decided_on is not None:
        raise Refused("这份文件已经复核过")
    if row.offered_by_id == actor.pk:
        raise Refused("上传的人不能复核自己的文件（条例第十七条）")
    if not words.strip():
        raise Refused("请写明保密审查的结论和依据" if passes else "请写明为什么不用")
    items = items_of(row)
    row.decided_by, row.decided_on, row.passed, row.said, row.items = actor, on, passes, words.strip(), []
    row.save(update_fields=["decided_by", "decided_on", "passed", "said", "items"])
    if passes:
        _replace(feed, items, actor, on, {"basis": row.said, "offered_by": str(row.offered_by)})
    else:
        record(feed.stream, actor, "feed.refused", on, {"offer": row.pk, "said": row.said})
    return row


@transaction.atomic
def end_feed(*, actor: Actor, feed: Feed, on: date, reason: str) -> Feed:
    """停用 a source: nothing of it stands beside a policy any more; what was read when stays on record."""
    row = _locked(feed)
    require(actor, row.owner, Role.ADMIN, Role.SUPERVISOR)
    if not reason.strip():
        raise Refused("停用要写明原因")
    gone = sorted(set(FeedLink.objects.filter(entry__feed=row).values_list("number", flat=True)))
    row.entries.all().delete()
    row.offers.filter(decided_on__isnull=True).delete()
    row.ended_on = on
    row.save(update_fields=["ended_on"])
    record(row.stream, actor, "feed.ended", on, {"reason": reason.strip(), "gone": gone})
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
    if feed.ended_on is not None:
        raise Refused(f"这个来源已于{cn(feed.ended_on)}停用")
    if not feed.address or not feed.address.startswith(("http://", "https://")):
        raise Refused("这个来源没有网址，请上传文件")
    try:
        # The address is the administrator's setting, checked above to be http(s).
        with urllib.request.urlopen(feed.address, timeout=_SECONDS) as answer:  # noqa: S310
            data: bytes = answer.read(MOST_BYTES + 1)
    except (OSError, HTTPException, ValueError) as error:
        raise fail_feed(actor=actor, feed=feed, on=on, why=f"读不到网址：{error}") from None
    return _take(actor, feed, data, on)
