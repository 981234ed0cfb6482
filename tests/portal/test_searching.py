# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""The page of results is given before Django is asked, the same page; what is unusual goes on to Django."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.core.paginator import Paginator
from django.test import RequestFactory
from django.urls import get_script_prefix

from gongkai.portal import results, searching
from gongkai.portal.asked import FILTERS, PAGE, SORT, Asked
from gongkai.portal.press.rendering import in_frame
from gongkai.portal.result_page import TEMPLATE
from gongkai.publishing import actions
from gongkai.publishing.finding import LONGEST
from gongkai.search import following
from gongkai.web.middleware import HEADERS
from tests.factories import DAY, SYSTEM, ColumnFactory, DocumentFactory, OrganFactory

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 31)


def archive(size):
    organ = OrganFactory(slug="xian", name="测试县人民政府", short_name="县政府<&>", kind="government")
    columns = [ColumnFactory(owner=organ, slug=f"c{n}", name=f"栏目{n}") for n in range(3)]
    made = [
        DocumentFactory(
            organ=organ, column=columns[n % 3], title=f"养老办法{n}", body=f"<p>护理补贴发放{'很久' * (n % 2)}</p>",
            on=date(2024 + n % 3, 12, 1),
        )
        for n in range(1, size + 1)
    ]  # fmt: skip
    following.prepare()
    return made


@pytest.fixture
def site(settings, tmp_path, monkeypatch):
    settings.GONGKAI_TODAY = TODAY
    settings.GONGKAI_INDEX = tmp_path / "index"
    settings.ALLOWED_HOSTS = ["own.example"]
    # as Django's own client does: the test's transaction is of this connection
    monkeypatch.setattr(searching, "close_old_connections", lambda: None)
    searching.forget()
    yield archive
    searching.forget()


def ask(asked, **more):
    """(status, headers, body, environ) of a question to the layer; a status of "" when it went on to Django."""
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/search/", "HTTP_HOST": "own.example",
        "QUERY_STRING": asked if isinstance(asked, str) else urlencode(asked), **more,
    }  # fmt: skip
    said = []
    app = searching.Searching(lambda *_: [b"django"], HEADERS.items())
    body = b"".join(app(environ, lambda status, headers: said.append((status, dict(headers)))))
    return *(said[0] if said else ("", {})), body, environ


def printed(asked, cookie=""):
    """The page as its template prints it, with nothing cut or filled."""
    request = RequestFactory().get("/search/", asked, headers={"cookie": cookie})
    question = Asked.of(request.GET)
    found, fields, chosen = question.find(TODAY), question.fields(), question.chosen

    class Hits(list):
        def __len__(self):
            return found.total

    pages = Paginator(Hits(), PAGE).get_page(question.number)
    pages.unit = "条"
    counted = [(said, found.facets.get(name, [])) for said, name in FILTERS.items()]
    context = {
        "words": question.words, "picked": question.picked, "by_date": question.by_date, "found": found,
        "longest": LONGEST, "too_long": 0, "pages": pages, "rows": results.rows(found.hits, get_script_prefix()),
        "facets": results.facets(fields, chosen, counted), "query": results.query(fields) + "&",
        "by_relevance_url": results.query(fields, SORT), "by_date_url": results.query({**fields, SORT: "日期"}),
        "unfiltered": results.query(fields, SORT, *FILTERS) if question.picked else "",
    }  # fmt: skip
    return in_frame(request, TEMPLATE, "", context).content


SHAPES = [
    {"q": "护理补贴"}, {"q": "护理补贴", "page": "2"}, {"q": "护理补贴", "page": "4"}, {"q": "护理补贴", "page": "6"},
    {"q": "护理补贴", "page": "99"}, {"q": "护理补贴 <>&\"'", "排序": "日期"}, {"q": "养老办法7"}, {"q": "养老办法囧"},
    {"q": "护理补贴", "年份": "2025", "栏目": "c1"}, {"q": "护理补贴", "年份": "2025", "排序": "日期", "page": "2"},
    {"q": "护理补贴", "x": "长" * 1500}, {"q": "QQcutrowsQQ 910,000,001"},
]  # fmt: skip


