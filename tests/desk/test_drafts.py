# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""稿件 on the desk: from a Word file through three people to the portal."""

import io
import zipfile
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


def with_parts(data, change, **parts):
    made, held = io.BytesIO(data), io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(held, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == "word/document.xml" else old.read(name))
        for name, content in parts.items():
            new.writestr(f"word/{name}", content)
    return held.getvalue()


def test_what_word_does_not_print_is_said():
    assert not any("修订" in r or "隐藏" in r for r in read_word(word()).remarks)
    more = (
        '<w:body><w:p><w:ins w:id="1" w:author="z"><w:r><w:t>插入的</w:t></w:r></w:ins>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏着的</w:t></w:r></w:p>"
    )
    kept = with_parts(word(), lambda x: x.replace(b"<w:body>", more.encode()), **{"vbaProject.bin": b"x"})
    made = read_word(kept)
    assert "插入的" in made.body
    assert [any(what in r for r in made.remarks) for what in ("修订", "隐藏", "宏", "批注")] == [
        True,
        True,
        True,
        False,
    ]


def test_a_word_file_keeps_headings_and_tables_and_says_what_it_left_out():
    found = read_word(word(picture=True))
    assert "<h2>一、补贴对象</h2>" in found.body and "<table>" in found.body and "标准" in found.body
    assert found.remarks[0] == "有1张图片没有导入，请另存为PNG或者JPG后插入"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04broken", b"%PDF-1.7", "文字".encode()])
def test_what_is_no_word_file_is_refused_with_what_to_do(data):
    with pytest.raises(Unreadable, match="另存为"):
        read_word(data)


