# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The search page: facets, sorting, paging, hostile words, an empty result that leads somewhere, and what is offered while typing."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from gongkai.publishing import actions
from gongkai.publishing.models import Column
from gongkai.search import following
from gongkai.search.models import SearchMiss
from tests.factories import DAY, SYSTEM, ColumnFactory, DocumentFactory, OrganFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings, tmp_path):
    settings.GONGKAI_TODAY = date(2024, 12, 31)
    settings.GONGKAI_INDEX = tmp_path / "index"
    organ = OrganFactory(slug="xian", name="测试县人民政府", kind="government")
    column = ColumnFactory(owner=organ, slug="guifan", name="行政规范性文件", article_item=1)
    made = [
        DocumentFactory(
            organ=organ, column=column, title=f"养老办法{n}", number=f"测〔2024〕{n}号", register="normative",
            effective_from=DAY, expires_on=date(2024, 7, n) if n < 4 else None, body="<p>护理补贴发放</p>",
        )
        for n in range(1, 31)
    ]  # fmt: skip
    following.prepare()
    return made


def page(client, **asked):
    response = client.get("/search/", asked)
    assert response.status_code == 200
    return response.content.decode()


def test_results_have_marks_facets_validity_and_pages(client, site):
    html = page(client, q="护理补贴")
    assert "有30条" in html
    assert html.count("<mark>护理补贴</mark>") == 20
    assert "现行有效　27" in html and "失效、废止　3" in html
    assert "第1至20条，共30条" in html
    second = page(client, q="护理补贴", page="2")
    assert second.count("<mark>护理补贴</mark>") == 10
    ended = page(client, q="护理补贴", 有效性="ended")
    assert "有3条" in ended and "去掉筛选" in ended


def test_the_number_typed_anyhow_leads_to_its_document(client, site):
    assert (
        ">养老办法7</a>" in page(client, q="测[2024]第007号").split('class="ls n mt3"')[1].split("</li>")[0]
    )


def test_a_page_costs_the_same_whatever_it_shows(client, site):
    with CaptureQueriesContext(connection) as queries:
        page(client, q="护理补贴")
    assert len(queries) <= 8, [q["sql"][:90] for q in queries]


def test_the_short_way_keeps_what_every_page_has_and_takes_only_the_host_s_own_name(client, site):
    response = client.get("/search/", {"q": "护理补贴"})
    for name in ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy"):
        assert response.headers[name], name
    assert response.headers["Content-Length"] == str(len(response.content))
    assert not response.cookies
    assert client.get("/search/", {"q": "护理补贴"}, headers={"host": "other.example"}).status_code == 400
    assert client.get("/search/?q=%00").status_code == 400
    assert client.post("/search/", {"q": "护理补贴"}).status_code == 200  # the long way


def test_links_carry_words_as_they_are_and_lead_where_they_say(client, site):
    asked = {"q": "护理 补贴&机关=\"'<b>", "年份": "2024"}
    html = page(client, **asked) + page(client, q="护理补贴", 年份="2024", 排序="日期")
    links = [unescape(link) for link in re.findall('href="([?][^"]+)"', html)]
    assert "?q=护理补贴&年份=2024&排序=日期&有效性=ended" in links
    assert "?q=护理补贴&排序=日期" in links  # 全部年份
    for link in links:
        assert QueryDict(link[1:])["q"] in (asked["q"], "护理补贴", "护理", "补贴")
        assert client.get(f"/search/{link}").status_code == 200


@pytest.mark.parametrize("odd", ["0", "-1", "x", "²", "999999999", "99999"])
def test_an_odd_page_number_shows_a_page(client, site, odd):
    assert "护理补贴" in page(client, q="护理补贴", page=odd)


