# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""What is withdrawn leaves a stone and nothing else: not in any pressed file, nor in what is made when it is asked for."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from gongkai.engagement import actions as engagement
from gongkai.mailing import queries as mailing
from gongkai.mailing.models import Subscription, Topic
from gongkai.portal.press import following
from gongkai.publishing import actions, queries
from gongkai.publishing.models import Column
from gongkai.search.following import prepare
from tests.factories import SYSTEM, ColumnFactory, DocumentFactory
from tests.portal.press.conftest import START, files

SECRET = "不该公开的名单"


def _everywhere(organ, column):
    """A policy with its words wherever the record can put them."""
    topic = ColumnFactory(owner=organ, slug="zhuanti", kind=Column.Kind.TOPIC)
    facts = {"organ": organ, "column": column, "formed_on": START, "on": START}
    secret = DocumentFactory(
        **facts, title=f"{SECRET}办法", summary=f"{SECRET}概述", body=f"<p>{SECRET}正文</p>", also_in=[topic], register="normative",
        number="秘〔2024〕1号", effective_from=START, tags=["enterprise"],
    )  # fmt: skip
    other = DocumentFactory(**facts, title="别的解读", body="<p>别的</p>")
    actions.interpret(actor=SYSTEM, document=other, policy=secret, form="qa", on=START)
    told = DocumentFactory(**facts, title=f"{SECRET}的图解", body=f"<p>{SECRET}</p>")
    policy = DocumentFactory(
        **facts, title="别的办法", register="normative", number="别〔2024〕1号", effective_from=START
    )
    actions.interpret(actor=SYSTEM, document=told, policy=policy, form="graphic", on=START)
    old = DocumentFactory(**facts, title="旧通知")
    actions.mark(actor=SYSTEM, document=old, on=START, what="superseded", basis="有了新的", successor=told)
    actions.accompany(
        actor=SYSTEM, document=secret, kind="question", title=f"{SECRET}怎么查", text="不能查", on=START
    )
    asked = engagement.draft_faq(
        actor=SYSTEM, organ=organ, on=START, question="怎么办", answer="照办", policy=secret
    )
    engagement.publish_faq(actor=SYSTEM, faq=asked, on=START)
    held = engagement.hold(
        actor=SYSTEM, organ=organ, kind="press", title="发布会", on=START, place="三楼", evidence="实录"
    )
    engagement.describe_activity(
        actor=SYSTEM, activity=held, on=START, transcript="实录", policies=[secret, told]
    )
    drawn = DocumentFactory(**facts, title="征求意见稿")
    engagement.open_consultation(
        actor=SYSTEM, organ=organ, document=drawn, title="征求意见", on=START, closes_on=START + timedelta(days=40), major_decision=False,
    )  # fmt: skip
    return secret, told, drawn


@pytest.mark.law("条例第十七条")
def test_what_is_withdrawn_is_in_no_file_no_list_no_feed_no_copy_and_no_search(
    site, settings, tmp_path, client
):
    settings.GONGKAI_INDEX = tmp_path / "index"
    organ, column = site
    secret, told, _ = _everywhere(organ, column)
    following.follow()
    prepare()
    shown = {n for n, body in files(following.current().pages).items() if SECRET.encode() in body}
    # the test looks where the words were
    assert len(shown) >= 8 and any(n.endswith("feed.xml") for n in shown)
    for document in (secret, told):
        actions.withdraw(actor=SYSTEM, document=document, on=START, reason="含有个人信息")
    following.follow()
    left = {
        n
        for n, body in files(following.current().pages).items()
        if not n.endswith(".gz") and SECRET.encode() in body
    }
    assert left == set()
    asked = [
        f"{reverse('portal:search')}?q={SECRET}", f"{reverse('portal:suggest')}?q={SECRET}", f"/column/{column.slug}/?q={SECRET}",
        f"/column/{column.slug}/?机关={organ.slug}", "/column/zhuanti/?年份=2024", f"{reverse('portal:similar')}?q={SECRET}",
        *(f"/document/{d.pk}/{name}" for d in (secret, told) for name in ("", "document.docx", "document.pdf")),
    ]  # fmt: skip
    for address in asked:
        body = client.get(address).text.replace(f'value="{SECRET}"', "").replace(f"“{SECRET}”", "")
        assert (
            f"{SECRET}办法" not in body and f"{SECRET}的图解" not in body and f"{SECRET}概述" not in body
        ), address
    reader = Subscription(topic=Topic.ALL, confirmed_on=date(2024, 11, 30), after=0)
    reader.pk = 0
    assert not {secret, told} & set(mailing.due(reader, START))
    assert {queries.tombstone(d.pk, as_of=START).reason for d in (secret, told)} == {"含有个人信息"}
