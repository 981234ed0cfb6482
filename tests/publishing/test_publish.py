# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""主动公开: review before release, versions kept, the gate to the public, the register's validity."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from gongkai.ledger import queries as ledger
from gongkai.ledger.models import Event
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from gongkai.publishing import actions, queries
from gongkai.publishing.actions import Item, Refused
from gongkai.publishing.models import DecisionCount, Document, Form, Tag, Version
from tests.factories import DAY, SYSTEM, ColumnFactory, DocumentFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
TODAY = date(2024, 12, 31)


@pytest.mark.law("条例第十七条")
def test_nothing_goes_out_without_the_review_of_article_17():
    with pytest.raises(Refused, match="第十七条"):
        DocumentFactory(reviewed_by=" ")


def test_publication_date_cannot_precede_the_documents_own():
    with pytest.raises(IntegrityError):
        DocumentFactory(formed_on=date(2024, 6, 4), on=DAY)


def test_body_is_sanitised():
    document = DocumentFactory(
        body='<p onclick="x()">好<script>alert(1)</script><a href="javascript:x">链</a></p>'
    )
    body = document.versions.get().body
    assert "好" in body
    assert not any(word in body for word in ("script", "onclick", "javascript"))


def test_an_amendment_keeps_the_old_version():
    document = DocumentFactory()
    with pytest.raises(Refused, match="改了什么"):
        actions.amend(actor=SYSTEM, document=document, on=DAY, title="新", body="<p>新</p>", note="")
    actions.amend(actor=SYSTEM, document=document, on=DAY, title="新标题", body="<p>新</p>", note="更正数字")
    assert [v.title for v in document.versions.all()] == ["示例信息", "新标题"]


def test_the_public_sees_neither_withdrawn_nor_future_items():
    shown, withdrawn = DocumentFactory(), DocumentFactory()
    DocumentFactory(on=date(2025, 1, 2))
    actions.withdraw(actor=SYSTEM, document=withdrawn, on=DAY, reason="含个人信息")
    assert list(queries.public(TODAY)) == [shown]


def test_a_closed_column_takes_nothing_more():
    column = ColumnFactory()
    actions.close_column(actor=SYSTEM, column=column, on=date(2024, 5, 1), reason="活动结束")
    column.refresh_from_db()
    with pytest.raises(Refused, match="关闭"):
        DocumentFactory(column=column)


def test_only_an_editor_of_the_organ_drafts_and_withdraws():
    organ, column = OrganFactory(), ColumnFactory()
    for stranger in (person(organ, Role.INTAKE), person(OrganFactory(), Role.EDITOR)):
        with pytest.raises(NotAllowed, match="编辑"):
            actions.start_draft(actor=stranger, organ=organ, column=column, title="示例信息", on=DAY)
        with pytest.raises(NotAllowed, match="编辑"):
            actions.withdraw(actor=stranger, document=DocumentFactory(organ=organ), on=DAY, reason="示例")


@pytest.mark.parametrize(
    ("facts", "repealed", "on", "expected"),
    [
        ({}, None, TODAY, True),
        ({"expires_on": date(2024, 12, 31)}, None, TODAY, True),
        ({"expires_on": date(2024, 12, 30)}, None, TODAY, False),
        ({}, date(2024, 12, 31), TODAY, False),
        ({}, None, date(2024, 6, 30), False),
    ],
)
def test_in_force_on_a_day(facts, repealed, on, expected):
    document = DocumentFactory(
        register="normative", number="测〔2024〕1号", effective_from=date(2024, 7, 1), **facts
    )
    if repealed:
        actions.repeal(actor=SYSTEM, document=document, on=repealed, basis="清理决定")
    assert Document.objects.filter(queries.in_force(on)).exists() is expected


def test_an_expired_document_cannot_be_repealed_again():
    document = DocumentFactory(
        register="normative", number="测〔2024〕1号", effective_from=DAY, expires_on=date(2024, 7, 1)
    )
    with pytest.raises(Refused, match="期满失效"):
        actions.repeal(actor=SYSTEM, document=document, on=date(2024, 8, 1), basis="清理决定")


@pytest.mark.parametrize("words", ["", " ", "编号330324199001011233"])
@pytest.mark.parametrize(
    ("verb", "name"), [(actions.repeal, "basis"), (actions.void_partly, "what"), (actions.withdraw, "reason")]
)
def test_a_reason_printed_on_the_site_is_there_and_names_no_persons_number(verb, name, words):
    document = DocumentFactory(register="normative", number="测〔2024〕1号", effective_from=DAY)
    with pytest.raises(Refused, match=r"请删去|写明"):
        verb(actor=SYSTEM, document=document, on=DAY, **{name: words})


def test_only_what_is_in_a_register_and_stands_is_partly_void_and_nothing_ends_before_it_was_made():
    plain = DocumentFactory()
    held = DocumentFactory(register="normative", number="测〔2024〕1号", effective_from=DAY)
    with pytest.raises(Refused, match="部分失效"):
        actions.void_partly(actor=SYSTEM, document=plain, on=DAY, what="第三条")
    with pytest.raises(Refused, match="早于成文日期2024年6月3日"):
        actions.repeal(actor=SYSTEM, document=held, on=date(2024, 6, 2), basis="清理决定")
    actions.withdraw(actor=SYSTEM, document=held, on=DAY, reason="内容有误")
    for verb, facts in ((actions.repeal, {"basis": "清理决定"}), (actions.void_partly, {"what": "第三条"})):
        with pytest.raises(Refused, match="没有撤下"):
            verb(actor=SYSTEM, document=held, on=DAY, **facts)


