# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""发送 through Django's mail backend, by `gongkai tick`: questions to new addresses, and what is new to those that said yes."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils import timezone

from gongkai.applications.sealing import unseal
from gongkai.mailing.actions import token
from gongkai.mailing.models import Sent, Subscription
from gongkai.mailing.queries import GIVEN_UP, due, name_of
from gongkai.organs.models import Organ
from gongkai.publishing.models import Document

log = logging.getLogger(__name__)
FORGOTTEN = timedelta(days=3)  # a question nobody answered: the address is deleted


@dataclass
class Outcome:
    """What one round did."""

    asked: int = 0
    sent: int = 0
    failed: int = 0


def send(day: date, *, most: int = 2000) -> Outcome:
    """One round. Safe to run twice or in two processes: each mail is claimed before it leaves. Without an address of the site, nothing."""
    done = Outcome()
    site = settings.GONGKAI_SITE.get("address", "")
    organ = Organ.objects.filter(parent__isnull=True).first()
    if not site or organ is None:
        return done
    Subscription.objects.filter(confirmed_on__isnull=True, asked_at__lt=timezone.now() - FORGOTTEN).delete()
    waiting = list(Subscription.objects.filter(confirmed_on__isnull=True, invited_at__isnull=True)[:most])
    ready = Subscription.objects.filter(confirmed_on__isnull=False, failures__lt=GIVEN_UP)
    if not waiting and not ready.exists():
        return done
    post = get_connection()
    for row in waiting:
        if Subscription.objects.filter(pk=row.pk, invited_at__isnull=True).update(invited_at=timezone.now()):
            if _deliver(post, row, _question(row, organ, site), day):
                done.asked += 1
            else:
                done.failed += 1
    for row in ready.iterator(500):
        documents = _claimed(row, due(row, day), day)
        if not documents:
            continue
        if _deliver(post, row, _news(row, documents, organ, site), day):
            done.sent += 1
        else:
            done.failed += 1
            row.sent.filter(document__in=documents).delete()  # refused before it left: tried again next time
    return done


def _claimed(row: Subscription, documents: list[Document], day: date) -> list[Document]:
    """Those of the documents that no other process is sending."""
    if not documents:
        return []
    with transaction.atomic():
        if not Subscription.objects.select_for_update().filter(pk=row.pk).exists():
            return []
        taken = set(row.sent.filter(document__in=documents).values_list("document", flat=True))
        mine = [d for d in documents if d.pk not in taken]
        Sent.objects.bulk_create(Sent(subscription=row, document=d, on=day) for d in mine)
    return mine


def _deliver(post: object, row: Subscription, mail: EmailMessage, day: date) -> bool:
    """Hand one mail over. A failure is put on record without the address and without what the server said of it."""
    try:
        mail.connection = post
        mail.send()
    except Exception as error:  # whatever a mail backend raises, one address must not stop the others
        log.warning("邮件订阅%s没有发出：%s", row.pk, type(error).__name__)
        Subscription.objects.filter(pk=row.pk).update(
            failures=min(row.failures + 1, 999), failed_on=day, failed_why=type(error).__name__[:60],
            **({"invited_at": None} if row.confirmed_on is None and row.failures + 1 < GIVEN_UP else {}),
        )  # fmt: skip
        return False
    if row.failures:
        Subscription.objects.filter(pk=row.pk).update(failures=0, failed_on=None, failed_why=None)
    return True


def _mail(row: Subscription, subject: str, text: str, headers: dict[str, str]) -> EmailMessage:
    return EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [unseal(row.sealed)], headers=headers)


def _question(row: Subscription, organ: Organ, site: str) -> EmailMessage:
    name = name_of(row.topic, row.slug)
    text = (
        f"您好：\n\n有人在{organ.name}政府信息公开平台用这个邮箱订阅“{name}”。如果是您，请在三日内打开下面的网址确认：\n\n"
        f"{site}/subscribe/{row.pk}/confirm/{token(row, 'confirm')}/\n\n如果不是您，不用理会，三日后这个邮箱会从平台删除，不会再收到邮件。\n"
    )
    return _mail(row, f"请确认订阅“{name}”", text, {"Auto-Submitted": "auto-generated"})


def _news(row: Subscription, documents: list[Document], organ: Organ, site: str) -> EmailMessage:
    name, out = name_of(row.topic, row.slug), f"{site}/subscribe/{row.pk}/end/{token(row, 'end')}/"
    lines = [
        f"{d.title}\n{d.organ.name}　{d.published_on.year}年{d.published_on.month}月{d.published_on.day}日公开\n{site}/document/{d.pk}/\n"
        for d in documents
    ]
    text = (
        f"您订阅的“{name}”有{len(documents)}条新公开的信息：\n\n"
        + "\n".join(lines)
        + f"\n{organ.name}政府信息公开平台\n退订：{out}\n"
    )
    headers = {
        "Auto-Submitted": "auto-generated", "List-Unsubscribe": f"<{out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }  # fmt: skip
    return _mail(row, f"{name}：新公开{len(documents)}条", text, headers)
