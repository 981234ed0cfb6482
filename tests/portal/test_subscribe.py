# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""邮件订阅: confirmed by its own address, told once of what is new, gone when it is ended; nobody reads the address."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from gongkai.ledger.models import Event
from gongkai.mailing import queries
from gongkai.mailing.models import Sent, Subscription
from gongkai.mailing.sending import send
from gongkai.organs import today
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from gongkai.publishing import actions
from tests.factories import SYSTEM, ColumnFactory, DocumentFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 3)
BOX = "reader@example.cn"


@pytest.fixture
def site(settings, db):
    settings.GONGKAI_SITE = {"address": "https://www.xian.example"}
    today.tell(DAY)
    organ = OrganFactory(slug="xian", name="测试县人民政府", kind="government")
    yield organ, ColumnFactory(owner=organ, slug="guifan", name="规范性文件")
    today._told.clear()


def asked(client, topic="column:guifan", email=BOX):
    return client.post("/subscribe/", {"topic": topic, "email": email})


def links():
    return re.findall(r"https://www\.xian\.example(/subscribe/\S+)", mail.outbox[-1].body)


def confirmed(client, **given):
    asked(client, **given)
    send(DAY)
    return client.post(links()[0])


def test_only_the_address_itself_confirms_and_a_look_at_the_link_changes_nothing(client, site):
    assert "请到邮箱里确认" in asked(client).content.decode()
    assert send(DAY).asked == 1 and send(DAY).asked == 0
    assert mail.outbox[0].to == [BOX]
    assert client.get(links()[0]).status_code == 200
    assert Subscription.objects.get().confirmed_on is None
    assert client.post(links()[0][:-3] + "00/").status_code == 404
    client.post(links()[0])
    assert Subscription.objects.get().confirmed_on == DAY
    said = asked(client)
    assert (
        "请到邮箱里确认" in said.content.decode()
        and send(DAY).asked == 0
        and Subscription.objects.count() == 1
    )


def test_what_is_new_is_sent_once_to_its_topic_and_what_was_there_is_not(client, site):
    organ, column = site
    DocumentFactory(organ=organ, column=column, title="以前的", formed_on=DAY, on=DAY)
    confirmed(client)
    confirmed(client, topic="organ:xian", email="other@example.cn")
    DocumentFactory(organ=organ, column=column, title="新的规定", formed_on=DAY, on=DAY)
    DocumentFactory(organ=organ, column=ColumnFactory(owner=organ), title="别的栏目", formed_on=DAY, on=DAY)
    mail.outbox.clear()
    assert send(DAY).sent == 2 and send(DAY).sent == 0
    mine = next(m for m in mail.outbox if m.to == [BOX])
    assert "新的规定" in mine.body and "以前的" not in mine.body and "别的栏目" not in mine.body
    assert mine.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "别的栏目" in next(m for m in mail.outbox if m.to != [BOX]).body
    withdrawn = DocumentFactory(organ=organ, column=column, title="又撤下", formed_on=DAY, on=DAY)
    actions.withdraw(actor=SYSTEM, document=withdrawn, on=DAY, reason="示例")
    assert send(DAY).sent == 0


def test_ending_deletes_the_address_by_the_link_in_every_mail(client, site):
    organ, column = site
    confirmed(client)
    DocumentFactory(organ=organ, column=column, formed_on=DAY, on=DAY)
    send(DAY)
    out = links()[-1]
    assert "/end/" in out and client.get(out).status_code == 200 and Subscription.objects.exists()
    assert client.post(out, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists() and not Sent.objects.exists()
    assert client.get(out).status_code == 404
    assert list(queries.check_projections()) == []
    assert [e.kind for e in Event.objects.filter(stream__startswith="subscription/")] == [
        "subscription.confirmed",
        "subscription.ended",
    ]


def test_the_address_stands_nowhere_in_the_clear(client, site):
    confirmed(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM mailing_subscription")
        kept = repr([bytes(v) if isinstance(v, memoryview) else v for row in cursor.fetchall() for v in row])
    assert "reader" not in kept and "reader" not in repr(
        list(Event.objects.values_list("payload", "actor_label"))
    )


def test_a_question_nobody_answers_is_forgotten(client, site):
    asked(client)
    Subscription.objects.update(asked_at=timezone.now() - timedelta(days=4))
    assert send(DAY).asked == 0 and not Subscription.objects.exists()


def test_a_box_and_a_caller_are_spared_floods(client, site):
    for _ in range(3):
        assert asked(client).status_code == 200
    refused = asked(client)
    assert refused.status_code == 429 and BOX in refused.content.decode()
    for n in range(17):
        asked(client, email=f"r{n}@example.cn")
    assert asked(client, email="another@example.cn").status_code == 429


@pytest.mark.parametrize(("topic", "email", "words"), [
    ("column:guifan", "不是邮箱", "邮箱不完整"), ("column:none", BOX, "没有这个栏目"), ("", BOX, "请选择"),
    ("all", f"{'a' * 200}@b.cn", "最多200"),
])  # fmt: skip
def test_what_cannot_be_subscribed_is_said_with_what_was_written(client, site, topic, email, words):
    answer = asked(client, topic, email)
    assert (
        answer.status_code == 422 and words in answer.content.decode() and not Subscription.objects.exists()
    )


def test_a_failure_is_told_on_the_desk_without_the_address_and_tried_again(client, site, monkeypatch):
    organ, column = site
    confirmed(client)
    DocumentFactory(organ=organ, column=column, formed_on=DAY, on=DAY)

    def broken(self, fail_silently=False):
        raise OSError(f"550 no such box {BOX}")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", broken)
        assert send(DAY).failed == 1
    chief = person(organ, Role.ADMIN, username="chief")
    client.force_login(chief)
    told = client.get("/desk/subscriptions/").content.decode()
    assert "规范性文件" in told and "OSError" in told and "reader" not in told
    assert send(DAY).sent == 1 and not queries.failing(chief).exists()
    client.force_login(person(organ, Role.EDITOR, username="editor"))
    assert client.get("/desk/subscriptions/").status_code == 403
    with pytest.raises(NotAllowed):
        queries.followed(person(organ, username="nobody"))
