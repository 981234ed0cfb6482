# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""案卷材料 on the desk: add, see what must not leave, cover it on the page, release; nothing typed is lost."""

import io
from datetime import date

import pdfplumber
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gongkai.applications import actions, vault
from gongkai.applications.models import CaseFile
from gongkai.ledger.models import Event
from gongkai.organs.models import Role
from tests.factories import ApplicationFactory, OrganFactory, person
from tests.redaction.samples import ID, pdf, saved, word

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 20)
SECRET = saved(pdf([(50, 200, f"Zhang San {ID}")], [(50, 200, "Public page")]))


@pytest.fixture
def case(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.GONGKAI_TODAY = DAY
    return ApplicationFactory()


def desk(case, *roles):
    client = Client()
    client.force_login(person(case.organ, *roles), backend="django.contrib.auth.backends.ModelBackend")
    return client


def add(client, case, data=SECRET, name="方案.pdf", purpose="original"):
    upload = {"file": SimpleUploadedFile(name, data), "purpose": purpose}
    return client.post(f"/desk/cases/{case.pk}/files/", upload, follow=True)


def only(case, **facts):
    return CaseFile.objects.get(application=case, **facts)


def test_from_adding_to_release(case):
    client = desk(case, Role.HANDLER)
    assert "材料已经存入" in add(client, case).content.decode()
    file = only(case)
    shown = client.get(f"/desk/files/{file.pk}/").content.decode()
    assert "1处不能带出" in shown and "居民身份证号码" in shown and ID not in shown
    refused = client.post(f"/desk/files/{file.pk}/release/", {"reason": ""})
    assert refused.status_code == 422 and "没有放行" in refused.content.decode()
    made = client.post(
        f"/desk/files/{file.pk}/redact/",
        {"terms": "Zhang San\n", "numbers": "on", "boxes": "2:10,10,30,30", "ground": actions.GROUNDS[0]},
        follow=True,
    )
    copy = only(case, purpose="released")
    assert (
        "没有查出不能带出的内容" in made.content.decode()
        and made.redirect_chain[-1][0] == f"/desk/files/{copy.pk}/"
    )
    with pdfplumber.open(io.BytesIO(vault.get(copy.stored))) as read:
        assert [p.extract_text() for p in read.pages] == ["", ""]
    done = client.post(f"/desk/files/{copy.pk}/release/", {}, follow=True).content.decode()
    assert "已经放行" in done and only(case, purpose="released").released_on == DAY
    assert "还没有下载" in done
    assert "放行公开件" in client.get(f"/desk/cases/{case.pk}/").content.decode()


def test_the_page_to_draw_on_keeps_what_was_typed_and_the_look_is_logged(case):
    client = desk(case, Role.HANDLER)
    add(client, case)
    file = only(case)
    typed = {"terms": "Zhang", "boxes": "2:10,10,30,30\n1:5,5,9,9", "page": "2"}
    shown = client.post(f"/desk/files/{file.pk}/redact/", typed).content.decode()
    assert (
        "第2页，共2页" in shown
        and 'x="10.0" y="10.0" width="20.0"' in shown
        and ">Zhang</textarea>" in shown.replace("\n", "")
    )
    assert 'role="alert"' not in shown and CaseFile.objects.count() == 1
    picture = client.get(f"/desk/files/{file.pk}/page/2.png")
    assert picture["Content-Type"] == "image/png" and picture["Cache-Control"] == "no-store"
    assert Event.objects.filter(kind="application.file_viewed").count() == 1
    assert client.get(f"/desk/files/{file.pk}/page/3.png").status_code == 404


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"terms": "Zhang"}, "请选择依据"),
        ({"terms": "Li Si", "ground": actions.GROUNDS[0]}, "没有找到“Li Si”"),
        ({"boxes": "第一页左上", "ground": actions.GROUNDS[0]}, "没有看懂"),
        ({"boxes": "1:30,5,9,9", "ground": actions.GROUNDS[0]}, "右边应大于左边"),
        ({"boxes": "9:1,5,9,9", "ground": actions.GROUNDS[0]}, "没有第9页"),
        ({"boxes": "1:1,5,900,9", "ground": actions.GROUNDS[0]}, "超出了页面"),
    ],
)
def test_what_was_refused_stays_with_its_reason(case, facts, says):
    client = desk(case, Role.HANDLER)
    add(client, case)
    answer = client.post(f"/desk/files/{only(case).pk}/redact/", facts)
    shown = answer.content.decode()
    assert answer.status_code == 422 and says in shown
    assert all(value.split("\n")[0] in shown for value in facts.values())


def test_override_is_offered_to_reviewers_only(case):
    handler, signer = desk(case, Role.HANDLER), desk(case, Role.SIGNER)
    add(handler, case)
    file = only(case)
    path = f"/desk/files/{file.pk}/"
    assert "仍然放行的理由" not in handler.get(path).content.decode()
    assert "仍然放行的理由" in signer.get(path).content.decode()
    assert handler.post(path + "release/", {"reason": "本人的号码"}).status_code == 403
    assert (
        "已经放行" in signer.post(path + "release/", {"reason": "本人的号码"}, follow=True).content.decode()
    )


def test_a_file_that_cannot_be_searched_says_why(case):
    client = desk(case, Role.HANDLER)
    answer = add(client, case, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "旧.doc")
    assert answer.status_code == 422 and "旧格式" in answer.content.decode()
    add(client, case, b"%PDF-1.7 broken", "坏.pdf")
    assert "已损坏" in client.get(f"/desk/files/{only(case).pk}/").content.decode()


def test_others_see_nothing(case):
    add(desk(case, Role.HANDLER), case)
    file = only(case)
    stranger = Client()
    stranger.force_login(
        person(OrganFactory(), *Role.values), backend="django.contrib.auth.backends.ModelBackend"
    )
    compiler = desk(case, Role.COMPILER)
    for client in (stranger, compiler):
        for path in (f"/desk/files/{file.pk}/", f"/desk/files/{file.pk}/page/1.png"):
            assert client.get(path).status_code == 404
    assert "方案.pdf" not in compiler.get(f"/desk/cases/{case.pk}/").content.decode()


def test_pages_keep_to_their_queries(case):
    client = desk(case, Role.HANDLER)
    for n in range(6):
        add(client, case, word(f"第{n}份"), f"{n}.docx")
    path = f"/desk/files/{CaseFile.objects.first().pk}/"
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    assert len(queries) <= 16


@pytest.mark.parametrize("name", ["方案.docx", "方案.jpg", "方案.exe"])
def test_a_file_whose_content_is_not_what_its_name_says_is_refused_with_what_to_do(case, name):
    response = add(desk(case, Role.HANDLER), case, name=name)
    assert response.status_code == 422
    assert "内容却是PDF" in response.content.decode()
    assert not CaseFile.objects.exists()


@pytest.mark.parametrize("name", ["方案.PDF", "方案", "关于1.2亩的方案.pdf"])
def test_a_name_that_agrees_or_says_nothing_is_kept(case, name):
    add(desk(case, Role.HANDLER), case, name=name)
    assert only(case).name.lower().endswith(".pdf")
