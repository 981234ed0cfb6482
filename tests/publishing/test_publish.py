# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""主动公开: review before release, versions kept, the gate to the public, the register's validity."""

from datetime import date

import pytest
from django.db import IntegrityError

from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from gongkai.publishing import actions, queries
from gongkai.publishing.actions import Refused
from gongkai.publishing.models import Document, Version
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


def test_check_names_words_changed_beside_the_verbs():
    document = DocumentFactory()
    assert list(queries.check_projections()) == []
    Version.objects.filter(document=document).update(body="<p>改过</p>")
    assert any("摘要不符" in line for line in queries.check_projections())
    Document.objects.filter(pk=document.pk).update(published_on=date(2024, 6, 20))
    assert any("on 存的是2024-06-20" in line for line in queries.check_projections())