@pytest.mark.parametrize(
    "hostile",
    [
        '"><script>alert(1)</script>',
        "' OR 1=1 --",
        "*:*",
        "title:办法",
        "\x08",
        "(",
        "[",
        "\\",
        "。",
        " ",
    ],
)
def test_hostile_words_are_shown_as_words(client, site, hostile):
    assert "<script>alert" not in page(client, q=hostile)
    assert "<script>alert" not in page(client, q="养老", 机关=hostile, 年份=hostile, 有效性=hostile)
    assert client.get("/search/suggest/", {"q": hostile}).status_code == 200


def test_nothing_found_says_so_leads_on_and_is_remembered(client, site):
    html = page(client, q="养老机器人")
    assert "没有查到“养老机器人”" in html
    assert '?q=%E5%85%BB%E8%80%81"' in html
    assert client.cookies["csrftoken"].value  # of the form it offers
    assert '<input type="hidden" name="title" value="养老机器人">' in html
    assert SearchMiss.objects.get().words == "养老机器人"
    page(client, q="养老", 机关="没有")
    assert SearchMiss.objects.count() == 1


def test_without_an_index_the_page_says_so_and_still_finds_titles(client, site, settings, tmp_path):
    settings.GONGKAI_INDEX = tmp_path / "nowhere"
    html = page(client, q="养老办法7")
    assert "全文检索正在重建" in html
    assert "养老办法7" in html
    page(client, q="外星人")
    assert not SearchMiss.objects.exists()


def test_suggestions_while_typing(client, site):
    items = client.get("/search/suggest/", {"q": "养老办法3"}).json()["items"]
    assert {"title": "养老办法3", "number": "测〔2024〕3号", "url": f"/document/{site[2].pk}/"} in items
    assert client.get("/search/suggest/", {"q": "养"}).json()["items"] == []
    actions.withdraw(actor=SYSTEM, document=site[2], on=DAY, reason="错")
    titles = [i["title"] for i in client.get("/search/suggest/", {"q": "养老办法3"}).json()["items"]]
    assert "养老办法3" not in titles


def test_by_date_is_by_date(client, site):
    new = DocumentFactory(
        organ=site[0].organ,
        column=site[0].column,
        title="别的",
        body="<p>护理补贴</p>",
        on=date(2024, 12, 30),
    )
    following.follow()
    first = page(client, q="护理补贴", 排序="日期").split('class="ls n mt3"')[1].split("</li>")[0]
    assert f"/document/{new.pk}/" in first


def test_the_home_page_offers_titles_while_typing_and_links_only_what_is_there(client, site):
    ColumnFactory(kind=Column.Kind.TOPIC, slug="zhuqi", name="助企专栏")
    home = client.get("/").text
    assert 'data-suggest="/search/suggest/"' in home and 'id="offers"' in home and "gongkai/search" in home
    often = home.split("常查：")[1].split("</p>")[0]
    assert "/column/zhuqi/" in often
    assert {client.get(link).status_code for link in re.findall('href="([^"]+)"', often)} == {200}


def test_too_long_a_question_is_told_its_length_and_kept_and_makes_no_large_page(client, site):
    response = client.get("/search/", {"q": "养" * 2000, "年份": "2024", "x": "长" * 3000})
    html = response.text
    assert response.status_code == 422
    assert "您写了2,000个字，一次最多查60个字" in html and f'value="{"养" * 500}"' in html
    assert len(response.content) < 10_000
    assert len(client.get("/search/", {"q": "养老", "x": "长" * 3000}).content) < 10_000
    assert client.get("/search/", {"q": "养" * 60}).status_code == 200
    assert not SearchMiss.objects.filter(words__startswith="养" * 61).exists()


def test_on_a_phone_the_filters_stand_closed_above_the_results_and_say_how_many_are_chosen(client, site):
    chosen = page(client, q="护理补贴", 年份="2024", 有效性="ended")
    before = chosen.split('class="ls n mt3"')[0]
    assert '<details class="only-s narrow mt3"><summary>筛选（已选2项）</summary>' in before
    assert "<summary>筛选</summary>" in page(client, q="护理补贴")
