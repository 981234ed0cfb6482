# SPDX-FileCopyrightText: The Gongkai authors
# SPDX-License-Identifier: Apache-2.0
"""下载Word、PDF: the document's words, tables and facts in both, from the public record alone, refused without a font."""

import io
from datetime import date, timedelta

import docx
import pdfplumber
import pytest

from gongkai.organs import today
from gongkai.publishing import actions
from gongkai.publishing.copies import docx_bytes, pdf_bytes, public_paper
from gongkai.publishing.copies.blocks import blocks
from gongkai.publishing.models import Document
from gongkai.typesetting import NoFont, fonts
from tests.factories import SYSTEM, DocumentFactory, OrganFactory

DAY = date(2024, 6, 3)
BODY = (
    '<h2>一、总则</h2><p>为了<strong>规范</strong>补贴，见<a href="/document/1/">原文</a>。</p><ol><li>第一条<ul><li>附则</li></ul></li><li>第二条</li></ol>'
    '<table><tr><th colspan="2">项目</th><th rowspan="2">金额</th></tr><tr><td>甲</td><td>乙</td></tr><tr><td rowspan="9">丙</td><td>丁</td><td>3万元</td></tr></table>'
    '<blockquote><p>引文</p></blockquote><p>一行<br>二行<img src="/file/x.png" alt="流程图"></p>'
)


@pytest.fixture
def paper(db):
    today.tell(DAY)
    OrganFactory(slug="xian", name="测试县人民政府", kind="government")
    row = DocumentFactory(
        title="关于补贴的通知",
        body=BODY,
        number="测政发〔2024〕1号",
        register="normative",
        formed_on=DAY,
        on=DAY,
        effective_from=DAY,
    )
    yield public_paper(row.pk, as_of=DAY, site="https://www.xian.example")
    today._told.clear()


def test_a_body_becomes_blocks_with_merged_cells_in_their_places():
    found = blocks(BODY)
    assert [b.kind for b in found] == [
        "heading",
        "text",
        "item",
        "item",
        "item",
        "table",
        "quote",
        "text",
        "picture",
    ]
    assert [(b.marker, b.level) for b in found if b.kind == "item"] == [("1.", 1), ("•", 2), ("2.", 1)]
    places = [(c.x, c.y, c.across, c.down, "".join(r.text for r in c.runs)) for c in found[5].cells]
    assert places == [
        (0, 0, 2, 1, "项目"), (2, 0, 1, 2, "金额"), (0, 1, 1, 1, "甲"), (1, 1, 1, 1, "乙"), (0, 2, 1, 1, "丙"), (1, 2, 1, 1, "丁"),
        (2, 2, 1, 1, "3万元"),
    ]  # fmt: skip


def test_a_table_in_a_cell_stays_in_its_cell():
    inner = "<table><tr><td>内甲</td><td>内乙</td></tr><tr><td>内丙</td></tr></table>"
    [table] = blocks(f"<table><tbody><tr><td><p>外</p>{inner}</td><td>旁</td></tr></tbody></table>")
    said = [(c.x, c.y, "".join(r.text for r in c.runs)) for c in table.cells]
    assert said == [(0, 0, "外\n内甲　内乙\n内丙"), (1, 0, "旁")]


def test_the_word_file_holds_words_tables_and_facts(paper):
    made = docx.Document(io.BytesIO(docx_bytes(paper, DAY)))
    said = [p.text for p in made.paragraphs]
    assert said[:2] == ["关于补贴的通知", "一、总则"] and made.paragraphs[1].style.name == "Heading 1"
    assert "为了规范补贴，见原文。" in said and "有效性：现行有效，以网站上的标注为准" in said
    assert f"来源：https://www.xian.example/document/{paper.pk}/" in said and "［图：流程图，见网页］" in said
    assert made.tables[0].cell(0, 0).text == made.tables[0].cell(0, 1).text == "项目"
    assert made.tables[0].cell(2, 2).text == "3万元" and made.core_properties.title == "关于补贴的通知"


@pytest.mark.skipif("Noto Serif CJK SC" not in fonts._faces(), reason="no Chinese font on this machine")
def test_the_pdf_holds_the_same_words(paper):
    with pdfplumber.open(io.BytesIO(pdf_bytes(paper, DAY))) as made:
        said = "".join(p.extract_text() for p in made.pages).replace("\n", "")
        table = made.pages[0].extract_tables()[0]
    for words in ("关于补贴的通知", "一、总则", "测政发〔2024〕1号", "现行有效", "附则", "引文"):
        assert words in said
    assert table[2] == ["丙", "丁", "3万元"]


def test_without_a_font_the_pdf_is_refused_with_the_reason_and_the_word_file(paper, client, monkeypatch):
    monkeypatch.setattr(fonts, "covered", lambda family, characters: set())
    with pytest.raises(NoFont):
        pdf_bytes(paper, DAY)
    answer = client.get(f"/document/{paper.pk}/document.pdf")
    assert answer.status_code == 503
    assert (
        "没有能印出全部文字的中文字体" in answer.content.decode()
        and "document.docx" in answer.content.decode()
    )


def test_a_copy_is_made_once_and_gone_with_the_withdrawal(paper, client, monkeypatch):
    address = f"/document/{paper.pk}/document.docx"
    first = client.get(address)
    assert first.status_code == 200 and "filename*=utf-8''" in first["Content-Disposition"]
    assert client.get(address, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    monkeypatch.setattr("gongkai.portal.copy_views.FORMS", {"docx": ("x/y", lambda *_: b"made anew")})
    assert client.get(address).content == first.content
    row = Document.objects.get(pk=paper.pk)
    actions.repeal(actor=SYSTEM, document=row, on=DAY, basis="测政发〔2024〕2号")
    again = client.get(address)
    assert again.content == b"made anew" and again["ETag"] != first["ETag"]
    actions.withdraw(actor=SYSTEM, document=row, on=DAY, reason="含个人信息")
    gone = client.get(address)
    assert gone.status_code == 410 and "补贴" not in gone.content.decode()
    assert client.get("/document/999999/document.pdf").status_code == 404
    later = DocumentFactory(title="以后公开", formed_on=DAY, on=DAY)
    Document.objects.filter(pk=later.pk).update(published_on=DAY + timedelta(days=1))
    assert client.get(f"/document/{later.pk}/document.docx").status_code == 404
