# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Nothing that stands beside a document is passed over because one question says that there is nothing."""

from datetime import datetime

import pytest
from django.utils import timezone

from gongkai.engagement.models import Activity, Faq, SentimentCase
from gongkai.portal.press.around import EVERYTHING, FEW, Around, around
from gongkai.publishing.models import Document
from tests.factories import DocumentFactory
from tests.portal.press.conftest import START, put_beside

pytestmark = pytest.mark.django_db

# What names a document → the flag that says whether there is any.
FLAGS = {
    "interprets": "explains", "interpretations": "explained", "companions": "companions", "consultation": "consultation",
    "decided_after": "consultation", "conversions": "cases", "faqs": "faqs", "activities": "activities", "sentiment_cases": "responses",
}  # fmt: skip
# Always asked, or on no page of the portal.
OTHERS = {
    "versions", "placements", "listings", "replaces", "taggings", "companion_drafts", "amendments", "drafts", "demand_groups", "hotline_tickets", "clean_ups",
}  # fmt: skip


def test_whatever_names_a_document_has_a_flag_or_stands_on_no_page():
    named = {relation.get_accessor_name() for relation in Document._meta.related_objects}
    assert named == FLAGS.keys() | OTHERS
    assert {*FLAGS.values(), "files"} == {*Around._fields} - {"pk"}


def test_the_flags_say_what_there_is(site):
    organ, column = site
    publish = lambda **facts: DocumentFactory(organ=organ, column=column, on=START, **facts)  # noqa: E731
    bare, policy, explaining, helped, consulted, decided, asked, held, answered = (
        publish(number=f"测政发〔2024〕{n}号") for n in range(9)
    )
    put_beside(
        organ, policy=policy, explaining=explaining, helped=helped, consulted=consulted, decided=decided
    )
    Faq.objects.create(organ=organ, question="问", answer="答", policy=asked, drafted_on=START)
    activity = Activity.objects.create(
        kind="visiting-day", organ=organ, title="开放日", held_on=START, place="礼堂", evidence="签到"
    )
    activity.policies.add(held)
    moment = timezone.make_aware(datetime.combine(START, datetime.min.time()))
    SentimentCase.objects.create(organ=organ, title="停水", source="网络", arose_at=moment, document=answered)
    rows = {
        policy: "explained", explaining: "explains", helped: "companions", consulted: "consultation", decided: "consultation", asked: "faqs",
        held: "activities", answered: "responses", bare: None,
    }  # fmt: skip
    found = around(tuple(row.pk for row in rows))
    for row, flag in rows.items():
        assert [name for name in Around._fields[1:] if getattr(found[row.pk], name)] == [flag] * bool(flag)


def test_of_many_documents_anything_may_stand_beside_each():
    assert set(around(tuple(range(FEW + 1))).values()) == {EVERYTHING}
