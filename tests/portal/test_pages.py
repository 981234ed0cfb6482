# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""门户: only what is public, within its query budget, with nothing asked of another host."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.publishing import actions
from gongkai.publishing.models import Column
from tests.factories import DAY, SYSTEM, ColumnFactory, DocumentFactory, OrganFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings):
    settings.GONGKAI_TODAY = date(2024, 12, 31)
    organ = OrganFactory(slug="xian", name="测试县人民政府", kind="government")
    column = ColumnFactory(owner=organ, slug="guifan", name="行政规范性文件", article_item=1)
    documents = [
        DocumentFactory(
            organ=organ, column=column, title=f"办法{n}", number=f"测〔2024〕{n}号", register="normative",
            effective_from=DAY, expires_on=date(2029, 1, 1),
        )
        for n in range(1, 31)
    ]  # fmt: skip
    return organ, column, documents


PAGES = ["/", "/disclosure/", "/fields/", "/column/guifan/", "/search/?q=办法", "/guide/", "/rules/", "/calculator/", "/calculator/?channel=counter&submitted_on=2024-06-03", "/law/", "/apply/", "/apply/form/", "/apply/organs/?q=学区", "/matter/correction/", "/matter/suggestion/", "/matter/complaint/", "/status/", "/catalogue/", "/topics/", "/policies/", "/policies/in-force/normative/2024/", "/interpretations/", "/interpretations/text/", "/organ/xian/", "/reports/", "/report-check/", "/accessibility/", "/missing/", "/unavailable/", "/sitemap/"]  # fmt: skip


@pytest.mark.law("条例第十二条", "条例第二十四条", "国办公开办函〔2019〕61号")
@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_within_its_budget_and_asks_nothing_of_another_host(client, site, path):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(path)
    html = response.content.decode()
    assert response.status_code == 200
    assert len(queries) <= 16, [q["sql"][:80] for q in queries]
    assert not re.search(r'(?:src|href|action)="(?:https?:)?//', html)
    assert html.count("<h1") == 1
    # The few scripts are own files; a page works without them.
    assert all(
        re.match(
            r'<script (?:src="/static/gongkai/[a-z-]+\.js" defer></script>|type="application/ld\+json">)', tag
        )
        for tag in re.findall(r"<script[^>]*>[^<]*(?:</script>)?", html)
    )
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert len(response.content) < 120_000


def test_a_list_costs_the_same_whatever_its_length(client, site):
    with CaptureQueriesContext(connection) as many:
        client.get("/column/guifan/")
    with CaptureQueriesContext(connection) as few:
        client.get("/column/guifan/?q=办法3")
    assert abs(len(many) - len(few)) <= 1


def test_withdrawn_and_future_items_are_nowhere(client, site, settings):
    organ, column, documents = site
    actions.withdraw(actor=SYSTEM, document=documents[0], on=DAY, reason="含个人信息")
    settings.GONGKAI_TODAY = date(2025, 1, 2)
    future = DocumentFactory(organ=organ, column=column, title="办法未来", on=date(2025, 1, 2))
    assert client.get(f"/document/{future.pk}/").status_code == 200
    settings.GONGKAI_TODAY = date(2024, 12, 31)
    for row, status in ((documents[0], 410), (future, 404)):
        page = client.get(f"/document/{row.pk}/")
        assert page.status_code == status and row.title not in page.text
        for path in ("/", "/column/guifan/", "/search/?q=办法"):
            assert f">{row.title}<" not in client.get(path).content.decode()


def test_validity_is_said_the_same_on_list_and_page_and_moves_with_the_day(client, site, settings):
    row = site[2][0]
    assert "这份文件现在有效" in client.get(f"/document/{row.pk}/").content.decode()
    settings.GONGKAI_TODAY = date(2029, 1, 2)
    assert "已失效" in client.get(f"/document/{row.pk}/").content.decode()
    assert "已失效" in client.get("/column/guifan/?有效性=失效").content.decode()
    assert "办法1" not in client.get("/column/guifan/").content.decode()