def _changed(data, **parts):
    """The package with some parts' bytes put through a function."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name.rsplit("/", 1)[-1].split(".")[0], lambda x: x)(old.read(name)))
    return made.getvalue()


def test_a_word_file_that_unpacks_to_too_much_is_refused_before_it_is_read():
    """A hundred kilobytes that become ten megabytes of paragraphs took a minute to read."""
    swollen = _changed(
        word(), document=lambda x: x.replace(b"</w:body>", b"<w:p/>" * 1_100_000 + b"</w:body>")
    )
    assert len(swollen) < 200_000
    with pytest.raises(Unreadable, match="文字太多"):
        read_word(swollen)


def test_links_to_places_of_the_same_word_file_are_left_out_with_their_words_kept():
    link = b'<w:p><w:bookmarkStart w:id="1" w:name="one"/><w:hyperlink w:anchor="one"><w:r><w:t>to one</w:t></w:r></w:hyperlink></w:p>'
    body = read_word(_changed(word(), document=lambda x: x.replace(b"<w:tbl>", link + b"<w:tbl>", 1))).body
    assert "to one" in body and "<a" not in body


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


POLICY = (
    "<p>本县行政区域内年满六十周岁且具有本县户籍的老年人，可以向户籍所在地的乡镇人民政府提出养老服务补贴申请。</p>"
    "<p>补贴标准为每人每月三百元，由县财政局按季度拨付到乡镇人民政府，再由乡镇人民政府发放到老年人本人的账户。</p>"
)


def test_a_copied_interpretation_shows_its_meter_and_a_reviewer_may_write_why_it_stands(
    office, settings, tmp_path
):
    settings.GONGKAI_INDEX = tmp_path
    organ, column, desk = office
    policy = DocumentFactory(
        organ=organ, column=column, number="测政发〔2024〕1号", title="补贴办法", body=POLICY
    )
    editor, reviewer = desk(Role.EDITOR), desk(Role.REVIEWER)
    form = editor.get(f"/desk/drafts/new/?interprets={policy.pk}").text
    assert "《补贴办法》解读" in form and 'value="测政发〔2024〕1号"' in form
    facts = FACTS | {
        "title": "《补贴办法》解读",
        "policy": "测政发〔2024〕1号",
        "form": "text",
        "body": POLICY,
    }
    editor.post("/desk/drafts/new/", facts)
    at = f"/desk/drafts/{Draft.objects.get().pk}/"
    page = editor.post(f"{at}do/submit/")
    assert page.status_code == 422 and "100.0%" in page.text and "<mark>本县行政区域内" in page.text
    assert "准许照抄原文" not in page.text
    assert "准许照抄原文" in reviewer.get(at).text
    assert reviewer.post(f"{at}do/copying/", {"reason": ""}).status_code == 422
    reviewer.post(f"{at}do/copying/", {"reason": "按原文列出更准确"})
    editor.post(f"{at}do/submit/")
    assert Draft.objects.get().state == Draft.State.REVIEWING


def test_an_interpretation_is_drafted_beside_the_policy_that_is_not_public_yet(office):
    _, _, desk = office
    editor = desk(Role.EDITOR)
    norm = {"register": "normative", "number": "测政发〔2024〕2号", "effective_from": "2024-07-01"}
    editor.post("/desk/drafts/new/", FACTS | norm)
    policy = Draft.objects.get()
    assert f"?explains={policy.pk}" in editor.get(f"/desk/drafts/{policy.pk}/").text
    assert "解读稿件" in editor.get(f"/desk/drafts/new/?explains={policy.pk}").text
    editor.post("/desk/drafts/new/", FACTS | {"title": "办法解读", "explains": policy.pk, "form": "qa"})
    assert policy.explained_by.get().title == "办法解读"
    assert "办法解读" in editor.get(f"/desk/drafts/{policy.pk}/").text
    other = Client()
    other.force_login(
        person(OrganFactory(), *Role.values), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert other.get(f"/desk/drafts/new/?explains={policy.pk}").status_code == 404


def test_the_list_of_words_is_kept_on_the_desk_by_the_supervising_office(office):
    _, _, desk = office
    editor, supervisor = desk(Role.EDITOR), desk(Role.SUPERVISOR)
    assert (
        "帐户" in editor.get("/desk/drafts/words/").text
        and "textarea" not in editor.get("/desk/drafts/words/").text
    )
    assert editor.post("/desk/drafts/words/", {"words": "打造 建设"}).status_code == 403
    page = supervisor.post("/desk/drafts/words/", {"words": "打造 建设\n一"})
    assert page.status_code == 422 and "第2行" in page.text and "打造 建设" in page.text
    supervisor.post("/desk/drafts/words/", {"words": "打造 建设\n！全国第一"})
    editor.post("/desk/drafts/new/", FACTS | {"body": "<p>打造全国第一的样板。</p>"})
    page = editor.get(f"/desk/drafts/{Draft.objects.get().pk}/").text
    assert "一般写作“建设”" in page and "要改" in page


def test_files_and_pictures_are_put_in_on_the_drafts_page_and_what_is_refused_stays_there(
    office, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    _, _, desk = office
    editor, reviewer = desk(Role.EDITOR), desk(Role.REVIEWER)
    editor.post("/desk/drafts/new/", FACTS)
    draft = Draft.objects.get()
    at = f"/desk/drafts/{draft.pk}/"
    page = editor.post(
        f"{at}files/add/", {"file": SimpleUploadedFile("表.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")}
    )
    assert page.status_code == 422 and "旧格式" in page.text
    assert editor.post(f"{at}files/picture/", {"alt": "图", "after": "1"}).status_code == 422
    editor.post(f"{at}files/add/", {"file": SimpleUploadedFile("申请表.docx", word())})
    file = draft.files.get()
    page = editor.get(at).text
    assert "申请表.docx" in page and "换成清洁件" in page
    assert editor.get(file.path).status_code == reviewer.get(file.path).status_code == 200
    assert reviewer.post(f"{at}files/remove/", {"item": file.pk}).status_code == 403
    editor.post(f"{at}files/clean/", {"item": file.pk})
    assert draft.files.get().pk != file.pk
    assert editor.post(f"{at}files/remove/", {"item": "99999"}).status_code == 404
    editor.post(f"{at}files/remove/", {"item": draft.files.get().pk})
    assert not draft.files.exists()


def test_pictures_of_a_word_file_are_kept_and_described(office, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    _, _, desk = office
    editor = desk(Role.EDITOR)
    shown = editor.post(
        "/desk/drafts/new/", {**FACTS, "body": "", "word": SimpleUploadedFile("a.docx", word(picture=True))}
    )
    assert "导入了1张图片" in shown.text

    from gongkai.publishing.models import Attachment

    held = Attachment.objects.get()
    assert held.path in shown.text
    editor.post("/desk/drafts/new/", FACTS | {"body": f'<p>见图。</p><p><img src="{held.path}" alt=""></p>'})
    at = f"/desk/drafts/{Draft.objects.get().pk}/"
    assert "没有替代文字" in editor.get(at).text
    assert editor.post(f"{at}files/describe/", {"item": held.pk, "alt": " "}).status_code == 422
    editor.post(f"{at}files/describe/", {"item": held.pk, "alt": "补贴流程图"})
    assert "没有替代文字" not in editor.get(at).text and 'alt="补贴流程图"' in Draft.objects.get().body


def test_a_draft_that_is_given_up_says_why_and_takes_no_further_step(office):
    _, _, desk = office
    editor = desk(Role.EDITOR)
    editor.post("/desk/drafts/new/", FACTS)
    at = f"/desk/drafts/{Draft.objects.get().pk}/"
    assert editor.post(f"{at}do/drop/", {"reason": ""}).status_code == 422
    editor.post(f"{at}do/drop/", {"reason": "文件不再印发"})
    assert Draft.objects.get().state == Draft.State.DROPPED
    assert editor.post(f"{at}do/submit/").status_code == 422


def test_a_correction_is_written_on_a_form_of_its_own_and_keeps_what_was_written(office):
    organ, column, desk = office
    document = DocumentFactory(organ=organ, column=column, number="测发〔2024〕1号", on=date(2024, 6, 3))
    editor, at = desk(Role.EDITOR), f"/desk/drafts/new/?amends={document.pk}"
    page = editor.get(at).text
    assert 'name="note"' in page and 'name="effective_from"' not in page and "现在公开的是第1版" in page
    facts = {
        "title": "新标题",
        "body": "<p>改好。</p>",
        "summary": "新概述",
        "number": "测发〔2024〕1号",
        "kind": "公告",
    }
    refused = editor.post(at, facts)
    assert refused.status_code == 422 and "新概述" in refused.text and "请写明改动说明" in refused.text
    editor.post(at, facts | {"note": "更正标题"})
    draft = Draft.objects.get()
    assert (draft.amends, draft.summary, draft.kind, draft.formed_on) == (
        document,
        "新概述",
        "公告",
        document.formed_on,
    )
    assert "更正标题" in editor.get(f"/desk/drafts/{draft.pk}/").text


@pytest.mark.parametrize("year", ["9999", "0001", "1899"])
def test_a_slip_of_the_year_is_said_and_breaks_no_page(office, year):
    _, _, desk = office
    editor = desk(Role.EDITOR)
    for name in ("formed_on", "publish_on", "expires_on"):
        said = editor.post("/desk/drafts/new/", {**FACTS, name: f"{year}-12-31"})
        assert said.status_code == 422 and "应在1900年到2199年之间" in said.text
    assert not Draft.objects.exists() and editor.get("/desk/drafts/").status_code == 200


def test_marks_that_turn_a_line_around_or_show_nothing_are_not_kept(office):
    _, _, desk = office
    editor = desk(Role.EDITOR)
    assert editor.post("/desk/drafts/new/", {**FACTS, "title": "\u200b\u2066"}).status_code == 422
    editor.post("/desk/drafts/new/", {**FACTS, "title": "补贴\u202e办法", "body": "<p>印\u200b发&#8238;</p>"})
    draft = Draft.objects.get()
    assert (draft.title, draft.body) == ("补贴办法", "<p>印发</p>")
