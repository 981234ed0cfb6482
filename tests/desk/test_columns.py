# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""栏目 on the desk: the tree, opening, the catalogue, and the verbs of a public item that need a screen."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.organs.models import Organ, Role
from gongkai.publishing.models import Column, Document, Draft
from tests.factories import ColumnFactory, DocumentFactory, OrganFactory, person

pytestmark = pytest.mark.django_db
TODAY = date(2024, 6, 20)


@pytest.fixture
def office(settings):
    settings.GONGKAI_TODAY = TODAY
    organ = OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)
    column = ColumnFactory(owner=organ, slug="policy", name="政策文件", duty_days=30)

    def desk(*roles):
        client = Client()
        client.force_login(person(organ, *roles), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return organ, column, desk


OPEN = {
    "kind": "topic", "name": "防汛专题", "slug": "fangxun", "opens_on": "2024-07-01", "owner": "xian", "belongs": "防汛信息。",
    "update_class": "动态要闻",
}  # fmt: skip


def test_a_topic_is_opened_for_a_later_day_with_the_duty_of_its_class(office):
    _, _, desk = office
    supervisor, editor = desk(Role.SUPERVISOR), desk(Role.EDITOR)
    assert "超期" in editor.get("/desk/columns/").text and "开设栏目" not in editor.get("/desk/columns/").text
    assert editor.post("/desk/columns/new/", OPEN).status_code == 403
    page = supervisor.post("/desk/columns/new/", OPEN | {"slug": "policy", "name": ""})
    assert page.status_code == 422 and "已经用过" in page.text and "防汛信息" in page.text
    supervisor.post("/desk/columns/new/", OPEN)
    row = Column.objects.get(slug="fangxun")
    assert row.duty_days == 14 and row.opened_on == date(2024, 7, 1)
    assert "7月1日开设" in supervisor.get("/desk/columns/").text


def test_the_rows_of_the_catalogue_and_the_changes_of_a_column_stand_on_its_page(office):
    _, column, desk = office
    supervisor, editor = desk(Role.SUPERVISOR), desk(Role.EDITOR)
    at = f"/desk/columns/{column.pk}/"
    item = {"number": "0101", "first": "许可结果", "content": "决定书", "basis": "许可法", "anchor": "形成", "count": "7", "unit": "工作日", "everyone": "on", "proactive": "on"}  # fmt: skip
    assert editor.post(f"{at}do/item/", item).status_code == 403
    bad = supervisor.post(f"{at}do/item/", item | {"unit": "月日", "count": "231"})
    assert bad.status_code == 422 and "不是一年里的日期" in bad.text
    supervisor.post(f"{at}do/item/", item)
    page = supervisor.get(at).text
    assert "自信息形成或者变更之日起7个工作日内" in page and "许可结果" in page
    change = {"name": "政策", "owner": "xian", "belongs": "文件。", "position": "3", "duty_days": "20"}
    assert supervisor.post(f"{at}do/change/", change).status_code == 422  # no reason
    supervisor.post(f"{at}do/change/", change | {"reason": "按指标"})
    supervisor.post(f"{at}do/close/", {"reason": "并入其他栏目"})
    column.refresh_from_db()
    assert (column.name, column.duty_days, column.closed_on) == ("政策", 20, TODAY)
    assert "并入其他栏目" in editor.get(at).text


def test_the_tree_keeps_its_budget(office, django_assert_max_num_queries):
    organ, _, desk = office
    field = ColumnFactory(owner=organ, kind=Column.Kind.FIELD)
    for _ in range(12):
        DocumentFactory(
            organ=organ, column=ColumnFactory(owner=organ, kind=Column.Kind.SUBCOLUMN, parent=field)
        )
    reader = desk(Role.EDITOR)
    with django_assert_max_num_queries(16):
        assert reader.get("/desk/columns/").status_code == 200


def test_terms_places_and_dates_are_each_a_screen_with_its_reason(office):
    organ, column, desk = office
    ColumnFactory(owner=organ, slug="zhuanti", name="专题一", kind=Column.Kind.TOPIC)
    document = DocumentFactory(
        organ=organ,
        column=column,
        register="normative",
        number="测政发〔2024〕1号",
        effective_from=date(2024, 1, 1),
    )
    editor, at = desk(Role.EDITOR), f"/desk/documents/{document.pk}/"
    assert editor.post(f"{at}do/term/", {"expires_on": "2024-12-31", "basis": ""}).status_code == 422
    editor.post(f"{at}do/term/", {"expires_on": "2024-12-31", "basis": "测政发〔2024〕9号"})
    editor.post(f"{at}do/place/", {"column": "zhuanti"})
    page = editor.get(at).text
    assert "2024年12月31日" in page and "专题一" in page and "登记有效期" in page
    assert editor.post(f"{at}do/unplace/", {"column": "没有", "reason": "错放"}).status_code == 422
    editor.post(f"{at}do/unplace/", {"column": "专题一", "reason": "错放"})
    assert Document.objects.get().placements.count() == 1


def test_a_draft_goes_into_several_columns_and_shows_by_when_it_is_due(office):
    organ, _, desk = office
    ColumnFactory(owner=organ, slug="zhuanti", name="专题一", kind=Column.Kind.TOPIC)
    editor = desk(Role.EDITOR)
    facts = {
        "organ": "xian", "column": "policy", "also_in": ["zhuanti"], "title": "办法（示例）", "body": "<p>正文。</p>", "summary": "概述",
        "formed_on": "2024-05-06", "clarifies": "网传停发",
    }  # fmt: skip
    editor.post("/desk/drafts/new/", facts)
    draft = Draft.objects.get()
    assert [c.slug for c in draft.also_in.all()] == ["zhuanti"]
    page = editor.get(f"/desk/drafts/{draft.pk}/").text
    assert "专题一" in page and "网传停发" in page and "最迟公开" in page and "已超" in page
    assert "已超" in editor.get("/desk/drafts/").text
    assert 'value="zhuanti" selected' in editor.get(f"/desk/drafts/{draft.pk}/write/").text


def test_steps_are_edited_as_lines_and_a_wrong_line_is_named(office):
    _, column, desk = office
    chief = desk(Role.ADMIN)
    at = f"/desk/columns/{column.pk}/do/steps/"
    wrong = chief.post(at, {"steps": "初审 审核\n终审 县长", "reason": "加一校"})
    assert (
        wrong.status_code == 422
        and "第2行“终审 县长”" in wrong.content.decode()
        and "加一校" in wrong.content.decode()
    )
    assert chief.post(at, {"steps": "初审 审核\n一校 编辑\n终审 签发", "reason": "加一校"}).status_code == 302
    shown = chief.get(f"/desk/columns/{column.pk}/").content.decode()
    assert "一校" in shown and "定审核步骤" in shown


def test_catalogue_rows_come_from_a_table_in_two_steps(office):
    _, column, desk = office
    chief, at = desk(Role.ADMIN), f"/desk/columns/{column.pk}/import/"
    empty = chief.get(f"{at}template.xlsx")
    file = SimpleUploadedFile("a.xlsx", empty.content)
    tried = chief.post(at, {"file": file})
    assert tried.status_code == 200 and "登记1条" in tried.content.decode() and not column.items.exists()
    held = dict(re.findall(r'name="(held|digest)" value="([^"]*)"', tried.content.decode()))
    assert chief.post(at, held).status_code == 302 and column.items.get().first == "政策文件"
    assert desk(Role.EDITOR).get(at).status_code == 403
    refused = chief.post(at, {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04 broken")})
    assert refused.status_code == 422 and "没有导入" in refused.content.decode()
