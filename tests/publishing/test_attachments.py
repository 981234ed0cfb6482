# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""附件和图片: checked by content, reviewed with the text, found by their words, gone with the withdrawal."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from PIL import Image

from gongkai.desk.draft_file_views import PictureForm
from gongkai.organs.models import Role
from gongkai.organs.permissions import NotAllowed
from gongkai.publishing import actions, drafts, queries
from gongkai.publishing.actions import Refused
from gongkai.publishing.actions.reviewing import Stopped
from gongkai.publishing.attachments import files_of, public_files, read
from gongkai.publishing.filetext import words_of
from gongkai.publishing.finding import find
from gongkai.publishing.models import Attachment
from gongkai.publishing.prechecks import doubts
from gongkai.search.following import prepare
from tests.factories import DAY, OrganFactory, person
from tests.publishing.test_drafts import Office
from tests.redaction.samples import ID, pdf, photo, saved, word

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(settings, tmp_path):
    settings.MEDIA_ROOT, settings.GONGKAI_INDEX = tmp_path / "files", tmp_path / "index"
    settings.GONGKAI_TODAY = DAY
    return Office()


def table(*rows):
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.properties.creator = None
    book.save(out)
    return actions.attachments.redaction.clean_copy(out.getvalue()).data


def picture():
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return out.getvalue()


def add(office, draft, name="标准表.xlsx", data=None):
    return actions.add_file(
        actor=office.editor, draft=draft, on=DAY, name=name, data=data or table(["对象", "护理补贴标准"])
    )


def published(office, draft):
    draft = actions.submit_draft(actor=office.editor, draft=draft, on=DAY)
    return office.passed(draft, office.first, office.second, office.signer).document


def test_an_attachment_is_public_with_its_document_found_by_its_words_and_gone_with_the_withdrawal(
    office, client
):
    draft = office.draft()
    file = add(office, draft)
    assert client.get(file.path).status_code == 404 and not public_files(DAY).exists()
    prepare()
    document = published(office, draft)
    from gongkai.search.following import follow

    follow()
    assert files_of(document) == [file] and list(public_files(DAY)) == [file]
    page = client.get(f"/document/{document.pk}/").text
    assert "标准表.xlsx" in page and file.path in page
    got = client.get(file.path)
    assert got.content == read(file) and "attachment" in got["Content-Disposition"]
    assert [h.id for h in find("护理补贴标准", as_of=DAY).hits] == [document.pk]
    assert list(queries.check_projections()) == list(drafts.check_projections()) == []
    actions.withdraw(actor=office.editor, document=document, on=DAY, reason="内容有误")
    follow()
    assert client.get(file.path).status_code == 404 and not find("护理补贴标准", as_of=DAY).total


def test_a_file_changed_in_the_store_is_not_given_out(office, client, settings):
    draft = office.draft()
    file = add(office, draft)
    published(office, draft)
    (settings.MEDIA_ROOT / file.stored).write_bytes(b"other")
    assert client.get(file.path).status_code == 404


def test_what_rides_along_in_a_file_stops_the_draft_until_it_is_cleaned(office):
    draft = office.draft()
    file = add(office, draft, "办法.docx", word("正文", author="林某某（示例）"))
    found = [d for d in doubts(draft, as_of=DAY) if d.code == "file"]
    assert any(d.blocks for d in found) and all("办法.docx" in d.where for d in found)
    with pytest.raises(Stopped):
        actions.submit_draft(actor=office.editor, draft=draft, on=DAY)
    draft.refresh_from_db()
    clean = actions.clean_file(actor=office.editor, draft=draft, on=DAY, file=file)
    left = [d for d in doubts(draft, as_of=DAY) if d.code == "file"]
    assert list(draft.files.all()) == [clean] and not any("清洁件" in d.mend for d in left)


def test_an_identity_number_in_a_file_stops_and_is_never_shown_whole(office):
    draft = office.draft()
    add(office, draft, data=table(["姓名", "身份证号"], ["示例", ID]))
    found = [d for d in doubts(draft, as_of=DAY) if d.code == "file" and d.blocks]
    assert found and ID not in str(found)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"", "空的"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧格式"),
        ("a.html", b"<html><body>x", "格式的文件"),
        ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"></svg>', "里面却是文字"),
        ("a.png", "说明".encode(), "里面却是文字"),
    ],
)
def test_a_file_is_judged_by_its_content_and_refused_with_what_to_do(office, name, data, said):
    with pytest.raises(Refused, match=said):
        actions.add_file(actor=office.editor, draft=office.draft(), on=DAY, name=name, data=data)
    assert not Attachment.objects.exists()


def test_a_new_file_is_a_new_version_and_the_secrecy_review_of_the_old_one_falls(office):
    draft = office.submitted()
    draft = actions.review_secrecy(actor=office.first, draft=draft, on=DAY, basis="不涉密")
    with pytest.raises(Refused, match="不能修改"):
        add(office, draft)
    draft = actions.return_draft(actor=office.first, draft=draft, on=DAY, reason="补附件")
    add(office, draft)
    draft.refresh_from_db()
    assert draft.version == 2 and draft.secrecy_by is None
    with pytest.raises(NotAllowed):
        actions.add_file(
            actor=person(OrganFactory(), Role.EDITOR), draft=draft, on=DAY, name="a.txt", data=b"text"
        )


