# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The index follows the record: after any history it is what a rebuild makes of it; only what is public is in it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai.ledger.models import Event
from gongkai.publishing import actions
from gongkai.publishing.models import Document
from gongkai.search import following
from gongkai.search.engine import Query
from tests.factories import DAY, SYSTEM, ColumnFactory, DocumentFactory
from tests.properties import examples

pytestmark = pytest.mark.django_db
TODAY = date(2024, 12, 31)


@pytest.fixture
def index(settings, tmp_path):
    settings.GONGKAI_TODAY = TODAY
    settings.GONGKAI_INDEX = tmp_path / "index"
    following.prepare()
    return following.engine()


def ids(index, text, day=TODAY):
    return sorted(index.search(Query(text, day)).ids)


def test_what_is_published_changed_and_withdrawn_is_followed(index):
    document = DocumentFactory(title="养老服务办法", body="<p>护理<b>补贴</b></p>")
    other = DocumentFactory(title="别的")
    assert following.follow() == 2
    assert (ids(index, "护理补贴"), ids(index, "养老")) == ([document.pk], [document.pk])
    actions.amend(
        actor=SYSTEM, document=document, on=DAY, title="养老服务规定", body="<p>新</p>", note="更正"
    )
    following.follow()
    assert (ids(index, "养老服务规定"), ids(index, "护理补贴")) == ([document.pk], [])
    actions.withdraw(actor=SYSTEM, document=document, on=DAY, reason="含个人信息")
    following.follow()
    assert ids(index, "养老") == []
    assert dict(index.contents()).keys() == {other.pk}
    assert list(following.check_index()) == []
    assert following.follow() == 0


def test_the_verb_returns_with_the_index_up_to_date(index, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        document = DocumentFactory(title="马上能查到")
    assert ids(index, "马上能查到") == [document.pk]


def test_time_alone_brings_an_item_in(index, settings):
    settings.GONGKAI_TODAY = date(2025, 3, 1)
    document = DocumentFactory(title="预定公开", on=date(2025, 2, 1))
    settings.GONGKAI_TODAY = TODAY
    following.follow()
    assert list(index.contents()) == []
    settings.GONGKAI_TODAY = date(2025, 2, 1)
    following.follow()
    assert ids(index, "预定公开", date(2025, 2, 1)) == [document.pk]
    settings.GONGKAI_TODAY = TODAY  # a clock set back hides it again
    following.follow()
    assert list(index.contents()) == []


def test_check_names_what_the_index_and_the_record_disagree_on(index):
    kept, changed = DocumentFactory(), DocumentFactory()
    following.follow()
    Document.objects.filter(pk=changed.pk).update(summary="悄悄改了")
    Document.objects.filter(pk=kept.pk).update(withdrawn_on=DAY)
    found = list(following.check_index())
    assert [
        str(kept.pk) in found[0],
        "多出" in found[0],
        str(changed.pk) in found[1],
        "内容" in found[1],
    ] == [True] * 4
    following.rebuild()
    assert list(following.check_index()) == []


def test_another_ledger_of_the_same_length_is_noticed(index):
    DocumentFactory()
    following.follow()
    mark = index.watermark()
    index.swap([], following.Watermark(mark.seq, "f" * 64, mark.day))
    assert following.follow() == 1
    assert list(following.check_index()) == []


def test_an_index_that_is_not_there_is_built_by_serve_not_by_a_verb(settings, tmp_path):
    settings.GONGKAI_INDEX = tmp_path / "index"
    settings.GONGKAI_TODAY = TODAY
    DocumentFactory()
    assert following.follow() == 0
    assert list(following.check_index()) == ["检索索引还没有建立，请运行 gongkai index rebuild"]
    assert following.prepare() == 1
    assert following.prepare() == 0


STEP = st.tuples(
    st.sampled_from(
        ["publish", "register", "amend", "withdraw", "repeal", "interpret", "part", "day", "follow"]
    ),
    st.integers(0, 30),
)


@settings(
    max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=st.lists(STEP, min_size=3, max_size=18))
def test_following_any_history_equals_a_rebuild(index, settings, history):
    settings.GONGKAI_TODAY = TODAY
    following.rebuild()
    column, documents = ColumnFactory(), []
    for n, (verb, which) in enumerate(history):
        chosen = documents[which % len(documents)] if documents else None
        try:
            _step(verb, n, which, column, documents, chosen, settings)
        except actions.Refused:
            continue
    following.follow()
    followed = dict(index.contents())
    assert list(following.check_index()) == []
    following.rebuild()
    assert dict(index.contents()) == followed
    assert index.watermark().seq == Event.objects.order_by("-seq").values_list("seq", flat=True)[0]


def _step(verb, n, which, column, documents, chosen, settings):
    if verb == "publish" or chosen is None:
        documents.append(DocumentFactory(column=column, title=f"信息{n}"))
    elif verb == "register":
        documents.append(
            DocumentFactory(
                column=column, register="normative", number=f"测〔2024〕{Document.objects.count()}号", effective_from=DAY,
                expires_on=date(2024, 7, 1) if which % 2 else None,
            )
        )  # fmt: skip
    elif verb == "amend":
        actions.amend(
            actor=SYSTEM, document=chosen, on=DAY, title=f"改{n}", body=f"<p>{which}</p>", note="改"
        )
    elif verb == "withdraw":
        actions.withdraw(actor=SYSTEM, document=chosen, on=DAY, reason="错")
    elif verb == "repeal":
        actions.repeal(actor=SYSTEM, document=chosen, on=date(2024, 6, 30), basis="决定")
    elif verb == "interpret":
        other = documents[(which + 1) % len(documents)]
        if other != chosen and not hasattr(Document.objects.get(pk=chosen.pk), "interprets"):
            actions.interpret(actor=SYSTEM, document=chosen, policy=other, form="qa", on=DAY)
    elif verb == "day":
        settings.GONGKAI_TODAY = date(2024, 12, 1 + which % 31 if which % 31 else 31)
    elif verb == "follow":
        following.follow()
    if verb != "day":
        settings.GONGKAI_TODAY = settings.GONGKAI_TODAY or TODAY
