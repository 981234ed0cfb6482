# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""稿件 on the desk: from a Word file through three people to the portal."""

import io
from datetime import date

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gongkai.organs.models import Organ, Role
from gongkai.publishing.models import Document, Draft
from gongkai.publishing.word import Unreadable, read_word
from tests.factories import ColumnFactory, DocumentFactory, OrganFactory, person

pytestmark = pytest.mark.django_db


def word(*, heading="一、补贴对象", picture=False):
    made = docx.Document()
    made.add_heading(heading, 1)
    made.add_paragraph("年满六十周岁的老年人。")
    table = made.add_table(2, 2)
    table.cell(0, 0).text = "标准"
    if picture:
        from PIL import Image

        held = io.BytesIO()
        Image.new("RGB", (4, 4)).save(held, "PNG")
        held.seek(0)
        made.add_picture(held)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture
def office(settings):
    settings.GONGKAI_TODAY = date(2024, 6, 20)
    organ = OrganFactory(slug="xian", kind=Organ.Kind.GOVERNMENT)
    column = ColumnFactory(owner=organ, slug="policy")

    def desk(*roles):
        client = Client()
        client.force_login(person(organ, *roles), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return organ, column, desk


FACTS = {
    "organ": "xian", "column": "policy", "title": "养老服务补贴办法（示例）", "body": "<p>现印发给你们。</p>",
    "summary": "补贴的对象和标准。", "formed_on": "2024-06-11",
}  # fmt: skip


def test_a_word_file_keeps_headings_and_tables_and_says_what_it_left_out():
    found = read_word(word(picture=True))
    assert "<h2>一、补贴对象</h2>" in found.body and "<table>" in found.body and "标准" in found.body
    assert found.remarks[0] == "有1张图片没有导入，请在正文说明或者另附"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"%PDF-1.7", "文字".encode()])
def test_what_is_no_word_file_is_refused_with_what_to_do(data):
    with pytest.raises(Unreadable, match="另存为"):
        read_word(data)


def test_from_a_word_file_through_three_people_to_the_portal(office, client):
    _, _, desk = office
    editor, first, second, signer = (
        desk(Role.EDITOR),
        desk(Role.REVIEWER),
        desk(Role.REVIEWER),
        desk(Role.SIGNER),
    )
    upload = SimpleUploadedFile("办法.docx", word())
    shown = editor.post("/desk/drafts/new/", {**FACTS, "body": "", "word": upload})
    assert "已读入 Word 文件，还没有保存" in shown.text and "一、补贴对象" in shown.text
    assert not Draft.objects.exists()
    editor.post("/desk/drafts/new/", FACTS)
    draft = Draft.objects.get()
    at = f"/desk/drafts/{draft.pk}/"
    editor.post(f"{at}do/submit/")
    assert "养老服务补贴办法" in first.get("/desk/drafts/").text
    first.post(f"{at}do/secrecy/", {"basis": "不涉及国家秘密，可以公开"})
    for one in (first, second):
        one.post(f"{at}do/pass/", {"version": "1"})
    assert client.get("/search/?q=养老服务补贴").text.count("养老服务补贴办法") == 0
    signer.post(f"{at}do/pass/", {"version": "1"})
    document = Document.objects.get()
    assert client.get(f"/document/{document.pk}/").status_code == 200


def test_what_stops_a_draft_is_shown_with_its_place_and_nothing_is_lost(office):
    _, _, desk = office
    editor = desk(Role.EDITOR)
    editor.post("/desk/drafts/new/", FACTS | {"summary": ""})
    at = f"/desk/drafts/{Draft.objects.get().pk}/"
    page = editor.post(f"{at}do/submit/")
    assert page.status_code == 422 and "没有内容概述" in page.text and "现印发给你们" in page.text
    stale = editor.post(f"{at}write/", FACTS | {"version": "0", "title": "另一个标题"})
    assert stale.status_code == 422 and "已有第1稿" in stale.text and "另一个标题" in stale.text


def test_a_stale_pass_is_told_that_the_text_has_moved(office):
    _, _, desk = office
    editor, first, second = desk(Role.EDITOR), desk(Role.REVIEWER), desk(Role.REVIEWER)
    editor.post("/desk/drafts/new/", FACTS)
    at = f"/desk/drafts/{Draft.objects.get().pk}/"
    editor.post(f"{at}do/submit/")
    first.post(f"{at}do/return/", {"reason": "标准写错"})
    editor.post(f"{at}write/", FACTS | {"version": "1", "body": "<p>改好。</p>"})
    editor.post(f"{at}do/submit/")
    page = second.post(f"{at}do/pass/", {"version": "1"})
    assert page.status_code == 422 and "已改到第2稿" in page.text


def test_an_amendment_starts_from_what_is_public(office):
    organ, column, desk = office
    document = DocumentFactory(organ=organ, column=column, title="原标题")
    page = desk(Role.EDITOR).get(f"/desk/drafts/new/?amends={document.pk}")
    assert "更正：原标题" in page.text


def test_people_without_the_role_or_of_another_organ_are_kept_out(office):
    _, _, desk = office
    desk(Role.EDITOR).post("/desk/drafts/new/", FACTS)
    draft = Draft.objects.get()
    assert desk(Role.INTAKE).post(f"/desk/drafts/{draft.pk}/do/submit/").status_code == 403
    other = Client()
    other.force_login(
        person(OrganFactory(), *Role.values), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert other.get(f"/desk/drafts/{draft.pk}/").status_code == 404


def test_the_list_keeps_its_budget(office, django_assert_max_num_queries):
    _, _, desk = office
    editor, reviewer = desk(Role.EDITOR), desk(Role.REVIEWER)
    for n in range(6):
        editor.post("/desk/drafts/new/", FACTS | {"title": f"稿件{n}"})
    with django_assert_max_num_queries(20):
        reviewer.get("/desk/drafts/")