def test_a_page_put_together_is_the_page_its_template_prints(site):
    first = site(101)[0]
    DocumentFactory(organ=first.organ, column=first.column, title="QQcutrowsQQ 910,000,001")
    following.follow()
    for cookie in ("", "a=b; mode=elder", "mode=other"):
        given = 0
        for asked in SHAPES:
            status, _, body, _ = ask(asked, HTTP_COOKIE=cookie)
            if status:
                given += 1
                assert body.decode() == printed(asked, cookie).decode(), asked
        assert given == len(SHAPES)


def test_before_django_and_through_it_the_page_is_the_same_and_has_what_every_page_has(client, site):
    site(1)
    status, headers, body, _ = ask({"q": "护理补贴"})
    through = client.get("/search/", {"q": "护理补贴"}, headers={"host": "own.example"})
    assert status == "200 OK" and body == through.content
    assert headers == {**dict(through.headers), **HEADERS}
    assert headers["Content-Length"] == str(len(body))


def test_a_page_behind_the_last_is_the_last(site):
    site(41)
    far, last = (ask({"q": "护理补贴", "page": n})[2].decode() for n in ("99", "3"))
    assert "第41至41条" in far and far.count('class="ti"') == 1
    assert far.replace("page%3D99", "page%3D3") == last


@pytest.mark.parametrize(
    ("asked", "more"),
    [
        ({"q": "护理补贴"}, {"HTTP_HOST": "other.example"}),
        ({"q": "护理补贴"}, {"REQUEST_METHOD": "HEAD"}),
        ({"q": "护理补贴"}, {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "0"}),
        ({"q": "护理补贴"}, {"CONTENT_LENGTH": "5"}),
        ({"q": "护理补贴"}, {"SCRIPT_NAME": "/under"}),
        ({"q": "护理补贴"}, {"PATH_INFO": "/search/suggest/"}),
        ("q=%E6%8A%A4%00", {}),
        ("", {}),
        ({"q": "护" * 61}, {}),
        ("q=1" + "&a=1" * 4000, {}),
    ],
)
def test_what_is_unusual_goes_on_to_django(site, asked, more):
    site(1)
    assert ask(asked, **more)[:3] == ("", {}, b"django")


def test_what_finds_nothing_goes_on_with_the_answer_so_that_the_index_is_asked_once(site):
    site(1)
    status, _, _, environ = ask({"q": "外星人"})
    assert status == "" and environ[searching.FOUND].total == 0


def test_what_goes_wrong_before_django_is_logged_and_django_answers(site, monkeypatch, caplog):
    site(1)
    monkeypatch.setattr(searching, "whole", lambda *_: 1 / 0)
    assert ask({"q": "护理补贴"})[2] == b"django"
    assert "ZeroDivisionError" in caplog.text


def test_fields_of_an_address_are_read_as_django_reads_them():
    from django.http import QueryDict

    for said in ("q=a&q=b", "q=%ff%E6", "q=a+b%20c&x", "a=1;q=2", "q=\xe6\x8a\xa4", "&&=&q"):
        assert searching._fields(said) == QueryDict(said.encode("latin-1")).dict(), said


def test_what_stands_beside_a_document_and_what_was_withdrawn_are_read_at_each_question(site):
    made = site(2)
    explaining = DocumentFactory(organ=made[0].organ, column=made[0].column, title="别的", on=DAY)
    actions.interpret(actor=SYSTEM, document=explaining, policy=made[0], form="qa", on=DAY)
    assert "#read" in ask({"q": "养老办法1"})[2].decode()
    actions.withdraw(actor=SYSTEM, document=explaining, on=DAY, reason="错")
    assert "#read" not in ask({"q": "养老办法1"})[2].decode()
    path = f'"/document/{made[1].pk}/"'
    assert path in ask({"q": "养老办法2"})[2].decode()
    actions.withdraw(actor=SYSTEM, document=made[1], on=DAY, reason="错")
    assert path not in ask({"q": "养老办法2"})[2].decode()