def test_a_picture_needs_words_loses_its_place_of_taking_and_is_seen_only_with_its_document(office, client):
    draft = office.draft()
    with pytest.raises(Refused, match="替代文字"):
        actions.add_picture(
            actor=office.editor, draft=draft, on=DAY, name="p.jpg", data=photo(), alt=" ", after=1
        )
    draft = actions.add_picture(
        actor=office.editor, draft=draft, on=DAY, name="p.jpg", data=photo(), alt='办理"流程"图', after=1
    )
    file = draft.files.get()
    assert f'<p>各乡镇人民政府：</p><p><img src="{file.path}"' in draft.body and [
        x[0] for x in file.leaks
    ] == ["image_only"]
    assert client.get(file.path).status_code == 404
    document = published(office, draft)
    assert client.get(file.path)["Content-Type"] == "image/jpeg"
    assert "办理&quot;流程&quot;图" in client.get(f"/document/{document.pk}/").text
    assert files_of(document) == []


def test_a_picture_goes_after_the_block_that_was_chosen_and_never_into_a_table(office):
    """The cells of a table are paragraphs too: counted as places, they sent the picture elsewhere."""
    table = "<table><tbody><tr><td><p>甲</p><p>乙</p></td><td>丙</td></tr></tbody></table>"
    draft = office.draft(
        body=f"<p>一<strong>。</strong></p>{table}<ul><li>二</li></ul><p>三。</p><p>四。</p>"
    )
    places = [words for _, words in PictureForm(draft).fields["after"].choices]
    assert places[1:] == [
        "第1处以后：一。",
        "第2处以后：甲 乙 丙",
        "第3处以后：二",
        "第4处以后：三。",
        "第5处以后：四。",
    ]
    for after, before in ((2, "</table>"), (4, "<p>三。</p>")):
        facts = {
            "actor": office.editor,
            "draft": draft,
            "on": DAY,
            "name": "p.png",
            "data": picture(),
            "alt": "图",
        }
        draft = actions.add_picture(after=after, **facts)
        assert f"{before}<p><img" in draft.body
        draft = actions.revise_draft(
            actor=office.editor, draft=draft, on=DAY, expected_version=draft.version, body=re.sub("<p><img.*?</p>", "", draft.body)
        )  # fmt: skip


def test_a_picture_on_another_site_is_stopped_readers_would_not_see_it(office):
    draft = office.draft(body='<p>图。</p><img src="https://other.example/a.png" alt="图">')
    assert "不在本网站的文件库里" in next(d.message for d in doubts(draft, as_of=DAY) if d.blocks)


def test_a_picture_without_words_is_described_on_the_draft(office):
    held = actions.hold_picture(actor=office.editor, name="图片", data=picture(), on=DAY)
    draft = office.draft(body=f'<p>见图。</p><p><img src="{held.path}" alt=""></p>')
    assert [d.code for d in doubts(draft, as_of=DAY) if d.blocks] == ["picture"]
    draft = actions.describe_picture(actor=office.editor, draft=draft, on=DAY, file=held, alt="流程图")
    assert 'alt="流程图"' in draft.body and not any(d.blocks for d in doubts(draft, as_of=DAY))
    draft = actions.revise_draft(
        actor=office.editor, draft=draft, on=DAY, expected_version=2, body="<p>没有图了。</p>"
    )
    assert not draft.files.exists()


def test_a_picture_of_another_organ_is_not_taken_by_writing_its_address(office):
    stranger = Office()
    held = actions.hold_picture(actor=stranger.editor, name="图片", data=picture(), on=DAY)
    draft = office.draft(body=f'<p><img src="{held.path}" alt="别人的图"></p>')
    assert not draft.files.exists() and any("文件库里找不到" in d.message for d in doubts(draft, as_of=DAY))


def test_a_picture_never_saved_is_thrown_away_after_a_day(office):
    actions.hold_picture(actor=office.editor, name="图片", data=picture(), on=DAY)
    kept = actions.hold_picture(actor=office.editor, name="图片", data=picture(), on=DAY + timedelta(days=2))
    assert list(Attachment.objects.all()) == [kept]


def test_an_amendment_begins_with_the_files_and_replaces_them_when_it_comes_out(office, client):
    draft = office.draft()
    old = add(office, draft)
    document = published(office, draft)
    again = actions.start_draft(
        actor=office.editor, organ=office.organ, column=office.column, title="更正", body="<p>更正后。</p>", summary="概述",
        formed_on=DAY, on=DAY, amends=document, note="换附件",
    )  # fmt: skip
    assert list(again.files.all()) == [old]
    actions.remove_file(actor=office.editor, draft=again, on=DAY, file=old)
    new = add(office, again, "新表.xlsx")
    assert files_of(document) == [old]
    again.refresh_from_db()
    published(office, again)
    document.refresh_from_db()
    assert files_of(document) == [new] and client.get(old.path).status_code == 404
    assert list(queries.check_projections()) == []


def test_the_words_of_each_kind_of_file_are_read():
    assert "护理补贴标准" in words_of(table(["对象", "护理补贴标准"]))
    assert words_of("第一行\n第二行".encode()) == "第一行\n第二行"
    assert "policy text" in words_of(saved(pdf([(20, 20, "policy text")]))) and words_of(picture()) == ""
