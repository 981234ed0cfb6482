# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Verbs of 邮件订阅: asked for on the portal, confirmed and ended by who holds the link in the mail."""

from __future__ import annotations

import hmac
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from gongkai.applications.sealing import keyed_digest, seal
from gongkai.mailing.models import Subscription, Topic
from gongkai.organs.models import Organ
from gongkai.organs.permissions import System
from gongkai.organs.recording import record
from gongkai.publishing.models import Column, Document

READER = System("公众")
MOST_EACH = 30  # topics one address may follow


class Refused(Exception):
    """It cannot be subscribed to; the message says why."""


def token(row: Subscription, purpose: str) -> str:
    """The part of a link that only the mail's receiver has: made from the instance's key, kept nowhere."""
    return keyed_digest(f"mailing/{purpose}", f"{row.pk}/{row.key}")[:40]


def holder(pk: int, said: str, purpose: str) -> Subscription | None:
    """The subscription of a link; none where the link is not the one that was sent."""
    row = Subscription.objects.filter(pk=pk).first()
    return row if row is not None and hmac.compare_digest(token(row, purpose), said) else None


def address_key(address: str) -> str:
    """The same for the same address however it is written; tells nothing without the instance's key."""
    return keyed_digest("mailing/address", address.strip().casefold())


@transaction.atomic
def ask(*, address: str, topic: str, slug: str | None) -> None:
    """订阅: a question goes to the address. Says the same whether the address is known or not. Raises Refused."""
    address = address.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused("邮箱不完整，请检查一下，例如 name@example.cn") from None
    if len(address) > 200:
        raise Refused("邮箱最多200个字")
    if not known(topic, slug):
        raise Refused("没有这个栏目或者机关，请重新选择")
    key = keyed_digest("mailing", f"{address.casefold()}\n{topic}\n{slug or ''}")
    row = Subscription.objects.filter(key=key).first()
    if row is not None:
        if row.confirmed_on is None:  # the first question may have been lost: it is asked once more
            Subscription.objects.filter(pk=row.pk).update(invited_at=None, asked_at=timezone.now())
        return
    try:
        with transaction.atomic():
            Subscription.objects.create(
                key=key, sealed=seal(address), topic=topic, slug=slug, asked_at=timezone.now()
            )
    except IntegrityError:  # the same form twice at the same moment
        return


def known(topic: str, slug: str | None) -> bool:
    """Whether there is such a thing to follow."""
    if topic == Topic.COLUMN:
        return Column.objects.filter(slug=slug or "").exists()
    if topic == Topic.ORGAN:
        return Organ.objects.filter(slug=slug or "").exists()
    return topic in Topic.values and not slug


@transaction.atomic
def confirm(*, subscription: Subscription, on: date) -> Subscription:
    """确认 by the address itself. Twice is once."""
    row = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if row.confirmed_on is None:
        row.confirmed_on, row.after = on, Document.objects.aggregate(last=Max("pk"))["last"] or 0
        row.save(update_fields=["confirmed_on", "after"])
        record(row.stream, READER, "subscription.confirmed", on, {"topic": row.topic, "slug": row.slug})
    return row


@transaction.atomic
def end(*, subscription: Subscription, on: date) -> None:
    """退订: the address is deleted, not kept."""
    row = Subscription.objects.select_for_update().filter(pk=subscription.pk).first()
    if row is None:
        return
    if row.confirmed_on is not None:
        record(row.stream, READER, "subscription.ended", on, {"topic": row.topic})
    row.delete()