@pytest.mark.law("条例第二十四条")
def test_hostile_words_are_shown_as_words(client, site):
    html = client.get("/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>" not in html
    assert client.get("/column/guifan/", {"年份": "²", "page": "x", "机关": "' OR 1=1"}).status_code == 200
    assert client.get("/column/guifan/", {"年份": "99999"}).status_code == 200


def test_elder_mode_is_a_cookie_on_the_same_address(client, site):
    response = client.get("/mode/elder/?next=/guide/")
    assert response["Location"] == "/guide/"
    assert 'data-mode="elder"' in client.get("/guide/").content.decode()
    client.get("/mode/standard/")
    assert "data-mode" not in client.get("/guide/").content.decode()


@pytest.mark.parametrize("onward", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_the_switch_leads_nowhere_else(client, site, onward):
    assert client.get("/mode/elder/", {"next": onward})["Location"] == "/"


def test_an_overdue_column_says_so_in_public(client, site):
    organ = site[0]
    ColumnFactory(owner=organ, slug="jiuye", name="就业", kind=Column.Kind.TOPIC, duty_days=30)
    DocumentFactory(organ=organ, column=Column.objects.get(slug="jiuye"), on=date(2024, 11, 1))
    assert "已超过应当更新的时间30日" in client.get("/column/jiuye/").content.decode()


@pytest.mark.parametrize(
    "path", ["/nope/", "/document/999999/", "/column/nope/", "/report/1999/", "/mode/evil/"]
)
def test_a_page_that_is_not_there_says_so_in_chinese(client, site, path):
    response = client.get(path)
    html = response.content.decode()
    assert response.status_code == 404
    assert "没有这一页" in html
    for way in (
        'role="search" action="/search/"',
        'class="brand" href="/"',
        'href="/catalogue/"',
        'href="/apply/"',
    ):
        assert way in html, way


def test_a_page_of_the_desk_that_is_not_there_has_no_frame_of_the_portal(client, site):
    response = client.get("/desk/nope/")
    assert response.status_code == 404
    assert (
        "没有这一页" in response.text and "工作台" in response.text and 'role="search"' not in response.text
    )


def test_an_instance_without_organs_says_what_to_do(client, db):
    response = client.get("/")
    assert response.status_code == 503
    assert "gongkai demo" in response.content.decode()


def test_a_form_from_elsewhere_is_refused_in_chinese(site):
    response = Client(enforce_csrf_checks=True).post("/desk/sign-in/", {"username": "x", "password": "x"})
    assert response.status_code == 403
    assert "页面已经过期" in response.content.decode()


def test_a_fault_of_the_platform_is_said_without_particulars(site, settings, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("内部细节")

    monkeypatch.setattr("gongkai.portal.press.fronts.cards", broken)
    response = Client(raise_request_exception=False).get("/")
    text = response.content.decode()
    assert (response.status_code, "平台出了问题" in text, "内部细节" in text) == (500, True, False)


def test_a_withdrawn_item_leaves_a_tombstone_and_nothing_of_its_words(client, settings):
    settings.GONGKAI_TODAY = date(2024, 7, 1)
    document = DocumentFactory(title="不该公开的名单（示例）", body="<p>某人</p>")
    actions.withdraw(actor=SYSTEM, document=document, on=date(2024, 6, 20), reason="含有个人信息")
    page = client.get(f"/document/{document.pk}/")
    assert page.status_code == 410
    assert 'role="search" action="/search/"' in page.text
    assert document.index_number in page.text and "含有个人信息" in page.text and "2024年6月20日" in page.text
    assert "名单" not in page.text and "某人" not in page.text


def test_an_item_withdrawn_before_its_day_was_never_there(client, settings):
    settings.GONGKAI_TODAY = date(2024, 7, 1)
    document = DocumentFactory(on=date(2024, 6, 28))
    actions.withdraw(actor=SYSTEM, document=document, on=date(2024, 6, 20), reason="改期")
    assert client.get(f"/document/{document.pk}/").status_code == 404
