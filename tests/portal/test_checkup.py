# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""年报体检: a file in, its faults at their places, nothing kept, no script needed."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongkai.ledger.models import Event
from tests.annual_report import layouts as made
from tests.factories import OrganFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site():
    OrganFactory()


def send(client, content, name="年报.html", status=200, **more):
    files = {
        "report": SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content),
        **more,
    }
    response = client.post("/report-check/", files)
    assert response.status_code == status
    return response.content.decode()


def test_the_page_is_reached_from_the_reports_and_asks_for_a_file(client):
    assert "/report-check/" in client.get("/reports/").content.decode()
    page = client.get("/report-check/").content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert "<script" not in page or "src=" in page


def test_a_sound_report(client):
    f = made.figures(1)
    page = send(client, made.html(f))
    assert "没有发现问题" in page
    assert "示例县人民政府2024年" in page
    assert f"<b>{f.t3[0][6]:,}</b>" in page


def test_faults_stand_by_place_and_their_cells_link_to_them(client):
    f = made.figures(2)
    f.t3[23][0] += 1
    f.t4["reconsideration"][4] += 2
    f.t2["licences"] = -5
    page = send(client, made.html(f))
    for title in ("表二　", "表三　", "表四　"):
        assert title in page
    for target in re.findall(r'class="fig differs" href="#(f\d+)"', page):
        assert f'id="{target}"' in page
    assert page.count("fig differs") >= 7
    assert "写的是-5" in page


def test_last_year_is_compared(client):
    f = made.figures(1)
    f.t3[24] = [n + 1 for n in f.t3[1]]
    before = SimpleUploadedFile("前.html", made.html(f).replace("2024年", "2023年").encode())
    assert "上年报告结转下年度" in send(client, made.html(made.figures(1)), previous=before)
    same = SimpleUploadedFile("同.html", made.html(f).encode())
    assert "不是2024年的上一年" in send(client, made.html(made.figures(1)), status=422, previous=same)


@pytest.mark.parametrize(("name", "content", "words"), [
    ("a.exe", b"MZ", "类型不认识"), ("a.pdf", b"%PDF-1.4", "PDF"), ("a.docx", b"PK\x03\x04", "扩展名不符"), ("a.txt", b"", "空文件"),
])  # fmt: skip
def test_a_file_that_cannot_be_read_is_said_at_the_field(client, name, content, words):
    page = send(client, content, name, 422)
    assert words in page
    assert 'class="errs"' in page


def test_no_file_and_a_file_too_large(client, monkeypatch):
    page = client.post("/report-check/", {})
    assert page.status_code == 422 and "请选择要核对的年度报告" in page.content.decode()
    monkeypatch.setattr("gongkai.portal.checkup.MOST_BYTES", 10)
    assert "超过10MB" in send(client, made.html(made.figures(1)), status=422)


def test_nothing_is_kept_and_names_are_escaped(client):
    before = Event.objects.count()
    page = send(client, made.html(made.figures(1)), name="<b>x.html")
    assert Event.objects.count() == before
    assert "<b>x.html" not in page
