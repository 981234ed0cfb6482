# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Published letters and 常见问题 are found, by what was reviewed for everyone and by nothing else, as long as they stand."""

from datetime import date

import pytest
from django.db import connection

from gongkai.engagement import actions
from gongkai.engagement.models import CitizenMessage
from gongkai.search import following
from gongkai.search.engine import Query
from tests.factories import DAY, SYSTEM, DocumentFactory, OrganFactory

pytestmark = pytest.mark.django_db
TODAY = date(2024, 12, 31)


@pytest.fixture
def organ(settings, tmp_path):
    settings.GONGKAI_TODAY = TODAY
    settings.GONGKAI_INDEX = tmp_path / "index"
    following.prepare()
    return OrganFactory(slug="xian", kind="government", short_name="测试县")


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """A verb as in life: what follows it has run when it returns. What waits from before never runs inside a test's transaction."""

    def run(verb, **facts):
        connection.run_on_commit.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(**facts)

    return run


def total(text, day=TODAY):
    following.follow()
    return following.engine().search(Query(text, day, facets=False)).total


def letter(organ):
    sent = actions.send_message(
        kind=CitizenMessage.Kind.QUESTION, organ=organ, title="原来写的题目", text="我叫林晓，家住示例路，怎么申请护理补贴", on=DAY,
        nonce="n1", agrees=True,
    ).record  # fmt: skip
    return actions.answer_message(actor=SYSTEM, message=sent, on=DAY, answer="请林晓带身份证来办")


def test_a_letter_is_found_by_its_reviewed_copy_while_it_is_public(organ, client, at_once):
    row = letter(organ)
    assert total("护理补贴") == 0 and dict(following.engine().contents()) == {}
    # Nobody has to follow: the verb returns with it found.
    at_once(
        actions.publish_message, actor=SYSTEM, message=row, on=DAY, title="护理补贴怎么申请", text="怎么申请护理补贴", answer="带身份证到窗口办理"
    )  # fmt: skip
    assert following.engine().search(Query("到窗口办理", TODAY)).total == 1
    assert (total("林晓"), total("示例路"), total("原来写的题目")) == (0, 0, 0)
    page = client.get("/search/", {"q": "护理补贴"}).text
    assert f'href="/engage/message/{row.pk}/"' in page and "<mark>护理补贴</mark>怎么申请" in page
    at_once(actions.unpublish_message, actor=SYSTEM, message=row, on=DAY, why="来信人要求")
    assert total("护理补贴") == 0 and list(following.check_index()) == []
    assert f"/engage/message/{row.pk}/" not in client.get("/search/", {"q": "护理补贴"}).text


def test_a_question_is_found_beside_the_documents_and_told_apart_by_its_kind(organ, client, at_once):
    document = DocumentFactory(organ=organ, title="护理补贴发放办法")
    asked = actions.draft_faq(
        actor=SYSTEM, organ=organ, on=DAY, question="护理补贴何时到账？", answer="每月十日前<发放>"
    )
    assert total("护理补贴") == 1
    at_once(actions.publish_faq, actor=SYSTEM, faq=asked, on=DAY)
    page = client.get("/search/", {"q": "护理补贴"}).text
    assert f'href="/engage/faq/xian/#faq-{asked.pk}"' in page and f"/document/{document.pk}/" in page
    assert "常见问题　1" in page and "其他政府信息　1" in page
    only = client.get("/search/", {"q": "护理补贴", "类别": "question"}).text
    assert "有1条" in only and f"/document/{document.pk}/" not in only
    assert (
        "每月十日前&lt;<mark>发放</mark>&gt;"
        in client.get("/search/", {"q": "发放", "类别": "question"}).text
    )
    at_once(actions.withdraw_faq, actor=SYSTEM, faq=asked, on=DAY, reason="政策变了")
    assert total("到账") == 0 and list(following.check_index()) == []


def test_an_index_that_is_behind_shows_no_letter_taken_down(organ, client):
    row = letter(organ)
    actions.publish_message(actor=SYSTEM, message=row, on=DAY, title="护理补贴", text="问", answer="答")
    assert total("护理补贴") == 1
    actions.unpublish_message(
        actor=SYSTEM, message=row, on=DAY, why="来信人要求"
    )  # and nothing followed it yet
    assert "/engage/message/" not in client.get("/search/", {"q": "护理补贴"}).text