def test_check_names_words_changed_beside_the_verbs():
    document = DocumentFactory()
    assert list(queries.check_projections()) == []
    Version.objects.filter(document=document).update(body="<p>改过</p>")
    assert any("摘要不符" in line for line in queries.check_projections())
    Document.objects.filter(pk=document.pk).update(published_on=date(2024, 6, 20))
    assert any("on 存的是2024-06-20" in line for line in queries.check_projections())


def test_a_document_repealed_and_later_withdrawn_is_no_contradiction():
    document = DocumentFactory(register="normative", number="永政发〔2024〕1号", effective_from=DAY)
    actions.repeal(actor=SYSTEM, document=document, on=date(2024, 8, 1), basis="清理决定")
    actions.withdraw(actor=SYSTEM, document=document, on=date(2024, 9, 1), reason="附件有个人信息")
    assert list(queries.check_projections()) == []


def _registered():
    return DocumentFactory(
        register="normative", number="永政发〔2024〕1号", effective_from=DAY, expires_on=date(2029, 6, 2), tags=[Tag.EDUCATION]
    )  # fmt: skip


def _interpreted():
    document, policy = DocumentFactory(), DocumentFactory()
    return actions.interpret(actor=SYSTEM, document=document, policy=policy, form=Form.GRAPHIC, on=DAY)


def _declared(amount="12"):
    return actions.declare_count(
        actor=SYSTEM, organ=OrganFactory(), year=2024, kind=DecisionCount.Kind.LICENCES, amount=Decimal(amount), source="台账", on=DAY
    )  # fmt: skip


@pytest.mark.parametrize(
    ("make", "change", "said"),
    [
        (_registered, lambda d: Document.objects.filter(pk=d.pk).update(expires_on=date(2024, 6, 5)), "expires_on"),
        (_registered, lambda d: Document.objects.filter(pk=d.pk).update(effective_from=date(2025, 6, 5)), "effective_from"),
        (_registered, lambda d: d.taggings.all().delete(), "tags"),
        (_interpreted, lambda i: type(i).objects.all().delete(), "解读关联"),
        (_interpreted, lambda i: type(i).objects.update(form=Form.TEXT), "解读关联"),
        (_declared, lambda c: type(c).objects.update(amount=13), "申报的数量与账本不同"),
        (_declared, lambda c: type(c).objects.all().delete(), "库里没有这一项"),
    ],
)  # fmt: skip
def test_check_names_whatever_the_report_counts_and_was_changed_beside_the_verbs(make, change, said):
    row = make()
    assert list(queries.check_projections()) == []
    change(row)
    assert said in "".join(queries.check_projections())


FACTS = {"title": "示例信息", "body": "<p onclick='x'>正文</p>", "summary": "概述", "formed_on": DAY, "on": DAY, "reviewed_by": "审查人（示例）"}  # fmt: skip


def test_many_items_at_once_leave_what_one_by_one_leaves():
    organ, column, other = OrganFactory(), ColumnFactory(), ColumnFactory()
    one = actions.publish(
        actor=SYSTEM,
        organ=organ,
        column=column,
        index_number="A-1",
        also_in=[other],
        tags=[Tag.EDUCATION],
        **FACTS,
    )
    items = [
        Item(
            organ=organ,
            column=column,
            index_number=f"B-{n}",
            also_in=(other,),
            tags=(Tag.EDUCATION,),
            **FACTS,
        )
        for n in range(3)
    ]
    made = actions.publish_all(actor=SYSTEM, items=items)
    assert [d.index_number for d in made] == ["B-0", "B-1", "B-2"]

    def left(document):
        event = Event.objects.get(stream=document.stream)
        version = document.versions.get()
        return (
            {**event.payload, "index_number": ""}, event.kind, event.occurred_on, event.version, event.actor_label, version.body,
            sorted(document.placements.values_list("column", "placed_on")), list(document.taggings.values_list("tag")),
            Document.objects.filter(pk=document.pk).values_list("version", "title", "published_on").get(),
        )  # fmt: skip

    assert [left(d) for d in made] == [left(one)] * 3
    assert [list(ledger.verify()), list(queries.check_projections())] == [[], []]


def test_many_items_are_all_put_on_record_or_none(django_assert_max_num_queries):
    organ, column = OrganFactory(), ColumnFactory()
    good = [Item(organ=organ, column=column, index_number=f"B-{n}", **FACTS) for n in range(40)]
    with pytest.raises(Refused, match="先起草"):
        actions.publish_all(actor=person(organ, *Role.values), items=good)
    with pytest.raises(Refused, match="第十七条"):
        actions.publish_all(actor=SYSTEM, items=[*good, replace(good[0], reviewed_by=" ")])
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.publish_all(actor=SYSTEM, items=[*good, good[0]])
    assert not Document.objects.exists()
    with django_assert_max_num_queries(15):
        actions.publish_all(actor=SYSTEM, items=good)
    assert actions.publish_all(actor=SYSTEM, items=[]) == []
