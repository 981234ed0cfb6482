# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""Readers are given the files; what is not current, not pressed or not plain is made for them."""

from __future__ import annotations

import zlib
from datetime import date, timedelta

import pytest

from gongkai.portal.press import following
from gongkai.portal.press.serving import PressedSite
from gongkai.publishing import actions
from gongkai.web.middleware import HEADERS
from tests.factories import SYSTEM, DocumentFactory
from tests.portal.press.conftest import START

pytestmark = pytest.mark.django_db


class Reader:
    """Asks the layer as a server would; `made` is what it left to Django."""

    def __init__(self):
        self.site = PressedSite(lambda *_: [b"made"], HEADERS.items())

    def get(self, address, method="GET", query="", **headers):
        said = {}
        environ = {"REQUEST_METHOD": method, "PATH_INFO": address, "QUERY_STRING": query}
        environ |= {f"HTTP_{k.upper()}": v for k, v in headers.items()}
        body = b"".join(self.site(environ, lambda status, rows: said.update(status=status, **dict(rows))))
        return body, said


@pytest.fixture
def reader(site):
    return Reader()


def test_a_page_comes_from_its_file_with_the_headers_of_every_page(reader):
    body, said = reader.get("/column/guifan/")
    assert (said["status"], "行政规范性文件" in body.decode()) == ("200 OK", True)
    assert said["Content-Type"] == "text/html; charset=utf-8"
    assert int(said["Content-Length"]) == len(body)
    assert {k: said[k] for k in HEADERS} == HEADERS
    assert reader.get("/column/guifan/", method="HEAD")[0] == b""


def test_compressed_only_for_who_takes_it(reader):
    plain, _ = reader.get("/")
    packed, said = reader.get("/", accept_encoding="br, gzip")
    assert said["Content-Encoding"] == "gzip" and zlib.decompress(packed, 31) == plain
    assert "Content-Encoding" not in reader.get("/", accept_encoding="gzip;q=0, br")[1]


def test_what_the_reader_has_is_not_sent_again(reader):
    _, said = reader.get("/")
    assert reader.get("/", if_none_match=said["ETag"])[1]["status"] == "304 Not Modified"
    assert reader.get("/", if_modified_since=said["Last-Modified"])[1]["status"] == "304 Not Modified"
    assert reader.get("/", if_none_match='"other"')[1]["status"] == "200 OK"


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/search/", {}), ("/column/guifan/", {"query": "q=养老"}), ("/", {"cookie": "mode=elder"}), ("/", {"method": "POST"}),
        ("/../keys/django", {}), ("/column/../../manifest/root", {}), ("/document/9999/", {}), ("/index.html", {}),
    ],
)  # fmt: skip
def test_everything_else_goes_on(reader, address, asked):
    assert reader.get(address, **asked)[0] == b"made"


def test_a_withdrawn_document_is_gone(reader, site):
    organ, column = site
    row = DocumentFactory(organ=organ, column=column, on=START)
    following.follow()
    assert reader.get(f"/document/{row.pk}/")[1]["status"] == "200 OK"
    actions.withdraw(actor=SYSTEM, document=row, on=START, reason="含个人信息")
    assert reader.get(f"/document/{row.pk}/")[0] == b"made"  # at once, before anything else is pressed
    following.follow()
    body, said = reader.get(f"/document/{row.pk}/")
    assert said["status"] == "410 Gone" and "含个人信息" in body.decode()


def test_a_missed_tick_shows_nothing_stale(site, day):
    organ, column = site
    row = DocumentFactory(
        organ=organ, column=column, on=START, register="normative", number="测〔2024〕1号", effective_from=START,
        expires_on=date(2025, 6, 30),
    )  # fmt: skip
    following.follow()
    reader = Reader()
    page = f"/document/{row.pk}/"
    assert "现在有效" in reader.get(page)[0].decode()
    day(date(2025, 5, 5))  # from 60 days before its end the page counts the days
    assert reader.get(page)[0] == b"made"
    following.follow()
    assert "56日后期满" in Reader().get(page)[0].decode()
    day(date(2025, 5, 6))
    assert Reader().get(page)[0] == b"made"
    day(date(2025, 7, 1))
    following.follow()
    assert "已失效" in Reader().get(page)[0].decode()


def test_nothing_is_given_from_files_of_other_templates(reader, monkeypatch):
    monkeypatch.setattr("gongkai.portal.press.serving.fingerprint", lambda: "another version")
    assert Reader().get("/")[0] == b"made"


def test_the_file_says_what_a_request_would_be_told(site, client, settings):
    organ, column = site
    row = DocumentFactory(organ=organ, column=column, title="同一句话", on=START - timedelta(days=1))
    following.follow()
    for address in ("/", "/column/guifan/", f"/document/{row.pk}/", "/guide/", "/fields/", "/sitemap/"):
        assert Reader().get(address)[0] == client.get(address).content
