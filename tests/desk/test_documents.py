# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""One public item on the desk: withdrawing, repealing, marking, each with its reason."""

from datetime import date

import pytest
from django.test import Client

from gongkai.organs.models import Organ, Role
from tests.factories import DAY, ColumnFactory, DocumentFactory, OrganFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def organ(settings):
    settings.GONGKAI_TODAY = date(2024, 7, 1)
    return OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)


@pytest.fixture
def editor(organ):
    client = Client()
    client.force_login(person(organ, Role.EDITOR), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def item(organ):
    return DocumentFactory(
        organ=organ,
        column=ColumnFactory(owner=organ),
        register="normative",
        number="测〔2024〕1号",
        effective_from=DAY,
    )


def test_withdrawing_asks_why_and_leaves_the_tombstone(editor, item, client):
    at = f"/desk/documents/{item.pk}/"
    assert editor.post(f"{at}do/withdraw/", {"reason": ""}).status_code == 422
    editor.post(f"{at}do/withdraw/", {"reason": "含有个人信息"})
    assert client.get(f"/document/{item.pk}/").status_code == 410
    page = editor.get(at).text
    assert "2024年7月1日撤下" in page and "登记废止" not in page


def test_repealing_marks_the_document_and_keeps_it(editor, item, client):
    at = f"/desk/documents/{item.pk}/"
    early = editor.post(f"{at}do/repeal/", {"on": "2024-07-02", "basis": "清理决定（示例）"})
    assert early.status_code == 422 and "还没有到" in early.text
    editor.post(f"{at}do/repeal/", {"on": "2024-07-01", "basis": "清理决定（示例）"})
    page = client.get(f"/document/{item.pk}/")
    assert page.status_code == 200 and "已废止" in page.text


def test_partly_void_is_said_where_the_document_is(editor, item, client):
    editor.post(f"/desk/documents/{item.pk}/do/partly/", {"what": "第三条自2024年7月1日起失效"})
    assert "部分失效" in client.get(f"/document/{item.pk}/").text


def test_only_editors_of_the_organ(organ, item):
    other = Client()
    other.force_login(
        person(OrganFactory(), Role.EDITOR), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert other.get(f"/desk/documents/{item.pk}/").status_code == 404
    reader = Client()
    reader.force_login(person(organ, Role.SIGNER), backend="django.contrib.auth.backends.ModelBackend")
    assert "撤下</summary>" not in reader.get(f"/desk/documents/{item.pk}/").text
    assert reader.post(f"/desk/documents/{item.pk}/do/withdraw/", {"reason": "不"}).status_code == 403


def test_the_list_is_narrowed_by_organ_column_year_and_standing(editor, organ, item):
    other = DocumentFactory(organ=organ, column=ColumnFactory(owner=organ), title="另一件")

    def titles(**asked: object) -> list[str]:
        page = editor.get("/desk/documents/", asked)
        assert page.status_code == 200
        return [d.title for d in (item, other) if f'/documents/{d.pk}/">' in page.text]

    assert titles() == titles(organ=organ.pk) == [item.title, "另一件"]
    assert titles(column=other.column.pk) == ["另一件"]
    assert titles(year=DAY.year - 1) == [] and len(titles(year=DAY.year)) == 2
    assert titles(standing="in_force") == [item.title] and titles(standing="ended") == []
    editor.post(f"/desk/documents/{item.pk}/do/repeal/", {"on": "2024-07-01", "basis": "清理决定（示例）"})
    assert titles(standing="ended") == [item.title] and titles(standing="in_force") == []
    editor.post(f"/desk/documents/{other.pk}/do/withdraw/", {"reason": "含有个人信息"})
    assert titles(standing="withdrawn") == ["另一件"]
    assert titles(organ="²", column="x", year="99999", standing="?") == [item.title, "另一件"]
